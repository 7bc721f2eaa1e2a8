from __future__ import annotations

import doctest
from types import ModuleType
from urllib.parse import unquote

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg.graph.confidence
import kg.graph.iris
import kg.graph.offices
import kg.graph.terms
import kg.graph.values
from kg.graph.confidence import any_family, reading
from kg.graph.iris import Iris, digest, slug
from kg.graph.offices import bare_title, office_status
from kg.graph.terms import decimal
from kg.graph.values import Quantity, exact_edtf, first_and_last_day, granularity, read_quantity, time_value
from kg.vocab import KG

NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
PROBABILITIES = st.floats(0, 1, allow_nan=False)
PERCENT = "http://qudt.org/vocab/unit/PERCENT"
FAMILIES = st.lists(st.lists(PROBABILITIES, min_size=1, max_size=3), max_size=4)


@pytest.mark.parametrize(
    "module",
    [kg.graph.confidence, kg.graph.iris, kg.graph.offices, kg.graph.terms, kg.graph.values],
    ids=lambda m: m.__name__,
)
def test_examples(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0


@given(NAMES)
def test_a_slug_is_a_segment_of_an_iri_and_leads_back(name: str) -> None:
    made = slug(name)
    assert unquote(made) == name
    assert "/" not in made
    node = Iris("https://kg.example/id/").document(name)
    assert str(next(iter(ox.parse(f"{node} {node} {node} .", format=ox.RdfFormat.TURTLE))).subject) == str(
        node
    )


@given(st.lists(st.one_of(st.none(), NAMES), max_size=3), st.lists(st.one_of(st.none(), NAMES), max_size=3))
def test_a_digest_stands_for_its_parts_alone(left: list[str | None], right: list[str | None]) -> None:
    assert (digest(*left) == digest(*right)) == (left == right)


@given(st.floats(0, 1e12, allow_nan=False))
def test_a_decimal_is_what_a_store_gives_back(value: float) -> None:
    store = ox.Store()
    node = ox.NamedNode("https://kg.example/x")
    store.add(ox.Quad(node, node, decimal(value)))
    ((given_back,),) = store.query("SELECT ?o { ?s ?p ?o }")  # type: ignore[misc]
    assert given_back == decimal(value)


@given(FAMILIES)
def test_confidence_is_a_probability_and_the_order_is_nothing(families: list[list[float]]) -> None:
    value = any_family(families)
    assert 0 <= value <= 1
    assert value == any_family([list(reversed(f)) for f in reversed(families)])


@given(FAMILIES, PROBABILITIES)
def test_another_family_adds_and_a_copy_does_not(families: list[list[float]], score: float) -> None:
    value = any_family(families)
    assert any_family([*families, [score]]) >= value - 1e-12
    copied = [[*f, min(f)] for f in families]
    assert any_family(copied) == value


@given(PROBABILITIES, PROBABILITIES, PROBABILITIES)
def test_a_reading_is_no_surer_than_its_parts(a: float, b: float, c: float) -> None:
    assert reading(a, b, c) <= min(a, b, c)
    assert reading(a, b, c) == reading(c, a, b)
    assert any_family([[reading(a, b)]]) == pytest.approx(reading(a, b))


def test_two_independent_halves_make_three_quarters() -> None:
    assert any_family([[0.5], [0.5]]) == 0.75
    assert any_family([[0.5, 0.5]]) == 0.5
    assert any_family([]) == 0.0


def test_calibrated_parts_give_a_calibrated_product() -> None:
    """Simulate readings whose parts are right as often as they say, and count how often both are."""
    parts = [(a / 20, b / 20) for a in range(1, 20) for b in range(1, 20)]
    right = sum(
        u < a * 1000 and v < b * 1000
        for a, b in parts
        for u in range(0, 1000, 50)
        for v in range(0, 1000, 50)
    )
    assert right / (len(parts) * 400) == pytest.approx(
        sum(reading(*p) for p in parts) / len(parts), abs=0.001
    )


@pytest.mark.parametrize(
    ("edtf", "grain", "first", "last"),
    [
        ("2021-12-09", "day", "2021-12-09", "2021-12-09"),
        ("2017-05-14T10:00:00", "day", "2017-05-14", "2017-05-14"),
        ("2021-12", "month", "2021-12-01", "2021-12-31"),
        ("2020-22", "season", "2020-06-01", "2020-08-31"),
        ("2020-33", "quarter", "2020-01-01", "2020-03-31"),
        ("2020-41", "half", "2020-07-01", "2020-12-31"),
        ("2021", "year", "2021-01-01", "2021-12-31"),
        ("2021~", "year", "2021-01-01", "2021-12-31"),
        ("197X", "decade", "1970-01-01", "1979-12-31"),
        ("19XX", "century", "1900-01-01", "1999-12-31"),
        ("2015/2016", "interval", "2015-01-01", "2016-12-31"),
        ("2014/..", "interval", "2014-01-01", None),
        ("../2014", "interval", None, "2014-12-31"),
        ("XXXX-07-26", "day", None, None),
        ("XXXX-11-03/XXXX-11-07", "interval", None, None),
        ("XXXX-07", "month", None, None),
        ("nonsense", "unknown", None, None),
    ],
)
def test_times(edtf: str, grain: str, first: str | None, last: str | None) -> None:
    assert granularity(edtf) == grain
    assert first_and_last_day(edtf) == (first, last)
    _, statements = time_value(edtf, Iris("https://kg.example/id/"))
    found = {p.value.removeprefix(KG): o.value for _, p, o in statements}
    assert (found.get("beginDate"), found.get("endDate")) == (first, last)
    assert found["approximate"] == ("true" if edtf.endswith("~") else "false")


@pytest.mark.parametrize(
    ("value", "quantity"),
    [
        ("2500 soldiers", Quantity(2500, 2500, None, "soldiers", approximate=False)),
        ("40000-50000 soldiers", Quantity(40000, 50000, None, "soldiers", approximate=False)),
        ("more than 2000 people", Quantity(2000, None, None, "people", approximate=False)),
        ("100000+ killed", Quantity(100000, None, None, "killed", approximate=False)),
        ("100000s citizens", Quantity(100000, None, None, "citizens", approximate=True)),
        ("about 20 tanks", Quantity(20, 20, None, "tanks", approximate=True)),
        ("up to 30 boats", Quantity(None, 30, None, "boats", approximate=False)),
        ("23.7 percent of votes", Quantity(23.7, 23.7, "percent", "votes", False, PERCENT)),
        ("80% of cases", Quantity(80, 80, "percent", "cases", False, PERCENT)),
        ("1500-5000 New Taiwan dollars", Quantity(1500, 5000, None, "New Taiwan dollars", approximate=False)),
        ("3 barrels of oil", Quantity(3, 3, "barrels", None, False, "http://qudt.org/vocab/unit/BBL")),
        ("4 F-16 aircraft", Quantity(4, 4, None, "F-16 aircraft", approximate=False)),
        ("7", Quantity(7, 7, None, None, approximate=False)),
        ("hundreds of thousands of people", Quantity(100000, None, None, "people", approximate=True)),
        ("dozens", Quantity(None, None, None, "dozens", approximate=True)),
    ],
)
def test_quantities(value: str, quantity: Quantity) -> None:
    assert read_quantity(value) == quantity


@pytest.mark.parametrize(
    ("value", "words", "minimum", "maximum", "approximate"),
    [
        ("300 people", "أكثر من 300 شخص", 300, None, False),
        ("300 people", "نحو 300 شخص", 300, 300, True),
        ("300 people", "300 شخص", 300, 300, False),
        ("300 people", "more than 300 people", 300, None, False),
        ("300 people", "400 شخص", 300, 300, False),
        ("300 people", "كثيرون", 300, 300, False),
    ],
)
def test_the_words_say_more_than_the_value(
    value: str, words: str, minimum: int, maximum: int | None, approximate: bool
) -> None:
    read = read_quantity(value, words)
    assert (read.minimum, read.maximum, read.approximate) == (minimum, maximum, approximate)


@pytest.mark.parametrize(
    ("value", "words", "edtf"),
    [
        ("2010", "نحو عام 2010", "2010~"),
        ("2010", "عام 2010", "2010"),
        ("2010", "around 2010", "2010~"),
        ("2010", "نحو عام 2011", "2010"),
        ("2022-03-09", "أمس", "2022-03-09"),
        (None, "26 يوليو", None),
        (None, "قبل أيام", None),
    ],
)
def test_the_words_say_how_exact_a_date_is(value: str | None, words: str, edtf: str | None) -> None:
    assert exact_edtf(value, words, "2022-03-10", "ar") == edtf


def test_the_words_say_all_but_the_year() -> None:
    assert exact_edtf(None, "26 يوليو", None, "ar") == "XXXX-07-26"
    assert exact_edtf(None, "العام الماضي", None, "ar") is None


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("وزير المالية", "current"),
        ("وزيرة المالية السابقة", "former"),
        ("الرئيس الأسبق", "former"),
        ("former finance minister", "former"),
        ("مدير الهيئة بالوكالة", "acting"),
        ("الرئيس المؤقت", "acting"),
        ("interim president", "acting"),
        ("رئيس الوزراء المكلف", "designate"),
        ("الوزير المكلف بالشؤون البرلمانية", "current"),
        ("مدرب المنتخب", "current"),
        ("الرئيس المنتخب", "designate"),
        ("president-elect", "designate"),
        ("former acting director", "former"),
        ("executive director", "current"),
    ],
)
def test_states_of_office(title: str, status: str) -> None:
    assert office_status(title) == status


def test_a_bare_title_has_lost_its_words_of_state() -> None:
    assert bare_title("الرئيس السابق") == bare_title("الرئيس")
    assert bare_title("ex-minister") == bare_title("minister")
    assert bare_title("الوزير المكلف بالشؤون") != bare_title("الوزير")
