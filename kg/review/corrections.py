"""What a person set right in a claim, put into effect on the annotation before anything is built on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from kg.errors import InputError
from kg.model import EVENT_TYPES, MODES, ROLES, Annotation, Event, EventType, Mode, Role, RoleName
from kg.review.decisions import Anchor
from kg.review.find import entity_named, find_event, find_position, find_relation

FIELDS = ("wrong", "mode", "type", "speaker", *(f"role:{name}" for name in ROLES))
"""Fields of a claim that can be set right. ``wrong=yes`` takes the claim out; an empty value empties."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One field of one claim and what it should be."""

    claim: Anchor
    field: str
    value: str


def make_correction(claim: Anchor, text: str) -> Correction:
    """Return the correction that ``field=value`` stands for.

    :raises InputError: there is no such field, or it cannot have that value.
    """
    field, _, value = text.partition("=")
    if field not in FIELDS:
        raise InputError(f"a claim has no field {field!r}; there are {', '.join(FIELDS)}")
    allowed = {"wrong": ("yes",), "mode": MODES, "type": EVENT_TYPES}.get(field)
    if allowed is not None and value not in allowed:
        raise InputError(f"{field}={value}: must be one of {', '.join(allowed)}")
    return Correction(claim, field, value)


def correct(annotation: Annotation, corrections: Sequence[Correction]) -> Annotation:
    """Return the annotation with the corrections in effect, in their order.

    One whose claim is not in the document (any more) or whose value is no entity of it has no effect.
    Topics point at events by index, so wrong events are taken out last, and what pointed at them with them.
    """
    read, events, wrong = annotation, set[int](), [c.claim for c in corrections if c.field == "wrong"]
    for correction in corrections:
        index = find_event(annotation, correction.claim)
        index = find_event(read, correction.claim) if index is None else index
        if index is not None and correction.field == "wrong":
            events.add(index)
        elif index is not None:
            changed = _corrected(annotation, annotation.events[index], correction)
            annotation = replace(annotation, events=_put(annotation.events, index, changed))
    positions = {find_position(read, claim) for claim in wrong}
    relations = {find_relation(read, claim) for claim in wrong}
    return replace(
        annotation,
        events=_without(annotation.events, events),
        positions=tuple(p for i, p in enumerate(annotation.positions) if i not in positions),
        relations=tuple(r for i, r in enumerate(annotation.relations) if i not in relations),
    )


def _put(events: tuple[Event, ...], index: int, event: Event) -> tuple[Event, ...]:
    return (*events[:index], event, *events[index + 1 :])


def _corrected(annotation: Annotation, event: Event, correction: Correction) -> Event:
    field, value = correction.field, correction.value
    if field == "mode":
        return replace(event, mode=cast(Mode, value), mode_score=1.0)
    if field == "type":
        return replace(event, type=cast(EventType, value), score=1.0)
    if field == "speaker":
        speaker = entity_named(annotation, value) if value else None
        return event if value and speaker is None else replace(event, speaker=speaker)
    return _with_role(annotation, event, cast(RoleName, field.removeprefix("role:")), value)


def _with_role(annotation: Annotation, event: Event, name: RoleName, value: str) -> Event:
    """Return the event with this role filled by an entity, a date or quantity value, or by nothing."""
    others = tuple(role for role in event.roles if role.name != name)
    if not value:
        return replace(event, roles=others)
    entity = entity_named(annotation, value)
    if entity is not None:
        return replace(event, roles=(*others, Role(name, entity=entity)))
    old = next((role for role in event.roles if role.name == name and role.span is not None), None)
    if old is None:
        return event
    return replace(event, roles=(*others, Role(name, span=old.span, value=value)))


def _without(events: tuple[Event, ...], gone: set[int]) -> tuple[Event, ...]:
    kept = [i for i in range(len(events)) if i not in gone]
    number = {old: new for new, old in enumerate(kept)}
    return tuple(_renumbered(events[i], number) for i in kept)


def _renumbered(event: Event, number: dict[int, int]) -> Event:
    roles = tuple(
        role if role.event is None else replace(role, event=number[role.event])
        for role in event.roles
        if role.event is None or role.event in number
    )
    return replace(event, roles=roles)
