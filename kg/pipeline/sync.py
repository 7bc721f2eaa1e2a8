"""Make the named graphs of a store hold what they should, touching only those whose content changes.

Before a graph is written its key is emptied, and after it is written the new key is set: a process that is
killed in between leaves a graph that the next run writes again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from pyoxigraph import Quad

from kg.pipeline.state import State
from kg.store import Store

_BATCH = 25
"""How many graphs are handed to the store at once: enough for its bulk loader, little enough for memory."""

MakeQuads = Callable[[str], Collection[Quad]]


def drop_others(store: Store, state: State, wanted: Collection[str], *, below: str) -> None:
    """Remove the named graphs that were written before or stand below an IRI and are not wanted.

    Graphs of other origin in the same store (links, somebody's own data) are left alone.
    """
    held = {graph for graph in store.graphs() if graph.startswith(below)}.union(state.graphs())
    for batch in _batches(sorted(held.difference(wanted))):
        for graph in batch:
            state.set_graph(graph, "")
        store.drop_graphs(batch)
        for graph in batch:
            state.drop_graph(graph)


def bring_up_to_date(
    store: Store, state: State, wanted: Mapping[str, str], make_quads: MakeQuads
) -> Iterator[str]:
    """Write every wanted named graph (IRI -> key) that does not hold what its key stands for.

    Yield the IRI of each one written.
    """
    present, keys = set(store.graphs()), state.graphs()
    stale = [graph for graph, key in wanted.items() if keys.get(graph) != key or graph not in present]
    for batch in _batches(stale):
        for graph in batch:
            state.set_graph(graph, "")
        store.replace_graphs({graph: make_quads(graph) for graph in batch})
        for graph in batch:
            state.set_graph(graph, wanted[graph])
        yield from batch


def _batches(graphs: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(graphs), _BATCH):
        yield graphs[start : start + _BATCH]
