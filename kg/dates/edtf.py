"""Write Extended Date/Time Format values and read their bounds.

Source: ISO 8601-2:2019 and the Library of Congress specification of EDTF, levels 0 to 2: masked digits
(``199X``), seasons 21-24, quarters 33-36, quadrimesters 37-39 and halves 40-41 of a year, qualifiers
``~ ? %``, intervals, one of a set ``[a,b]``. Seasons are those of the northern hemisphere, by whole months.
"""

from __future__ import annotations

import re

_DATE = re.compile(r"(?P<year>Y-?\d{5,}|-?[\dX]{4})(?:-(?P<month>[\dX]{2})(?:-(?P<day>[\dX]{2}))?)?(?:T.*)?")
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}
_PARTS = {33 + n: (3 * n + 1, 3 * n + 3) for n in range(4)}
_PARTS |= {37 + n: (4 * n + 1, 4 * n + 4) for n in range(3)} | {40: (1, 6), 41: (7, 12)}
MONTHS_OF_PART = {**_SEASONS, **_PARTS}
"""Sub-year code -> first and last month; winter ends in month 14, February of the next year."""


def write_year(year: int) -> str:
    """Return a year as EDTF writes it; 0 is 1 BC.

    >>> write_year(622), write_year(-43), write_year(12000)
    ('0622', '-0043', 'Y12000')
    """
    if abs(year) > 9999:
        return f"Y{year}"
    return f"-{-year:04}" if year < 0 else f"{year:04}"


def write_date(year: int | None, month: int | None = None, day: int | None = None) -> str:
    """Return a date of the given precision, an unknown year as ``XXXX``.

    >>> write_date(None, 7, 26)
    'XXXX-07-26'
    """
    text = "XXXX" if year is None else write_year(year)
    if text.startswith("Y"):
        return text  # EDTF has no months in such years
    for part in (month, day):
        if part is None:
            break
        text += f"-{part:02}"
    return text


def bounds(edtf: str) -> tuple[str, str] | None:
    """Return the first and last day that a value covers, as ISO dates.

    An open end is the bound of the other side. Years before 1 and after 9999 are written as XML Schema
    writes them (``-0043-01-01``, ``12000-12-31``). None when the year is unknown or the text is not EDTF.

    >>> bounds("2020-22"), bounds("199X"), bounds("2015/2016")
    (('2020-06-01', '2020-08-31'), ('1990-01-01', '1999-12-31'), ('2015-01-01', '2016-12-31'))
    """
    parts = [part for part in re.split(r"[/,]|\.\.", edtf.strip("[]{} ")) if part]
    found = [_bounds(part.strip("~?% ")) for part in parts]
    known = [pair for pair in found if pair is not None]
    if not known or len(known) < len(found):
        return None
    return _iso(known[0][0]), _iso(known[-1][1])


_Day = tuple[int, int, int]


def _bounds(text: str) -> tuple[_Day, _Day] | None:
    match = _DATE.fullmatch(text)
    if match is None or match["year"].strip("-") == "XXXX":
        return None
    low, high = _years(match["year"])
    month = match["month"]
    if month is None or month == "XX":
        return (low, 1, 1), (high, 12, 31)
    return _within(low, high, month, match["day"])


def _within(low: int, high: int, month: str, day: str | None) -> tuple[_Day, _Day] | None:
    if not month.isdigit():
        return None
    number = int(month)
    if number in MONTHS_OF_PART:
        first, last = MONTHS_OF_PART[number]
        year, end = (high + 1, last - 12) if last > 12 else (high, last)
        return (low, first, 1), (year, end, month_length(year, end))
    if not 1 <= number <= 12:
        return None
    if day is None or not day.isdigit():
        return (low, number, 1), (high, number, month_length(high, number))
    return ((low, number, int(day)), (high, number, int(day))) if 1 <= int(day) <= 31 else None


def _years(text: str) -> tuple[int, int]:
    text = text.removeprefix("Y")
    one, other = int(text.replace("X", "0")), int(text.replace("X", "9"))
    if text.startswith("-"):
        return min(one, other), max(one, other)
    return one, other


def month_length(year: int, month: int) -> int:
    """Return the number of days of a month of the proleptic Gregorian calendar."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _iso(day: _Day) -> str:
    year, month, number = day
    head = f"-{-year:04}" if year < 0 else f"{year:04}"
    return f"{head}-{month:02}-{number:02}"
