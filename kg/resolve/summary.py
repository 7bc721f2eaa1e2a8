"""The compact form of one annotation that identity across documents works on."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

from kg.model import ENTITY_TYPES, Annotation, Event, Role
from kg.resolve.families import sign
from kg.resolve.names import name_tokens
from kg.resolve.types import DocumentSummary, EntitySummary, EventSummary
from kg.resolve.within import shape

BITS = 512


def summarise(annotation: Annotation) -> DocumentSummary:
    """Return what identity across documents needs of one annotation; depends on nothing else."""
    document = annotation.document
    surfaces: dict[str, set[str]] = {}
    counts: dict[str, int] = {}
    for mention in annotation.mentions:
        if mention.entity is not None:
            counts[mention.entity] = counts.get(mention.entity, 0) + 1
            if mention.type in ENTITY_TYPES:
                surfaces.setdefault(mention.entity, set()).add(shape(document, mention.span))
    offices = _offices(annotation)
    places = _places(annotation)
    entities = tuple(
        EntitySummary(
            id=e.id,
            type=e.type,
            name=e.name,
            en=e.en,
            wikidata=e.wikidata,
            surfaces=tuple(sorted(surfaces.get(e.id, ()))),
            offices=offices.get(e.id, ()),
            places=places.get(e.id, ()),
            count=counts.get(e.id, 0),
        )
        for _, e in sorted(annotation.entities.items())
    )
    events = tuple(_event(annotation, i, event) for i, event in enumerate(annotation.events))
    return DocumentSummary(
        document.id, document.language, document.published, entities, events, sign(document.text)
    )


def _offices(annotation: Annotation) -> Mapping[str, tuple[tuple[str, str | None], ...]]:
    out: dict[str, set[tuple[str, str]]] = {}
    for position in annotation.positions:
        body = annotation.entities.get(position.body) if position.body is not None else None
        title = annotation.document.at(position.title)
        out.setdefault(position.person, set()).add((title, "" if body is None else body.name))
    return {p: tuple((t, b if b else None) for t, b in sorted(offices)) for p, offices in out.items()}


def _places(annotation: Annotation) -> Mapping[str, tuple[str, ...]]:
    out: dict[str, set[str]] = {}
    for relation in annotation.relations:
        if relation.kind == "locatedIn":
            out.setdefault(relation.subject, set()).add(relation.object)
    return {subject: tuple(sorted(objects)) for subject, objects in out.items()}


def _event(annotation: Annotation, index: int, event: Event) -> EventSummary:
    values = ((role.name, _value(annotation, role)) for role in event.roles if role.entity is None)
    return EventSummary(
        index=index,
        type=event.type,
        trigger=" ".join(name_tokens(annotation.document.at(event.trigger))),
        mode=event.mode,
        sentence=event.sentence,
        fillers=tuple(sorted({(r.name, r.entity) for r in event.roles if r.entity is not None})),
        values=tuple(sorted({(name, value) for name, value in values if value})),
        topics=tuple(sorted({r.event for r in event.roles if r.event is not None})),
        speaker=event.speaker,
        content=bit_map(_sentence(annotation, event)),
    )


def _sentence(annotation: Annotation, event: Event) -> str:
    document = annotation.document
    inside = event.sentence < len(document.sentences)
    return document.at(document.sentences[event.sentence]) if inside else document.at(event.trigger)


def bit_map(text: str) -> int:
    """Return the set of a text's stems as a bit map: one bit of 512 a stem, by its CRC."""
    bits = 0
    for token in name_tokens(text):
        if len(token) > 2:
            bits |= 1 << zlib.crc32(token.encode()) % BITS
    return bits


def overlap(left: int, right: int) -> float:
    """Return the share of the smaller of two bit maps that the other has too, in [0, 1]."""
    smaller = min(left.bit_count(), right.bit_count())
    return (left & right).bit_count() / smaller if smaller else 0.0


def _value(annotation: Annotation, role: Role) -> str:
    if role.value is not None:
        return role.value
    return "" if role.span is None else " ".join(name_tokens(annotation.document.at(role.span)))
