"""The store on a server, against a small server that keeps the SPARQL 1.1 protocols over a real store."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator

import pyoxigraph as ox
import pytest
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, RdfFormat
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from kg.errors import NetworkError, QueryError, StoreError, UsageError
from kg.store import RemoteStore, Rows, open_store

G1, G2 = "http://x/g1", "http://x/g2"


def quad(subject: str, value: str, graph: str = G1) -> Quad:
    return Quad(NamedNode(f"http://x/{subject}"), NamedNode("http://x/p"), Literal(value), NamedNode(graph))


class Peer:
    """A SPARQL 1.1 server in little: query, update and the graph store."""

    def __init__(self) -> None:
        self.store = ox.Store()

    def query(self, request: Request) -> Response:
        assert "union-default-graph" in request.args
        try:
            result = self.store.query(request.form["query"], use_default_graph_as_union=True)
        except SyntaxError as error:
            return Response(str(error), 400)
        if isinstance(result, ox.QueryTriples):
            return Response(
                result.serialize(format=RdfFormat.N_TRIPLES), content_type="application/n-triples"
            )
        body = result.serialize(format=QueryResultsFormat.JSON)
        return Response(body, content_type="application/sparql-results+json; charset=utf-8")

    def update(self, request: Request) -> Response:
        self.store.update(request.form["update"])
        return Response(status=204)

    def graph(self, request: Request) -> Response:
        name = NamedNode(request.args["graph"])
        if request.method in ("GET", "DELETE") and not self.store.contains_named_graph(name):
            return Response(status=404)
        if request.method == "GET":
            body = self.store.dump(format=RdfFormat.N_TRIPLES, from_graph=name)
            return Response(body, content_type="application/n-triples")
        if request.method in ("PUT", "DELETE"):
            self.store.remove_graph(name)
        if request.method in ("PUT", "POST"):
            assert request.headers["Content-Encoding"] == "gzip"
            body = gzip.decompress(request.get_data())
            self.store.load(body, format=RdfFormat.N_TRIPLES, to_graph=name)
        return Response(status=204)


@pytest.fixture
def peer(httpserver: HTTPServer) -> Peer:
    peer = Peer()
    httpserver.expect_request("/query", method="POST").respond_with_handler(peer.query)
    httpserver.expect_request("/update", method="POST").respond_with_handler(peer.update)
    httpserver.expect_request("/store").respond_with_handler(peer.graph)
    return peer


@pytest.fixture
def store(httpserver: HTTPServer, peer: Peer) -> Iterator[RemoteStore]:
    with RemoteStore(httpserver.url_for(""), write=True) as opened:
        yield opened


def test_round_trip(store: RemoteStore) -> None:
    quads = {quad("a", 'نص " \\ \n'), quad("b", "text", G2)}
    store.add(iter(quads))
    assert store.graphs() == [G1, G2]
    assert set(store.quads()) == quads
    assert (store.count(), store.count(G2), store.count("http://x/none")) == (2, 1, 0)
    assert list(store.quads("http://x/none")) == []


def test_queries_of_every_kind(store: RemoteStore) -> None:
    store.add([quad("a", "1"), quad("a", "2", G2)])
    rows = store.select(
        "SELECT ?v ?w WHERE { <http://x/a> <http://x/p> ?v OPTIONAL { ?v ?v ?w } } ORDER BY ?v"
    )
    assert rows.variables == ("v", "w")
    assert list(rows) == [(Literal("1"), None), (Literal("2"), None)]
    assert store.query("ASK { ?s ?p '2' }") is True
    triples = store.query("CONSTRUCT WHERE { ?s ?p '1' }")
    assert not isinstance(triples, bool | Rows)
    assert [triple.object for triple in triples] == [Literal("1")]
    with pytest.raises(QueryError, match="not a SELECT"):
        store.select("ASK { ?s ?p ?o }")


def test_replace_update_and_drop(store: RemoteStore) -> None:
    store.add([quad("a", "1"), quad("b", "2", G2)])
    store.replace_graphs({G1: [quad("c", "3")], G2: []})
    assert set(store.quads()) == {quad("c", "3")}
    store.update("INSERT DATA { GRAPH <http://x/g2> { <http://x/b> <http://x/p> '2' } }")
    store.drop_graphs([G1, "http://x/none"])
    assert set(store.quads()) == {quad("b", "2", G2)}


def test_a_malformed_query_is_a_query_error(store: RemoteStore) -> None:
    with pytest.raises(QueryError, match="refuses the request"):
        store.query("SELECT")


def test_a_server_that_is_away_or_answers_wrongly(httpserver: HTTPServer) -> None:
    with pytest.raises(NetworkError, match="cannot reach the store"):
        RemoteStore("http://127.0.0.1:9").count()
    httpserver.expect_request("/html/query").respond_with_data("<p>hello", content_type="text/html")
    with pytest.raises(NetworkError, match="answered text/html"):
        RemoteStore(httpserver.url_for("/html")).count()
    httpserver.expect_request("/cut/query").respond_with_data('{"head":', content_type="application/json")
    with pytest.raises(NetworkError, match="unreadable"):
        RemoteStore(httpserver.url_for("/cut")).count()
    httpserver.expect_request("/down/query").respond_with_data("try later", status=503)
    with pytest.raises(NetworkError, match=r"503 .*try later"):
        RemoteStore(httpserver.url_for("/down")).count()


def test_a_slow_server_is_given_up(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/slow/query").respond_with_handler(lambda _: Response(_drip()))
    with pytest.raises(NetworkError, match="cannot reach the store"):
        RemoteStore(httpserver.url_for("/slow"), timeout=0.2).count()


def _drip() -> Iterator[bytes]:
    import time

    time.sleep(1)
    yield b"late"


def test_reading_only_is_the_default(httpserver: HTTPServer, peer: Peer) -> None:
    store = open_store(httpserver.url_for(""))
    attempts: list[Callable[[], None]] = [
        lambda: store.add([quad("a", "1")]),
        lambda: store.update("CLEAR ALL"),
        lambda: store.drop_graphs([G1]),
        lambda: store.replace_graphs({G1: [quad("a", "1")]}),
    ]
    for attempt in attempts:
        with pytest.raises(StoreError, match="for reading only"):
            attempt()
    assert len(peer.store) == 0


def test_kinds_of_server_and_credentials(httpserver: HTTPServer) -> None:
    def answer(request: Request) -> Response:
        if request.authorization is None or request.authorization.password != "p@ss":  # noqa: S105
            return Response(status=401)
        return Response('{"head":{},"boolean":true}', content_type="application/sparql-results+json")

    httpserver.expect_request("/repositories/news").respond_with_handler(answer)
    base = httpserver.url_for("/repositories/news#rdf4j")
    assert RemoteStore(base.replace("http://", "http://me:p%40ss@")).query("ASK {}") is True
    with pytest.raises(NetworkError, match="401") as refused:
        RemoteStore(base.replace("http://", "http://me:wrong@")).query("ASK {}")
    assert "wrong" not in str(refused.value)
    with pytest.raises(UsageError, match="no kind of server"):
        open_store("http://localhost/#mystore")
