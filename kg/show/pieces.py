"""Cut a sentence into the pieces that its mentions make, nested as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.model import Annotation, Mention, Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, or a mention with the pieces inside it."""

    span: Span
    mention: Mention | None = None
    inner: tuple[Piece, ...] = ()


def sentence_pieces(annotation: Annotation, sentence: Span) -> tuple[Piece, ...]:
    """Return the pieces of a sentence in order; together they cover it.

    Of two mentions that overlap without one holding the other, or have the same extent, the first is shown.
    """
    inside = [m for m in annotation.mentions if sentence.contains(m.span) and m.span.start < m.span.end]
    return tuple(_pieces(sentence, sorted(inside, key=lambda m: (m.span.start, -m.span.end))))


def _pieces(within: Span, mentions: Sequence[Mention]) -> Iterator[Piece]:
    """Yield the pieces of a stretch from mentions sorted by start, then longest first."""
    at = within.start
    for index, mention in enumerate(mentions):
        span = mention.span
        if span.start < at or span.end > within.end:
            continue
        if span.start > at:
            yield Piece(Span(at, span.start))
        inner = [m for m in mentions[index + 1 :] if span.contains(m.span) and m.span != span]
        yield Piece(span, mention, tuple(_pieces(span, inner)))
        at = span.end
    if at < within.end:
        yield Piece(Span(at, within.end))
