"""RDF terms from Python values. The terms are pyoxigraph's own, see docs/decisions/0020-graph-terms.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad

from kg.vocab import KG, RDF_TYPE, XSD, TermName

Statement = tuple[NamedNode, NamedNode, NamedNode | Literal]
"""Subject, predicate, object; the named graph is added at the end."""

_INTEGER = NamedNode(XSD + "integer")
_DECIMAL = NamedNode(XSD + "decimal")
_DATE = NamedNode(XSD + "date")
_BOOLEAN = NamedNode(XSD + "boolean")


@cache
def kg_node(name: TermName) -> NamedNode:
    """Return the node of a term of the ontology."""
    return NamedNode(KG + name)


TYPE = NamedNode(RDF_TYPE)


def integer(value: int) -> Literal:
    """Return an xsd:integer."""
    return Literal(str(value), datatype=_INTEGER)


def decimal(value: float) -> Literal:
    """Return an xsd:decimal of at most four decimals, in the canonical form that a store gives back.

    >>> [decimal(x).value for x in (1.0, 0.25, 0.123456, 2500, 0)]
    ['1', '0.25', '0.1235', '2500', '0']

    Source: W3C XML Schema 1.1 Part 2, 3.3.3.2 (canonical mapping of decimal).
    """
    return Literal(f"{value:.4f}".rstrip("0").rstrip("."), datatype=_DECIMAL)


def date(value: str) -> Literal:
    """Return an xsd:date of an ISO date."""
    return Literal(value, datatype=_DATE)


def boolean(value: bool) -> Literal:
    """Return an xsd:boolean."""
    return Literal("true" if value else "false", datatype=_BOOLEAN)


def to_quads(statements: Iterable[Statement], graph: NamedNode) -> Iterator[Quad]:
    """Yield each statement once, in the order of first appearance, as a quad of the named graph."""
    yield from dict.fromkeys(Quad(*statement, graph) for statement in statements)
