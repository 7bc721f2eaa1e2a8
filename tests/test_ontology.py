from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from graph_cases import whole
from rdflib import OWL, RDF, RDFS, SH, SKOS, URIRef

from kg.errors import ModelError
from kg.graph import ontology, ontology_quads
from kg.graph.reference import ontology_reference
from kg.vocab import CLASSES, EVENT_CLASSES, INDIVIDUALS, KG, PROPERTIES, RDF_TYPE, XSD

CHECKOUT = Path(__file__).resolve().parent.parent
FOLDER = CHECKOUT / "ontology"
FILES = sorted(FOLDER.glob("*.ttl"))
TERMS = [KG + name for name in (*CLASSES, *INDIVIDUALS, *PROPERTIES)]
ARABIC = re.compile(r"[\u0621-\u064a]")


def load(name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(FOLDER / name)


KG_TTL = load("kg.ttl")
ALL = rdflib.Graph()
for file in ontology.FILES:
    ALL.parse(FOLDER / file)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_each_file_reads_the_same_in_rdflib_and_pyoxigraph(path: Path) -> None:
    ours = rdflib.Graph().parse(path)
    theirs = list(ox.parse(path=path, format=ox.RdfFormat.TURTLE))
    assert len(ours) == len(theirs) > 50


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_each_file_states_version_and_licence(path: Path) -> None:
    graph = rdflib.Graph().parse(path)
    (subject,) = graph.subjects(RDF.type, OWL.Ontology)
    assert str(graph.value(subject, OWL.versionIRI)).startswith("https://kg.example/ontology/")
    assert graph.value(subject, rdflib.DCTERMS.license) is not None
    assert {label.language for label in graph.objects(subject, RDFS.label)} == {"en", "ar"}  # type: ignore[attr-defined]


@pytest.mark.parametrize("term", [*TERMS, *sorted(map(str, ALL.subjects(SKOS.inScheme, None)))])
def test_each_term_is_labelled_and_explained_in_both_languages(term: str) -> None:
    for predicate in (RDFS.label, RDFS.comment):
        texts = [t for t in ALL.objects(URIRef(term), predicate) if isinstance(t, rdflib.Literal)]
        assert sorted(str(t.language) for t in texts) == ["ar", "en"]
        for text in texts:
            assert bool(ARABIC.search(text)) == (text.language == "ar"), text


def test_no_two_terms_of_a_kind_share_a_label() -> None:
    for names in (CLASSES, PROPERTIES, INDIVIDUALS):
        labels = Counter(label for name in names for label in KG_TTL.objects(URIRef(KG + name), RDFS.label))
        assert [label for label, count in labels.items() if count > 1] == []


@pytest.mark.parametrize("name", PROPERTIES)
def test_each_property_has_one_known_domain_and_range(name: str) -> None:
    term = URIRef(KG + name)
    (domain,) = KG_TTL.objects(term, RDFS.domain)
    (range_,) = KG_TTL.objects(term, RDFS.range)
    classes = {URIRef(KG + c) for c in CLASSES}
    assert domain in classes | {RDFS.Resource}
    if (term, RDF.type, OWL.DatatypeProperty) in KG_TTL:
        assert range_ not in classes | {RDFS.Resource}
    else:
        assert range_ in classes | {RDFS.Resource, RDFS.Class, RDF.Property}


def test_superclasses_are_declared_and_without_circles() -> None:
    for name in CLASSES:
        above = set(KG_TTL.transitive_objects(URIRef(KG + name), RDFS.subClassOf)) - {URIRef(KG + name)}
        assert URIRef(KG + name) not in {o for a in above for o in KG_TTL.objects(a, RDFS.subClassOf)}
        assert above <= {URIRef(KG + c) for c in CLASSES}


def test_the_graph_uses_every_property_within_its_domain_and_range() -> None:
    quads = whole()
    above = {
        KG + name: {str(o) for o in KG_TTL.transitive_objects(URIRef(KG + name), RDFS.subClassOf)}
        for name in CLASSES
    }
    types: dict[str, set[str]] = defaultdict(set)
    for quad in quads:
        if quad.predicate.value == RDF_TYPE:
            types[str(quad.subject)] |= above.get(quad.object.value, set())  # type: ignore[union-attr]
    checked = set()
    for quad in quads:
        term = URIRef(quad.predicate.value)
        domain, range_ = str(KG_TTL.value(term, RDFS.domain)), str(KG_TTL.value(term, RDFS.range))
        if domain.startswith(KG):
            assert domain in types[str(quad.subject)], quad
        if range_.startswith(KG):
            assert range_ in types[str(quad.object)], quad
        if range_.startswith(XSD):
            assert isinstance(quad.object, ox.Literal)
            assert quad.object.datatype.value == range_, quad
        checked.add(term)
    assert len(checked & {URIRef(t) for t in TERMS}) >= 60


def test_alignments_speak_of_declared_terms_and_name_every_vocabulary() -> None:
    graph = load("alignments.ttl")
    subjects = {str(s) for s in graph.subjects() if str(s).startswith(KG)}
    assert subjects <= set(TERMS)
    objects = " ".join(str(o) for o in graph.objects())
    for namespace in (
        "https://schema.org/",
        "http://xmlns.com/foaf/0.1/",
        "http://www.w3.org/ns/org#",
        "http://semanticweb.cs.vu.nl/2009/11/sem/",
        "http://www.w3.org/ns/prov#",
        "http://www.w3.org/2006/time#",
        "http://www.w3.org/ns/oa#",
    ):
        assert namespace in objects


def test_plover_covers_the_event_classes_and_gives_each_code_one_category() -> None:
    graph = load("plover.ttl")
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert len(concepts) == 16
    codes = Counter(graph.objects(None, SKOS.notation))
    assert len(codes) > 250
    assert set(codes.values()) == {1}
    assert all(re.fullmatch(r"\d{3,4}", str(code)) for code in codes)
    matched = {s for s in graph.subjects() if str(s).startswith(KG)}
    without = {KG + name for name in ("StatementEvent", "DecisionEvent", "AppointmentEvent")}
    assert {str(m) for m in matched} == set(EVENT_CLASSES.values()) - without
    for event in matched:
        assert {o for p, o in graph.predicate_objects(event) if p != RDFS.label} <= concepts


def test_every_shape_targets_a_class_and_every_kind_of_node_has_one() -> None:
    shapes = load("shapes.ttl")
    targets = {str(t) for t in shapes.objects(None, SH.targetClass)}
    for shape in shapes.subjects(RDF.type, SH.PropertyShape):
        assert shapes.value(shape, SH.path) is not None
        assert shapes.value(shape, SH.targetClass) is not None
    nodes = {
        q.object.value
        for q in whole()
        if q.predicate.value == RDF_TYPE
        and q.graph_name.value != "https://kg.example/ontology"  # type: ignore[union-attr]
        and isinstance(q.object, ox.NamedNode)
        and q.object.value.startswith(KG)
    }
    untargeted = {n.removeprefix(KG) for n in nodes - targets - set(EVENT_CLASSES.values())}
    assert untargeted == {"Claim", "Matter"}  # Claim by its three subclasses; a Matter has no properties


def test_the_ontology_reaches_the_store_without_blank_nodes() -> None:
    quads = list(ontology_quads())
    assert {q.graph_name for q in quads} == {ox.NamedNode("https://kg.example/ontology")}
    assert not any(isinstance(t, ox.BlankNode) for q in quads for t in (q.subject, q.object))
    assert len(quads) == sum(len(load(name)) for name in ontology.FILES)


def test_a_damaged_ontology_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kg.ttl").write_text("<a> <b> .", encoding="utf-8")
    monkeypatch.setattr(ontology, "resource_folder", lambda _: tmp_path)
    with pytest.raises(ModelError, match=r"kg\.ttl: cannot read the ontology"):
        list(ontology_quads())


def test_the_readable_list_is_up_to_date() -> None:
    written = (CHECKOUT / "docs" / "ontology.md").read_text(encoding="utf-8")
    assert written == ontology_reference(), "run: python -m kg.graph.reference > docs/ontology.md"
