"""What every store can do, whether it is a folder or a server."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.errors import StoreError

Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a SELECT: variable names in order, and one tuple a row (None where unbound).

    ``rows`` is lazy and can be walked once.
    """

    variables: tuple[str, ...]
    rows: Iterator[tuple[Term | None, ...]]

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        return self.rows

    def dicts(self) -> Iterator[dict[str, Term]]:
        """Yield one dictionary a row, without the unbound variables."""
        for row in self.rows:
            yield {name: term for name, term in zip(self.variables, row, strict=True) if term is not None}


Answer = Rows | bool | Iterator[Triple]
"""The answer to a SELECT, to an ASK, to a CONSTRUCT or DESCRIBE."""


class Store(Protocol):
    """A set of quads in named graphs that SPARQL can question. Use it as a context manager.

    Queries see the union of all named graphs as their default graph, and each graph by ``GRAPH``.
    Every writing method happens wholly or not at all for each graph, even when the process is killed.
    """

    def query(self, sparql: str) -> Answer:
        """Answer any SPARQL 1.1 query.

        :raises QueryError: the query is malformed.
        """

    def select(self, sparql: str) -> Rows:
        """Answer a SELECT query.

        :raises QueryError: the query is malformed or not a SELECT.
        """

    def update(self, sparql: str) -> None:
        """Carry out a SPARQL 1.1 update, wholly or not at all.

        :raises QueryError: the update is malformed.
        :raises StoreError: the store is open for reading only.
        """

    def graphs(self) -> list[str]:
        """Return the IRIs of the named graphs that hold something, sorted."""

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Yield the quads of one named graph, or of all named graphs, in no promised order."""

    def count(self, graph: str | None = None) -> int:
        """Count the quads of one named graph, or of all named graphs."""

    def add(self, quads: Iterable[Quad]) -> None:
        """Add quads in bulk; they are walked once.

        :raises StoreError: the store is open for reading only, or the disk is full.
        """

    def replace_graphs(self, graphs: Mapping[str, Collection[Quad]]) -> None:
        """Make each named graph hold exactly the given quads; an empty collection drops it.

        What a graph held is replaced in one transaction; what is all new may come in pieces. Handing over
        many graphs at once is much faster than one call each.

        :raises StoreError: a quad names another graph or a blank node, or the store is read-only.
        """

    def drop_graphs(self, graphs: Iterable[str]) -> None:
        """Remove whole graphs in one transaction; a graph that is not there is no error."""

    def close(self) -> None:
        """Write everything to disk and let others write."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def group_by_graph(quads: Iterable[Quad]) -> dict[str, list[Quad]]:
    """Return the quads by the IRI of their named graph, in the order of first appearance.

    >>> n = NamedNode("http://x/a")
    >>> list(group_by_graph([Quad(n, n, n, NamedNode("http://x/g"))]))
    ['http://x/g']

    :raises ValueError: a quad lies in the default graph.
    """
    grouped: dict[str, list[Quad]] = {}
    for quad in quads:
        if not isinstance(quad.graph_name, NamedNode):
            raise ValueError(f"{quad}: every quad must name its graph by an IRI")
        grouped.setdefault(quad.graph_name.value, []).append(quad)
    return grouped


def check_graph(name: str, quads: Iterable[Quad]) -> None:
    """Check that quads may replace a named graph.

    :raises StoreError: a quad lies in another graph or holds a blank node, which no update could remove.
    """
    graph = NamedNode(name)
    for quad in quads:
        if quad.graph_name != graph:
            raise StoreError(f"{quad}: does not belong to the graph {name} that is being replaced")
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            raise StoreError(f"{quad}: a graph that is replaced may hold no blank node")
