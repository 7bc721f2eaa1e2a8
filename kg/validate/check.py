"""Validate a store: shapes and violation queries, each finding led back to document and sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kg.query import load_library
from kg.resources import resource_folder
from kg.store import Store, Term
from kg.validate.shapes import check_shapes
from kg.vocab import DCTERMS, KG, ONTOLOGY

BATCH = 50_000
"""Quads that are held as an rdflib graph at a time (about 100 MB)."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Violation:
    """Something in the graph that ought not to be.

    ``check`` is the shape or the query that found it, ``node`` and ``value`` are IRIs or texts; ``document``
    is the id of the document that the node leads back to and ``sentence`` what it says there, None when the
    node belongs to no document.
    """

    check: str
    node: str
    value: str
    message: str
    document: str | None
    sentence: str | None


def validate(store: Store, progress: Progress = lambda *_: None) -> Iterator[Violation]:
    """Yield everything in a store that the shapes or the violation queries object to.

    Each document's graph is checked by itself, so memory does not grow with the store. Order: shapes by
    graph, then queries by name.

    :raises StoreError: the store cannot be read.
    :raises ModelError: the shapes are missing or damaged.
    """
    graphs = [graph for graph in store.graphs() if graph != ONTOLOGY]
    for done, quads in _batches(store, graphs):
        progress("checking shapes", done, len(graphs))
        for result in check_shapes(quads):
            yield _located(store, result.shape, result.node, result.value, result.message)
    queries = load_library(resource_folder("queries") / "violations")
    for number, (name, query) in enumerate(queries.items(), 1):
        progress(f"asking {name}", number, len(queries))
        for row in store.select(query.sparql).dicts():
            node, value = row.get("node"), row.get("value")
            yield _located(store, name, _text(node), _text(value), query.titles["en"])


def _batches(store: Store, graphs: list[str]) -> Iterator[tuple[int, list[Quad]]]:
    batch: list[Quad] = []
    for number, graph in enumerate(graphs, 1):
        batch.extend(store.quads(graph))
        if len(batch) >= BATCH or number == len(graphs):
            yield number, batch
            batch = []


def _text(term: Term | None) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


_WHERE = f"""PREFIX kg: <{KG}>
PREFIX dcterms: <{DCTERMS}>
SELECT ?document ?sentence WHERE {{
  {{ BIND(<%(node)s> AS ?part) }}
  UNION {{ ?part kg:argument <%(node)s> }}
  UNION {{ <%(node)s> kg:reportedBy ?part }}
  UNION {{ ?part kg:value <%(node)s> }}
  UNION {{ ?part kg:argument/kg:fillerValue <%(node)s> }}
  UNION {{ ?part kg:mentionOf <%(node)s> }}
  UNION {{ ?part kg:mentionOf/kg:refersTo <%(node)s> }}
  ?part kg:inDocument?/dcterms:identifier ?document .
  OPTIONAL {{ ?part kg:inSentence?/kg:index ?index ; kg:inSentence?/kg:quote ?sentence }}
}}
ORDER BY DESC(BOUND(?sentence)) ?document ?index
LIMIT 1"""


def _located(store: Store, check: str, node: str, value: str, message: str) -> Violation:
    document, sentence = _locate(store, node)
    return Violation(check, node, value, message, document, sentence)


def _locate(store: Store, node: str) -> tuple[str | None, str | None]:
    """Return the document and sentence that a node leads back to; of several the first by name and place."""
    try:
        NamedNode(node)
    except ValueError:
        return None, None
    row = next(store.select(_WHERE % {"node": node}).dicts(), {})
    document, sentence = row.get("document"), row.get("sentence")
    return _text(document) or None, _text(sentence) or None
