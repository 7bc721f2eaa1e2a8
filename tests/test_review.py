"""Decisions: what they do, that the last one counts, that none is ever lost, and the CSV round-trip."""

from __future__ import annotations

import io
import random
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.graph.iris import Iris
from kg.model import Annotation, Document, Entity, Event, Mention, Role, Span
from kg.review.corrections import FIELDS, correct, make_correction
from kg.review.decisions import Anchor, Decision, keep_effective, make_decision
from kg.review.effect import (
    corrections_in,
    decide_links,
    decisions_about,
    documents_concerned,
    make_effect,
)
from kg.review.graph import decision_quads
from kg.review.journal import JOURNAL, add_to_journal, read_journal
from kg.review.pending import Pending
from kg.review.table import COLUMNS, read_table, write_table

TEXT = "أعلن الوزير سالم أن المصنع أغلق. نفى سالم الخبر."
FIRST, SECOND = Span(0, 32), Span(33, len(TEXT))
SALIM, OTHER = Anchor("doc/a/e/1", "a", "Person", "سالم"), Anchor("doc/b/e/2", "b", "Person", "سليم")
CLAIM = Anchor("doc/a/c/1", "a", "Statement", "أعلن", TEXT[FIRST.start : FIRST.end])
ON = "2024-05-06T07:08:09.000Z"


def span(text: str, *, after: int = 0) -> Span:
    start = TEXT.index(text, after)
    return Span(start, start + len(text))


@pytest.fixture
def annotation() -> Annotation:
    return Annotation(
        document=Document("a", TEXT, "ar", (FIRST, SECOND)),
        entities={"e1": Entity("e1", "Person", "سالم", "Salim"), "e2": Entity("e2", "Place", "المصنع")},
        mentions=(Mention(span("سالم"), "Person", "e1"), Mention(span("المصنع"), "Place", "e2")),
        positions=(),
        relations=(),
        events=(
            Event("Statement", span("أعلن"), "asserted", 0, (Role("topic", event=1),), speaker="e1"),
            Event("Decision", span("أغلق"), "attributed", 0, (Role("target", entity="e2"),)),
            Event("Rejection", span("نفى"), "asserted", 1, (Role("actor", entity="e1"),)),
        ),
    )


def decide(kind: str = "merge", on: str = ON, **values: str) -> Decision:
    other = OTHER if kind in ("merge", "split") else None
    return make_decision(kind, SALIM, other, by="Huda", on=on, **values)  # type: ignore[arg-type]


def test_mode_and_type_are_set_right(annotation: Annotation) -> None:
    changes = [make_correction(CLAIM, "mode=hedged"), make_correction(CLAIM, "type=Threat")]
    event = correct(annotation, changes).events[0]
    assert (event.mode, event.type) == ("hedged", "Threat")


def test_a_corrected_claim_can_be_corrected_again_by_its_new_kind(annotation: Annotation) -> None:
    later = replace(CLAIM, kind="Threat")
    changes = [make_correction(CLAIM, "type=Threat"), make_correction(later, "mode=negated")]
    assert correct(annotation, changes).events[0].mode == "negated"


def test_a_wrong_claim_goes_and_topics_still_point_at_the_same_events(annotation: Annotation) -> None:
    wrong = Anchor("doc/a/c/2", "a", "Decision", "أغلق", CLAIM.quote)
    corrected = correct(annotation, [make_correction(wrong, "wrong=yes")])
    assert [e.type for e in corrected.events] == ["Statement", "Rejection"]
    assert corrected.events[0].roles == ()
    first_gone = correct(annotation, [make_correction(CLAIM, "wrong=yes")])
    assert [e.type for e in first_gone.events] == ["Decision", "Rejection"]


@pytest.mark.parametrize(
    ("change", "roles"),
    [
        ("role:actor=Salim", (Role("topic", event=1), Role("actor", entity="e1"))),
        ("role:topic=", ()),
        ("role:time=2024", (Role("topic", event=1),)),
    ],
)
def test_roles_are_filled_and_emptied(annotation: Annotation, change: str, roles: tuple[Role, ...]) -> None:
    assert correct(annotation, [make_correction(CLAIM, change)]).events[0].roles == roles


def test_a_correction_without_its_claim_changes_nothing(annotation: Annotation) -> None:
    gone = replace(CLAIM, quote="another sentence")
    assert correct(annotation, [make_correction(gone, "mode=hedged")]) == annotation
    assert correct(annotation, [make_correction(CLAIM, "speaker=nobody")]) == annotation


@pytest.mark.parametrize("change", ["colour=red", "mode=perhaps", "wrong=no", "type=Party"])
def test_a_field_or_value_that_does_not_exist_is_refused(change: str) -> None:
    with pytest.raises(InputError):
        make_correction(CLAIM, change)
    assert "mode" in FIELDS


def test_merge_and_split_become_constraints(annotation: Annotation) -> None:
    second = replace(
        annotation,
        document=replace(annotation.document, id="b"),
        entities={"e7": Entity("e7", "Person", "سليم")},
        mentions=(),
        events=(),
    )
    both = {"a": annotation, "b": second}
    assert make_effect([decide()], both).constraints.same == {(("a", "e1"), ("b", "e7"))}
    assert make_effect([decide("split")], both).constraints.different == {(("a", "e1"), ("b", "e7"))}
    assert make_effect([decide("rename", value="en=Salem")], both).constraints.names == {
        (("a", "e1"), "Salem", "en")
    }


def test_a_decision_about_what_is_gone_is_idle_not_lost(annotation: Annotation) -> None:
    effect = make_effect([decide(), decide("accept-link", value="Q42")], {"a": annotation})
    assert effect.idle == (decide(),)
    assert effect.constraints.same == frozenset()
    assert documents_concerned([decide()]) == {"a", "b"}


def test_the_last_decision_about_the_same_thing_counts_in_any_order() -> None:
    early, late = decide("merge"), decide("split", on="2025-01-01T00:00:00Z")
    names = [decide("rename", value="ar=سالم"), decide("rename", value="en=Salim")]
    for decisions in ([early, late, *names], [*names, late, early]):
        assert keep_effective(decisions) == sorted([*names, late], key=lambda d: (d.on, d.id))


def test_a_withdrawn_decision_does_not_count() -> None:
    merge = decide()
    back = make_decision("withdraw", None, value=merge.id, by="Huda", on="2025-01-01T00:00:00Z")
    assert keep_effective([merge, back]) == []


def test_corrections_keep_their_order() -> None:
    decisions = [
        make_decision("correct", CLAIM, value=value, by="Huda", on=f"2024-05-0{day}T00:00:00Z")
        for day, value in enumerate(("mode=hedged", "mode=negated", "speaker="), 1)
    ]
    effective = keep_effective(decisions[::-1])
    assert [c.value for c in corrections_in(decisions_about(effective, "a"))] == ["negated", ""]
    assert decisions_about(effective, "b") == ()


def test_links_are_what_people_say(annotation: Annotation) -> None:
    accepted = decide_links(annotation, [decide("accept-link", value="Q42")])
    assert accepted.entities["e1"].wikidata == "Q42"
    assert decide_links(accepted, [decide("reject-link", value="Q42")]) == annotation
    assert decide_links(accepted, [decide("reject-link", value="Q43")]) == accepted


@pytest.mark.parametrize(
    ("kind", "subject", "other", "value"),
    [
        ("merge", SALIM, None, ""),
        ("merge", SALIM, SALIM, ""),
        ("rename", SALIM, None, "Salim"),
        ("accept-link", SALIM, None, "42"),
        ("withdraw", SALIM, None, "ab"),
        ("forget", SALIM, None, "x"),
    ],
)
def test_a_decision_whose_parts_do_not_fit_is_refused(
    kind: str, subject: Anchor, other: Anchor | None, value: str
) -> None:
    with pytest.raises(InputError):
        make_decision(kind, subject, other, value=value, by="Huda", on=ON)  # type: ignore[arg-type]


def test_a_decision_needs_somebody_and_a_time() -> None:
    with pytest.raises(InputError, match="who"):
        make_decision("rename", SALIM, value="en=Salim", by=" ", on=ON)
    with pytest.raises(InputError, match="time"):
        make_decision("rename", SALIM, value="en=Salim", by="Huda", on="yesterday")


def test_the_journal_keeps_everything_once_and_in_order(tmp_path: Path) -> None:
    assert read_journal(tmp_path) == []
    decisions = [decide(), decide("split"), decide("rename", value="ar=سالم")]
    assert add_to_journal(tmp_path, decisions[:2]) == 2
    assert add_to_journal(tmp_path, decisions) == 1
    assert read_journal(tmp_path) == decisions


def test_the_journal_refuses_change_and_deletion(tmp_path: Path) -> None:
    add_to_journal(tmp_path, [decide()])
    with sqlite3.connect(tmp_path / JOURNAL) as connection:
        for statement in ("DELETE FROM decision", "UPDATE decision SET value = ''"):
            with pytest.raises(sqlite3.IntegrityError, match="never"):
                connection.execute(statement)
    connection.close()


def test_csv_round_trip_keeps_decisions_and_turns_answers_into_new_ones() -> None:
    made = [decide(why='said "so", twice'), decide("rename", value="ar=سالم")]
    questions = [
        Pending("merge", SALIM, OTHER, "", 0.61, "name 0.9"),
        Pending("accept-link", SALIM, None, "Q42", 0.5, ""),
        Pending("accept-link", OTHER, None, "Q43", 0.5, ""),
    ]
    lines = write_table(questions, made).splitlines(keepends=True)
    assert list(read_table(io.StringIO("".join(lines)), name="t.csv", by="Omar", on=ON)) == made
    lines[1] = lines[1].replace("merge,", "merge,no", 1)
    lines[2] = lines[2].replace("accept-link,", "accept-link,Yes", 1)
    answers = list(read_table(io.StringIO("".join(lines)), name="t.csv", by="Omar", on=ON))
    assert [(d.kind, d.by, d.value) for d in answers[:2]] == [
        ("split", "Omar", ""),
        ("accept-link", "Omar", "Q42"),
    ]
    assert answers[2:] == made


def test_a_csv_that_makes_no_sense_is_refused_with_its_line() -> None:
    with pytest.raises(InputError, match=r"t\.csv:1: columns are missing"):
        list(read_table(io.StringIO("kind,decision\n"), name="t.csv", by="Omar", on=ON))
    row = ",".join(["merge", "maybe"] + [""] * (len(COLUMNS) - 2))
    with pytest.raises(InputError, match=r"t\.csv:2: 'maybe' is no answer"):
        list(read_table(io.StringIO(",".join(COLUMNS) + f"\n{row}\n"), name="t.csv", by="Omar", on=ON))


def test_random_decisions_survive_csv_and_journal(tmp_path: Path) -> None:
    rng = random.Random(7)
    kinds = {"merge": "", "split": "", "rename": "en=N{}", "accept-link": "Q{}", "correct": "mode=hedged"}
    decisions = [
        decide(kind, on=f"2024-05-06T07:08:{n % 60:02}.{n:03}Z", value=kinds[kind].format(n))
        for n, kind in enumerate(rng.choices(list(kinds), k=200))
    ]
    back = list(read_table(io.StringIO(write_table([], decisions)), name="t.csv", by="x", on=ON))
    assert back == decisions
    assert add_to_journal(tmp_path, back) == len(set(decisions))
    assert read_journal(tmp_path) == list(dict.fromkeys(decisions))


def test_the_decisions_graph_says_who_when_and_why() -> None:
    quads = {str(q.triple) for q in decision_quads([decide(why="same face")], Iris("https://example.org/"))}
    assert any("decidedBy" in q and '"Huda"' in q for q in quads)
    assert any("decidedOn" in q and ON in q for q in quads)
    assert any("reason" in q and "same face" in q for q in quads)
    assert any("decisionSubject" in q and "https://example.org/doc/a/e/1" in q for q in quads)
