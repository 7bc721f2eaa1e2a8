"""Arguments that grammar supplies, capitals that stand for states, names of offices and agreements."""

from __future__ import annotations

from dataclasses import replace

import pytest
from relating import annotated, at, event, filled

from kg.model import Annotation, EntityType, Mention, Position, Role
from kg.relate.arguments import add_arguments, read_rules, title_holders
from kg.relate.metonymy import add_meant_actors
from kg.relate.metonymy import read_rules as read_metonymy
from kg.relate.naming import agreement_kind, office_name, pax_stage
from kg.relate.offices import add_bodies

RULES = read_rules()


def fillers(annotation: Annotation, index: int, role: str) -> list[str | None]:
    return [r.entity for r in add_arguments(annotation, RULES).events[index].roles if r.name == role]


def test_a_title_standing_alone_means_its_holder() -> None:
    text = "افتتح وزير التجارة سامي قدور المعرض. وأكد الوزير نجاح المعرض."
    titles = (Mention(at(text, "وزير التجارة"), "Position"), Mention(at(text, "الوزير"), "Position"))
    read = annotated(
        text, names={"سامي قدور": "Person"}, mentions=titles, events=(event(text, "Statement", "أكد"),)
    )
    read = replace(read, positions=(Position("سامي قدور", titles[0].span),))
    assert title_holders(read) == {titles[1].span: "سامي قدور"}
    assert fillers(read, 0, "actor") == ["سامي قدور"]
    by_title = replace(read, events=(replace(read.events[0], roles=(Role("actor", span=titles[1].span),)),))
    assert fillers(by_title, 0, "actor") == ["سامي قدور"]


def test_another_title_is_another_holder() -> None:
    text = "افتتح وزير التجارة سامي قدور المعرض. وأكد وزير الزراعة نجاح المعرض."
    titles = (Mention(at(text, "وزير التجارة"), "Position"), Mention(at(text, "وزير الزراعة"), "Position"))
    read = annotated(text, names={"سامي قدور": "Person"}, mentions=titles)
    assert title_holders(replace(read, positions=(Position("سامي قدور", titles[0].span),))) == {}


def test_a_dropped_subject_is_the_speaker_before() -> None:
    text = "قالت سعاد نجم إن السوق مغلق. وأضافت أن التجار عادوا. وأعلنت البلدية فتحه."
    events = (
        event(text, "Statement", "قالت", filled(text, "actor", "سعاد نجم")),
        event(text, "Statement", "أضافت"),
        event(text, "Statement", "أعلنت", filled(text, "actor", "البلدية")),
    )
    read = annotated(text, names={"سعاد نجم": "Person", "البلدية": "Organisation"}, events=events)
    assert [fillers(read, k, "actor") for k in range(3)] == [["سعاد نجم"], ["سعاد نجم"], ["البلدية"]]


def test_between_one_and_another() -> None:
    text = "جرت مباحثات بين سامي قدور وسعاد نجم ونادر عيد في البلدية."
    names = dict.fromkeys(("سامي قدور", "سعاد نجم", "نادر عيد"), "Person")
    talks = event(text, "Consultation", "مباحثات", filled(text, "party", "سامي قدور"))
    read = annotated(text, names={**names, "البلدية": "Organisation"}, events=(talks,))  # type: ignore[dict-item]
    assert fillers(read, 0, "party") == list(names)


def test_a_title_names_its_body() -> None:
    text = "قال رئيس بلدية صيدا اللبنانية سامي قدور."
    title = Mention(at(text, "رئيس بلدية صيدا اللبنانية"), "Position")
    nation = Mention(at(text, "اللبنانية"), "Nationality", "لبنان")
    read = annotated(
        text, names={"سامي قدور": "Person", "بلدية صيدا": "Organisation"}, mentions=(title, nation)
    )
    bare = replace(read, positions=(Position("سامي قدور", title.span),))
    assert [p.body for p in add_bodies(bare).positions] == ["بلدية صيدا"]
    known = replace(read, positions=(Position("سامي قدور", title.span, "x"),))
    assert add_bodies(known) == known


@pytest.mark.parametrize("gap", [" مع ", "، ثم ", " في "])
def test_only_and_joins(gap: str) -> None:
    text = f"تحدث سامي قدور{gap}سعاد نجم."
    talk = event(text, "Consultation", "تحدث", filled(text, "party", "سامي قدور"))
    read = annotated(text, names={"سامي قدور": "Person", "سعاد نجم": "Person"}, events=(talk,))
    assert fillers(read, 0, "party") == ["سامي قدور"]


def test_a_capital_that_acts_stands_for_its_state() -> None:
    text = "وقعت الرباط ومدريد اتفاقا. وقع انفجار في الرباط. استقبلت إسبانيا الوفد."
    deal = event(text, "Agreement", "وقعت", filled(text, "party", "الرباط"), filled(text, "party", "مدريد"))
    blast = event(text, "Attack", "انفجار", filled(text, "place", "الرباط", 2))
    names = dict.fromkeys(("الرباط", "مدريد", "إسبانيا"), "Place")
    done = add_meant_actors(annotated(text, names=names, events=(deal, blast)), read_metonymy())  # type: ignore[arg-type]
    meant = [role.meant for role in done.events[0].roles]
    assert meant[1] == "إسبانيا"
    assert meant[0] is not None
    assert (done.entities[meant[0]].name, done.entities[meant[0]].en) == ("المغرب", "Morocco")
    assert [r.entity for r in done.events[0].roles] == ["الرباط", "مدريد"]
    assert [r.meant for r in done.events[1].roles] == [None]


@pytest.mark.parametrize(
    ("title", "ar", "en"),
    [
        ("وزيرة الدفاع الفرنسية", "وزير الدفاع", "Minister of Defence"),
        ("defence minister", "وزير الدفاع", "Minister of Defence"),
        ("رئيس مجلس الوزراء اللبناني", "رئيس الوزراء", "Prime Minister"),
        ("former prime minister", "رئيس الوزراء", "Prime Minister"),
        ("نائب وزير الخارجية", "نائب وزير الخارجية", "Deputy Minister of Foreign Affairs"),
        ("الناطق باسم الجيش", "المتحدث", "Spokesperson"),
        ("قائد القوات البحرية", "قائد", "Commander"),
        ("الأمين العام للأمم المتحدة", "الأمين العام", "Secretary-General"),
        ("مستشار الأمن القومي", "مستشار الأمن القومي", "National Security Adviser"),
    ],
)
def test_offices_have_one_name_in_both_languages(title: str, ar: str, en: str) -> None:
    found = office_name(title)
    assert found is not None
    assert (found.ar, found.en) == (ar, en)


def test_an_unknown_office_has_no_name() -> None:
    assert office_name("بائع الكتب") is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("معاهدة وستفاليا", "treaty"), ("مذكرة التفاهم البحرية", "memorandum"), ("اتفاق أوسلو", "accord"),
        ("اتفاق وقف إطلاق النار في الحديدة", "truce"), ("القرار 1325", "resolution"),
        ("مشروع قانون الموازنة", "bill"), ("قانون الجنسية", "law"), ("الدستور الأردني", "constitution"),
        ("ميثاق الأمم المتحدة", "charter"), ("المبادرة العربية للسلام", "initiative"),
        ("Treaty of Rome", "treaty"), ("Dayton Agreement", "accord"), ("Minsk ceasefire", "truce"),
        ("the Constitution", "constitution"), ("مرسوم رئاسي رقم 4", "decree"), ("إعلان بلفور", "declaration"),
    ],
)  # fmt: skip
def test_agreements_have_a_kind(name: str, kind: str) -> None:
    assert agreement_kind(name) == kind


def test_stages_of_peace() -> None:
    assert (pax_stage("هدنة"), pax_stage("اتفاق أوسلو"), pax_stage("قانون الجنسية")) == ("Cea", "Par", None)
    assert agreement_kind("سايكس بيكو") is None


def test_a_time_after_a_word_of_limit_is_a_deadline() -> None:
    text = "تنسحب الكتيبة بحلول 4 مارس 2019. انسحبت الكتيبة يوم 5 مارس 2019."
    limit, day = at(text, "4 مارس 2019"), at(text, "5 مارس 2019")
    events = (
        event(text, "Withdrawal", "تنسحب", Role("time", span=limit, value="2019-03-04")),
        event(text, "Withdrawal", "انسحبت", Role("time", span=day, value="2019-03-05")),
    )
    done = add_arguments(annotated(text, events=events), RULES).events
    assert [[(r.name, r.value) for r in e.roles] for e in done] == [
        [("deadline", "2019-03-04")], [("time", "2019-03-05")]
    ]  # fmt: skip


def test_whoever_is_asked_is_to_do_it() -> None:
    text = "دعا سامي قدور البلدية إلى سحب العمال، واتهم سعاد نجم بسحب الحافلات."
    asked = event(text, "Demand", "دعا", filled(text, "target", "البلدية"), Role("topic", event=1))
    blamed = event(text, "Accusation", "اتهم", filled(text, "target", "سعاد نجم"), Role("topic", event=3))
    events = (
        asked,
        event(text, "Withdrawal", "سحب"),
        blamed,
        event(text, "Withdrawal", "بسحب", filled(text, "actor", "سامي قدور")),
    )
    names = {"سامي قدور": "Person", "سعاد نجم": "Person", "البلدية": "Organisation"}
    read = annotated(text, names=names, events=events)  # type: ignore[arg-type]
    assert fillers(read, 1, "actor") == ["البلدية"]
    assert fillers(read, 3, "actor") == ["سامي قدور"]  # what is written wins
    denied = replace(read, events=(replace(asked, mode="negated"), *events[1:]))
    assert fillers(denied, 1, "actor") == []


def test_whoever_is_to_be_punished_does_not_punish() -> None:
    text = "قرر سامي قدور معاقبة البلدية."
    decided = event(text, "Decision", "قرر", filled(text, "target", "البلدية"), Role("topic", event=1))
    names: dict[str, EntityType] = {"سامي قدور": "Person", "البلدية": "Organisation"}
    read = annotated(text, names=names, events=(decided, event(text, "Sanction", "معاقبة")))
    assert fillers(read, 1, "actor") == []


@pytest.mark.parametrize(
    ("text", "kind", "trigger", "actor"),
    [
        ("البلدية تعلن فتح السوق.", "Statement", "تعلن", ["البلدية"]),
        ("وأعلنت «البلدية» فتح السوق.", "Statement", "أعلنت", ["البلدية"]),
        ("وطالبت أمس البلدية بفتح السوق.", "Demand", "طالبت", []),
        ("وغادر البلدية صباحا.", "Withdrawal", "غادر", []),
        ("رفض القدور اتهام البلدية بالسرقة.", "Accusation", "اتهام", []),
        ("البلدية اعتقلت أمس.", "Arrest", "اعتقلت", []),
    ],
)
def test_the_name_beside_a_verb_of_speech_is_its_subject(
    text: str, kind: str, trigger: str, actor: list[str]
) -> None:
    read = annotated(text, names={"البلدية": "Organisation"}, events=(event(text, kind, trigger),))
    assert fillers(read, 0, "actor") == actor
