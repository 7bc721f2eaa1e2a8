"""Values of expressions of time, what they are resolved against, and steps between days and months."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.dates.model import CalendarName, Granularity
from kg.dates.peg import Features

STEP = {"past": -1, "past2": -2, "this": 0, "next": 1, "next2": 2, "same": 0, "following": 1, "preceding": -1}
"""How many units a modifier moves."""
ANAPHORIC = ("same", "following", "preceding")
"""Modifiers that look back to a date the text has named."""


@dataclass(frozen=True, slots=True)
class Context:
    """What expressions are resolved against.

    ``now`` is the day of publication; ``anchor`` the day another event happened or that the text named last;
    ``language`` decides the order of day and month in figures. With ``counts_from_anchor`` the anchor of
    *two days after A* is the day of A, otherwise that of what happened two days after it.
    """

    now: date | None = None
    anchor: date | None = None
    language: str = "ar"
    counts_from_anchor: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """The value of an expression: EDTF without qualifiers, None when it cannot be known."""

    edtf: str | None
    granularity: Granularity = "unknown"
    calendar: CalendarName = "gregorian"
    approximate: bool = False
    score: float = 1.0
    notes: tuple[str, ...] = ()

    def noting(self, note: str, *, score: float = 0.5) -> Value:
        """Return the value with one more note, its score multiplied by ``score``."""
        return replace(self, notes=(*self.notes, note), score=self.score * score)


UNKNOWN = Value(None)


def on_day(day: date) -> Value:
    """Return the value of one day."""
    return Value(day.isoformat(), "day")


def move_months(year: int, month: int, count: int) -> tuple[int, int]:
    """Return the year and month so many months on."""
    index = year * 12 + month - 1 + count
    return index // 12, index % 12 + 1


def shift(day: date, days: int) -> date | None:
    """Return the day so many days on, None beyond the years 1 to 9999."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def interval(begin: date | None, end: date | None, granularity: Granularity = "interval") -> Value:
    """Return the value of the days from one to another."""
    if begin is None or end is None:
        return UNKNOWN
    return Value(f"{begin.isoformat()}/{end.isoformat()}", granularity)


def qualified(value: Value, features: Features) -> str | None:
    """Return the EDTF with its qualifier, where the form of the value takes one."""
    approximate = value.approximate or "approx" in features
    uncertain = "uncertain" in features
    if value.edtf is None or not (approximate or uncertain):
        return value.edtf
    mark = "%" if approximate and uncertain else "~" if approximate else "?"
    parts = value.edtf.split("/")
    if value.edtf.startswith("[") or any(part[5:7] > "12" or part.startswith("XXXX") for part in parts):
        return value.edtf
    return "/".join(part + mark for part in parts)
