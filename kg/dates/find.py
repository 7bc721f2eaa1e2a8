"""Find the expressions of time in a text and resolve them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

from kg.dates import grammar_ar, grammar_en, words_ar, words_en
from kg.dates.model import DateExpression
from kg.dates.numbers import WORDS
from kg.dates.peg import Features, Grammar, Lexicon, Reading
from kg.dates.resolve import resolve
from kg.dates.terminals import BUILTINS, numeric
from kg.dates.tokens import Token, tokenise
from kg.dates.values import ANAPHORIC, Context, Value, qualified
from kg.errors import InputError
from kg.model import Span

_MAXIMUM_TOKENS = 60
_MAXIMUM_BACK = 20
_NEAR = 12
"""Tokens within which a word must follow a figure for the whole grammar to be tried."""


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


_LEAD = {
    "ar": "في خلال منذ حتي قبل بعد بحلول حلول شهر من الي بين عن ل ب ( نهايه بدايه منتصف مطلع اواخر اوائل "
    "غايه افق "
    "انتخابات دستور اتفاق اتفاقيه دوره ثوره حرب موازنه ميزانيه الماليه عقب فمنذ ومنذ وفي ففي وحتي",
    "en": "in since by until till before after of from to during ( between through and late early mid around "
    "elections election constitution agreement war budget for into throughout onwards last next "
    "this past every",
}
_TABLES = {"ar": (words_ar.TABLES, grammar_ar.GRAMMAR), "en": (words_en.TABLES, grammar_en.GRAMMAR)}
_YEARWORDS = frozenset(["عام", "العام", "سنه", "السنه", "year", "م", "ه", "circa", "ca"])
_MOVEMENTS = frozenset(["قوي", "حركه", "فريق", "تحالف", "كتله", "تيار"])
_SCALES = frozenset(["%", "الف", "مليون", "مليار", "دولار", "thousand", "million", "people"])


@cache
def _language(code: str) -> _Language:
    tables, text = _TABLES[code]
    lexicon = Lexicon(tables)
    grammar = Grammar(text, lexicon, BUILTINS)
    lead = frozenset(_LEAD[code].split())
    words = lexicon.words() | grammar.literals | WORDS
    return _Language(grammar, frozenset(words), grammar.openers("expression") or frozenset(), lead)


_ORDER = (("ar", "en"), ("en", "ar"))
_OPENING_MARKS = frozenset("(’'")


@cache
def _vocabulary() -> frozenset[str]:
    return _language("ar").vocabulary | _language("en").vocabulary


@cache
def _opening() -> frozenset[str]:
    """Return the keys of the tokens that an expression can begin with behind an opening mark."""
    return (_language("ar").openers | _language("en").openers) - _OPENING_MARKS


@cache
def _leads() -> frozenset[str]:
    return _language("ar").lead | _language("en").lead


@lru_cache(maxsize=5_000)
def _is_expression(word: str) -> bool:
    """Tell whether a word may be an expression of time before an unknown one; most openers ("in") are not."""
    tokens = [Token(0, len(word), word, "word", capital=True), Token(len(word), len(word), "", "word")]
    grammars = (_language(code).grammar for code in _ORDER[0])
    return any(grammar.matches("expression", Reading(tokens, grammar.lexicon), 0) for grammar in grammars)


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
    return _read(text, published, language, tuple(sentences)).expressions()


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
    reader = _read(text, published, language, tuple(sentences))
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
    reader = _read(text, published, language, ())
    return reader.at(span if span is not None else Span(0, len(text)), anchor=read_day(anchor))


@lru_cache(maxsize=2)
def _read(text: str, published: str | None, language: str, sentences: tuple[Span, ...]) -> _Text:
    """Return a text read; extents and values are asked for one after the other, so the last is kept."""
    return _Text(text, published, language, sentences)


class _Text:
    """One text being read: its tokens, the matches of the grammar, the day of reference."""

    def __init__(self, text: str, published: str | None, language: str, sentences: Sequence[Span]) -> None:
        self.text = text
        self.language = language
        self.parsers = {code: _language(code) for code in _ORDER[language == "en"]}
        self.tokens = tokenise(text, _vocabulary())
        if sentences:
            self.tokens = _parted(self.tokens, sentences)
        self.starts = [token.start for token in self.tokens]
        self.words = [at for at, token in enumerate(self.tokens) if token.kind in ("word", "clitic")]
        self.readings = {
            code: Reading(self.tokens, parser.grammar.lexicon) for code, parser in self.parsers.items()
        }
        self.resolved: tuple[DateExpression, ...] | None = None
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
        """Return the longest match that starts at a token, by the grammar of the token's script.

        A figure is tried with both grammars, that of the text's language first.
        """
        token = self.tokens[at]
        if token.kind in ("break", "clitic") or (token.kind == "mark" and token.form not in _OPENING_MARKS):
            return None
        if token.kind == "number" and not self._starts_number(at):
            return None
        if token.kind == "mark" and not (
            self._form(at + 1) and self.readings["ar"].keys[at + 1] in _opening()
        ):
            return None
        alone = token.kind != "word" and not self._has_word_near(at)
        if alone and (token.kind == "mark" or not self._is_figure_date(at)):
            return None
        if token.kind == "word" and self._stands_alone(at) and not _is_expression(token.form):
            return None
        best: _Found | None = None
        rule = "figures" if alone else "expression"
        for code, parser in self.parsers.items():
            if token.kind == "word" and token.form not in parser.openers:
                continue
            for features, end in parser.grammar.matches(rule, self.readings[code], at):
                if end > at and (stop is None or end <= stop) and (best is None or end > best.end):
                    best = _Found(at, end, features)
        return best

    def _stands_alone(self, at: int) -> bool:
        """Tell whether a word follows that no grammar knows, so that at most one token can match."""
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        return after is not None and after.kind == "word" and after.form not in _vocabulary()

    def _has_word_near(self, at: int) -> bool:
        """Tell whether a word follows within the reach of an expression that begins with a figure."""
        place = bisect_right(self.words, at)
        return place < len(self.words) and self.words[place] - at <= _NEAR

    def _is_figure_date(self, at: int) -> bool:
        """Tell whether figures without words may be a date: a year, or day and month with a word before."""
        found = numeric(self.readings["ar"], at)
        if found is None:
            return self.tokens[at].digits() == 4
        return "short" not in found[0] or (at > 0 and self.tokens[at - 1].kind == "word")

    def _starts_number(self, at: int) -> bool:
        """Tell whether a figure can begin a date: short, no part of a longer one, not before another."""
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if not 1 <= self.tokens[at].digits() <= 4:
            return False
        if after is not None and after.kind == "number" and self._form(at - 1) not in _leads():
            return False
        if at == 0 or not self.tokens[at].glued:
            return True
        before = self.tokens[at - 1]
        if before.kind == "number" or before.form in (".", ",", ":", "$", "%"):
            return False
        return not (
            before.form in ("/", "-") and at > 1 and self.tokens[at - 2].kind == "number" and before.glued
        )

    def _is_plausible(self, match: _Found) -> bool:
        """Refuse a bare year, month or feast that nothing around it makes one."""
        keys = match.features.keys() - {"approx"}
        if keys != {"year", "cal"}:
            keys -= {"cal"}
        before, after = self._form(match.start - 1), self._form(match.end)
        single = match.end - match.start == 1
        if keys == {"year"} and not any(t.form in _YEARWORDS for t in self.tokens[match.start : match.end]):
            return self._is_year(match, before, after)
        if keys == {"month"} and single:
            return match.features["cal"] == "g" and before in _leads()
        if "short" in keys and keys <= {"day", "month", "short", "year"}:
            return "يوم" in (before, self._form(match.start)) or before in ("بتاريخ", "تاريخ")
        if keys == {"days"} and single:
            return before not in ("في", "الي", "بعد", "هذا", "per")
        if keys == {"feast", "month", "day"}:
            return before in _leads() or not single
        if keys == {"day", "month"} and (
            before in _MOVEMENTS or (after == "من" and self._form(match.end + 1) == "كل")
        ):
            return False
        return keys not in ({"season"}, {"part"}, {"n", "unit"})

    def _form(self, at: int) -> str:
        return self.tokens[at].form if 0 <= at < len(self.tokens) else ""

    def _is_year(self, match: _Found, before: str, after: str) -> bool:
        year = match.features["year"]
        if "approx" in match.features:
            return 1000 <= year <= 2100 and (match.end == len(self.tokens) or after in _CLAUSE_ENDS)
        if before not in _leads() or not 1800 <= year <= 2100:
            return False
        word = self.tokens[match.end] if match.end < len(self.tokens) else None
        amount = word is not None and word.kind == "word" and word.form not in _vocabulary()
        return not (after in _SCALES or (amount and before in ("من", "عن", "بين", "الي")))

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
        for match in self.found:
            out.append(self._expression(match, out))
        return tuple(out)

    def at(self, span: Span, *, anchor: date | None = None) -> DateExpression:
        """Return the expression with exactly this extent."""
        best = self._best(bisect_left(self.starts, span.start), bisect_right(self.starts, span.end - 1))
        text = self.text[span.start : span.end]
        if best is None:
            return DateExpression(span, text, None)
        if self.resolved is None:
            self.resolved = self.expressions()
        earlier = [known for known in self.resolved if known.span.end <= self.tokens[best.start].start]
        return replace(self._expression(best, earlier, anchor), span=span, text=text)

    def _best(self, at: int, stop: int) -> _Found | None:
        """Return the longest match between two tokens, the first of equals."""
        best: _Found | None = None
        while at < stop:
            match = self._longest(at, stop)
            if match is not None and "event" in match.features:
                return match
            if match is not None and (best is None or match.end - match.start > best.end - best.start):
                best = match
            at = at + 1 if match is None else match.end
        return best

    def _expression(
        self, match: _Found, earlier: Sequence[DateExpression], anchor: date | None = None
    ) -> DateExpression:
        features = match.features
        context = Context(self.now, anchor, self.language)
        if anchor is None and "event" in features:
            context = self._event_context(match, earlier)
        elif anchor is None:
            context = replace(context, anchor=_last_named(earlier, features))
        if keys_of(features) == {"weekday"} and self._is_ahead(match):
            features = {**features, "mod": "ahead"}
        value = resolve(features, context)
        first = match.start
        while first < match.end - 1 and self.tokens[first].form in _OUTSIDE:
            first += 1
        span = Span(self.tokens[first].start, self.tokens[match.end - 1].end)
        return _expression(span, self.text[span.start : span.end], value, features)

    def _event_context(self, match: _Found, earlier: Sequence[DateExpression]) -> Context:
        """Return the day that ``two days after the killing`` counts with.

        That of the killing when a date follows in the same phrase, else that of what happened after it when
        the sentence dates it before.
        """
        plain = Context(self.now, None, self.language)
        for at in range(match.end, min(match.end + _EVENT_WORDS, len(self.tokens))):
            if self.tokens[at].form in _CLAUSE_ENDS:
                break
            following = self._longest(at)
            if following is not None and "day" in following.features and following.end - at > 1:
                value = self._expression(following, earlier)
                day = _day_named(value)
                if day is not None:
                    return replace(plain, anchor=day, counts_from_anchor=True)
        if match.features["unit"] not in ("day", "week") or not earlier:
            return plain
        start, border = (
            self.tokens[match.start].start,
            self._sentence_start(self._sentence_start(match.start)),
        )
        last = earlier[-1]
        if last.span.end > start or last.span.start < self.tokens[border].start or last.granularity != "day":
            return plain
        return replace(plain, anchor=_day_named(last))

    def _sentence_start(self, at: int) -> int:
        """Return the token that begins the sentence of the token before, looking back a bounded way."""
        lowest = max(at - _MAXIMUM_TOKENS, 0)
        while at > lowest and self._ends_sentence(at - 1):
            at -= 1
        while at > lowest and not self._ends_sentence(at - 1):
            at -= 1
        return at

    def _ends_sentence(self, at: int) -> bool:
        token = self.tokens[at]
        return token.kind == "break" or (token.form in _SENTENCE_ENDS and token.glued)

    def _is_ahead(self, match: _Found) -> bool:
        """Tell whether the words before a bare weekday speak of what is to come."""
        if self._form(match.start - 1) in ("حتي", "until", "till"):
            return True
        for index in range(match.start - 1, max(match.start - _AHEAD_WORDS, -1), -1):
            token = self.tokens[index]
            if token.kind == "break" or token.form in _SENTENCE_ENDS:
                return False
            if token.form in _AHEAD or _FUTURE.match(token.form):
                return True
        return False


_OUTSIDE = frozenset(["the", "from", "just", "only"])
"""Words that the grammar may begin with and the annotation guide leaves outside."""
_EVENT_WORDS = 14
_AHEAD_WORDS = 8
_CLAUSE_ENDS = frozenset([".", "،", ",", "؛", ";", ":", "؟", "?"]) | {""}
_SENTENCE_ENDS = frozenset([".", "؟", "?", "!"])
_AHEAD = frozenset(
    [
        "المقرر",
        "المرتقب",
        "المزمع",
        "المنتظر",
        "المتوقع",
        "مقرر",
        "يتوقع",
        "سوف",
        "تبدا",
        "يبدا",
        "تنطلق",
        "ينطلق",
        "will",
        "scheduled",
        "expected",
        "shall",
        "due",
    ]
)
_FUTURE = re.compile("(?:و|ف)?س(?:ي|ت|ن)[^ا]...")
_FINENESS = {"day": 3, "week": 2, "month": 2, "year": 1, "decade": 1, "century": 1}
_GRAIN = {"day": 3, "month": 2, "year": 1}


def keys_of(features: Features) -> set[str]:
    """Return the names of the features that say when, without those of the hour."""
    return set(features.keys() - {"daypart", "cal", "hour"})


def _last_named(earlier: Sequence[DateExpression], features: Features) -> date | None:
    """Return the day the text named last, in an expression fine enough for what looks back to it."""
    relative = features.get("yearrel") or features.get("monthrel") or features
    if relative.get("mod") not in ANAPHORIC and "narrative" not in features:
        return None
    needed = _FINENESS.get(features.get("unit", "year"), 1)
    for expression in reversed(earlier[-_MAXIMUM_BACK:]):
        if _GRAIN.get(expression.granularity, 0) >= needed and expression.begin is not None:
            day = _date(expression.begin)
            if day is not None:
                return day
    return None


def _day_named(expression: DateExpression) -> date | None:
    """Return the one day that an expression names."""
    begin = expression.begin
    return (
        _date(begin)
        if begin is not None and expression.granularity == "day" and begin == expression.end
        else None
    )


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if len(text) == 10 and text >= "0001" else None


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
