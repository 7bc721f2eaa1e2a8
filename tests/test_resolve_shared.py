"""Identity on the annotated corpus and on the seed documents, where they are at hand."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

import pytest

from kg.goldform import read_jsonl
from kg.model import Annotation
from kg.resolve.corpus import resolve_corpus
from kg.resolve.summary import summarise
from kg.resolve.types import CanonicalEvent, Resolution

pytestmark = pytest.mark.shared
ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(("name", "floor"), [("dev", 0.95), ("dev_en", 0.95), ("seeds", 0.95)])
def test_b_cubed_on_gold_mentions(shared: Path, name: str, floor: float) -> None:
    """With the mentions given, identity within documents reaches the floor."""
    spec = importlib.util.spec_from_file_location("resolve_within", ROOT / "benchmarks/resolve_within.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    precision, recall, _ = module.measure(shared / "corpus" / f"{name}.jsonl")[0]["all"]
    assert 2 * precision * recall / (precision + recall) >= floor


@cache
def seeds(path: Path) -> tuple[list[Annotation], Resolution]:
    """Return the seed documents and their resolution."""
    with path.open(encoding="utf-8") as lines:
        annotations = list(read_jsonl(lines))
    return annotations, resolve_corpus(summarise(a) for a in annotations)


@pytest.mark.parametrize(
    ("word", "documents"),
    [
        ("الأعرجي", 2), ("سليماني", 2), ("المهندس", 2), ("فيلق القدس", 2), ("البرلمان العراقي", 2),
        ("داعش", 3), ("التحالف الدولي", 3), ("الكاظمي", 1), ("الخفاج", 1), ("الفتح", 1),
    ],
)  # fmt: skip
def test_each_thing_of_the_seeds_is_one_node(shared: Path, word: str, documents: int) -> None:
    """Its node has a member in every document that names it, and no other node has its name."""
    _, resolution = seeds(shared / "corpus/seeds.jsonl")
    nodes = [
        e
        for e in resolution.entities
        if e.type in ("Person", "Organisation")
        and word in " ".join((str(e.name_ar), *(n for n, _ in e.names)))
    ]
    assert len(nodes) == 1
    assert len({d for d, _ in nodes[0].members}) == documents


def find_events(
    annotations: list[Annotation], resolution: Resolution, kind: str, day: str
) -> list[CanonicalEvent]:
    """Return the canonical events of a type of which a claim gives that time."""
    by_id = {a.document.id: a for a in annotations}
    return [
        event
        for event in resolution.events
        if event.type == kind
        and any(
            r.name == "time" and r.value == day for d, i in event.members for r in by_id[d].events[i].roles
        )
    ]


@pytest.mark.parametrize(
    ("kind", "day"), [("Agreement", "2021-07-26"), ("Decision", "2020-01-05"), ("Attack", "2020-01-03")]
)
def test_each_happening_told_in_two_seeds_is_one_event(shared: Path, kind: str, day: str) -> None:
    """One event, with reports from both documents."""
    annotations, resolution = seeds(shared / "corpus/seeds.jsonl")
    (event,) = find_events(annotations, resolution, kind, day)
    assert len({d for d, _ in event.members}) == 2


def test_the_two_announcements_stay_two_and_share_their_matter(shared: Path) -> None:
    """The announcements of the ninth and of the twenty-ninth of December are about one matter."""
    annotations, resolution = seeds(shared / "corpus/seeds.jsonl")
    first = find_events(annotations, resolution, "Statement", "2021-12-09")
    second = find_events(annotations, resolution, "Statement", "2021-12-29")
    assert not {e.key for e in first} & {e.key for e in second}
    assert {e.matter for e in first} & {e.matter for e in second} - {None}
