"""The journal of decisions: one SQLite file in the store's folder, to which rows are only ever added."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from pydantic import TypeAdapter

from kg.errors import StoreError
from kg.review.decisions import Decision

JOURNAL = "decisions.sqlite"
"""Name of the journal's file inside the store's folder."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS decision
    (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, value TEXT NOT NULL);
CREATE TRIGGER IF NOT EXISTS never_changed BEFORE UPDATE ON decision
    BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER IF NOT EXISTS never_deleted BEFORE DELETE ON decision
    BEGIN SELECT RAISE(ABORT, 'decisions are never deleted'); END;
"""
_DECISION = TypeAdapter(Decision)


def read_journal(folder: Path) -> list[Decision]:
    """Return every decision ever made on a store, in the order of entry; none when there is no journal.

    :raises StoreError: the journal cannot be read.
    """
    path = folder / JOURNAL
    if not path.exists():
        return []
    with _open(path) as connection:
        rows = connection.execute("SELECT value FROM decision ORDER BY number").fetchall()
    return [_DECISION.validate_json(value) for (value,) in rows]


def add_to_journal(folder: Path, decisions: Iterable[Decision]) -> int:
    """Add decisions all at once and return how many were new; those already there are passed over.

    When this returns they are on the disk.

    :raises StoreError: the journal cannot be written.
    """
    rows = [(d.id, json.dumps(asdict(d), ensure_ascii=False)) for d in decisions]
    folder.mkdir(parents=True, exist_ok=True)
    with _open(folder / JOURNAL) as connection, connection:
        before = connection.total_changes
        connection.executemany("INSERT OR IGNORE INTO decision (id, value) VALUES (?, ?)", rows)
        return connection.total_changes - before


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        connection = sqlite3.connect(path, timeout=30)
        try:
            connection.execute("PRAGMA synchronous = FULL")
            connection.executescript(_SCHEMA)
            yield connection
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {error}") from error
