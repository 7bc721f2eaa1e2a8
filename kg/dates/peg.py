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
from typing import Any

from kg.dates.tokens import Token, fold

Features = dict[str, Any]
Match = tuple[Any, int]
"""Features (or the one value of a built-in) and the index of the token behind the match."""
Matcher = Callable[["Reading", int], Sequence[Match]]
Terminal = Callable[["Reading", int], Match | None]

_SYMBOL = re.compile(r'"[^"]*"|\{\w+=[^}]*\}|\w+=|\w+|[()\[\]|!&]')


_CAPITAL = frozenset("may march mar august sat sun mon wed".split())
"""Names that are common words when not written with a capital."""


class Reading:
    """The tokens of one text with what the tables say of each, and the matches already tried."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self.tried: dict[tuple[str, int], Sequence[Match]] = {}

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
        """Index tables whose forms stand in one string, parted by ``|``; ``ال?`` is with or without article."""
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

    def openers(self) -> set[str]:
        """Return every word with which an entry begins."""
        return {word for _, word in self.entries}


class Grammar:
    """A compiled grammar; ``literals`` are the words it quotes."""

    def __init__(self, text: str, lexicon: Lexicon, builtins: Mapping[str, Terminal]) -> None:
        self.lexicon = lexicon
        self.builtins = builtins
        self.literals: set[str] = set()
        self.rules: dict[str, Matcher] = {}
        for line in re.sub(r"\n[ \t]+", " ", text.strip()).splitlines():
            if line and not line.startswith("#"):
                name, _, body = line.partition(":")
                self.rules[name.strip()] = _Compiler(self, body).choice()

    def matches(self, rule: str, reading: Reading, at: int) -> Sequence[Match]:
        """Return all readings of a rule at a token, each rule tried once a token."""
        key = (rule, at)
        if key not in reading.tried:
            reading.tried[key] = _distinct(self.rules[rule](reading, at))
        return reading.tried[key]


class _Compiler:
    """Turns the body of one rule into a matcher."""

    def __init__(self, grammar: Grammar, body: str) -> None:
        self.grammar = grammar
        self.symbols = _SYMBOL.findall(body)
        self.at = 0

    def peek(self) -> str:
        return self.symbols[self.at] if self.at < len(self.symbols) else ""

    def take(self) -> str:
        self.at += 1
        return str(self.symbols[self.at - 1])

    def choice(self) -> Matcher:
        branches = [self.sequence()]
        while self.peek() == "|":
            self.take()
            branches.append(self.sequence())
        return branches[0] if len(branches) == 1 else _any(branches)

    def sequence(self) -> Matcher:
        parts = []
        while self.peek() not in ("", "|", ")", "]"):
            parts.append(self.item())
        return parts[0] if len(parts) == 1 else _all(parts)

    def item(self) -> Matcher:
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
            return lambda _reading, at: ((features, at),)
        if symbol.endswith("="):
            return _named(symbol[:-1], self.item())
        return self.name(symbol)

    def name(self, symbol: str) -> Matcher:
        if symbol.startswith('"'):
            word = fold(symbol[1:-1])
            self.grammar.literals.add(word)
            return _literal(word)
        if symbol in self.grammar.builtins:
            return _terminal(self.grammar.builtins[symbol])
        if symbol.isupper() or symbol[:-1].isupper():
            return _terminal(lambda reading, at: reading.terminal(symbol, at))
        return lambda reading, at: self.grammar.matches(symbol, reading, at)


def unify(left: Features, right: Features) -> Features | None:
    """Return the features of both, or None when they disagree on one.

    >>> unify({"month": 7}, {"month": 7, "day": 26}), unify({"month": 7}, {"month": 8})
    ({'month': 7, 'day': 26}, None)
    """
    for key in left.keys() & right.keys():
        if left[key] != right[key]:
            return None
    return {**left, **right}


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


def _any(branches: Sequence[Matcher]) -> Matcher:
    return lambda reading, at: [match for branch in branches for match in branch(reading, at)]


def _all(parts: Sequence[Matcher]) -> Matcher:
    def match(reading: Reading, at: int) -> Sequence[Match]:
        found: list[Match] = [({}, at)]
        for part in parts:
            found = [
                (merged, after)
                for features, end in found
                for more, after in part(reading, end)
                if (merged := unify(features, more)) is not None
            ]
            if not found:
                break
        return found

    return match


def _optional(inner: Matcher) -> Matcher:
    return lambda reading, at: (*inner(reading, at), ({}, at))


def _ahead(inner: Matcher, *, wanted: bool) -> Matcher:
    return lambda reading, at: (({}, at),) if bool(inner(reading, at)) is wanted else ()


def _named(name: str, inner: Matcher) -> Matcher:
    return lambda reading, at: [({name: value}, end) for value, end in inner(reading, at)]
