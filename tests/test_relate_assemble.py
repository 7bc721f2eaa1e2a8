"""Assembling a recognition, and taking an annotation apart again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.goldform import read_jsonl, write_jsonl
from kg.model import Annotation, Arc, Document, Entity, Mention, Recognition, Span, Trigger
from kg.relate import annotate, assemble, to_recognition

TEXT = "اجتمع وزير المالية سليم حداد مع نادية فارس. أكد حداد في بيان أن اللجنة المشتركة لم توقع الاتفاق."


def span(words: str, *, nth: int = 1, text: str = TEXT) -> Span:
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


DOCUMENT = Document("d1", TEXT, "ar", (Span(0, TEXT.index(".") + 1), Span(TEXT.index(".") + 2, len(TEXT))))
ENTITIES = {
    "e1": Entity("e1", "Person", "سليم حداد", "Salim Haddad"),
    "e2": Entity("e2", "Person", "نادية فارس"),
    "e3": Entity("e3", "Organisation", "اللجنة المشتركة"),
}
MENTIONS = (
    Mention(span("وزير المالية"), "Position"),
    Mention(span("سليم حداد"), "Person", "e1"),
    Mention(span("نادية فارس"), "Person", "e2"),
    Mention(span("حداد", nth=2), "Person", "e1"),
    Mention(span("اللجنة المشتركة"), "Organisation", "e3"),
)
TRIGGERS = (
    Trigger(span("توقع"), "Agreement", 1, "negated", 0.8, 0.9),
    Trigger(span("اجتمع"), "Consultation", 0, "asserted", 0.95, 0.99),
    Trigger(span("أكد"), "Statement", 1, "asserted", 0.9, 0.9),
)
ARCS = (
    Arc("role", 1, 1, "party", 0.9),
    Arc("role", 1, 2, "party", 0.8),
    Arc("role", 2, 3, "actor", 0.9),
    Arc("role", 2, 1, "actor", 0.6),
    Arc("role", 2, 2, "actor", 0.5),
    Arc("role", 2, 5, "instrument", 0.7),
    Arc("role", 0, 4, "party", 0.7),
    Arc("topic", 2, 0, None, 0.9),
    Arc("speaker", 0, 3, None, 0.9),
    Arc("speaker", 0, 2, None, 0.3),
    Arc("holder", 0, 1, None, 0.9),
    Arc("body", 0, 4, None, 0.6),
    Arc("relation", 2, 4, "memberOf", 0.6),
)
RECOGNITION = Recognition(DOCUMENT, MENTIONS, (span("بيان"),), TRIGGERS, ARCS)


def assembled() -> Annotation:
    return assemble(RECOGNITION, ENTITIES, MENTIONS)


def test_events_stand_in_text_order_and_topics_follow_them() -> None:
    events = assembled().events
    assert [e.type for e in events] == ["Consultation", "Statement", "Agreement"]
    assert [r.event for r in events[1].roles if r.name == "topic"] == [2]
    assert events[2].speaker == "e1"
    assert (events[2].score, events[2].mode_score) == (0.8, 0.9)


def test_earlier_sentences_fill_only_empty_roles() -> None:
    statement = assembled().events[1]
    assert [r.entity for r in statement.roles if r.name == "actor"] == ["e1"]
    arcs = tuple(a for a in ARCS if not (a.source == 2 and a.target == 3))
    lonely = assemble(replace(RECOGNITION, arcs=arcs), ENTITIES, MENTIONS).events[1]
    assert [r.entity for r in lonely.roles if r.name == "actor"] == ["e1"]
    sure = (*ARCS, Arc("role", 2, 2, "actor", 0.95))
    both = assemble(replace(RECOGNITION, arcs=sure), ENTITIES, MENTIONS).events[1]
    assert [r.entity for r in both.roles if r.name == "actor"] == ["e1", "e2"]


def test_a_filler_that_is_no_mention_keeps_its_words() -> None:
    role = next(r for r in assembled().events[1].roles if r.name == "instrument")
    assert role.entity is None
    assert role.span is not None
    assert DOCUMENT.at(role.span) == "بيان"


def test_offices_and_relations() -> None:
    found = assembled()
    assert [(p.person, p.body) for p in found.positions] == [("e1", "e3")]
    assert [(r.kind, r.subject, r.object, r.sentence) for r in found.relations] == [
        ("memberOf", "e2", "e3", 0)
    ]


def test_a_title_has_one_holder_unless_two_are_sure() -> None:
    unsure = (*ARCS, Arc("holder", 0, 2, None, 0.7))
    sure = (*ARCS, Arc("holder", 0, 2, None, 0.95))
    holders = [
        [p.person for p in assemble(replace(RECOGNITION, arcs=arcs), ENTITIES, MENTIONS).positions]
        for arcs in (unsure, sure)
    ]
    assert holders == [["e1"], ["e1", "e2"]]


def test_an_unnamed_source_keeps_its_wording() -> None:
    arcs = (Arc("speaker", 0, 5),)
    event = assemble(replace(RECOGNITION, arcs=arcs), ENTITIES, MENTIONS).events[2]
    assert (event.speaker, event.source) == (None, "بيان")


def test_taking_apart_and_assembling_gives_the_same_back() -> None:
    once = assembled()
    again = assemble(to_recognition(once), once.entities, once.mentions)
    assert list(write_jsonl([again])) == list(write_jsonl([once]))


def test_order_of_arcs_does_not_matter() -> None:
    backwards = assemble(replace(RECOGNITION, arcs=ARCS[::-1]), ENTITIES, MENTIONS)
    assert list(write_jsonl([backwards])) == list(write_jsonl([assembled()]))


def test_the_whole_step_resolves_identity_and_keeps_offsets() -> None:
    bare = replace(RECOGNITION, mentions=tuple(replace(m, entity=None) for m in MENTIONS))
    found = annotate(bare)
    people = [m.entity for m in found.mentions if m.type == "Person"]
    assert people[0] == people[2] != people[1]
    assert all(DOCUMENT.at(m.span) in TEXT for m in found.mentions)
    assert found.events[2].mode == "negated"
    assert found == annotate(bare)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["train", "dev", "dev_en", "seeds"])
def test_gold_survives(name: str, shared: object) -> None:
    from pathlib import Path

    from kg.evaluate import evaluate

    with (Path(str(shared)) / "corpus" / f"{name}.jsonl").open(encoding="utf-8") as lines:
        gold = list(read_jsonl(lines))
    system = [assemble(to_recognition(a), a.entities, a.mentions) for a in gold]
    layers = evaluate(gold, system, samples=0).layers
    itself = evaluate(gold, gold, samples=0).layers
    for layer, counts in layers.items():
        assert counts.f1 >= itself[layer].f1 - 0.002, layer
