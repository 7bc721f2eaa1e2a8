"""Choose a model folder's thresholds and make its scores probabilities, on gold it was not trained on.

    python -m kg.training.calibrate MODEL dev.jsonl dev_en.jsonl

First each bias is moved over a small grid, one after the other, and kept where the F of its layer gains.
Then the score of each kind of finding is fitted by p -> sigmoid(a logit(p) + b).
Source: Platt (1999), Probabilistic Outputs for Support Vector Machines.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.evaluate import evaluate
from kg.evaluate.match import gold_entities, pair, same_filler, same_position, same_span
from kg.goldform import read_jsonl
from kg.model import MENTION_TYPES, Annotation, Event, Role
from kg.recognise.joint import make_recogniser
from kg.recognise.modelfiles import ModelFiles, open_model
from kg.relate import annotate
from kg.training.export import write_config

Outcome = tuple[str, float, bool]
"""Kind of finding, raw score in [0, 1], whether gold has it."""

LAYER = {
    "span": "MENTIONS named",
    "trigger": "EVENTS type+trigger",
    "role": "ARGUMENTS",
    "filler": "ARGUMENTS",
    "speaker": "SPEAKER on matched events",
    "topic": "TOPIC arcs",
    "holder": "POSITIONS",
    "relation": "RELATIONS",
}
"""The layer by which each bias is judged."""

GRID = (-0.8, -0.4, 0.4, 0.8, 1.2)
MARGIN = 0.003
"""By how much a bias must better its layer's F to be kept: less is noise on a small set."""


def outcomes(gold: Annotation, system: Annotation) -> Iterator[Outcome]:
    """Yield what the system found in a document, with its score and whether it is right."""
    text = gold.document.text
    for kind in MENTION_TYPES:
        mine = [m for m in system.mentions if m.type == kind]
        right = {
            j
            for _, j in pair(
                [m for m in gold.mentions if m.type == kind],
                mine,
                lambda a, b: same_span(text, a.span, b.span),
            )
        }
        yield from (("span", m.score, j in right) for j, m in enumerate(mine))
    to_gold = gold_entities(gold, system)
    right = {j for _, j in pair(gold.positions, system.positions, same_position(to_gold))}
    yield from (("holder", p.score, j in right) for j, p in enumerate(system.positions))
    events = pair(gold.events, system.events, _same_event)
    matched = {j for _, j in events}
    yield from (("trigger", e.score, j in matched) for j, e in enumerate(system.events))
    for i, j in events:
        yield "mode", system.events[j].mode_score, gold.events[i].mode == system.events[j].mode
        yield from _roles(gold.events[i], system.events[j], same_filler(to_gold))
    relations = {(r.kind, r.subject, r.object) for r in gold.relations}
    for r in system.relations:
        found = (r.kind, to_gold.get(r.subject), to_gold.get(r.object))
        yield "relation", r.score, found in relations


def _same_event(a: Event, b: Event) -> bool:
    return a.type == b.type and a.trigger.overlap(b.trigger) > 0


def _roles(gold: Event, system: Event, same: Callable[[Role, Role], bool]) -> Iterator[Outcome]:
    mine = [r for r in system.roles if r.event is None]
    theirs = [r for r in gold.roles if r.event is None]
    right = {j for _, j in pair(theirs, mine, lambda a, b: a.name == b.name and same(a, b))}
    yield from (("role", r.score, j in right) for j, r in enumerate(mine))


def fit(points: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Return (a, b) of the logistic map, by Newton's method with step halving and a pull towards (1, 0)."""
    p = np.clip(np.array([s for s, _ in points]), 1e-4, 1 - 1e-4)
    x = np.stack([np.log(p / (1 - p)), np.ones_like(p)], 1)
    y = np.array([float(ok) for _, ok in points])
    prior = np.array([1.0, 0.0])

    def loss(w: NDArray[np.float64]) -> float:
        z = x @ w
        return float((np.logaddexp(0, z) - y * z).sum() + ((w - prior) ** 2).sum() / 2)

    w = prior
    for _ in range(50):
        q = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (q - y) + (w - prior)
        hessian = (x * (q * (1 - q))[:, None]).T @ x + np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        while loss(w - step) > loss(w) and np.abs(step).max() > 1e-6:
            step = step / 2
        w = w - step
    return round(float(w[0]), 4), round(float(w[1]), 4)


def run(files: ModelFiles, gold: Sequence[Annotation]) -> list[Annotation]:
    """Return the system's annotations of the gold documents."""
    recogniser = make_recogniser(files)
    return [annotate(r) for r in recogniser.recognise([g.document for g in gold])]


def tune_biases(files: ModelFiles, gold: Sequence[Annotation]) -> dict[str, float]:
    """Return the biases that better their layer, found one after the other."""
    bias: dict[str, float] = files.config["bias"]
    for kind, layer in LAYER.items():
        best, kept = evaluate(gold, run(files, gold), samples=0).layers[layer].f1, bias.get(kind, 0.0)
        for value in GRID:
            bias[kind] = value
            f = evaluate(gold, run(files, gold), samples=0).layers[layer].f1
            print(f"{kind} {value:+.1f} {layer} {f:.4f} (best {best:.4f})", flush=True)
            if f > best + MARGIN:
                best, kept = f, value
        bias[kind] = kept
    return bias


def _inner(points: Iterable[tuple[float, bool]]) -> Iterator[tuple[float, bool]]:
    return ((min(max(s, 1e-4), 1 - 1e-4), ok) for s, ok in points)


def reliability(points: Iterable[tuple[float, bool]]) -> Iterator[tuple[float, float, float, int]]:
    """Yield, for each tenth of the scale: its lower bound, mean score, share right, number."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for score, ok in points:
        bins[min(9, int(score * 10))].append((score, ok))
    for tenth, members in sorted(bins.items()):
        n = len(members)
        yield tenth / 10, sum(s for s, _ in members) / n, sum(ok for _, ok in members) / n, n


def main() -> None:
    """Tune, calibrate and rewrite the folder's settings."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("model", type=Path)
    p.add_argument("gold", type=Path, nargs="+")
    p.add_argument("--no-bias", action="store_true", help="leave the biases as they are")
    a = p.parse_args()
    files = open_model(a.model)
    files.config["calibration"] = {}
    gold = [g for path in a.gold for g in read_jsonl(path.read_text("utf-8").splitlines(), name=str(path))]
    if not a.no_bias:
        tune_biases(files, gold)
    points: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for g, s in zip(gold, run(files, gold), strict=True):
        for kind, score, ok in outcomes(g, s):
            points[kind].append((score, ok))
    files.config["calibration"] = {kind: fit(members) for kind, members in sorted(points.items())}
    for kind in ("speaker", "topic", "body"):
        files.config["calibration"].setdefault(kind, files.config["calibration"]["role"])
    write_config(a.model, {k: v for k, v in files.config.items() if k != "sha256"})
    print(json.dumps({k: files.config[k] for k in ("bias", "calibration")}))
    for kind, members in sorted(points.items()):
        a, b = files.config["calibration"][kind]
        mapped = [(1 / (1 + math.exp(-(a * math.log(s / (1 - s)) + b))), ok) for s, ok in _inner(members)]
        for low, mean, right, n in reliability(mapped):
            print(f"{kind:9} {low:.1f} mean {mean:.3f} right {right:.3f} n {n}")


if __name__ == "__main__":
    main()
