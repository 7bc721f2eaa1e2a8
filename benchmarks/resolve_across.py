"""Learn what a name in Arabic and one in Latin letters say for being one person's (kg.resolve.score._ACROSS).

    python benchmarks/resolve_across.py ../shared/data/wikidata/names.tsv.gz tests/data/identity.tsv

Logistic regression by Newton's method on people of the Wikidata index that are not in the test set, against
pairs of different people that share a blocking key. Prints the weights, then precision and recall by
threshold on the learning data.
"""

from __future__ import annotations

import argparse
import csv
import gzip
from collections import defaultdict
from hashlib import sha256
from pathlib import Path

import numpy as np

from kg.language.transliterate import arabic_letters, latin_letters, log_odds, skeletons
from kg.resolve.person_names import NUMERALS, person_tokens

Parts = tuple[str, ...]
SHARE = 110 / 256
RIVALS = 6


def read_people(index: Path, test: Path) -> list[tuple[Parts, Parts]]:
    """Return the Arabic and the Latin name of a fixed share of the people, cut into parts."""
    used = {line.split("\t")[0] for line in test.read_text(encoding="utf-8").splitlines()}
    lines = gzip.decompress(index.read_bytes()).decode().splitlines()
    people = []
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        drawn = sha256(row["qid"].encode()).digest()[0] < 256 * SHARE
        if row["kind"] == "person" and drawn and row["qid"] not in used:
            names = (row["names_ar"].split("|")[0], row["names_en"].split("|")[0])
            arabic, latin = map(person_tokens, names)
            if min(len(arabic), len(latin)) > 1 and not NUMERALS & {*arabic, *latin}:
                people.append((arabic, latin))
    return people


def likeness(arabic: str, latin: str) -> float:
    """Return the log odds a letter of two parts being one name, at least -4."""
    return max(-4.0, log_odds(arabic_letters(arabic), latin_letters(latin)))


def features(arabic: Parts, latin: Parts) -> list[float]:
    """Return what kg.resolve.score weighs, in its order."""
    equal = len(arabic) == len(latin)
    whole, first, last = ("".join(arabic), "".join(latin)), (arabic[0], latin[0]), (arabic[-1], latin[-1])
    least = min(map(likeness, arabic, latin)) if equal else 0.0
    return [1.0, likeness(*whole), likeness(*first), likeness(*last), least, float(not equal)]


def keys(name: Parts) -> set[str]:
    """Return the blocking keys of a name."""
    return {
        n + s for n, text in (("w", " ".join(name)), ("f", name[0]), ("l", name[-1])) for s in skeletons(text)
    }


def read_pairs(people: list[tuple[Parts, Parts]]) -> tuple[np.ndarray, np.ndarray]:
    """Return the features of true pairs and of up to six rivals each, and which are true."""
    blocks: dict[str, set[int]] = defaultdict(set)
    for i, (_, latin) in enumerate(people):
        for key in keys(latin):
            blocks[key].add(i)
    x, y = [], []
    for i, (arabic, latin) in enumerate(people):
        rivals = sorted(
            {j for key in keys(arabic) for j in blocks[key]} - {i},
            key=lambda j: sha256(b"%d %d" % (i, j)).digest(),
        )
        for other, true in ((latin, 1.0), *((people[j][1], 0.0) for j in rivals[:RIVALS])):
            x.append(features(arabic, other))
            y.append(true)
    return np.array(x), np.array(y)


def main() -> None:
    """Print weights and quality."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("test", type=Path)
    args = parser.parse_args()
    people = read_people(args.index, args.test)
    x, y = read_pairs(people)
    weights = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        curvature = (x * (p * (1 - p))[:, None]).T @ x + 1e-3 * np.eye(len(weights))
        weights += np.linalg.solve(curvature, x.T @ (y - p))
    print(
        len(people), "people,", int(len(y) - y.sum()), "pairs of different people; weights", weights.round(2)
    )
    for threshold in (0.0, 0.75, 1.5):
        chosen = x @ weights > threshold
        right = (chosen & (y == 1)).sum()
        print(f"log odds > {threshold}: precision {right / chosen.sum():.3f} recall {right / y.sum():.3f}")


if __name__ == "__main__":
    main()
