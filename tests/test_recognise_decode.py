"""Decoding: valid paths, scores, snapping to words."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Span
from kg.recognise.decode import bio_path, bio_spans, log_softmax, snap, trimmed
from kg.recognise.pairs import distance_buckets
from kg.recognise.windows import Window


def _valid(path: tuple[int, ...]) -> bool:
    before = 0
    for state in path:
        if state > 0 and state % 2 == 0 and before not in (state, state - 1):
            return False
        before = state
    return True


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.floats(-5, 5, width=32), min_size=5, max_size=5), min_size=1, max_size=5))
def test_path_is_the_best_valid_one(rows: list[list[float]]) -> None:
    scores = log_softmax(np.array(rows, np.float32))
    path = tuple(bio_path(scores).tolist())
    assert _valid(path)
    best = max(
        sum(float(scores[t, s]) for t, s in enumerate(candidate))
        for candidate in itertools.product(range(5), repeat=len(rows))
        if _valid(candidate)
    )
    assert abs(sum(float(scores[t, s]) for t, s in enumerate(path)) - best) < 1e-3


def test_spans_carry_label_and_mean_log_probability() -> None:
    probs = np.full((4, 5), 0.02, np.float32)
    for t, state in enumerate((0, 3, 4, 0)):
        probs[t, state] = 0.92
    assert [(a, b, label) for a, b, label, _ in bio_spans(np.log(probs))] == [(1, 2, 1)]
    assert abs(bio_spans(np.log(probs))[0][3] - np.log(0.92)) < 1e-4


def _window(text: str, *pieces: tuple[int, int]) -> Window:
    n = len(pieces)
    return Window([5] * n, [Span(a, b) for a, b in pieces], [0] * n, [True] * n)


def test_snap_leaves_attached_prefixes_outside() -> None:
    text = "وواشنطن قالت"
    window = _window(text, (0, 1), (1, 4), (4, 7), (8, 12))
    assert snap(window, text, 1, 1) == (1, 2)  # grows to the end of the word, not over the prefix
    assert snap(window, text, 2, 2) == (0, 2)  # what stands before is no prefix
    assert snap(window, text, 3, 3) == (3, 3)


def test_trimmed_takes_off_quotes_and_spaces() -> None:
    text = '«"النهار"» '
    span = trimmed(text, 0, len(text))
    assert text[span.start : span.end] == "النهار"
    assert trimmed("«»", 0, 2) == Span(2, 2)


@pytest.mark.parametrize("name", ["كتلة «النهر»", 'حزب "النهر"', "هيئة المياه (همس)"])
def test_what_is_opened_inside_a_name_is_closed_in_it(name: str) -> None:
    for end in (len(name), len(name) - 1):
        assert trimmed(f"{name}، ثم", 0, end) == Span(0, len(name))


@pytest.mark.parametrize(
    ("text", "name"), [("the U.S. army", "U.S."), ("Ruby Co.", "Ruby Co."), ("Ann.", "Ann")]
)
def test_the_point_of_an_abbreviation_belongs_to_the_name(text: str, name: str) -> None:
    at = text.index(name)
    span = trimmed(text, at, min(len(text), at + len(name) + 1))
    assert text[span.start : span.end] == name


def test_distance_buckets_grow_and_keep_the_sign() -> None:
    buckets = distance_buckets(np.arange(200)).tolist()
    assert buckets == sorted(buckets)
    assert set(buckets) == set(range(10))
    assert set((distance_buckets(-np.arange(1, 200)) - 10).tolist()) == set(range(1, 10))


@pytest.mark.parametrize("text", ["بغدادـ ثم", "بغدادَ ثم", "بغدادـَ، ثم"])
def test_signs_and_strokes_after_the_last_letter_belong_to_the_name(text: str) -> None:
    assert trimmed(text, 0, 5).end == len(text.split()[0].rstrip("،"))
