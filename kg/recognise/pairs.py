"""Which pairs of spans in a window an arc may join: the same candidates in training and in use."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kg.recognise.labels import BODY_LABELS, ENTITY_LABELS, RELATION_ENDS
from kg.recognise.windows import Window

DISTANCE_BUCKETS = 20
SENTENCE_BUCKETS = 6
MAX_SENTENCES_BACK = 5
"""How many sentences before the trigger an argument may stand."""

_LIMITS = np.array([1, 2, 3, 4, 5, 8, 12, 20, 40])

LabelledSpan = tuple[int, int, str]
"""First token, last token, span label."""

Pairs = NDArray[np.int64]
"""One row a pair: source index, target index, distance bucket, sentences back."""


def distance_buckets(tokens: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the buckets, in [0, 20), of signed distances in tokens."""
    buckets: NDArray[np.int64] = np.searchsorted(_LIMITS, np.abs(tokens), side="right") + 10 * (tokens < 0)
    return buckets


def role_pairs(window: Window, triggers: Sequence[tuple[int, int]], spans: Sequence[LabelledSpan]) -> Pairs:
    """Return the candidate (trigger, span) pairs: one sentence, or an entity up to five sentences before."""
    at, here = _firsts(window, triggers)
    start, there = _firsts(window, spans)
    back = here[:, None] - there[None, :]
    same = np.array([[(a, b) == (c, d) for c, d, _ in spans] for a, b in triggers], bool).reshape(back.shape)
    entity = np.array([label in ENTITY_LABELS for *_, label in spans], bool)
    near = (back == 0) | ((back > 0) & (back <= MAX_SENTENCES_BACK) & entity[None, :])
    return _rows(near & ~same, at, start, back)


def topic_pairs(window: Window, triggers: Sequence[tuple[int, int]]) -> Pairs:
    """Return the candidate (event, event it is about) pairs of one sentence."""
    at, here = _firsts(window, triggers)
    back = here[:, None] - here[None, :]
    return _rows((back == 0) & ~np.eye(len(at), dtype=bool), at, at, back)


def span_pairs(
    window: Window, spans: Sequence[LabelledSpan], left: frozenset[str], right: frozenset[str]
) -> Pairs:
    """Return the pairs of spans in one sentence whose labels are among left and right."""
    at, here = _firsts(window, spans)
    back = here[:, None] - here[None, :]
    first = np.array([label in left for *_, label in spans], bool)
    second = np.array([label in right for *_, label in spans], bool)
    fit = (back == 0) & first[:, None] & second[None, :] & ~np.eye(len(at), dtype=bool)
    return _rows(fit, at, at, back)


def _firsts(
    window: Window, spans: Sequence[tuple[int, int] | LabelledSpan]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the first token of each span, and its sentence."""
    first = np.array([s[0] for s in spans], np.int64)
    return first, np.array([window.sentence[s[0]] for s in spans], np.int64)


def _rows(
    fit: NDArray[np.bool_], at: NDArray[np.int64], start: NDArray[np.int64], back: NDArray[np.int64]
) -> Pairs:
    i, j = np.nonzero(fit)
    return np.stack([i, j, distance_buckets(start[j] - at[i]), back[i, j]], axis=1)


POSITION = frozenset({"Position"})
PERSON = frozenset({"Person"})
PAIR_LABELS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "holder": (POSITION, PERSON),
    "body": (POSITION, BODY_LABELS),
    "relation": (RELATION_ENDS, RELATION_ENDS),
}
