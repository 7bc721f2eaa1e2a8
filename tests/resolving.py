"""Documents for tests of identity, written as text in which every mention is marked: ``{P|سمير حداد}``."""

from __future__ import annotations

import re

from kg.model import Document, EntityType, Mention, MentionType, Span
from kg.resolve.types import DocumentSummary, EntitySummary, EventSummary
from kg.resolve.within import resolve_document

TYPES: dict[str, MentionType] = {
    "P": "Person", "O": "Organisation", "L": "Place", "A": "Agreement", "E": "Event", "N": "Nationality",
}  # fmt: skip
_MARK = re.compile(r"\{(\w)\|([^}]*)\}")


def read_marked(marked: str, language: str = "ar") -> tuple[Document, list[Mention]]:
    """Return the document and the mentions that a marked text stands for."""
    text, mentions, last = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        span = Span(len(text), len(text) + len(match[2]))
        mentions.append(Mention(span, TYPES[match[1]]))
        text += match[2]
        last = match.end()
    text += marked[last:]
    return Document("d", text, language, (Span(0, len(text)),)), mentions


def groups(marked: str, language: str = "ar") -> list[list[str]]:
    """Return the mention texts of a marked document by entity, in order of first mention."""
    document, mentions = read_marked(marked, language)
    out: dict[str, list[str]] = {}
    for mention in resolve_document(document, mentions)[1]:
        if mention.entity is not None:
            out.setdefault(mention.entity, []).append(document.at(mention.span))
    return list(out.values())


def person(name: str, local: str = "e1", **more: object) -> EntitySummary:
    """Return the summary of a person."""
    return entity("Person", name, local, **more)


def entity(kind: EntityType, name: str, local: str = "e1", **more: object) -> EntitySummary:
    """Return the summary of an entity."""
    return EntitySummary(local, kind, name, **more)  # type: ignore[arg-type]


def document(
    name: str, *entities: EntitySummary, events: tuple[EventSummary, ...] = (), published: str | None = None
) -> DocumentSummary:
    """Return the summary of a document."""
    return DocumentSummary(name, "ar", published, entities, events)
