"""The screen before pySHACL: with it and without it the same is found, whatever is wrong."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from graph_cases import whole
from pyshacl.errors import ReportableRuntimeError
from rdflib import SH

from kg.errors import ModelError
from kg.graph import ontology_quads
from kg.store import open_store
from kg.validate import validate
from kg.validate.screen import Nodes, Screen
from kg.validate.shapes import check_shapes, judge, screen
from kg.vocab import KG, ONTOLOGY, RDF_TYPE, XSD

CHECKOUT = Path(__file__).resolve().parent.parent
SHAPES = rdflib.Graph().parse(CHECKOUT / "ontology" / "shapes.ttl")
PREFIXES = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <http://x/> . "
BASE = "https://kg.example/id/"
TYPE = ox.NamedNode(RDF_TYPE)
GRAPH = ox.NamedNode(BASE + "graph/one")
DATA = [quad for quad in whole() if quad.graph_name.value != ONTOLOGY]  # type: ignore[union-attr]
BARE = [
    ox.Quad(ox.NamedNode(BASE + name.lower()), TYPE, ox.NamedNode(KG + name), GRAPH)
    for name in ("Link", "Decision")
]
ODD: list[ox.NamedNode | ox.Literal | ox.BlankNode] = [
    ox.NamedNode(BASE + "nowhere"),
    ox.BlankNode("b"),
    ox.Literal(""),
    ox.Literal("x\n"),
    ox.Literal("x", language="ar"),
    ox.Literal("Person"),
    ox.Literal("Person", language="en"),
    ox.Literal(-1),
    ox.Literal(5_000_000),
    ox.Literal("12", datatype=ox.NamedNode(XSD + "decimal")),
    ox.Literal("0.5", datatype=ox.NamedNode(XSD + "decimal")),
    ox.Literal("zwölf", datatype=ox.NamedNode(XSD + "integer")),
    ox.Literal("2022-02-30", datatype=ox.NamedNode(XSD + "date")),
    ox.Literal("2024-02-29", datatype=ox.NamedNode(XSD + "date")),
    ox.Literal("0001-01-01", datatype=ox.NamedNode(XSD + "date")),
    ox.Literal("9999-12-31", datatype=ox.NamedNode(XSD + "date")),
    ox.Literal("1", datatype=ox.NamedNode(XSD + "boolean")),
    ox.Literal("maybe", datatype=ox.NamedNode(XSD + "boolean")),
    ox.Literal(True),
    ox.Literal(1.5),
]
"""Values that violate, or nearly violate, each kind of constraint on a value."""


def paths() -> list[str]:
    """Return the properties that the shapes speak of, each once."""
    named = {str(path) for path in SHAPES.objects(None, SH.path) if isinstance(path, rdflib.URIRef)}
    return sorted({*named, KG + "argument", KG + "filler", KG + "formerEntity", KG + "mistyped", RDF_TYPE})


def nodes() -> list[ox.NamedNode]:
    """Return a node of every class that the cases have."""
    first: dict[str, ox.NamedNode] = {}
    for quad in (*DATA, *BARE):
        if quad.predicate == TYPE:
            first.setdefault(quad.object.value, quad.subject)  # type: ignore[union-attr, arg-type]
    return sorted(set(first.values()), key=str)


def alike(quads: list[ox.Quad]) -> int:
    """Check that the screen loses nothing and adds nothing, and count what is found."""
    found = check_shapes(quads)
    try:
        assert found == judge(quads)
    except (TypeError, ReportableRuntimeError):  # pySHACL breaks off where it cannot compare
        assert set(found) >= set(judge(quads, compare=False))
    return len(found)


def test_the_cases_hold_every_class() -> None:
    targets = {str(target) for target in SHAPES.objects(None, SH.targetClass)}
    below = {quad.object.value for quad in ontology_quads() if quad.predicate.value.endswith("subClassOf")}  # type: ignore[union-attr]
    held = {quad.object.value for quad in (*DATA, *BARE) if quad.predicate == TYPE}  # type: ignore[union-attr]
    assert targets - below <= held


def test_what_is_right_is_not_handed_on() -> None:
    assert screen().stopped(Nodes(DATA, screen().inverse)) == []


@pytest.mark.parametrize("value", ODD, ids=str)
def test_every_property_with_an_odd_value_is_judged_alike(value: ox.NamedNode | ox.Literal) -> None:
    """Give one node of each class an odd value of each property, in place of its own and beside it."""
    found = 0
    chosen = nodes()
    for beside in (False, True):
        kept = [q for q in DATA if beside or q.predicate == TYPE or q.subject not in chosen]
        added = [
            ox.Quad(node, ox.NamedNode(path), value, GRAPH)
            for node in chosen
            for path in paths()
            if path != RDF_TYPE
        ]
        found += alike([*kept, *BARE, *added])
    assert found > 500


@pytest.mark.parametrize("seed", range(12))
def test_small_changes_are_judged_alike(seed: int) -> None:
    """Change some triples at random: take away, double, point elsewhere, retype, give an odd value."""
    rng = random.Random(seed)
    quads = list(DATA)
    objects = [quad.object for quad in DATA]
    for _ in range(25):
        at = rng.randrange(len(quads))
        old = quads[at]
        value = rng.choice([*ODD, *(rng.choice(objects) for _ in ODD)])
        if old.predicate == TYPE and isinstance(value, ox.Literal):
            value = ox.NamedNode(KG + "Mention")
        changed = ox.Quad(old.subject, old.predicate, value, GRAPH)
        quads[at : at + 1] = rng.choice([[], [changed], [old, changed]])
    assert alike(quads) > 0


def dated(begin: str, end: str) -> list[ox.Quad]:
    """Return the cases with other bounds of the first time."""
    node = next(q.subject for q in DATA if q.predicate.value == KG + "beginDate")
    bounds = {KG + "beginDate": begin, KG + "endDate": end}
    kind = ox.NamedNode(XSD + "date")
    kept = [q for q in DATA if q.subject != node or q.predicate.value not in bounds]
    new = (ox.Quad(node, ox.NamedNode(p), ox.Literal(v, datatype=kind), GRAPH) for p, v in bounds.items())
    return [*kept, *new]


def test_dates_before_the_first_year_are_dates() -> None:
    assert check_shapes(dated("-0299-01-01", "-0200-12-31")) == []
    assert check_shapes(dated("-0001-12-31", "0079-01-01")) == []
    assert check_shapes(dated("-0200-01-01", "-0299-12-31")) != []
    assert check_shapes(dated("2022-02-30", "2022-02-31")) != []


def test_subclasses_of_a_graph_itself_count() -> None:
    own = ox.NamedNode(BASE + "OwnClass")
    node = ox.NamedNode(BASE + "own")
    above = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    quads = [ox.Quad(own, above, ox.NamedNode(KG + "Mention"), GRAPH), ox.Quad(node, TYPE, own, GRAPH)]
    assert alike([*DATA, *quads]) > 3


@pytest.mark.parametrize(
    ("turtle", "words"),
    [
        ("x:s sh:targetClass x:C ; sh:path x:p ; sh:maxLength 3 .", "maxLength"),
        ("x:s sh:targetClass x:C ; sh:path x:p ; sh:nodeKind sh:BlankNode .", "BlankNode"),
        ("x:s sh:targetClass x:C ; sh:path x:p ; sh:datatype x:d .", "x/d"),
        ("x:s sh:targetClass x:C ; sh:path ( x:p x:q ) .", "path"),
        ("x:s sh:targetClass x:C ; sh:path [ sh:zeroOrMorePath x:p ] .", "path"),
        ("x:s sh:targetSubjectsOf x:p ; sh:path x:p .", "targetSubjectsOf"),
        ("x:s a sh:NodeShape ; sh:closed true .", "without sh:targetClass"),
        ("x:s sh:targetClass x:C ; sh:property [ sh:path x:p ] .", "property"),
        ("x:s sh:targetClass x:C ; sh:deactivated true .", "deactivated"),
    ],
)
def test_a_shape_beyond_the_screen_is_an_error(turtle: str, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        Screen(rdflib.Graph().parse(data=PREFIXES + turtle, format="turtle"), [])


@pytest.fixture
def graphs(tmp_path: Path) -> Iterator[tuple[Path, list[ox.Quad]]]:
    yield tmp_path / "store", list(whole())


def test_what_only_several_graphs_together_show_is_found(graphs: tuple[Path, list[ox.Quad]]) -> None:
    """Say in a graph of its own that a claim has a second mode, and that an entity is two."""
    folder, quads = graphs
    stray = ox.NamedNode(BASE + "graph/stray")
    claim = next(q.subject for q in quads if q.predicate.value == KG + "mode")
    entity = next(q for q in quads if q.predicate.value == KG + "refersTo")
    quads += [
        ox.Quad(claim, ox.NamedNode(KG + "mode"), ox.NamedNode(KG + "hedged"), stray),
        ox.Quad(entity.subject, entity.predicate, ox.NamedNode(BASE + "entity/oman"), stray),
    ]
    with open_store(folder, write=True) as store:
        store.add(quads)
        found = {(v.check, v.node): v for v in validate(store)}
    mode = found["mode", claim.value]  # type: ignore[union-attr]
    assert stray.value in mode.graphs
    assert len(mode.graphs) == 2
    assert ("DocumentEntity-refersTo", entity.subject.value) in found  # type: ignore[union-attr]


def test_a_reference_into_another_document_is_found(graphs: tuple[Path, list[ox.Quad]]) -> None:
    """Every graph is held to the shapes by itself: a claim cannot stand in another document's sentence."""
    folder, quads = graphs
    name = ox.NamedNode(KG + "inSentence")
    here = next(q for q in quads if q.predicate == name and "doc/b" in q.graph_name.value)  # type: ignore[union-attr]
    there = next(q for q in quads if q.predicate == name and "doc/a" in q.graph_name.value)  # type: ignore[union-attr]
    quads[quads.index(here)] = ox.Quad(here.subject, name, there.object, here.graph_name)
    with open_store(folder, write=True) as store:
        store.add(quads)
        (found,) = (v for v in validate(store) if v.check.startswith("inSentence"))
    assert found.node == here.subject.value  # type: ignore[union-attr]
    assert found.graphs == (here.graph_name.value,)  # type: ignore[union-attr]
    assert found.value == there.object.value  # type: ignore[union-attr]


@pytest.mark.parametrize("where", ["subject", "object"])
def test_a_blank_node_is_found(where: str, graphs: tuple[Path, list[ox.Quad]]) -> None:
    folder, quads = graphs
    blank, node = ox.BlankNode(), ox.NamedNode(BASE + "x")
    subject, value = (blank, node) if where == "subject" else (node, blank)
    quads.append(ox.Quad(subject, ox.NamedNode(KG + "matter"), value, GRAPH))
    with open_store(folder, write=True) as store:
        store.add(quads)
        assert "blank-node-violation" in {v.check for v in validate(store)}
