"""A small grammar engine over tokens, whose results are feature structures that unify.

A grammar is text, one rule a line, continued on indented lines::

    day_month : day=DAY ["من"] month
    month     : [MONTHWORD] MONTH ["/" MONTH]

``"word"`` matches a token by its folded form, an upper-case name a terminal (a table entry or a built-in),
a lower-case name another rule; ``[x]`` is optional, ``a | b`` a choice, ``!x`` and ``&x`` look ahead,
``{key=value}`` adds a feature, ``name=x`` keeps what x gives under a name. A sequence merges the features
of its parts and fails where two disagree: ``يوليو/تموز`` is July, ``يوليو/آب`` is no month.

All readings are kept, in the order of the grammar. There is no repetition and no recursion, so a match is
of bounded length and the time is linear in the text.

Source: Shieber (1986), An Introduction to Unification-Based Approaches to Grammar, chapter 3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from kg.dates.tokens import Token, fold

Features = dict[str, Any]
Match = tuple[Any, int]
"""Features (or the one value of a built-in) and the index of the token behind the match."""
Matcher = Callable[["Reading", int], Sequence[Match]]
Terminal = Callable[["Reading", int], Match | None]
Builtin = tuple[Terminal, frozenset[str] | None]
"""A built-in terminal and the keys of the tokens it can match (None: any); ``#`` is a number in figures."""

_SYMBOL = re.compile(r'"[^"]*"|\{\w+=[^}]*\}|\w+=|\w+|[()\[\]|!&]')


_CAPITAL = frozenset(["may", "march", "mar", "august", "sat", "sun", "mon", "wed"])
"""Names that are common words when not written with a capital."""


class Reading:
    """The tokens of one text with what the tables say of each, and the matches already tried."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self.tried: dict[tuple[str, int], Sequence[Match]] = {}
        self.keys = ["#" if token.kind == "number" else token.form for token in tokens] + ["", ""]
        """What the first sets of the grammar know each token by; all numbers are ``#``."""

    def terminal(self, kind: str, at: int) -> Match | None:
        """Return the longest entry of a table that starts at a token."""
        tokens = self.tokens
        if at >= len(tokens):
            return None
        for words, features in self.lexicon.entries.get((kind, tokens[at].form), ()):
            end = at + len(words)
            if tokens[at].form in _CAPITAL and not tokens[at].capital:
                continue
            if all(at + n < len(tokens) and tokens[at + n].form == w for n, w in enumerate(words)):
                return features, end
        return None


class Lexicon:
    """Tables of words and phrases: kind -> features -> forms."""

    def __init__(self, tables: Mapping[str, Sequence[tuple[Features, str]]]) -> None:
        """Index tables whose forms stand in one string, parted by ``|``; ``ال?`` is an article or none."""
        self.entries: dict[tuple[str, str], list[tuple[tuple[str, ...], Features]]] = {}
        for kind, rows in tables.items():
            for features, forms in rows:
                for form in forms.split("|"):
                    self._add(kind, form.strip(), features)
        for found in self.entries.values():
            found.sort(key=lambda entry: -len(entry[0]))

    def _add(self, kind: str, form: str, features: Features) -> None:
        if "ال?" in form:
            self._add(kind, form.replace("ال?", "ال", 1), features)
            self._add(kind, form.replace("ال?", "", 1), features)
            return
        words = tuple(word for word in re.findall(r"[^\W\d_]+|[^\w\s]", fold(form)))
        self.entries.setdefault((kind, words[0]), []).append((words, features))

    def words(self) -> set[str]:
        """Return every word of every form."""
        return {word for found in self.entries.values() for words, _ in found for word in words}

    def openers(self, kind: str) -> frozenset[str]:
        """Return every word with which an entry of a table begins."""
        return frozenset(word for known, word in self.entries if known == kind)


class Grammar:
    """A compiled grammar; ``literals`` are the words it quotes, ``openers`` those a rule can begin with."""

    def __init__(self, text: str, lexicon: Lexicon, builtins: Mapping[str, Builtin]) -> None:
        self.lexicon = lexicon
        self.builtins = builtins
        self.literals: set[str] = set()
        self.rules: dict[str, Part] = {}
        for line in re.sub(r"\n[ \t]+", " ", text.strip()).splitlines():
            if line and not line.startswith("#"):
                name, _, body = line.partition(":")
                self.rules[name.strip()] = _Compiler(self, body).choice()

    def matches(self, rule: str, reading: Reading, at: int) -> Sequence[Match]:
        """Return all readings of a rule at a token, each rule tried once a token."""
        part = self.rules[rule]
        return _remembered(rule, part, reading, at) if part.can_begin(reading.keys[at]) else ()

    def openers(self, rule: str) -> frozenset[str] | None:
        """Return the keys of the tokens a rule can begin with, None for any."""
        return self.rules[rule].first


@dataclass(frozen=True, slots=True)
class Part:
    """A compiled piece of a rule: matcher, keys it can begin with (None: any), whether it may be empty."""

    match: Matcher
    first: frozenset[str] | None
    empty: bool = False

    def can_begin(self, key: str) -> bool:
        """Tell whether the piece can match at a token of this key."""
        return self.empty or self.first is None or key in self.first


class _Compiler:
    """Turns the body of one rule into a matcher; the rules it names must stand above it."""

    def __init__(self, grammar: Grammar, body: str) -> None:
        self.grammar = grammar
        self.symbols = _SYMBOL.findall(body)
        self.at = 0

    def peek(self) -> str:
        return self.symbols[self.at] if self.at < len(self.symbols) else ""

    def take(self) -> str:
        self.at += 1
        return str(self.symbols[self.at - 1])

    def choice(self) -> Part:
        branches = [self.sequence()]
        while self.peek() == "|":
            self.take()
            branches.append(self.sequence())
        return branches[0] if len(branches) == 1 else _any(branches)

    def sequence(self) -> Part:
        parts = []
        while self.peek() not in ("", "|", ")", "]"):
            parts.append(self.item())
        return parts[0] if len(parts) == 1 else _all(parts)

    def item(self) -> Part:
        symbol = self.take()
        if symbol in ("(", "["):
            inner = self.choice()
            self.take()
            return inner if symbol == "(" else _optional(inner)
        if symbol in ("!", "&"):
            return _ahead(self.item(), wanted=symbol == "&")
        if symbol.startswith("{"):
            key, _, value = symbol[1:-1].partition("=")
            features = {key: int(value) if re.fullmatch(r"-?\d+", value) else value}
            return Part(lambda _reading, at: ((features, at),), frozenset(), empty=True)
        if symbol.endswith("="):
            return _named(symbol[:-1], self.item())
        return self.name(symbol)

    def name(self, symbol: str) -> Part:
        grammar = self.grammar
        if symbol.startswith('"'):
            word = fold(symbol[1:-1])
            grammar.literals.add(word)
            return Part(_literal(word), frozenset({word}))
        if symbol in grammar.builtins:
            terminal, first = grammar.builtins[symbol]
            return Part(_terminal(terminal), first)
        if symbol.isupper():
            return Part(
                _terminal(lambda reading, at: reading.terminal(symbol, at)), grammar.lexicon.openers(symbol)
            )
        rule = grammar.rules[symbol]
        return Part(partial(_remembered, symbol, rule), rule.first, rule.empty)


def unify(left: Features, right: Features) -> Features | None:
    """Return the features of both, or None when they disagree on one.

    >>> unify({"month": 7}, {"month": 7, "day": 26}), unify({"month": 7}, {"month": 8})
    ({'month': 7, 'day': 26}, None)
    """
    if not left or not right:
        return left or right
    for key in left.keys() & right.keys():
        if left[key] != right[key]:
            return None
    return {**left, **right}


def _remembered(name: str, rule: Part, reading: Reading, at: int) -> Sequence[Match]:
    """Return the readings of a rule at a token that it can begin with; each rule is tried once a token."""
    found = reading.tried.get((name, at))
    if found is None:
        found = reading.tried[name, at] = _distinct(rule.match(reading, at))
    return found


def _distinct(found: Sequence[Match]) -> Sequence[Match]:
    if len(found) < 2:
        return found
    kept: list[Match] = []
    for match in found:
        if match not in kept:
            kept.append(match)
    return kept


def _terminal(terminal: Terminal) -> Matcher:
    def match(reading: Reading, at: int) -> Sequence[Match]:
        found = terminal(reading, at)
        return () if found is None else (found,)

    return match


def _literal(word: str) -> Matcher:
    def match(reading: Reading, at: int) -> Sequence[Match]:
        return (({}, at + 1),) if at < len(reading.tokens) and reading.tokens[at].form == word else ()

    return match


def _union(parts: Sequence[Part]) -> frozenset[str] | None:
    keys: set[str] = set()
    for part in parts:
        if part.first is None:
            return None
        keys |= part.first
    return frozenset(keys)


def _any(branches: Sequence[Part]) -> Part:
    keys = frozenset().union(*(part.first for part in branches if part.first is not None))
    by_key = {key: [part.match for part in branches if part.can_begin(key)] for key in keys}
    by_any = [part.match for part in branches if part.empty or part.first is None]

    def match(reading: Reading, at: int) -> Sequence[Match]:
        return [found for branch in by_key.get(reading.keys[at], by_any) for found in branch(reading, at)]

    return Part(match, _union(branches), any(part.empty for part in branches))


def _all(parts: Sequence[Part]) -> Part:
    steps = [(part.match, None if part.empty else part.first) for part in parts]

    def match(reading: Reading, at: int) -> Sequence[Match]:
        keys = reading.keys
        found: list[Match] = [({}, at)]
        for step, first in steps:
            found = [
                (merged, after)
                for features, end in found
                if first is None or keys[end] in first
                for more, after in step(reading, end)
                if (merged := unify(features, more)) is not None
            ]
            if not found:
                break
        return found

    leading = next((n + 1 for n, part in enumerate(parts) if not part.empty), len(parts))
    return Part(match, _union(parts[:leading]), all(part.empty for part in parts))


def _optional(inner: Part) -> Part:
    def match(reading: Reading, at: int) -> Sequence[Match]:
        if not inner.can_begin(reading.keys[at]):
            return (({}, at),)
        return (*inner.match(reading, at), ({}, at))

    return Part(match, inner.first, empty=True)


def _ahead(inner: Part, *, wanted: bool) -> Part:
    def match(reading: Reading, at: int) -> Sequence[Match]:
        found = inner.can_begin(reading.keys[at]) and bool(inner.match(reading, at))
        return (({}, at),) if found is wanted else ()

    return Part(match, frozenset(), empty=True)


def _named(name: str, inner: Part) -> Part:
    return Part(
        lambda reading, at: [({name: value}, end) for value, end in inner.match(reading, at)],
        inner.first,
        inner.empty,
    )
