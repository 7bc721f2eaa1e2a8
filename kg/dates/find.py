"""Find the expressions of time in a text and resolve them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from kg.dates import grammar_ar, words_ar
from kg.dates.model import DateExpression
from kg.dates.numbers import WORDS
from kg.dates.peg import Features, Grammar, Lexicon, Reading
from kg.dates.resolve import Context, Value, qualified, resolve
from kg.dates.terminals import BUILTINS
from kg.dates.tokens import Token, tokenise
from kg.errors import InputError
from kg.model import Span

_MAXIMUM_TOKENS = 60


@dataclass(frozen=True, slots=True)
class _Found:
    """A match of the grammar: token indices, end exclusive."""

    start: int
    end: int
    features: Features


@dataclass(frozen=True)
class _Language:
    """A grammar with what is needed to look for its expressions quickly."""

    grammar: Grammar
    vocabulary: frozenset[str]
    openers: frozenset[str]
    lead: frozenset[str]
    """Words after which a bare year or month name is one."""


_LEAD_AR = "في خلال منذ حتى قبل بعد بحلول شهر عام من الى بين عن ل ب و ( / نهاية بداية منتصف مطلع اواخر اوائل"


@cache
def _language(code: str) -> _Language:
    lexicon = Lexicon(words_ar.TABLES)
    grammar = Grammar(grammar_ar.GRAMMAR, lexicon, BUILTINS)
    words = frozenset(lexicon.words() | grammar.literals | WORDS)
    openers = frozenset(lexicon.openers() | grammar.literals | WORDS)
    lead = frozenset(_LEAD_AR.split())
    return _Language(grammar, words, openers, lead)


def read_day(text: str | None) -> date | None:
    """Return a publication day from an ISO date or from day/month/year.

    :raises InputError: the text is neither.
    """
    if text is None:
        return None
    try:
        if "/" in text:
            day, month, year = (int(part) for part in text.split("/"))
            return date(year, month, day)
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise InputError(f"{text!r} is no day of publication; write it as 2021-12-09") from error


def find_dates(
    text: str, *, published: str | None, language: str = "ar", sentences: Sequence[Span] = ()
) -> tuple[DateExpression, ...]:
    """Return the expressions of time in a text, in order and without overlap, resolved.

    ``published`` is the ISO date that relative expressions count from; None leaves them unresolved. With
    ``sentences`` no expression crosses from one into another; without, only a blank line parts them.

    :raises InputError: ``published`` is not a date.
    """
    return _Text(text, published, language, sentences).expressions()


def resolve_dates(
    text: str,
    spans: Iterable[Span],
    *,
    published: str | None,
    language: str = "ar",
    sentences: Sequence[Span] = (),
) -> tuple[DateExpression, ...]:
    """Return the value of expressions whose extents are already known, in the order given.

    An extent the grammar cannot read has the value None.

    :raises InputError: ``published`` is not a date.
    """
    reader = _Text(text, published, language, sentences)
    return tuple(reader.at(span) for span in spans)


def resolve_date(
    text: str,
    span: Span | None = None,
    *,
    published: str | None,
    language: str = "ar",
    anchor: str | None = None,
) -> DateExpression:
    """Return the value of one expression; ``span`` None means the whole text.

    ``anchor`` is the ISO date of the other event for an expression such as *two days after the killing*
    or *the same day*.

    :raises InputError: ``published`` or ``anchor`` is not a date.
    """
    reader = _Text(text, published, language, ())
    return reader.at(span if span is not None else Span(0, len(text)), anchor=read_day(anchor))


class _Text:
    """One text being read: its tokens, the matches of the grammar, the day of reference."""

    def __init__(self, text: str, published: str | None, language: str, sentences: Sequence[Span]) -> None:
        self.text = text
        self.language = language
        self.parser = _language(language)
        self.tokens = tokenise(text, self.parser.vocabulary)
        if sentences:
            self.tokens = _parted(self.tokens, sentences)
        self.starts = [token.start for token in self.tokens]
        self.reading = Reading(self.tokens, self.parser.grammar.lexicon)
        self.found = self._find()
        self.now = self._reference(read_day(published))

    # ---- matching

    def _find(self) -> list[_Found]:
        found: list[_Found] = []
        at = 0
        while at < len(self.tokens):
            match = self._longest(at)
            if match is None:
                at += 1
                continue
            if self._is_plausible(match):
                found.append(match)
            at = match.end
        return found

    def _longest(self, at: int, stop: int | None = None) -> _Found | None:
        token = self.tokens[at]
        if token.kind in ("break", "clitic") or (token.kind == "mark" and token.form != "("):
            return None
        if token.kind == "word" and token.form not in self.parser.openers:
            return None
        if token.kind == "number" and (not 1 <= token.digits() <= 4 or not self._starts_number(at)):
            return None
        best: _Found | None = None
        for features, end in self.parser.grammar.matches("expression", self.reading, at):
            if end > at and (stop is None or end <= stop) and (best is None or end > best.end):
                best = _Found(at, end, features)
        return best

    def _starts_number(self, at: int) -> bool:
        """Tell whether a figure is not glued to a figure, letter or separator before it."""
        if at == 0 or not self.tokens[at].glued:
            return True
        before = self.tokens[at - 1]
        if before.kind == "number" or before.form in (".", ",", ":", "$", "%"):
            return False
        return not (before.form in ("/", "-") and at > 1 and self.tokens[at - 2].kind == "number" and before.glued)

    def _is_plausible(self, match: _Found) -> bool:
        """Refuse a bare year, month or day name that nothing around it makes one."""
        features = match.features
        keys = features.keys() - {"cal"}
        before = self.tokens[match.start - 1] if match.start > 0 else None
        if keys == {"year"} and match.end - match.start == 1:
            return before is not None and before.form in self.parser.lead and self._ends_number(match.end)
        if keys == {"month"} and match.end - match.start == 1:
            return features["cal"] == "g" and before is not None and before.form in self.parser.lead
        if "short" in features and keys <= {"day", "month", "short", "year"}:
            return before is not None and before.form in ("يوم", "بتاريخ", "تاريخ")
        return keys not in ({"approx"}, {"season"}, {"part"})

    def _ends_number(self, end: int) -> bool:
        """Tell whether what follows a bare figure does not make it an amount."""
        if end >= len(self.tokens):
            return True
        after = self.tokens[end]
        return after.kind != "number" and after.form not in ("%", "الف", "مليون", "مليار", "دولار")

    # ---- reference

    def _reference(self, published: date | None) -> date | None:
        """Return the day that *today* means: the text's own weekday wins over the publication date."""
        for match in self.found:
            features = match.features
            if features.get("days") in (0, -1, 1) and "alt" not in features:
                value = resolve(features, Context(published, language=self.language))
                if value.granularity != "day" or value.edtf is None or "X" in value.edtf:
                    continue
                if "month" in features or value.notes:
                    return date.fromordinal(date.fromisoformat(value.edtf).toordinal() - features["days"])
        return published

    # ---- values

    def expressions(self) -> tuple[DateExpression, ...]:
        """Return all expressions found, resolved in text order."""
        out: list[DateExpression] = []
        anchor: date | None = None
        for index, match in enumerate(self.found):
            expression = self._expression(match, anchor, index)
            out.append(expression)
            day = _full_day(expression)
            anchor = day if day is not None else anchor
        return tuple(out)

    def at(self, span: Span, *, anchor: date | None = None) -> DateExpression:
        """Return the expression with exactly this extent."""
        first = bisect_left(self.starts, span.start)
        stop = bisect_right(self.starts, span.end - 1)
        best: _Found | None = None
        at = first
        while at < stop:
            match = self._longest(at, stop)
            if match is not None and (best is None or match.end - match.start > best.end - best.start):
                best = match
            at += 1
        if best is None:
            return DateExpression(span, self.text[span.start : span.end], None)
        index = bisect_left([match.start for match in self.found], best.start)
        known = anchor if anchor is not None else self._anchor_before(index)
        found = self._expression(best, known, index)
        return replace(found, span=span, text=self.text[span.start : span.end])

    def _anchor_before(self, index: int) -> date | None:
        for match in reversed(self.found[:index]):
            day = _full_day(self._expression(match, None, -1))
            if day is not None:
                return day
        return None

    def _expression(self, match: _Found, anchor: date | None, index: int) -> DateExpression:
        features = match.features
        context = Context(self.now, anchor, self.language)
        value = resolve(features, context)
        span = Span(self.tokens[match.start].start, self.tokens[match.end - 1].end)
        return _expression(span, self.text[span.start : span.end], value, features)


def _expression(span: Span, text: str, value: Value, features: Features) -> DateExpression:
    return DateExpression(
        span=span,
        text=text,
        edtf=qualified(value, features),
        granularity=value.granularity,
        approximate=value.approximate or "approx" in features,
        uncertain="uncertain" in features,
        calendar=value.calendar,
        part=features.get("part"),
        score=value.score,
        notes=value.notes,
    )


def _full_day(expression: DateExpression) -> date | None:
    """Return the day that a value names, the first one of a longer period."""
    begin = expression.begin
    if begin is None or begin.startswith("-") or len(begin) > 10:
        return None
    return date.fromisoformat(begin)


def _parted(tokens: Sequence[Token], sentences: Sequence[Span]) -> list[Token]:
    """Put a break before each token that begins a sentence."""
    out: list[Token] = []
    borders = [span.start for span in sentences]
    last = 0
    for token in tokens:
        place = bisect_right(borders, token.start)
        if place != last:
            out.append(Token(token.start, token.start, "", "break"))
            last = place
        out.append(token)
    return out
