"""Decisions as quads: the graph in which a query finds who decided what, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph.iris import Iris
from kg.graph.terms import TYPE, Statement, kg_node, to_quads
from kg.review.decisions import Decision
from kg.vocab import WD, XSD


def decision_quads(decisions: Iterable[Decision], iris: Iris) -> Iterator[Quad]:
    """Yield the quads of the decisions graph: every decision ever made, also one that no longer counts."""
    statements = (s for decision in decisions for s in _statements(decision, iris))
    return to_quads(statements, iris.decisions_graph)


def _statements(decision: Decision, iris: Iris) -> Iterator[Statement]:
    node = iris.keyed("decision", decision.id)
    yield node, TYPE, kg_node("Decision")
    yield node, kg_node("decisionKind"), Literal(decision.kind)
    yield node, kg_node("decidedBy"), Literal(decision.by)
    yield node, kg_node("decidedOn"), Literal(decision.on, datatype=NamedNode(XSD + "dateTime"))
    if decision.why:
        yield node, kg_node("reason"), Literal(decision.why)
    if decision.subject is not None:
        yield node, kg_node("decisionSubject"), NamedNode(iris.base + decision.subject.iri)
    if decision.object is not None:
        yield node, kg_node("decisionObject"), NamedNode(iris.base + decision.object.iri)
    yield from _value(decision, node, iris)


def _value(decision: Decision, node: NamedNode, iris: Iris) -> Iterator[Statement]:
    if decision.kind == "withdraw":
        yield node, kg_node("decisionSubject"), iris.keyed("decision", decision.value)
    elif decision.kind.endswith("-link"):
        yield node, kg_node("decisionObject"), NamedNode(WD + decision.value)
    elif decision.kind == "rename":
        language, _, name = decision.value.partition("=")
        yield node, kg_node("decisionValue"), Literal(name, language=language)
    elif decision.kind == "correct":
        yield node, kg_node("decisionValue"), Literal(decision.value)
