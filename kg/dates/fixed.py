"""Dates of the Gregorian and the Hijri calendar, with the year they leave out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kg.dates.calendars import from_hijri, hijri_period, hijri_year, is_tabulated
from kg.dates.edtf import month_length, write_date
from kg.dates.peg import Features
from kg.dates.values import ANAPHORIC, STEP, UNKNOWN, Context, Value, interval, on_day


def calendar_date(features: Features, context: Context) -> Value:
    """Return the value of a day, month or year of either calendar."""
    if features.get("swappable"):
        return _swappable(features, context)
    if features.get("cal") == "h" or (
        "year" in features and features["year"] < 1500 and context.language == "ar" and _hijri_like(features)
    ):
        return hijri_date(features, context)
    year = year_of(features, context)
    month, day = features.get("month"), features.get("day")
    if day == -1:
        day = month_length(year if year is not None else 2000, month) if month is not None else None
    if (
        month is not None
        and day is not None
        and day > month_length(year if year is not None else 2000, month)
    ):
        return UNKNOWN.noting(f"there is no day {day} in month {month}")
    text = write_date(year, month, day)
    value = Value(text, "day" if day else "month" if month else "year")
    return _weekday_checked(value, features)


def _hijri_like(features: Features) -> bool:
    return "cal" not in features and "month" in features and "day" in features and features["year"] >= 1300


def _swappable(features: Features, context: Context) -> Value:
    """Resolve d/m/y figures that could be m/d/y: Arabic is day first, English is not guessed."""
    plain = {key: value for key, value in features.items() if key != "swappable"}
    if features.get("cal") == "h" or context.language != "en":
        return calendar_date(plain, context)
    swapped = {**plain, "day": plain["month"], "month": plain["day"]}
    values = [calendar_date(reading, context) for reading in (plain, swapped)]
    agreeing = [value for value in values if not value.notes] if "weekday" in features else []
    if len(agreeing) == 1:
        return agreeing[0]
    texts = sorted(value.edtf for value in values if value.edtf is not None)
    return Value(f"[{','.join(texts)}]", "day").noting("day and month are ambiguous")


def _weekday_checked(value: Value, features: Features) -> Value:
    if value.granularity != "day" or value.edtf is None or "weekday" not in features:
        return value
    try:
        day = date.fromisoformat(value.edtf)
    except ValueError:
        return value
    if day.weekday() == features["weekday"]:
        return value
    return value.noting("the weekday contradicts the date")


def year_of(features: Features, context: Context) -> int | None:
    """Return the year an expression is in, from its own or a relative year, or the nearest that fits."""
    if "year" in features:
        year: int = features["year"]
        return 1 - year if features.get("bc") else year
    relative = features.get("yearrel")
    if relative is not None:
        base = context.anchor if relative["mod"] in ANAPHORIC else context.now
        return None if base is None else base.year + STEP[relative["mod"]]
    if context.now is None:
        return None
    if features.get("mod") in ANAPHORIC:
        return None if context.anchor is None else context.anchor.year
    return _nearest_year(features, context.now)


def _nearest_year(features: Features, now: date) -> int:
    month, mod = features.get("month", now.month), features.get("mod")
    day = features.get("day")
    here = (now.month, now.day) if day is not None else (now.month,)
    there = (month, 31 if day == -1 else day) if day is not None else (month,)
    if mod in ("past", "past2"):
        return now.year - (1 if there >= here else 0) - (1 if mod == "past2" else 0)
    if mod in ("next", "next2"):
        return now.year + (1 if there <= here else 0) + (1 if mod == "next2" else 0)
    if mod == "this":
        return now.year
    if "weekday" in features and day is not None:
        fitting = [y for y in (now.year, now.year - 1, now.year + 1) if _has_weekday(y, month, day, features)]
        if fitting:
            return fitting[0]
    return now.year + (1 if now.month - month > 10 else -1 if month - now.month > 8 else 0)


def _has_weekday(year: int, month: int, day: int, features: Features) -> bool:
    return (
        day <= month_length(year, month) and date(year, month, max(day, 1)).weekday() == features["weekday"]
    )


def hijri_date(features: Features, context: Context) -> Value:
    """Return the Gregorian value of a Hijri day, month or year."""
    year = features.get("year") or _hijri_year_of(features, context)
    if year is None:
        return Value(None, calendar="hijri").noting("the Hijri year is not known", score=1.0)
    month, day = features.get("month"), features.get("day")
    if day == -1 and month is not None:
        period = hijri_period(year, month)
        begin = None if period is None else period[1]
        value = UNKNOWN if begin is None else on_day(begin)
    elif month is not None and day is not None:
        found = from_hijri(year, month, day)
        value = UNKNOWN if found is None else on_day(found)
    else:
        period = hijri_period(year, month)
        value = interval(*period, "month" if month else "year") if period is not None else UNKNOWN
    value = replace(value, calendar="hijri")
    if value.edtf is None:
        return value.noting("there is no such Hijri day")
    value = _weekday_checked(value, features)
    if not is_tabulated(year):
        return replace(value, approximate=True).noting(
            "arithmetic Hijri calendar, right to a day or two", score=0.8
        )
    return value


def _hijri_year_of(features: Features, context: Context) -> int | None:
    """Return the Hijri year that an expression without one means, by the same rules as a Gregorian one."""
    now = context.now
    if now is None or "month" not in features:
        return None
    current, mod = hijri_year(now), features.get("mod")
    if "yearrel" in features:
        return current + STEP[features["yearrel"]["mod"]]
    starts = [
        (y, from_hijri(y, features["month"], max(features.get("day", 1), 1)))
        for y in range(current - 1, current + 3)
    ]
    known = [(y, start) for y, start in starts if start is not None]
    if mod == "past":
        return max((y for y, start in known if start < now), default=None)
    if mod == "next":
        return min((y for y, start in known if start > now), default=None)
    return min(known, key=lambda pair: abs((pair[1] - now).days), default=(None,))[0]
