"""The memory of a build: one writer at a time, clear errors, nothing guessed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.model import Document, Span
from kg.pipeline.state import STATE, Wanted, open_state
from kg.pipeline.versions import STEPS, step_version

DOCUMENT = Document("خبر-1", "نص قصير.", "ar", (Span(0, 8),), published="2024-05-06")


def test_what_is_put_in_comes_out_after_reopening(tmp_path: Path) -> None:
    with open_state(tmp_path / STATE) as state:
        state.want([Wanted(DOCUMENT, "/x/a.txt")], forget=())
        state.put("k", "قيمة".encode())
        state.set_graph("g", "")
    with open_state(tmp_path / STATE) as state:
        assert state.wanted() == {"خبر-1": Wanted(DOCUMENT, "/x/a.txt")}
        assert (state.get("k"), state.get("none")) == ("قيمة".encode(), None)
        assert state.graphs() == {"g": ""}
        state.want([], forget=["خبر-1"])
        state.keep_steps({"other"})
        state.drop_graph("g")
        assert (state.wanted(), state.done("k"), state.graphs()) == ({}, False, {})


def test_a_second_build_on_the_same_store_is_refused(tmp_path: Path) -> None:
    with (
        open_state(tmp_path / STATE) as state,
        pytest.raises(StoreError, match="another kg build"),
        open_state(tmp_path / STATE),
    ):
        pytest.fail("two processes would write the same state")
    assert state is not None


def test_a_file_of_another_version_or_kind_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    connection = sqlite3.connect(other)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    damaged = tmp_path / "damaged.sqlite"
    damaged.write_bytes(b"this is no database, but it is longer than a header" * 100)
    for path in (other, damaged):
        with pytest.raises(StoreError, match=path.name), open_state(path):
            pytest.fail("it was opened")


def test_every_step_has_a_version_of_its_own() -> None:
    assert len({step_version(step) for step in STEPS}) == len(STEPS)
