"""Find again, in an annotation, what an anchor names: by its IRI, else by what it said."""

from __future__ import annotations

from collections.abc import Iterator

from kg.graph.iris import Iris
from kg.graph.names import DocumentNames
from kg.model import Annotation
from kg.review.decisions import Anchor

_BASE = "kg:"


def entity_named(annotation: Annotation, name: str) -> str | None:
    """Return the id of the entity that has this name, else of the first that is mentioned by it."""
    for entity in annotation.entities.values():
        if name in (entity.name, entity.en):
            return entity.id
    mentioned = (m.entity for m in annotation.mentions if annotation.document.at(m.span) == name)
    return next((entity for entity in mentioned if entity is not None), None)


def find_entity(annotation: Annotation, anchor: Anchor) -> str | None:
    """Return the id of the document entity that an anchor names, None when it is not there."""
    if annotation.document.id != anchor.document:
        return None
    names = _names(annotation)
    for local in annotation.entities:
        if _BASE + anchor.iri == names.entity(local).value:
            return local
    named = None if anchor.quote else entity_named(annotation, anchor.text)
    return named if named is not None and annotation.entities[named].type == anchor.kind else None


def find_event(annotation: Annotation, anchor: Anchor) -> int | None:
    """Return the index of the event that an anchor names, None when it is not there."""
    names = _names(annotation)
    said = (
        (names.event(i).value, event.type, annotation.document.at(event.trigger), event.sentence)
        for i, event in enumerate(annotation.events)
    )
    return _find(annotation, anchor, said)


def find_position(annotation: Annotation, anchor: Anchor) -> int | None:
    """Return the index of the position that an anchor names, None when it is not there."""
    names = _names(annotation)
    said = (
        (names.position(p).value, "Position", annotation.document.at(p.title), names.sentence_number(p.title))
        for p in annotation.positions
    )
    return _find(annotation, anchor, said)


def find_relation(annotation: Annotation, anchor: Anchor) -> int | None:
    """Return the index of the relation that an anchor names, None when it is not there."""
    names = _names(annotation)
    said = (
        (names.relation(r).value, r.kind, annotation.entities[r.subject].name, r.sentence)
        for r in annotation.relations
    )
    return _find(annotation, anchor, said)


def has_claim(annotation: Annotation, anchor: Anchor) -> bool:
    """Tell whether an anchor names a claim of any kind that is there."""
    return any(find(annotation, anchor) is not None for find in (find_event, find_position, find_relation))


def _find(
    annotation: Annotation, anchor: Anchor, said: Iterator[tuple[str, str, str, int | None]]
) -> int | None:
    """Return the index of the first claim of that IRI, else of the first that says the same."""
    if annotation.document.id != anchor.document:
        return None
    rows = list(said)
    by_iri = (i for i, row in enumerate(rows) if row[0] == _BASE + anchor.iri)
    by_content = (
        i
        for i, (_, kind, text, sentence) in enumerate(rows)
        if (kind, text, _quote(annotation, sentence)) == (anchor.kind, anchor.text, anchor.quote)
    )
    return next(by_iri, next(by_content, None))


def _names(annotation: Annotation) -> DocumentNames:
    return DocumentNames(annotation, Iris(_BASE))


def _quote(annotation: Annotation, sentence: int | None) -> str | None:
    return None if sentence is None else annotation.document.at(annotation.document.sentences[sentence])
