"""Words of negation, possibility and intention."""

from __future__ import annotations

import pytest
from relating import annotated, event, filled

from kg.errors import ModelError
from kg.model import Mode, Role
from kg.relate.modes import RANK, apply_cues, carry_over, read_cues
from kg.relate.tables import read_table, read_types

CUES = read_cues("mode_ar") + read_cues("mode_en")

ARABIC: list[tuple[str, str, str, Mode]] = [
    ("لم تنسحب الكتيبة من الميناء.", "Withdrawal", "تنسحب", "negated"),
    ("لم يتم انسحاب الكتيبة من الميناء.", "Withdrawal", "انسحاب", "negated"),
    ("نفى المحافظ انسحاب الكتيبة من الميناء.", "Withdrawal", "انسحاب", "negated"),
    ("نفت البلدية بشكل قاطع انسحاب الكتيبة.", "Withdrawal", "انسحاب", "negated"),
    ("نفى المحافظ أن تكون الكتيبة الثالثة قد انسحبت من الميناء.", "Withdrawal", "انسحبت", "negated"),
    ("تقرر عدم إرسال قوافل جديدة.", "Transfer", "إرسال", "negated"),
    ("فشل الوفدان في توقيع المذكرة.", "Agreement", "توقيع", "negated"),
    ("انسحاب الكتيبة لم يتم حتى اليوم.", "Withdrawal", "انسحاب", "negated"),
    ("لن تنسحب الكتيبة من الميناء.", "Withdrawal", "تنسحب", "planned"),
    ("ستنسحب الكتيبة من الميناء.", "Withdrawal", "ستنسحب", "planned"),
    ("سوف تنسحب الكتيبة من الميناء.", "Withdrawal", "تنسحب", "planned"),
    ("من المقرر أن تنسحب الكتيبة غدا.", "Withdrawal", "تنسحب", "planned"),
    ("تعتزم الكتيبة الانسحاب من الميناء.", "Withdrawal", "الانسحاب", "planned"),
    ("يجب انسحاب الكتيبة من الميناء.", "Withdrawal", "انسحاب", "planned"),
    ("دعا المحافظ إلى انسحاب الكتيبة.", "Withdrawal", "انسحاب", "planned"),
    ("ربما تنسحب الكتيبة من الميناء.", "Withdrawal", "تنسحب", "hedged"),
    ("قد تنسحب الكتيبة إذا وقعت الهدنة.", "Agreement", "وقعت", "hedged"),
    ("يُحتمل أن تنسحب الكتيبة غدا.", "Withdrawal", "تنسحب", "hedged"),
    ("زعم المحافظ انسحاب الكتيبة.", "Withdrawal", "انسحاب", "hedged"),
    ("في حال انسحاب الكتيبة يعود الأهالي.", "Withdrawal", "انسحاب", "hedged"),
]
ENGLISH: list[tuple[str, str, str, Mode]] = [
    ("The brigade did not withdraw from the port.", "Withdrawal", "withdraw", "negated"),
    ("The mayor denied the withdrawal of the brigade.", "Withdrawal", "withdrawal", "negated"),
    ("The mayor denied that the third brigade had withdrawn.", "Withdrawal", "withdrawn", "negated"),
    ("The mayor rejected reports that the brigade attacked the port.", "Attack", "attacked", "negated"),
    ("The two sides failed to sign the memorandum.", "Agreement", "sign", "negated"),
    ("The brigade will withdraw from the port.", "Withdrawal", "withdraw", "planned"),
    ("The brigade is expected to withdraw.", "Withdrawal", "withdraw", "planned"),
    ("The mayor urged the brigade to withdraw.", "Withdrawal", "withdraw", "planned"),
    ("The brigade might withdraw next week.", "Withdrawal", "withdraw", "hedged"),
    ("They return home if the brigade withdraws.", "Withdrawal", "withdraws", "hedged"),
]
PLAIN = [
    ("انسحبت الكتيبة من الميناء.", "Withdrawal", "انسحبت"),
    ("وكانت الكتيبة قد انسحبت من الميناء.", "Withdrawal", "انسحبت"),
    ("سيطرت الكتيبة على الميناء.", "Attack", "سيطرت"),
    ("بحث الوزيران انسحاب الكتيبة.", "Withdrawal", "انسحاب"),
    ("نفى المحافظ هذه الاتهامات.", "Accusation", "الاتهامات"),
]


@pytest.mark.parametrize(("text", "kind", "trigger", "mode"), ARABIC)
def test_arabic_cues(text: str, kind: str, trigger: str, mode: Mode) -> None:
    assert apply_cues(annotated(text, events=(event(text, kind, trigger),)), CUES).events[0].mode == mode


@pytest.mark.parametrize(("text", "kind", "trigger", "mode"), ENGLISH)
def test_english_cues(text: str, kind: str, trigger: str, mode: Mode) -> None:
    read = annotated(text, events=(event(text, kind, trigger, language="en"),), language="en")
    assert apply_cues(read, CUES).events[0].mode == mode


def test_a_denial_does_not_reach_what_follows_it_in_time() -> None:
    text = "The mayor denied the claims after the brigade withdrew from the port."
    read = annotated(text, events=(event(text, "Withdrawal", "withdrew", language="en"),), language="en")
    assert apply_cues(read, CUES) == read


@pytest.mark.parametrize(("text", "kind", "trigger"), PLAIN)
def test_what_happened_stays(text: str, kind: str, trigger: str) -> None:
    before = annotated(text, events=(event(text, kind, trigger),))
    assert apply_cues(before, CUES) == before


def test_vowel_signs_do_not_hide_a_cue() -> None:
    text = "لَمْ تَنسَحِب الكتيبة."
    assert (
        apply_cues(annotated(text, events=(event(text, "Withdrawal", "تَنسَحِب"),)), CUES).events[0].mode
        == "negated"
    )


def test_a_surer_recogniser_wins_but_against_plain_words() -> None:
    text = "خطة انسحاب الكتيبة من الميناء. من المقرر أن تنسحب الكتيبة غدا."
    unsure = event(text, "Withdrawal", "انسحاب", sure=0.6)
    sure = (event(text, "Withdrawal", "انسحاب", sure=0.99), event(text, "Withdrawal", "تنسحب", sure=0.999))
    assert apply_cues(annotated(text, events=(unsure,)), CUES).events[0].mode == "planned"
    assert [e.mode for e in apply_cues(annotated(text, events=sure), CUES).events] == ["asserted", "planned"]


def test_a_cue_never_leads_back_to_fact() -> None:
    text = "من المقرر أن تنسحب الكتيبة غدا."
    before = annotated(text, events=(event(text, "Withdrawal", "تنسحب", mode="negated", sure=0.3),))
    assert apply_cues(before, CUES) == before


def test_what_is_demanded_is_planned_and_what_is_denied_is_negated() -> None:
    text = "طالب المحافظ بإجلاء الجرحى. نفت البلدية وقوع ذلك الهجوم الكبير على المدينة."
    demand = event(text, "Demand", "طالب", Role("topic", event=1))
    denial = event(text, "Statement", "نفت", filled(text, "actor", "البلدية"), Role("topic", event=3))
    about = (event(text, "Transfer", "إجلاء"), event(text, "Attack", "الهجوم"))
    read = annotated(text, names={"البلدية": "Organisation"}, events=(demand, about[0], denial, about[1]))
    assert [e.mode for e in apply_cues(read, CUES).events] == ["asserted", "planned", "asserted", "negated"]


def test_every_cue_is_precise_where_the_corpus_shows_it() -> None:
    assert len(CUES) >= 40
    assert all(cue.right / cue.fired >= 0.75 for cue in CUES if cue.fired >= 3)
    assert all(0.75 <= cue.confidence < 1 for cue in CUES)
    assert {cue.mode for cue in CUES} == {"planned", "hedged", "negated"}
    assert RANK["asserted"] < RANK["attributed"] < RANK["planned"] < RANK["hedged"] < RANK["negated"]


def test_tables_say_where_they_are_wrong(tmp_path: object) -> None:
    with pytest.raises(ModelError, match="nowhere"):
        read_table("nowhere")
    assert read_types("*") == read_types("!") != read_types("Attack")


def test_what_may_be_decided_is_no_fact() -> None:
    """The content of an unreal decision and the noun of a light verb take its mode."""
    text = "قد يقرر المجلس الانسحاب، وقد تفرض باريس عقوبات، ولم يعلن زيد المغادرة."
    events = (
        event(text, "Decision", "يقرر", Role("topic", event=1), mode="hedged"),
        event(text, "Withdrawal", "الانسحاب"),
        event(text, "Sanction", "تفرض", Role("topic", event=3), mode="hedged"),
        event(text, "Sanction", "عقوبات"),
        event(text, "Statement", "يعلن", Role("topic", event=5), mode="negated"),
        event(text, "Withdrawal", "المغادرة"),
    )
    found = carry_over(annotated(text, events=events)).events
    assert [e.mode for e in found] == ["hedged", "hedged", "hedged", "hedged", "negated", "asserted"]
