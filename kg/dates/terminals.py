"""The built-in terminals of the grammars: those that tables cannot list."""

from __future__ import annotations

from collections.abc import Sequence

from kg.dates import numbers
from kg.dates.peg import Builtin, Features, Match, Reading, Terminal
from kg.dates.tokens import Token

_SEPARATORS = {"/", "-", ".", "–", "\\"}


def _figure(reading: Reading, at: int, *, digits: Sequence[int], low: int, high: int) -> Match | None:
    if at >= len(reading.tokens):
        return None
    token = reading.tokens[at]
    if token.digits() not in digits or not low <= token.value <= high:
        return None
    return int(token.value), at + 1


def day(reading: Reading, at: int) -> Match | None:
    """Match a day of the month in figures, not one that is part of a decimal or a longer figure."""
    return _figure(reading, at, digits=(1, 2), low=1, high=31)


def year(reading: Reading, at: int) -> Match | None:
    """Match a year of four figures."""
    return _figure(reading, at, digits=(4,), low=1000, high=2999)


def year3(reading: Reading, at: int) -> Match | None:
    """Match a year of three figures, as after the word for year."""
    return _figure(reading, at, digits=(3,), low=100, high=999)


def any_year(reading: Reading, at: int) -> Match | None:
    """Match a year of one to five figures, as before an era."""
    return _figure(reading, at, digits=(1, 2, 3, 4, 5), low=1, high=99999)


def year2(reading: Reading, at: int) -> Match | None:
    """Match a year of two figures: 00 to 49 are of this century, the rest of the last."""
    found = _figure(reading, at, digits=(2,), low=0, high=99)
    return None if found is None else (found[0] + (2000 if found[0] < 50 else 1900), found[1])


def year_name(reading: Reading, at: int) -> Match | None:
    """Match a year in words (``ألفين وخمسة عشر``)."""
    if at >= len(reading.tokens) or reading.tokens[at].kind != "word":
        return None
    found = numbers.cardinal(reading.tokens, at)
    return (int(found[0]), found[1]) if found is not None and 1000 < found[0] < 2200 else None


def number(reading: Reading, at: int) -> Match | None:
    """Match a cardinal in words or figures."""
    if at >= len(reading.tokens):
        return None
    return numbers.cardinal(reading.tokens, at)


def day_name(reading: Reading, at: int) -> Match | None:
    """Match the number of a day in words (``خمسة عشر``)."""
    if at >= len(reading.tokens) or reading.tokens[at].kind != "word":
        return None
    found = numbers.cardinal(reading.tokens, at)
    return (int(found[0]), found[1]) if found is not None and 2 <= found[0] <= 31 else None


def ordinal(reading: Reading, at: int) -> Match | None:
    """Match an ordinal in words, or in figures with a suffix (``21st``)."""
    found = numbers.ordinal(reading.tokens, at)
    if found is not None or at >= len(reading.tokens):
        return found
    figure = _figure(reading, at, digits=(1, 2), low=1, high=99)
    if figure is None or figure[1] >= len(reading.tokens):
        return None
    suffix = reading.tokens[figure[1]]
    return (figure[0], figure[1] + 1) if suffix.glued and suffix.form in ("st", "nd", "rd", "th") else None


def day_ordinal(reading: Reading, at: int) -> Match | None:
    """Match an ordinal that can be a day of the month."""
    found = ordinal(reading, at)
    return found if found is not None and 1 <= found[0] <= 31 else None


def article(reading: Reading, at: int) -> Match | None:
    """Match an article that stands off its number (``الـ31``)."""
    tokens = reading.tokens
    if at < len(tokens) and tokens[at].form == "ال":
        return {}, at + 1
    return None


def any_word(reading: Reading, at: int) -> Match | None:
    """Match any word."""
    return ({}, at + 1) if at < len(reading.tokens) and reading.tokens[at].kind == "word" else None


def clock(reading: Reading, at: int) -> Match | None:
    """Match a time of day (``6:00``, ``10``, ``الثامنة``, ``10 p.m.``)."""
    tokens = reading.tokens
    found = number(reading, at) or numbers.ordinal(tokens, at)
    if found is None or found[0] > 24:
        return None
    end = found[1]
    if end + 1 < len(tokens) and tokens[end].form in (":", ".", "h") and tokens[end + 1].digits() == 2:
        end += 2
    elif end + 1 < len(tokens) and tokens[end].form == "و":
        minutes = numbers.cardinal(tokens, end + 1)
        if (
            minutes is not None
            and minutes[1] < len(tokens)
            and tokens[minutes[1]].form in ("دقيقه", "دقايق", "دقيقة")
        ):
            end = minutes[1] + 1
    return {}, end


def numeric(reading: Reading, at: int) -> Match | None:
    """Match a date in figures with separators; the readings of an ambiguous one stand in ``either``."""
    parts, end, separator = _parts(reading.tokens, at)
    if parts is None:
        return None
    for size in (3, 2):
        features = _read_numeric(parts[:size], separator) if len(parts) >= size else None
        if features is not None and not (size == 2 and len(parts) > 2):
            return features, end
    return None


def _parts(tokens: Sequence[Token], at: int) -> tuple[list[Token] | None, int, str]:
    if at + 2 >= len(tokens) or tokens[at].digits() not in (1, 2, 4):
        return None, at, ""
    separator = tokens[at + 1].form
    if separator not in _SEPARATORS:
        return None, at, ""
    parts, end, spaced = [tokens[at]], at + 1, False
    while end + 1 < len(tokens) and tokens[end].form == separator and len(parts) < 4:
        if tokens[end + 1].digits() not in (1, 2, 4):
            break
        spaced = spaced or (separator in ".-" and not tokens[end + 1].glued)
        parts.append(tokens[end + 1])
        end += 2
    known = (
        len(parts) == 3 and 4 in (parts[0].digits(), parts[2].digits()) if spaced else len(parts) in (2, 3)
    )
    return (parts if known else None), end, separator


def _read_numeric(parts: Sequence[Token], separator: str) -> Features | None:
    values = [int(part.value) for part in parts]
    if len(values) == 3:
        return _three(parts, values)
    if separator == ".":
        return None
    if parts[0].digits() == 4 and parts[1].digits() == 2 and 1 <= values[1] <= 12:
        if values[1] == values[0] % 100 + 1:
            return {"from": {"year": values[0]}, "to": {"year": values[0] + 1}}
        return {"year": values[0], "month": values[1]}
    if parts[1].digits() == 4 and 1 <= values[0] <= 12:
        return {"year": values[1], "month": values[0]}
    if (
        separator == "/"
        and max(p.digits() for p in parts) <= 2
        and 1 <= values[1] <= 12
        and 1 <= values[0] <= 31
    ):
        return {"day": values[0], "month": values[1], "short": 1}
    return None


def _three(parts: Sequence[Token], values: Sequence[int]) -> Features | None:
    if parts[0].digits() == 4 and parts[2].digits() <= 2:
        year_, month_, day_ = values
        if month_ > 12 >= day_:
            month_, day_ = day_, month_
    elif parts[2].digits() in (2, 4) and parts[0].digits() <= 2 and parts[1].digits() <= 2:
        day_, month_, year_ = values
        if parts[2].digits() == 2:
            year_ += 2000 if year_ < 50 else 1900
        if day_ <= 12 and month_ <= 12 and day_ != month_:
            return {"year": year_, "month": month_, "day": day_, "swappable": 1}
        if month_ > 12 >= day_:
            month_, day_ = day_, month_
    else:
        return None
    if not (1 <= month_ <= 12 and 1 <= day_ <= 31):
        return None
    return {"year": year_, "month": month_, "day": day_}


def suffix(reading: Reading, at: int) -> Match | None:
    """Match the suffix of an English ordinal in figures."""
    tokens = reading.tokens
    if at < len(tokens) and tokens[at].glued and tokens[at].form in ("st", "nd", "rd", "th"):
        return {}, at + 1
    return None


def clock_tail(reading: Reading, at: int) -> Match | None:
    """Match ``a.m.`` or ``pm`` behind a time of day."""
    forms = [token.form for token in reading.tokens[at : at + 4]]
    if forms[:1] in (["am"], ["pm"], ["noon"]):
        return {}, at + 1
    if forms[:3] in (["a", ".", "m"], ["p", ".", "m"]):
        return {}, at + (4 if forms[3:] == ["."] else 3)
    return None


def decades(reading: Reading, at: int) -> Match | None:
    """Match ``1990s`` and give its first year."""
    found = _figure(reading, at, digits=(4,), low=1000, high=2990)
    if found is None or found[0] % 10 or not _is_plural(reading, found[1]):
        return None
    return found[0], found[1] + 1


def decade2(reading: Reading, at: int) -> Match | None:
    """Match the ``90s`` of ``'90s`` and give the digit of its decade."""
    found = _figure(reading, at, digits=(2,), low=10, high=90)
    if found is None or found[0] % 10 or not _is_plural(reading, found[1]):
        return None
    return found[0] // 10, found[1] + 1


def _is_plural(reading: Reading, at: int) -> bool:
    return at < len(reading.tokens) and reading.tokens[at].glued and reading.tokens[at].form == "s"


def _glued(highest: int) -> Terminal:
    """Return a terminal for a figure that is glued to the letter before it (``Q3``)."""

    def match(reading: Reading, at: int) -> Match | None:
        figure = _figure(reading, at, digits=(1,), low=1, high=highest)
        return figure if figure is not None and reading.tokens[at].glued else None

    return match


_FIGURE = frozenset({"#"})
_NUMBER = frozenset({"#", *numbers.WORDS})

BUILTINS: dict[str, Builtin] = {
    "DAY": (day, _FIGURE),
    "DAYORD": (day_ordinal, _NUMBER),
    "DAYNAME": (day_name, _NUMBER),
    "YEAR": (year, _FIGURE),
    "YEAR2": (year2, _FIGURE),
    "YEAR3": (year3, _FIGURE),
    "ANYYEAR": (any_year, _FIGURE),
    "YEARNAME": (year_name, _NUMBER),
    "N": (number, _NUMBER),
    "ORD": (ordinal, _NUMBER),
    "ART": (article, frozenset({"ال"})),
    "ANYWORD": (any_word, None),
    "CLOCK": (clock, _NUMBER),
    "NUMERIC": (numeric, _FIGURE),
    "SUFFIX": (suffix, frozenset({"st", "nd", "rd", "th"})),
    "CLOCKTAIL": (clock_tail, frozenset({"am", "pm", "noon", "a", "p"})),
    "DECADES": (decades, _FIGURE),
    "DECADE2": (decade2, _FIGURE),
    "QUARTER": (_glued(4), _FIGURE),
    "HALF": (_glued(2), _FIGURE),
}
"""The built-in terminals by the name the grammars call them."""
