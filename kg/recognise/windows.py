"""Cut documents into windows of tokens that the encoder can read, and keep where each token stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from kg.errors import ModelError
from kg.language.normalise import normalise
from kg.model import Document, Span

CLS, SEP, UNKNOWN = 0, 2, 3
"""Token ids of the XLM-R vocabulary (tokenizer.json)."""

MAX_TOKENS = 320
"""Tokens of a window; attention costs time that grows with them, and short windows read no worse."""

LEFT_CONTEXT = 64
"""Tokens of earlier sentences that a window may repeat, so that pronouns and short names are understood."""

MAX_SENTENCE = MAX_TOKENS - LEFT_CONTEXT
"""A sentence of more tokens is cut into pieces of at most this many."""


@dataclass(slots=True)
class Window:
    """A run of whole sentences as token ids.

    ``spans[i]`` is where token i stands in the document's text (None for separators), ``sentence[i]`` the
    index of its sentence (-1 for separators); ``active[i]`` is False for separators and for the left
    context, whose labels belong to the window before.
    """

    ids: list[int]
    spans: list[Span | None]
    sentence: list[int]
    active: list[bool]

    def locate(self, span: Span) -> tuple[int, int] | None:
        """Return the first and last token that overlap a span of text, or None."""
        hits = [
            i for i, s in enumerate(self.spans) if s is not None and s.start < span.end and span.start < s.end
        ]
        return (hits[0], hits[-1]) if hits else None


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence, or a part of one that is too long."""

    sentence: int
    ids: list[int]
    spans: list[Span]


class WindowMaker:
    """Turns documents into windows with one tokenizer."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer

    @classmethod
    def from_file(cls, path: Path) -> WindowMaker:
        """Load a tokenizer in the Hugging Face JSON form.

        :raises ModelError: the file is missing or damaged.
        """
        try:
            return cls(Tokenizer.from_file(str(path)))
        except Exception as error:
            raise ModelError(f"{path}: cannot load the tokenizer ({error})") from error

    def windows(self, document: Document, *, max_tokens: int = MAX_TOKENS) -> Iterator[Window]:
        """Yield windows in text order; every token is active in exactly one of them."""
        pieces = [p for k, s in enumerate(document.sentences) for p in self._pieces(document, k, s)]
        first = 0
        while first < len(pieces):
            last, size = first, 1
            while last < len(pieces) and (last == first or size + len(pieces[last].ids) + 1 <= max_tokens):
                size += len(pieces[last].ids) + 1
                last += 1
            context, before = first, 0
            while context > 0:
                more = len(pieces[context - 1].ids) + 1
                if size + before + more > max_tokens or before + more > LEFT_CONTEXT:
                    break
                before += more
                context -= 1
            yield _window(pieces[context:last], active_from=first - context)
            first = last

    def _pieces(self, document: Document, number: int, sentence: Span) -> Iterator[_Piece]:
        plain = normalise(document.text[sentence.start : sentence.end], letters=False)
        encoding = self._tokenizer.encode(plain.text, add_special_tokens=False)
        ids: list[int] = []
        spans: list[Span] = []
        for token, (start, end) in zip(encoding.ids, encoding.offsets, strict=True):
            while start < end and plain.text[start].isspace():
                start += 1
            if start < end:
                at = plain.to_original(Span(start, end))
                ids.append(token)
                spans.append(Span(sentence.start + at.start, sentence.start + at.end))
        for first in range(0, len(ids), MAX_SENTENCE):
            yield _Piece(number, ids[first : first + MAX_SENTENCE], spans[first : first + MAX_SENTENCE])


def _window(pieces: list[_Piece], *, active_from: int) -> Window:
    window = Window([CLS], [None], [-1], [False])
    for k, piece in enumerate(pieces):
        n = len(piece.ids)
        window.ids += [*piece.ids, SEP]
        window.spans += [*piece.spans, None]
        window.sentence += [piece.sentence] * n + [-1]
        window.active += [k >= active_from] * n + [False]
    return window
