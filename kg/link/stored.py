"""Read out of a store what linking needs, and write the links graph: ``kg link``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph.iris import Iris
from kg.link.anchors import find_again
from kg.link.document import Link, default_weights, link_document
from kg.link.linking import DECIDED, OURS, EntityLink, Name, Verdict, join_links, link_quads
from kg.model import MENTION_TYPES, Annotation, Document, Entity, EntityType, Mention, Span
from kg.store import Store
from kg.vocab import KG, WD

_TYPES: dict[str, EntityType] = {
    KG + "Person": "Person", KG + "Organisation": "Organisation", KG + "Place": "Place",
    KG + "Agreement": "Agreement", KG + "NamedEvent": "Event",
}  # fmt: skip
_PREFIXES = f"PREFIX kg: <{KG}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
_PREFIXES += "PREFIX dcterms: <http://purl.org/dc/terms/> "
_DOCUMENT = """SELECT ?id ?language ?text ?published WHERE { GRAPH <%s> {
  ?document a kg:Document ; dcterms:identifier ?id ; dcterms:language ?language ; kg:text ?text .
  OPTIONAL { ?document kg:published ?published } } }"""
_ENTITIES = """SELECT ?entity ?type ?label WHERE { GRAPH <%s> {
  ?entity a kg:DocumentEntity ; kg:entityType ?type ; rdfs:label ?label } }"""
_MENTIONS = """SELECT ?start ?end ?type ?entity WHERE { GRAPH <%s> {
  ?mention a kg:Mention ; kg:start ?start ; kg:end ?end ; kg:mentionType ?type .
  OPTIONAL { ?mention kg:mentionOf ?entity } } }"""
_REFERS = "SELECT ?part ?entity WHERE { GRAPH <%s> { ?part kg:refersTo ?entity } }"
_LINKS = """SELECT ?link ?entity ?former ?target ?score ?status ?why ?explanation WHERE { GRAPH <%s> {
  ?link a kg:Link ; kg:linkTarget ?target ; kg:confidence ?score ;
    kg:linkStatus ?status ; kg:justification ?why . OPTIONAL { ?link kg:explanation ?explanation }
  OPTIONAL { ?link kg:linkedEntity ?entity } OPTIONAL { ?link kg:formerEntity ?former } } }"""
_ANCHORS = """SELECT ?link ?part ?name WHERE { GRAPH <%s> {
  { ?link kg:linkedPart ?part } UNION { ?link a kg:Link ; rdfs:label ?name } } }"""
_DECISIONS = """SELECT ?decision ?kind ?subject ?object ?on WHERE { GRAPH <%s> {
  ?decision kg:decisionKind ?kind ; kg:decidedOn ?on ; kg:decisionSubject ?subject .
  OPTIONAL { ?decision kg:decisionObject ?object } } }"""
_NAMES = "SELECT ?e ?name WHERE { GRAPH <%s> { ?e <http://www.w3.org/2004/02/skos/core#prefLabel> ?name } }"
_KINDS = "SELECT ?e ?kind WHERE { GRAPH <%s> { ?e a ?kind } }"
_DAYS = """SELECT ?e ?day WHERE { GRAPH <%s> { ?part kg:refersTo ?e }
  GRAPH ?g { ?part kg:inDocument ?document . ?document kg:published ?day } }"""
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Summary:
    """How many documents and entities were seen, links accepted or left to review; if it changed.

    ``waiting`` links from elsewhere have no entity in the store now; they are kept.
    """

    documents: int
    entities: int
    accepted: int
    candidates: int
    changed: bool
    waiting: int = 0


def read_annotation(store: Store, graph: str) -> Annotation | None:
    """Return the entities and mentions of a document graph; entity ids are the nodes' IRIs.

    :raises StoreError: the store cannot be read.
    """
    rows = list(store.select(_PREFIXES + _DOCUMENT % graph).dicts())
    if not rows:
        return None
    row = {name: _text(term) for name, term in rows[0].items()}
    language = row["language"]
    entities: dict[str, Entity] = {}
    labels = sorted(store.select(_PREFIXES + _ENTITIES % graph).rows, key=lambda r: _label_order(r, language))
    for node, kind, label in labels:
        entities.setdefault(_text(node), Entity(_text(node), _TYPES[_text(kind)], _text(label)))
    mentions = sorted(
        (_mention(r) for r in store.select(_PREFIXES + _MENTIONS % graph)),
        key=lambda m: (m.span.start, -m.span.end, m.type),
    )
    document = Document(row["id"], row["text"], language, (), published=row.get("published"))
    return Annotation(document, dict(sorted(entities.items())), tuple(mentions), (), (), ())


def _label_order(row: tuple[object, ...], language: str) -> tuple[str, bool, str]:
    label = row[2]
    return (_text(row[0]), not (isinstance(label, Literal) and label.language == language), _text(label))


def _mention(row: tuple[object, ...]) -> Mention:
    start, end, kind, entity = row
    name = next(t for t in MENTION_TYPES if t == _text(kind))
    return Mention(Span(int(_text(start)), int(_text(end))), name, None if entity is None else _text(entity))


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""


def iter_links(store: Store, iris: Iris, tell: Progress) -> Iterator[tuple[str, Link]]:
    """Yield (canonical entity, link) for each entity of each document, in order of the documents' graphs."""
    canonical = {_text(p): _text(e) for p, e in store.select(_PREFIXES + _REFERS % iris.resolved_graph.value)}
    graphs = [g for g in store.graphs() if g.startswith(f"{iris.base}graph/doc/")]
    for number, graph in enumerate(graphs):
        annotation = read_annotation(store, graph)
        for link in link_document(annotation) if annotation is not None else ():
            if link.entity in canonical:
                yield canonical[link.entity], link
        tell("linking", number + 1, len(graphs))


def read_verdicts(store: Store, iris: Iris) -> list[Verdict]:
    """Return what people decided on links and did not withdraw, the last word on each.

    What the links graph holds as decided stays so: a build found it by more than the IRI that was decided on.
    """
    canonical = {_text(p): _text(e) for p, e in store.select(_PREFIXES + _REFERS % iris.resolved_graph.value)}
    rows = [
        tuple(map(_text, row)) for row in store.select(_PREFIXES + _DECISIONS % iris.decisions_graph.value)
    ]
    withdrawn = {subject for _, kind, subject, _, _ in rows if kind == "withdraw"}
    found = {(k.entity, k.qid): k.score > 0 for k in read_links(store, iris) if k.explanation == DECIDED}
    for decision, kind, subject, item, _ in sorted(rows, key=lambda r: (r[4], r[0])):
        entity = canonical.get(subject)
        if kind in ("accept-link", "reject-link") and decision not in withdrawn and entity is not None:
            found[entity, item.removeprefix(WD)] = kind == "accept-link"
    return [Verdict(entity, qid, accepted) for (entity, qid), accepted in sorted(found.items())]


def read_links(store: Store, iris: Iris) -> list[EntityLink]:
    """Return the links that a store holds, sorted, those that wait for their entity too."""
    graph = iris.links_graph.value
    parts: dict[str, set[str]] = defaultdict(set)
    names: dict[str, set[Name]] = defaultdict(set)
    for node, part, name in store.select(_PREFIXES + _ANCHORS % graph):
        if isinstance(name, Literal):
            names[_text(node)].add((name.value, name.language or ""))
        else:
            parts[_text(node)].add(_text(part))
    rows = [tuple(map(_text, row)) for row in store.select(_PREFIXES + _LINKS % graph)]
    found = []
    for link, entity, former, target, score, status, why, explanation in rows:
        known = next(s for s in ("accepted", "candidate", "rejected") if s == status)
        anchors = tuple(sorted(parts[link])), tuple(sorted(names[link]))
        about, qid = entity if entity else former, target.removeprefix(WD)
        found.append(EntityLink(about, qid, float(score), known, why, explanation, *anchors, not entity))
    return sorted(found)


def merge_links(ours: Iterable[EntityLink], kept: Iterable[EntityLink]) -> list[EntityLink]:
    """Return our links and those kept from elsewhere, which win for their entity unless a person decided."""
    decided = {link.entity for link in ours if link.justification != OURS}
    elsewhere = list(kept)
    waiting = [link for link in elsewhere if link.waiting]
    foreign = [link for link in elsewhere if not link.waiting and link.entity not in decided]
    taken = {link.entity for link in foreign if link.status == "accepted"}
    rest = [link for link in ours if link.entity not in taken]
    return sorted([*{(link.entity, link.qid): link for link in [*rest, *foreign]}.values(), *waiting])


def write_links(store: Store, links: Iterable[EntityLink], iris: Iris) -> bool:
    """Make the links graph hold exactly these links; tell whether that changed anything.

    :raises StoreError: the store cannot be written.
    """
    graph = iris.links_graph.value
    return write_graph(store, graph, link_quads(links, iris))


def write_graph(store: Store, graph: str, quads: list[Quad]) -> bool:
    """Make a named graph hold exactly these quads, writing nothing when it does; tell whether it changed."""
    if set(store.quads(graph)) == set(quads):
        return False
    store.replace_graphs({graph: quads})
    return True


def canonical_names(store: Store, iris: Iris) -> dict[str, dict[str, str]]:
    """Return the preferred names of canonical entities, by language."""
    found: dict[str, dict[str, str]] = {}
    for node, label in store.select(_PREFIXES + _NAMES % iris.resolved_graph.value):
        language = label.language if isinstance(label, Literal) else None
        found.setdefault(_text(node), {})[language or "und"] = _text(label)
    return {node: dict(sorted(found[node].items())) for node in sorted(found)}


def canonical_types(store: Store, iris: Iris) -> dict[str, EntityType]:
    """Return the types of canonical entities."""
    rows = store.select(_PREFIXES + _KINDS % iris.resolved_graph.value)
    return {_text(node): _TYPES[_text(kind)] for node, kind in rows if _text(kind) in _TYPES}


def canonical_days(store: Store, iris: Iris) -> dict[str, str]:
    """Return for canonical entities the day (ISO date) of the first document with a date that names them."""
    found: dict[str, str] = {}
    for node, day in store.select(_PREFIXES + _DAYS % iris.resolved_graph.value):
        found[_text(node)] = min(_text(day), found.get(_text(node), _text(day)))
    return found


def kept_links(store: Store, iris: Iris) -> list[EntityLink]:
    """Return the links of the store that come from a file or a service, and not from us or a decision."""
    return [link for link in read_links(store, iris) if link.explanation.startswith(("imported", "online"))]


def link_store(store: Store, *, base: str, tell: Progress, added: Iterable[EntityLink] = ()) -> Summary:
    """Link the canonical entities of a store to Wikidata offline and write its links graph.

    The same store gives the same bytes; a second run writes nothing. ``added`` are links from elsewhere; they
    and those added before stay, and wait while their entity is not there.

    :raises StoreError: the store cannot be read or written.
    """
    iris = Iris(base)
    found = list(iter_links(store, iris, tell))
    ours = join_links(found, default_weights(), read_verdicts(store, iris))
    nodes = {entity for entity, _ in found}
    foreign = {(link.entity, link.qid): link for link in [*kept_links(store, iris), *added]}
    links = merge_links(ours, find_again(store, foreign.values(), iris))
    count = sum(graph.startswith(f"{base}graph/doc/") for graph in store.graphs())
    here = [link.status for link in links if not link.waiting]
    changed = write_links(store, links, iris)
    numbers = count, len(nodes), here.count("accepted"), here.count("candidate")
    return Summary(*numbers, changed, len(links) - len(here))
