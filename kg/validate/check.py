"""Validate a store: shapes and violation queries, each finding led back to document and sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import StoreError
from kg.query import load_library
from kg.resources import resource_folder
from kg.store import Rows, Store, Term
from kg.validate.screen import Nodes, Subject
from kg.validate.shapes import ShapeResult, check_nodes, check_shapes, screen
from kg.vocab import DCTERMS, KG, ONTOLOGY

BLANK_NODES = "blank-node-violation"
"""The query that has nothing to find where the reading has met no blank node."""

_AT_ONCE = 500
"""Nodes of several graphs that are fetched in one query."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Violation:
    """Something in the graph that ought not to be.

    ``check`` is the shape or the query that found it, ``node`` and ``value`` are IRIs or texts; ``document``
    is the id of the document that the node leads back to and ``sentence`` what it says there, None when the
    node belongs to no document; ``graphs`` are the named graphs that it was found in, by IRI.
    """

    check: str
    node: str
    value: str
    message: str
    document: str | None
    sentence: str | None
    graphs: tuple[str, ...] = ()


def validate(store: Store, progress: Progress = lambda *_: None) -> Iterator[Violation]:
    """Yield everything in a store that the shapes or the violation queries object to.

    Each named graph is checked against the shapes by itself, then what several graphs describe is checked in
    all of them together; so memory grows with the largest graph, and by about 11 bytes a quad. Order: shapes
    by graph, nodes of several graphs, queries by name.

    :raises StoreError: the store cannot be read.
    :raises ModelError: the shapes are missing or damaged.
    """
    reading = _Reading()
    graphs = store.graphs()
    for number, graph in enumerate(graphs, 1):
        progress("checking shapes", number, len(graphs))
        for result in reading.check(graph, store.quads(graph)):
            yield _located(store, result.shape, result.node, result.value, result.message, (graph,))
    for result in reading.check_shared(store, progress):
        yield _located(store, result.shape, result.node, result.value, result.message)
    queries = load_library(resource_folder("queries") / "violations")
    if not reading.blank:
        del queries[BLANK_NODES]
    for number, (name, query) in enumerate(queries.items(), 1):
        progress(f"asking {name}", number, len(queries))
        for row in store.select(query.sparql).dicts():
            node, value = row.get("node"), row.get("value")
            yield _located(store, name, _text(node), _text(value), query.titles["en"])


class _Reading:
    """What is kept of the graphs that have been read: which nodes are in several, whether any is blank."""

    def __init__(self) -> None:
        self.blank = False
        self._seen: set[int] = set()
        self._shared: dict[Subject, None] = {}
        self._found: set[ShapeResult] = set()

    def check(self, graph: str, quads: Iterable[Quad]) -> list[ShapeResult]:
        """Check one graph by itself; the ontology is read but not checked."""
        nodes = Nodes(quads, screen().inverse)
        self.blank = self.blank or nodes.blank
        if graph == ONTOLOGY:
            return []
        for node in nodes.described:
            key = hash(node.value)
            if key in self._seen:
                self._shared[node] = None
            self._seen.add(key)
        results = check_nodes(nodes)
        self._found.update(results)
        return results

    def check_shared(self, store: Store, progress: Progress) -> Iterator[ShapeResult]:
        """Check what several graphs describe in all of them together; yield what no graph alone showed."""
        names = [node for node in self._shared if isinstance(node, NamedNode)]
        for start in range(0, len(names), _AT_ONCE):
            some = names[start : start + _AT_ONCE]
            progress("checking nodes of several graphs", start + len(some), len(names))
            for result in check_shapes(_around(store, some), only=set(some)):
                if result not in self._found:
                    yield result


_AROUND = (
    "CONSTRUCT { ?node ?property ?value } WHERE { VALUES ?node { %(nodes)s } ?node ?property ?value }",
    """CONSTRUCT { ?value a ?type } WHERE {
  { SELECT DISTINCT ?value WHERE { VALUES ?node { %(nodes)s } ?node ?property ?value } }
  ?value a ?type
}""",
    """CONSTRUCT { ?other ?property ?node } WHERE {
  VALUES ?node { %(nodes)s }
  VALUES ?property { %(properties)s }
  ?other ?property ?node
}""",
)
"""A node's own triples, the types of its values, what points to it by a property of an inverse path."""


def _around(store: Store, nodes: Sequence[NamedNode]) -> set[Quad]:
    """Return from all graphs the triples of some nodes and what the shapes of these nodes look at."""
    given = {
        "nodes": " ".join(map(str, nodes)),
        "properties": " ".join(sorted(map(str, screen().inverse))),
    }
    quads: set[Quad] = set()
    for query in _AROUND:
        triples = store.query(query % given)
        if isinstance(triples, bool | Rows):
            raise StoreError("the store answers a CONSTRUCT with something else than triples")
        quads.update(Quad(*triple) for triple in triples)
    return quads


def _text(term: Term | None) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


_PARTS = f"""PREFIX kg: <{KG}>
SELECT DISTINCT ?part WHERE {{
  {{ BIND(<%(node)s> AS ?part) }}
  UNION {{ ?part kg:argument <%(node)s> }}
  UNION {{ <%(node)s> kg:reportedBy ?part }}
  UNION {{ ?part kg:value <%(node)s> }}
  UNION {{ ?part kg:argument/kg:fillerValue <%(node)s> }}
  UNION {{ ?part kg:mentionOf <%(node)s> }}
  UNION {{ ?part kg:mentionOf/kg:refersTo <%(node)s> }}
}}"""

_WHERE = f"""PREFIX kg: <{KG}>
PREFIX dcterms: <{DCTERMS}>
SELECT ?document ?sentence WHERE {{
  {{ VALUES ?part {{ %(parts)s }} ?part dcterms:identifier ?document }}
  UNION {{
    VALUES ?part {{ %(parts)s }} ?part kg:inDocument/dcterms:identifier ?document
    OPTIONAL {{ ?part kg:index ?index ; kg:quote ?sentence }}
  }} UNION {{
    VALUES ?part {{ %(parts)s }} ?part kg:inDocument/dcterms:identifier ?document .
    ?part kg:inSentence ?whole . ?whole kg:index ?index ; kg:quote ?sentence
  }}
}}
ORDER BY DESC(BOUND(?sentence)) ?document ?index
LIMIT 1"""


def _located(
    store: Store, check: str, node: str, value: str, message: str, graphs: tuple[str, ...] | None = None
) -> Violation:
    document, sentence = _locate(store, node)
    found_in = _graphs(store, node) if graphs is None else graphs
    return Violation(check, node, value, message, document, sentence, found_in)


def _graphs(store: Store, node: str) -> tuple[str, ...]:
    """Return the named graphs that describe a node."""
    if not _is_iri(node):
        return ()
    rows = store.select(f"SELECT DISTINCT ?graph {{ GRAPH ?graph {{ <{node}> ?property ?value }} }}").dicts()
    return tuple(sorted(_text(row["graph"]) for row in rows))


def _is_iri(node: str) -> bool:
    try:
        NamedNode(node)
    except ValueError:
        return False
    return True


def _locate(store: Store, node: str) -> tuple[str | None, str | None]:
    """Return the document and sentence that a node leads back to; of several the first by name and place."""
    if not _is_iri(node):
        return None, None
    parts = " ".join(sorted(str(row["part"]) for row in store.select(_PARTS % {"node": node}).dicts()))
    row = next(store.select(_WHERE % {"parts": parts}).dicts(), {})
    document, sentence = row.get("document"), row.get("sentence")
    return _text(document) or None, _text(sentence) or None
