"""Every fact that a sentence of the seed documents states is found by a query, with its mode and source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from facts import ACROSS, FACTS, PREFIXES, Fact

from kg.errors import ModelError
from kg.goldform import read_jsonl
from kg.graph import document_quads, resolved_quads
from kg.model import Annotation
from kg.pipeline import build
from kg.relate import apply_rules, assemble, read_rules, to_recognition
from kg.resolve.corpus import resolve_corpus
from kg.resolve.summary import summarise
from kg.settings import Settings
from kg.store import EmbeddedStore, Store, group_by_graph, open_store

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


def claims_of_gold(path: Path) -> list[Annotation]:
    """Return the gold of the seeds as if a perfect recogniser had read them."""
    with path.open(encoding="utf-8") as lines:
        gold = list(read_jsonl(lines))
    rules = read_rules()
    return [apply_rules(assemble(to_recognition(a), a.entities, a.mentions), rules) for a in gold]


@pytest.fixture(scope="module")
def gold_store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    annotations = claims_of_gold(shared / "corpus" / "seeds.jsonl")
    settings = Settings()
    resolution = resolve_corpus([summarise(a) for a in annotations])
    quads = [q for a in annotations for q in document_quads(a, settings=settings, extractor="gold")]
    quads += resolved_quads(resolution, annotations, settings=settings)
    with EmbeddedStore(tmp_path_factory.mktemp("facts") / "store", write=True) as store:
        store.replace_graphs(group_by_graph(quads))
        yield store


def found(store: Store, fact: Fact) -> int:
    (row,) = store.select(fact.query()).dicts()
    return int(str(row["found"].value))  # type: ignore[union-attr]


def test_the_list_is_whole() -> None:
    assert len(FACTS) >= 60
    assert len({fact.id for fact in FACTS}) == len(FACTS)
    numbers = {
        f"{doc}.{n}" for doc, last in (("000", 13), ("003", 7), ("004", 4)) for n in range(1, last + 1)
    }
    assert {fact.id.split(" ")[0] for fact in FACTS} == numbers


@pytest.mark.shared
@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.id)
def test_gold_states_it(gold_store: Store, fact: Fact) -> None:
    assert found(gold_store, fact) >= fact.at_least, fact.query()


@pytest.mark.shared
@pytest.mark.parametrize(("what", "query"), ACROSS, ids=[what for what, _ in ACROSS])
def test_gold_joins_it(gold_store: Store, what: str, query: str) -> None:
    assert gold_store.query(query) is True, query


FLOOR = 0.58
"""The share of facts that the shipped model must find; raised with each better model, never lowered."""


@pytest.fixture(scope="module")
def built_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("facts") / "built"
    try:
        build([SEEDS], store=folder, manifest=SEEDS / "manifest.csv")
    except ModelError as error:
        pytest.skip(f"no recogniser to read the seeds with: {error}")
    with open_store(folder) as store:
        yield store


def test_the_model_finds_most_facts(built_store: Store) -> None:
    missed = [fact.id for fact in FACTS if found(built_store, fact) < fact.at_least]
    assert 1 - len(missed) / len(FACTS) >= FLOOR, "\n".join(missed)


def test_nothing_negated_planned_or_hedged_is_a_plain_fact(built_store: Store) -> None:
    """An event with a class of its own, or a role, rests on a claim that asserts or attributes it."""
    query = f"""{PREFIXES}SELECT ?e WHERE {{
      ?e kg:reportedBy ?any . {{ ?e a ?type FILTER(?type != kg:UnrealisedEvent) }}
      UNION {{ ?e kg:actor|kg:target|kg:party|kg:victim|kg:place|kg:time ?filler }}
      FILTER NOT EXISTS {{ ?e kg:reportedBy ?c . ?c kg:mode ?m FILTER(?m IN (kg:asserted, kg:attributed)) }}
    }}"""
    assert list(built_store.select(query)) == []
