"""``kg link`` on a store: votes of documents, what people decided, SSSOM, and running it twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Quad

from kg.cli.link import command
from kg.errors import InputError
from kg.graph.iris import Iris
from kg.link.document import Link, Weights
from kg.link.facts import fact_quads
from kg.link.index import Item
from kg.link.linking import BY_HAND, EntityLink, Verdict, join_links, link_quads
from kg.link.online import Fetched
from kg.link.sssom import from_sssom, to_sssom
from kg.link.stored import merge_links
from kg.store import open_store
from kg.vocab import EXACT_MATCH, KG, OWL, RDF_TYPE, RDFS_LABEL, WD, XSD

BASE = "https://kg.example/id/"
NODE = BASE + "entity/a"
WEIGHTS = Weights(0.0, 0.5, {})


def link(qid: str | None, score: float) -> tuple[str, Link]:
    return NODE, Link("e1", qid, score, "why", qid)


def test_documents_vote() -> None:
    (joined,) = join_links([link("Q1", 0.9), link("Q1", 0.8), link("Q2", 0.6)], WEIGHTS)
    assert (joined.qid, joined.score, joined.status) == ("Q1", 0.5667, "accepted")
    (joined,) = join_links([link("Q1", 0.8), link(None, 0.0)], WEIGHTS)
    assert (joined.score, joined.status) == (0.4, "candidate")
    assert join_links([link(None, 0.0)], WEIGHTS) == []


def test_a_person_has_the_last_word() -> None:
    votes = [link("Q1", 0.99)]
    (no,) = join_links(votes, WEIGHTS, [Verdict(NODE, "Q1", accepted=False)])
    assert (no.status, no.justification) == ("rejected", BY_HAND)
    (yes,) = join_links(votes, WEIGHTS, [Verdict(NODE, "Q2", accepted=True)])
    assert (yes.qid, yes.status) == ("Q2", "accepted")


def plain(links: list[EntityLink]) -> set[tuple[str, str]]:
    quads = link_quads(links, Iris(BASE))
    named = [q for q in quads if q.subject == NamedNode(NODE) and isinstance(q.object, NamedNode)]
    return {(q.predicate.value, str(q.object.value)) for q in named if isinstance(q.object, NamedNode)}


def test_only_accepted_links_are_plain_and_only_sure_ones_the_same() -> None:
    assert plain([EntityLink(NODE, "Q1", 0.4, "candidate")]) == set()
    assert plain([EntityLink(NODE, "Q1", 0.0, "rejected", BY_HAND)]) == set()
    assert plain([EntityLink(NODE, "Q1", 0.9, "accepted")]) == {(EXACT_MATCH, WD + "Q1")}
    both = {(EXACT_MATCH, WD + "Q1"), (OWL + "sameAs", WD + "Q1")}
    assert plain([EntityLink(NODE, "Q1", 0.99, "accepted")]) == both
    assert plain([EntityLink(NODE, "Q1", 0.9, "accepted", BY_HAND)]) == both


def test_sssom_goes_out_and_comes_back() -> None:
    links = [EntityLink(NODE, "Q1", 0.75, "accepted"), EntityLink(BASE + "entity/b", "Q2", 0.4, "candidate")]
    lines = list(to_sssom(links, base=BASE, names={NODE: "اسم\tبجدول"}))
    assert len([line for line in lines if not line.startswith("#")]) == 2
    (back,) = from_sssom("\n".join(lines), base=BASE)
    assert (back.entity, back.qid, back.score, back.status) == (NODE, "Q1", 0.75, "accepted")


@pytest.mark.parametrize(
    "text",
    ["", "subject_id\tobject_id\nid:entity/a\twd:Q1",
     "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\n"
     "id:entity/a\tskos:exactMatch\twd:Q1\tsemapv:ManualMappingCuration\tsure"],
)  # fmt: skip
def test_a_table_that_is_no_sssom_says_so(text: str) -> None:
    with pytest.raises(InputError, match=r"t\.tsv"):
        from_sssom(text, base=BASE, name="t.tsv")


def test_imported_links_win_over_ours_and_lose_to_a_person() -> None:
    foreign = EntityLink(NODE, "Q9", 1.0, "accepted", BY_HAND, "imported")
    assert merge_links([EntityLink(NODE, "Q1", 0.9, "accepted")], [foreign]) == [foreign]
    decided = EntityLink(NODE, "Q1", 1.0, "accepted", BY_HAND, "decided by a person")
    assert merge_links([decided], [foreign]) == [decided]


def test_facts_carry_their_day_and_licence() -> None:
    item = Item("Q1", ("Place",), "مكان", "place", "", None, 0, 1, 1, curated=False)
    fetched = Fetched(item, {"en": "place"}, {}, (33.5, 44.25), None, None)
    objects = {str(q.object) for q in fact_quads([fetched], Iris(BASE), day="2026-01-02")}
    assert '"2026-01-02"^^<http://www.w3.org/2001/XMLSchema#date>' in objects
    assert any("publicdomain/zero" in o for o in objects)


def small_store(folder: Path) -> None:
    """Write a store with one document about Iraq, by hand."""
    graph, resolved = NamedNode(BASE + "graph/doc/d1"), NamedNode(BASE + "graph/resolved")
    doc, part, mention = (NamedNode(BASE + f"doc/d1{end}") for end in ("", "/e/1", "/m/1"))
    number = NamedNode(XSD + "integer")

    def kg(name: str) -> NamedNode:
        return NamedNode(KG + name)

    kind, label, entity = NamedNode(RDF_TYPE), NamedNode(RDFS_LABEL), NamedNode(NODE)
    terms = "http://purl.org/dc/terms/"
    triples: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (doc, kind, kg("Document")), (doc, NamedNode(terms + "identifier"), Literal("d1")),
        (doc, NamedNode(terms + "language"), Literal("ar")), (doc, kg("text"), Literal("زار العراق")),
        (part, kind, kg("DocumentEntity")), (part, kg("entityType"), kg("Place")),
        (part, label, Literal("العراق", language="ar")), (mention, kind, kg("Mention")),
        (mention, kg("start"), Literal("5", datatype=number)),
        (mention, kg("end"), Literal("11", datatype=number)),
        (mention, kg("mentionType"), Literal("Place")), (mention, kg("mentionOf"), part),
    ]  # fmt: skip
    with open_store(folder, write=True) as store:
        store.add(Quad(*triple, graph) for triple in triples)
        store.add([Quad(part, kg("refersTo"), entity, resolved), Quad(entity, kind, kg("Place"), resolved)])


def contents(folder: Path) -> list[str]:
    with open_store(folder) as store:
        return sorted(str(quad) for quad in store.quads(BASE + "graph/links"))


def test_the_command_links_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    small_store(tmp_path / "s")
    first = CliRunner().invoke(command, ["--store", str(tmp_path / "s")])
    assert (first.exit_code, "linked 1, for review 0" in first.output) == (0, True)
    before = contents(tmp_path / "s")
    assert any(WD + "Q796" in quad for quad in before)
    second = CliRunner().invoke(command, ["--store", str(tmp_path / "s")])
    assert "nothing changed" in second.output
    assert contents(tmp_path / "s") == before


def test_the_command_imports_and_exports(tmp_path: Path) -> None:
    small_store(tmp_path / "s")
    table = tmp_path / "t.tsv"
    lines = to_sssom([EntityLink(NODE, "Q5", 1.0, "accepted", BY_HAND)], base=BASE, names={})
    table.write_text("\n".join(lines), encoding="utf-8")
    CliRunner().invoke(command, ["--store", str(tmp_path / "s"), "--import", str(table)])
    CliRunner().invoke(command, ["--store", str(tmp_path / "s")])
    out = CliRunner().invoke(command, ["--store", str(tmp_path / "s"), "--export"]).output
    assert "wd:Q5" in out
    assert "wd:Q796" not in out
