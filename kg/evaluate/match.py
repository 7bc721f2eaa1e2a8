"""When two spans, fillers and entities count as the same: the rules of the annotation guide."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import TypeVar

from kg.model import Annotation, Mention, Position, Role, Span

NAMED = ("Person", "Organisation", "Place", "Agreement")
ENTITY_MENTIONS = (*NAMED, "Event")
TRIM = " \t\n\"'«»“”‘’()[]،,.:؛-–—"
CLITICS = "وفبكل"

Gold = TypeVar("Gold")
System = TypeVar("System")


def trim(text: str, span: Span) -> Span:
    """Return a span without the spaces and punctuation at its ends.

    >>> trim('said "peace".', Span(5, 13))
    Span(start=6, end=11)
    """
    start, end = span.start, span.end
    while start < end and text[start] in TRIM:
        start += 1
    while end > start and text[end - 1] in TRIM:
        end -= 1
    return Span(start, end)


def same_span(text: str, one: Span, other: Span) -> bool:
    """Tell whether two spans coincide but for punctuation and at most two attached Arabic prefix letters."""
    a, b = trim(text, one), trim(text, other)
    if a.end != b.end:
        return False
    low, high = min(a.start, b.start), max(a.start, b.start)
    return high - low <= 2 and all(c in CLITICS for c in text[low:high])


def pair(
    gold: Sequence[Gold], system: Sequence[System], agree: Callable[[Gold, System], bool]
) -> list[tuple[int, int]]:
    """Pair two lists one to one, greedily in their order; return the index pairs.

    >>> pair([1, 2, 2], [2, 1], lambda a, b: a == b)
    [(0, 1), (1, 0)]
    """
    left, out = list(range(len(system))), []
    for i, item in enumerate(gold):
        found = next((j for j in left if agree(item, system[j])), None)
        if found is not None:
            out.append((i, found))
            left.remove(found)
    return out


def leftover(
    gold: Sequence[Gold],
    system: Sequence[System],
    pairs: Sequence[tuple[int, int]],
    touch: Callable[[Gold, System], bool],
) -> list[tuple[Gold | None, System | None]]:
    """Return what the pairs leave over: first the items that touch each other, then each lone one.

    >>> leftover(["a", "b"], ["B", "c"], [], lambda a, b: a == b.lower())
    [('b', 'B'), ('a', None), (None, 'c')]
    """
    missed = [item for i, item in enumerate(gold) if i not in {i for i, _ in pairs}]
    spurious = [item for j, item in enumerate(system) if j not in {j for _, j in pairs}]
    near = pair(missed, spurious, touch)
    out: list[tuple[Gold | None, System | None]] = [(missed[i], spurious[j]) for i, j in near]
    out += [(item, None) for i, item in enumerate(missed) if i not in {i for i, _ in near}]
    return out + [(None, item) for j, item in enumerate(spurious) if j not in {j for _, j in near}]


def gold_entities(gold: Annotation, system: Annotation) -> dict[str, str]:
    """Map each system entity to the gold entity with which its mentions share most code points."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for a in gold.mentions:
        if a.type not in ENTITY_MENTIONS or a.entity is None:
            continue
        for b in system.mentions:
            shared = a.span.overlap(b.span)
            if shared and b.entity is not None and b.type in ENTITY_MENTIONS:
                votes[b.entity][a.entity] += shared
    return {entity: counter.most_common(1)[0][0] for entity, counter in votes.items()}


def same_mention(text: str) -> Callable[[Mention, Mention], bool]:
    """Return a predicate for mentions of one type in a text."""
    return lambda a, b: same_span(text, a.span, b.span)


def same_position(to_gold: dict[str, str]) -> Callable[[Position, Position], bool]:
    """Return a predicate: same person, and titles that share half of the longer one."""

    def agree(a: Position, b: Position) -> bool:
        longer = max(a.title.end - a.title.start, b.title.end - b.title.start)
        return to_gold.get(b.person) == a.person and a.title.overlap(b.title) >= 0.5 * longer

    return agree


def same_filler(to_gold: dict[str, str]) -> Callable[[Role, Role], bool]:
    """Return a predicate: same entity, or else spans that touch; the role's name is not looked at."""

    def agree(a: Role, b: Role) -> bool:
        if a.entity is not None:
            return b.entity is not None and to_gold.get(b.entity) == a.entity
        return a.span is not None and b.span is not None and a.span.overlap(b.span) > 0

    return agree
