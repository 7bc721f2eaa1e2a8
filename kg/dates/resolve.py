"""From what an expression says to the days it means, against a day of reference."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from kg.dates.calendars import hijri_period
from kg.dates.edtf import MONTHS_OF_PART, bounds, month_length, write_date, write_year
from kg.dates.fixed import calendar_date, hijri_date, year_of
from kg.dates.model import Granularity
from kg.dates.peg import Features
from kg.dates.values import ANAPHORIC, STEP, UNKNOWN, Context, Value, interval, move_months, on_day, shift


def resolve(features: Features, context: Context) -> Value:
    """Return the value of the features of one expression."""
    for keys, resolver in _RESOLVERS:
        if all(key in features for key in keys):
            try:
                value = resolver(features, context)
                return value if "alt" not in features else _compared(value, features["alt"], context)
            except (OverflowError, ValueError):  # datetime knows the years 1 to 9999 only
                return UNKNOWN.noting("a day beyond the years 1 to 9999 is counted with")
    return UNKNOWN


def _compared(value: Value, other: Features, context: Context) -> Value:
    """Check two datings of one day against each other; the Gregorian one is kept."""
    second = resolve(other, context)
    if second.edtf is None or value.edtf is None:
        return second if value.edtf is None else value
    kept = second if value.calendar == "hijri" and second.calendar == "gregorian" else value
    one, two = bounds(value.edtf), bounds(second.edtf)
    if one is None or two is None:
        return kept
    distance = abs((date.fromisoformat(one[0]) - date.fromisoformat(two[0])).days)
    if distance <= (2 if "hijri" in (value.calendar, second.calendar) else 0):
        return replace(kept, notes=())
    return kept.noting(f"the two datings differ by {distance} days ({value.edtf}, {second.edtf})")


# ---- days relative to the day of reference


def _deictic(features: Features, context: Context) -> Value:
    if context.now is None:
        return UNKNOWN
    day = shift(context.now, features["days"])
    if day is None:
        return UNKNOWN
    weekday = features.get("weekday")
    if weekday is None or day.weekday() == weekday:
        return on_day(day)
    return on_day(_on_or_before(context.now, weekday)).noting(
        "the weekday contradicts the day of publication", score=0.8
    )


def _on_or_before(now: date, weekday: int) -> date:
    return now - timedelta(days=(now.weekday() - weekday) % 7)


def _weekday(features: Features, context: Context) -> Value:
    if context.now is None:
        return UNKNOWN
    now, weekday, mod = context.now, features["weekday"], features.get("mod")
    if "week" in features or mod == "this":
        return on_day(now + timedelta(days=7 * features.get("week", 0) + weekday - now.weekday()))
    if mod in ("next", "next2"):
        ahead = (weekday - now.weekday() - 1) % 7 + 1
        return on_day(now + timedelta(days=ahead + (7 if mod == "next2" else 0)))
    if mod in ("past", "past2"):
        before = (now.weekday() - weekday - 1) % 7 + 1
        return on_day(now - timedelta(days=before + (7 if mod == "past2" else 0)))
    return on_day(
        _on_or_before(now, weekday) if mod != "ahead" else now + timedelta(days=(weekday - now.weekday()) % 7)
    )


def _week_day_of_month(features: Features, context: Context) -> Value:
    """Resolve a day of this, last or next month (``15 من هذا الشهر``)."""
    relative = features["monthrel"]
    base = context.anchor if relative["mod"] in ANAPHORIC else context.now
    if base is None:
        return UNKNOWN
    year, month = move_months(base.year, base.month, STEP[relative["mod"]])
    return calendar_date({**features, "year": year, "month": month, "cal": "g"}, context)


# ---- units: this week, last month, the same year


def _unit(features: Features, context: Context) -> Value:
    mod, unit, part = features["mod"], features["unit"], features.get("part")
    base = context.anchor if mod in ANAPHORIC else context.now
    if unit == "year" and "year" in features:
        return _part_of_year(features["year"], part, deadline="end" in features and mod in ("this", "next"))
    if base is None:
        return UNKNOWN
    step = STEP[mod]
    deadline = "end" in features and step >= 0 and mod not in ANAPHORIC
    if unit == "year":
        return _part_of_year(base.year + step, part, deadline=deadline, relative=True)
    if unit == "month":
        return _month_unit(base, step, part, deadline=deadline)
    if unit == "week":
        return _week(base, step, part)
    if unit == "day":
        day = shift(base, step)
        return UNKNOWN if day is None else on_day(day)
    if unit == "decade":
        return Value(write_year(base.year + 10 * step)[:-1] + "X", "year")
    return Value(write_year(base.year + 100 * step)[:-2] + "XX", "century") if unit == "century" else UNKNOWN


def _month_unit(base: date, step: int, part: str | None, *, deadline: bool) -> Value:
    year, month = move_months(base.year, base.month, step)
    if part == "late" and deadline:
        return Value(write_date(year, month, month_length(year, month)), "day")
    return Value(write_date(year, month), "month")


def _part_of_year(year: int, part: str | None, *, deadline: bool, relative: bool = False) -> Value:
    """Resolve a year or a part of it: the end of one that is still running is its last day."""
    if part == "late" and deadline:
        return Value(write_date(year, 12, 31), "day")
    if part == "early" and relative:
        return Value(write_date(year, 1), "month")
    return Value(write_year(year), "year")


def _week(base: date, step: int, part: str | None) -> Value:
    """Resolve a week, Monday to Sunday as in ISO 8601; its end is the weekend."""
    monday = shift(base, 7 * step - base.weekday())
    if monday is None:
        return UNKNOWN
    if part == "late":
        return interval(shift(monday, 5), shift(monday, 6))
    return interval(monday, shift(monday, 6), "week")


def _plain_year(features: Features, context: Context) -> Value:
    if features.get("cal") == "h":
        return hijri_date(features, context)
    year = year_of(features, context)
    if year is None:
        return UNKNOWN
    ongoing = context.now is not None and year >= context.now.year
    deadline = ongoing and "end" in features
    return _part_of_year(year, features.get("part"), deadline=deadline, relative="yearrel" in features)


def _month(features: Features, context: Context) -> Value:
    """Resolve a day or month by its name; the end of a month that is not past is its last day."""
    value, now = calendar_date(features, context), context.now
    if "end" not in features or value.granularity != "month" or value.calendar == "hijri" or now is None:
        return value
    last = calendar_date({**features, "day": -1}, context)
    return last if last.edtf is not None and last.edtf >= now.isoformat() else value


# ---- larger and smaller periods


def _subyear(code: int, granularity: Granularity, features: Features, context: Context) -> Value:
    if "unit" in features and "yearrel" not in features:
        base = features.get("year") or (_unit(features, context).edtf or "XXXX")
        year = None if base == "XXXX" else int(str(base)[:4])
    else:
        year = year_of({key: value for key, value in features.items() if key != "month"}, context)
    if year is None or abs(year) > 9999:
        return UNKNOWN
    return Value(f"{write_year(year)}-{code}", granularity)


def _season(features: Features, context: Context) -> Value:
    code, mod, now = features["season"], features.get("mod"), context.now
    if "year" in features or "yearrel" in features or now is None:
        return _subyear(code, "season", features, context)
    first, last = MONTHS_OF_PART[code]
    year = now.year
    month = now.month + 12 if last > 12 and now.month <= last - 12 else now.month
    year -= 1 if month > 12 else 0
    if mod == "past":
        year -= 0 if month > last else 1
    elif mod == "next":
        year += 0 if month < first else 1
    return Value(f"{write_year(year)}-{code}", "season") if year <= 9999 else UNKNOWN


def _quarter(features: Features, context: Context) -> Value:
    return (
        _subyear(32 + features["quarter"], "quarter", features, context)
        if 1 <= features["quarter"] <= 4
        else UNKNOWN
    )


def _half(features: Features, context: Context) -> Value:
    half = features["half"]
    if half not in (1, 2):
        return UNKNOWN
    if "month" in features or features.get("unit") == "month":
        whole = resolve({key: value for key, value in features.items() if key != "half"}, context)
        days = None if whole.edtf is None else bounds(whole.edtf)
        if days is None:
            return UNKNOWN
        begin, end = date.fromisoformat(days[0]), date.fromisoformat(days[1])
        return interval(begin, begin.replace(day=15)) if half == 1 else interval(begin.replace(day=16), end)
    return _subyear(39 + half, "half", features, context)


def _third(features: Features, context: Context) -> Value:
    return (
        _subyear(36 + features["third"], "interval", features, context)
        if 1 <= features["third"] <= 3
        else UNKNOWN
    )


def _decade(features: Features, context: Context) -> Value:
    if "decadeof" in features:
        return Value(f"{write_year(features['decadeof'])[:-1]}X", "year")
    decade = features["decade"] if "decade" in features else features["decadeno"] - 1
    century = 20
    if "century" in features:
        century = features["century"]
    elif "centuryrel" in features:
        century = (context.now.year // 100 + 1 if context.now else 21) + STEP[features["centuryrel"]["mod"]]
    return Value(f"{century - 1:02}{decade}X", "year") if 0 <= decade <= 9 else UNKNOWN


def _week_of_month(features: Features, context: Context) -> Value:
    """Resolve the first to fifth week of a month, by sevens from its first day, or its last seven days."""
    month = features["monthrel"] | {"unit": "month"} if "monthrel" in features else features
    whole = resolve(
        {key: value for key, value in month.items() if key not in ("weekno", "monthrel")}, context
    )
    days = None if whole.edtf is None else bounds(whole.edtf)
    if days is None or not -1 <= features["weekno"] <= 5:
        return UNKNOWN
    first, last = date.fromisoformat(days[0]), date.fromisoformat(days[1])
    if features["weekno"] < 0:
        return interval(last - timedelta(days=6), last, "week")
    begin = first + timedelta(days=7 * features["weekno"] - 7)
    return interval(begin, min(begin + timedelta(days=6), last), "week") if begin <= last else UNKNOWN


def _century(features: Features, context: Context) -> Value:
    century = features["century"]
    if features.get("cal") == "h":
        first, last = hijri_period(century * 100 - 99, None), hijri_period(century * 100, None)
        if first is None or last is None:
            return UNKNOWN
        return replace(interval(first[0], last[1], "century"), calendar="hijri", approximate=True)
    if features.get("bc"):
        return Value(f"{write_year(1 - century * 100)}/{write_year(-(century - 1) * 100)}", "century")
    return Value(f"{century - 1:02}XX", "century")


# ---- ranges


_SHARED = ("year", "month", "cal", "mod", "yearrel", "monthrel", "bc")


def _range(features: Features, context: Context) -> Value:
    """Resolve both ends; an end takes from the other what it does not say itself."""
    outer = {key: features[key] for key in _SHARED if key in features}
    last, first = {**outer, **features["to"]}, {**features["from"]}
    if "day" in last and "month" not in last and "month" in first:
        last["month"] = first["month"]
    if "weekday" in first and "day" not in first:
        return _weekday_range(first, last, context)
    for key in _SHARED:
        if key in last and key not in first and not (key == "month" and "day" not in first):
            first[key] = last[key]
    if "year" in first and "year" not in last and "yearrel" not in last:
        last["year"] = first["year"]
    return _joined(resolve(first, context), resolve(last, context))


def _weekday_range(first: Features, last: Features, context: Context) -> Value:
    mod = {"mod": last["mod"]} if "mod" in last else {}
    return _joined(resolve({**first, **mod}, context), resolve(last, context))


def _joined(first: Value, last: Value) -> Value:
    if first.edtf is None or last.edtf is None:
        return UNKNOWN
    parts = [value.edtf for value in (first, last) if value.edtf is not None]
    for index, part in enumerate(parts):
        if "/" in part or "[" in part or part[5:7] > "12":
            days = bounds(part)
            if days is None:
                return UNKNOWN
            parts[index] = days[index]
    ordered = [bounds(part) for part in parts]
    value = replace(
        first, edtf=f"{parts[0]}/{parts[1]}", granularity="interval", notes=first.notes + last.notes
    )
    if (
        None not in ordered
        and ordered[0] is not None
        and ordered[1] is not None
        and ordered[0][0] > ordered[1][1]
    ):
        return replace(value, edtf=None).noting("the range ends before it begins")
    return value


# ---- amounts of time


def _offset(features: Features, context: Context) -> Value:
    """Resolve ``two days ago`` and the like.

    With ``event`` the expression dates the event it hangs on: of *B two days after A*, the anchor is the
    day of B and the value the day of A. With ``base`` or a narrative *later* it counts from that day.
    """
    direction = features["dir"]
    base = context.now
    if "base" in features:
        base = _as_day(resolve(features["base"], context))
    elif "event" in features:
        base, direction = context.anchor, direction if context.counts_from_anchor else -direction
    elif "narrative" in features:
        base = context.anchor
    if base is None or "vague" in features or "bound" in features:
        return UNKNOWN
    return _moved(base, features["unit"], direction * (features["n"] + features.get("half_more", 0) / 2))


def _as_day(value: Value) -> date | None:
    if value.granularity != "day" or value.edtf is None or "X" in value.edtf or "[" in value.edtf:
        return None
    return date.fromisoformat(value.edtf)


def _moved(base: date, unit: str, count: float) -> Value:
    if abs(count) > 100_000:
        return UNKNOWN
    if unit == "hour":
        unit, count = "day", count / 24
    length = {"day": 1, "week": 7, "fortnight": 14}.get(unit)
    if length is not None:
        days = count * length
        day = shift(base, round(days)) if days == round(days) else None
        return UNKNOWN if day is None else on_day(day)
    if unit == "year" and count % 1:
        unit, count = "month", count * 12
    if unit == "month":
        half = shift(base, 15 if count > 0 else -15) if count % 1 else base
        if half is None:
            return UNKNOWN
        year, month = move_months(half.year, half.month, int(count))
        return Value(write_date(year, month), "month") if 0 < year <= 9999 else UNKNOWN
    years = {"year": 1, "decade": 10, "century": 100}.get(unit)
    moved = None if years is None else base.year + round(count * years)
    return Value(write_year(moved), "year") if moved is not None and 0 < moved <= 9999 else UNKNOWN


def _spanned(features: Features, context: Context) -> Value:
    """Resolve ``the last six months``, ``the coming two days``: the days up to or after the reference."""
    mod, now = features.get("mod"), context.now
    if now is None or mod not in ("past", "next") or "n" not in features:
        return UNKNOWN
    step = STEP[mod]
    far = _moved(now, features["unit"], step * features["n"])
    near = _near(now, features["unit"], step)
    if far.edtf is None or near is None:
        return UNKNOWN
    pair = (far.edtf, near) if step < 0 else (near, far.edtf)
    return Value(f"{pair[0]}/{pair[1]}", "interval")


def _near(now: date, unit: str, step: int) -> str | None:
    if unit in ("day", "week"):
        day = shift(now, step)
        return None if day is None else day.isoformat()
    if unit == "month":
        return write_date(now.year, now.month)
    return write_year(now.year) if unit in ("year", "decade", "century") else None


_RESOLVERS = (
    (("from", "to"), _range),
    (("dir", "unit"), _offset),
    (("span",), _spanned),
    (("monthrel", "day"), _week_day_of_month),
    (("weekno",), _week_of_month),
    (("month", "half"), _half),
    (("month",), _month),
    (("quarter",), _quarter),
    (("half",), _half),
    (("third",), _third),
    (("season",), _season),
    (("decade",), _decade),
    (("decadeof",), _decade),
    (("decadeno",), _decade),
    (("century",), _century),
    (("days",), _deictic),
    (("unit", "mod"), _unit),
    (("weekday",), _weekday),
    (("year",), _plain_year),
    (("yearrel",), _plain_year),
)
"""The features an expression must have, and what resolves it; the first that fits."""
