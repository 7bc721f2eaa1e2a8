"""From what a user names (files, folders, patterns) to the files to read, in an order of their own."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.read.raw import Rejected

STDIN = "-"


@dataclass(frozen=True, slots=True, order=True)
class Input:
    """A file to read. ``below`` is its path below the folder that was named, else its file name.

    ``name`` is the same, but where several files have it, as much more of their paths as tells them apart.
    """

    name: str
    path: Path
    below: str


def find_inputs(paths: Iterable[str | Path]) -> tuple[list[Input], list[Rejected]]:
    """Return the files that the given paths name, each once, and the paths that name none.

    Folders are walked to the bottom; what begins with a dot in them and graph stores are passed over, links
    to folders are not followed. Files come sorted by name, whatever order they were given in; names are
    unique.
    """
    found: dict[Path, str] = {}
    rejected: list[Rejected] = []
    for path in sorted({str(path) for path in paths}):
        inputs = [(STDIN, Path(STDIN))] if path == STDIN else list(_named_by(path))
        if not inputs:
            rejected.append(Rejected(path, _missing(path)))
        for name, file in inputs:
            key = file if path == STDIN else file.resolve()
            found[key] = max(found.get(key, name), name, key=lambda n: (n.count("/"), n))
    return sorted(_told_apart(found)), rejected


def _named_by(path: str) -> Iterator[tuple[str, Path]]:
    matches = [path] if os.path.lexists(path) else sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
    for match in map(Path, matches):
        if match.is_dir():
            yield from _below(match)
        else:
            yield match.name, match


def _below(folder: Path) -> Iterator[tuple[str, Path]]:
    for where, folders, names in os.walk(folder):
        folders[:] = [n for n in folders if not n.startswith(".") and not _is_store(Path(where) / n)]
        for name in names:
            if not name.startswith("."):
                path = Path(where) / name
                yield path.relative_to(folder).as_posix(), path


def _is_store(folder: Path) -> bool:
    """Tell whether a folder holds a graph store, whose files are not news."""
    return (folder / "oxigraph" / "CURRENT").is_file()


def _told_apart(found: dict[Path, str]) -> Iterator[Input]:
    """Yield the inputs; files of one name are told apart by their folders, as far as those differ."""
    same: dict[str, list[Path]] = {}
    for path, name in found.items():
        same.setdefault(name, []).append(path)
    for name, files in same.items():
        common = os.path.commonpath(files) if len(files) > 1 else ""
        for path in files:
            yield Input(path.relative_to(common).as_posix() if common else name, path, name)


def _missing(path: str) -> str:
    if Path(path).is_dir():
        return "the folder holds no file"
    return "no file matches" if glob.has_magic(path) else "there is no such file"
