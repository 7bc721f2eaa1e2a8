"""Find entities by name, so that a question can name a person and not an IRI."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.language.normalise import fold
from kg.store import Store

_LABELS = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX kg: <https://kg.example/ontology#>
SELECT DISTINCT ?entity ?label WHERE {
  ?documentEntity kg:refersTo ?entity .
  ?entity skos:prefLabel|skos:altLabel ?label
}"""


def find_entities(store: Store, name: str) -> list[NamedNode]:
    """Return the canonical entities that a name or IRI means, sorted by IRI.

    Spelling variants, vowel signs and case do not matter. Entities of exactly this name win; without any,
    those whose name holds all its words are returned.

    :raises QueryError: no entity has this name.
    """
    if name.startswith(("http://", "https://")):
        return [_iri(name)]
    key = fold(name, ta_marbuta=True)
    exact: set[str] = set()
    partial: set[str] = set()
    for entity, label in store.select(_LABELS):
        if isinstance(entity, NamedNode) and isinstance(label, Literal):
            own = fold(label.value, ta_marbuta=True)
            if own == key:
                exact.add(entity.value)
            elif _holds(own, key):
                partial.add(entity.value)
    found = exact if exact else partial
    if not found:
        raise QueryError(f"no entity is called {name!r}; `kg query entities -p name=...` searches the names")
    return [NamedNode(iri) for iri in sorted(found)]


def _iri(value: str) -> NamedNode:
    try:
        return NamedNode(value)
    except ValueError as error:
        raise QueryError(f"{value!r} is no IRI: {error}") from error


def _holds(name: str, key: str) -> bool:
    """Tell whether a folded name holds every word of a folded key as a word of its own."""
    return set(key.replace("-", " ").split()) <= set(name.replace("-", " ").split())
