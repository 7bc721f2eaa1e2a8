"""When was a text published, by its own words? Decided only where the evidence agrees, else unknown.

| evidence | what it is | weight |
|---|---|---|
| ``dateline`` | place and date before the first sentence, or a date with the words "published on" | decides |
| ``today`` | "today, Thursday 9 December 2021", also by way of yesterday | decides |
| ``today + current year`` | day and month of "today", year of "the current year 2021" | decides |
| ``today + embedded post`` | weekday or day of "today", an embedded post of then or just before | decides |
| ``today + page date`` | the same with a date that stands alone in the page's head | decides |
| ``today + recent date`` | all but the year of "today" fits the year of a date up to 92 days back | decides |
| ``embedded post`` | the latest embedded post, when nothing is said of today | decides |
| a date alone in the page's head | may be the day of printing | not enough |

They are tried in this order. Days that differ, a "today" that falls on another weekday, or an embedded post
from after the day leave the date unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kg.dates import DateExpression, find_dates
from kg.language.normalise import fold, normalise

_HEAD = 10_000
"""Code points looked at: evidence stands near the head, and books need no date."""
_TOP_LINES = 12
_LONGEST_DATELINE = 100
_RUNNING = 150
"""Code points from which on a line is running text, not a heading."""
_LATEST_AFTER_POST = 2
"""Days by which a report may follow the post it embeds."""
_RECENT = 92
"""Days back that a full date still speaks for the year of "today": the quarter that news looks back on."""

_SHIFTS = {"اليوم": 0, "today": 0, "امس": -1, "yesterday": -1}
_WEEKDAYS = (
    ("الاثنين", "monday"),
    ("الثلاثاء", "tuesday"),
    ("الاربعاء", "wednesday"),
    ("الخميس", "thursday"),
    ("الجمعة", "friday"),
    ("السبت", "saturday"),
    ("الاحد", "sunday"),
)
_WEEKDAY = {name: number for number, names in enumerate(_WEEKDAYS) for name in names}
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = {name[:3]: number for number, name in enumerate(_MONTHS, 1)}
_DAY = re.compile(r"([12]\d{3}|XXXX)-(\d\d)-(\d\d)[~?%]?")
_WORD = re.compile(r"\w+")
_CURRENT_YEAR = re.compile(
    r"(?:العام|السنة|عام|سنة)\s+(?:الجاري|الجارية|الحالي|الحالية)\s*[،,(]?\s*((?:19|20)\d\d)\b"
    r"|(?:عام|سنة|العام)\s+((?:19|20)\d\d)\s+(?:الجاري|الجارية|الحالي|الحالية)\b"
    r"|\b(?:this|the current|the present)\s+year\s*[,(]?\s*((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_POST = re.compile(
    r"^\s*-.{0,200}\(@\w{1,30}\)\s+([A-Za-z]{3,9})\.?\s+(\d{1,2}),\s+((?:19|20)\d\d)\s*$", re.MULTILINE
)
_LABEL = re.compile(
    r"\s*(?:نشرت?(?: في| بتاريخ| يوم)?|تاريخ النشر|published(?: on| at)?|posted(?: on)?|publication date)\b"
    r"\s*[:\-]?\s*",
    re.IGNORECASE,
)
_DATELINE_END = re.compile(r"\s[-:]\s|\)\s*[-:]\s*|:\s|-\s")
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?|\b(?:am|pm|gmt|utc)\b|[صم]\b|الساعة|[\W_]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Published:
    """A day of publication (ISO date) and the name of the evidence it rests on."""

    date: str
    evidence: str


@dataclass(frozen=True, slots=True)
class _Today:
    """What a text says of the day it was written: any of year, month and day, weekday (Monday is 0)."""

    year: int | None
    month: int | None
    day: int | None
    weekday: int | None
    shift: int = 0
    """Days from the day of writing to the day that is named."""

    def day_in(self, year: int) -> date | None:
        """Return the day of writing in a year, None if no day is named or its weekday does not fit."""
        if self.month is None or self.day is None:
            return None
        for named_year in (year - 1, year):  # on New Year's Day yesterday is of last year
            try:
                named = date(named_year, self.month, self.day)
            except ValueError:
                continue  # 29 February
            day = named - timedelta(self.shift)
            if day.year == year and self.fits(day):
                return day
        return None

    def fits(self, day: date) -> bool:
        """Tell whether a text with these words can be of a day."""
        named = day + timedelta(self.shift)
        said = ((self.year, named.year), (self.month, named.month), (self.day, named.day))
        return all(a is None or a == b for a, b in (*said, (self.weekday, named.weekday())))

    def day_from(self, first: date, within: int) -> date | None:
        """Return the first day that fits, from ``first`` to ``within`` days later."""
        days = (first + timedelta(later) for later in range(within + 1))
        return next((day for day in days if self.fits(day)), None)


def find_published(text: str, language: str) -> Published | None:
    """Return when a text was published as far as it says so itself, None when undecided or contradictory."""
    head = text[:_HEAD]
    found = find_dates(head, published=None, language=language)
    plain = normalise(head).text
    todays = list(dict.fromkeys(filter(None, map(_today, found))))
    posts = sorted(_posts(plain))
    for evidence, days in _evidence(head, plain, found, todays, posts):
        decided = set(days)
        if decided:
            day = max(decided)
            late = posts and posts[-1] > day + timedelta(1)  # a day for the clocks of the world
            agreed = len(decided) == 1 and not late and all(today.fits(day) for today in todays)
            return Published(day.isoformat(), evidence) if agreed else None
    return None


def _evidence(
    head: str, plain: str, found: Sequence[DateExpression], todays: Sequence[_Today], posts: Sequence[date]
) -> Iterator[tuple[str, list[date]]]:
    """Yield each kind of evidence, the strongest first, with the days that it gives."""
    full = [day for expression in found if (day := _full_day(expression)) is not None]
    years = {int(next(filter(None, match.groups()))) for match in _CURRENT_YEAR.finditer(plain)}
    pages = list(_page_dates(head, found))
    yield "dateline", list(_datelines(head, found))
    yield "today", _known(t.day_in(y) for t in todays if t.year is not None for y in (t.year, t.year + 1))
    yield "today + current year", _known(t.day_in(year) for t in todays for year in years)
    yield (
        "today + embedded post",
        _known(t.day_from(p, _LATEST_AFTER_POST) for t in todays for p in posts[-1:]),
    )
    yield "today + page date", _known(t.day_from(page, 0) for t in todays for page in pages)
    days = _known(t.day_in(day.year) for t in todays if t.weekday is not None for day in full)
    yield "today + recent date", [d for d in days if any(0 <= (d - day).days <= _RECENT for day in full)]
    yield "embedded post", list(posts[-1:] if not todays else ())


def _known(days: Iterable[date | None]) -> list[date]:
    return [day for day in days if day is not None]


def _today(expression: DateExpression) -> _Today | None:
    """Return what an expression says of the day of writing, None when it does not name today or yesterday."""
    words = [fold(word) for word in _WORD.findall(expression.text)]
    shifts = [_SHIFTS[word] for word in words if word in _SHIFTS]
    weekdays = [_WEEKDAY[word] for word in words if word in _WEEKDAY]
    day = _day(expression)
    if len(shifts) != 1 or (day is None and not weekdays):
        return None
    year, month, number = (None, None, None) if day is None else map(_number, day.groups())
    return _Today(year, month, number, weekdays[0] if weekdays else None, shifts[0])


def _number(digits: str) -> int | None:
    return None if digits == "XXXX" else int(digits)


def _full_day(expression: DateExpression) -> date | None:
    day = _day(expression)
    return None if day is None or day[1] == "XXXX" else date.fromisoformat("-".join(day.groups()))


def _day(expression: DateExpression) -> re.Match[str] | None:
    return None if expression.edtf is None else _DAY.fullmatch(expression.edtf)


def _posts(plain: str) -> Iterator[date]:
    """Yield the days of embedded posts: a line with a dash, a name, (@handle) and an English date."""
    for match in _POST.finditer(plain):
        month = _MONTH.get(match[1][:3].casefold())
        if month is not None and _MONTHS[month - 1].startswith(match[1].casefold()):
            try:
                yield date(int(match[3]), month, int(match[2]))
            except ValueError:
                continue  # the 31st of a short month is no date


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the first lines with words and where they begin."""
    start = count = 0
    for line in text.split("\n"):
        if line.strip() and count < _TOP_LINES:
            yield start, line
            count += 1
        start += len(line) + 1


def _datelines(text: str, found: Iterable[DateExpression]) -> Iterator[date]:
    """Yield the days that a dateline or a label of publication gives."""
    dates = [(e, day) for e in found if (day := _full_day(e)) is not None]
    for start, line in _lines(text):
        label = _LABEL.match(line)
        end = _DATELINE_END.search(line, 0, _LONGEST_DATELINE) if len(line) > _RUNNING else None
        for expression, day in dates:
            first, last = expression.span.start - start, expression.span.end - start
            labelled = label is not None and first == label.end()
            if labelled or (end is not None and first > 0 and last <= end.start() + 1):
                yield day


def _page_dates(text: str, found: Iterable[DateExpression]) -> Iterator[date]:
    """Yield the days that stand alone on a line of the head, perhaps with a time of day."""
    dates = [(e, day) for e in found if (day := _full_day(e)) is not None]
    for start, line in _lines(text):
        for expression, day in dates:
            at = expression.span.start - start
            if 0 <= at < len(line):
                rest = line[:at] + line[expression.span.end - start :]
                if not _CLOCK.sub("", rest):
                    yield day
