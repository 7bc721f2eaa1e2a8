"""What a date expression says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.dates.edtf import bounds
from kg.model import Span

Granularity = Literal[
    "day", "week", "month", "quarter", "season", "half", "year", "decade", "century", "interval", "unknown"
]
CalendarName = Literal["gregorian", "hijri"]


@dataclass(frozen=True, slots=True)
class DateExpression:
    """An expression of time in a text and what it means.

    ``span`` covers the whole expression with weekday and modifiers, without attached particles. ``edtf`` is
    None when nothing is known; ``XXXX-07-26`` when only the year is not. ``part`` says that only the early,
    middle or late part of the value is meant. ``score`` in [0, 1] falls when the text contradicts itself.
    ``notes`` say why: contradicting weekday or calendars, ambiguous order, a calendar of lower precision.
    """

    span: Span
    text: str
    edtf: str | None
    granularity: Granularity = "unknown"
    approximate: bool = False
    uncertain: bool = False
    calendar: CalendarName = "gregorian"
    part: Literal["early", "mid", "late"] | None = None
    score: float = 1.0
    notes: tuple[str, ...] = ()

    @property
    def begin(self) -> str | None:
        """The first day the value covers as an ISO date, None when its year is unknown."""
        found = None if self.edtf is None else bounds(self.edtf)
        return None if found is None else found[0]

    @property
    def end(self) -> str | None:
        """The last day the value covers as an ISO date, None when its year is unknown."""
        found = None if self.edtf is None else bounds(self.edtf)
        return None if found is None else found[1]

    @property
    def guide_value(self) -> str | None:
        """The value as the annotation guide writes it: without qualifiers, None when the year is unknown."""
        return None if self.edtf is None or self.begin is None else self.edtf.translate(_QUALIFIERS)


_QUALIFIERS = dict.fromkeys(map(ord, "~?%"))
