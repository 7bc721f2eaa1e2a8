"""Measure identity within documents on gold mention spans: B-cubed over named mentions, and nationality links.

    python benchmarks/resolve_within.py GOLD.jsonl [...] [--errors N]

The scoring script's rule: a document's mentions, grouped by the entity id they got, against the gold groups.
"""

from __future__ import annotations

import argparse
import collections
import sys
from dataclasses import replace
from pathlib import Path

from kg.goldform import read_jsonl
from kg.model import Annotation, Mention
from kg.resolve.within import resolve_document

NAMED = ("Person", "Organisation", "Place", "Agreement")


def strip(mentions: tuple[Mention, ...]) -> list[Mention]:
    """Return the mentions without entity ids."""
    return [replace(m, entity=None) for m in mentions]


def b_cubed(gold: list[object], system: list[object]) -> tuple[float, float]:
    """Return the sums of B-cubed precision and recall over the items of two labellings."""
    g, s, both = (
        collections.Counter(gold),
        collections.Counter(system),
        collections.Counter(zip(gold, system)),
    )
    pairs = list(zip(gold, system))
    return sum(both[p] / s[p[1]] for p in pairs), sum(both[p] / g[p[0]] for p in pairs)


def problems(a: Annotation, mentions: tuple[Mention, ...]) -> list[str]:
    """Return lines that name the gold groups split and the system groups mixed."""
    out = []
    at = a.document.at
    for label, left, right in (("SPLIT", a.mentions, mentions), ("MIXED", mentions, a.mentions)):
        groups = collections.defaultdict(list)
        for m, o in zip(left, right):
            if m.type in NAMED:
                groups[m.entity].append((o.entity, at(m.span), m.type))
        for key, members in groups.items():
            if len({x[0] for x in members}) > 1:
                parts = collections.defaultdict(list)
                for e, t, kind in members:
                    parts[e].append(t)
                out.append(
                    f"{label}\t{a.document.id}\t{members[0][2]}\t"
                    + "  |  ".join(" ; ".join(dict.fromkeys(p)) + f"x{len(p)}" for p in parts.values())
                )
    return out


def main() -> None:
    """Print B-cubed precision, recall and F for each file, and by type."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    args = parser.parse_args()
    for path in args.gold:
        sums = collections.defaultdict(lambda: [0.0, 0.0, 0])
        shown, nat = [], collections.Counter()
        with path.open(encoding="utf-8") as lines:
            for a in read_jsonl(lines, name=str(path)):
                entities, mentions = resolve_document(a.document, strip(a.mentions))
                for kinds in (NAMED, *((k,) for k in NAMED), ("Event",)):
                    chosen = [(x.entity, y.entity) for x, y in zip(a.mentions, mentions) if x.type in kinds]
                    p, r = b_cubed([c[0] for c in chosen], [c[1] for c in chosen])
                    total = sums["all" if len(kinds) > 1 else kinds[0]]
                    total[0] += p
                    total[1] += r
                    total[2] += len(chosen)
                to_gold = {}
                for x, y in zip(a.mentions, mentions):
                    if x.type == "Place":
                        to_gold.setdefault(y.entity, x.entity)
                for x, y in zip(a.mentions, mentions):
                    if x.type == "Nationality":
                        ok = (y.entity is None) == (x.entity is None) and (
                            y.entity not in to_gold or to_gold[y.entity] == x.entity
                        )
                        nat[ok] += 1
                        if not ok:
                            shown.append(
                                f"NAT\t{a.document.id}\t{a.document.at(x.span)}\tgold {a.entities[x.entity].name if x.entity else None}\tgot {entities[y.entity].name if y.entity else None}"
                            )
                shown += problems(a, mentions)
        for kind, (p, r, n) in sums.items():
            if n:
                print(
                    f"{path.stem:8} {kind:13} P {p / n:.4f}  R {r / n:.4f}  F {2 * p * r / (p + r) / n if p else 0:.4f}  ({n})"
                )
        print(f"{path.stem:8} nationality   {nat[True]}/{nat.total()}")
        print("\n".join(shown[: args.errors]), file=sys.stderr)


if __name__ == "__main__":
    main()
