"""Times and quantities as nodes that SPARQL can compare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.dates.edtf import bounds
from kg.graph.iris import Iris, digest
from kg.graph.terms import TYPE, Statement, boolean, date, decimal, kg_node
from kg.vocab import (
    EDTF_DATATYPE,
    HAS_BEGINNING,
    HAS_END,
    IN_XSD_DATE,
    RDFS_LABEL,
    TIME_INSTANT,
    TIME_INTERVAL,
)

_EDTF = NamedNode(EDTF_DATATYPE)
_LABEL = NamedNode(RDFS_LABEL)
_EDGES = (
    (kg_node("beginDate"), NamedNode(HAS_BEGINNING)),
    (kg_node("endDate"), NamedNode(HAS_END)),
)
_GRANULARITIES = (
    ("interval", re.compile(r".*/.*|[\[{].*")),
    ("season", re.compile(r"-?\d{4}-(2[1-9]|3[0-2])")),
    ("quarter", re.compile(r"-?\d{4}-3[3-6]")),
    ("half", re.compile(r"-?\d{4}-4[01]")),
    ("century", re.compile(r"\d\dXX")),
    ("decade", re.compile(r"\d{3}X")),
    ("year", re.compile(r"-?\d{4}|Y-?\d+")),
    ("month", re.compile(r"-?\d{4}-\d\d")),
    ("day", re.compile(r"-?\d{4}-\d\d-\d\d(T.*)?")),
)
"""Source: EDTF specification (Library of Congress, 2019), levels 0 to 2; 21-41 are seasons to halves."""


def granularity(edtf: str) -> str:
    """Return how fine an EDTF value is, qualifiers aside.

    >>> [granularity(v) for v in ("2021-12-09", "2020-22", "199X", "2015/2016", "2021~", "XXXX-07-26")]
    ['day', 'season', 'decade', 'interval', 'year', 'unknown']
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


def time_value(edtf: str, iris: Iris) -> tuple[NamedNode, Iterator[Statement]]:
    """Return the node of an EDTF value and what describes it."""
    node = iris.time(edtf)
    return node, _time_statements(node, edtf, iris)


def _time_statements(node: NamedNode, edtf: str, iris: Iris) -> Iterator[Statement]:
    yield node, TYPE, kg_node("TimeValue")
    yield node, TYPE, NamedNode(TIME_INTERVAL)
    yield node, kg_node("edtf"), Literal(edtf, datatype=_EDTF)
    yield node, kg_node("granularity"), Literal(granularity(edtf))
    yield node, kg_node("approximate"), boolean(any(c in edtf for c in "~?%"))
    for (edge, owl_time), day in zip(_EDGES, first_and_last_day(edtf), strict=True):
        if day is None:
            continue
        instant = iris.instant(day)
        yield node, edge, date(day)
        yield node, owl_time, instant
        yield instant, TYPE, NamedNode(TIME_INSTANT)
        yield instant, NamedNode(IN_XSD_DATE), date(day)


_NUMBER = r"\d+(?:\.\d+)?"
_QUANTITY = re.compile(
    rf"(?P<more>more than |over |at least )?(?P<less>less than |under |up to )?(?P<about>about |~)?"
    rf"(?P<low>{_NUMBER})(?:-(?P<high>{_NUMBER}))?(?P<open>\+|s\b)?\s*(?P<unit>%)?\s*(?P<counted>.*)"
)
_MEASURES = re.compile(
    r"(?P<unit>(?:[A-Z]\w+ )*(?:percent|dollars?|euros?|pounds?|dinars?|riyals?|dirhams?|lira|rubles?|yen"
    r"|kilometres?|kilometers?|metres?|meters?|tons?|tonnes?|barrels?|litres?))(?: of (?P<counted>.+))?"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A range of numbers of something; an open or unknown edge is None."""

    minimum: float | None
    maximum: float | None
    unit: str | None
    counted: str | None
    approximate: bool


def read_quantity(value: str) -> Quantity:
    """Return the meaning of a recognised quantity, whose form is that of the annotation guide.

    >>> read_quantity("2500 soldiers")
    Quantity(minimum=2500.0, maximum=2500.0, unit=None, counted='soldiers', approximate=False)
    >>> read_quantity("1000000+ displaced people").maximum is None
    True
    >>> read_quantity("80% of cases")
    Quantity(minimum=80.0, maximum=80.0, unit='percent', counted='cases', approximate=False)
    >>> read_quantity("hundreds of protesters")
    Quantity(minimum=None, maximum=None, unit=None, counted='protesters', approximate=True)
    """
    found = _QUANTITY.fullmatch(value.strip())
    if found is None:
        return Quantity(None, None, None, re.sub(r"^(\w+ of )+", "", value.strip()), approximate=True)
    low, high = float(found["low"]), float(found["high"] or found["low"])
    unit, counted = _unit(found["unit"], found["counted"].removeprefix("of "))
    about = found["about"] is not None
    if found["more"] or found["open"]:
        return Quantity(low, None, unit, counted, about or found["open"] == "s")
    return Quantity(None if found["less"] else low, high, unit, counted, about)


def _unit(sign: str | None, rest: str) -> tuple[str | None, str | None]:
    if sign is not None:
        return "percent", rest or None
    measure = _MEASURES.fullmatch(rest)
    if measure is not None:
        return measure["unit"], measure["counted"]
    return None, rest or None


def quantity_value(value: str, iris: Iris) -> tuple[NamedNode, Iterator[Statement]]:
    """Return the node of a quantity and what describes it."""
    node = iris.keyed("quantity", digest(value))
    return node, _quantity_statements(node, value)


def _quantity_statements(node: NamedNode, value: str) -> Iterator[Statement]:
    quantity = read_quantity(value)
    yield node, TYPE, kg_node("QuantityValue")
    yield node, _LABEL, Literal(value, language="en")
    yield node, kg_node("approximate"), boolean(quantity.approximate)
    if quantity.minimum is not None:
        yield node, kg_node("minimum"), decimal(quantity.minimum)
    if quantity.maximum is not None:
        yield node, kg_node("maximum"), decimal(quantity.maximum)
    if quantity.unit is not None:
        yield node, kg_node("unit"), Literal(quantity.unit)
    if quantity.counted is not None:
        yield node, kg_node("counted"), Literal(quantity.counted)
