"""Exports: the same bytes for the same graph, and readers of each format find the same graph in it."""

from __future__ import annotations

import csv
import io
import json
import random
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat
from query_corpus import corpus_quads

from kg.cli.export import command
from kg.errors import StoreError, UsageError
from kg.export import FORMATS, export
from kg.export.sorting import sort_unique
from kg.export.turtle import Names, subject_block
from kg.store import EmbeddedStore, open_store
from kg.vocab import ONTOLOGY, PREFIXES

pytestmark = pytest.mark.filterwarnings(
    "ignore:(Dataset|ConjunctiveGraph):DeprecationWarning"
)  # rdflib's own internals
QUADS = tuple(corpus_quads())
ONTOLOGY_QUAD = Quad(NamedNode("http://x/a"), NamedNode("http://x/p"), Literal("1"), NamedNode(ONTOLOGY))
RDF = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
}


def stored(folder: Path, quads: list[Quad]) -> Path:
    with EmbeddedStore(folder, write=True) as store:
        store.add([*quads, ONTOLOGY_QUAD])
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stored(tmp_path_factory.mktemp("export") / "store", list(QUADS))


def exported(folder: Path, name: str, graphs: tuple[str, ...] = ()) -> bytes:
    out = io.BytesIO()
    with open_store(folder) as store:
        export(store, name, out, graphs=graphs)
    return out.getvalue()


@pytest.mark.parametrize("name", FORMATS)
def test_the_order_of_insertion_does_not_show(name: str, folder: Path, tmp_path: Path) -> None:
    shuffled = list(QUADS)
    random.Random(3).shuffle(shuffled)
    assert exported(stored(tmp_path / "other", shuffled), name) == exported(folder, name)


@pytest.mark.parametrize("name", RDF)
def test_oxigraph_reads_back_the_same_graph(name: str, folder: Path) -> None:
    read = list(ox.parse(exported(folder, name), format=RDF[name]))
    if name in ("turtle", "nt"):
        assert {quad.triple for quad in read} == {quad.triple for quad in QUADS}
    else:
        assert set(read) == set(QUADS)


@pytest.mark.parametrize(("name", "syntax"), [("turtle", "turtle"), ("trig", "trig"), ("jsonld", "json-ld")])
def test_rdflib_reads_back_the_same_graph(name: str, syntax: str, folder: Path) -> None:
    wanted = rdflib.Dataset()
    wanted.parse(data=exported(folder, "nq").decode(), format="nquads")
    read = rdflib.Dataset()
    read.parse(data=exported(folder, name).decode(), format=syntax)
    triples = {(s, p, o) for s, p, o, _ in wanted.quads()}
    assert len(triples) > 500
    assert {(s, p, o) for s, p, o, _ in read.quads()} == triples


def test_turtle_is_prefixed_and_grouped(folder: Path) -> None:
    text = exported(folder, "turtle").decode()
    subjects = [line.split(" ")[0] for line in text.splitlines() if line and not line.startswith((" ", "@"))]
    assert len(subjects) == len(set(subjects))
    assert "@base <https://kg.example/id/> ." in text
    assert "\n<doc/alpha> a kg:Document ;\n" in text
    assert '    kg:published "2022-03-02"^^xsd:date ;' in text
    assert "ontology" not in text.replace("kg.example/ontology#", "")


def test_single_graphs_and_the_ontology(folder: Path) -> None:
    read = {
        quad.graph_name for quad in ox.parse(exported(folder, "nq", ("resolved", "links")), format=RDF["nq"])
    }
    assert {name.value for name in read if isinstance(name, NamedNode)} == {
        "https://kg.example/id/graph/links",
        "https://kg.example/id/graph/resolved",
    }
    assert exported(folder, "nt", ("ontology",)) == b'<http://x/a> <http://x/p> "1" .\n'
    assert b"doc/beta" not in exported(folder, "turtle", ("doc/alpha",))
    with pytest.raises(
        UsageError, match=r"holds no graph 'doc/gamma'; there are links, .*resolved and .*doc/ID"
    ):
        exported(folder, "nt", ("doc/gamma",))
    with pytest.raises(UsageError, match="whole store"):
        exported(folder, "gexf", ("resolved",))
    with pytest.raises(UsageError, match="no export format"):
        exported(folder, "rdfxml")


def test_claims_one_a_row(folder: Path) -> None:
    data = exported(folder, "csv")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == 17
    assert len({row["claim"] for row in rows}) == 17
    agreed = next(row for row in rows if row["trigger"] == "اتفقت")
    assert agreed["party"] == "الحكومة | قوات النهر"
    assert (agreed["time"], agreed["topic"], agreed["mode"]) == ("2022-01-10", "تسليم", "asserted")
    assert (agreed["document"], agreed["published"], agreed["publisher"]) == (
        "alpha",
        "2022-03-02",
        "صحيفة الضفة",
    )
    office = next(row for row in rows if row["kind"] == "position")
    assert (office["holder"], office["officeTitle"], office["officeBody"]) == (
        "سامي حداد",
        "وزير النقل",
        "الحكومة",
    )
    leads = next(row for row in rows if row["kind"] == "relation")
    assert (leads["type"], leads["subject"], leads["object"]) == ("leads", "ليلى قاسم", "قوات النهر")
    assert next(row for row in rows if row["trigger"] == "بقي")["speaker"] == "مصادر أمنية"


def test_network(folder: Path) -> None:
    space = "{http://graphml.graphdrawing.org/xmlns}"
    root = ET.fromstring(exported(folder, "graphml"))  # noqa: S314
    nodes = {n.get("id"): [d.text for d in n] for n in root.iter(f"{space}node")}
    assert ["الرمل", "Place", "4"] in nodes.values()
    edges = [(e.get("source"), e.get("target"), *(d.text for d in e)) for e in root.iter(f"{space}edge")]
    named = {(nodes[a][0], nodes[b][0], kind, weight) for a, b, kind, weight in edges}
    assert ("ليلى قاسم", "قوات النهر", "leads", "1") in named
    assert any(kind == "AgreementEvent" for *_, kind, _ in named)
    assert any(kind == "mentionedWith" and weight == "3" for *_, kind, weight in named)
    gexf = ET.fromstring(exported(folder, "gexf"))  # noqa: S314
    assert len(list(gexf.iter("{http://gexf.net/1.3}edge"))) == len(edges)
    assert len(list(gexf.iter("{http://gexf.net/1.3}node"))) == len(nodes)


def test_jsonld_has_a_context_and_plain_values(folder: Path) -> None:
    data = json.loads(exported(folder, "jsonld", ("doc/alpha",)))
    assert data["@context"]["kg"] == PREFIXES["kg"]
    document = next(node for node in data["@graph"][0]["@graph"] if node["@id"] == "id:doc/alpha")
    assert document["@type"] == "kg:Document"
    assert document["kg:published"] == {"@value": "2022-03-02", "@type": "xsd:date"}
    assert document["kg:publisherName"] == "صحيفة الضفة"


PARTS = st.sampled_from(["a", "Z9", "_", "-", ".", "..", "~", "%20", "/", "//", "?", "é", "ب", ":"])
TERMS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])).map(Literal),
    st.text(st.characters(exclude_categories=["Cs"])).map(lambda t: Literal(t, language="ar")),
    st.integers().map(lambda n: Literal(str(n), datatype=NamedNode(f"{PREFIXES['xsd']}integer"))),
    st.sampled_from(["true", "1", 'x"^^<http://x/>']).map(
        lambda t: Literal(t, datatype=NamedNode(f"{PREFIXES['xsd']}boolean"))
    ),
    st.lists(PARTS).map("".join).map(lambda t: NamedNode(f"https://kg.example/id/{t}")),
    st.lists(PARTS).map("".join).map(lambda t: NamedNode(f"{PREFIXES['xsd']}{t}")),
)


@given(st.lists(TERMS, min_size=1, max_size=5))
def test_any_term_survives_turtle(terms: list[NamedNode | Literal]) -> None:
    names = Names(PREFIXES, "https://kg.example/id/")
    subject, predicate = NamedNode("https://kg.example/id/doc/a"), NamedNode(f"{PREFIXES['kg']}p")
    triples = [ox.Triple(subject, predicate, term) for term in terms]
    text = names.header() + subject_block(sorted(f"{triple} .\n" for triple in triples), names)
    assert {quad.triple for quad in ox.parse(text, format=RdfFormat.TURTLE)} == set(triples)


@given(st.lists(st.text("abc", max_size=3)), st.integers(1, 5))
def test_external_sort(words: list[str], run: int) -> None:
    lines = [f"{word}\n" for word in words]
    assert list(sort_unique(lines, run=run)) == sorted(set(lines))


def test_cli(folder: Path, tmp_path: Path) -> None:
    runner = CliRunner()
    shown = runner.invoke(command, ["--store", str(folder), "--format", "nt"])
    assert shown.exit_code == 0
    target = tmp_path / "out.nt"
    assert (
        runner.invoke(command, ["--store", str(folder), "--format", "nt", "-o", str(target)]).exit_code == 0
    )
    assert target.read_bytes() == shown.stdout_bytes
    assert not (tmp_path / "out.nt.part").exists()
    failed = runner.invoke(command, ["--store", str(folder), "-o", str(tmp_path / "no" / "out.ttl")])
    assert isinstance(failed.exception, UsageError)
    missing = runner.invoke(command, ["--store", str(tmp_path / "nothing")])
    assert isinstance(missing.exception, StoreError)


MEASURED = """
import pathlib, resource, sys
from kg.export.rdf import write_ntriples
from kg.export import sorting
from kg.store import open_store
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
sorting.sort_unique.__kwdefaults__["run"] = 10_000
with pathlib.Path("/dev/null").open("wb") as out:
    write_ntriples(open_store(sys.argv[1]), ["http://x/g"], out)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_memory_stays_bounded(tmp_path: Path) -> None:
    """The text of the store takes 90 MB; sorted in runs of 3 MB, the export takes a part of that."""
    name, predicate = NamedNode("http://x/g"), NamedNode("http://x/p")
    numbers = range(300_000)
    with EmbeddedStore(tmp_path, write=True) as store:
        store.add(Quad(NamedNode(f"http://x/{n}"), predicate, Literal(f"{n:0300}"), name) for n in numbers)
    args = [sys.executable, "-c", MEASURED, str(tmp_path)]
    done = subprocess.run(args, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 70_000
