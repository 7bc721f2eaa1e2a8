"""Measure identity within documents on gold mention spans.

    python benchmarks/resolve_within.py GOLD.jsonl [...] [--errors N]

Prints B-cubed precision, recall and F over named mentions (the rule of the scoring script: a document's
mentions grouped by entity id against the gold groups), and how many nationality links are right.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kg.goldform import read_jsonl
from kg.model import Annotation, Mention
from kg.resolve.within import resolve_document

NAMED = ("Person", "Organisation", "Place", "Agreement")


def strip(mentions: tuple[Mention, ...]) -> list[Mention]:
    """Return the mentions without entity ids."""
    return [replace(m, entity=None) for m in mentions]


def b_cubed(pairs: list[tuple[object, object]]) -> tuple[float, float]:
    """Return the sums of B-cubed precision and recall over items labelled by gold and by the system."""
    gold, system, both = Counter(g for g, _ in pairs), Counter(s for _, s in pairs), Counter(pairs)
    return sum(both[p] / system[p[1]] for p in pairs), sum(both[p] / gold[p[0]] for p in pairs)


def problems(annotation: Annotation, mentions: tuple[Mention, ...]) -> Iterator[str]:
    """Yield lines that name the gold groups split and the system's groups mixed."""
    for label, left, right in (
        ("SPLIT", annotation.mentions, mentions),
        ("MIXED", mentions, annotation.mentions),
    ):
        groups: dict[str | None, dict[str | None, list[str]]] = defaultdict(lambda: defaultdict(list))
        for mention, other in zip(left, right, strict=True):
            if mention.type in NAMED:
                groups[mention.entity][other.entity].append(annotation.document.at(mention.span))
        for parts in groups.values():
            if len(parts) > 1:
                texts = (" ; ".join(dict.fromkeys(texts)) for texts in parts.values())
                yield "\t".join((label, annotation.document.id, "  |  ".join(texts)))


def nationalities(annotation: Annotation, mentions: tuple[Mention, ...]) -> tuple[int, int]:
    """Return how many nationality mentions got the right country or rightly none, and their number."""
    both = list(zip(mentions, annotation.mentions, strict=True))
    to_gold = {m.entity: g.entity for m, g in both if m.type == "Place"}
    right = [
        (m.entity is None) == (g.entity is None) and to_gold.get(m.entity, g.entity) == g.entity
        for m, g in both
        if m.type == "Nationality"
    ]
    return sum(right), len(right)


def measure(path: Path) -> tuple[dict[str, tuple[float, float, int]], tuple[int, int], list[str]]:
    """Return precision, recall and number of mentions by type; nationalities right of all; error lines."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    right = total = 0
    errors: list[str] = []
    with path.open(encoding="utf-8") as lines:
        for annotation in read_jsonl(lines, name=str(path)):
            _, mentions = resolve_document(annotation.document, strip(annotation.mentions))
            for label, kinds in (("all", NAMED), *((kind, (kind,)) for kind in (*NAMED, "Event"))):
                both = zip(annotation.mentions, mentions, strict=True)
                pairs: list[tuple[object, object]] = [
                    (g.entity, m.entity) for g, m in both if g.type in kinds
                ]
                for n, value in enumerate((*b_cubed(pairs), len(pairs))):
                    sums[label][n] += value
            found = nationalities(annotation, mentions)
            right, total = right + found[0], total + found[1]
            errors += problems(annotation, mentions)
    scores = {k: (p / n, r / n, int(n)) for k, (p, r, n) in sums.items() if n}
    return scores, (right, total), errors


def main() -> None:
    """Print B-cubed precision, recall and F for each file, and by type."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    args = parser.parse_args()
    for path in args.gold:
        scores, (right, total), errors = measure(path)
        for kind, (p, r, n) in scores.items():
            print(f"{path.stem:8} {kind:13} P {p:.4f}  R {r:.4f}  F {2 * p * r / (p + r):.4f}  ({n})")
        print(f"{path.stem:8} nationality   {right}/{total}")
        print("\n".join(errors[: args.errors]), file=sys.stderr)


if __name__ == "__main__":
    main()
