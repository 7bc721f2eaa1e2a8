"""Find entities by name, so that a question can name a person and not an IRI."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.language.normalise import fold
from kg.language.transliterate import is_arabic, similarity
from kg.store import Store

ALIKE = 0.7
"""Similarity in [0, 1] from which names in two scripts are taken for one."""
NEAR = 0.4
"""Similarity from which a name is worth asking about."""

_LABELS = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX kg: <https://kg.example/ontology#>
SELECT DISTINCT ?entity ?label WHERE {
  ?documentEntity kg:refersTo ?entity .
  ?entity skos:prefLabel|skos:altLabel ?label
}"""


def find_entities(store: Store, name: str) -> list[NamedNode]:
    """Return the canonical entities that a name or IRI means, sorted by IRI.

    Spelling variants, vowel signs and case do not matter. Entities of exactly this name win; without any,
    those whose name holds all its words are returned; without any of these, those whose name in the other
    script sounds like it.

    :raises QueryError: no entity has this name; the message names up to three that sound like it.
    """
    if name.startswith(("http://", "https://")):
        return [_iri(name)]
    key = fold(name, ta_marbuta=True)
    exact: set[str] = set()
    partial: set[str] = set()
    labels: list[tuple[str, str]] = []
    for entity, label in store.select(_LABELS):
        if isinstance(entity, NamedNode) and isinstance(label, Literal):
            own = fold(label.value, ta_marbuta=True)
            if own == key:
                exact.add(entity.value)
            elif _holds(own, key):
                partial.add(entity.value)
            labels.append((entity.value, label.value))
    found = exact or partial or _sounding(labels, name)
    return [NamedNode(iri) for iri in sorted(found)]


def _sounding(labels: Iterable[tuple[str, str]], name: str) -> set[str]:
    """Return the entities whose name in the other script sounds like a name.

    :raises QueryError: there is none.
    """
    near = [
        (score, label, entity) for entity, label in labels if (score := _sounds_like(label, name)) >= NEAR
    ]
    alike = {entity for score, _, entity in near if score >= ALIKE}
    if not alike:
        best = list(dict.fromkeys(label for _, label, _ in sorted(near, reverse=True)))[:3]
        meant = f"did you mean {' or '.join(best)}?"
        hint = meant if best else "`kg query entities -p name=...` searches the names"
        raise QueryError(f"no entity is called {name!r}; {hint}")
    return alike


def _sounds_like(label: str, name: str) -> float:
    """Return how likely two names in different scripts are one, 0 when they share a script."""
    if is_arabic(label) == is_arabic(name):
        return 0.0
    return similarity(label, name) if is_arabic(label) else similarity(name, label)


def _iri(value: str) -> NamedNode:
    try:
        return NamedNode(value)
    except ValueError as error:
        raise QueryError(f"{value!r} is no IRI: {error}") from error


def _holds(name: str, key: str) -> bool:
    """Tell whether a folded name holds every word of a folded key as a word of its own."""
    return set(key.replace("-", " ").split()) <= set(name.replace("-", " ").split())
