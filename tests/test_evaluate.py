"""Figures, tables, confusions, differences and intervals on annotations written by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from relating import annotated, at, event, filled

from kg.cli import cli
from kg.errors import InputError
from kg.evaluate import Counts, evaluate, iter_lines, to_json
from kg.evaluate.counts import count, intervals
from kg.goldform import write_jsonl
from kg.model import Annotation, Mention, Position, Relation, Role, Span

TEXT = "قالت سعاد نجم إن البلدية ستغلق السوق يوم 4 مارس 2019. التقى نادر عيد مدير السوق سعاد نجم."


def gold() -> Annotation:
    said = event(TEXT, "Statement", "قالت", filled(TEXT, "actor", "سعاد نجم"), Role("topic", event=1))
    when = Role("time", span=at(TEXT, "4 مارس 2019"), value="2019-03-04")
    closes = event(
        TEXT, "Decision", "ستغلق", filled(TEXT, "actor", "البلدية"), when, mode="planned", speaker="سعاد نجم"
    )
    met = event(
        TEXT, "Consultation", "التقى", filled(TEXT, "party", "نادر عيد"), filled(TEXT, "party", "سعاد نجم", 2)
    )
    read = annotated(
        TEXT,
        names={"سعاد نجم": "Person", "نادر عيد": "Person", "البلدية": "Organisation"},
        mentions=(
            Mention(at(TEXT, "4 مارس 2019"), "Date", value="2019-03-04"),
            Mention(at(TEXT, "مدير السوق"), "Position"),
        ),
        events=(said, closes, met),
    )
    return replace(
        read,
        positions=(Position("نادر عيد", at(TEXT, "مدير السوق"), "البلدية"),),
        relations=(Relation("leads", "نادر عيد", "البلدية", 1),),
    )


def worse() -> Annotation:
    """Return gold with one fault in each layer."""
    good = gold()
    said, closes, met = good.events
    return replace(
        good,
        mentions=tuple(
            replace(m, type="Place")
            if m.entity == "البلدية"
            else replace(m, value="2019-04-03")
            if m.value
            else m
            for m in good.mentions
            if not (m.entity == "سعاد نجم" and m.span.start > 20)
        ),
        positions=(),
        relations=(Relation("memberOf", "نادر عيد", "البلدية", 1),),
        events=(
            replace(said, roles=said.roles[:1]),
            replace(closes, mode="asserted", speaker=None, roles=(replace(closes.roles[0], name="target"),)),
            replace(met, type="Agreement"),
        ),
    )


def figures(wanted: Annotation, found: Annotation) -> dict[str, tuple[float, int, int]]:
    layers = evaluate([wanted], [found], samples=0).layers
    return {k: (c.right_wanted, c.found, c.wanted) for k, c in layers.items()}


def test_gold_against_itself_is_perfect() -> None:
    report = evaluate([gold()], [gold()], samples=10)
    assert all(c.f1 == pytest.approx(1.0) for c in report.layers.values() if c.wanted)
    assert report.differences == ()
    assert report.intervals["ARGUMENTS"] == (1.0, 1.0)


def test_every_layer_counts_its_fault() -> None:
    got = figures(gold(), worse())
    assert got["MENTIONS named"] == (2, 3, 4)
    assert got["mention Organisation"] == (0, 0, 1)
    assert got["mention Place"] == (0, 1, 0)
    assert got["DATES value"] == (0, 1, 1)
    assert got["POSITIONS"] == (0, 0, 1)
    assert got["EVENTS type+trigger"] == (2, 3, 3)
    assert got["ARGUMENTS"] == (1, 4, 5)
    assert got["MODE on matched events"] == (1, 2, 2)
    assert got["SPEAKER on matched events"] == (0, 0, 1)
    assert got["TOPIC arcs"] == (0, 0, 1)
    assert got["RELATIONS"] == (0, 1, 1)


def test_differences_name_layer_and_sentence() -> None:
    report = evaluate([gold()], [worse()], samples=0)
    layers = [d.layer for d in report.differences]
    assert {
        "mention",
        "DATES value",
        "POSITIONS",
        "EVENTS",
        "ARGUMENTS",
        "MODE",
        "SPEAKER",
        "TOPIC",
        "RELATIONS",
    } == set(layers)
    mode = next(d for d in report.differences if d.layer == "MODE")
    assert (mode.wanted, mode.found) == ("Decision ستغلق: planned", "asserted")
    assert report.sentence(mode).startswith("قالت سعاد نجم")
    met = next(d for d in report.differences if d.layer == "EVENTS")
    assert (met.sentence, met.wanted, met.found) == (1, "Consultation التقى", "Agreement التقى")


def test_confusions_and_tables() -> None:
    report = evaluate([gold()], [worse()], samples=0)
    assert report.confusion["events"]["Consultation"] == {"Agreement": 1}
    assert report.confusion["mentions"]["Organisation"] == {"Place": 1}
    assert report.confusion["modes"]["planned"] == {"asserted": 1}
    assert report.confusion["roles"]["actor"] == {"target": 1}
    assert report.tables["relations"]["leads"].wanted == 1
    assert report.tables["events"]["Agreement"].found == 1


def test_a_missing_document_is_all_missed_and_another_text_is_refused() -> None:
    layers = evaluate([gold()], [], samples=0).layers
    assert all(c.f1 == 0 for c in layers.values())
    assert layers["ARGUMENTS"].wanted == 5
    other = replace(gold(), document=replace(gold().document, text=TEXT + " "))
    with pytest.raises(InputError, match="not that of the gold"):
        evaluate([gold()], [other])


def test_attached_prefixes_do_not_matter() -> None:
    wider = [replace(m, span=Span(m.span.start, m.span.end + 1)) for m in gold().mentions if m.type == "Date"]
    moved = replace(gold(), mentions=tuple(wider))
    assert figures(gold(), moved)["mention Date"] == (1, 1, 1)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=12))
def test_intervals_are_repeatable_and_hold_sensible_values(rows: list[tuple[int, int]]) -> None:
    documents = [{"x": count(min(a, b), a, b)} for a, b in rows]
    first = intervals(documents, ["x"], samples=200)
    assert first == intervals(documents, ["x"], samples=200)
    low, high = first["x"]
    assert 0 <= low <= high <= 1


def test_figures_of_counts() -> None:
    assert Counts().f1 == 0
    assert (count(1, 2, 4).precision, count(1, 2, 4).recall) == (0.5, 0.25)
    assert count(1, 2, 4) + count(1, 2, 4) == count(2, 4, 8)
    assert intervals([], ["x"]) == {}


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    paths = []
    for name, annotation in (("gold", gold()), ("system", worse())):
        path = tmp_path / f"{name}.jsonl"
        path.write_text("\n".join(write_jsonl([annotation])), encoding="utf-8")
        paths.append(str(path))
    return paths[0], paths[1]


def test_the_command_prints_figures_tables_and_differences(files: tuple[str, str]) -> None:
    result = CliRunner().invoke(cli, ["evaluate", *files, "--by-type", "--errors", "3", "--samples", "20"])
    assert result.exit_code == 0
    assert "EVENTS type+trigger          P 0.667  R 0.667  F 0.667  [" in result.stdout
    assert "confusion of modes" in result.stdout
    assert sum(line.startswith("d\t") for line in result.stdout.split("\n")) == 3


def test_the_command_prints_json(files: tuple[str, str]) -> None:
    result = CliRunner().invoke(cli, ["evaluate", *files, "--json", "--errors", "1"])
    report = json.loads(result.stdout)
    assert report["scores"]["RELATIONS"]["f"] == 0
    assert len(report["scores"]["ARGUMENTS"]["ci95"]) == 2
    assert report["errors"][0]["text"]


def test_the_command_refuses_what_is_not_gold(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text('{"doc": 1}', encoding="utf-8")
    result = CliRunner().invoke(cli, ["evaluate", str(path), str(path)])
    assert result.exit_code == 2
    assert "not in the gold form" in result.output


def test_lines_and_data_say_the_same() -> None:
    report = evaluate([gold()], [worse()], samples=0)
    assert len(list(iter_lines(report))) == len(to_json(report)["scores"]) == len(report.layers)
