"""Read an annotation back out of a store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.errors import InputError
from kg.model import Annotation, Document, Entity, Event, Mention, Position, Relation, Role, Span, Stance
from kg.store import Store
from kg.vocab import ENTITY_CLASSES, EVENT_CLASSES, KG, PREFIXES

_PREFIXES = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
_ENTITY_TYPES: dict[str, Any] = {iri: name for name, iri in ENTITY_CLASSES.items()}
_EVENT_TYPES: dict[str, Any] = {iri: name for name, iri in EVENT_CLASSES.items()}

_DOCUMENT = """SELECT ?g ?text ?language ?title ?publisher ?published WHERE { GRAPH ?g {
  ?d a kg:Document ; dcterms:identifier ID ; kg:text ?text ; dcterms:language ?language .
  OPTIONAL { ?d dcterms:title ?title } OPTIONAL { ?d kg:publisherName ?publisher }
  OPTIONAL { ?d kg:published ?published } } }"""
_SENTENCES = """SELECT ?n ?start ?end WHERE { GRAPH G {
  ?s a kg:Sentence ; kg:index ?n ; kg:start ?start ; kg:end ?end } } ORDER BY ?n"""
_ENTITIES = """SELECT ?e ?type ?label (LANG(?label) AS ?language) WHERE { GRAPH G {
  ?e a kg:DocumentEntity ; kg:entityType ?type ; rdfs:label ?label } } ORDER BY ?e ?label"""
_MENTIONS = """SELECT ?start ?end ?type ?score ?e ?value WHERE { GRAPH G {
  ?m a kg:Mention ; kg:start ?start ; kg:end ?end ; kg:mentionType ?type ; kg:confidence ?score .
  OPTIONAL { ?m kg:mentionOf ?e } OPTIONAL { ?m kg:value/(kg:edtf|rdfs:label) ?value } } }
ORDER BY ?start DESC(?end) ?type"""
_EVENTS = """SELECT ?c ?type ?start ?end ?mode ?n ?score ?speaker ?source ?carrier WHERE { GRAPH G {
  ?c a kg:EventClaim ; kg:eventType ?type ; kg:triggerStart ?start ; kg:triggerEnd ?end ; kg:mode ?mode ;
     kg:inSentence/kg:index ?n ; kg:confidence ?score .
  OPTIONAL { ?c kg:speaker ?speaker } OPTIONAL { ?c kg:unnamedSource ?source }
  OPTIONAL { ?c kg:carrier ?carrier } } } ORDER BY ?n ?start ?c"""
_ROLES = """SELECT ?c ?role ?e ?claim ?value ?start ?end ?score ?meant WHERE { GRAPH G {
  ?c kg:argument ?a . ?a kg:role ?role ; kg:confidence ?score .
  OPTIONAL { ?a kg:filler ?e } OPTIONAL { ?a kg:fillerClaim ?claim } OPTIONAL { ?a kg:meantActor ?meant }
  OPTIONAL { ?a kg:fillerValue/(kg:edtf|rdfs:label) ?value }
  OPTIONAL { ?a kg:start ?start ; kg:end ?end } } } ORDER BY ?c ?role ?start ?a"""
_SPEAKING = "OPTIONAL { ?c kg:speaker ?speaker } OPTIONAL { ?c kg:unnamedSource ?source }"
_POSITIONS = f"""SELECT ?person ?start ?end ?body ?score ?mode ?speaker ?source WHERE {{ GRAPH G {{
  ?c a kg:PositionClaim ; kg:holder ?person ; kg:start ?start ; kg:end ?end ; kg:confidence ?score ;
     kg:mode ?mode .
  OPTIONAL {{ ?c kg:officeBody ?body }} {_SPEAKING} }} }} ORDER BY ?start ?c"""
_RELATIONS = f"""SELECT ?kind ?subject ?object ?n ?score ?mode ?speaker ?source WHERE {{ GRAPH G {{
  ?c a kg:RelationClaim ; kg:relationKind ?kind ; kg:subjectEntity ?subject ; kg:objectEntity ?object ;
     kg:inSentence/kg:index ?n ; kg:confidence ?score ; kg:mode ?mode . {_SPEAKING} }} }} ORDER BY ?n ?c"""

Found = dict[str, str]


def read_stored(store: Store, document: str) -> Annotation:
    """Return the annotation that a store holds of a document, by the document's id.

    Scores are the claims' confidences.

    :raises InputError: the store holds no such document.
    """
    found = next(_rows(store, _DOCUMENT.replace("ID", str(Literal(document)))), None)
    if found is None:
        raise InputError(
            f"document {document!r}: not in this store; `kg query documents` lists those that are"
        )
    graph = str(NamedNode(found["g"]))

    def rows(query: str) -> Iterator[Found]:
        return _rows(store, query.replace("GRAPH G", f"GRAPH {graph}"))

    return Annotation(
        document=Document(
            id=document,
            text=found["text"],
            language=found["language"],
            sentences=tuple(_span(row) for row in rows(_SENTENCES)),
            title=found.get("title"),
            publisher=found.get("publisher"),
            published=found.get("published"),
        ),
        entities=_entities(rows(_ENTITIES), found["language"]),
        mentions=tuple(_mention(row) for row in rows(_MENTIONS)),
        positions=tuple(
            Position(r["person"], _span(r), r.get("body"), float(r["score"]), _stance(r))
            for r in rows(_POSITIONS)
        ),
        relations=tuple(_relation(row) for row in rows(_RELATIONS)),
        events=_events(list(rows(_EVENTS)), rows(_ROLES)),
    )


def _rows(store: Store, query: str) -> Iterator[Found]:
    """Yield the answers as plain strings by variable."""
    for row in store.select(_PREFIXES + query).dicts():
        yield {name: term.value for name, term in row.items() if isinstance(term, NamedNode | Literal)}


def _span(row: Found) -> Span:
    return Span(int(row["start"]), int(row["end"]))


def _entities(rows: Iterator[Found], language: str) -> dict[str, Entity]:
    labels: dict[str, dict[str, str]] = {}
    types: dict[str, str] = {}
    for row in rows:
        labels.setdefault(row["e"], {})[row["language"]] = row["label"]
        types[row["e"]] = row["type"]
    return {
        key: Entity(key, _ENTITY_TYPES[types[key]], names.get(language, min(names.values())), names.get("en"))
        for key, names in labels.items()
    }


def _mention(row: Found) -> Mention:
    kind: Any = row["type"]
    return Mention(_span(row), kind, row.get("e"), row.get("value"), float(row["score"]))


def _relation(row: Found) -> Relation:
    kind: Any = row["kind"].removeprefix(KG)
    return Relation(kind, row["subject"], row["object"], int(row["n"]), float(row["score"]), _stance(row))


def _stance(row: Found) -> Stance:
    mode: Any = row["mode"].removeprefix(KG)
    return Stance(mode, row.get("speaker"), row.get("source"))


def _events(claims: list[Found], roles: Iterator[Found]) -> tuple[Event, ...]:
    place = {row["c"]: index for index, row in enumerate(claims)}
    filled: dict[str, list[Role]] = {}
    for row in roles:
        filled.setdefault(row["c"], []).append(_role(row, place))
    return tuple(_event(row, tuple(filled.get(row["c"], ()))) for row in claims)


def _role(row: Found, place: dict[str, int]) -> Role:
    name: Any = row["role"].removeprefix(KG)
    event = None if "claim" not in row else place[row["claim"]]
    span = _span(row) if "start" in row else None
    return Role(name, row.get("e"), event, span, row.get("value"), float(row["score"]), row.get("meant"))


def _event(row: Found, roles: tuple[Role, ...]) -> Event:
    mode: Any = row["mode"].removeprefix(KG)
    return Event(
        _EVENT_TYPES[row["type"]], _span(row), mode, int(row["n"]), roles, row.get("speaker"),
        row.get("source"), row.get("carrier"), float(row["score"]),
    )  # fmt: skip
