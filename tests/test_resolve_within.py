"""Identity within one document: which mentions share an entity, and what the entities are called."""

from __future__ import annotations

import pytest
from resolving import groups, read_marked

from kg.model import Mention, Span
from kg.resolve.within import resolve_document

SAME = [
    ("{P|سمير حداد} قال. ثم غادر {P|حداد}", "ar"),
    ("{P|أبو سالم النجار} و{P|أبي سالم النجار} و{P|أبا سالم النجار}", "ar"),
    ("{P|عبد الرحمن القصاب} و{P|عبدالرحمن القصاب} و{P|القصاب}", "ar"),
    ("{P|هدى الراوى} ثم {P|الراوي}", "ar"),
    ("{P|سامي العطار} ({P|Sami al-Attar})", "ar"),
    ("{O|الحكومة الأردنية} قررت. وأكدت {O|الحكومة} ذلك. وفي ل{O|لحكومة} رأي", "ar"),
    ("{O|مجلس النواب المصري} صوت. وأقر {O|البرلمان} القانون", "ar"),
    ("{O|حركة البناء} فازت، وشكرت {O|البناء} الناخبين، وقالت {O|الحركة} إنها", "ar"),
    ("{O|منظمة الصحة الزراعية} ({O|مصز}) أعلنت. وقالت {O|مصز}", "ar"),
    ("{O|تنظيم الدولة الإسلامية} ({O|داعش}) ثم {O|تنظيم داعش} و{O|التنظيم}", "ar"),
    ("{O|الجيش اللبناني} ثم {O|القوات اللبنانية} ثم {O|الجيش}", "ar"),
    ("{O|التحالف الدولي} ثم {O|قوات التحالف} ثم {O|التحالف}", "ar"),
    ("{L|المملكة المغربية} ثم {L|المغرب} ثم {L|المملكة} ثم {N|المغربية}", "ar"),
    ("{L|محافظة درعا} و{L|درعا}", "ar"),
    ("{A|اتفاقية الصيد البحري} ثم {A|الاتفاقية}", "ar"),
    ("{P|Omar Haddad} spoke. {P|Haddad} left.", "en"),
    ("The {O|International Harbour Board} ({O|IHB}) met; the {O|IHB} agreed.", "en"),
    ("The {O|Norwegian government} said no; the {O|government} insisted.", "en"),
]
APART = [
    ("{P|سمير حداد} التقى {P|سليم حداد}", "ar"),
    ("{O|الجيش السوري} و{O|الجيش الأردني}", "ar"),
    ("{O|تحالف السنابل} يهاجم {O|التحالف الدولي}", "ar"),
    ("{O|مجلس النواب} و{O|مجلس الشيوخ}", "ar"),
    ("{O|وزارة الزراعة} و{O|وزارة النقل}", "ar"),
    ("{L|صنعاء} و{L|مطار صنعاء الدولي}", "ar"),
    ("{L|بغداد} و{L|العراق}", "ar"),
    ("{A|القرار 1325} و{A|القرار 1701}", "ar"),
    ("{L|الأردن} ({L|سوريا})", "ar"),
    ("{P|الشيخ} و{P|الأمير}", "ar"),
    ("{O|؟؟} {O|!!}", "ar"),
]


@pytest.mark.parametrize(("marked", "language"), SAME)
def test_variants_of_a_name_are_one_entity(marked: str, language: str) -> None:
    """All mentions of the text are of one thing."""
    assert len(groups(marked, language)) == 1


@pytest.mark.parametrize(("marked", "language"), APART)
def test_different_things_stay_apart(marked: str, language: str) -> None:
    """Every mention of the text is of another thing."""
    assert all(len(group) == 1 for group in groups(marked, language))


def test_a_short_form_goes_to_the_body_named_last_before_it() -> None:
    """Of two bodies that fit equally, the nearer one before the mention is meant."""
    text = "{O|الحكومة اليمنية} ردت على {O|الحكومة العمانية}. وأوضحت {O|الحكومة} موقفها"
    assert groups(text) == [["الحكومة اليمنية"], ["الحكومة العمانية", "الحكومة"]]


def test_an_adjective_alone_makes_its_country() -> None:
    """A country met only as an adjective is an entity; a people of no one country is none."""
    document, mentions = read_marked("قال مسؤول {N|يمني} إن {N|العرب} يتابعون")
    entities, resolved = resolve_document(document, mentions)
    assert [(e.type, e.name, e.en) for e in entities.values()] == [("Place", "اليمن", "Yemen")]
    assert [m.entity for m in resolved] == ["e1", None]


def test_names_are_the_fullest_form_and_countries_have_their_usual_one() -> None:
    """The entity is called by its fullest form in the document's script, a country by its usual name."""
    text = "{P|حداد} ثم {P|سمير حداد} ({P|Samir Haddad}) في {L|المملكة المغربية}"
    entities, _ = resolve_document(*read_marked(text))
    assert [(e.name, e.en) for e in entities.values()] == [
        ("سمير حداد", "Samir Haddad"),
        ("المغرب", "Morocco"),
    ]


def test_other_mentions_and_the_order_stay_as_they_are() -> None:
    """Dates pass through untouched, ids count from the first mention in the text, the order is kept."""
    document, mentions = read_marked("{P|سمير حداد} زار {L|درعا} أمس")
    date = Mention(Span(len(document.text) - 3, len(document.text)), "Date", value="2020-01-01")
    _, resolved = resolve_document(document, [mentions[1], date, mentions[0]])
    assert [m.entity for m in resolved] == ["e2", None, "e1"]
    assert resolved[1] == date
