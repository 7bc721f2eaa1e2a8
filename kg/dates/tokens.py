"""Cut text into the tokens that dates and quantities are parsed from, with their place in the text.

Each word carries a folded form (no diacritics, tatweel or hamza seats, lower case) for look-up, while its
offsets stay those of the text. Attached Arabic particles (و ف ب ك ل) become tokens of their own where what
remains is a word that the tables know.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

TokenKind = Literal["word", "number", "mark", "break", "clitic"]

_MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u0640"
_TOKEN = re.compile(
    r"(?P<digits>\d++)"
    rf"|(?P<word>[^\W\d_][{_MARKS}]*+(?:[^\W\d_][{_MARKS}]*+)*+)"
    r"|(?P<break>\n[^\S\n]*+\n\s*+)"
    r"|(?P<mark>[^\w\s\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff])"
)
_JUNK = re.compile(r"(?<![\d/.\-])[\d/.\-]{26,}+|(?:\d++\s*+[/.\-]\s*+){8,}+\d*+")
"""Runs of digits and separators too long for any date, passed over whole so that time stays linear."""
_GROUPED = re.compile(
    r"\d{1,3}(?:(?:[,٬]\d{3})++|(?:\.\d{3}){2,5}+|(?:[\u00a0\u202f]\d{3}){1,4}+|(?: \d00\b){1,4}+)(?![.]?\d)"
)
"""Thousands set off by comma, full stop (twice at least) or space; a plain space only before round groups."""
_DECIMAL = re.compile(r"(?<![.,٫/])\d{1,9}[.,٫]\d{1,9}(?![.,٫/]?\d)")
_DROPPED = re.compile(rf"[{_MARKS}]")
_FOLD = str.maketrans("أإآٱىةیکؤئ", "اااايهيكوي")
_CLITICS = re.compile(r"[وف]?[بلك]|[وف]")


@dataclass(frozen=True, slots=True)
class Token:
    """One token: ``[start, end)`` in code points of the text, its folded form, and its value if a number."""

    start: int
    end: int
    form: str
    kind: TokenKind
    value: float = 0
    capital: bool = False
    glued: bool = False
    """No white space stands before it."""

    def digits(self) -> int:
        """Count the digits of a plain whole number; 0 for everything else."""
        return len(self.form) if self.kind == "number" and self.form.isdecimal() else 0


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Return the form of a word under which the tables hold it.

    >>> fold("الأوّل"), fold("آب"), fold("December")
    ('الاول', 'اب', 'december')
    """
    if max(word, default="") >= "\ufb00":  # presentation forms, as some PDFs hold
        word = unicodedata.normalize("NFKC", word)
    return _DROPPED.sub("", word).translate(_FOLD).lower()


def tokenise(text: str, vocabulary: frozenset[str]) -> list[Token]:
    """Return the tokens of a text in order; white space and direction marks are left out.

    A blank line and a run of digits and separators too long for a date are ``break`` tokens.
    """
    out: list[Token] = []
    for token in _pieces(text):
        prefix, rest = _split(token.form, vocabulary) if token.kind == "word" else ("", "")
        if not prefix:
            out.append(token)
        elif not rest:
            out.append(replace(token, kind="clitic", capital=False))
        else:
            cut = _offset_after(text, token.start, len(prefix))
            out.append(Token(token.start, cut, prefix, "clitic", glued=token.glued))
            out.append(Token(cut, token.end, rest, "word", glued=True))
    return out


@lru_cache(maxsize=2)
def _pieces(text: str) -> tuple[Token, ...]:
    """Return the tokens with words whole; dates and quantities ask in turn, so the last is kept."""
    tokens: list[Token] = []
    at = 0
    for junk in _JUNK.finditer(text):
        _tokenise(text, at, junk.start(), tokens)
        tokens.append(Token(junk.start(), junk.end(), "", "break"))
        at = junk.end()
    _tokenise(text, at, len(text), tokens)
    return tuple(tokens)


def _tokenise(text: str, at: int, stop: int, out: list[Token]) -> None:
    while (match := _TOKEN.search(text, at, stop)) is not None:
        start, at = match.span()
        glued = bool(out) and out[-1].end == start
        kind = match.lastgroup
        if kind == "digits":
            number = _number(text, start, at, stop, glued=glued)
            out.append(number)
            at = number.end
        elif kind == "word":
            word = match.group()
            out.append(Token(start, at, fold(word), "word", capital=word[0].isupper(), glued=glued))
        else:
            out.append(Token(start, at, match.group(), "break" if kind == "break" else "mark", glued=glued))


def _number(text: str, start: int, end: int, stop: int, *, glued: bool) -> Token:
    if end - start > 15:
        return Token(start, end, "", "break")
    if (grouped := _GROUPED.match(text, start, stop)) is not None:
        plain = re.sub(r"[,٬.\s]", "", grouped.group())
        return Token(start, grouped.end(), grouped.group(), "number", float(plain), glued=glued)
    if (decimal := _DECIMAL.match(text, start, stop)) is not None:
        plain = re.sub(r"[,٫]", ".", decimal.group())
        return Token(start, decimal.end(), decimal.group(), "number", float(plain), glued=glued)
    return Token(start, end, text[start:end], "number", int(text[start:end]), glued=glued)


_LONE = frozenset({"و", "ف", "ب", "ل", "ك", "وب", "ول", "لل", "بال", "وال", "ال"})


@lru_cache(maxsize=50_000)
def _split(form: str, vocabulary: frozenset[str]) -> tuple[str, str]:
    """Return the one or two particles written before a word that the tables know, and that word.

    A word without particles is all rest, lone particles are all prefix; the second ل of لل stays with it.
    """
    if form in vocabulary or len(form) > 40:
        return "", form
    if form in _LONE:
        return form, ""
    match = _CLITICS.match(form)
    for count in range(1, len(match.group()) + 1) if match is not None else ():
        prefix, rest = form[:count], form[count:]
        known = rest
        if prefix.endswith("ل") and rest.startswith("ل") and rest not in vocabulary:
            known = "ا" + rest
        if len(rest) >= 3 and known in vocabulary:
            return prefix, known
    return "", form


def _offset_after(text: str, start: int, letters: int) -> int:
    """Return the offset behind so many letters, counting diacritics with the letter they stand on."""
    at = start
    for _ in range(letters):
        at += 1
        while at < len(text) and _DROPPED.match(text[at]):
            at += 1
    return at
