"""The offline index: Wikidata items with their names, looked up by key, prefix, spelling and across scripts.

One zip file of sorted arrays, read whole in a fraction of a second: ``names`` (keys, sorted, one a line) and
``skeletons`` (blocking keys of kg.language.transliterate) each with ``.start`` and ``.item`` (compressed
sparse rows: the items of key n are ``item[start[n]:start[n + 1]]``), one column a field of an item, and
``about.json``. Made by kg.link.build.
"""

from __future__ import annotations

import json
import sys
import zipfile
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from rapidfuzz import fuzz, process

from kg.errors import ModelError
from kg.language.transliterate import skeletons
from kg.link.names import name_key
from kg.model import ENTITY_TYPES, EntityType

LABEL, ALIAS, WEAK = 0, 1, 2
"""How sure a name is: the item's label, another name of it, one joined to it by guess."""


_TYPES = [tuple(t for n, t in enumerate(ENTITY_TYPES) if mask >> n & 1) for mask in range(32)]


@dataclass(frozen=True, slots=True)
class Item:
    """A Wikidata item. ``country`` is a QID or None; ``population`` is 0 when unknown.

    ``sources`` counts the sources that name the item and ``names`` its names: both tell how well known it is.
    ``types`` are all that it may be called in a text (the European Union is a body, and a place to some
    sources). ``classes`` are the names of what it is an instance of. ``curated`` items were checked by hand.
    """

    qid: str
    types: tuple[EntityType, ...]
    ar: str
    en: str
    classes: str
    country: str | None
    population: int
    sources: int
    names: int
    curated: bool


@dataclass(frozen=True, slots=True)
class _Rows:
    """Sorted keys and for each the numbers that belong to it."""

    keys: list[str]
    start: array[int]
    item: array[int]

    def find(self, key: str) -> range:
        """Return where the numbers of a key lie in ``item``."""
        n = bisect_left(self.keys, key)
        if n < len(self.keys) and self.keys[n] == key:
            return range(self.start[n], self.start[n + 1])
        return range(0)


class Index:
    """An index in memory. Items are named by their number, 0 to ``len(index) - 1``, in order of QID.

    ``adjectives`` maps keys of nationality adjectives to the country's QID; ``homonyms`` tells how many
    places that Wikidata does not know bear a name of this key.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.about: dict[str, object] = json.loads(archive.read("about.json"))
        self.adjectives = {key: f"Q{n}" for key, n in _pairs(archive, "adjectives")}
        self.homonyms = {key: int(n) for key, n in _pairs(archive, "homonyms")}
        self._names = _rows(archive, "names")
        self._skeletons = _rows(archive, "skeletons")
        self._keys = (_numbers(archive, "keys.start"), _numbers(archive, "keys.item"))
        self._quality = archive.read("names.quality")
        self._texts = {c: archive.read(c).decode().split("\n") for c in ("ar", "en", "classes")}
        self._class = _numbers(archive, "class")
        self._columns = {c: _numbers(archive, c) for c in ("qid", "country", "population")}
        self._bytes = {c: archive.read(c) for c in ("types", "sources", "count", "curated")}

    def __len__(self) -> int:
        """Return the number of items."""
        return len(self._columns["qid"])

    def item(self, number: int) -> Item:
        """Return an item by its number."""
        country = self._columns["country"][number]
        return Item(
            qid=f"Q{self._columns['qid'][number]}",
            types=self.types(number),
            ar=self._texts["ar"][number],
            en=self._texts["en"][number],
            classes=self._texts["classes"][self._class[number]],
            country=f"Q{country}" if country else None,
            population=self._columns["population"][number],
            sources=self._bytes["sources"][number],
            names=self._bytes["count"][number],
            curated=bool(self._bytes["curated"][number]),
        )

    def by_qid(self, qid: str) -> Item | None:
        """Return the item of a QID, None when the index does not hold it."""
        number = int(qid[1:])
        n = bisect_left(self._columns["qid"], number)
        return self.item(n) if n < len(self) and self._columns["qid"][n] == number else None

    def types(self, number: int) -> tuple[EntityType, ...]:
        """Return the types of an item, quicker than ``item``."""
        return _TYPES[self._bytes["types"][number]]

    def names(self, number: int) -> list[str]:
        """Return the keys of an item's names, in order."""
        start, item = self._keys
        return [self._names.keys[n] for n in item[start[number] : start[number + 1]]]

    def exact(self, key: str) -> list[tuple[int, int]]:
        """Return (item, LABEL, ALIAS or WEAK) for each item with a name of this key (``name_key``)."""
        rows = self._names
        return [(rows.item[n], self._quality[n]) for n in rows.find(key)]

    def prefix(self, key: str, *, limit: int = 20) -> list[tuple[str, int]]:
        """Return (key, item) for the names that begin with a key, in order of the key."""
        rows = self._names
        found: list[tuple[str, int]] = []
        n = bisect_left(rows.keys, key)
        while n < len(rows.keys) and rows.keys[n].startswith(key) and len(found) < limit:
            found += [(rows.keys[n], rows.item[i]) for i in range(rows.start[n], rows.start[n + 1])]
            n += 1
        return found[:limit]

    def fuzzy(self, name: str, *, limit: int = 10, least: float = 0.8) -> list[tuple[str, int, float]]:
        """Return (key, item, likeness in [0, 1]) for the names spelt most like this one, likest first.

        Looks through all names (tens of milliseconds); ``alike`` is the quick way.
        """
        found = process.extract(
            name_key(name), self._names.keys, scorer=fuzz.ratio, limit=limit, score_cutoff=100 * least
        )
        rows = self._names
        return [
            (key, rows.item[i], score / 100)
            for key, score, n in found
            for i in range(rows.start[n], rows.start[n + 1])
        ]

    def alike(self, name: str) -> list[int]:
        """Return the items that share a consonant skeleton with a name, whatever its script, by number."""
        rows = self._skeletons
        return sorted({rows.item[i] for key in skeletons(name) for i in rows.find(key)})

    def keys(self) -> Iterator[str]:
        """Yield all name keys in order."""
        yield from self._names.keys


def _pairs(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, str]]:
    for line in archive.read(name).decode().splitlines():
        key, _, value = line.partition("\t")
        yield key, value


def _numbers(archive: zipfile.ZipFile, name: str) -> array[int]:
    values = array("I")
    values.frombytes(archive.read(name))
    if sys.byteorder == "big":
        values.byteswap()
    return values


def _rows(archive: zipfile.ZipFile, name: str) -> _Rows:
    keys = archive.read(name).decode().split("\n")
    return _Rows(keys, _numbers(archive, f"{name}.start"), _numbers(archive, f"{name}.item"))


def read_index(path: Path) -> Index:
    """Return the index of a file.

    :raises ModelError: the file is missing or is no index.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return Index(archive)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise ModelError(
            f"{path}: no index of Wikidata ({error}); make one with python -m kg.link.build"
        ) from error


@cache
def default_index() -> Index:
    """Return the index that the package holds, read once.

    :raises ModelError: the file is missing or is no index.
    """
    return read_index(Path(str(files("kg") / "data" / "link_index.zip")))
