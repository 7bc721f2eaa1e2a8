"""Find the entities of links from elsewhere again: an entity's IRI may change as documents come and go.

A link that was imported or found online carries some of the document entities that its entity stands for, and
its names. What we link ourselves is made anew each time; what a person decided has its own anchor.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode

from kg.graph.iris import Iris
from kg.link.linking import EntityLink, Name
from kg.store import Store
from kg.vocab import ALT_LABEL, KG, PREF_LABEL, RDFS_LABEL

PARTS = 10
"""How many document entities a link remembers: an entity may stand for thousands."""

_REFERS = f"SELECT ?part ?entity WHERE {{ GRAPH <%s> {{ ?part <{KG}refersTo> ?entity }} }}"
_NAMES = f"""SELECT ?entity ?kind ?name WHERE {{ GRAPH <%s> {{
  VALUES ?kind {{ <{PREF_LABEL}> <{ALT_LABEL}> }} ?entity ?kind ?name .
  FILTER EXISTS {{ ?part <{KG}refersTo> ?entity }} }} }}"""
_NAMESAKES = f"""SELECT ?part WHERE {{ GRAPH <%s> {{ ?part a <{KG}DocumentEntity> ; <{RDFS_LABEL}> %s }} }}
ORDER BY ?part"""


@dataclass(frozen=True, slots=True)
class _World:
    """The canonical entities of a store: by document entity, their document entities, names, and by name."""

    store: Store
    iris: Iris
    of_part: Mapping[str, str]
    parts: Mapping[str, list[str]]
    names: Mapping[str, list[Name]]
    named: Mapping[Name, set[str]]


def find_again(store: Store, links: Iterable[EntityLink], iris: Iris) -> list[EntityLink]:
    """Return links from elsewhere on the entities as they are now, sorted; the best of those that coincide.

    An entity is found by the document entities that the link remembers (of several the one with most), else
    by its names in their documents, else by its IRI, else by a name that only one entity has. A link whose
    entity is not there waits: it keeps its former entity, and counts again when the entity comes back.

    :raises StoreError: the store cannot be read.
    """
    world = _read_world(store, iris)
    found: dict[tuple[str, str, bool], EntityLink] = {}
    for link in sorted(links, key=lambda k: (-k.score, k)):
        entity = _entity(link, world)
        new = replace(link, waiting=True) if entity is None else _anchored(link, entity, world)
        found.setdefault((new.entity, new.qid, new.waiting), new)
    return sorted(found.values())


def _read_world(store: Store, iris: Iris) -> _World:
    graph = iris.resolved_graph.value
    of_part = {_text(part): _text(entity) for part, entity in store.select(_REFERS % graph)}
    parts: dict[str, list[str]] = defaultdict(list)
    for part in sorted(of_part):
        parts[of_part[part]].append(part)
    names: dict[str, list[Name]] = defaultdict(list)
    named: dict[Name, set[str]] = defaultdict(set)
    for entity, kind, label in store.select(_NAMES % graph):
        if isinstance(label, Literal):
            name = (label.value, label.language or "")
            named[name].add(_text(entity))
            if _text(kind) == PREF_LABEL:
                names[_text(entity)].append(name)
    return _World(store, iris, of_part, parts, names, named)


def _entity(link: EntityLink, world: _World) -> str | None:
    votes = Counter(world.of_part[part] for part in link.parts if part in world.of_part)
    if not votes:
        votes = Counter(world.of_part[part] for part in _namesakes(link, world) if part in world.of_part)
    if votes:
        return min(votes, key=lambda entity: (-votes[entity], entity))
    if link.entity in world.parts:
        return link.entity
    bearers = set().union(*(world.named.get(name, set()) for name in link.names))
    return bearers.pop() if len(bearers) == 1 else None


def _namesakes(link: EntityLink, world: _World) -> list[str]:
    """Return what now has a name of the link's entity in the documents that the link remembers."""
    below = f"{world.iris.base}doc/"
    documents = sorted({part.removeprefix(below).partition("/")[0] for part in link.parts})
    queries = (
        _NAMESAKES % (f"{world.iris.base}graph/doc/{document}", Literal(text, language=language or None))
        for document in documents
        for text, language in link.names
    )
    return [_text(part) for query in queries for (part,) in world.store.select(query)]


def _anchored(link: EntityLink, entity: str, world: _World) -> EntityLink:
    """Return the link on this entity, with parts that are its own first, then such as are gone for now."""
    own = [part for part in link.parts if world.of_part.get(part) == entity]
    more = [part for part in world.parts[entity] if part not in own]
    gone = [part for part in link.parts if part not in world.of_part]
    names = tuple(sorted({*link.names, *world.names.get(entity, [])}))
    parts = tuple(sorted([*own, *more, *gone][:PARTS]))
    return replace(link, entity=entity, parts=parts, names=names, waiting=False)


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""
