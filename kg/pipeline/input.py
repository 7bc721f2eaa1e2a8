"""What a build reads, set against what earlier builds read: documents to take up and documents to forget.

A build answers for the paths it is given: a document that one of them held and holds no more is forgotten.
Documents that came from elsewhere stay as they are.
"""

from __future__ import annotations

import glob
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from kg.model import Document
from kg.pipeline.state import Wanted
from kg.read import Rejected, read_documents
from kg.read.documents import ADVICE
from kg.read.files import STDIN, find_inputs
from kg.settings import Settings


@dataclass(frozen=True, slots=True)
class Changes:
    """What reading found: documents with their source, ids to forget, and what was rejected."""

    read: tuple[Wanted, ...]
    forget: frozenset[str]
    rejected: tuple[Rejected, ...]


def read_changes(
    paths: Sequence[str | Path],
    known: Mapping[str, Wanted],
    *,
    manifest: Path | None,
    published: str | None,
    settings: Settings,
) -> Changes:
    """Read the paths and compare with the documents known from earlier builds.

    A document that has the bytes or the id of a known one from elsewhere is rejected, unless the file that
    the known one came from is gone: then it has moved, and the known one is forgotten.

    :raises InputError: the manifest cannot be read.
    """
    sources = _sources(paths)
    read: list[Wanted] = []
    rejected: list[Rejected] = []
    for item in read_documents(paths, manifest=manifest, settings=settings, published=published):
        if isinstance(item, Rejected):
            rejected.append(item)
        else:
            read.append(Wanted(item, sources[item.path if item.path is not None else STDIN]))
    elsewhere = [w for w in known.values() if not _is_covered(w.source, paths)]
    kept, moved = _compare(read, elsewhere, rejected)
    gone = known.keys() - {w.document.id for w in elsewhere} | moved
    return Changes(tuple(kept), frozenset(gone - {w.document.id for w in kept}), tuple(rejected))


def _sources(paths: Iterable[str | Path]) -> dict[str, str]:
    """Map the name of each file to its absolute path; to several, one a line, where files share a name."""
    inputs, _ = find_inputs(paths)
    sources: dict[str, list[str]] = {}
    for item in inputs:
        sources.setdefault(item.name, []).append(STDIN if item.name == STDIN else str(item.path.resolve()))
    return {name: "\n".join(sorted(found)) for name, found in sources.items()}


def _is_covered(source: str, paths: Iterable[str | Path]) -> bool:
    """Tell whether the paths given name every file of a source, or named it while it was there."""
    named = [str(path) for path in paths]
    return all(any(_names(path, file) for path in named) for file in source.split("\n"))


def _names(path: str, file: str) -> bool:
    if STDIN in (path, file):
        return path == file
    if glob.has_magic(path) and not Path(path).exists():
        return fnmatch(file, str(Path.cwd().resolve() / path))
    return Path(file).is_relative_to(Path(path).resolve())


def _compare(
    read: Iterable[Wanted], elsewhere: Collection[Wanted], rejected: list[Rejected]
) -> tuple[list[Wanted], set[str]]:
    """Return the documents to take up and the ids of known ones that have moved; add to what is rejected."""
    by_id = {w.document.id: w for w in elsewhere}
    by_bytes = {w.document.sha256: w for w in elsewhere}
    kept: list[Wanted] = []
    moved: set[str] = set()
    for new in read:
        rivals = [by_id.get(new.document.id), by_bytes.get(new.document.sha256)]
        others = [r for r in rivals if r is not None and not _is_same(r.document, new.document)]
        blocking = next((r for r in others if _exists(r.source)), None)
        if blocking is None:
            kept.append(new)
            moved.update(r.document.id for r in others)
        else:
            path = new.document.path if new.document.path is not None else STDIN
            rejected.append(Rejected(path, _reason(new.document, blocking)))
    return kept, moved


def _is_same(one: Document, other: Document) -> bool:
    return (one.id, one.sha256) == (other.id, other.sha256)


def _exists(source: str) -> bool:
    return any(file != STDIN and Path(file).exists() for file in source.split("\n"))


def _reason(new: Document, known: Wanted) -> str:
    where = known.source.replace("\n", " or ")
    if new.sha256 == known.document.sha256:
        return f"duplicate: the same bytes as document {known.document.id} from {where}"
    return f"its id {new.id} is that of a document from {where}; {ADVICE}"
