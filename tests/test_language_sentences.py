"""Sentences end where a reader says they do, and the spans always fit the text."""

import json
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.language.detect import detect_language
from kg.language.sentences import split_sentences

CASES = [
    ("ar", "سافر الوزير إلى عمّان. |وعاد أمس."),
    ("ar", "من فاز؟ |لا أحد يعرف! |هكذا قيل."),
    ("ar", "زار د. سامي ود. ليلى المشفى. |ثم خرجا."),
    ("ar", "نقلت (د.ب.أ) عن أ. ف. ب. خبرا."),
    ("ar", "بلغ النمو 3.5% والعجز ٢٫٤. |هذا كثير."),
    ("ar", "قال «انتهى الأمر». |ثم مضى."),
    ("ar", 'قال "انتهى الأمر." |وعاد إلى بيته.'),
    ("ar", "قال “انتهى الأمر. ” |وعاد إلى بيته."),
    ("ar", 'سأل: "أين كنتم؟" أجاب الرجل لا.'),
    ("ar", "أزمة الخبز.. الحكومة تعد بحل"),
    ("ar", "أزمة الخبز.. هل تعد الحكومة بحل؟"),
    ("ar", "لم يعد الطريق آمنا.. |وأغلقت المدينة أبوابها."),
    ("ar", "قال الرجل إن الحرب (...) انتهت منذ زمن."),
    ("ar", "دعا إلى «حوار… لا إلى حرب» في المدينة."),
    ("ar", "انتهت الجولة.|وقال الوزير إنها الأخيرة."),
    ("ar", "شركة إيه.في.إل تعلن أرباحها."),
    ("ar", "ولد عام 1410 هـ. |ثم سافر."),
    ("ar", "1. افتتاح الجلسة\n|2. كلمة الرئيس"),
    ("ar", "البنود:| • وقف النار| • تبادل الأسرى"),
    ("ar", "عنوان أول\n\n\f|عنوان ثان\r\n|  نص قصير.  "),
    ("ar", "انظر www.example.org/a.html أو اكتب إلى a.b@example.org اليوم. |شكرا."),
    ("ar", "-----\n|خبر عاجل\n|***\n"),
    ("en", "Mr. Smith met Gen. J. R. Jones in the U.S. Senate. |They left."),
    ("en", "He lives in the U.S. |The trip took weeks."),
    ("en", "It opened on Aug. 6, 1945. |Reactor No. 3 at Acme Co. is shut."),
    ("en", "“We won,” she said. |“It is over.” |He nodded."),
    ("en", '"Did you go?" he asked. |"No."'),
    ("en", "Talks... went on... until dawn. |Then they stopped..."),
    ("en", "Prices fell 2.5 percent. |3 people left."),
    ("en", "See https://example.org/x?y=1. |Then call."),
]


@pytest.mark.parametrize(("language", "marked"), CASES)
def test_sentences_end_at_the_bars(language: str, marked: str) -> None:
    text = marked.replace("|", "")
    want = [part.strip() for part in marked.split("|") if any(map(str.isalnum, part))]
    assert [text[s.start : s.end] for s in split_sentences(text, language)] == want


def test_empty_text_has_no_sentence() -> None:
    assert split_sentences("", "ar") == split_sentences(" \n\t— \n", "en") == ()


@given(st.text(alphabet='اب و.؟!…"»«)(•\n\r\f\u2028aA1 :\u200f-د'), st.sampled_from(["ar", "en"]))
def test_spans_partition_all_letters(text: str, language: str) -> None:
    spans = split_sentences(text, language)
    covered = [False] * len(text)
    last = 0
    for span in spans:
        assert last <= span.start < span.end <= len(text)
        piece = text[span.start : span.end]
        assert piece == piece.strip()
        assert not any(c in piece for c in "\n\r\f\u2028")
        covered[span.start : span.end] = [True] * len(piece)
        last = span.end
    assert all(covered[i] for i, c in enumerate(text) if c.isalnum())


@pytest.mark.parametrize(
    "unit", [".", " ", "1. ", "كلمة ", '"', "؟ ", ". ", '." ', "…»", "\u200f", "د. ", "a.b ", "[", "\n"]
)
def test_long_lines_take_linear_time(unit: str) -> None:
    def seconds(size: int) -> float:
        begin = time.process_time()
        split_sentences(unit * (size // len(unit)), "ar")
        return time.process_time() - begin

    assert seconds(160_000) < 10 * seconds(20_000) + 0.5  # linear: 8 times; quadratic: 64 times


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("أعلنت الحكومة ذلك", "ar"),
        ("The government said so", "en"),
        ("The government of العراق said so on Tuesday", "en"),
        ("ﻋﺮﺍﻕ", "ar"),
        ("2021", "ar"),
    ],
)
def test_language_goes_by_script(text: str, language: str) -> None:
    assert detect_language(text) == language


def _shared() -> Path:
    return Path(os.environ.get("KG_SHARED", Path(__file__).parents[2] / "shared"))


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "floor"), [("train", 0.99), ("dev", 0.98), ("dev_en", 0.99), ("seeds", 0.98)]
)
def test_agreement_with_the_gold_sentences(name: str, floor: float) -> None:
    path = _shared() / "corpus" / f"{name}.jsonl"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    gold: set[tuple[str, int, int]] = set()
    found: set[tuple[str, int, int]] = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        doc = json.loads(line)
        assert detect_language(doc["text"]) == doc["language"]
        gold |= {(doc["doc"], a, b) for a, b in doc["sentences"]}
        found |= {(doc["doc"], s.start, s.end) for s in split_sentences(doc["text"], doc["language"])}
    assert len(gold) > 50
    assert 2 * len(gold & found) / (len(gold) + len(found)) >= floor
