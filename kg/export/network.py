"""Write the network of entities for graph tools: GraphML and GEXF.

Nodes are the canonical entities. Edges are the lasting relations (leads, memberOf, ...), the events in which
one entity acts upon or with another, and being mentioned in the same sentence; ``weight`` counts them.
Source: http://graphml.graphdrawing.org/specification.html and https://gexf.net/schema.html (1.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import Literal, NamedNode

from kg.store import Rows, Store
from kg.vocab import KG, SKOS

_PREFIXES = f"PREFIX kg: <{KG}>\nPREFIX skos: <{SKOS}>\n"
_NODES = """SELECT ?entity ?type ?label ?mentions WHERE {
  { SELECT ?entity (COUNT(DISTINCT ?mention) AS ?mentions) {
    ?here kg:refersTo ?entity . ?mention kg:mentionOf ?here } GROUP BY ?entity }
  GRAPH ?resolved { ?entity a ?type ; skos:prefLabel ?label }
}"""
_RELATIONS = """SELECT ?from ?to ?kind (COUNT(DISTINCT ?claim) AS ?weight) WHERE {
  GRAPH ?graph { ?claim kg:relationKind ?kind ; kg:subjectEntity ?a ; kg:objectEntity ?b }
  ?a kg:refersTo ?from . ?b kg:refersTo ?to
} GROUP BY ?from ?to ?kind"""
_EVENTS = """SELECT ?from ?to ?kind (COUNT(DISTINCT ?event) AS ?weight) WHERE {
  GRAPH ?resolved {
    ?event a ?kind .
    { ?event kg:actor ?from ; kg:target|kg:victim ?to }
    UNION { ?event kg:party ?from, ?to FILTER(STR(?from) < STR(?to)) }
    ?from skos:prefLabel ?label1 . ?to skos:prefLabel ?label2
  }
} GROUP BY ?from ?to ?kind"""
_TOGETHER = """SELECT ?from ?to (kg:Mention AS ?kind) (COUNT(DISTINCT ?sentence) AS ?weight) WHERE {
  ?m1 kg:inSentence ?sentence ; kg:mentionOf ?a . ?m2 kg:inSentence ?sentence ; kg:mentionOf ?b .
  ?a kg:refersTo ?from . ?b kg:refersTo ?to FILTER(STR(?from) < STR(?to))
} GROUP BY ?from ?to"""


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """An entity of the network."""

    iri: str
    kind: str
    name: str
    mentions: int


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """A link between two entities; ``kind`` is a relation, a type of event or ``mentionedWith``."""

    source: str
    target: str
    kind: str
    weight: int


def network(store: Store) -> tuple[list[Node], list[Edge]]:
    """Return the nodes and edges of the entity network, sorted."""
    nodes: dict[str, Node] = {}
    for row in store.select(_PREFIXES + _NODES).dicts():
        iri, kind, label = row["entity"], row["type"], row["label"]
        if isinstance(iri, NamedNode) and isinstance(kind, NamedNode) and isinstance(label, Literal):
            node = Node(iri.value, kind.value.removeprefix(KG), label.value, _count(row["mentions"]))
            better = label.language == "ar" or iri.value not in nodes
            nodes[iri.value] = node if better else nodes[iri.value]
    queries = (_RELATIONS, _EVENTS, _TOGETHER)
    edges = {edge for query in queries for edge in _edges(store.select(_PREFIXES + query))}
    return sorted(nodes.values()), sorted(e for e in edges if e.source in nodes and e.target in nodes)


def _edges(rows: Rows) -> Iterator[Edge]:
    for row in rows.dicts():
        source, target, kind = row["from"], row["to"], row["kind"]
        if isinstance(source, NamedNode) and isinstance(target, NamedNode) and isinstance(kind, NamedNode):
            name = kind.value.removeprefix(KG)
            yield Edge(
                source.value,
                target.value,
                "mentionedWith" if name == "Mention" else name,
                _count(row["weight"]),
            )


def _count(term: object) -> int:
    return int(term.value) if isinstance(term, Literal) else 0


def write_graphml(store: Store, out: BinaryIO) -> None:
    """Write the entity network as GraphML."""
    nodes, edges = network(store)
    out.write(
        b'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
        b'<key id="name" for="node" attr.name="label" attr.type="string"/>\n'
        b'<key id="type" for="node" attr.name="type" attr.type="string"/>\n'
        b'<key id="mentions" for="node" attr.name="mentions" attr.type="int"/>\n'
        b'<key id="kind" for="edge" attr.name="kind" attr.type="string"/>\n'
        b'<key id="weight" for="edge" attr.name="weight" attr.type="int"/>\n'
        b'<graph edgedefault="directed">\n'
    )
    for node in nodes:
        data = _data("name", node.name) + _data("type", node.kind) + _data("mentions", str(node.mentions))
        out.write(f"<node id={quoteattr(node.iri)}>{data}</node>\n".encode())
    for edge in edges:
        ends = f"source={quoteattr(edge.source)} target={quoteattr(edge.target)}"
        out.write(
            f"<edge {ends}>{_data('kind', edge.kind)}{_data('weight', str(edge.weight))}</edge>\n".encode()
        )
    out.write(b"</graph>\n</graphml>\n")


def _data(key: str, value: str) -> str:
    return f'<data key="{key}">{escape(value)}</data>'


def write_gexf(store: Store, out: BinaryIO) -> None:
    """Write the entity network as GEXF 1.3."""
    nodes, edges = network(store)
    out.write(
        b'<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
        b'<graph defaultedgetype="directed">\n<attributes class="node">\n'
        b'<attribute id="type" title="type" type="string"/>\n'
        b'<attribute id="mentions" title="mentions" type="integer"/>\n</attributes>\n<nodes>\n'
    )
    for node in nodes:
        out.write(
            f"<node id={quoteattr(node.iri)} label={quoteattr(node.name)}><attvalues>"
            f'<attvalue for="type" value={quoteattr(node.kind)}/>'
            f'<attvalue for="mentions" value="{node.mentions}"/></attvalues></node>\n'.encode()
        )
    out.write(b"</nodes>\n<edges>\n")
    for number, edge in enumerate(edges):
        ends = f"source={quoteattr(edge.source)} target={quoteattr(edge.target)}"
        label = f"kind={quoteattr(edge.kind)} label={quoteattr(edge.kind)}"
        out.write(f'<edge id="{number}" {ends} {label} weight="{edge.weight}"/>\n'.encode())
    out.write(b"</edges>\n</graph>\n</gexf>\n")
