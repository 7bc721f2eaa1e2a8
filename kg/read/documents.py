"""Read files of any of the formats into documents, with what is known of them."""

from __future__ import annotations

import gzip
import hashlib
import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from io import BufferedIOBase
from pathlib import Path

from kg.errors import InputError
from kg.language.detect import detect_language
from kg.language.sentences import split_sentences
from kg.model import Document
from kg.read.decode import decode
from kg.read.files import STDIN, Input, find_inputs
from kg.read.ids import file_id, given_id, record_id
from kg.read.manifest import Manifest, read_manifest
from kg.read.page import read_html, read_pdf
from kg.read.published import find_published
from kg.read.raw import BinaryStream, Metadata, Raw, Rejected, iso_date
from kg.read.records import iter_csv, iter_jsonl
from kg.read.title import find_title
from kg.settings import Settings

_FORMATS = {
    "": "text", ".txt": "text", ".text": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".pdf": "pdf",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv",
}  # fmt: skip
_HTML_START = re.compile(rb"\A\s*(?:<!doctype html|<html)", re.IGNORECASE)
ADVICE = "name a folder that holds both files, or give another id in a manifest or record"
"""What to do about two documents of one id."""
_DEFAULTS = Settings()


def read_documents(
    paths: Iterable[str | Path],
    *,
    manifest: Path | None = None,
    settings: Settings = _DEFAULTS,
    published: str | None = None,
    stdin: BinaryStream | None = None,
) -> Iterator[Document | Rejected]:
    """Return the documents that files, folders (to the bottom), patterns and ``-`` (one text) hold, lazily.

    Whatever cannot be read comes back as a Rejected with its reason, and the rest goes on. Files are read
    sorted by name, so the order of ``paths`` does not matter; records keep the order of their file.
    ``published`` is the ISO date of all texts that neither the manifest nor a record dates.
    ``settings.max_bytes`` bounds a file, and in JSON lines a line.

    :raises InputError: the manifest cannot be read, or ``published`` is no ISO date.
    """
    day = None if published is None else iso_date(published)
    table = Manifest({}) if manifest is None else read_manifest(manifest)
    return _Reading(table, day, settings.max_bytes, sys.stdin.buffer if stdin is None else stdin).documents(
        paths
    )


class _Reading:
    """One run: what was read so far decides on duplicates."""

    def __init__(
        self, manifest: Manifest, published: str | None, max_bytes: int, stdin: BinaryStream
    ) -> None:
        self.manifest = manifest
        self.published = published
        self.max_bytes = max_bytes
        self.stdin = stdin
        self.seen: dict[str, str] = {}
        self.ids: dict[str, str] = {}

    def documents(self, paths: Iterable[str | Path]) -> Iterator[Document | Rejected]:
        inputs, missing = find_inputs(paths)
        yield from missing
        own = None if self.manifest.path is None else self.manifest.path.absolute()
        for item in inputs:
            if item.path.absolute() != own:
                for raw in self._raws(item):
                    yield raw if isinstance(raw, Rejected) else self._document(item, raw)

    def _raws(self, item: Input) -> Iterator[Raw | Rejected]:
        """Yield the texts of a file as its format holds them."""
        try:
            if item.name == STDIN:
                yield self._whole(item, self.stdin)
            elif not item.path.is_file():
                yield Rejected(item.name, "not a file")
            else:
                with _opened(item.path) as stream:
                    yield from self._read(item, stream)
        except InputError as error:
            yield Rejected(item.name, str(error))
        except (OSError, EOFError, zlib.error) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else error
            yield Rejected(item.name, f"unreadable: {reason}")

    def _read(self, item: Input, stream: BinaryStream) -> Iterator[Raw | Rejected]:
        kind = _FORMATS.get(_suffix(item.path))
        if kind == "jsonl":
            yield from iter_jsonl(stream, item.name, max_bytes=self.max_bytes)
        elif kind == "csv":
            yield from iter_csv(self._bytes(stream), item.name, max_bytes=self.max_bytes)
        else:
            yield self._whole(item, stream)

    def _bytes(self, stream: BinaryStream) -> bytes:
        data = stream.read(self.max_bytes + 1)
        if len(data) > self.max_bytes:
            raise InputError(f"huge: more than {self.max_bytes} bytes (the setting max_bytes)")
        return data

    def _whole(self, item: Input, stream: BinaryStream) -> Raw:
        data = self._bytes(stream)
        kind = "text" if item.name == STDIN else _format(item.path, data)
        if kind == "html":
            text, metadata = read_html(data)
        elif kind == "pdf":
            text, metadata = read_pdf(data)
        else:
            text, metadata = decode(data), Metadata()
        return Raw(text, metadata, hashlib.sha256(data).hexdigest())

    def _document(self, item: Input, raw: Raw) -> Document | Rejected:
        name = item.name
        told = self.manifest.of(name)
        known = told.over(raw.metadata)
        wanted = raw.metadata.id if raw.place is not None else known.id
        own = _id(wanted, item, raw)
        if (reason := self._reason_against(own, name, raw)) is not None:
            return Rejected(name, reason, raw.place)
        language = known.language if known.language is not None else detect_language(raw.text)
        day, evidence = self._published(told, raw, language)
        return Document(
            id=own,
            text=raw.text,
            language=language,
            sentences=split_sentences(raw.text, language),
            title=known.title if known.title is not None or raw.place is not None else find_title(raw.text),
            publisher=known.publisher,
            published=day,
            published_from=evidence,
            url=known.url,
            path=name,
            sha256=raw.sha256,
        )

    def _reason_against(self, own: str, name: str, raw: Raw) -> str | None:
        """Return why a text is not taken, None when it is; it then counts as read."""
        if not any(map(str.isalnum, raw.text)):
            return "empty: no word in it"
        if raw.sha256 in self.seen:
            return f"duplicate: the same bytes as {self.seen[raw.sha256]}"
        if own in self.ids:
            return f"its id {own} is that of {self.ids[own]}; {ADVICE}"
        where = name if raw.place is None else f"{name}, {raw.place}"
        self.seen[raw.sha256] = self.ids[own] = where
        return None

    def _published(self, told: Metadata, raw: Raw, language: str) -> tuple[str | None, str | None]:
        if told.published is not None:
            return told.published, "manifest"
        if raw.metadata.published is not None and raw.place is not None:
            return raw.metadata.published, "record"
        if self.published is not None:
            return self.published, "option"
        if raw.metadata.published is not None:
            return raw.metadata.published, "metadata"
        found = find_published(raw.text, language)
        return (None, None) if found is None else (found.date, found.evidence)


def _id(wanted: str | None, item: Input, raw: Raw) -> str:
    """Return the id that a text asks for, else one of its own that rests on its file alone."""
    if wanted is not None:
        return given_id(wanted)
    if item.name == STDIN:
        return "stdin"
    return file_id(item.below) if raw.place is None else record_id(item.below, raw.sha256)


def _opened(path: Path) -> BufferedIOBase:
    return gzip.open(path) if path.suffix.casefold() == ".gz" else path.open("rb")


def _suffix(path: Path) -> str:
    return (path.with_suffix("") if path.suffix.casefold() == ".gz" else path).suffix.casefold()


def _format(path: Path, data: bytes) -> str:
    """Return the format of a file, by its name, else by how it begins."""
    suffix = _suffix(path)
    if suffix in _FORMATS and (suffix or not data.startswith(b"%PDF-")):
        return "html" if not suffix and _HTML_START.match(data) else _FORMATS[suffix]
    if data.startswith(b"%PDF-"):
        return "pdf"
    if _HTML_START.match(data):
        return "html"
    raise InputError(f"{suffix} files are not read; kg reads {', '.join(k for k in _FORMATS if k)}, also .gz")
