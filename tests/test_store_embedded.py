"""The store in a folder."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from kg.errors import QueryError, StoreError
from kg.store import EmbeddedStore, Rows, embedded, group_by_graph, open_store

G1, G2 = "http://x/g1", "http://x/g2"


def quad(subject: str, value: str, graph: str = G1) -> Quad:
    return Quad(NamedNode(f"http://x/{subject}"), NamedNode("http://x/p"), Literal(value), NamedNode(graph))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(tmp_path / "store", write=True) as opened:
        yield opened


def test_add_and_read_back(store: EmbeddedStore) -> None:
    store.add(iter([quad("a", "نص"), quad("b", "text", G2)]))
    assert store.graphs() == [G1, G2]
    assert set(store.quads()) == {quad("a", "نص"), quad("b", "text", G2)}
    assert (store.count(), store.count(G1), store.count("http://x/none")) == (2, 1, 0)


def test_queries_see_the_union_of_the_graphs(store: EmbeddedStore) -> None:
    store.add([quad("a", "1"), quad("a", "2", G2)])
    rows = store.select("SELECT ?v WHERE { <http://x/a> <http://x/p> ?v } ORDER BY ?v")
    assert rows.variables == ("v",)
    assert list(rows) == [(Literal("1"),), (Literal("2"),)]
    assert store.query("ASK { GRAPH <http://x/g2> { ?s ?p '2' } }") is True
    answer = store.query("CONSTRUCT WHERE { ?s ?p '1' }")
    assert not isinstance(answer, bool | Rows)
    assert [triple.object for triple in answer] == [Literal("1")]


def test_rows_leave_unbound_variables_out_of_dictionaries(store: EmbeddedStore) -> None:
    store.add([quad("a", "1")])
    rows = store.select("SELECT ?v ?w WHERE { ?s ?p ?v OPTIONAL { ?s <http://x/q> ?w } }")
    assert list(rows.dicts()) == [{"v": Literal("1")}]


@pytest.mark.parametrize("size", [3, 5_000])
def test_replace_graph_holds_exactly_the_new_quads(store: EmbeddedStore, size: int) -> None:
    first = [quad(str(n), "old") for n in range(size)]
    second = [quad(str(n), 'new " \\ \n نص') for n in range(0, size, 2)] + first[:2]
    other = quad("other", "kept", G2)
    store.add([other])
    for quads in (first, second, second):
        store.replace_graphs({G1: quads})
        assert set(store.quads(G1)) == set(quads)
    store.replace_graphs({G1: []})
    assert set(store.quads()) == {other}
    assert store.graphs() == [G2]


def test_replace_graph_refuses_quads_of_another_graph_and_blank_nodes(store: EmbeddedStore) -> None:
    store.add([quad("a", "1")])
    with pytest.raises(StoreError, match="does not belong to the graph"):
        store.replace_graphs({G1: [quad("b", "2", G2)]})
    blank = Quad(BlankNode("b"), NamedNode("http://x/p"), Literal("1"), NamedNode(G1))
    with pytest.raises(StoreError, match="blank node"):
        store.replace_graphs({G1: [blank]})
    assert set(store.quads()) == {quad("a", "1")}


def test_a_load_is_cut_between_graphs_and_only_large_ones_inside(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads: list[list[str]] = []

    def watched(database: Store, quads: list[Quad]) -> None:
        loads.append(
            sorted({quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)})
        )
        extend(database, quads)

    extend = embedded._extend
    monkeypatch.setattr(embedded, "_CHUNK", 10)
    monkeypatch.setattr(embedded, "_BULK", 1)
    monkeypatch.setattr(embedded, "_extend", watched)
    sizes = {G1: 7, "http://x/g2": 7, "http://x/g3": 25}
    store.replace_graphs({g: [quad(f"s{n}", "v", g) for n in range(size)] for g, size in sizes.items()})
    assert [load for load in loads if load] == [[g] for g in sizes]
    assert {g: store.count(g) for g in sizes} == sizes


def test_drop_graphs(store: EmbeddedStore) -> None:
    store.add([quad("a", "1"), quad("b", "2", G2)])
    store.drop_graphs([G1, "http://x/none"])
    store.drop_graphs([])
    assert set(store.quads()) == {quad("b", "2", G2)}


def test_a_graph_name_cannot_smuggle_an_update(store: EmbeddedStore) -> None:
    store.add([quad("a", "1")])
    with pytest.raises(StoreError):
        store.drop_graphs(["http://x/none>; CLEAR ALL; DROP SILENT GRAPH <http://x/none"])
    assert store.count() == 1


def test_malformed_queries_and_updates(store: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match="malformed SPARQL"):
        store.query("SELECT")
    with pytest.raises(QueryError, match="not a SELECT"):
        store.select("ASK { ?s ?p ?o }")
    with pytest.raises(QueryError, match="malformed SPARQL"):
        store.update("INSERT")


def test_reading_needs_a_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store here"):
        open_store(tmp_path / "nothing")
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="cannot open the store"):
        open_store(tmp_path / "file", write=True)


def test_a_damaged_store_is_reported(tmp_path: Path) -> None:
    (tmp_path / "oxigraph").mkdir()
    (tmp_path / "oxigraph" / "CURRENT").write_text("nonsense")
    with pytest.raises(StoreError, match="cannot open the store"):
        open_store(tmp_path)


def test_one_writer_and_readers_beside_it(store: EmbeddedStore) -> None:
    store.add([quad("a", "1")])
    with pytest.raises(StoreError, match="another process is writing"):
        open_store(store.folder, write=True)
    with open_store(store.folder) as reader:
        assert reader.count() == 1
        store.add([quad("b", "2")])
        assert reader.count() == 1
        attempts: list[Callable[[], None]] = [
            lambda: reader.add([quad("c", "3")]),
            lambda: reader.replace_graphs({G1: []}),
            lambda: reader.drop_graphs([G1]),
            lambda: reader.update("CLEAR ALL"),
        ]
        for attempt in attempts:
            with pytest.raises(StoreError, match="for reading only"):
                attempt()
    with open_store(store.folder) as reader:
        assert reader.count() == 2


def test_a_closed_store_frees_its_lock_and_says_so(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path, write=True) as store:
        store.add([quad("a", "1")])
        store.optimize()
    with pytest.raises(StoreError, match="closed"):
        store.count()
    with open_store(tmp_path, write=True) as again:
        assert again.count() == 1


def test_quads_of_the_default_graph_are_not_grouped() -> None:
    with pytest.raises(ValueError, match="must name its graph"):
        group_by_graph([Quad(NamedNode("http://x/a"), NamedNode("http://x/p"), Literal("1"))])


KILLED_WRITER = """
import os, sys
from pathlib import Path
from pyoxigraph import Literal, NamedNode, Quad
from kg.store import EmbeddedStore

def quads(generation):
    for n in range(4000):
        yield Quad(NamedNode(f"http://x/{n}"), NamedNode("http://x/p"), Literal(generation), NamedNode("http://x/g1"))

store = EmbeddedStore(Path(sys.argv[1]), write=True)
generation = 0
while True:
    generation += 1
    store.replace_graphs({"http://x/g1": list(quads(str(generation)))})
    print(generation, flush=True)
"""


def test_a_killed_writer_never_leaves_half_a_graph(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    for wait_for in (1, 2, 3):
        with subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(KILLED_WRITER), str(folder)], stdout=subprocess.PIPE
        ) as writer:
            assert writer.stdout is not None
            for _ in range(wait_for):
                writer.stdout.readline()
            writer.kill()
        with open_store(folder, write=True) as store:
            values = {q.object.value for q in store.quads(G1) if isinstance(q.object, Literal)}
            assert (len(values), store.count(G1)) == (1, 4000)


def test_a_killed_bulk_load_leaves_nothing_of_it(tmp_path: Path) -> None:
    code = """
    import os, sys
    from pathlib import Path
    from pyoxigraph import Literal, NamedNode, Quad
    from kg.store import EmbeddedStore

    def quads():
        for n in range(300_000):
            if n == 250_000:
                os.kill(os.getpid(), 9)
            yield Quad(NamedNode(f"http://x/{n}"), NamedNode("http://x/p"), Literal("v"), NamedNode("http://x/g1"))

    EmbeddedStore(Path(sys.argv[1]), write=True).add(quads())
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code), str(tmp_path)], check=False)
    assert done.returncode == -9
    with open_store(tmp_path, write=True) as store:
        assert store.count() == 0
