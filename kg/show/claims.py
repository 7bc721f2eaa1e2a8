"""The claims of an annotation as short lines to read under their sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Annotation, Event, Mode, Position, Relation, Role


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a claim says: its label, its words, and beside them an English name or a value."""

    label: str
    text: str
    gloss: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One claim: ``head`` says its kind, ``words`` are what it was read from.

    ``score`` in [0, 1] is the probability that the text says so.
    """

    mode: Mode
    head: str
    words: str
    parts: tuple[Part, ...]
    score: float


def claims_by_sentence(annotation: Annotation) -> dict[int, list[Line]]:
    """Return the claims of each sentence that has any: events, then offices, then relations."""
    out: dict[int, list[Line]] = defaultdict(list)
    for event in annotation.events:
        out[event.sentence].append(_event(annotation, event))
    for position in annotation.positions:
        out[_sentence(annotation, position)].append(_position(annotation, position))
    for relation in annotation.relations:
        out[relation.sentence].append(_relation(annotation, relation))
    return dict(out)


def entity_part(annotation: Annotation, label: str, entity: str) -> Part:
    """Return an entity's name, with its English name when that is another."""
    found = annotation.entities[entity]
    return Part(label, found.name, None if found.en == found.name else found.en)


def _sentence(annotation: Annotation, position: Position) -> int:
    spans = annotation.document.sentences
    return next((n for n, s in enumerate(spans) if s.start <= position.title.start < s.end), 0)


def _event(annotation: Annotation, event: Event) -> Line:
    parts = [_filler(annotation, role) for role in event.roles]
    parts += _speaking(annotation, event.speaker, event.source)
    if event.carrier is not None:
        parts.append(entity_part(annotation, "carried by", event.carrier))
    words = annotation.document.at(event.trigger)
    return Line(event.mode, event.type, words, tuple(parts), event.score * event.mode_score)


def _speaking(annotation: Annotation, speaker: str | None, source: str | None) -> Iterator[Part]:
    if speaker is not None:
        yield entity_part(annotation, "according to", speaker)
    if source is not None:
        yield Part("according to", source)


def _filler(annotation: Annotation, role: Role) -> Part:
    if role.event is not None:
        topic = annotation.events[role.event]
        return Part(role.name, annotation.document.at(topic.trigger), topic.type)
    if role.entity is not None:
        part = entity_part(annotation, role.name, role.entity)
        return (
            part if role.meant is None else Part(part.label, part.text, _stands_for(annotation, role.meant))
        )
    return Part(role.name, "" if role.span is None else annotation.document.at(role.span), role.value)


def _stands_for(annotation: Annotation, state: str) -> str:
    meant = annotation.entities[state]
    return f"stands for {meant.name if meant.en is None else meant.en}"


def _position(annotation: Annotation, position: Position) -> Line:
    parts = [entity_part(annotation, "holder", position.person)]
    if position.body is not None:
        parts.append(entity_part(annotation, "body", position.body))
    parts += _speaking(annotation, position.stance.speaker, position.stance.source)
    title = annotation.document.at(position.title)
    return Line(position.stance.mode, "Office", title, tuple(parts), position.score)


def _relation(annotation: Annotation, relation: Relation) -> Line:
    ends = (("subject", relation.subject), ("object", relation.object))
    parts = [entity_part(annotation, label, entity) for label, entity in ends]
    parts += _speaking(annotation, relation.stance.speaker, relation.stance.source)
    return Line(relation.stance.mode, relation.kind, "", tuple(parts), relation.score)
