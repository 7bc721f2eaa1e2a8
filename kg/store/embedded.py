"""A store in a folder: Oxigraph in ``FOLDER/oxigraph``. The only module that opens a pyoxigraph store."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from kg.errors import QueryError, StoreError
from kg.store.protocol import Answer, Rows, check_graph

DATABASE = "oxigraph"
"""Name of the database's folder inside the store's folder; the rest of the folder is for others."""

_BULK = 2_000
"""From how many quads on the bulk loader, which writes new files, is faster than a transaction."""

_CHUNK = 100_000
"""Quads that the bulk loader takes at a time: it holds about 750 bytes for each until it is done."""


class EmbeddedStore:
    """A store in a folder. One process may write; others may open it read-only beside the writer.

    A read-only store shows the state at the time it was opened.
    """

    def __init__(self, folder: Path, *, write: bool = False) -> None:
        self.folder = folder
        self.writable = write
        self._store: ox.Store | None = _open(folder, write=write)

    def _oxigraph(self, *, write: bool = False) -> ox.Store:
        if self._store is None:
            raise StoreError(f"{self.folder}: the store has been closed")
        if write and not self.writable:
            raise StoreError(f"{self.folder}: the store is open for reading only")
        return self._store

    def query(self, sparql: str) -> Answer:
        """Answer any SPARQL 1.1 query over the union of the named graphs."""
        with _errors(self.folder):
            return _answer(self._oxigraph().query(sparql, use_default_graph_as_union=True))

    def select(self, sparql: str) -> Rows:
        """Answer a SELECT query over the union of the named graphs."""
        answer = self.query(sparql)
        if not isinstance(answer, Rows):
            raise QueryError("this query is not a SELECT")
        return answer

    def update(self, sparql: str) -> None:
        """Carry out a SPARQL update in one transaction."""
        with _errors(self.folder):
            self._oxigraph(write=True).update(sparql)

    def graphs(self) -> list[str]:
        """Return the IRIs of the named graphs that hold something, sorted."""
        store = self._oxigraph()
        names = (name for name in store.named_graphs() if isinstance(name, NamedNode))
        return sorted(name.value for name in names if any(store.quads_for_pattern(None, None, None, name)))

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Yield the quads of one named graph, or of all."""
        name = None if graph is None else NamedNode(graph)
        return self._oxigraph().quads_for_pattern(None, None, None, name)

    def count(self, graph: str | None = None) -> int:
        """Count the quads of one named graph, or of all."""
        return len(self._oxigraph()) if graph is None else sum(1 for _ in self.quads(graph))

    def add(self, quads: Iterable[Quad]) -> None:
        """Add quads in bulk, in one transaction."""
        with _errors(self.folder):
            self._oxigraph(write=True).bulk_extend(quads)

    def replace_graphs(self, graphs: Mapping[str, Collection[Quad]]) -> None:
        """Make each named graph hold exactly the given quads, writing only what differs.

        What a graph held changes in one transaction; a new graph comes whole if it has at most 100,000 quads.
        """
        store = self._oxigraph(write=True)
        fresh: list[Quad] = []
        with _errors(self.folder):
            for name, quads in graphs.items():
                check_graph(name, quads)
                if not any(self.quads(name)):
                    if len(fresh) + len(quads) > _CHUNK:
                        _extend(store, fresh)
                        fresh = []
                    fresh.extend(quads)
                    continue
                missing = set(quads)
                stale = [quad for quad in self.quads(name) if quad not in missing]
                missing.difference_update(self.quads(name))
                if stale:
                    store.update(_difference(stale, missing))
                else:
                    fresh.extend(missing)
            _extend(store, fresh)

    def drop_graphs(self, graphs: Iterable[str]) -> None:
        """Remove whole graphs in one transaction."""
        with _errors(self.folder):
            self._oxigraph(write=True).update(
                ";\n".join(f"DROP SILENT GRAPH {NamedNode(graph)}" for graph in graphs)
            )

    def optimize(self) -> None:
        """Compact the database: worth it once after a large build, it rewrites all files."""
        with _errors(self.folder):
            self._oxigraph(write=True).optimize()

    def close(self) -> None:
        """Write everything to disk and free the lock. Answers still being read become invalid."""
        if self._store is not None and self.writable:
            self._store.flush()
        self._store = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _open(folder: Path, *, write: bool) -> ox.Store:
    database = folder / DATABASE
    try:
        if write:
            database.mkdir(parents=True, exist_ok=True)
            return ox.Store(database)
        if not database.is_dir():
            raise StoreError(f"{folder}: there is no store here; `kg build PATH --store {folder}` makes one")
        return ox.Store.read_only(str(database))
    except (OSError, RuntimeError) as error:
        if "lock" in str(error).lower():
            raise StoreError(f"{folder}: another process is writing to the store; try later") from error
        raise StoreError(f"{folder}: cannot open the store ({error})") from error


@contextmanager
def _errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except SyntaxError as error:
        raise QueryError(f"malformed SPARQL: {error}") from error
    except (OSError, RuntimeError, ValueError) as error:
        raise StoreError(f"{folder}: {error}") from error


def _answer(result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Answer:
    if isinstance(result, ox.QuerySolutions):
        return Rows(tuple(v.value for v in result.variables), (tuple(solution) for solution in result))
    return bool(result) if isinstance(result, ox.QueryBoolean) else result


def _difference(stale: Iterable[Quad], missing: Iterable[Quad]) -> str:
    """Return one update that removes and adds; terms are written by the term library, never pasted."""
    return f"DELETE DATA {{ {_block(stale)} }};\nINSERT DATA {{ {_block(missing)} }}"


def _block(quads: Iterable[Quad]) -> str:
    return "\n".join(f"GRAPH {quad.graph_name} {{ {quad.triple} }}" for quad in quads)


def _extend(store: ox.Store, quads: list[Quad]) -> None:
    if len(quads) >= _BULK:
        for start in range(0, len(quads), _CHUNK):
            store.bulk_extend(quads[start : start + _CHUNK])
    elif quads:
        store.extend(quads)
