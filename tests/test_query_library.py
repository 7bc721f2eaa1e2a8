"""Every query of the library, on Oxigraph and on rdflib, against rows that were read by eye."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import rdflib
from query_corpus import corpus_quads

from kg.errors import QueryError
from kg.query import NamedQuery, Table, find_query, load_library, parse_query, read_query, run_named
from kg.query.binding import KINDS, bind, declared_defaults
from kg.query.formats import plain
from kg.query.listing import describe, list_queries
from kg.store import EmbeddedStore, open_store
from kg.vocab import CLASSES, INDIVIDUALS, PROPERTIES

pytestmark = pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # its own internals
LIBRARY = load_library()
GOLDEN = Path(__file__).with_name("query_golden.jsonl")


@dataclass(frozen=True)
class Case:
    query: str
    params: dict[str, list[str]]
    columns: list[str]
    rows: list[list[str]]


CASES = [Case(**json.loads(line)) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
assert len(CASES) >= 60


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("library") / "store"
    with EmbeddedStore(path, write=True) as store:
        store.add(corpus_quads())
    return path


@pytest.fixture(scope="module")
def dataset() -> Iterator[rdflib.Dataset]:
    loaded = rdflib.Dataset(default_union=True)
    lines = (f"{quad.triple} {quad.graph_name} .\n" for quad in corpus_quads())
    loaded.parse(data="".join(lines), format="nquads")
    yield loaded
    loaded.close()


def named(case: Case) -> str:
    return "-".join([case.query, *case.params])


@pytest.mark.parametrize("case", CASES, ids=named)
def test_oxigraph_answers_the_golden_rows(case: Case, folder: Path) -> None:
    result = run_named(folder, LIBRARY[case.query], case.params)
    assert isinstance(result, Table)
    shown = result.shown()
    assert list(shown.variables) == case.columns
    assert [[plain(term) for term in row] for row in shown.rows] == case.rows


@pytest.mark.parametrize("case", CASES, ids=named)
def test_rdflib_answers_the_golden_rows(case: Case, folder: Path, dataset: rdflib.Dataset) -> None:
    query = LIBRARY[case.query]
    with open_store(folder) as store:
        sparql = bind(query, case.params, store)
    rows = []
    for binding in dataset.query(sparql).bindings:
        cells = {str(name): str(term) for name, term in binding.items() if term is not None}
        for name in query.lists:
            cells[name] = " | ".join(sorted(part for part in cells.get(name, "").split(" | ") if part))
        rows.append([cells.get(column, "") for column in case.columns])
    # rdflib gives one empty row for a grouping without any group, where SPARQL 1.1 (18.5.1) wants none.
    assert sorted(row for row in rows if any(row)) == sorted(case.rows)


def test_every_query_has_rows_and_every_parameter_a_case() -> None:
    answered = {case.query for case in CASES if case.rows}
    assert answered == set(LIBRARY)
    tried = {(case.query, name) for case in CASES for name in case.params}
    shared = {"lang", "words", "from", "to", "type", "entity"}
    own = {(q.name, p.name) for q in LIBRARY.values() for p in q.parameters if p.name not in shared}
    assert own - tried == {("relations", "subject"), ("relations", "object"), ("leaders", "subject")}
    assert shared <= {name for _, name in tried}


@pytest.mark.parametrize("query", LIBRARY.values(), ids=LIBRARY)
def test_header(query: NamedQuery) -> None:
    assert set(query.titles) == {"en", "ar"}
    assert re.search("[\u0600-\u06ff]", query.titles["ar"])
    assert query.description.endswith(".")
    assert re.fullmatch("[a-z]+(-[a-z]+)*", query.name)
    assert {p.name for p in query.parameters} == set(declared_defaults(query))
    assert {p.kind for p in query.parameters} <= {*KINDS, "entity"}
    assert query.examples or not query.parameters


@pytest.mark.parametrize("query", LIBRARY.values(), ids=LIBRARY)
def test_examples_name_parameters(query: NamedQuery) -> None:
    names = {parameter.name for parameter in query.parameters}
    used = {name for example in query.examples for name in re.findall(r"-p (\w+)=", example)}
    assert used <= names


@pytest.mark.parametrize("query", LIBRARY.values(), ids=LIBRARY)
def test_every_term_is_declared_and_rows_lead_to_their_source(query: NamedQuery) -> None:
    terms = set(re.findall(r"\bkg:(\w+)", query.sparql))
    assert terms <= {*CLASSES, *INDIVIDUALS, *PROPERTIES}
    if re.search(r"kg:quote \?quote\b", query.sparql):
        assert {"?quote", "?document", "?published", "?mode"} <= set(re.findall(r"\?\w+", query.sparql))


def test_queries_run_as_they_stand_in_the_file(folder: Path) -> None:
    with open_store(folder) as store:
        for query in LIBRARY.values():
            assert store.select(query.sparql).variables


def test_listing(folder: Path) -> None:
    listing = list_queries(LIBRARY)
    assert len(listing.splitlines()) == len(LIBRARY)
    text = describe(LIBRARY["corroborated"])
    assert "least (integer): how many source families at least (default 2)" in text
    assert "example: kg query corroborated -p least=3" in text


def test_unknown_query_names_the_nearest() -> None:
    with pytest.raises(QueryError, match="did you mean timeline"):
        find_query("timelin")
    with pytest.raises(QueryError, match="--list"):
        find_query("zzz")


def test_malformed_headers(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"x\.rq:1: not a header"):
        parse_query("#+ titel@en: X\nASK {}", name="x", where="x.rq")
    with pytest.raises(QueryError, match=r"name \| kind \| description"):
        parse_query("#+ param: x | string\nASK {}", name="x")
    with pytest.raises(QueryError, match="cannot read the query"):
        read_query(tmp_path / "missing.rq")
