"""From token scores to spans: constrained decoding, then snapping to words."""

from __future__ import annotations

import re
from unicodedata import combining

import numpy as np
from numpy.typing import NDArray

from kg.model import Span
from kg.recognise.windows import Window

Floats = NDArray[np.float32]
TRIM = " \t\n\r\"'«»“”‘’()[]،,.:؛;-–—"
PREFIXES = "وفبكل"
"""Letters that Arabic attaches to the front of a word: wa, fa, bi, ka, li."""

TATWEEL = "\u0640"

_PAIRS = (("«", "»"), ("“", "”"), ("(", ")"), ("[", "]"), ('"', '"'))
_ABBREVIATED = re.compile(r"(?:\b[A-Z]\.)+[A-Z]$|\b(?:Bros|Co|Corp|Inc|Jr|Ltd|Sr)$")

_FORBIDDEN = -1e4


def log_softmax(scores: Floats) -> Floats:
    """Return log probabilities over the last axis."""
    shifted = scores - scores.max(-1, keepdims=True)
    out: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return out


def bio_path(log_probs: Floats) -> NDArray[np.int64]:
    """Return the most probable valid states; 0 is O, 2k+1 begins label k, 2k+2 continues it.

    The best states token by token are the answer whenever they form a valid sequence; only otherwise is the
    Viterbi recursion run. Source: Viterbi (1967) with transition scores of 0 and minus infinity.
    """
    greedy: NDArray[np.int64] = log_probs.argmax(-1)
    before = np.concatenate([[0], greedy[:-1]])
    inside = (greedy > 0) & (greedy % 2 == 0)
    if not (inside & (before != greedy) & (before != greedy - 1)).any():
        return greedy
    return _viterbi(log_probs)


def _viterbi(log_probs: Floats) -> NDArray[np.int64]:
    tokens, states = log_probs.shape
    move = np.zeros((states, states), np.float32)
    for to in range(2, states, 2):
        move[:, to] = _FORBIDDEN
        move[to, to] = move[to - 1, to] = 0
    score = log_probs[0].copy()
    score[2::2] += _FORBIDDEN
    back = np.zeros((tokens, states), np.int64)
    for t in range(1, tokens):
        best = score[:, None] + move
        back[t] = best.argmax(0)
        score = best.max(0) + log_probs[t]
    path = np.zeros(tokens, np.int64)
    path[-1] = score.argmax()
    for t in range(tokens - 1, 0, -1):
        path[t - 1] = back[t, path[t]]
    return path


def bio_spans(log_probs: Floats) -> list[tuple[int, int, int, float]]:
    """Return (first token, last token, label, score) of each span, the score the mean log probability."""
    path = bio_path(log_probs)
    out = []
    begins = np.flatnonzero(path % 2 == 1)
    for first in begins:
        last = int(first)
        while last + 1 < len(path) and path[last + 1] == path[first] + 1:
            last += 1
        score = float(log_probs[np.arange(first, last + 1), path[first : last + 1]].mean())
        out.append((int(first), last, int(path[first] - 1) // 2, score))
    return out


def snap(window: Window, text: str, first: int, last: int) -> tuple[int, int]:
    """Widen a token span to whole words; at most two attached prefix letters may stay outside."""
    spans = window.spans
    while _joined(spans, text, last, last + 1):
        last += 1
    start = first
    while _joined(spans, text, start - 1, start):
        start -= 1
    if start < first:
        prefix = text[_at(spans, start).start : _at(spans, first).start]
        if len(prefix) > 2 or any(c not in PREFIXES for c in prefix):
            first = start
    return first, last


def _at(spans: list[Span | None], token: int) -> Span:
    span = spans[token]
    if span is None:
        raise ValueError(f"token {token} is a separator")
    return span


def _joined(spans: list[Span | None], text: str, left: int, right: int) -> bool:
    """Tell whether two neighbouring tokens are parts of one word."""
    if left < 0 or right >= len(spans):
        return False
    a, b = spans[left], spans[right]
    if a is None or b is None or b.start - a.end > 0 or b.start == a.start:
        return a is not None and b is not None and b.start == a.start
    before = b.start - 1
    while before > a.start and combining(text[before]):
        before -= 1
    return text[before].isalnum() and text[b.start].isalnum()


def without_prefix(text: str, token: Span, letters: int) -> int:
    """Return where a span begins that its first token precedes by so many attached letters.

    Only the letters that Arabic attaches are passed over, with the signs written on them, and never the
    whole token.
    """
    at = token.start
    for _ in range(letters):
        after = at + 1
        while after < token.end and combining(text[after]):
            after += 1
        if text[at] not in PREFIXES or after >= token.end:
            return token.start
        at = after
    return at


def trimmed(text: str, start: int, end: int) -> Span:
    """Return the span without quotes, brackets, spaces and punctuation at its ends.

    Signs written on its last letter and strokes that stretch it belong to it, and so does the point of an
    abbreviation (*U.S.*, *Motor Co.*) and the mark that closes a quotation or bracket opened inside it.
    """
    while end < len(text) and (text[end] == TATWEEL or combining(text[end])):
        end += 1
    while start < end and text[start] in TRIM:
        start += 1
    while end > start and text[end - 1] in TRIM:
        end -= 1
    if text.startswith(".", end) and _ABBREVIATED.search(text, start, end):
        end += 1
    while end < len(text) and text[end] in _open_marks(text[start:end]):
        end += 1
    return Span(start, end)


def _open_marks(name: str) -> list[str]:
    """Return the marks that would close what a name opens and leaves open."""
    return [
        b for a, b in _PAIRS if a in name and (name.count(a) % 2 if a == b else name.count(a) > name.count(b))
    ]
