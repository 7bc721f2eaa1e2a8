"""Who speaks."""

from __future__ import annotations

from dataclasses import replace

from relating import annotated, event, filled

from kg.model import Annotation, Event, Role
from kg.relate.attribution import agree, attribute, quotations, read_rules

RULES = read_rules()


def speakers(annotation: Annotation) -> list[str | None]:
    return [e.speaker for e in attribute(annotation, RULES).events]


def test_what_is_said_is_claimed_by_who_says_it() -> None:
    text = "أعلنت البلدية إخلاء السوق."
    said = event(text, "Statement", "أعلنت", filled(text, "actor", "البلدية"), Role("topic", event=1))
    read = annotated(
        text, names={"البلدية": "Organisation"}, events=(said, event(text, "Withdrawal", "إخلاء"))
    )
    done = agree(attribute(read, RULES))
    assert [(e.mode, e.speaker) for e in done.events] == [("asserted", None), ("attributed", "البلدية")]


def test_an_unnamed_speaker_keeps_its_wording() -> None:
    text = "أعلنت مصادر طبية إخلاء السوق."
    actor = Role("actor", span=filled(text, "actor", "مصادر طبية").span)
    said = event(text, "Statement", "أعلنت", actor, Role("topic", event=1))
    done = attribute(annotated(text, events=(said, event(text, "Withdrawal", "إخلاء"))), RULES)
    assert (done.events[1].speaker, done.events[1].source) == (None, "مصادر طبية")


def test_a_quotation_over_several_sentences_has_one_speaker() -> None:
    text = "قالت سعاد نجم: “أخلينا السوق صباح اليوم. ثم وقع انفجار كبير في الشارع. لم يصب أحد”. عاد الهدوء."
    said = event(text, "Statement", "قالت", filled(text, "actor", "سعاد نجم"))
    inside = (event(text, "Withdrawal", "أخلينا"), event(text, "Attack", "انفجار"))
    outside = event(text, "Decision", "عاد")
    read = annotated(text, names={"سعاد نجم": "Person"}, events=(said, *inside, outside))
    assert speakers(read) == [None, "سعاد نجم", "سعاد نجم", None]


def test_catchwords_in_quotation_marks_are_no_speech() -> None:
    assert quotations('سيطر "الفتح" على السوق') == []
    assert quotations("قال «سنعود إلى السوق بعد غد مع التجار") == []


def test_according_to_a_newspaper() -> None:
    text = "بحسب صحيفة الأفق وقع هجوم على السوق."
    read = annotated(text, names={"صحيفة الأفق": "Organisation"}, events=(event(text, "Attack", "هجوم"),))
    assert speakers(read) == ["صحيفة الأفق"]
    english = "According to The Harbour Times an attack hit the market."
    read = annotated(
        english, names={"The Harbour Times": "Organisation"}, language="en",
        events=(event(english, "Attack", "attack", language="en"),),
    )  # fmt: skip
    assert speakers(read) == ["The Harbour Times"]


def test_a_speaker_that_is_there_stays() -> None:
    text = "أعلنت البلدية إخلاء السوق."
    said = event(text, "Statement", "أعلنت", filled(text, "actor", "البلدية"), Role("topic", event=1))
    other = event(text, "Withdrawal", "إخلاء", speaker="x", mode="attributed")
    assert speakers(annotated(text, names={"البلدية": "Organisation"}, events=(said, other))) == [None, "x"]


def test_the_narrator_speaks_when_the_recogniser_is_sure() -> None:
    text = "نددت البلدية في بيان بالهجوم الذي وقع أمس، وقالت إن الهجوم جريمة."
    said = event(text, "Statement", "قالت", filled(text, "actor", "البلدية"), Role("topic", event=1))
    sure = event(text, "Attack", "الهجوم", sure=0.99)
    assert speakers(annotated(text, names={"البلدية": "Organisation"}, events=(said, sure))) == [None, None]


def test_an_agency_that_passes_on_a_statement_is_the_carrier() -> None:
    text = "قالت سعاد نجم حسبما ذكرت وكالة المدى إن السوق أخلي."
    said = event(
        text, "Statement", "قالت", filled(text, "actor", "سعاد نجم"), Role("topic", event=2),
        speaker="وكالة المدى", mode="attributed",
    )  # fmt: skip
    carried = event(text, "Statement", "ذكرت", filled(text, "actor", "وكالة المدى"), Role("topic", event=0))
    left = event(text, "Withdrawal", "أخلي", speaker="سعاد نجم", mode="attributed")
    names = annotated(
        text, names={"سعاد نجم": "Person", "وكالة المدى": "Organisation"}, events=(said, carried, left)
    )
    done = attribute(names, RULES)
    assert (done.events[2].speaker, done.events[2].carrier) == ("سعاد نجم", "وكالة المدى")
    assert done.events[0].speaker == "وكالة المدى"


def test_mode_and_speaker_agree() -> None:
    text = "وقع هجوم."
    base = event(text, "Attack", "هجوم", speaker="x")

    def agreed(this: Event) -> Event:
        return agree(annotated(text, events=(this,))).events[0]

    assert agreed(base).mode == "attributed"
    assert agreed(replace(base, mode_score=0.99)).speaker is None
    assert agreed(replace(base, mode="planned")) == replace(base, mode="planned")
