"""Parameters become terms; nothing that a user types becomes part of a query."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad
from query_corpus import corpus_quads

from kg.errors import QueryError
from kg.query import NamedQuery, parse_query
from kg.query.binding import bind, words_pattern
from kg.query.fetching import check_no_fetch
from kg.query.names import find_entities
from kg.store import EmbeddedStore, Store
from kg.vocab import KG


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with EmbeddedStore(tmp_path_factory.mktemp("binding"), write=True) as opened:
        opened.add(corpus_quads())
        yield opened


def query(kind: str, default: str = "UNDEF") -> NamedQuery:
    text = f"#+ param: x | {kind} | anything\nSELECT ?given_x {{ VALUES ?given_x {{ {default} }} }}"
    return parse_query(text, name="test")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_any_text_comes_back_as_one_literal(store: Store, text: str) -> None:
    assert list(store.select(bind(query("string"), {"x": [text]}, store))) == [(Literal(text),)]


def test_injection_stays_a_literal(store: Store) -> None:
    attack = '" } } ; DROP ALL ; SELECT * { VALUES ?x { "\\u0022 }'
    assert list(store.select(bind(query("string"), {"x": [attack]}, store))) == [(Literal(attack),)]


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("integer", "12", '"12"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("decimal", "1.5", '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("date", "2022-03-02", '"2022-03-02"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("iri", "http://x/a", "<http://x/a>"),
        ("mode", "Planned", "<https://kg.example/ontology#planned>"),
        ("event-type", "attack", "<https://kg.example/ontology#AttackEvent>"),
        ("event-type", "AttackEvent", "<https://kg.example/ontology#AttackEvent>"),
        ("role", "party", "<https://kg.example/ontology#party>"),
        ("relation", "memberof", "<https://kg.example/ontology#memberOf>"),
    ],
)
def test_kinds(store: Store, kind: str, value: str, term: str) -> None:
    assert f"{{ {term} }}" in bind(query(kind), {"x": [value]}, store)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("integer", "twelve"),
        ("decimal", "1e5"),
        ("date", "2022-02-30"),
        ("date", "02.03.2022"),
        ("iri", "http://x/> <http://y"),
        ("mode", "maybe"),
        ("event-type", "Party"),
        ("words", "  "),
    ],
)
def test_values_of_the_wrong_kind(store: Store, kind: str, value: str) -> None:
    with pytest.raises(QueryError, match=f"is no {kind}"):
        bind(query(kind), {"x": [value]}, store)


def test_defaults_and_several_values(store: Store) -> None:
    assert "VALUES" not in bind(query("integer"), {}, store)
    assert 'VALUES ?given_x { "2" }' in bind(query("string", '"2"'), {}, store)
    rows = store.select(bind(query("string"), {"x": ["a", "b"]}, store))
    assert len(list(rows)) == 2


def test_blocks_are_kept_only_with_their_parameter(store: Store) -> None:
    text = "#+ param: x | string | y\nASK {\n#if x\nVALUES ?given_x { UNDEF }\n#end\n}"
    parsed = parse_query(text, name="test")
    assert "given_x" not in bind(parsed, {}, store).split("\n", 1)[1]
    assert 'VALUES ?given_x { "1" }' in bind(parsed, {"x": ["1"]}, store)


def test_unknown_parameter(store: Store) -> None:
    with pytest.raises(QueryError, match="no parameter is called 'y'; there are: x"):
        bind(query("string"), {"y": ["1"]}, store)


def test_entities_by_name_whatever_the_spelling(store: Store) -> None:
    assert find_entities(store, "ليلي قاسم") == find_entities(store, "LAYLA QASIM")
    assert len(find_entities(store, "وَكَالَه")) == 1
    assert len(find_entities(store, "Haddad")) == 1
    assert [node.value for node in find_entities(store, "http://x/e")] == ["http://x/e"]
    with pytest.raises(QueryError, match="no entity is called 'Had'"):
        find_entities(store, "Had")
    with pytest.raises(QueryError, match="is no IRI"):
        find_entities(store, "http://x/ y")


def test_entities_by_their_name_in_the_other_script(tmp_path: Path) -> None:
    graph, prefix = NamedNode("http://x/g"), NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    quads = []
    for number, name in enumerate(("سعد معن", "قاسم الأعرجي")):
        entity = NamedNode(f"http://x/e{number}")
        quads.append(Quad(NamedNode(f"http://x/d{number}"), NamedNode(KG + "refersTo"), entity, graph))
        quads.append(Quad(entity, prefix, Literal(name, language="ar"), graph))
    with EmbeddedStore(tmp_path, write=True) as store:
        store.add(quads)
        assert [node.value for node in find_entities(store, "Saad Maan")] == ["http://x/e0"]
        with pytest.raises(QueryError, match="did you mean قاسم الأعرجي"):
            find_entities(store, "Qasim al-Araji")
        with pytest.raises(QueryError, match="kg query entities"):
            find_entities(store, "Zaphod Beeblebrox")


@pytest.mark.parametrize(
    ("words", "text"),
    [("انتهاء المهمه", "إنتهاء  المُهِمّة"), ("(a.b)", "x (a.b) y"), ("“رأي”", 'قال "راى" له')],
)
def test_words_match_spelling_variants(words: str, text: str) -> None:
    assert re.search(words_pattern(words), text)


@given(st.text(min_size=1))
def test_words_match_themselves(words: str) -> None:
    plain = " ".join(words.split())
    assert re.search(words_pattern(words), plain)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { service ?x { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o .SERVICE<http://x/> { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { FILTER(?a<'x>y') SERVICE <http://x/> {} } #'",
        "LOAD <http://x/>",
    ],
)
def test_fetching_is_refused(sparql: str) -> None:
    with pytest.raises(QueryError, match="is refused"):
        check_no_fetch(sparql)


@pytest.mark.parametrize(
    "sparql", ["SELECT ?service { ?service ex:service <http://x/service> }", "SELECT ?loads { ?x ?y ?loads }"]
)
def test_names_like_service_are_not_refused(sparql: str) -> None:
    check_no_fetch(sparql)
