"""Measure what spelling costs: F on gold with vowel signs, stretched letters, hamza left out and in NFKD.

    python benchmarks/robustness.py dev.jsonl

Offsets of the gold move with the text, so that a mention found a letter off counts as missed.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kg.evaluate import evaluate
from kg.goldform import from_json
from kg.recognise.joint import load
from kg.relate import annotate
from kg.settings import Settings

LAYERS = ("MENTIONS named", "mention Position", "EVENTS type+trigger", "ARGUMENTS", "MODE on matched events")
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمن"
JOINING = "سصقفكحمن"

CHANGES: dict[str, Callable[[int, str], str]] = {
    "as it is": lambda _, c: c,
    "vowel signs": lambda k, c: c + "\u064e" if c in LETTERS and k % 2 else c,
    "stretched": lambda k, c: c + "ـ" if c in JOINING and k % 3 == 0 else c,
    "hamza left out": lambda _, c: {"أ": "ا", "إ": "ا", "آ": "ا"}.get(c, c),
    "NFKD": lambda _, c: unicodedata.normalize("NFKD", c),
}
"""What a letter (by its place in the text) becomes."""


def changed(gold: dict[str, Any], change: Callable[[int, str], str]) -> dict[str, Any]:
    """Return a gold-form document with another spelling, all its offsets moved along."""
    parts = [change(k, c) for k, c in enumerate(gold["text"])]
    text = "".join(parts)
    place = [0]
    for part in parts:
        place.append(place[-1] + len(part))

    def move(value: Any) -> Any:  # noqa: ANN401
        if isinstance(value, list):
            return [move(v) for v in value]
        if not isinstance(value, dict):
            return value
        out = {k: move(v) for k, v in value.items()}
        if "start" in out and "end" in out:
            out["start"], out["end"] = place[out["start"]], place[out["end"]]
            out["text"] = text[out["start"] : out["end"]]
        return out

    sentences = [[place[a], place[b]] for a, b in gold["sentences"]]
    return {**move(gold), "text": text, "sentences": sentences}


def figures(path: Path) -> Iterator[tuple[str, list[float]]]:
    """Yield the F of each layer for each spelling."""
    recogniser = load(Settings(threads=1))
    documents = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    for name, change in CHANGES.items():
        gold = [from_json(changed(d, change)) for d in documents]
        system = [annotate(r) for r in recogniser.recognise([g.document for g in gold])]
        layers = evaluate(gold, system, samples=0).layers
        yield name, [layers[layer].f1 for layer in LAYERS]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path, help="gold-form JSON lines")
    print("| spelling | " + " | ".join(LAYERS) + " |")
    print("|---" * (len(LAYERS) + 1) + "|")
    for name, row in figures(parser.parse_args().gold):
        print(f"| {name} | " + " | ".join(f"{f:.3f}" for f in row) + " |")


if __name__ == "__main__":
    main()
