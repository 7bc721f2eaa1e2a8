"""Split Arabic and English news text into sentences.

A line end always ends a sentence. Inside a line a run of . ! ? ؟ does, with the quotation marks and brackets
that close on it, unless it belongs to an abbreviation, an initial, a number, an address or a headline.
Arabic news writes ".." for a pause in headlines and for a full stop in running text; a short line that does
not end in a full stop is taken for a headline.

Source: Unicode Standard Annex 29 (sentence boundaries) for the marks and closing characters; the rules on
"..", quotations and abbreviations were fitted to Arabic and English news (docs/reading.md has the figures).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Span

_LINE_END = "\n\r\f\v\x1c\x1d\x1e\x85\u2028\u2029"
_INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_MARKS = ".!?؟۔。…"
_CLOSING = "\"'”’»›)\\]}"
_LINE = re.compile(f"[^{_LINE_END}]+")
# Possessive and fenced by look-behinds, so that a megabyte of dots or blanks still takes linear time.
_BREAK = re.compile(
    f"(?<![{_MARKS}])(?P<marks>[{_MARKS}]++)[{_INVISIBLE}]*+"
    f"(?P<closing>(?:[{_CLOSING}]++(?!\\w))?+(?:\\s[{_CLOSING}]++(?=\\s))?+)[{_INVISIBLE}]*+"
    "(?P<space>\\s++|(?=[\u0621-\u064a]))"
    "|(?<!\\s)(?P<bullet>\\s++)(?=[•▪●■◆]\\s)"
)
_ENDS_RUNNING_TEXT = re.compile(f"[.…۔。:؛][{_CLOSING}\\s{_INVISIBLE}]*+\\Z")
_TOKEN = re.compile(r"[^\s\"'“”«»()\[\]]*\Z")
_NEXT = re.compile(f"[\\s{_INVISIBLE}\"'“‘«‹(\\[–—-]*+(\\S)")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBERED_ERA = re.compile(r"\d\s?(?:م|هـ?|ق\.م)\Z")
_ARABIC_WORD = re.compile("[\u0621-\u0652]{3,}\\Z")
_ARABIC_INITIAL = re.compile("[\u0621-\u064a]|و[دأم]")
_LOOK_BACK = 40
_LONGEST_HEADLINE = 160

_TITLE = re.compile(
    "mr|mrs|ms|messrs|dr|prof|rev|hon|gen|lt|col|maj|capt|cpl|sgt|adm|cmdr|sen|rep|gov|pres|amb|fr|st|mt|vs|cf|"
    "fig|nos|art|vol|pp|ave|blvd",
    re.IGNORECASE,
)
_OFTEN_FINAL = re.compile(
    "co|corp|inc|ltd|llc|plc|bros|etc|jr|sr|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|approx|no",
    re.IGNORECASE,
)
_STARTER = re.compile(
    "the|an?|this|that|these|those|its?|he|she|they|we|you|his|her|their|our|t?here|but|and|or|so|in|on|at|as|by|"
    "for|from|to|with|after|before|when|while|if|since|although|however|meanwhile|earlier|later|under|according|"
    "not|what|who|why|how",
    re.IGNORECASE,
)


def split_sentences(text: str, language: str) -> tuple[Span, ...]:
    """Return the sentences of a text in order, without the blanks around them; linear in its length.

    Lines and pieces without a letter or digit are no sentences. ``language`` (``ar`` or ``en``) decides what
    an ellipsis means; everything else goes by the script of the words around the mark.

    >>> split_sentences("زار د. سامي عمّان. ثم عاد.", "ar")
    (Span(start=0, end=18), Span(start=19, end=26))
    """
    return tuple(
        span for line in _LINE.finditer(text) for span in _split_line(line.group(), line.start(), language)
    )


def _split_line(line: str, offset: int, language: str) -> Iterator[Span]:
    headline = len(line) <= _LONGEST_HEADLINE and _ENDS_RUNNING_TEXT.search(line) is None
    start = 0
    for match in _BREAK.finditer(line):
        if match["bullet"] is not None or _ends_sentence(
            line, match, arabic=language == "ar", headline=headline
        ):
            yield from _trimmed(line, start, match.end(), offset)
            start = match.end()
    yield from _trimmed(line, start, len(line), offset)


def _trimmed(line: str, start: int, end: int, offset: int) -> Iterator[Span]:
    piece = line[start:end]
    if any(map(str.isalnum, piece)):
        left = len(piece) - len(piece.lstrip())
        yield Span(offset + start + left, offset + start + len(piece.rstrip()))


def _ends_sentence(line: str, match: re.Match[str], *, arabic: bool, headline: bool) -> bool:
    """Tell whether a run of terminal marks inside a line ends a sentence."""
    following = _NEXT.match(line, match.end())
    if following is None or following[1].islower():
        return False
    at, marks = match.start("marks"), match["marks"]
    before = line[max(0, at - _LOOK_BACK) : at]
    token = _TOKEN.findall(before)[0]
    word = _WORD.match(line, following.start(1))
    following_word = following[1] if word is None else word.group()
    if not match["space"] and (_ARABIC_WORD.fullmatch(token) is None or len(following_word) < 3):
        return False
    if len(marks.rstrip("!?؟")) > 1 or "…" in marks:
        return _ellipsis_ends(before, marks, arabic=arabic, headline=headline)
    if marks != ".":
        return not match["closing"] or following_word.startswith(("و", "ف")) or not arabic
    if token.isdigit() and len(token) <= 2:
        return at > _LOOK_BACK or before.strip() != token
    return not _is_abbreviation(token, before, following_word)


def _ellipsis_ends(before: str, marks: str, *, arabic: bool, headline: bool) -> bool:
    """Tell whether dots are a full stop: not when they stand for words left out or for a pause."""
    if before.endswith(("(", "[")):
        return False
    return not (arabic and (headline or "…" in marks))


def _is_abbreviation(token: str, before: str, following: str) -> bool:
    """Tell whether the dot after a token belongs to it."""
    last = token.rpartition(".")[2].strip("ـ")
    if _ARABIC_INITIAL.fullmatch(last):
        return _NUMBERED_ERA.search(before) is None
    if _TITLE.fullmatch(token):
        return True
    initial = len(last) == 1 and last.isascii() and last.isalpha()
    if initial or _OFTEN_FINAL.fullmatch(token):
        return following.isascii() and _STARTER.fullmatch(following) is None
    return False
