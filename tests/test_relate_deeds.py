"""Deeds that are named twice, and refusals that are said with a negation."""

from __future__ import annotations

from dataclasses import replace

import pytest
from relating import annotated, at, event, filled

from kg.model import Annotation, EntityType, Mode, Role
from kg.relate.instruments import join_instruments
from kg.relate.refusals import join_negations


def killing() -> Annotation:
    text = "أكد نادر عيد مقتل سعاد نجم في غارة شنتها البلدية على الميناء."
    events = (
        event(text, "Statement", "أكد", Role("topic", event=1), Role("topic", event=2)),
        event(
            text, "Attack", "مقتل",
            filled(text, "victim", "سعاد نجم"), Role("instrument", span=at(text, "غارة")),
        ),
        event(
            text, "Attack", "غارة",
            filled(text, "actor", "البلدية"), filled(text, "victim", "نادر عيد"),
            filled(text, "target", "سعاد نجم"),
        ),
    )  # fmt: skip
    names: dict[str, EntityType] = {"نادر عيد": "Person", "سعاد نجم": "Person", "البلدية": "Organisation"}
    return annotated(text, names=names, events=events)


def test_a_deed_inside_its_own_instrument_is_one_deed() -> None:
    said, killed = join_instruments(killing()).events
    assert [role.event for role in said.roles] == [1]
    assert [(r.name, r.entity) for r in killed.roles] == [
        ("victim", "سعاد نجم"), ("instrument", None), ("actor", "البلدية"),
    ]  # fmt: skip


@pytest.mark.parametrize("mode", ["attributed", "planned", "hedged", "negated"])
def test_what_is_less_sure_stays_a_deed_of_its_own(mode: Mode) -> None:
    read = killing()
    said, killed, struck = read.events
    read = replace(read, events=(said, killed, replace(struck, mode=mode)))
    assert join_instruments(read) is read


def test_what_another_tells_stays_a_deed_of_its_own() -> None:
    read = killing()
    said, killed, struck = read.events
    read = replace(read, events=(said, killed, replace(struck, speaker="نادر عيد")))
    assert join_instruments(read) is read


def test_another_class_is_another_deed() -> None:
    text = "قال سامي قدور في مؤتمر صحفي إن المعرض مفتوح."
    spoke = event(text, "Statement", "قال", Role("instrument", span=at(text, "مؤتمر صحفي")))
    read = annotated(
        text, names={"سامي قدور": "Person"}, events=(spoke, event(text, "Consultation", "مؤتمر"))
    )
    assert join_instruments(read) is read


@pytest.mark.parametrize(
    ("text", "word", "trigger", "mode"),
    [
        ("وأكد التجار أنهم لن يقبلوا الخطة.", "يقبلوا", "لن يقبلوا", "asserted"),
        ("وأكد التجار أنهم لا يرفضون الخطة.", "يرفضون", "يرفضون", "negated"),
        ("The traders will not accept the plan.", "accept", "not accept", "asserted"),
        ("The traders do not oppose the plan.", "oppose", "oppose", "negated"),
        ("ولن تسمح البلدية بالبناء.", "تسمح", "لن تسمح", "asserted"),
        ("ولم تنف البلدية الخبر.", "تنف", "تنف", "negated"),
        ("وأعلنت عدم معارضة الخطة.", "معارضة", "معارضة", "negated"),
        ("وهي ليست ضد الخطة.", "ضد", "ضد", "negated"),
        ("The traders did not dismiss the plan.", "dismiss", "dismiss", "negated"),
        ("The traders cannot accept the plan.", "accept", "cannot accept", "asserted"),
    ],
)
def test_a_refusal_may_be_a_negated_acceptance(text: str, word: str, trigger: str, mode: str) -> None:
    read = annotated(text, names={}, events=(event(text, "Rejection", word, mode="negated"),))
    (refused,) = join_negations(read).events
    assert (read.document.at(refused.trigger), refused.mode) == (trigger, mode)
