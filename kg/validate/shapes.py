"""Check quads against ``ontology/shapes.ttl`` with pySHACL.

pySHACL 0.40 can read a pyoxigraph store itself, but then counts the whole graph for every result it writes
(0.2 s each on 27,000 triples) and takes a plain string and its xsd:string for different members of sh:in.
So the quads are handed over as an rdflib graph. That and the checking take some 80 microseconds a quad: hence
``kg.validate.screen`` first sets aside what is plainly right, and pySHACL sees the nodes that may be wrong.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Collection, Iterable
from dataclasses import astuple, dataclass
from functools import cache

import pyshacl
from pyoxigraph import Literal, NamedNode, Quad, Triple
from pyshacl.errors import ReportableRuntimeError
from rdflib import RDF, SH, BNode, Graph, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.term import Node

from kg.errors import ModelError
from kg.graph import ontology_quads
from kg.resources import resource_folder
from kg.store import Term
from kg.validate.screen import Nodes, Screen, Subject
from kg.vocab import RDFS_SUB_CLASS_OF, XSD

_CANNOT_COMPARE = (TypeError, ReportableRuntimeError)
"""What pySHACL 0.40 breaks off with, instead of a result, on two malformed dates or a blank node."""


@dataclass(frozen=True, slots=True)
class ShapeResult:
    """One result of a validation: the shape and property it concerns, the node, what is wrong."""

    shape: str
    node: str
    value: str
    message: str


def check_shapes(quads: Iterable[Quad], *, only: Collection[Subject] | None = None) -> list[ShapeResult]:
    """Return what violates the shapes in a set of quads, sorted. Named graphs make no difference.

    ``only`` names the nodes to check, None means all.

    :raises ModelError: the shapes are missing, damaged or beyond the screen; a quad has a triple term.
    """
    return check_nodes(Nodes(quads, screen().inverse), only=only)


def check_nodes(nodes: Nodes, *, only: Collection[Subject] | None = None) -> list[ShapeResult]:
    """Return what violates the shapes in a graph that has been read, sorted.

    :raises ModelError: as ``check_shapes``.
    """
    stopped = [node for node in screen().stopped(nodes) if only is None or node in only]
    if not stopped:
        return []
    names = {node.value for node in stopped}
    try:
        found = judge(nodes.around(stopped))
    except _CANNOT_COMPARE:
        found = [result for node in stopped for result in _judge_alone(nodes, node)]
    return sorted((result for result in found if result.node in names), key=astuple)


def _judge_alone(nodes: Nodes, node: Subject) -> list[ShapeResult]:
    """Judge one node: without comparisons when there is nothing to compare, as its datatypes will show."""
    quads = list(nodes.around([node]))
    try:
        found = judge(quads)
    except _CANNOT_COMPARE:
        found = judge(quads, compare=False)
    return [result for result in found if result.node == node.value]


def judge(quads: Iterable[Quad], *, compare: bool = True) -> list[ShapeResult]:
    """Return what pySHACL finds in a set of quads, sorted. Named graphs make no difference.

    ``compare`` tells whether sh:lessThan and sh:lessThanOrEquals count.

    :raises ModelError: the shapes are missing or damaged.
    :raises TypeError, ReportableRuntimeError: what is to be compared is a malformed date, a blank node.
    """
    # rdflib writes a traceback for every ill-typed literal; the shapes report them in one line.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    graph, rules = to_rdflib(quads), _shapes() if compare else _shapes_without_order()
    with warnings.catch_warnings():
        # rdflib 7.6 warns of its own comparison when one of two dates is malformed.
        warnings.filterwarnings("ignore", "NotImplemented should not be used", DeprecationWarning)
        _, report, _ = pyshacl.validate(graph, shacl_graph=rules, inference="none", inplace=True)
    if not isinstance(report, Graph):
        raise ModelError(f"the shapes cannot be applied ({report}); install kg anew")
    results = (_result(report, node) for node in report.subjects(RDF.type, SH.ValidationResult))
    return sorted(results, key=astuple)


@cache
def screen() -> Screen:
    """Return the screen of the shapes.

    :raises ModelError: the shapes are missing, damaged or beyond the screen.
    """
    return Screen(_shapes(), [(quad.subject, quad.object) for quad in _subclasses()])


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


@cache
def _shapes_without_order() -> Graph:
    graph = Graph(namespace_manager=_shapes().namespace_manager)
    for triple in _shapes():
        if triple[1] not in (SH.lessThan, SH.lessThanOrEquals):
            graph.add(triple)
    return graph


def _result(report: Graph, node: Node) -> ShapeResult:
    def text(predicate: URIRef) -> str:
        return str(report.value(node, predicate) or "")

    shape = text(SH.sourceShape).rpartition("#")[2]
    message = min((str(m) for m in report.objects(node, SH.resultMessage)), default="")
    return ShapeResult(shape, text(SH.focusNode), text(SH.value), " ".join(message.split()))
