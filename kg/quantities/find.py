"""Find quantities in a text: a number or range with what it counts or measures."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.dates.numbers import cardinal
from kg.dates.peg import Features, Reading
from kg.dates.tokens import tokenise
from kg.model import Span
from kg.quantities.grammar import quantity_grammar
from kg.quantities.model import QuantityExpression

_LEAST = {"dozens": 24, "hundreds": 200, "thousands": 2_000, "millions": 2e6, "billions": 2e9}
_ONES = frozenset({"واحد", "واحده", "احد", "احدي", "الاحد", "one"})
_FINITE = 10.0**18
_POINTED = re.compile(r"(?<![\d.])\d{1,3}\.\d{3}(?![\d.])")
"""A figure whose point sets off thousands when it counts people or things, which have no parts."""


def find_quantities(text: str, *, language: str = "ar") -> tuple[QuantityExpression, ...]:
    """Return the quantities of a text in order and without overlap.

    Only numbers with a noun, unit or currency that the tables know are found; ``language`` (ar, en) is that
    of the text, words of the other one are understood as well.
    """
    del language  # both scripts are always read
    reader = _Reader(text)
    found, at = [], 0
    while at < len(reader.tokens):
        match = reader.longest(at)
        if match is None:
            at += 1
            continue
        found.append(reader.expression(match))
        at = match.end
    return tuple(found)


def resolve_quantities(
    text: str, spans: Iterable[Span], *, language: str = "ar"
) -> tuple[QuantityExpression | None, ...]:
    """Return the value of quantities whose extents are already known, None where no number is understood.

    A number whose noun the tables do not know counts the words as written.
    """
    del language
    reader = _Reader(text)
    return tuple(reader.at(span) for span in spans)


@dataclass(frozen=True, slots=True)
class _Match:
    """A match of the grammar: token indices, end exclusive."""

    start: int
    end: int
    features: Features


class _Reader:
    """One text with its tokens and the matches of the grammar."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.grammar, vocabulary, self.openers = quantity_grammar()
        self.tokens = tokenise(text, vocabulary)
        self.starts = [token.start for token in self.tokens]
        self.reading = Reading(self.tokens, self.grammar.lexicon)

    def longest(self, at: int, stop: int | None = None, rule: str = "quantity") -> _Match | None:
        """Return the longest quantity that begins at a token."""
        token = self.tokens[at]
        if token.kind in ("break", "clitic") or (token.kind == "word" and token.form not in self.openers):
            return None
        if token.form in _ONES and (cardinal(self.tokens, at) or (1.0, at))[0] == 1:
            return None
        if token.kind == "number" and self._is_inside(at):
            return None
        best: _Match | None = None
        for features, end in self.grammar.matches(rule, self.reading, at):
            if (stop is None or end <= stop) and (best is None or end > best.end) and _is_sound(features):
                best = _Match(at, end, features)
        return best

    def _is_inside(self, at: int) -> bool:
        """Tell whether a figure is glued to the figures, letters or marks before it, as in a date."""
        before = self.tokens[at - 1] if at > 0 and self.tokens[at].glued else None
        return before is not None and (
            before.kind == "number"
            or (before.form.isascii() and before.form.isalpha())
            or before.form in (".", "/", ":", "-")
        )

    def expression(self, match: _Match) -> QuantityExpression:
        """Return the expression of a match."""
        span = Span(self.tokens[match.start].start, self.tokens[match.end - 1].end)
        return _expression(span, self.text[span.start : span.end], match.features)

    def at(self, span: Span) -> QuantityExpression | None:
        """Return the value of an extent: the longest match within, else its number and the words after it."""
        first, stop = bisect_left(self.starts, span.start), bisect_right(self.starts, span.end - 1)
        for rule in ("quantity", "marked"):
            found = [
                match for at in range(first, stop) if (match := self.longest(at, stop, rule)) is not None
            ]
            if found:
                best = max(found, key=lambda match: match.end - match.start)
                return self._spread(self.expression(best), span)
        plain = self._plain(first, stop)
        return None if plain is None else self._spread(plain, span)

    def _spread(self, known: QuantityExpression, span: Span) -> QuantityExpression:
        return replace(known, span=span, text=self.text[span.start : span.end])

    def _plain(self, first: int, stop: int) -> QuantityExpression | None:
        """Return a number, or a vague one, of whatever the words after it say."""
        for at in range(first, stop):
            vague = self.longest(at, stop, "uncounted")
            if vague is not None:
                return self._counting(vague.features, vague.end, stop)
            number = cardinal(self.tokens[:stop], at)
            if number is not None and self.tokens[at].form not in _ONES:
                return self._counting({"n": number[0]}, number[1], stop)
        return None

    def _counting(self, features: Features, end: int, stop: int) -> QuantityExpression:
        words = self.text[self.tokens[end].start : self.tokens[stop - 1].end].split() if end < stop else []
        counted = {"counted": " ".join(words), "one": " ".join(words)} if words else {}
        return _expression(Span(0, 0), "", features | counted)


def _is_sound(features: Features) -> bool:
    """Refuse a range that ends below its beginning or a thousand times above, which joins two numbers."""
    if "low" not in features:
        return True
    low, high = _limits(features)
    return low is not None and high is not None and low < high <= low * 1000


def _expression(span: Span, text: str, features: Features) -> QuantityExpression:
    if "counted" in features and not {"unit", "code"} & features.keys():
        pointed = {float(figure) for figure in _POINTED.findall(text)}
        features = features | {
            key: features[key] * 1000 for key in ("n", "low", "high") if features.get(key) in pointed
        }
    low, high = _limits(features)
    unit, counted = features.get("unit"), features.get("counted", features.get("nation"))
    return QuantityExpression(
        span=span,
        text=text,
        minimum=None if "less" in features else low,
        maximum=None if "more" in features or "scale" in features else high,
        value=_value(features, low, high),
        unit=unit,
        code=features.get("code") or None,
        counted=counted,
        approximate="approx" in features or "scale" in features,
    )


def _limits(features: Features) -> tuple[float | None, float | None]:
    if "scale" in features:
        factor = {"thousands": 1e3, "millions": 1e6}.get(features.get("scale2", ""), 1.0)
        least = {"dozens": 20.0}.get(features["scale"], _LEAST[features["scale"]] / 2)
        return least * factor, None
    if "low" not in features:
        return float(features["n"]), float(features["n"])
    low, high = float(features["low"]), float(features["high"])
    factor = 1.0
    while (
        low < 1000 <= high / factor
        and (high % (factor * 1000) == 0 or low % 1)
        and low < high / (factor * 1000)
    ):
        factor *= 1000
    return low * factor, high


def _value(features: Features, low: float | None, high: float | None) -> str:
    name = features.get("counted") or features.get("unit") or features.get("nation") or ""
    if "scale" in features:
        scales = [features[key] for key in ("scale", "scale2") if key in features]
        if len(scales) == 2 and scales[0] == "dozens":
            scales[0] = "tens"
        return " of ".join(word for word in (*scales, name) if word)
    if features.get("code") == "PERCENT":
        counted = features.get("counted", features.get("nation"))
        of = f" of {counted}" if counted is not None else ""
        return f"{_figures(low, high)}%{of}"
    if low == high == 1 and "one" in features:
        name = features["one"]
    return f"{_figures(low, high)} {name}".strip()


def _figures(low: float | None, high: float | None) -> str:
    parts = [_figure(value) for value in (low, high) if value is not None]
    return parts[0] if len(set(parts)) == 1 else "-".join(parts)


def _figure(value: float) -> str:
    if value.is_integer() and abs(value) < _FINITE:
        return str(int(value))
    return f"{value:.6f}".rstrip("0").rstrip(".")
