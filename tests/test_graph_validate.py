from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner
from graph_cases import arabic, document, english, resolved, whole
from rdflib import SH

from kg.cli.validate import command
from kg.errors import InputError, ModelError, StoreError
from kg.goldform import read_jsonl
from kg.graph import document_quads, ontology_quads, resolved_quads
from kg.model import Stance
from kg.query import load_library
from kg.resolve.corpus import resolve_corpus
from kg.resolve.summary import summarise
from kg.settings import Settings
from kg.store import Store, open_store
from kg.validate import open_graph, shapes, validate
from kg.validate.shapes import check_shapes
from kg.vocab import EVENT_CLASSES, KG, RDF_TYPE

CHECKOUT = Path(__file__).resolve().parent.parent
VIOLATIONS = load_library(CHECKOUT / "queries" / "violations")
SHAPES = rdflib.Graph().parse(CHECKOUT / "ontology" / "shapes.ttl")
BASE = "https://kg.example/id/"
EVENT = ox.NamedNode(BASE + "event/left")
DENIED = ox.NamedNode(BASE + "event/denied")
RESOLVED = ox.NamedNode(BASE + "graph/resolved")
Quads = list[ox.Quad]


def term(name: str) -> ox.NamedNode:
    return ox.NamedNode(KG + name)


def without(quads: Quads, predicate: str, value: str | None = None) -> Quads:
    kept = [
        q for q in quads if q.predicate != term(predicate) or (value is not None and q.object != term(value))
    ]
    assert len(kept) < len(quads)
    return kept


def plus(quads: Quads, subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> Quads:
    return [*quads, ox.Quad(subject, term(predicate), value, RESOLVED)]


TAMPER: dict[str, Callable[[Quads], Quads]] = {
    "unfounded-event-violation": lambda q: without(q, "mode", "attributed"),
    "unfounded-role-violation": lambda q: plus(q, EVENT, "party", ox.NamedNode(BASE + "entity/oman")),
    "hidden-event-violation": lambda q: [
        *q,
        ox.Quad(EVENT, ox.NamedNode(RDF_TYPE), term("UnrealisedEvent"), RESOLVED),
    ],
    "unfounded-relation-violation": lambda q: plus(
        q, ox.NamedNode(BASE + "entity/oman"), "leads", ox.NamedNode(BASE + "entity/nour")
    ),
    "dangling-reference-violation": lambda q: plus(
        q, EVENT, "reportedBy", ox.NamedNode(BASE + "doc/gone/c/1")
    ),
    "wrong-offset-violation": lambda q: [
        ox.Quad(x.subject, x.predicate, ox.Literal("12 مدنيآ"), x.graph_name)
        if x.predicate == term("quote") and x.object == ox.Literal("12 مدنيا")
        else x
        for x in q
    ],
    "unresolved-violation": lambda q: without(q, "refersTo"),
    "undeclared-term-violation": lambda q: [
        *q,
        ox.Quad(EVENT, ox.NamedNode(KG + "acter"), ox.NamedNode(BASE + "entity/oman"), RESOLVED),
    ],
    "blank-node-violation": lambda q: [
        *q,
        ox.Quad(ox.BlankNode(), ox.NamedNode(RDF_TYPE), term("Matter"), RESOLVED),
    ],
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Callable[[Quads], Store]]:
    opened: list[Store] = []

    def make(quads: Quads) -> Store:
        with open_store(tmp_path / "store", write=True) as writing:
            writing.add(quads)
        opened.append(open_store(tmp_path / "store"))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


def test_the_graph_conforms(store: Callable[[Quads], Store]) -> None:
    assert list(validate(store(whole()))) == []


def test_a_denied_office_needs_no_tenure(store: Callable[[Quads], Store]) -> None:
    pair = arabic(), english()
    assert pair[0].positions
    denied = tuple(replace(p, stance=Stance("negated")) for p in pair[0].positions)
    pair = replace(pair[0], positions=denied), pair[1]
    opened = store([*document(pair[0]), *document(pair[1]), *resolved(*pair), *ontology_quads()])
    assert list(opened.select(VIOLATIONS["unresolved-violation"].sparql)) == []


@pytest.mark.parametrize("name", sorted(VIOLATIONS))
def test_each_violation_query_finds_what_it_is_for(name: str, store: Callable[[Quads], Store]) -> None:
    found = list(store(TAMPER[name](whole())).select(VIOLATIONS[name].sparql))
    assert found
    assert VIOLATIONS[name].titles.keys() == {"en", "ar"}


@pytest.mark.parametrize("name", sorted(VIOLATIONS))
def test_each_violation_query_answers_alike_in_rdflib(name: str) -> None:
    for quads in (whole(), TAMPER[name](whole())):
        graph = shapes.to_rdflib(quads)
        theirs = ox.Store()
        theirs.extend(quads)
        answer = theirs.query(VIOLATIONS[name].sparql, use_default_graph_as_union=True)
        assert isinstance(answer, ox.QuerySolutions)
        assert len(list(graph.query(VIOLATIONS[name].sparql))) == len(list(answer))


def test_there_is_a_query_for_each_way_to_lie() -> None:
    assert set(TAMPER) == set(VIOLATIONS)
    assert len(VIOLATIONS) >= 9


def test_each_required_property_is_missed() -> None:
    """Take away every required property of every node; each shape must miss it on nodes of each target."""
    required = [
        s for s in SHAPES.subjects(SH.minCount, None) if isinstance(SHAPES.value(s, SH.path), rdflib.URIRef)
    ]
    paths = {str(SHAPES.value(shape, SH.path)) for shape in required}
    types = [q for q in whole() if q.predicate.value == RDF_TYPE]
    bare = [
        ox.Quad(ox.NamedNode(BASE + x), ox.NamedNode(RDF_TYPE), term(x), RESOLVED)
        for x in ("Link", "Decision")
    ]
    kept = [q for q in whole() if q.predicate.value not in paths - {RDF_TYPE}]
    missed = {(r.shape, r.node) for r in check_shapes([*kept, *bare]) if r.value == ""}
    for shape in required:
        name = str(shape).rpartition("#")[2]
        for target in SHAPES.objects(shape, SH.targetClass):
            kinds = {str(target)} | (set(EVENT_CLASSES.values()) if str(target) == KG + "Event" else set())
            nodes = [q.subject for q in [*types, *bare] if q.object.value in kinds]  # type: ignore[union-attr]
            assert nodes, f"the cases have no {target}"
            assert all((name, n.value) in missed for n in nodes), (name, target)  # type: ignore[union-attr]
    assert len(required) > 50


@pytest.mark.parametrize(
    ("change", "shape"),
    [
        (lambda q: plus(q, EVENT, "actor", ox.NamedNode(BASE + "time/2022-12")), "Event-actor"),
        (lambda q: plus(q, EVENT, "time", ox.NamedNode(BASE + "entity/nour")), "Event-time"),
        (lambda q: plus(q, DENIED, "actor", ox.NamedNode(BASE + "entity/nour")), "UnrealisedEvent"),
        (lambda q: plus(q, EVENT, "confidence", ox.Literal("0.9")), "confidence"),
        (lambda q: plus(q, EVENT, "agreement", ox.NamedNode(BASE + "entity/nour")), "Event-agreement"),
        (
            lambda q: [*q, ox.Quad(EVENT, ox.NamedNode(RDF_TYPE), term("AttackEvent"), RESOLVED)],
            "Event-type",
        ),
        (
            lambda q: plus(q, ox.NamedNode(BASE + "doc/b"), "published", ox.Literal("yesterday")),
            "Document-published",
        ),
        (lambda q: plus(q, ox.NamedNode(BASE + "doc/b"), "publishd", ox.Literal("x")), "Document"),
    ],
)
def test_what_is_wrong_is_found(change: Callable[[Quads], Quads], shape: str) -> None:
    assert shape in {result.shape for result in check_shapes(change(whole()))}


def test_a_violation_leads_to_document_and_sentence(store: Callable[[Quads], Store]) -> None:
    quads = without(whole(), "eventType", "AttackEvent")
    (found,) = validate(store(quads))
    assert (found.check, found.document) == ("EventClaim-eventType", "a/1")
    assert found.sentence is not None
    assert found.sentence.startswith("وقتل 12 مدنيا")


def test_a_resolved_node_leads_there_through_its_claim(store: Callable[[Quads], Store]) -> None:
    found = list(validate(store(plus(whole(), EVENT, "corroboration", ox.Literal("2")))))
    assert {v.check for v in found} == {"Event-corroboration"}
    assert found[0].document == "a/1"
    assert found[0].sentence is not None


def write(path: Path, quads: Quads) -> str:
    form = ox.RdfFormat.from_extension(path.suffix[1:])
    assert form is not None
    triples = form in (ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES)
    data = {q.triple for q in quads} if triples else set(quads)
    ox.serialize(data, path, format=form)
    return str(path)


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".nq", ".trig"])
def test_files_are_validated_too(suffix: str, tmp_path: Path) -> None:
    good = write(tmp_path / f"good{suffix}", whole())
    bad = write(tmp_path / f"bad{suffix}", without(whole(), "mode", "attributed"))
    with open_graph(good) as opened:
        assert list(validate(opened)) == []
    with open_graph(bad) as opened:
        assert {v.check for v in validate(opened)} >= {"mode", "unfounded-event-violation"}


@pytest.mark.parametrize(("name", "text"), [("x.ttl", "<a> <b> ."), ("x.csv", "a,b")])
def test_a_file_that_is_no_rdf_is_refused(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=name), open_graph(str(tmp_path / name)):
        pass


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError), open_graph(str(tmp_path / "nowhere")):
        pass


@pytest.mark.shared
def test_the_gold_documents_give_a_graph_that_conforms(shared: Path, store: Callable[[Quads], Store]) -> None:
    with (shared / "corpus" / "seeds.jsonl").open(encoding="utf-8") as lines:
        annotations = list(read_jsonl(lines))
    outcome = resolve_corpus(summarise(a) for a in annotations)
    quads = [q for a in annotations for q in document_quads(a, settings=Settings(), extractor="gold")]
    quads += resolved_quads(outcome, annotations, settings=Settings())
    assert list(validate(store([*quads, *ontology_quads()]))) == []


def test_damaged_shapes_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shapes.ttl").write_text("<a> <b> .", encoding="utf-8")
    monkeypatch.setattr(shapes, "resource_folder", lambda _: tmp_path)
    shapes._shapes.cache_clear()
    shapes.screen.cache_clear()
    with pytest.raises(ModelError, match=r"shapes\.ttl: cannot read"):
        check_shapes([])
    shapes._shapes.cache_clear()


def test_triple_terms_are_refused_in_words() -> None:
    node = ox.NamedNode(BASE + "x")
    with pytest.raises(ModelError, match="triple terms"):
        list(check_shapes([ox.Quad(node, node, ox.Triple(node, node, node), RESOLVED)]))


def test_command(tmp_path: Path) -> None:
    good = write(tmp_path / "good.nq", whole())
    bad = write(tmp_path / "bad.nq", without(whole(), "eventType", "AttackEvent"))
    runner = CliRunner()
    done = runner.invoke(command, ["--store", good])
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "the graph conforms\n")
    found = runner.invoke(command, ["--store", bad, "--format", "json"])
    assert found.exit_code == 1
    assert "1 violations" in found.stderr
    (row,) = json.loads(found.stdout)
    assert row["document"] == "a/1"
    table = runner.invoke(command, ["--store", bad])
    assert table.exit_code == 1
    assert "EventClaim-eventType" in table.stdout


def test_command_shows_an_example() -> None:
    assert "kg validate --store build/demo" in CliRunner().invoke(command, ["--help"]).stdout
