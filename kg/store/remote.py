"""A store on a server: SPARQL 1.1 Protocol and Graph Store HTTP Protocol. The only module that talks to one.

Source: https://www.w3.org/TR/sparql11-protocol/ and https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from __future__ import annotations

import gzip
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit, urlunsplit

import requests
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
)
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from kg.errors import NetworkError, QueryError, StoreError, UsageError
from kg.store.protocol import Answer, Rows, check_graph, group_by_graph

_RESULTS = "application/sparql-results+json"
_TRIPLES = "application/n-triples"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a kind of server keeps its three endpoints below its base URL, and what it understands."""

    query: str
    update: str
    graphs: str
    gzip: bool = False
    digest: bool = False


LAYOUTS = {
    "oxigraph": Layout("/query", "/update", "/store", gzip=True),
    "fuseki": Layout("/query", "/update", "/data", gzip=True),
    "rdf4j": Layout("", "/statements", "/rdf-graphs/service", gzip=True),
    "virtuoso": Layout("/sparql", "/sparql-auth", "/sparql-graph-crud-auth", digest=True),
}
"""Kinds of server. A URL's fragment names one (``http://host:3030/news#fuseki``), none means ``oxigraph``."""


class RemoteStore:
    """A store on a SPARQL 1.1 server; user and password may stand in the URL.

    The server must show the union of its named graphs as the default graph: Oxigraph is asked to in each
    request, RDF4J, GraphDB and Virtuoso always do, Fuseki has a setting.
    """

    def __init__(self, url: str, *, write: bool = False, timeout: float | None = 300.0) -> None:
        self.url, self._layout, self._auth = _read_url(url)
        self.writable = write
        self.timeout = timeout
        self._session = requests.Session()
        self._session.headers["Accept-Encoding"] = "gzip"

    def query(self, sparql: str) -> Answer:
        """Answer any SPARQL 1.1 query."""
        response = self._send(
            "POST",
            self._layout.query,
            params={"union-default-graph": ""},
            data={"query": sparql},
            headers={"Accept": f"{_RESULTS}, {_TRIPLES};q=0.9"},
        )
        return self._parse(response)

    def _parse(self, response: requests.Response) -> Answer:
        kind = response.headers.get("Content-Type", "").split(";")[0].strip()
        try:
            if kind in (_TRIPLES, "text/plain"):
                return iter([quad.triple for quad in parse(response.content, format=RdfFormat.N_TRIPLES)])
            if "json" not in kind:
                raise NetworkError(f"{self.url}: answered {kind or 'nothing'} to a query, not {_RESULTS}")
            result = parse_query_results(response.content, format=QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise NetworkError(f"{self.url}: answered a query with unreadable {kind} ({error})") from error
        if isinstance(result, QueryBoolean):
            return bool(result)
        return self._rows(result)

    def _rows(self, result: QuerySolutions) -> Rows:
        return Rows(tuple(v.value for v in result.variables), (tuple(solution) for solution in result))

    def select(self, sparql: str) -> Rows:
        """Answer a SELECT query."""
        answer = self.query(sparql)
        if not isinstance(answer, Rows):
            raise QueryError("this query is not a SELECT")
        return answer

    def update(self, sparql: str) -> None:
        """Carry out a SPARQL update; servers do so wholly or not at all."""
        self._check_writable()
        self._send("POST", self._layout.update, data={"update": sparql})

    def graphs(self) -> list[str]:
        """Return the IRIs of the named graphs that hold something, sorted."""
        rows = self.select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        return sorted(term.value for (term,) in rows if isinstance(term, NamedNode))

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Yield the quads of one named graph, or of all, one graph held in memory at a time."""
        for name in self.graphs() if graph is None else [graph]:
            response = self._send(
                "GET",
                self._layout.graphs,
                params={"graph": name},
                headers={"Accept": _TRIPLES},
                missing_ok=True,
            )
            if response.status_code == requests.codes.not_found:
                continue
            for quad in parse(response.content, format=RdfFormat.N_TRIPLES):
                yield Quad(quad.subject, quad.predicate, quad.object, NamedNode(name))

    def count(self, graph: str | None = None) -> int:
        """Count the quads of one named graph, or of all."""
        name = "?g" if graph is None else str(NamedNode(graph))
        rows = self.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {name} {{ ?s ?p ?o }} }}")
        (term,) = next(iter(rows))
        if not isinstance(term, Literal):
            raise NetworkError(f"{self.url}: answered a count with {term}")
        return int(term.value)

    def add(self, quads: Iterable[Quad]) -> None:
        """Add quads graph by graph; all are held in memory."""
        for name, group in group_by_graph(quads).items():
            self._put("POST", name, group)

    def replace_graphs(self, graphs: Mapping[str, Collection[Quad]]) -> None:
        """Make each named graph hold exactly the given quads, one request a graph."""
        for name, quads in graphs.items():
            check_graph(name, quads)
            if quads:
                self._put("PUT", name, quads)
            else:
                self.drop_graphs([name])

    def drop_graphs(self, graphs: Iterable[str]) -> None:
        """Remove whole graphs, one request each."""
        self._check_writable()
        for name in graphs:
            self._send("DELETE", self._layout.graphs, params={"graph": name}, missing_ok=True)

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _check_writable(self) -> None:
        if not self.writable:
            raise StoreError(f"{self.url}: the store is open for reading only")

    def _put(self, method: str, graph: str, quads: Iterable[Quad]) -> None:
        self._check_writable()
        body = "".join(f"{quad.triple} .\n" for quad in quads).encode()
        headers = {"Content-Type": _TRIPLES}
        if self._layout.gzip:
            headers["Content-Encoding"] = "gzip"
            body = gzip.compress(body, compresslevel=5, mtime=0)
        self._send(method, self._layout.graphs, params={"graph": graph}, data=body, headers=headers)

    def _send(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        data: bytes | Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        missing_ok: bool = False,
    ) -> requests.Response:
        url = self.url + path
        try:
            response = self._session.request(
                method, url, params=params, data=data, headers=headers, auth=self._auth, timeout=self.timeout
            )
        except requests.RequestException as error:
            reason = type(error).__name__
            raise NetworkError(f"{url}: cannot reach the store ({reason}); is the server running?") from error
        if missing_ok and response.status_code == requests.codes.not_found:
            return response
        _raise_for_status(response, url)
        return response


def _raise_for_status(response: requests.Response, url: str) -> None:
    if response.ok:
        return
    words = " ".join(response.text.split())[:300]
    if response.status_code == requests.codes.bad_request:
        raise QueryError(f"{url}: the server refuses the request: {words}")
    raise NetworkError(f"{url}: the server answered {response.status_code} {response.reason}: {words}")


def _read_url(url: str) -> tuple[str, Layout, AuthBase | None]:
    """Split a store's URL into base, layout and authentication."""
    parts = urlsplit(url)
    kind = parts.fragment if parts.fragment else "oxigraph"
    if kind not in LAYOUTS:
        raise UsageError(f"no kind of server is called {kind!r}; there are {', '.join(LAYOUTS)}")
    layout = LAYOUTS[kind]
    host = parts.netloc.rpartition("@")[2]
    base = urlunsplit((parts.scheme, host, parts.path.rstrip("/"), "", ""))
    if parts.username is None:
        return base, layout, None
    scheme = HTTPDigestAuth if layout.digest else HTTPBasicAuth
    password = "" if parts.password is None else unquote(parts.password)
    return base, layout, scheme(unquote(parts.username), password)
