"""Hijri dates to Gregorian ones.

Inside the range of the Umm al-Qura calendar (1343-1500 AH) the published tables decide, through the
``hijridate`` library; outside it the arithmetic civil calendar, which observed months follow to a day or two.

Source: van Gent, The Umm al-Qura Calendar of Saudi Arabia; for the arithmetic calendar Dershowitz and
Reingold, Calendrical Calculations (4th ed.), chapter 7.
"""

from __future__ import annotations

from datetime import date, timedelta

from hijridate import Gregorian, Hijri
from hijridate.ummalqura import HIJRI_RANGE

_EPOCH = date(622, 7, 19).toordinal()
"""1 Muharram 1 AH, 16 July 622 of the Julian calendar, in the proleptic Gregorian one."""
MAXIMUM_YEAR = 9000


def is_tabulated(year: int) -> bool:
    """Tell whether a Hijri year lies in the range of the published Umm al-Qura tables."""
    return bool(HIJRI_RANGE[0][0] <= year <= HIJRI_RANGE[1][0])


def from_hijri(year: int, month: int, day: int) -> date | None:
    """Return the Gregorian date of a Hijri one; None when there is no such day."""
    if not (1 <= year <= MAXIMUM_YEAR and 1 <= month <= 12 and 1 <= day <= 30):
        return None
    if is_tabulated(year):
        try:
            found: date = date(*Hijri(year, month, day).to_gregorian().datetuple())
        except ValueError:
            return None
        return found
    if day > _month_length(year, month):
        return None
    return date.fromordinal(
        _EPOCH + (year - 1) * 354 + (3 + 11 * year) // 30 + (59 * (month - 1) + 1) // 2 + day - 1
    )


def _month_length(year: int, month: int) -> int:
    leap = (14 + 11 * year) % 30 < 11
    return 30 if month % 2 == 1 or (month == 12 and leap) else 29


def hijri_period(year: int, month: int | None) -> tuple[date, date] | None:
    """Return the first and last Gregorian day of a Hijri month, or of the year when the month is None."""
    first = from_hijri(year, month if month is not None else 1, 1)
    after = from_hijri(year + 1, 1, 1) if month in (None, 12) else from_hijri(year, (month or 0) + 1, 1)
    if first is None or after is None:
        return None
    return first, after - timedelta(days=1)


def hijri_year(day: date) -> int:
    """Return the Hijri year in which a Gregorian day falls."""
    guess = int((day.toordinal() - _EPOCH) / 354.3671) + 1
    for year in (guess + 1, guess, guess - 1):
        start = from_hijri(year, 1, 1)
        if start is not None and start <= day:
            return year
    return guess


def to_hijri(day: date) -> tuple[int, int, int] | None:
    """Return the Umm al-Qura date of a Gregorian day, None outside the tables."""
    try:
        found = Gregorian(day.year, day.month, day.day).to_hijri()
    except (ValueError, OverflowError):
        return None
    return found.year, found.month, found.day
