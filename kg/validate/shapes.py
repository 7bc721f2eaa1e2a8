"""Check quads against ``ontology/shapes.ttl`` with pySHACL.

pySHACL 0.40 can read a pyoxigraph store itself, but then counts the whole graph for every result it writes
(0.2 s each on 27,000 triples) and takes a plain string and its xsd:string for different members of sh:in.
So the quads are handed over as an rdflib graph, some thousands of them at a time.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import pyshacl
from pyoxigraph import Literal, NamedNode, Quad, Triple
from rdflib import RDF, SH, BNode, Graph, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.term import Node

from kg.errors import ModelError
from kg.graph import ontology_quads
from kg.resources import resource_folder
from kg.store import Term
from kg.vocab import RDFS_SUB_CLASS_OF, XSD

_NO_PATH = "node"


@dataclass(frozen=True, slots=True)
class ShapeResult:
    """One result of a validation: the shape and property it concerns, the node, what is wrong."""

    shape: str
    node: str
    value: str
    message: str


def check_shapes(quads: Iterable[Quad]) -> Iterator[ShapeResult]:
    """Yield what violates the shapes in a set of quads, sorted. Named graphs make no difference.

    :raises ModelError: the shapes are missing or damaged.
    """
    # rdflib writes a traceback for every ill-typed literal; the shapes report them in one line.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    _, report, _ = pyshacl.validate(to_rdflib(quads), shacl_graph=_shapes(), inference="none", inplace=True)
    if not isinstance(report, Graph):
        raise ModelError(f"the shapes cannot be applied ({report}); install kg anew")
    results = (_result(report, node) for node in report.subjects(RDF.type, SH.ValidationResult))
    yield from sorted(results, key=lambda r: (r.shape, r.node, r.value, r.message))


def to_rdflib(quads: Iterable[Quad]) -> Graph:
    """Return the triples as an rdflib graph, with the ontology's subclasses beside them."""
    graph = Graph()
    for quad in (*quads, *_subclasses()):
        graph.add((_node(quad.subject), URIRef(quad.predicate.value), _node(quad.object)))
    return graph


def _node(term: Term) -> Node:
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, Triple):
        raise ModelError(f"{term}: triple terms cannot be validated; export without --rdf12")
    if not isinstance(term, Literal):
        return BNode(term.value)
    plain = term.language is not None or term.datatype.value == XSD + "string"
    datatype = None if plain else URIRef(term.datatype.value)
    return RdflibLiteral(term.value, lang=term.language, datatype=datatype)


@cache
def _subclasses() -> tuple[Quad, ...]:
    return tuple(quad for quad in ontology_quads() if quad.predicate.value == RDFS_SUB_CLASS_OF)


@cache
def _shapes() -> Graph:
    path = resource_folder("ontology") / "shapes.ttl"
    try:
        return Graph().parse(path, format="turtle")
    except (OSError, SyntaxError, ValueError) as error:
        raise ModelError(f"{path}: cannot read the shapes ({error}); install kg anew") from error


def _result(report: Graph, node: Node) -> ShapeResult:
    def text(predicate: URIRef) -> str:
        return str(report.value(node, predicate) or "")

    shape = text(SH.sourceShape).rpartition("#")[2]
    message = min((str(m) for m in report.objects(node, SH.resultMessage)), default="")
    return ShapeResult(shape, text(SH.focusNode), text(SH.value), " ".join(message.split()))
