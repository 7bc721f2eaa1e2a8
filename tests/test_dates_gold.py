"""Dates against the gold corpora beside the checkout: extents, and values of gold extents."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.dates import find_dates, resolve_dates
from kg.goldform import read_jsonl
from kg.model import Annotation, Mention, Span

SHARED = Path(os.environ.get("KG_SHARED", Path(__file__).resolve().parents[2] / "shared"))
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the folder shared is not beside the checkout"),
]
EDGE = " \t\n\"'«»“”‘’()[]،,.:؛-–—"


def _documents(name: str) -> list[Annotation]:
    with (SHARED / "corpus" / f"{name}.jsonl").open(encoding="utf-8") as lines:
        return list(read_jsonl(lines, name=name))


def _trimmed(text: str, span: Span) -> tuple[int, int]:
    start, end = span.start, span.end
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return start, end


def _same(text: str, one: Span, other: Span) -> bool:
    (start, end), (begin, stop) = _trimmed(text, one), _trimmed(text, other)
    return end == stop and abs(start - begin) <= 2


def _gold(annotation: Annotation) -> list[Mention]:
    return [mention for mention in annotation.mentions if mention.type == "Date"]


@pytest.mark.parametrize(
    ("name", "floor"), [("train", 0.86), ("dev", 0.92), ("dev_en", 0.90), ("seeds", 0.97)]
)
def test_extents(name: str, floor: float) -> None:
    right = found = wanted = 0
    for annotation in _documents(name):
        doc = annotation.document
        ours = list(
            find_dates(
                doc.text, published=doc.published, language=doc.language, sentences=doc.sentences
            )
        )  # fmt: skip
        gold = _gold(annotation)
        right += sum(any(_same(doc.text, m.span, e.span) for e in ours) for m in gold)
        found, wanted = found + len(ours), wanted + len(gold)
    assert 2 * right / (found + wanted) >= floor


@pytest.mark.parametrize(
    ("name", "floor"), [("train", 0.92), ("dev", 0.95), ("dev_en", 0.80), ("seeds", 0.95)]
)
def test_values_of_gold_extents(name: str, floor: float) -> None:
    right = found = wanted = 0
    for annotation in _documents(name):
        doc, gold = annotation.document, _gold(annotation)
        ours = resolve_dates(
            doc.text, [m.span for m in gold], published=doc.published, language=doc.language,
            sentences=doc.sentences,
        )  # fmt: skip
        for mention, expression in zip(gold, ours, strict=True):
            value = expression.guide_value
            right += value is not None and value == mention.value
            found, wanted = found + (value is not None), wanted + (mention.value is not None)
    assert 2 * right / (found + wanted) >= floor
