"""A small invented world for the tests of linking: an index of it, and documents about it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.link import build
from kg.link.index import Index, read_index
from kg.model import Annotation, Document, Entity, EntityType, Mention, MentionType, Span

TABLES = Path(__file__).parent / "data" / "link_tables"


@cache
def world() -> Index:
    """Return the index of the invented world."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "index.zip"
        build.build(TABLES, path, version="test", aliases=None)
        return read_index(path)


def annotate(text: str, *named: tuple[MentionType, str, str | None]) -> Annotation:
    """Return an annotation with a mention for each (type, surface, entity name), in order."""
    entities: dict[str, Entity] = {}
    mentions = []
    at = 0
    for kind, surface, name in named:
        at = text.index(surface, at)
        key = None
        if name is not None:
            key = next((e.id for e in entities.values() if e.name == name), f"e{len(entities) + 1}")
            entities.setdefault(key, Entity(key, _entity_type(kind), name))
        mentions.append(Mention(Span(at, at + len(surface)), kind, key))
        at += len(surface)
    document = Document("d1", text, "ar", (Span(0, len(text)),), published="2021-05-01")
    return Annotation(document, entities, tuple(mentions), (), (), ())


def _entity_type(kind: MentionType) -> EntityType:
    kinds: dict[str, EntityType] = {"Organisation": "Organisation", "Place": "Place", "Person": "Person"}
    return kinds[kind]
