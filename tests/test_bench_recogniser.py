"""The benchmark of the recogniser measures what is there."""

from __future__ import annotations

import importlib
import runpy
from pathlib import Path
from typing import Any

BENCH: dict[str, Any] = runpy.run_path(
    str(Path(__file__).resolve().parent.parent / "benchmarks" / "bench_recogniser.py"), run_name="bench"
)


def test_every_step_names_a_function_that_annotate_calls() -> None:
    for step, place, name in BENCH["STEPS"]:
        module, _, part = place.partition(":")
        owner: Any = importlib.import_module(module)
        owner = getattr(owner, part) if part else owner
        assert callable(getattr(owner, name)), step


def test_texts_differ_and_are_always_the_same() -> None:
    texts = list(BENCH["make_texts"](40))
    assert texts == list(BENCH["make_texts"](40))
    assert len(set(texts)) == 40
    assert {d.language for d in BENCH["as_documents"](texts)} == {"ar", "en"}


def test_time_inside_a_step_is_taken_off_the_outer_one() -> None:
    watch = BENCH["Stopwatch"]()

    def work() -> int:
        return sum(range(2_000_000))

    inner = watch.timed("inner", work)
    assert watch.timed("outer", lambda: inner() + 1)() == work() + 1
    assert watch.seconds["outer"] < watch.seconds["inner"] / 2


def test_rows_that_cannot_be_measured_say_why() -> None:
    job = BENCH["Job"](("text",), 1, 1, None, None, 8)
    rows = {bench.__name__: (bench, needs) for _, bench, needs in BENCH["ROWS"]}
    assert BENCH["reason_to_skip"](("no_such_package",), job, None) == "no_such_package is not installed"
    assert "--run" in BENCH["reason_to_skip"]((), job, rows["bench_torch"][0])
    assert BENCH["reason_to_skip"]((), job, rows["bench_onnx"][0]) is None
