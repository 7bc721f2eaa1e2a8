"""The figures agree with the reference scorer of the corpus on damaged gold."""

from __future__ import annotations

import importlib.util
import json
import os
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kg.evaluate import evaluate
from kg.goldform import from_json

SHARED = Path(os.environ.get("KG_SHARED", Path(__file__).resolve().parents[2] / "shared"))
CORPUS = SHARED / "corpus"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpus is not beside the checkout"),
]

Json = dict[str, Any]


def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_scorer", CORPUS / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(name: str) -> list[Json]:
    text = (CORPUS / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def damage(gold: Json, rng: random.Random) -> Json:
    """Drop, move, relabel and reorder parts of a document as a poor system would."""
    doc: Json = json.loads(json.dumps(gold))
    doc["mentions"] = [_moved(m, rng) for m in doc["mentions"] if rng.random() > 0.15]
    rng.shuffle(doc["mentions"])
    names = sorted(doc["entities"])
    for mention in doc["mentions"]:
        if mention.get("entity") and rng.random() < 0.1:
            mention["entity"] = rng.choice(names)
        if mention.get("value") and rng.random() < 0.2:
            mention["value"] = "1999-01-01"
    doc["positions"] = [p for p in doc["positions"] if rng.random() > 0.2]
    doc["relations"] = [r for r in doc["relations"] if rng.random() > 0.2]
    for event in doc["events"]:
        _damage_event(event, names, rng)
    return doc


def _moved(mention: Json, rng: random.Random) -> Json:
    if rng.random() < 0.1:
        mention["start"] = min(mention["start"] + rng.choice((1, 2, 5)), mention["end"] - 1)
    if rng.random() < 0.1:
        mention["type"] = rng.choice(("Person", "Organisation", "Place"))
    return mention


def _damage_event(event: Json, names: list[str], rng: random.Random) -> None:
    event["roles"] = [r for r in event["roles"] if rng.random() > 0.2]
    for role in event["roles"]:
        if "entity" in role and rng.random() < 0.1:
            role["entity"] = rng.choice(names)
        if role["role"] != "topic" and rng.random() < 0.1:
            role["role"] = rng.choice(("actor", "target", "place"))
    if rng.random() < 0.15:
        event["mode"] = "hedged"
    if rng.random() < 0.15:
        event["speaker"] = rng.choice([*names, None])
    if rng.random() < 0.15:
        event["type"] = rng.choice(("Attack", "Statement", "Decision"))


@pytest.mark.parametrize("name", ["dev.jsonl", "dev_en.jsonl", "seeds.jsonl"])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_agrees_with_the_reference_to_three_digits(name: str, seed: int) -> None:
    gold = read(name)
    rng = random.Random(seed)
    system = [damage(doc, rng) for doc in gold][rng.randrange(2) :]
    expected, events, _ = reference().score({d["doc"]: d for d in gold}, {d["doc"]: d for d in system})
    report = evaluate(map(from_json, gold), map(from_json, system), samples=0)
    assert len(expected) >= 17
    for layer, figures in expected.items():
        counts = report.layers[layer]
        got = (counts.precision, counts.recall, counts.f1)
        assert got == pytest.approx((figures["p"], figures["r"], figures["f"]), abs=5e-4), layer
        assert counts.wanted == figures["gold"], layer
    assert report.layers["EVENTS type+trigger"].f1 < 0.95
    for kind, figures in events.items():
        assert report.tables["events"][kind].f1 == pytest.approx(figures["f"], abs=5e-4), kind
