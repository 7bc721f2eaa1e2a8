"""Write a store to a file in one of the formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import BinaryIO

from kg.errors import UsageError
from kg.export.claims import write_claims
from kg.export.jsonld import write_jsonld
from kg.export.network import write_gexf, write_graphml
from kg.export.rdf import write_nquads, write_ntriples, write_trig, write_turtle
from kg.export.turtle import Names
from kg.store import Store
from kg.vocab import ONTOLOGY, PREFIXES

_Writer = Callable[[Store, Sequence[str], BinaryIO, Names], None]
_WRITERS: Mapping[str, _Writer] = {
    "turtle": write_turtle,
    "trig": write_trig,
    "nt": lambda store, graphs, out, _: write_ntriples(store, graphs, out),
    "nq": lambda store, graphs, out, _: write_nquads(store, graphs, out),
    "jsonld": write_jsonld,
    "graphml": lambda store, _graphs, out, _: write_graphml(store, out),
    "gexf": lambda store, _graphs, out, _: write_gexf(store, out),
    "csv": lambda store, graphs, out, _: write_claims(store, graphs, out),
}
FORMATS = tuple(_WRITERS)
_WHOLE = ("graphml", "gexf")


def export(store: Store, name: str, out: BinaryIO, *, graphs: Sequence[str] = ()) -> None:
    """Write a store in one of ``FORMATS``; the same graph gives the same bytes.

    ``graphs`` are IRIs of named graphs or what follows ``graph/`` in them (``resolved``, ``doc/ID``),
    ``ontology`` among them; none means all but the ontology. Memory stays bounded however large the store.

    :raises UsageError: the format is unknown, a graph is not in the store, or an entity network is asked of
        single graphs.
    """
    if name not in _WRITERS:
        raise UsageError(f"no export format is called {name!r}; there are {', '.join(FORMATS)}")
    if graphs and name in _WHOLE:
        raise UsageError(f"{name} is the network of the whole store; leave out --graph")
    present = store.graphs()
    _WRITERS[name](store, choose_graphs(present, graphs), out, Names(PREFIXES, _base(present)))


def choose_graphs(present: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Return the sorted IRIs of the wanted graphs; none wanted means all but the ontology.

    >>> choose_graphs(["https://x/id/graph/links", "https://x/id/graph/resolved"], ["resolved"])
    ['https://x/id/graph/resolved']

    :raises UsageError: a wanted graph is not there.
    """
    if not wanted:
        return sorted(graph for graph in present if graph != ONTOLOGY)
    return sorted({_find(present, name) for name in wanted})


def _find(present: Sequence[str], name: str) -> str:
    for graph in present:
        if name == graph or graph.endswith(f"/graph/{name}") or (name == "ontology" and graph == ONTOLOGY):
            return graph
    short = ("ontology" if graph == ONTOLOGY else graph.rpartition("graph/")[2] for graph in present)
    single = sorted(graph for graph in short if not graph.startswith("doc/"))
    raise UsageError(
        f"the store holds no graph {name!r}; there are {', '.join(single)} and for each document doc/ID"
        " (`kg query documents` lists the ids)"
    )


def _base(graphs: Iterable[str]) -> str | None:
    """Return the base of a store's IRIs by the names of its graphs, None when they do not tell."""
    for graph in graphs:
        base, found, _ = graph.partition("graph/")
        if found and graph != ONTOLOGY:
            return base
    return None
