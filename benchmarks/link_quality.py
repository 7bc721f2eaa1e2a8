"""Measure linking on the mentions of tests/data/link_gold.tsv, and fit its weights on all but the fresh part.

    python benchmarks/link_quality.py measure SHARED [--index FILE] [--split tune|test|fresh|blind] [--errors]
    python benchmarks/link_quality.py fit SHARED [--index FILE] [-o kg/data/link_weights.tsv]

SHARED is the folder that the file names are below. The linker sees the text, the mentions and the entities'
names in the language of the text, and nothing of what the annotators knew (English names are taken away).
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.goldform import read_jsonl
from kg.link.context import Context, read_context
from kg.link.document import Weights, default_weights, rank, score, with_linked_countries
from kg.link.features import Features
from kg.link.index import Index, default_index, read_index
from kg.model import ENTITY_TYPES, Annotation, Document, Entity, Mention, Span

Array = npt.NDArray[np.float64]
WEIGHTS = Path(__file__).parents[1] / "kg" / "data" / "link_weights.tsv"
GOLD = Path(__file__).parents[1] / "tests" / "data" / "link_gold.tsv"
FITTED = ("tune", "test")
"""The mentions that weights and threshold are fitted on; those of the split fresh are kept for measuring."""
RIDGE = 4.0
"""How hard the fitted weights are held to those expected: the inverse of a normal prior's variance."""
WRONG = 1.5
"""A wrong link does this many times the harm that a right one does good."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Gold:
    """One mention with the item it means, None for NIL."""

    split: str
    file: str
    document: str
    span: Span
    surface: str
    type: str
    qid: str | None


def read_gold() -> list[Gold]:
    """Return all the mentions."""
    rows = [line.split("\t") for line in GOLD.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    return [
        Gold(split, file, doc, Span(int(start), int(end)), surface, kind, None if qid == "NIL" else qid)
        for split, file, doc, start, end, surface, kind, qid in rows
    ]


def read_documents(shared: Path, gold: list[Gold], index: Index) -> Iterator[tuple[Annotation, list[Gold]]]:
    """Yield each document with its mentions."""
    for file in sorted({item.file for item in gold}):
        wanted: dict[str, list[Gold]] = defaultdict(list)
        for item in gold:
            if item.file == file:
                wanted[item.document].append(item)
        path = shared / file
        with (
            gzip.open(path, "rt", encoding="utf-8")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8") as lines
        ):
            if path.suffix == ".gz":
                for row in map(json.loads, lines):
                    if row["id"] in wanted:
                        yield _from_news(row, wanted[row["id"]], index), wanted[row["id"]]
                continue
            for annotation in read_jsonl(lines):
                if annotation.document.id in wanted:
                    entities = {k: replace(e, en=None, wikidata=None) for k, e in annotation.entities.items()}
                    yield replace(annotation, entities=entities), wanted[annotation.document.id]


def _from_news(row: dict[str, str], gold: list[Gold], index: Index) -> Annotation:
    """Return an annotation of the mentions and, as context, of the nationality adjectives of the text."""
    entities: dict[str, Entity] = {}
    mentions = []
    for n, item in enumerate(gold):
        if row["text"][item.span.start : item.span.end] != item.surface:
            raise ValueError(f"{item.document}: {item.surface} is not at {item.span}")
        kind = next(t for t in ENTITY_TYPES if t == item.type)
        entities[f"e{n}"] = Entity(f"e{n}", kind, item.surface)
        mentions.append(Mention(item.span, kind, f"e{n}"))
    for match in _WORD.finditer(row["text"]):
        if match[0].removeprefix("و") in index.adjectives:
            mentions.append(Mention(Span(*match.span()), "Nationality"))
    document = Document(
        row["id"], row["text"], "ar", (Span(0, len(row["text"])),), published=row["published"]
    )
    return Annotation(document, entities, tuple(sorted(mentions, key=lambda m: m.span)), (), (), ())


def entity_of(annotation: Annotation, item: Gold) -> Entity:
    """Return the entity that a mention of the gold file belongs to."""
    found = [m for m in annotation.mentions if m.span == item.span and m.type == item.type and m.entity]
    return annotation.entities[found[0].entity or ""]


def iter_cases(
    shared: Path, split: str, index: Index, weights: Weights
) -> Iterator[tuple[Gold, Entity, Context]]:
    """Yield each mention of a split with its entity and the context of its document."""
    gold = [item for item in read_gold() if item.split == split]
    for annotation, items in read_documents(shared, gold, index):
        context = with_linked_countries(annotation, read_context(annotation, index), index, weights)
        for item in items:
            yield item, entity_of(annotation, item), context


def measure(shared: Path, split: str, index: Index, weights: Weights, *, errors: bool) -> dict[str, float]:
    """Print and return accuracy on linkable mentions, precision and recall of NIL, precision of links."""
    n: Counter[str] = Counter()
    bins: dict[int, list[int]] = defaultdict(list)
    for item, entity, context in iter_cases(shared, split, index, weights):
        ranked = rank(entity, context, index, weights)
        best = ranked[0] if ranked else None
        qid = best.candidate.item.qid if best and best.score >= weights.threshold else None
        n["linkable" if item.qid else "nil"] += 1
        n["said nil" if qid is None else "linked"] += 1
        if qid == item.qid:
            n["nil right" if qid is None else "link right"] += 1
        elif errors:
            print(item.document, item.type, item.surface, "|", entity.name, "gold", item.qid, "got", qid)
            for scored in ranked[:2]:
                print("     ", scored.candidate.item.qid, round(scored.score, 3), scored.features)
        if best:
            bins[min(9, int(best.score * 10))].append(best.candidate.item.qid == item.qid)
    result = {
        "accuracy on linkable": n["link right"] / n["linkable"],
        "precision of NIL": n["nil right"] / n["said nil"],
        "recall of NIL": n["nil right"] / n["nil"],
        "precision of links": n["link right"] / n["linked"],
    }
    print(split, dict(n), {k: round(v, 3) for k, v in result.items()})
    for b in sorted(bins):
        print(f"  score {b / 10:.1f}-{b / 10 + 0.1:.1f}: {sum(bins[b])} of {len(bins[b])} right")
    return result


def fit(shared: Path, index: Index, weights: Weights) -> Weights:
    """Return weights fitted by logistic regression on all candidates of the mentions of FITTED."""
    rows: list[tuple[Features, bool]] = []
    best: list[tuple[list[Features], list[str], str | None]] = []
    cases = (case for split in FITTED for case in iter_cases(shared, split, index, weights))
    for item, entity, context in cases:
        ranked = rank(entity, context, index, weights)
        rows += [(scored.features, scored.candidate.item.qid == item.qid) for scored in ranked]
        best.append(([s.features for s in ranked], [s.candidate.item.qid for s in ranked], item.qid))
    expected = read_expected()
    names = sorted({name for values, _ in rows for name in values} | set(expected.features))
    x = np.array([[1.0, *(values.get(name, 0.0) for name in names)] for values, _ in rows])
    y = np.array([right for _, right in rows], dtype=float)
    w = _newton(x, y, np.array([expected.bias, *(expected.features.get(name, 0.0) for name in names)]))
    fitted = Weights(float(w[0]), 0.5, dict(zip(names, map(float, w[1:]), strict=True)))
    return replace(fitted, threshold=_threshold(best, fitted))


def read_expected() -> Weights:
    """Return the weights expected before fitting, from the table."""
    lines = WEIGHTS.read_text(encoding="utf-8").splitlines()
    table = {name: float(value) for name, value, _ in (line.split("\t") for line in lines if line[:1] != "#")}
    return Weights(table.pop("bias"), table.pop("threshold"), table)


def _newton(x: Array, y: Array, expected: Array) -> Array:
    """Return the weights of greatest posterior probability under a normal prior around the expected ones."""
    w = expected.copy()
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (p - y) + RIDGE * (w - expected)
        hessian = (x.T * (p * (1 - p))) @ x + RIDGE * np.eye(len(w))
        w = w - np.linalg.solve(hessian, gradient)
    return w


def _threshold(cases: list[tuple[list[Features], list[str], str | None]], weights: Weights) -> float:
    """Return the threshold at which right links less WRONG times the wrong ones are most.

    Of several as good it is the middle one: the mentions for tuning say nothing that speaks for either end.
    """
    tops = []
    for values, qids, gold in cases:
        if values:
            scores = [score(v, weights) for v in values]
            n = max(range(len(scores)), key=scores.__getitem__)
            tops.append((scores[n], qids[n] == gold))

    def gain(threshold: float) -> float:
        return sum(1.0 if right else -WRONG for value, right in tops if value >= threshold)

    steps = [t / 100 for t in range(30, 100, 2)]
    most = max(map(gain, steps))
    best = [t for t in steps if gain(t) == most]
    return best[len(best) // 2]


def write_weights(path: Path, weights: Weights) -> None:
    """Write the table of weights, those expected beside those fitted."""
    expected = read_expected()
    lines = ["# feature, log-odds expected of it, log-odds fitted: benchmarks/link_quality.py"]
    lines += [f"bias\t{expected.bias}\t{weights.bias:.3f}"]
    lines += [f"threshold\t{expected.threshold}\t{weights.threshold:.2f}"]
    for name, value in sorted(weights.features.items()):
        lines.append(f"{name}\t{expected.features.get(name, 0.0)}\t{value:.3f}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Run one of the two steps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("step", choices=("measure", "fit"))
    parser.add_argument("shared", type=Path)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--split", choices=("tune", "test", "fresh", "blind"), default="test")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("-o", "--output", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    index = default_index() if options.index is None else read_index(options.index)
    weights = default_weights()
    if options.step == "fit":
        for _ in range(2):
            weights = fit(options.shared, index, weights)
        write_weights(options.output, weights)
    else:
        measure(options.shared, options.split, index, weights, errors=options.errors)


if __name__ == "__main__":
    main()
