"""What each rule table is worth: the figures with all of them, and without one at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kg.evaluate.counts import Counts
from kg.evaluate.report import evaluate
from kg.model import Annotation, Recognition
from kg.relate.annotate import before_rules
from kg.relate.rules import SWITCHES, Rules, apply_rules, read_rules

LAYERS = (
    "ARGUMENTS",
    "MODE on matched events",
    "FACTS among matched events",
    "SPEAKER on matched events",
    "SOURCE on matched events",
    "TOPIC arcs",
    "BODIES on matched positions",
)
"""The layers that rules can change."""


@dataclass(frozen=True, slots=True)
class Ablation:
    """The counts of the layers without a table, or with ``(all rules)`` or ``(no rules)``."""

    without: str
    layers: dict[str, Counts]


def ablate(gold: Collection[Annotation], recognitions: Collection[Recognition]) -> Iterator[Ablation]:
    """Yield the figures with all rules, without each table, and without any rule.

    ``recognitions`` are those of the gold's documents, made once: rules act after recognition.
    """
    found = [before_rules(recognition) for recognition in recognitions]
    yield Ablation("(all rules)", _figures(gold, found, read_rules()))
    for name in SWITCHES:
        yield Ablation(name, _figures(gold, found, read_rules(without=frozenset({name}))))
    yield Ablation("(no rules)", _figures(gold, found, Rules()))


def _figures(gold: Collection[Annotation], found: Collection[Annotation], rules: Rules) -> dict[str, Counts]:
    layers = evaluate(gold, [apply_rules(a, rules) for a in found], samples=0).layers
    return {name: layers[name] for name in LAYERS}


def iter_table(ablations: Collection[Ablation]) -> Iterator[str]:
    """Yield the lines of a Markdown table: precision, recall and F1 of each layer, one row an ablation."""
    yield "| without | " + " | ".join(LAYERS) + " |"
    yield "|" + "---|" * (len(LAYERS) + 1)
    for ablation in ablations:
        cells = (f"{c.precision:.3f} {c.recall:.3f} **{c.f1:.3f}**" for c in ablation.layers.values())
        yield f"| {ablation.without} | " + " | ".join(cells) + " |"
