"""Map a resolution of a corpus to the quads of the resolved graph: what the documents together say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph.claims import event_confidence, value_of
from kg.graph.confidence import any_family
from kg.graph.iris import Iris, digest
from kg.graph.names import DocumentNames
from kg.graph.tenures import Tenures
from kg.graph.terms import TYPE, Statement, decimal, integer, kg_node, to_quads
from kg.model import Annotation, Event, Role
from kg.relate import agreement_kind, pax_stage
from kg.resolve.types import (
    CanonicalEntity,
    CanonicalEvent,
    EntityMember,
    EventMember,
    EventMerge,
    Merge,
    Resolution,
)
from kg.settings import Settings
from kg.vocab import ALT_LABEL, ENTITY_CLASSES, EVENT_CLASSES, KG, PREF_LABEL

REAL = frozenset({"asserted", "attributed"})
"""The modes from which plain facts are drawn."""

Member = EntityMember | EventMember

_TIME_ROLES = frozenset({"time", "deadline"})


def resolved_quads(
    resolution: Resolution, annotations: Iterable[Annotation], *, settings: Settings
) -> Iterator[Quad]:
    """Yield the quads of the resolved graph, each once.

    ``annotations`` are those of every document of the resolution, in any order; they are walked once and not
    kept. The same set gives the same quads; sort them for the same bytes.
    """
    iris = Iris(settings.base)
    return to_quads(_statements(resolution, annotations, iris), iris.resolved_graph)


@dataclass
class _Corpus:
    """What is gathered while the annotations pass by."""

    resolution: Resolution
    iris: Iris
    entities: Mapping[tuple[str, str], str] = field(init=False)
    events: Mapping[tuple[str, int], str] = field(init=False)
    families: Mapping[str, str] = field(init=False)
    kinds: dict[str, str] = field(init=False)
    readings: dict[str, dict[str, list[float]]] = field(default_factory=lambda: defaultdict(dict))
    tenures: Tenures = field(init=False)

    def __post_init__(self) -> None:
        self.entities = self.resolution.entity_keys()
        self.events = self.resolution.event_keys()
        self.families = self.resolution.family_keys()
        self.kinds = {entity.key: entity.type for entity in self.resolution.entities}
        self.tenures = Tenures(self.iris)

    def entity(self, names: DocumentNames, local: str) -> NamedNode:
        """Return the canonical node of a document's entity."""
        return self.iris.keyed("entity", self.entities[names.id, local])

    def event(self, names: DocumentNames, index: int) -> NamedNode:
        """Return the canonical node of a document's event."""
        return self.iris.keyed("event", self.events[names.id, index])


def _statements(resolution: Resolution, annotations: Iterable[Annotation], iris: Iris) -> Iterator[Statement]:
    corpus = _Corpus(resolution, iris)
    for entity in resolution.entities:
        yield from _entity(entity, iris)
    for family in resolution.families:
        node = iris.keyed("family", family.key)
        yield node, TYPE, kg_node("SourceFamily")
        for document in family.documents:
            yield node, kg_node("familyMember"), iris.document(document)
    merges: dict[Merge | EventMerge, None] = dict.fromkeys(_merges(resolution))
    ends: dict[Member, NamedNode] = {}
    wanted: set[Member] = {end for merge in merges for end in (merge.left, merge.right)}
    for annotation in annotations:
        names = DocumentNames(annotation, iris)
        ends.update(_ends(names, wanted))
        yield from _document(corpus, names)
    for event in resolution.events:
        yield from _event(event, corpus.readings.get(event.key), iris)
    yield from corpus.tenures.statements()
    for merge in merges:
        yield from _merge(merge, ends, iris)


def _entity(entity: CanonicalEntity, iris: Iris) -> Iterator[Statement]:
    node = iris.keyed("entity", entity.key)
    yield node, TYPE, NamedNode(ENTITY_CLASSES[entity.type])
    if entity.type == "Agreement":
        yield from _agreement(node, entity)
    for name, language in ((entity.name_ar, "ar"), (entity.name_en, "en")):
        if name is not None:
            yield node, NamedNode(PREF_LABEL), Literal(name, language=language)
    preferred = {(entity.name_ar, "ar"), (entity.name_en, "en")}
    for name, language in entity.names:
        if (name, language) not in preferred:
            yield node, NamedNode(ALT_LABEL), Literal(name, language=language)


def _agreement(node: NamedNode, entity: CanonicalEntity) -> Iterator[Statement]:
    """Yield what the words of an agreement's name tell of its kind, the preferred names first."""
    names = [
        n for n in (entity.name_ar, entity.name_en, *(name for name, _ in entity.names)) if n is not None
    ]
    for term, read in (("agreementKind", agreement_kind), ("paxStage", pax_stage)):
        found = next((value for value in map(read, names) if value is not None), None)
        if found is not None:
            yield node, NamedNode(KG + term), Literal(found)


def _document(corpus: _Corpus, names: DocumentNames) -> Iterator[Statement]:
    """Yield what one document adds to the resolved graph."""
    annotation = names.annotation
    for local in annotation.entities:
        yield names.entity(local), kg_node("refersTo"), corpus.entity(names, local)
    for index, event in enumerate(annotation.events):
        node = corpus.event(names, index)
        yield node, kg_node("reportedBy"), names.event(index)
        if event.mode in REAL:
            family = corpus.readings[corpus.events[names.id, index]]
            family.setdefault(corpus.families[names.id], []).append(event_confidence(event))
            yield from _roles(corpus, names, node, event)
    for position in annotation.positions:
        if position.stance.mode not in REAL:
            continue
        body = None if position.body is None else corpus.entity(names, position.body)
        corpus.tenures.add(names, position, corpus.entity(names, position.person), body)
    for relation in annotation.relations:
        ends = corpus.entity(names, relation.subject), corpus.entity(names, relation.object)
        if ends[0] != ends[1] and relation.stance.mode in REAL:
            yield ends[0], kg_node(relation.kind), ends[1]


def _roles(corpus: _Corpus, names: DocumentNames, node: NamedNode, event: Event) -> Iterator[Statement]:
    for role in event.roles:
        filler, description = _filler(corpus, names, role)
        if filler is not None and filler != node:
            yield node, kg_node(role.name), filler
            yield from description


def _filler(
    corpus: _Corpus, names: DocumentNames, role: Role
) -> tuple[NamedNode | None, Iterable[Statement]]:
    """Return the node that may stand as a plain fact in a role, by the range of the role's property."""
    if role.event is not None:
        return corpus.event(names, role.event), ()
    if role.entity is not None:
        kind = corpus.kinds[corpus.entities[names.id, role.entity]]
        if role.name == "agreement" and kind != "Agreement":
            return None, ()
        fits = role.name not in (*_TIME_ROLES, "quantity")
        acting = role.entity if role.meant is None else role.meant
        return (corpus.entity(names, acting), ()) if fits else (None, ())
    value = value_of(names, role)
    if value is None or role.name in ("agreement", "place"):
        return None, ()
    is_time = value[0].value.startswith(corpus.iris.base + "time/")
    fits = role.name == "topic" or is_time == (role.name in _TIME_ROLES)
    return value if fits else (None, ())


def _event(
    event: CanonicalEvent, readings: Mapping[str, list[float]] | None, iris: Iris
) -> Iterator[Statement]:
    node = iris.keyed("event", event.key)
    if event.matter is not None:
        matter = iris.keyed("matter", event.matter)
        yield matter, TYPE, kg_node("Matter")
        yield node, kg_node("matter"), matter
    if readings is None:
        yield node, TYPE, kg_node("UnrealisedEvent")
        return
    yield node, TYPE, NamedNode(EVENT_CLASSES[event.type])
    yield node, kg_node("corroboration"), integer(len(readings))
    yield node, kg_node("confidence"), decimal(any_family(readings.values()))


def _merges(resolution: Resolution) -> Iterator[Merge | EventMerge]:
    for entity in resolution.entities:
        yield from entity.explanation
    for event in resolution.events:
        yield from event.explanation
    yield from resolution.uncertain
    yield from resolution.uncertain_events


def _ends(names: DocumentNames, wanted: set[Member]) -> Iterator[tuple[Member, NamedNode]]:
    """Yield the nodes of those members of one document that a merge names."""
    for local in names.annotation.entities:
        if (names.id, local) in wanted:
            yield (names.id, local), names.entity(local)
    for index in range(len(names.annotation.events)):
        if (names.id, index) in wanted:
            yield (names.id, index), names.event(index)


def _merge(merge: Merge | EventMerge, ends: Mapping[Member, NamedNode], iris: Iris) -> Iterator[Statement]:
    left, right = ends[merge.left], ends[merge.right]
    node = iris.keyed("merge", digest("merge", left.value, right.value))
    yield node, TYPE, kg_node("Merge")
    yield node, kg_node("mergeLeft"), left
    yield node, kg_node("mergeRight"), right
    yield node, kg_node("confidence"), decimal(merge.score)
    yield node, kg_node("verdict"), Literal(merge.verdict)
    yield node, kg_node("settledBy"), Literal(merge.by)
    if merge.features:
        parts = (f"{f.name} {f.value:.2f} x {f.weight:.2f}" for f in merge.features)
        yield node, kg_node("explanation"), Literal("; ".join(parts))
