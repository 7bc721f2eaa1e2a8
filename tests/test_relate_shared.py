"""The figures in the rule tables are those that the training corpus gives, and they hold on dev."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.evaluate.rules import Figures, measure_arguments, measure_attribution, measure_modes
from kg.goldform import read_jsonl
from kg.model import Annotation
from kg.relate import arguments, attribution, modes

pytestmark = pytest.mark.shared


def read(shared: Path, *names: str, language: str | None = None) -> list[Annotation]:
    out: list[Annotation] = []
    for name in names:
        with (shared / "corpus" / f"{name}.jsonl").open(encoding="utf-8") as lines:
            out += [a for a in read_jsonl(lines) if language in (None, a.document.language)]
    return out


Rule = modes.ModeCue | attribution.AttributionRule | arguments.ArgumentRule


def check(rules: Sequence[Rule], train: Figures, dev: Figures, *, floor: float) -> None:
    assert [(rule.right, rule.fired) for rule in rules] == train
    right, fired = sum(r for r, _ in dev), sum(f for _, f in dev)
    assert fired >= 5
    assert right / fired >= floor


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
