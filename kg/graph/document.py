"""Map one annotation to the quads of its document's named graph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import InputError
from kg.graph.claims import claim_statements, described
from kg.graph.iris import Iris
from kg.graph.names import DocumentNames
from kg.graph.terms import TYPE, Statement, date, decimal, integer, kg_node, to_quads
from kg.model import Annotation, Mention
from kg.settings import Settings
from kg.vocab import ENTITY_CLASSES, IDENTIFIER, LANGUAGE, RDFS_LABEL, TITLE, URL, XSD

_LABEL = NamedNode(RDFS_LABEL)
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def document_quads(annotation: Annotation, *, settings: Settings, extractor: str) -> Iterator[Quad]:
    """Yield the quads of one document's graph, each once; ``extractor`` names recogniser and version.

    The same annotation gives the same quads in the same order.

    :raises InputError: the document's date of publication is no ISO date.
    """
    names = DocumentNames(annotation, Iris(settings.base))
    return to_quads(_statements(names, extractor), names.graph)


def _statements(names: DocumentNames, extractor: str) -> Iterator[Statement]:
    yield from _document(names, extractor)
    yield from _sentences(names)
    yield from _entities(names)
    for mention in {(m.span, m.type): m for m in reversed(names.annotation.mentions)}.values():
        yield from _mention(names, mention)
    yield from claim_statements(names)


def _document(names: DocumentNames, extractor: str) -> Iterator[Statement]:
    doc, node = names.annotation.document, names.document
    yield node, TYPE, kg_node("Document")
    yield node, NamedNode(IDENTIFIER), Literal(doc.id)
    yield node, NamedNode(LANGUAGE), Literal(doc.language)
    yield node, kg_node("text"), Literal(doc.text)
    yield node, kg_node("extractor"), Literal(extractor)
    optional = (
        (NamedNode(TITLE), doc.title),
        (kg_node("publisherName"), doc.publisher),
        (kg_node("publishedFrom"), doc.published_from),
        (kg_node("path"), doc.path),
        (kg_node("sha256"), doc.sha256),
    )
    for predicate, value in optional:
        if value is not None:
            yield node, predicate, Literal(value)
    if doc.published is not None:
        if not _ISO_DATE.fullmatch(doc.published):
            raise InputError(f"document {doc.id}: published {doc.published!r} is no ISO date (2021-12-09)")
        yield node, kg_node("published"), date(doc.published)
    if doc.url is not None:
        yield node, NamedNode(URL), Literal(doc.url, datatype=NamedNode(XSD + "anyURI"))


def _sentences(names: DocumentNames) -> Iterator[Statement]:
    doc = names.annotation.document
    for number, span in enumerate(doc.sentences):
        node = names.sentence(number)
        yield node, TYPE, kg_node("Sentence")
        yield node, kg_node("inDocument"), names.document
        yield node, kg_node("index"), integer(number)
        yield node, kg_node("start"), integer(span.start)
        yield node, kg_node("end"), integer(span.end)
        yield node, kg_node("quote"), Literal(doc.at(span))


def _entities(names: DocumentNames) -> Iterator[Statement]:
    language = names.annotation.document.language
    for local, entity in names.annotation.entities.items():
        node = names.entity(local)
        yield node, TYPE, kg_node("DocumentEntity")
        yield node, kg_node("inDocument"), names.document
        yield node, kg_node("entityType"), NamedNode(ENTITY_CLASSES[entity.type])
        yield node, _LABEL, Literal(entity.name, language=language)
        if entity.en is not None:
            yield node, _LABEL, Literal(entity.en, language="en")


def _mention(names: DocumentNames, mention: Mention) -> Iterator[Statement]:
    node, span = names.mention(mention), mention.span
    yield node, TYPE, kg_node("Mention")
    yield node, kg_node("inDocument"), names.document
    sentence = names.sentence_number(span)
    if sentence is not None:
        yield node, kg_node("inSentence"), names.sentence(sentence)
    yield node, kg_node("start"), integer(span.start)
    yield node, kg_node("end"), integer(span.end)
    yield node, kg_node("quote"), Literal(names.annotation.document.at(span))
    yield node, kg_node("mentionType"), Literal(mention.type)
    yield node, kg_node("confidence"), decimal(mention.score)
    if mention.entity is not None:
        yield node, kg_node("mentionOf"), names.entity(mention.entity)
    if mention.type in ("Date", "Quantity"):
        found = described(names, mention.value, span, is_date=mention.type == "Date")
        if found is not None:
            yield node, kg_node("value"), found[0]
            yield from found[1]
