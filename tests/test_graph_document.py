from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlparse

import pyoxigraph as ox
import pytest
from graph_cases import ENGLISH, SETTINGS, TEXT, arabic, document, english
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.goldform import read_jsonl
from kg.graph import Iris, document_quads
from kg.graph.names import DocumentNames
from kg.model import Annotation, Event, Mention, Role, Span
from kg.settings import Settings
from kg.vocab import KG, PREFIXES, RDF_TYPE

IRIS = Iris(SETTINGS.base)
PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())


def ask(quads: list[ox.Quad], variables: str, pattern: str) -> list[tuple[str, ...]]:
    """Return the sorted rows of a pattern as texts, with our namespaces taken off."""
    store = ox.Store()
    store.extend(quads)
    answer = store.query(
        f"{PROLOGUE}SELECT {variables} WHERE {{ {pattern} }}", use_default_graph_as_union=True
    )
    assert isinstance(answer, ox.QuerySolutions)
    names = [v.value for v in answer.variables]

    def text(term: object) -> str:
        value = term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""
        return value.removeprefix(KG).removeprefix(SETTINGS.base)

    return sorted(tuple(text(row[n]) for n in names) for row in answer)


def test_every_quad_lies_in_the_documents_graph_and_has_no_blank_node() -> None:
    quads = document(arabic())
    assert {q.graph_name for q in quads} == {IRIS.document_graph("a/1")}
    assert all(isinstance(q.subject, ox.NamedNode) for q in quads)
    assert not any(isinstance(q.object, ox.BlankNode) for q in quads)
    assert len(quads) == len(set(quads)) > 200


def test_the_document_is_described() -> None:
    (row,) = ask(
        document(arabic()),
        "?d ?id ?title ?by ?on ?from ?language ?url ?path ?hash ?extractor ?text",
        """?d a kg:Document ; dcterms:identifier ?id ; dcterms:title ?title ; kg:publisherName ?by ;
           kg:published ?on ; kg:publishedFrom ?from ; dcterms:language ?language ; schema:url ?url ;
           kg:path ?path ; kg:sha256 ?hash ; kg:extractor ?extractor ; kg:text ?text""",
    )
    assert row == (
        "doc/a%2F1", "a/1", "قصير", "صحيفة", "2022-03-10", "manifest", "ar", "https://news.example/1",
        "a/1.txt", "0" * 64, "test 1", TEXT,
    )  # fmt: skip


def test_what_is_unknown_is_absent() -> None:
    assert (
        ask(document(english()), "*", "?d kg:publisherName|kg:publishedFrom|schema:url|kg:path|kg:sha256 ?x")
        == []
    )


def test_a_publication_date_must_be_a_date() -> None:
    damaged = replace(english(), document=replace(english().document, published="10/3/2022"))
    with pytest.raises(InputError, match=r"document b: published '10/3/2022' is no ISO date"):
        list(document_quads(damaged, settings=SETTINGS, extractor="test"))


def test_mentions_carry_offsets_and_what_they_name() -> None:
    rows = ask(
        document(arabic()),
        "?start ?end ?quote ?type ?c ?label",
        """?m a kg:Mention ; kg:start ?start ; kg:end ?end ; kg:quote ?quote ; kg:inSentence/kg:index ?s ;
           kg:mentionType ?type ; kg:confidence ?c .
           OPTIONAL { ?m kg:mentionOf/rdfs:label ?label FILTER(LANG(?label) = "ar") }""",
    )
    assert len(rows) == len(arabic().mentions)
    for start, end, quote, *_ in rows:
        assert TEXT[int(start) : int(end)] == quote
    assert ("Person", "سالم الحارثي", "0.95") in {(r[3], r[5], r[4]) for r in rows}


def test_dates_and_quantities_are_values() -> None:
    quads = document(arabic())
    pattern = "?m kg:value ?v . ?v kg:edtf ?edtf ; kg:beginDate ?begin ; time:hasEnd/time:inXSDDate ?end"
    assert ask(quads, "?v ?edtf ?begin ?end", pattern) == [
        ("time/2022-03-09", "2022-03-09", "2022-03-09", "2022-03-09"),
        ("time/2022-12", "2022-12", "2022-12-01", "2022-12-31"),
    ]
    pattern = "?m kg:value ?v . ?v kg:minimum ?min ; kg:maximum ?max ; kg:counted ?what"
    assert ask(quads, "?min ?max ?what", pattern) == [("12", "12", "civilians")]


def test_claims_say_who_when_how_and_according_to_whom() -> None:
    quads = document(arabic())
    assert ask(
        quads,
        "?type ?trigger ?speaker ?confidence ?quote",
        """?c kg:mode kg:planned ; kg:eventType ?type ; kg:trigger ?trigger ; kg:speaker/rdfs:label ?speaker ;
           kg:confidence ?confidence ; kg:inSentence/kg:quote ?quote FILTER(LANG(?speaker) = "en")""",
    ) == [("WithdrawalEvent", "ستنسحب", "Salim al-Harthi", "0.72", TEXT.split("\n")[0])]
    assert ask(quads, "?x", "?c kg:mode kg:negated ; kg:carrier/rdfs:label ?x") == [("البلدية",)]
    assert ask(document(english()), "?x", "?c kg:unnamedSource ?x") == [("officials",)]


def test_an_argument_keeps_the_words_and_what_they_mean() -> None:
    rows = ask(
        document(arabic()),
        "?role ?text ?value ?label ?quote",
        """?c kg:eventType kg:AttackEvent ; kg:argument ?a . ?a kg:role ?role
           OPTIONAL { ?a kg:fillerText ?text } OPTIONAL { ?a kg:fillerValue ?value }
           OPTIONAL { ?a kg:filler/rdfs:label ?label FILTER(LANG(?label) = "en") }
           OPTIONAL { ?a kg:quote ?quote }""",
    )
    by_role = {row[0]: row[1:] for row in rows}
    assert by_role["instrument"] == ("قذيفة", "", "", "قذيفة")
    assert by_role["time"] == ("", "time/2022-03-09", "", "9 مارس 2022")
    assert by_role["place"] == ("", "", "Sohar", "")
    assert by_role["victim"][1].startswith("quantity/")


def test_the_filler_is_led_back_to_its_mention() -> None:
    rows = ask(
        document(arabic()),
        "?t ?quote",
        "?c kg:eventType ?t ; kg:argument [ kg:fillerMention/kg:quote ?quote ]",
    )
    assert ("WithdrawalEvent", "شركة النور") in rows
    assert ("AttackEvent", "صحار") in rows


def test_a_capital_that_acts_is_kept_beside_the_state_it_stands_for() -> None:
    rows = ask(
        document(arabic()),
        "?place ?state",
        "[] kg:filler/rdfs:label ?place ; kg:meantActor/rdfs:label ?state",
    )
    assert ("Muscat", "Oman") in rows


def test_a_topic_is_the_claim_it_is_about() -> None:
    rows = ask(
        document(arabic()), "?of", "?c kg:argument [ kg:role kg:topic ; kg:fillerClaim/kg:trigger ?of ]"
    )
    assert set(rows) == {("ستنسحب",), ("انسحاب",)}


def test_offices_and_relations_are_claims() -> None:
    quads = document(arabic())
    pattern = "?c kg:officeTitle ?title ; kg:officeStatus ?status ; kg:mode ?mode"
    assert ask(quads, "?title ?status ?mode", pattern) == [("رئيس البلدية السابق", "former", "asserted")]
    pattern = "?c kg:relationKind ?kind ; kg:subjectEntity/rdfs:label ?s ; kg:confidence ?x"
    assert ("locatedIn", "Nour Company", "0.6") in ask(quads, "?kind ?s ?x", pattern)


def test_the_base_is_the_users() -> None:
    quads = list(document_quads(english(), settings=Settings(base="http://here.example/#"), extractor="x"))
    assert all(str(q.subject).startswith("<http://here.example/#") for q in quads)


def test_order_of_mentions_and_roles_changes_no_quad() -> None:
    given = arabic()
    events = tuple(replace(e, roles=tuple(reversed(e.roles))) for e in given.events)
    turned = replace(given, events=events)
    assert sorted(map(str, document(turned))) == sorted(map(str, document(given)))


def test_order_of_entities_and_their_ids_changes_no_quad() -> None:
    given = english()
    swapped = {"e1": "x", "e2": "a"}
    entities = {swapped[k]: replace(e, id=swapped[k]) for k, e in reversed(given.entities.items())}
    mentions = tuple(replace(m, entity=swapped[m.entity or ""]) for m in given.mentions)
    roles = tuple(replace(r, entity=swapped[r.entity or ""]) for r in given.events[0].roles)
    events = (replace(given.events[0], roles=roles),)
    renamed = replace(given, entities=entities, mentions=mentions, events=events)
    assert sorted(map(str, document(renamed))) == sorted(map(str, document(given)))


def test_a_claim_keeps_its_name_when_others_come_and_its_score_changes() -> None:
    given = arabic()
    names = DocumentNames(given, IRIS)
    fewer = DocumentNames(replace(given, events=(replace(given.events[2], score=0.1),)), IRIS)
    assert fewer.event(0) == names.event(2)


def test_two_events_of_one_word_are_two_claims() -> None:
    event = english().events[0]
    both = replace(english(), events=(event, replace(event, mode="negated", roles=(Role("actor", "e2"),))))
    names = DocumentNames(both, IRIS)
    assert names.event(0) != names.event(1)
    assert len(ask(document(both), "?c", "?c a kg:EventClaim")) == 2


def test_a_filler_said_twice_is_one_argument_with_the_better_score() -> None:
    event = english().events[0]
    roles = (Role("actor", "e1", score=0.4), Role("actor", "e1", score=0.8), Role("actor", "e1", score=0.6))
    quads = document(replace(english(), events=(replace(event, roles=roles),)))
    assert ask(quads, "?x", "?c kg:argument/kg:confidence ?x") == [("0.4",)]


@given(st.data())
def test_any_annotation_gives_wellformed_quads(data: st.DataObject) -> None:
    words = ENGLISH.split()
    spans = [Span(i := ENGLISH.index(w), i + len(w)) for w in words]
    types = data.draw(st.lists(st.sampled_from(["Date", "Quantity", "Position"]), max_size=4))
    mentions = tuple(
        Mention(spans[n], t, value=data.draw(st.sampled_from([None, "2020-22", "5 men"])))  # type: ignore[arg-type]
        for n, t in enumerate(types)
    )
    role = st.builds(
        Role,
        st.sampled_from(["actor", "time", "quantity", "topic", "place"]),
        span=st.sampled_from(spans),
        value=st.sampled_from([None, "2021", "3 boats"]),
        score=st.floats(0, 1),
    )
    events = tuple(
        Event("Attack", s, "hedged", 0, tuple(data.draw(st.lists(role, max_size=3)))) for s in spans[:2]
    )
    quads = document(replace(english(), mentions=mentions, events=events))
    text = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    assert isinstance(text, bytes)
    assert set(ox.parse(text, format=ox.RdfFormat.N_QUADS)) == set(quads)
    for quad in quads:
        assert urlparse(quad.subject.value).scheme == "https"  # type: ignore[union-attr]


@pytest.mark.shared
def test_every_claim_of_the_gold_documents_is_there(shared: Path) -> None:
    with (shared / "corpus" / "seeds.jsonl").open(encoding="utf-8") as lines:
        annotations: list[Annotation] = list(read_jsonl(lines))
    assert len(annotations) == 3
    for annotation in annotations:
        quads = document(annotation)
        kinds = Counter(q.object.value for q in quads if q.predicate.value == RDF_TYPE)  # type: ignore[union-attr]
        assert kinds[KG + "EventClaim"] == len(annotation.events)
        assert kinds[KG + "Mention"] == len({(m.span, m.type) for m in annotation.mentions})
        assert kinds[KG + "DocumentEntity"] == len(annotation.entities)
        assert kinds[KG + "Sentence"] == len(annotation.document.sentences)
