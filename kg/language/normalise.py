"""One spelling for what Arabic and English news write in several, with the way back to the original.

Text reaches us with and without vowel signs, with stretched letters (tatweel), hamza written or left out,
final ya with or without dots, Arabic-Indic and Persian digits, presentation forms out of PDFs, invisible
direction marks and many kinds of quotation marks. ``normalise`` maps all of that to one spelling and keeps,
for every code point of the result, the stretch of the original that it came from. ``fold`` gives a bare
comparison key. The document's own text is never changed.

Source: Unicode Standard Annex 15 (NFKC) and core specification 9.2 (Arabic); the letter classes are those
of Arabic light stemming (Larkey, Ballesteros, Connell 2002, section on normalisation).
"""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from kg.model import Span

_QUOTES = dict.fromkeys("“”„‟«»″❝❞〝〞", '"') | dict.fromkeys("‘’‚‛‹›′`´ʼ", "'")
_DASHES = dict.fromkeys("‐‑‒–—―−", "-")
_LETTERS = {
    **dict.fromkeys("أإآٱ", "ا"),
    **dict.fromkeys("ىئیۓ", "ي"),
    **dict.fromkeys("ہھەۀۂ", "ه"),
    "ؤ": "و",
    "ک": "ك",
}
_SIGNS = {"ـ": "", "٫": ".", "٬": ",", "٪": "%", "\t": " "}
_SPECIAL = _QUOTES | _DASHES | _LETTERS | _SIGNS
_DROPPED = (
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0x08CA, 0x08FF),
    (0xFE00, 0xFE0F),
)


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text with its way back.

    ``starts[i]`` and ``ends[i]`` bound the stretch of the original, in code points, that gave ``text[i]``;
    both never decrease. The stretch of a letter holds the marks written on it; what was dropped between
    letters (tatweel, direction marks) belongs to none.
    """

    text: str
    starts: array[int]
    ends: array[int]

    def to_original(self, span: Span) -> Span:
        """Return the span of the original text that gave a span of the normalised one.

        An empty span gives an empty span where the original of the next code point begins.
        """
        if span.start < span.end:
            return Span(self.starts[span.start], self.ends[span.end - 1])
        at = self.starts[span.start] if span.start < len(self.starts) else (self.ends or [0])[-1]
        return Span(at, at)

    def from_original(self, span: Span) -> Span:
        """Return the smallest normalised span that holds all that a span of the original gave."""
        start = bisect_right(self.ends, span.start)
        return Span(start, max(start, bisect_left(self.starts, span.end)))


class _Table(dict[int, str]):
    """Normal forms of single composed characters, worked out when first met."""

    def __init__(self, kept: str = "") -> None:
        super().__init__({ord(char): char for char in kept})

    def __missing__(self, code: int) -> str:
        form = self._form(chr(code))
        self[code] = form
        return form

    def _form(self, char: str) -> str:
        own = _own_form(char)
        if own is not None:
            return own
        compatible = unicodedata.normalize("NFKC", char)
        return compatible if compatible == char else "".join(self[ord(c)] for c in compatible)


_TABLE = _Table()
_SPELT = _Table(kept="".join(_LETTERS) + "".join(_QUOTES) + "".join(_DASHES))


class _Unmarked(dict[int, str]):
    """Characters as they are, marks as nothing, worked out when first met."""

    def __missing__(self, code: int) -> str:
        self[code] = "" if unicodedata.category(chr(code)) == "Mn" else chr(code)
        return self[code]


_UNMARKED = _Unmarked()


def _own_form(char: str) -> str | None:
    """Return the form that a character has by our own rules, None when NFKC is to say."""
    if char in _SPECIAL:
        return _SPECIAL[char]
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category == "Zs":
        return " "
    if category == "Cf" or unicodedata.decomposition(char).startswith("<isolated> 0020"):
        return ""
    if category == "Mn" and any(first <= ord(char) <= last for first, last in _DROPPED):
        return ""
    return None


def normalise(text: str, *, ta_marbuta: bool = False, letters: bool = True) -> Normalised:
    """Return the text in one spelling, with the offsets of its original; linear in its length.

    Case, Latin accents, line ends and the number of spaces are kept. ``ta_marbuta`` turns ة into ه as well;
    without ``letters`` the hamza and ya letters, quotes and dashes stay as spelt, and only signs, stretching
    and presentation forms go (what a trained tokenizer wants).

    >>> normalise("الأُردنّ ١٢").text
    'الاردن 12'
    >>> normalise("العـــراق").to_original(Span(2, 6))
    Span(start=2, end=9)
    """
    table = _TABLE if letters else _SPELT
    codes = list(map(ord, text))
    bounds = [k for k, mark in enumerate(map(unicodedata.combining, text)) if not mark or k == 0]
    follow = [*bounds[1:], len(text)][: len(bounds)]
    if len(bounds) == len(codes):
        forms = [table[code] for code in codes]
    else:
        forms = [
            table[codes[a]] if b == a + 1 else _cluster_form(text[a:b], table)
            for a, b in zip(bounds, follow, strict=True)
        ]
    spelt = "".join(forms)
    if len(spelt) == len(forms) and "" not in forms:
        starts, ends = array("I", bounds), array("I", follow)
    else:
        starts = array("I", [a for a, form in zip(bounds, forms, strict=True) for _ in form])
        ends = array("I", [b for b, form in zip(follow, forms, strict=True) for _ in form])
    return Normalised(spelt.replace("ة", "ه") if ta_marbuta else spelt, starts, ends)


def _cluster_form(cluster: str, table: _Table) -> str:
    return unicodedata.normalize("NFC", cluster).translate(table)


def fold(text: str, *, ta_marbuta: bool = False) -> str:
    """Return a key under which spellings of one name are equal: normal form, no accents, case or extra space.

    >>> fold(" Erdoğan  رَئيس")
    'erdogan رييس'
    """
    plain = unicodedata.normalize("NFC", text).translate(_TABLE)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).translate(_UNMARKED)
    key = " ".join(plain.casefold().split())
    return key.replace("ة", "ه") if ta_marbuta else key
