from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pyoxigraph as ox
import pytest
from graph_cases import (
    SETTINGS,
    arabic,
    document,
    english,
    resolution,
    resolved,
    with_modes,
)
from hypothesis import given
from hypothesis import strategies as st
from test_graph_document import ask

from kg.goldform import read_jsonl
from kg.graph import resolved_quads
from kg.graph.reify import REIFIERS
from kg.graph.resolved import REAL
from kg.model import MODES, ROLES, Annotation, Mode, Position, Role, Stance
from kg.resolve.corpus import resolve_corpus
from kg.resolve.summary import summarise
from kg.resolve.types import CanonicalEvent, Resolution, SourceFamily
from kg.vocab import EVENT_CLASSES, KG, RDF_TYPE

ROLE_IRIS = {KG + name for name in ROLES}


def graph() -> list[ox.Quad]:
    return [*document(arabic()), *document(english()), *resolved(arabic(), english())]


def test_entities_have_names_and_lead_from_the_documents() -> None:
    quads = graph()
    assert ask(
        quads, "?label", "<https://kg.example/id/entity/nour> a kg:Organisation ; skos:prefLabel ?label"
    ) == [
        ("Nour Company",),
        ("شركة النور",),
    ]
    assert ask(quads, "?label", "?e skos:altLabel ?label") == [("الشركة",)]
    assert ask(
        quads,
        "?id",
        "?x kg:refersTo <https://kg.example/id/entity/nour> ; kg:inDocument/dcterms:identifier ?id",
    ) == [
        ("a/1",),
        ("b",),
    ]
    assert ask(quads, "?e ?kind ?stage", "?e kg:agreementKind ?kind OPTIONAL { ?e kg:paxStage ?stage }") == [
        ("entity/treaty", "treaty", "")
    ]


def test_an_event_is_drawn_from_the_claims_that_assert_or_attribute_it() -> None:
    quads = graph()
    left = "<https://kg.example/id/event/left>"
    assert ask(quads, "?c", f"{left} a kg:WithdrawalEvent ; kg:corroboration ?n ; kg:confidence ?c") == [
        ("0.5",)
    ]
    assert len(ask(quads, "?c", f"{left} kg:reportedBy ?c")) == 2
    assert ask(quads, "?r ?o", f"{left} ?r ?o FILTER(?r IN (kg:actor, kg:place, kg:deadline))") == [
        ("actor", "entity/nour"),
        ("place", "entity/sohar"),
    ]


def test_what_is_denied_is_no_fact() -> None:
    quads = graph()
    assert ask(quads, "?p ?o", "<https://kg.example/id/event/denied> ?p ?o FILTER(?p != kg:reportedBy)") == [
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "UnrealisedEvent"),
        ("matter", "matter/leaving"),
    ]


def test_a_statement_keeps_its_topic_even_when_that_is_denied() -> None:
    assert ask(graph(), "?o", "<https://kg.example/id/event/announced> kg:topic ?o") == [("event/denied",)]


def test_the_plain_fact_names_the_state_that_a_capital_stands_for() -> None:
    assert ask(graph(), "?o", "<https://kg.example/id/event/announced> kg:actor ?o") == [("entity/oman",)]


def test_times_and_quantities_are_described_beside_the_event() -> None:
    killed = "<https://kg.example/id/event/killed>"
    quads = resolved(arabic(), english())
    assert ask(quads, "?day", f"{killed} kg:time/kg:beginDate ?day") == [("2022-03-09",)]
    assert ask(quads, "?n", f"{killed} kg:victim/kg:minimum ?n") == [("12",)]
    assert ask(quads, "?x", f"{killed} kg:instrument ?x") == []


@pytest.mark.parametrize(
    ("role", "plain"),
    [
        (Role("time", "e2"), False),
        (Role("quantity", "e2"), False),
        (Role("agreement", "e2"), False),
        (Role("place", "e2"), True),
        (Role("topic", "e2"), True),
        (Role("actor", value="2021", span=english().events[0].trigger), True),
        (Role("time", value="2021", span=english().events[0].trigger), True),
        (Role("place", value="2021", span=english().events[0].trigger), False),
        (Role("topic", event=0), False),
    ],
)
def test_a_filler_out_of_range_stays_with_the_claim(role: Role, plain: bool) -> None:
    event = replace(english().events[0], roles=(role,))
    changed = replace(english(), events=(event,))
    quads = resolved(arabic(), changed)
    found = ask(quads, "?o", f"<https://kg.example/id/event/left> kg:{role.name} ?o")
    assert bool(found) == plain
    assert ask(document(changed), "?r", "?c kg:argument/kg:role ?r") == [(role.name,)]


@given(st.lists(st.sampled_from(MODES), min_size=7, max_size=7))
def test_no_mode_but_asserted_and_attributed_makes_a_fact(modes: list[str]) -> None:
    one, two = with_modes(arabic(), modes[:6]), with_modes(english(), modes[6:])
    quads = resolved(one, two)
    by_member = {("a/1", n): m for n, m in enumerate(modes[:6])} | {("b", 0): modes[6]}
    for event in resolution().events:
        node = ox.NamedNode(f"{SETTINGS.base}event/{event.key}")
        real = any(by_member[member] in REAL for member in event.members)
        mine = [q for q in quads if q.subject == node]
        types = {q.object.value for q in mine if q.predicate.value == RDF_TYPE}  # type: ignore[union-attr]
        assert types == {EVENT_CLASSES[event.type] if real else KG + "UnrealisedEvent"}
        if not real:
            assert not {q.predicate.value for q in mine} & {
                *ROLE_IRIS,
                KG + "confidence",
                KG + "corroboration",
            }


def test_copies_of_one_story_count_once() -> None:
    copies = [replace(english(), document=replace(english().document, id=name)) for name in ("b", "c", "d")]
    families = (SourceFamily("a", ("a/1",)), SourceFamily("wire", ("b", "c")), SourceFamily("d", ("d",)))
    entities = tuple(
        replace(e, members=(*e.members, *((n, k) for d, k in e.members if d == "b" for n in ("c", "d"))))
        for e in resolution().entities
    )
    members = (("a/1", 1), ("b", 0), ("c", 0), ("d", 0))
    events = tuple(
        CanonicalEvent(e.key, e.type, members) if e.key == "left" else e for e in resolution().events
    )
    quads = resolved(arabic(), *copies, outcome=Resolution(entities, events, families))
    left = "<https://kg.example/id/event/left>"
    assert ask(quads, "?n ?c", f"{left} kg:corroboration ?n ; kg:confidence ?c") == [("2", "0.75")]


def test_offices_are_nodes_with_holder_body_and_time() -> None:
    quads = graph()
    rows = ask(
        quads,
        "?holder ?body ?ended ?claim",
        """?t a kg:Tenure ; kg:tenureHolder ?holder ; kg:tenureOffice ?o .
           ?t kg:reportedBy/kg:officeTitle ?claim . ?o kg:officeOf ?body .
           OPTIONAL { ?t kg:endedBefore ?ended } FILTER NOT EXISTS { ?t kg:observedOn ?d }""",
    )
    assert rows == [("entity/harthi", "entity/council", "2022-03-10", "رئيس البلدية السابق")]


def test_offices_without_a_body_are_not_shared() -> None:
    """The prime ministers of two countries, each named without the country, hold two offices."""
    given = english()
    title = given.mentions[0].span
    positions = (Position("e1", title), Position("e2", title))
    quads = resolved(arabic(), replace(given, positions=positions))
    assert len(ask(quads, "?o", "?o a kg:Office FILTER NOT EXISTS { ?o kg:officeOf ?b }")) == 2
    assert ask(quads, "?d", "?t kg:observedOn ?d") == [("2022-03-12",), ("2022-03-12",)]
    both = (Position("e1", title, "e2"), Position("e2", title, "e2"))
    quads = resolved(arabic(), replace(given, positions=both))
    assert len(ask(quads, "?o", "?o kg:officeOf <https://kg.example/id/entity/sohar>")) == 1


def test_relations_are_plain() -> None:
    assert ask(graph(), "?s ?o", "?s kg:locatedIn ?o") == [("entity/nour", "entity/sohar")]


@pytest.mark.parametrize(
    ("mode", "plain"), [("attributed", 1), ("planned", 0), ("hedged", 0), ("negated", 0)]
)
def test_a_relation_or_office_that_is_no_fact_is_only_a_claim(mode: Mode, plain: int) -> None:
    stance, told = Stance(mode, "e1"), arabic()
    told = replace(
        told,
        relations=(replace(told.relations[0], stance=stance),),
        positions=(replace(told.positions[0], stance=stance),),
    )
    quads = resolved(told, replace(english(), relations=(), positions=()))
    assert len(ask(quads, "?s ?o", "?s kg:locatedIn ?o")) == plain
    assert len(ask(quads, "?t", "?t a kg:Tenure")) == plain
    claims = document(told)
    assert len(ask(claims, "?c", f"?c kg:relationKind ?k ; kg:mode kg:{mode} ; kg:speaker ?s")) == 1
    assert len(ask(claims, "?c", f"?c kg:officeTitle ?k ; kg:mode kg:{mode} ; kg:speaker ?s")) == 1


def test_merges_say_why() -> None:
    rows = ask(
        graph(),
        "?verdict ?by ?c ?why ?left",
        """?m a kg:Merge ; kg:verdict ?verdict ; kg:settledBy ?by ; kg:confidence ?c ; kg:mergeLeft ?l .
           OPTIONAL { ?m kg:explanation ?why } OPTIONAL { ?l rdfs:label ?left FILTER(LANG(?left) = "en") }""",
    )
    assert rows == [
        ("merged", "score", "0.97", "name 0.90 x 4.00", "Nour Company"),
        ("uncertain", "score", "0.4", "", ""),
    ]


def test_claims_reify_what_they_speak_of_without_asserting_it() -> None:
    quads = graph()
    store = ox.Store()
    store.extend(quads)
    answer = store.query(REIFIERS, use_default_graph_as_union=True)
    assert isinstance(answer, ox.QueryTriples)
    reified = {triple.object for triple in answer}
    assert all(isinstance(term, ox.Triple) for term in reified)
    denied = ox.NamedNode("https://kg.example/id/event/denied")
    nour = ox.NamedNode("https://kg.example/id/entity/nour")
    spoken_of = ox.Triple(denied, ox.NamedNode(KG + "actor"), nour)
    assert spoken_of in reified
    assert spoken_of not in {quad.triple for quad in quads}
    facts = {q.triple for q in quads if q.predicate.value in ROLE_IRIS}
    assert len(facts) > 5
    assert facts <= reified


def test_the_order_of_documents_changes_nothing() -> None:
    outcomes = {tuple(sorted(map(str, resolved(*order)))) for order in permutations((arabic(), english()))}
    assert len(outcomes) == 1


def test_the_annotations_are_walked_once() -> None:
    lazy: list[Annotation] = [arabic(), english()]
    quads = list(resolved_quads(resolution(), iter(lazy), settings=SETTINGS))
    assert quads == resolved(*lazy)
    assert len(quads) == len(set(quads))


@pytest.mark.shared
def test_no_claim_of_the_gold_is_lost_and_none_but_real_ones_are_facts(shared: Path) -> None:
    annotations = []
    for name in ("seeds", "dev"):
        with (shared / "corpus" / f"{name}.jsonl").open(encoding="utf-8") as lines:
            annotations += list(read_jsonl(lines))
    outcome = resolve_corpus(summarise(a) for a in annotations)
    quads = list(resolved_quads(outcome, annotations, settings=SETTINGS))
    reported = {q.object for q in quads if q.predicate.value == KG + "reportedBy"}
    assert len(reported) == sum(len(a.events) + len(a.positions) for a in annotations)
    modes = {(a.document.id, n): e.mode for a in annotations for n, e in enumerate(a.events)}
    unreal = {e.key for e in outcome.events if not {modes[m] for m in e.members} & REAL}
    assert len(unreal) > 50
    for quad in quads:
        if quad.predicate.value in ROLE_IRIS:
            assert quad.subject.value.rpartition("/")[2] not in unreal  # type: ignore[union-attr]
