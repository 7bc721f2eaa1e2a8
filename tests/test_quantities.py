"""Quantities: numbers, ranges, units and what is counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dates.numbers import cardinal
from kg.dates.tokens import tokenise
from kg.model import Span
from kg.quantities import find_quantities, resolve_quantities
from kg.quantities.grammar import quantity_grammar

CASES: list[tuple[str, str, float | None, float | None]] = [
    ("نحو 2500 جندي", "2500 soldiers", 2500, 2500),
    ("٢٥٠٠ جندي", "2500 soldiers", 2500, 2500),
    ("2,500 جندي", "2500 soldiers", 2500, 2500),
    ("خمسة وعشرون جنديا", "25 soldiers", 25, 25),
    ("جنديان", "2 soldiers", 2, 2),
    ("طائرتين", "2 aircraft", 2, 2),
    ("ثلاثة من الضباط", "3 officers", 3, 3),
    ("ألفي شخص", "2000 people", 2000, 2000),
    ("ألف وخمسمئة لاجئ", "1500 refugees", 1500, 1500),
    ("36 ألفا و41 كيسا", "36041 bags", 36041, 36041),
    ("مليون ونصف المليون دولار", "1500000 dollars", 1_500_000, 1_500_000),
    ("4.2 مليارات دولار", "4200000000 dollars", 4.2e9, 4.2e9),
    ("بين 5 و7 ملايين دولار", "5000000-7000000 dollars", 5e6, 7e6),
    ("ما بين 40 و50 ألف جندي", "40000-50000 soldiers", 40_000, 50_000),
    ("أكثر من 100 قتيل", "100 killed", 100, None),
    ("ما لا يقل عن 12 مدنيا", "12 civilians", 12, None),
    ("أقل من 3 آلاف طن", "3000 tonnes", None, 3000),
    ("نحو 40% من الناخبين", "40% of voters", 40, 40),
    ("21.7 بالمائة", "21.7%", 21.7, 21.7),
    ("عشرات المسلحين", "dozens of gunmen", 20, None),
    ("مئات الآلاف من المتظاهرين", "hundreds of thousands of protesters", 100_000, None),
    ("12 عراقيا", "12 Iraqis", 12, 12),
    ("500 ألف برميل يوميا", "500000 barrels per day", 500_000, 500_000),
    ("two soldiers", "2 soldiers", 2, 2),
    ("twenty-five gunmen", "25 gunmen", 25, 25),
    ("30,000 refugees", "30000 refugees", 30_000, 30_000),
    ("more than 36 people", "36 people", 36, None),
    ("$3.5 million", "3500000 dollars", 3.5e6, 3.5e6),
    ("3 to 5 missiles", "3-5 missiles", 3, 5),
]


TABLE = Path(__file__).parent / "data" / "quantities.tsv"
CASES += [
    (text, value, None if low == "-" else float(low), None if high == "-" else float(high))
    for text, value, low, high in (
        line.split("\t")
        for line in TABLE.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    )
]


def test_the_table_has_not_shrunk() -> None:
    assert len(CASES) >= 95


@pytest.mark.parametrize(("text", "value", "low", "high"), CASES)
def test_quantity(text: str, value: str, low: float | None, high: float | None) -> None:
    (found,) = find_quantities(text)
    assert (found.text, found.value) == (text, value)
    assert (found.minimum, found.maximum) == (low, high)


def test_units_have_qudt_names() -> None:
    percent, money, pounds = find_quantities("5% و7 يورو و9 جنيهات")
    assert percent.unit_iri == "http://qudt.org/vocab/unit/PERCENT"
    assert money.unit_iri == "http://qudt.org/vocab/currency/EUR"
    assert (pounds.unit, pounds.unit_iri) == ("pounds", None)


def test_a_known_extent_gets_its_number_even_where_its_noun_is_unknown() -> None:
    text = "قرابة 17 كوكبا و1003 و مسلحين"
    spans = [Span(text.index(part), text.index(part) + len(part)) for part in ("17 كوكبا", "1003", "مسلحين")]
    assert [q and q.value for q in resolve_quantities(text, spans)] == ["17 كوكبا", "1003", "2 gunmen"]


def test_dates_and_names_are_no_quantities() -> None:
    for text in ("9/12/2021", "حركة طالبان", "عام 2021", "قتل أحد الجنود"):
        assert find_quantities(text) == ()


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    for found in find_quantities(text):
        assert text[found.span.start : found.span.end] == found.text


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("ثلاثة", 3),
        ("خمسة عشر", 15),
        ("مئة وعشرين", 120),
        ("ثلاثمئة وخمسة وستين", 365),
        ("ألف وتسعمئة وثمانية وأربعين", 1948),
        ("ألفين وأحد عشر", 2011),
        ("مليون ومئتي ألف", 1_200_000),
        ("one hundred and twenty-five", 125),
        ("two thousand and eleven", 2011),
    ],
)
def test_numbers_in_words(words: str, number: float) -> None:
    tokens = tokenise(words, quantity_grammar()[1])
    assert cardinal(tokens, 0) == (number, len(tokens))
