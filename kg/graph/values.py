"""Times and quantities as nodes that SPARQL can compare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kg.dates import bounds, resolve_date
from kg.graph.iris import Iris, digest
from kg.graph.terms import TYPE, Statement, boolean, date, decimal, kg_node
from kg.model import Span
from kg.quantities import QuantityExpression, resolve_quantities
from kg.vocab import (
    EDTF_DATATYPE,
    HAS_BEGINNING,
    HAS_END,
    IN_XSD_DATE,
    RDFS_LABEL,
    TIME_INSTANT,
    TIME_INTERVAL,
)

Described = tuple[NamedNode, Iterator[Statement]]
"""A node and what describes it."""

_EDTF = NamedNode(EDTF_DATATYPE)
_LABEL = NamedNode(RDFS_LABEL)
_EDGES = (
    (kg_node("beginDate"), NamedNode(HAS_BEGINNING)),
    (kg_node("endDate"), NamedNode(HAS_END)),
)
_GRANULARITIES = (
    ("interval", re.compile(r".*/.*|[\[{].*")),
    ("season", re.compile(r"-?[\dX]{4}-(2[1-9]|3[0-2])")),
    ("quarter", re.compile(r"-?[\dX]{4}-3[3-6]")),
    ("half", re.compile(r"-?[\dX]{4}-4[01]")),
    ("century", re.compile(r"\d\dXX")),
    ("decade", re.compile(r"\d{3}X")),
    ("year", re.compile(r"-?\d{4}|Y-?\d+")),
    ("month", re.compile(r"-?[\dX]{4}-\d\d")),
    ("day", re.compile(r"-?[\dX]{4}-\d\d-\d\d(T.*)?")),
)
"""Source: EDTF specification (Library of Congress, 2019), levels 0 to 2; 21-41 are seasons to halves."""


def granularity(edtf: str) -> str:
    """Return how fine an EDTF value is, qualifiers aside; a day of an unknown year is a day.

    >>> [granularity(v) for v in ("2021-12-09", "2020-22", "199X", "2015/2016", "2021~", "XXXX-07-26")]
    ['day', 'season', 'decade', 'interval', 'year', 'day']
    """
    plain = re.sub("[~?%]", "", edtf)
    return next((name for name, form in _GRANULARITIES if form.fullmatch(plain)), "unknown")


def first_and_last_day(edtf: str) -> tuple[str | None, str | None]:
    """Return the first and last day of an EDTF value as ISO dates, None for an open or unknown edge.

    >>> first_and_last_day("2021-12"), first_and_last_day("2014/..")
    (('2021-12-01', '2021-12-31'), ('2014-01-01', None))
    """
    first, last = bounds(edtf) or (None, None)
    return (
        None if edtf.startswith(("../", "/", "[..", "{..")) else first,
        None if edtf.endswith(("/..", "/", "..]", "..}")) else last,
    )


def time_value(edtf: str, iris: Iris) -> Described:
    """Return the node of an EDTF value and what describes it."""
    node = iris.time(edtf)
    return node, _time_statements(node, edtf, iris)


def _time_statements(node: NamedNode, edtf: str, iris: Iris) -> Iterator[Statement]:
    yield node, TYPE, kg_node("TimeValue")
    yield node, TYPE, NamedNode(TIME_INTERVAL)
    yield node, kg_node("edtf"), Literal(edtf, datatype=_EDTF)
    yield node, kg_node("granularity"), Literal(granularity(edtf))
    yield node, kg_node("approximate"), boolean(any(c in edtf for c in "~%"))
    yield node, kg_node("uncertain"), boolean(any(c in edtf for c in "?%"))
    for (edge, owl_time), day in zip(_EDGES, first_and_last_day(edtf), strict=True):
        if day is None:
            continue
        instant = iris.instant(day)
        yield node, edge, date(day)
        yield node, owl_time, instant
        yield instant, TYPE, NamedNode(TIME_INSTANT)
        yield instant, NamedNode(IN_XSD_DATE), date(day)


@lru_cache(maxsize=4096)
def exact_edtf(value: str | None, words: str, published: str | None, language: str) -> str | None:
    """Return the full EDTF value of a date, from the words it was read from.

    The annotation's values lack the qualifiers (~ ? %), and None stands for a date of unknown year
    (``XXXX-07-26``) as well as for one of which nothing is known. Words that, read alone, mean another date
    leave the value as it is.

    >>> exact_edtf("1990", "نحو عام 1990", None, "ar"), exact_edtf(None, "26 يوليو", None, "ar")
    ('1990~', 'XXXX-07-26')

    :raises InputError: the date of publication is no ISO date.
    """
    read = resolve_date(words, published=published, language=language)
    return read.edtf if read.edtf is not None and read.guide_value == value else value


_NUMBER = r"\d+(?:\.\d+)?"
_VALUE = re.compile(rf"(?P<low>{_NUMBER})(?:-(?P<high>{_NUMBER}))?(?P<open>\+|s\b)?(?P<rest>.*)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A range of numbers of something; an open or unknown edge is None. ``qudt`` is the unit's IRI."""

    minimum: float | None
    maximum: float | None
    unit: str | None
    counted: str | None
    approximate: bool
    qudt: str | None = None


@lru_cache(maxsize=4096)
def read_quantity(value: str, words: str | None = None) -> Quantity:
    """Return the meaning of a quantity, from the words it was read from where they give the same value.

    The value has the form of the annotation guide: a number or range, ``+`` or ``s`` when it is open above,
    and what is counted. It lacks what the words say beside it (*more than*, *about*).

    >>> read_quantity("2500 soldiers", "نحو 2500 جندي").approximate
    True
    >>> read_quantity("1000000+ displaced people").maximum is None
    True
    >>> read_quantity("80% of cases").counted
    'cases'
    """
    read = None if words is None else _read(words)
    if read is not None and read.value == value:
        return _quantity(read)
    found = _VALUE.fullmatch(value.strip())
    read = _read(value if found is None else found["low"] + found["rest"])
    if read is None:
        return Quantity(None, None, None, value, approximate=True)
    if found is None:
        return _quantity(read)
    low, high = float(found["low"]), float(found["high"] or found["low"])
    exact = found["open"] is None
    return replace(
        _quantity(read), minimum=low, maximum=high if exact else None, approximate=found["open"] == "s"
    )


def _read(text: str) -> QuantityExpression | None:
    return resolve_quantities(text, [Span(0, len(text))])[0]


def _quantity(read: QuantityExpression) -> Quantity:
    return Quantity(read.minimum, read.maximum, read.unit, read.counted, read.approximate, read.unit_iri)


def quantity_value(value: str, iris: Iris, words: str | None = None) -> Described:
    """Return the node of a quantity and what describes it."""
    quantity = read_quantity(value, words)
    node = iris.keyed("quantity", digest(value, *astuple(quantity)))
    return node, _quantity_statements(node, value, quantity)


def _quantity_statements(node: NamedNode, value: str, quantity: Quantity) -> Iterator[Statement]:
    yield node, TYPE, kg_node("QuantityValue")
    yield node, _LABEL, Literal(value, language="en")
    yield node, kg_node("approximate"), boolean(quantity.approximate)
    if quantity.minimum is not None:
        yield node, kg_node("minimum"), decimal(quantity.minimum)
    if quantity.maximum is not None:
        yield node, kg_node("maximum"), decimal(quantity.maximum)
    if quantity.unit is not None:
        yield node, kg_node("unit"), Literal(quantity.unit)
    if quantity.qudt is not None:
        yield node, kg_node("qudtUnit"), NamedNode(quantity.qudt)
    if quantity.counted is not None:
        yield node, kg_node("counted"), Literal(quantity.counted)
