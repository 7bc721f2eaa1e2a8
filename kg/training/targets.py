"""What the network should say about a window, worked out from the gold annotation."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kg.model import Annotation, Event, Role, Span
from kg.recognise.labels import (
    FILLER,
    MODE_LABELS,
    RELATION_LABELS,
    ROLE_LABELS,
    SPAN_LABELS,
    TRIGGER_LABELS,
)
from kg.recognise.windows import Window

IGNORE = -100


@dataclass(slots=True)
class GoldSpan:
    """A mention or filler by its tokens (inclusive) and label index."""

    first: int
    last: int
    label: int
    entity: str | None


@dataclass(slots=True)
class GoldTrigger:
    """An event by the tokens of its trigger. ``speaker`` is a span index, -1 none, -2 not in sight."""

    first: int
    last: int
    label: int
    mode: int
    roles: dict[int, int]
    ignored: set[int]
    speaker: int
    event: int


@dataclass(slots=True)
class Targets:
    """The targets of one window. Labels of tokens and types without supervision are ``IGNORE``."""

    window: Window
    spans_bio: NDArray[np.int64]
    triggers_bio: NDArray[np.int64]
    spans: list[GoldSpan] = field(default_factory=list)
    triggers: list[GoldTrigger] = field(default_factory=list)
    topics: set[tuple[int, int]] = field(default_factory=set)
    holders: set[tuple[int, int]] = field(default_factory=set)
    bodies: dict[int, int] = field(default_factory=dict)
    relations: dict[tuple[int, int], int] = field(default_factory=dict)
    with_arcs: bool = True


def make_targets(window: Window, gold: Annotation) -> Targets:
    """Return the targets of a window of a gold document."""
    n = len(window.ids)
    off = ~np.array(window.active)
    out = Targets(window, np.zeros((n, len(SPAN_LABELS)), np.int64), np.zeros(n, np.int64))
    out.spans_bio[off] = IGNORE
    out.triggers_bio[off] = IGNORE
    seen: set[tuple[tuple[int, int], str]] = set()
    for mention in gold.mentions:
        at = window.locate(mention.span)
        if at is not None and (at, mention.type) not in seen:
            seen.add((at, mention.type))
            out.spans.append(GoldSpan(*at, SPAN_LABELS.index(mention.type), mention.entity))
    index_of: dict[int, int] = {}
    for number, event in enumerate(gold.events):
        trigger = _trigger(out, gold, event, number)
        if trigger is not None:
            index_of[number] = len(out.triggers)
            out.triggers.append(trigger)
    for number, event in enumerate(gold.events):
        for role in event.roles:
            if role.event is not None and number in index_of and role.event in index_of:
                out.topics.add((index_of[number], index_of[role.event]))
    _positions(out, gold)
    _relations(out, gold)
    _bio(out)
    return out


def _trigger(out: Targets, gold: Annotation, event: Event, number: int) -> GoldTrigger | None:
    window = out.window
    at = window.locate(event.trigger)
    if at is None or not window.active[at[0]]:
        return None
    if any(t.first <= at[1] and at[0] <= t.last for t in out.triggers):
        return None
    roles: dict[int, int] = {}
    ignored: set[int] = set()
    for role in event.roles:
        if role.event is not None or role.name == "topic":
            continue
        j = _filler(out, at, role)
        if j is None:
            continue
        roles.setdefault(j, ROLE_LABELS.index(role.name))
        if role.entity is not None:
            ignored |= {k for k, s in enumerate(out.spans) if s.entity == role.entity and k != j}
    return GoldTrigger(
        *at, TRIGGER_LABELS.index(event.type), MODE_LABELS.index(event.mode), roles, ignored,
        _speaker(out, gold, event, at), number,
    )  # fmt: skip


def _filler(out: Targets, at: tuple[int, int], role: Role) -> int | None:
    if role.entity is not None:
        return _nearest(out, at, role.entity)
    return None if role.span is None else _span_index(out, role.span)


def _span_index(out: Targets, span: Span) -> int | None:
    """Return the index of the span at these tokens, adding a filler when there is none."""
    at = out.window.locate(span)
    if at is None:
        return None
    for k, s in enumerate(out.spans):
        if (s.first, s.last) == at:
            return k
    out.spans.append(GoldSpan(*at, SPAN_LABELS.index(FILLER), None))
    return len(out.spans) - 1


def _speaker(out: Targets, gold: Annotation, event: Event, at: tuple[int, int]) -> int:
    if event.speaker is not None:
        found = _nearest(out, at, event.speaker)
        return -2 if found is None else found
    if event.source is None:
        return -1
    sentence = gold.document.sentences[event.sentence]
    start = gold.document.text.find(event.source, sentence.start, sentence.end)
    found = None if start < 0 else _span_index(out, Span(start, start + len(event.source)))
    return -2 if found is None else found


def _nearest(out: Targets, at: tuple[int, int], entity: str) -> int | None:
    """Return the mention of an entity nearest to a trigger: its sentence first, then those before."""
    nationality = SPAN_LABELS.index("Nationality")
    sentence = out.window.sentence[at[0]]
    found = []
    for k, s in enumerate(out.spans):
        back = sentence - out.window.sentence[s.first]
        if s.entity == entity and back >= 0:
            found.append((back, s.label == nationality, abs(s.first - at[0]), k))
    return min(found)[-1] if found else None


def _positions(out: Targets, gold: Annotation) -> None:
    window = out.window
    for position in gold.positions:
        at = window.locate(position.title)
        if at is None or not window.active[at[0]]:
            continue
        titles = [
            k for k, s in enumerate(out.spans)
            if SPAN_LABELS[s.label] == "Position" and s.first <= at[1] and at[0] <= s.last
        ]  # fmt: skip
        if not titles:
            continue
        title = titles[0]
        holder = _same_sentence(out, title, position.person)
        if holder is not None:
            out.holders.add((title, holder))
        body = None if position.body is None else _same_sentence(out, title, position.body)
        if body is not None:
            out.bodies[title] = body


def _same_sentence(out: Targets, source: int, entity: str) -> int | None:
    at = out.spans[source]
    sentence = out.window.sentence[at.first]
    near = [
        (abs(s.first - at.first), k) for k, s in enumerate(out.spans)
        if s.entity == entity and out.window.sentence[s.first] == sentence
    ]  # fmt: skip
    return min(near)[1] if near else None


def _relations(out: Targets, gold: Annotation) -> None:
    for relation in gold.relations:
        pairs = [
            (abs(a.first - b.first), i, j)
            for i, a in enumerate(out.spans)
            for j, b in enumerate(out.spans)
            if a.entity == relation.subject and b.entity == relation.object
            and out.window.sentence[a.first] == out.window.sentence[b.first] == relation.sentence
        ]  # fmt: skip
        if pairs:
            _, i, j = min(pairs)
            out.relations[i, j] = RELATION_LABELS.index(relation.kind)


def _bio(out: Targets) -> None:
    for s in out.spans:
        if out.window.active[s.first] and not (out.spans_bio[s.first : s.last + 1, s.label] > 0).any():
            out.spans_bio[s.first, s.label] = 1
            out.spans_bio[s.first + 1 : s.last + 1, s.label] = 2
    for t in out.triggers:
        out.triggers_bio[t.first] = 1 + 2 * t.label
        out.triggers_bio[t.first + 1 : t.last + 1] = 2 + 2 * t.label
