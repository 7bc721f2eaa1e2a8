"""Names across the two scripts: blocking keys and similarity."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.language import transliterate
from kg.language.transliterate import may_reach, name_tokens, similarity, skeletons

SAME = [
    ("أنجيلا ميركل", "Angela Merkel"),
    ("عبد الفتاح السيسي", "Abdel Fattah el-Sisi"),
    ("عبدالفتاح السيسى", "Abdul-Fattah al-Sisi"),
    ("حسن روحاني", "Hassan Rouhani"),
    ("فيتالي تشوركين", "Vitaly Churkin"),
    ("جورج بوش", "George Bush"),
    ("محمود عباس", "Mahmoud Abbas"),
    ("علي عبد الله صالح", "Ali Abdullah Saleh"),
    ("رجب طيب أردوغان", "Recep Tayyip Erdoğan"),
    ("جون كيري", "John Kerry"),
]
OTHER = [
    ("حسن روحاني", "Hussein Rihani"),
    ("جون كيري", "Jeanne Carré"),
    ("سعد معن", "Sid Meier"),
    ("أنجيلا ميركل", "Vitaly Churkin"),
    ("كيري", "Currie"),
]


@pytest.mark.parametrize(("arabic", "latin"), SAME)
def test_same_name_shares_a_key_and_is_similar(arabic: str, latin: str) -> None:
    assert set(skeletons(arabic)) & set(skeletons(latin))
    assert similarity(arabic, latin) > 0.45


@pytest.mark.parametrize(("arabic", "latin"), OTHER)
def test_other_name_is_not_similar(arabic: str, latin: str) -> None:
    assert similarity(arabic, latin) < 0.45


def test_a_missing_middle_name_keeps_a_key() -> None:
    assert set(skeletons("محمد ولد عبد العزيز")) & set(skeletons("Mohamed Abdelaziz"))


def test_spelling_variants_within_arabic_share_a_key() -> None:
    assert set(skeletons("جوزيف بوريل")) & set(skeletons("غوزيف بوريل"))


def test_empty_names_have_no_key_and_no_similarity() -> None:
    assert skeletons("") == skeletons("123") == ()
    assert similarity("", "Ali") == similarity("علي", "") == similarity("علي", "2021") == 0.0


@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهوي ", max_size=30), st.text(max_size=30))
def test_any_text_gives_a_similarity_and_sorted_keys(arabic: str, latin: str) -> None:
    assert 0.0 <= similarity(arabic, latin) <= 1.0
    assert list(skeletons(latin)) == sorted(set(skeletons(latin)))
    assert all(name_tokens(latin))


@pytest.mark.parametrize("arabic", [arabic for arabic, _ in SAME + OTHER])
@pytest.mark.parametrize("latin", [latin for _, latin in SAME + OTHER])
def test_the_bound_never_refuses_what_is_similar(arabic: str, latin: str) -> None:
    found = similarity(arabic, latin)
    assert all(may_reach(least, arabic, latin) for least in (0.0, found / 2, found))


def test_the_bound_refuses_most_other_names() -> None:
    pairs = [(a, b) for a, x in SAME for b, y in ((la, ar) for ar, la in SAME) if x != b and y != a]
    assert sum(may_reach(0.7, *pair) for pair in pairs) < len(pairs) / 10


@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهوي ", max_size=30), st.text(max_size=30))
def test_the_bound_holds_for_any_text(arabic: str, latin: str) -> None:
    assert may_reach(similarity(arabic, latin), arabic, latin)


def test_examples() -> None:
    assert doctest.testmod(transliterate).failed == 0
