"""The figures in the rule tables are those that the training corpus gives, and they hold on dev."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kg.evaluate import ablate
from kg.evaluate.rules import Figures, measure_arguments, measure_attribution, measure_modes, measure_topics
from kg.goldform import read_jsonl
from kg.model import Annotation, Recognition, Trigger
from kg.relate import arguments, attribution, modes, to_recognition, topics

pytestmark = pytest.mark.shared


def read(shared: Path, *names: str, language: str | None = None) -> list[Annotation]:
    out: list[Annotation] = []
    for name in names:
        with (shared / "corpus" / f"{name}.jsonl").open(encoding="utf-8") as lines:
            out += [a for a in read_jsonl(lines) if language in (None, a.document.language)]
    return out


Rule = modes.ModeCue | attribution.AttributionRule | arguments.ArgumentRule | topics.TopicRule


def check(rules: Sequence[Rule], train: Figures, dev: Figures, *, floor: float) -> None:
    assert [(rule.right, rule.fired) for rule in rules] == train
    right, fired = sum(r for r, _ in dev), sum(f for _, f in dev)
    assert fired >= 5
    assert right / fired >= floor
    assert all(right / fired >= floor - 0.1 for right, fired in dev if fired >= 10)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_mode_cues(shared: Path, language: str) -> None:
    cues = modes.read_cues(f"mode_{language}")
    train, dev = (
        read(shared, "train", language=language),
        read(shared, "dev", "dev_en", "seeds", language=language),
    )
    check(cues, measure_modes(train, cues), measure_modes(dev, cues), floor=0.9)


def test_attribution(shared: Path) -> None:
    rules = attribution.read_rules()
    train, dev = read(shared, "train"), read(shared, "dev", "dev_en")
    check(rules, measure_attribution(train, rules), measure_attribution(dev, rules), floor=0.8)


def test_arguments(shared: Path) -> None:
    rules = arguments.read_rules()
    train, dev = read(shared, "train"), read(shared, "dev", "dev_en")
    check(rules, measure_arguments(train, rules), measure_arguments(dev, rules), floor=0.75)


def test_topics(shared: Path) -> None:
    rules = topics.read_rules()
    train, dev = read(shared, "train"), read(shared, "dev", "dev_en")
    check(rules, measure_topics(train, rules), measure_topics(dev, rules), floor=0.8)


def forgetful(gold: Annotation, rng: random.Random) -> Recognition:
    """Return what an unsure recogniser sees: modes taken for fact, speakers and fillers missed, no topics."""
    whole = to_recognition(gold)
    named: set[tuple[int, str | None]] = set()
    arcs = []
    for arc in whole.arcs:
        again = arc.kind == "role" and (arc.source, arc.label) in named
        named.add((arc.source, arc.label))
        missed = (arc.kind == "speaker" or again) and rng.random() < 0.4
        if arc.kind != "topic" and not missed:
            arcs.append(arc)
    triggers = tuple(
        _unsure(t, rng) if rng.random() < 0.4 else replace(t, mode_score=0.95) for t in whole.triggers
    )
    bare = tuple(replace(m, entity=None, value=None) for m in whole.mentions)
    return replace(whole, mentions=bare, arcs=tuple(arcs), triggers=triggers)


def _unsure(trigger: Trigger, rng: random.Random) -> Trigger:
    return replace(trigger, mode="asserted", mode_score=0.4 + 0.3 * rng.random())


def test_each_table_helps_an_unsure_recogniser(shared: Path) -> None:
    gold = read(shared, "dev", "seeds")
    rng = random.Random(5)
    rows = {a.without: a.layers for a in ablate(gold, [forgetful(a, rng) for a in gold])}
    mode, facts, speaker = "MODE on matched events", "FACTS among matched events", "SPEAKER on matched events"
    about = "TOPIC arcs"
    full, none = rows["(all rules)"], rows["(no rules)"]
    for layer in ("ARGUMENTS", mode, facts, speaker, about):
        assert full[layer].f1 > none[layer].f1 + 0.002, layer
    assert full["ARGUMENTS"].f1 > rows["arguments"]["ARGUMENTS"].f1
    assert full[speaker].f1 > rows["attribution"][speaker].f1 + 0.02
    assert full[facts].precision > rows["mode_ar"][facts].precision
    assert full[mode].f1 > rows["agreement"][mode].f1
    assert full[about].f1 > rows["topics"][about].f1 + 0.05
