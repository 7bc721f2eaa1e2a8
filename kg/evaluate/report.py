"""The report on a set of documents: figures with confidence intervals, tables, confusions, differences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.errors import InputError
from kg.evaluate.counts import SAMPLES, SEED, Counts, intervals
from kg.evaluate.score import Difference, DocumentScore, Scorer
from kg.model import Annotation, Document


@dataclass(frozen=True, slots=True)
class Report:
    """How a system's annotations agree with gold.

    ``layers`` and ``intervals`` go by layer name, ``tables`` by table and row, ``confusion`` by table, gold
    label and system label. ``differences`` follow the gold documents in order; ``sentence`` finds their text.
    """

    documents: dict[str, Document]
    layers: dict[str, Counts]
    intervals: dict[str, tuple[float, float]]
    tables: dict[str, dict[str, Counts]]
    confusion: dict[str, dict[str, Counter[str]]]
    differences: tuple[Difference, ...]

    def sentence(self, difference: Difference) -> str:
        """Return the sentence of a difference, spaces folded."""
        document = self.documents[difference.document]
        if not document.sentences:
            return ""
        return " ".join(document.at(document.sentences[difference.sentence]).split())


def evaluate(gold: Iterable[Annotation], system: Iterable[Annotation], *, samples: int = SAMPLES) -> Report:
    """Compare annotations with gold, pairing documents by id; a document the system lacks is all missed.

    ``samples`` is the number of bootstrap samples behind the confidence intervals, 0 for none.

    :raises InputError: the two sides hold the same document id with different texts.
    """
    found = {a.document.id: a for a in system}
    wanted = {a.document.id: a for a in gold}
    scores = [Scorer(a, _counterpart(a, found.get(key))).run() for key, a in wanted.items()]
    layers = _sum(score.layers for score in scores)
    return Report(
        documents={key: a.document for key, a in wanted.items()},
        layers=layers,
        intervals=intervals([s.layers for s in scores], list(layers), samples=samples, seed=SEED),
        tables=_tables(scores),
        confusion=_confusion(scores),
        differences=tuple(d for score in scores for d in score.differences),
    )


def _counterpart(gold: Annotation, system: Annotation | None) -> Annotation:
    if system is None:
        return Annotation(gold.document, {}, (), (), (), ())
    if system.document.text != gold.document.text:
        raise InputError(
            f"document {gold.document.id}: its text in the system's output is not that of the gold; "
            "offsets cannot be compared. Annotate the gold's own text"
        )
    return system


def _sum(parts: Iterable[Mapping[Any, Counts]]) -> dict[Any, Counts]:
    out: dict[Any, Counts] = {}
    for part in parts:
        for key, counts in part.items():
            out[key] = out.get(key, Counts()) + counts
    return out


def _tables(scores: Iterable[DocumentScore]) -> dict[str, dict[str, Counts]]:
    out: dict[str, dict[str, Counts]] = {}
    for (table, row), counts in sorted(_sum(s.tables for s in scores).items()):
        out.setdefault(table, {})[row] = counts
    return out


def _confusion(scores: Iterable[DocumentScore]) -> dict[str, dict[str, Counter[str]]]:
    total: Counter[tuple[str, str, str]] = Counter()
    for score in scores:
        total.update(score.confusion)
    out: dict[str, dict[str, Counter[str]]] = {}
    for table, gold, system in sorted(total):
        out.setdefault(table, {}).setdefault(gold, Counter())[system] = total[table, gold, system]
    return out


def to_json(report: Report, *, errors: int = 0) -> dict[str, Any]:
    """Return a report as plain data, with the first ``errors`` differences."""
    return {
        "scores": {k: _figures(c, report.intervals.get(k)) for k, c in report.layers.items()},
        "tables": {t: {k: _figures(c) for k, c in rows.items()} for t, rows in report.tables.items()},
        "confusion": {t: {k: dict(c) for k, c in rows.items()} for t, rows in report.confusion.items()},
        "errors": [
            {"doc": d.document, "sentence": d.sentence, "layer": d.layer, "gold": d.wanted, "system": d.found,
             "text": report.sentence(d)}
            for d in report.differences[:errors]
        ],
    }  # fmt: skip


def _figures(counts: Counts, interval: tuple[float, float] | None = None) -> dict[str, Any]:
    out: dict[str, Any] = {
        "p": counts.precision, "r": counts.recall, "f": counts.f1,
        "tp": counts.right_wanted, "sys": counts.found, "gold": counts.wanted,
    }  # fmt: skip
    return out if interval is None else {**out, "ci95": list(interval)}


def iter_lines(report: Report, *, tables: bool = False, errors: int = 0) -> Iterator[str]:
    """Yield a report as lines of text: the layers, then tables and confusions, then differences."""
    for layer, counts in report.layers.items():
        yield _line(layer, counts, report.intervals.get(layer))
    if tables:
        yield from _table_lines(report)
    for item in report.differences[:errors]:
        yield "\t".join(
            (item.document, str(item.sentence), item.layer, item.wanted, item.found, report.sentence(item))
        )


def _line(name: str, counts: Counts, interval: tuple[float, float] | None = None) -> str:
    figures = f"{name:28} P {counts.precision:.3f}  R {counts.recall:.3f}  F {counts.f1:.3f}"
    spread = "" if interval is None else f"  [{interval[0]:.3f}, {interval[1]:.3f}]"
    return f"{figures}{spread}  ({counts.right_wanted:g}/{counts.found}/{counts.wanted})"


def _table_lines(report: Report) -> Iterator[str]:
    for table, rows in report.tables.items():
        yield f"\n{table}"
        yield from (_line(f"  {row}", counts) for row, counts in rows.items())
    for table, confused in report.confusion.items():
        yield f"\nconfusion of {table} (gold: system)"
        for gold, counter in confused.items():
            yield f"  {gold:20} " + ", ".join(f"{k} {n}" for k, n in sorted(counter.items(), key=_largest))


def _largest(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]
