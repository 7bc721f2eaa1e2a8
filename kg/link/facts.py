"""Fetch what Wikidata says of the linked items into the facts graph, and ask it for items we do not hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph.iris import Iris
from kg.graph.terms import Statement, date, decimal, kg_node, to_quads
from kg.link.online import WIKIDATA, Fetched, fetch
from kg.link.polite import Polite
from kg.link.stored import write_graph
from kg.store import Store
from kg.vocab import DCTERMS, RDFS_LABEL, SCHEMA, WD

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"


def fact_quads(items: Iterable[Fetched], iris: Iris, *, day: str) -> list[Quad]:
    """Return labels, descriptions and coordinates as sorted quads; ``day`` is an ISO date."""
    return sorted(to_quads((s for item in items for s in _statements(item, day)), iris.facts_graph), key=str)


def _statements(fetched: Fetched, day: str) -> Iterator[Statement]:
    node = NamedNode(WD + fetched.item.qid)
    for language, label in fetched.labels.items():
        yield node, NamedNode(RDFS_LABEL), Literal(label, language=language)
    for language, text in fetched.descriptions.items():
        yield node, NamedNode(SCHEMA + "description"), Literal(text, language=language)
    if fetched.point is not None:
        yield node, NamedNode(SCHEMA + "latitude"), decimal(fetched.point[0])
        yield node, NamedNode(SCHEMA + "longitude"), decimal(fetched.point[1])
    yield node, kg_node("retrievedOn"), date(day)
    yield node, NamedNode(DCTERMS + "license"), NamedNode(CC0)


def known_facts(store: Store, iris: Iris) -> frozenset[str]:
    """Return the items (QIDs) that the facts graph describes."""
    quads = store.quads(iris.facts_graph.value)
    return frozenset(q.subject.value.removeprefix(WD) for q in quads if isinstance(q.subject, NamedNode))


def fetch_facts(
    store: Store, qids: Collection[str], client: Polite, iris: Iris, *, day: str, url: str = WIKIDATA
) -> int:
    """Add to the facts graph what Wikidata says of the items that it lacks; return how many were fetched.

    :raises NetworkError: the service cannot be reached or answers wrongly; what was fetched is in the cache.
    """
    missing = set(qids) - known_facts(store, iris)
    if not missing:
        return 0
    new = list(fetch(client, missing, url=url))
    kept = store.quads(iris.facts_graph.value)
    write_graph(store, iris.facts_graph.value, [*kept, *fact_quads(new, iris, day=day)])
    return len(new)
