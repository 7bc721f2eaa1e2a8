"""Manifests: what is known of files beside their text, in a CSV or JSON lines file keyed by ``file``."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kg.errors import InputError
from kg.read.decode import decode
from kg.read.raw import Metadata, metadata_from
from kg.read.records import csv_rows


@dataclass(frozen=True, slots=True)
class Manifest:
    """Metadata by file: by the path below the folder that was read, else by the bare file name."""

    entries: Mapping[str, Metadata]
    path: Path | None = None

    def of(self, path: str) -> Metadata:
        """Return what the manifest says of a file, an empty Metadata when it does not name it."""
        key = _key(path)
        entry = self.entries.get(key)
        return entry if entry is not None else self.entries.get(PurePosixPath(key).name, Metadata())


def read_manifest(path: Path) -> Manifest:
    """Read a manifest; ``.jsonl`` and ``.ndjson`` are JSON lines, all else CSV.

    Columns: file, and any of id, title, publisher (or source), published, url, language.

    :raises InputError: the file cannot be read, a row is broken, or two rows name the same file.
    """
    try:
        text = decode(path.read_bytes())
        json_lines = path.suffix in (".jsonl", ".ndjson")
        rows = list(_json_rows(text) if json_lines else csv_rows(text, max_bytes=len(text) + 1))
    except OSError as error:
        raise InputError(f"{path}: cannot read the manifest ({error.strerror})") from error
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    entries: dict[str, Metadata] = {}
    for place, row in rows:
        try:
            key, metadata = _entry(row)
            if key in entries:
                raise InputError(f"{key} is named twice")
        except InputError as error:
            raise InputError(f"{path}, {place}: {error}") from error
        entries[key] = metadata
    return Manifest(entries, path)


def _entry(row: dict[str, object] | InputError) -> tuple[str, Metadata]:
    if isinstance(row, InputError):
        raise row
    file = row.get("file")
    if not isinstance(file, str) or not file.strip():
        raise InputError("no field file")
    return _key(file.strip()), metadata_from(row)


def _json_rows(text: str) -> Iterator[tuple[str, dict[str, object] | InputError]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            row = InputError(f"not JSON ({error})")
        yield f"line {number}", row if isinstance(row, dict | InputError) else InputError("not a JSON object")


def _key(path: str) -> str:
    return str(PurePosixPath(unicodedata.normalize("NFC", path.replace("\\", "/"))))
