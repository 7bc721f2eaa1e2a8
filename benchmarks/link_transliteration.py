"""Learn the Arabic-Latin letter table of kg/data/transliterate.tsv, and measure it on pairs kept apart.

    python benchmarks/link_transliteration.py learn PAIRS.tsv.gz -o kg/data/transliterate.tsv
    python benchmarks/link_transliteration.py measure PAIRS.tsv.gz

PAIRS holds one pair of name tokens a line, Latin TAB Arabic (NETransliteration, from Wikidata labels, CC0).
Every tenth pair is kept for measuring. The model is a joint multigram: a pair of names is a row of steps,
each of which spells 0-2 Arabic letters and 0-3 Latin ones; expectation-maximisation finds how likely each
step is.
Source: Deligne and Bimbot 1995, "Language modeling by variable length sequences"; Bisani and Ney 2008.
"""

from __future__ import annotations

import argparse
import gzip
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from kg.language.transliterate import arabic_letters, is_step, latin_letters, similarity, skeletons

Pair = tuple[str, str]
HELD_OUT = 10
SAMPLE = 24_000
ROUNDS = 6
FLOOR = 2e-6


def read_pairs(path: Path) -> tuple[list[Pair], list[Pair]]:
    """Return the (Arabic, Latin) pairs to learn from and those kept for measuring."""
    learn: list[Pair] = []
    kept: list[Pair] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            latin, arabic = line.rstrip("\n").split("\t")[:2]
            pair = (arabic_letters(arabic), latin_letters(latin))
            if min(map(len, pair)) >= 2:
                (kept if number % HELD_OUT == 0 else learn).append(pair)
    return learn, kept


def steps(pair: Pair) -> Iterator[tuple[int, int, int, int]]:
    """Yield every step (arabic start, latin start, arabic length, latin length) of a pair's lattice."""
    arabic, latin = pair
    for i in range(len(arabic) + 1):
        for j in range(len(latin) + 1):
            for a in range(min(2, len(arabic) - i) + 1):
                for b in range(min(3, len(latin) - j) + 1):
                    if is_step(arabic[i : i + a], latin[j : j + b]):
                        yield i, j, a, b


def expected(pair: Pair, p: dict[Pair, float], counts: dict[Pair, float]) -> float:
    """Add a pair's expected steps to the counts and return its log likelihood."""
    arabic, latin = pair
    m, n = len(arabic), len(latin)
    edges = [(i, j, i + a, j + b, (arabic[i : i + a], latin[j : j + b])) for i, j, a, b in steps(pair)]
    forward = defaultdict(float, {(0, 0): 1.0})
    for i, j, k, q, step in edges:
        if (here := forward[i, j]) > 0:
            forward[k, q] += here * p.get(step, 0.0)
    backward = defaultdict(float, {(m, n): 1.0})
    for i, j, k, q, step in reversed(edges):
        if (there := backward[k, q]) > 0:
            backward[i, j] += there * p.get(step, 0.0)
    total = forward[m, n]
    if total <= 0:
        return 0.0
    for i, j, k, q, step in edges:
        weight = forward[i, j] * p.get(step, 0.0) * backward[k, q] / total
        if weight > 1e-6:
            counts[step] += weight
    return math.log(total)


def learn(pairs: list[Pair]) -> dict[Pair, float]:
    """Return the probability of every step, by expectation-maximisation over the pairs."""
    seen = {(a[i : i + x], b[j : j + y]) for a, b in pairs for i, j, x, y in steps((a, b))}
    p = {step: math.exp(-3.0 * abs(len(step[0]) - len(step[1])) - 2.0 * (len(step[0]) == 2)) for step in seen}
    scale = sum(p.values())
    p = {step: value / scale for step, value in p.items()}
    for number in range(ROUNDS):
        counts: dict[Pair, float] = defaultdict(float)
        likelihood = sum(expected(pair, p, counts) for pair in pairs)
        scale = sum(counts.values())
        p = {step: value / scale for step, value in counts.items() if value > 0.5}
        print(f"round {number + 1}: log likelihood {likelihood / len(pairs):.3f} a pair", file=sys.stderr)
    return p


def background(pairs: list[Pair], side: int) -> dict[str, float]:
    """Return the log probability of each letter of one script."""
    counts = Counter(letter for pair in pairs for letter in pair[side])
    total = sum(counts.values())
    return {letter: math.log(count / total) for letter, count in counts.items()}


def write_table(path: Path, pairs: list[Pair], p: dict[Pair, float]) -> None:
    """Write log-odds: how much likelier a step is between two spellings of one name than by chance."""
    arabic, latin = background(pairs, 0), background(pairs, 1)
    lines = ["# arabic, latin, log odds (nat); made by benchmarks/link_transliteration.py, from CC0 pairs"]
    for step, value in sorted(p.items()):
        if value >= FLOOR:
            chance = sum(arabic[c] for c in step[0]) + sum(latin[c] for c in step[1])
            lines.append(f"{step[0]}\t{step[1]}\t{math.log(value) - chance:.2f}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def measure(pairs: list[Pair]) -> None:
    """Print the recall of blocking, the size of blocks and the similarity of true and of confusable pairs."""
    blocks: dict[str, set[int]] = defaultdict(set)
    for number, (_, latin) in enumerate(pairs):
        for key in skeletons(latin):
            blocks[key].add(number)
    found = first = sizes = 0
    true: list[float] = []
    false: list[float] = []
    for number, (arabic, latin) in enumerate(pairs):
        candidates = set().union(*(blocks.get(key, set()) for key in skeletons(arabic)))
        found += number in candidates
        sizes += len(candidates)
        ranked = sorted(((similarity(arabic, pairs[c][1]), c) for c in candidates), reverse=True)[:20]
        true.append(similarity(arabic, latin))
        false += [s for s, c in ranked[:1] if pairs[c][1] != latin and pairs[c][0] != arabic]
        first += bool(ranked) and pairs[ranked[0][1]][1] == latin
    n = len(pairs)
    print(f"{n} pairs: share a key {found / n:.3f}, {sizes / n:.1f} candidates, right first {first / n:.3f}")
    for limit in (0.5, 0.6, 0.7, 0.8, 0.9):
        kept, wrong = sum(s >= limit for s in true) / n, sum(s >= limit for s in false) / n
        print(f"similarity >= {limit}: true pairs {kept:.3f}, best wrong candidates {wrong:.3f}")


def main() -> None:
    """Run one of the two steps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("step", choices=("learn", "measure"))
    parser.add_argument("pairs", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("kg/data/transliterate.tsv"))
    options = parser.parse_args()
    for_learning, kept = read_pairs(options.pairs)
    if options.step == "learn":
        stride = max(1, len(for_learning) // SAMPLE)
        write_table(options.output, for_learning, learn(for_learning[::stride]))
    else:
        measure(kept[:3000])


if __name__ == "__main__":
    main()
