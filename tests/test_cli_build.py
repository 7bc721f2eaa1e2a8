"""kg annotate, build, remove and review from the command line, with a recogniser that needs no model."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from wordlist import write_article

from kg.cli import cli
from kg.goldform import read_jsonl
from kg.recognise import RECOGNISERS
from kg.review.journal import add_to_journal, read_journal
from kg.store import open_store
from kg.vocab import KG

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(RECOGNISERS, "words", "wordlist")
    monkeypatch.setenv("USER", "Huda")
    Path("kg.toml").write_text('recogniser = "words"\n', encoding="utf-8")
    Path("news").mkdir()
    for number in range(4):
        text = write_article(random.Random(number))
        Path(f"news/a{number}.txt").write_text(f"خبر {number}\n{text}", encoding="utf-8")

    def call(*arguments: str, **options: str) -> Result:
        return CliRunner().invoke(cli, list(arguments), catch_exceptions=False, **options)  # type: ignore[arg-type]

    return call


@pytest.fixture
def built(run: Run) -> Run:
    assert run("build", "news", "--store", "s", "--settings", "kg.toml").exit_code == 0
    return run


def nodes(what: str, store: str = "s") -> list[str]:
    with open_store(store) as opened:
        rows = opened.select(f"PREFIX kg: <{KG}> SELECT DISTINCT ?n WHERE {{ {what} }} ORDER BY ?n")
        return [getattr(node, "value", "") for (node,) in rows]


def test_annotate_prints_the_gold_form_of_files_and_records(run: Run) -> None:
    Path("more.jsonl").write_text(
        json.dumps({"id": "x", "text": "قال سالم الراوي إنه في حلب.", "published": "2024-05-06"}),
        encoding="utf-8",
    )
    result = run("annotate", "news", "more.jsonl", "--settings", "kg.toml", "--format", "jsonl")
    assert result.exit_code == 0
    found = {a.document.id: a for a in read_jsonl(result.stdout.splitlines())}
    assert sorted(found) == ["a0", "a1", "a2", "a3", "x"]
    assert found["x"].document.published == "2024-05-06"
    assert [(m.type, found["x"].document.at(m.span)) for m in found["x"].mentions] == [
        ("Person", "سالم الراوي"),
        ("Place", "حلب"),
    ]
    assert found["x"].events[0].type == "Statement"


def test_annotate_reads_standard_input_as_one_document(run: Run) -> None:
    text = "قال سالم الراوي شيئا.\n\nنفى عمر البدري ذلك.\n"
    result = run("annotate", "-", "--settings", "kg.toml", "--published", "2024-05-06", input=text)
    (line,) = result.stdout.splitlines()
    data = json.loads(line)
    assert (data["text"], data["published"]) == (text, "2024-05-06")
    assert [e["type"] for e in data["events"]] == ["Statement", "Rejection"]


def test_annotate_says_what_it_rejects_and_does_the_rest(run: Run) -> None:
    Path("news/empty.txt").touch()
    result = run("annotate", "news", "--settings", "kg.toml")
    assert result.exit_code == 2
    assert len(result.stdout.splitlines()) == 4
    assert "empty.txt" in result.stderr


def test_build_reports_in_words_and_json(run: Run) -> None:
    Path("news/empty.txt").touch()
    Path("news/copy.txt").write_bytes(Path("news/a1.txt").read_bytes())
    result = run("build", "news", "--store", "s", "--settings", "kg.toml", "--report", "r.json")
    assert result.exit_code == 2
    assert "documents read            4 (2 rejected)" in result.stdout
    report = json.loads(Path("r.json").read_text(encoding="utf-8"))
    assert (report["read"], report["documents"], report["added"]) == (4, 4, 4)
    reasons = [(r["path"], r["reason"].split(":")[0]) for r in report["rejected"]]
    assert reasons == [("copy.txt", "duplicate"), ("empty.txt", "empty")]
    assert min(report[name] for name in ("mentions", "claims", "entities", "events", "quads")) > 0
    assert {"read", "recognise", "annotate", "resolve", "write"} <= report["seconds"].keys()


def test_build_again_says_what_changed(built: Run) -> None:
    Path("news/a0.txt").unlink()
    Path("news/b.txt").write_text(
        "قالت ليلى حداد في وهران إن حزب الوفاق وقع اتفاق الساحل.\n", encoding="utf-8"
    )
    result = built("build", "news", "--store", "s", "--settings", "kg.toml")
    assert "4 (1 added, 0 changed, 3 unchanged, 1 removed)" in result.stdout


def test_remove_forgets_a_document(built: Run) -> None:
    assert any(n.endswith("doc/a2") for n in nodes("?n a kg:Document"))
    assert built("remove", "a2", "--store", "s", "--settings", "kg.toml").exit_code == 0
    assert nodes("GRAPH ?g { ?n ?p ?o } FILTER(CONTAINS(STR(?n), 'doc/a2'))") == []
    unknown = built("remove", "a2", "--store", "s", "--settings", "kg.toml")
    assert (unknown.exit_code, "no document is called a2" in unknown.stderr) == (2, True)


def test_a_missing_model_is_one_clear_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RECOGNISERS, "words", "kg.recognise.not_there")
    result = run("build", "news", "--store", "s", "--settings", "kg.toml")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert "kg.recognise.not_there" in result.stderr


def test_review_merges_renames_and_takes_back(built: Run) -> None:
    review = ("review", "--store", "s", "--settings", "kg.toml")
    people = nodes("?n a kg:Person")
    assert built(*review, "--why", "one man", "merge", *people[:2]).exit_code == 0
    assert len(nodes("?n a kg:Person")) == len(people) - 1
    (decision,) = read_journal(Path("s"))
    assert (decision.by, decision.why) == ("Huda", "one man")
    assert built(*review, "withdraw", decision.id).exit_code == 0
    assert nodes("?n a kg:Person") == people
    built(*review, "rename", people[0], "Somebody Else", "--language", "en")
    assert nodes("?n <http://www.w3.org/2004/02/skos/core#prefLabel> 'Somebody Else'@en")
    history = built(*review, "history").stdout
    assert [line.split("\t")[3] for line in history.splitlines()] == ["merge", "withdraw", "rename"]


def test_review_splits_and_corrects(built: Run) -> None:
    review = ("review", "--store", "s", "--settings", "kg.toml")
    (entity, *_) = nodes("?a kg:refersTo ?n . ?b kg:refersTo ?n FILTER(?a != ?b)")
    member = nodes(f"?n kg:refersTo <{entity}>")[0]
    assert built(*review, "split", entity, member).exit_code == 0
    assert len(nodes(f"<{member}> kg:refersTo ?e . ?n kg:refersTo ?e")) == 1
    claim = nodes("?n a kg:EventClaim ; kg:mode kg:asserted")[0]
    assert built(*review, "correct", claim, "mode=negated").exit_code == 0
    assert claim in nodes("?n kg:mode kg:negated")
    wrong = built(*review, "correct", claim, "mode=perhaps")
    assert (wrong.exit_code, "must be one of" in wrong.stderr) == (2, True)


def test_review_csv_carries_decisions_to_another_store(built: Run) -> None:
    review = ("review", "--store", "s", "--settings", "kg.toml")
    people = nodes("?n a kg:Person")
    built(*review, "merge", *people[:2])
    assert built(*review, "--export", "q.csv").exit_code == 0
    made = read_journal(Path("s"))
    built("build", "news", "--store", "t", "--settings", "kg.toml")
    imported = built("review", "--store", "t", "--settings", "kg.toml", "--import", "q.csv")
    assert "1 decisions recorded" in imported.stdout
    assert read_journal(Path("t")) == made
    with open_store("s") as one, open_store("t") as other:
        assert sorted(map(str, one.quads())) == sorted(map(str, other.quads()))


def test_decisions_outlive_a_removed_and_returned_document(built: Run) -> None:
    review = ("review", "--store", "s", "--settings", "kg.toml")
    people = nodes("?n a kg:Person")
    built(*review, "--later", "merge", *people[:2])
    assert len(nodes("?n a kg:Person")) == len(people)
    for number in range(4):
        built("remove", f"a{number}", "--store", "s", "--settings", "kg.toml")
    result = built("build", "news", "--store", "s", "--settings", "kg.toml")
    assert "decisions                 1 (0 without effect now)" in result.stdout
    assert len(nodes("?n a kg:Person")) == len(people) - 1


def test_a_mistyped_store_is_an_error_and_is_not_made(run: Run) -> None:
    for command in (("remove", "a1", "--store", "typo"), ("link", "--store", "typo")):
        assert run(*command).exit_code == 3
    assert not Path("typo").exists()


@pytest.mark.parametrize(
    "command",
    [
        ("build", "news", "--store", "s", "--settings", "kg.toml", "--report", "gone/r.json"),
        ("show", "a1", "--store", "s", "--html", "gone/r.html"),
        ("review", "--store", "s", "--export", "gone/r.csv"),
        ("review", "--store", "s", "--import", "binary"),
        ("evaluate", "binary"),
        ("evaluate", "empty.jsonl"),
    ],
)
def test_bad_files_are_told_in_one_line_that_names_them(built: Run, command: tuple[str, ...]) -> None:
    Path("binary").write_bytes(bytes(range(255, 0, -1)))
    Path("empty.jsonl").write_text("{}\n", encoding="utf-8")
    result = built(*command)
    assert result.exit_code == 2
    assert Path(command[-1]).parts[0] in result.stderr.splitlines()[-1]


def test_a_store_among_the_news_is_not_read_as_news(run: Run) -> None:
    for _ in range(2):
        result = run("build", "news", "--store", "news/store", "--settings", "kg.toml", "--report", "r.json")
        assert result.exit_code == 0, result.stderr
        assert json.loads(Path("r.json").read_text(encoding="utf-8"))["documents"] == 4


def test_a_link_that_was_decided_is_found_again_after_the_entity_has_another_name(built: Run) -> None:
    (entity, *_) = nodes("?n a kg:Person")
    built("review", "--store", "s", "--settings", "kg.toml", "--later", "link", entity, "Q42")
    (made,) = read_journal(Path("s"))
    assert made.subject is not None
    moved = replace(made, subject=replace(made.subject, iri=made.subject.iri + "0"))
    add_to_journal(Path("t"), [moved])
    linked = f"<{entity}> <http://www.w3.org/2002/07/owl#sameAs> ?n"
    assert built("build", "news", "--store", "t", "--settings", "kg.toml").exit_code == 0
    assert nodes(linked, "t") == ["http://www.wikidata.org/entity/Q42"]
    assert built("link", "--store", "t", "--settings", "kg.toml").exit_code == 0
    assert nodes(linked, "t") == ["http://www.wikidata.org/entity/Q42"]


def test_an_entity_and_an_event_are_not_merged(built: Run) -> None:
    pair = nodes("?n a kg:Person")[0], nodes("?n kg:corroboration ?c")[0]
    for names in (pair, pair[:1]):
        result = built("review", "--store", "s", "--settings", "kg.toml", "merge", *names)
        assert (result.exit_code, "two or more" in result.stderr) == (2, True)
    assert read_journal(Path("s")) == []


def test_another_base_leaves_nothing_under_the_old_one(built: Run) -> None:
    person = nodes("?n a kg:Person")[0]
    built("review", "--store", "s", "--settings", "kg.toml", "link", person, "Q42")
    Path("b.toml").write_text('recogniser = "words"\nbase = "https://x.example/"\n', encoding="utf-8")
    assert built("build", "news", "--store", "s", "--settings", "b.toml").exit_code == 0
    with open_store("s") as store:
        assert [graph for graph in store.graphs() if graph.startswith("https://kg.example/id/")] == []
        assert "https://x.example/graph/links" in store.graphs()


def test_a_base_that_is_no_iri_is_refused(run: Run) -> None:
    for base in ("ab c/", "https://x.example/<>/", "x/"):
        Path("b.toml").write_text(f'base = "{base}"\n', encoding="utf-8")
        result = run("build", "news", "--store", "s", "--settings", "b.toml")
        assert (result.exit_code, "must be an IRI" in result.stderr) == (2, True)
