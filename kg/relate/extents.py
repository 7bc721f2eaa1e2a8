"""Where dates and titles begin and end: the recogniser says that there is one, grammar how far it goes."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from kg.dates import DateExpression, find_dates
from kg.model import Arc, Mention, MentionType, Recognition, Span

SURE = 0.8
"""Score from which a date that the grammar cannot read is kept (chosen on the development documents)."""
_BODIES = ("Organisation", "Place")
_EDGE = " \t\n،,:;؛-–—\"'«»“”"
_MARKS = "[\u0640\u064b-\u0652\u0670]*"
"""Stretching strokes and vowel signs, which may stand after any letter."""
_RANKS = ("الملك", "الملكة", "السلطان", "King", "Queen", "Sultan", "Emperor")
_KING = re.compile(rf"\s+(?:{'|'.join(_MARKS.join((*rank, '')) for rank in _RANKS)})\s+")
_DEFINITE = re.compile(rf"(?:(?:^|\s)ا{_MARKS}ل\S+|\b[A-Z]\w+)$")
"""A title that can stand in apposition: *adviser King ...* would be the king's adviser."""
_OPEN = frozenset(["في", "من", "لدى", "على", "عن", "إلى", "باسم", "of", "in", "for", "at", "to"])
"""Words that no title ends with: a complement is to follow."""


def with_date_extents(recognition: Recognition) -> Recognition:
    """Return the recognition with the extents of the date grammar.

    A date of the recogniser takes the extent of the expression that it overlaps; one that the grammar does
    not read needs a score of ``SURE``; an expression with a value that the recogniser missed is added.
    """
    document = recognition.document
    found = find_dates(
        document.text,
        published=document.published,
        language=document.language,
        sentences=document.sentences,
    )
    left = list(found)
    kept: list[Mention] = []
    index: dict[int, int] = {}
    for number, mention in enumerate(recognition.mentions):
        changed = _read(mention, found, left) if mention.type == "Date" else mention
        if changed is not None:
            index[number] = len(kept)
            kept.append(changed)
    kept += [Mention(e.span, "Date", score=e.score) for e in left if e.edtf is not None]
    return replace(recognition, mentions=tuple(kept), arcs=_moved(recognition, index, len(kept)))


def with_title_extents(recognition: Recognition) -> Recognition:
    """Return the recognition with titles that end before their holder's name and not on a preposition.

    A title runs up to the name of a person that it would cut in two; one that ends on a preposition takes in
    the place or body that follows, or leaves the preposition out; one that stands before "King" and the
    king's name takes in that word, which is no title of its own then. Source: annotation guide, "Position"
    (the longest phrase without the holder's name).
    """
    text = recognition.document.text
    kept: dict[tuple[Span, MentionType], Mention] = {}
    places: dict[tuple[Span, MentionType], int] = {}
    index: dict[int, int] = {}
    for number, mention in enumerate(recognition.mentions):
        changed = _whole_title(mention, recognition.mentions, text) if mention.type == "Position" else mention
        key = (_end_of_rank(changed, kept, text), changed.type)
        kept.setdefault(key, changed)
        index[number] = places.setdefault(key, len(places))
    mentions = tuple(kept.values())
    return replace(recognition, mentions=mentions, arcs=_moved(recognition, index, len(mentions)))


def _end_of_rank(title: Mention, kept: Collection[tuple[Span, MentionType]], text: str) -> Span:
    """Return the span of the title whose last word a mention is, when that word is "King", else its own."""
    span = title.span
    if title.type != "Position" or _KING.fullmatch(f" {text[span.start : span.end]} ") is None:
        return span
    return next((other for other, kind in kept if kind == title.type and other.end == span.end), span)


def _whole_title(title: Mention, mentions: Sequence[Mention], text: str) -> Mention:
    start, end = title.span.start, title.span.end
    for other in mentions:
        if other.type == "Person" and start < other.span.start < end < other.span.end:
            end = other.span.start
    king = _KING.match(text, end) if _DEFINITE.search(text, start, end) else None
    if king is not None and any(m.type == "Person" and m.span.start == king.end() for m in mentions):
        end = king.end()
    last = text[start:end].split()[-1:]
    if last and last[0] in _OPEN:
        after = [m.span.end for m in mentions if m.type in _BODIES and 0 <= m.span.start - end <= 1]
        end = max(after, default=start + text[start:end].rstrip().rindex(last[0]))
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return replace(title, span=Span(start, end)) if end > start else title


def _read(mention: Mention, found: tuple[DateExpression, ...], left: list[DateExpression]) -> Mention | None:
    """Return a date mention with its extent, None when it is none; what it takes is removed from ``left``."""
    expression = next((e for e in found if e.span.overlap(mention.span)), None)
    if expression is None:
        return mention if mention.score >= SURE else None
    if expression not in left:
        return None
    left.remove(expression)
    return replace(mention, span=expression.span)


def _moved(recognition: Recognition, index: dict[int, int], size: int) -> tuple[Arc, ...]:
    """Return the arcs between what is left, by its new indices."""
    before = len(recognition.mentions)
    index = index | {before + k: size + k for k in range(len(recognition.fillers))}
    arcs = []
    for arc in recognition.arcs:
        source = arc.source if arc.kind in ("role", "speaker", "topic") else index.get(arc.source)
        target = arc.target if arc.kind == "topic" else index.get(arc.target)
        if source is not None and target is not None:
            arcs.append(replace(arc, source=source, target=target))
    return tuple(arcs)
