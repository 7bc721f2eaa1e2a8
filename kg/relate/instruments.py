"""One happening named twice: a deed, and the same deed once more as its own instrument."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.model import Annotation, Event, Role, Span
from kg.relate.modes import RANK


def join_instruments(annotation: Annotation) -> Annotation:
    """Return the annotation without events whose trigger stands in the instrument of one of their own class.

    In "the killing of two men in an air strike on the capital" the strike is how they were killed, not a
    second happening: the killing takes what is said of the strike, in roles that nothing fills yet. A strike
    that somebody else tells of, or that is less sure than the killing, stays an event of its own. Source:
    annotation guide; of 139 Attacks with an instrument in the training documents, two mark the instrument as
    an Attack of its own.
    """
    events = list(annotation.events)
    tools = [
        (index, role.span) for index, event in enumerate(events) for role in event.roles
        if role.name == "instrument" and role.span is not None
    ]  # fmt: skip
    into: dict[int, int] = {}
    for inner, event in enumerate(events):
        outer = _outer(events, inner, tools)
        if outer is not None and outer not in into and inner not in into.values():
            into[inner] = outer
            events[outer] = _with_roles(events[outer], event.roles)
    if not into:
        return annotation
    kept = [k for k in range(len(events)) if k not in into]
    place = {old: new for new, old in enumerate(kept)}
    place |= {inner: place[outer] for inner, outer in into.items()}
    return replace(annotation, events=tuple(_moved(events[k], place, place[k]) for k in kept))


def _outer(events: Sequence[Event], inner: int, tools: Sequence[tuple[int, Span]]) -> int | None:
    """Return the index of the event whose instrument (a span with its event's index) an event is, or None."""
    event = events[inner]
    for index, span in tools:
        if index != inner and _is_head(span, event.trigger):
            other = events[index]
            same = (other.type, other.speaker, other.source) == (event.type, event.speaker, event.source)
            if same and RANK[event.mode] <= RANK[other.mode]:
                return index
    return None


def _is_head(span: Span, trigger: Span) -> bool:
    """Tell whether a trigger opens a phrase (Arabic, a prefix aside) or ends it (English)."""
    return span.contains(trigger) and (trigger.start - span.start <= 2 or trigger.end == span.end)


def _with_roles(event: Event, more: Sequence[Role]) -> Event:
    filled = {role.name for role in event.roles}
    taken = {role.entity for role in event.roles if role.entity is not None}
    new = [
        r for r in more
        if r.event is not None or (r.name not in filled and (r.entity is None or r.entity not in taken))
    ]  # fmt: skip
    return replace(event, roles=(*event.roles, *new))


def _moved(event: Event, place: dict[int, int], own: int) -> Event:
    """Return the event with its topics at their new places; none is a topic of itself or a topic twice."""
    roles: list[Role] = []
    for role in event.roles:
        moved = role if role.event is None else replace(role, event=place[role.event])
        if moved.event != own and not any(moved.event is not None and r.event == moved.event for r in roles):
            roles.append(moved)
    return replace(event, roles=tuple(roles))
