"""Which pairs of spans in a window an arc may join: the same candidates in training and in use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.recognise.labels import BODY_LABELS, ENTITY_LABELS, RELATION_ENDS
from kg.recognise.windows import Window

DISTANCE_BUCKETS = 20
SENTENCE_BUCKETS = 6
MAX_SENTENCES_BACK = 5
"""How many sentences before the trigger an argument may stand."""

LabelledSpan = tuple[int, int, str]
"""First token, last token, span label."""


def distance_bucket(tokens: int) -> int:
    """Return the bucket, in [0, 20), of a signed distance in tokens."""
    size = abs(tokens)
    limits = (1, 2, 3, 4, 5, 8, 12, 20, 40)
    bucket = next((k for k, limit in enumerate(limits) if size < limit), len(limits))
    return bucket + (10 if tokens < 0 else 0)


Pair = tuple[int, int, int, int]
"""Source index, target index, distance bucket, sentences back."""


def role_pairs(
    window: Window, triggers: Sequence[tuple[int, int]], spans: Sequence[LabelledSpan]
) -> Iterator[Pair]:
    """Yield the candidate (trigger, span) pairs: one sentence, or an entity up to five sentences before."""
    for i, (first, last) in enumerate(triggers):
        for j, (start, end, label) in enumerate(spans):
            back = window.sentence[first] - window.sentence[start]
            if not 0 <= back <= MAX_SENTENCES_BACK or (back > 0 and label not in ENTITY_LABELS):
                continue
            if (start, end) != (first, last):
                yield i, j, distance_bucket(start - first), back


def topic_pairs(window: Window, triggers: Sequence[tuple[int, int]]) -> Iterator[Pair]:
    """Yield the candidate (event, event it is about) pairs of one sentence."""
    for i, (first, _) in enumerate(triggers):
        for j, (start, _) in enumerate(triggers):
            if i != j and window.sentence[first] == window.sentence[start]:
                yield i, j, distance_bucket(start - first), 0


def span_pairs(
    window: Window, spans: Sequence[LabelledSpan], left: frozenset[str], right: frozenset[str]
) -> Iterator[Pair]:
    """Yield the pairs of spans in one sentence whose labels are among left and right."""
    for i, (first, _, label) in enumerate(spans):
        if label not in left:
            continue
        for j, (start, _, other) in enumerate(spans):
            if i != j and other in right and window.sentence[first] == window.sentence[start]:
                yield i, j, distance_bucket(start - first), 0


POSITION = frozenset({"Position"})
PERSON = frozenset({"Person"})
PAIR_LABELS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "holder": (POSITION, PERSON),
    "body": (POSITION, BODY_LABELS),
    "relation": (RELATION_ENDS, RELATION_ENDS),
}
