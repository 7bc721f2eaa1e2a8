"""What a build remembers beside the graph: the documents wanted, the steps done, what each graph holds.

One SQLite file. It is only a memory of work: the graph can always be made anew from the input, and a row is
written after the work it stands for, so a process that is killed at any moment leaves at worst work to do
again.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from kg.errors import StoreError
from kg.model import Document

STATE = "state.sqlite"
"""Name of the file inside the store's folder."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS document (id TEXT PRIMARY KEY, source TEXT NOT NULL, value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS step (key TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS graph (iri TEXT PRIMARY KEY, key TEXT NOT NULL);
"""
FORM = 1
"""Number of the schema (SQLite's user_version); a file of another number is refused, not guessed at."""

_DOCUMENT = TypeAdapter(Document)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document that the graph is to hold, and the file or folder it was read from."""

    document: Document
    source: str


def digest(*parts: str | bytes) -> str:
    """Return 32 hex digits that stand for the parts in this order.

    >>> digest("ab", "c") == digest("a", "bc")
    False
    """
    total = sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(b"%d:" % len(data))
        total.update(data)
    return total.hexdigest()[:32]


class State:
    """The open file. Use ``open_state``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def wanted(self) -> dict[str, Wanted]:
        """Return every document that the graph is to hold, by id, in order of id."""
        rows = self._connection.execute("SELECT id, source, value FROM document ORDER BY id")
        return {name: Wanted(_DOCUMENT.validate_json(_unpack(value)), source) for name, source, value in rows}

    def want(self, new: Collection[Wanted], *, forget: Collection[str]) -> None:
        """Add or replace documents and forget others, all at once."""
        with self._connection:
            self._connection.executemany("DELETE FROM document WHERE id = ?", [(name,) for name in forget])
            self._connection.executemany(
                "INSERT OR REPLACE INTO document VALUES (?, ?, ?)",
                [(w.document.id, w.source, _pack(_DOCUMENT.dump_json(w.document))) for w in new],
            )

    def done(self, key: str) -> bool:
        """Tell whether the outcome of a step is remembered."""
        return self._connection.execute("SELECT 1 FROM step WHERE key = ?", (key,)).fetchone() is not None

    def get(self, key: str) -> bytes | None:
        """Return the outcome of a step, None when it has not been done."""
        row = self._connection.execute("SELECT value FROM step WHERE key = ?", (key,)).fetchone()
        return None if row is None else _unpack(row[0])

    def put(self, key: str, value: bytes) -> None:
        """Remember the outcome of a step."""
        with self._connection:
            self._connection.execute("INSERT OR REPLACE INTO step VALUES (?, ?)", (key, _pack(value)))

    def keep_steps(self, keys: Collection[str]) -> None:
        """Forget the outcome of every step but these."""
        known = {key for (key,) in self._connection.execute("SELECT key FROM step")}
        with self._connection:
            self._connection.executemany(
                "DELETE FROM step WHERE key = ?", [(key,) for key in known.difference(keys)]
            )

    def graphs(self) -> dict[str, str]:
        """Return the key of what each named graph in the store holds; empty for one that is half written."""
        return dict(self._connection.execute("SELECT iri, key FROM graph"))

    def set_graph(self, iri: str, key: str) -> None:
        """Remember what a named graph holds now; an empty key says that it is about to change."""
        with self._connection:
            self._connection.execute("INSERT OR REPLACE INTO graph (iri, key) VALUES (?, ?)", (iri, key))

    def drop_graph(self, iri: str) -> None:
        """Forget a named graph that is no longer in the store."""
        with self._connection:
            self._connection.execute("DELETE FROM graph WHERE iri = ?", (iri,))


def _pack(value: bytes) -> bytes:
    return zlib.compress(value, 1)


def _unpack(value: bytes) -> bytes:
    return zlib.decompress(value)


@contextmanager
def open_state(path: Path) -> Iterator[State]:
    """Open the memory of a store, creating it when it is not there; only one process can have it open.

    :raises StoreError: another process is building, or the file is damaged or of another version of kg.
    """
    try:
        connection = _connect(path)
    except sqlite3.Error as error:
        raise StoreError(
            f"{path}: cannot open ({error}); is another kg build running on this store?"
        ) from error
    try:
        yield State(connection)
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {error}; delete this file and build again") from error
    finally:
        connection.close()


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=1)
    for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = NORMAL"):
        connection.execute(f"PRAGMA {pragma}")
    form: Any = connection.execute("PRAGMA user_version").fetchone()[0]
    if form not in (0, FORM):
        connection.close()
        raise StoreError(f"{path}: written by another version of kg; delete this file and build again")
    connection.executescript(f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = {FORM}; COMMIT;")
    return connection
