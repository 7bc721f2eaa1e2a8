"""Countries by name, nationality adjective or capital, in Arabic and English.

The table kg/data/gazetteer.tsv is built by kg.language.gazetteer_build; kg/data/README.md names its sources.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from kg.errors import ModelError
from kg.language.clitics import iter_cuts
from kg.language.normalise import fold

Kind = Literal["name", "adjective", "capital"]
KINDS: tuple[Kind, ...] = ("name", "adjective", "capital")

_SUFFIXES = ("", "ة", "ون", "ين", "ان", "ات", "تان", "تين", "ا")
"""Endings of a relative adjective: gender, number and case (Wright, Grammar I 249 ff.)."""
_EDGE = re.compile(r"^[\W_]+|[\W_]+$")
_POSSESSIVE = re.compile("['’]s$")
_ARTICLE = re.compile(r"\b(?:ال)(?=\w{3})")
_STATE = re.compile(r"(?:ال)?(?:جمهوريه|مملكه|دوله|اماره|سلطنه) (?:ال)?(?=\w{3})")
_AMMAN = "م\u0651ا"
"""With its doubled letter written عمّان is Amman, never Oman."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country as some words name it.

    ``qid``, ``en`` and ``ar`` are its Wikidata id and its usual names; ``kind`` says how it was named;
    ``place`` is the id of what was named: the capital's for a capital, else the country's.
    """

    qid: str
    en: str
    ar: str
    kind: Kind
    place: str


@dataclass(frozen=True, slots=True)
class _Table:
    """Readings of each key, the likeliest first; the keys that count only in capitals; countries by id."""

    readings: dict[str, tuple[Country, ...]]
    acronyms: frozenset[str]
    countries: dict[str, Country]


def country_of(text: str, *, kinds: Collection[Kind] = KINDS) -> Country | None:
    """Return the country that a name, nationality adjective or capital stands for, None when it is none.

    Spelling, vowel signs, the article, gender, number and attached prefixes do not matter. Where a form has
    several readings the name goes before the adjective, and that before the capital (الجزائر: Algeria);
    ``countries_of`` gives all.

    >>> country_of("وللعراقيين")
    Country(qid='Q796', en='Iraq', ar='العراق', kind='adjective', place='Q796')
    """
    return next((country for country in countries_of(text) if country.kind in kinds), None)


@lru_cache(maxsize=20_000)
def countries_of(text: str) -> tuple[Country, ...]:
    """Return every reading of a form as a country, the likeliest first, none twice."""
    table = _table()
    found: dict[Country, None] = {}
    for key in _query_keys(text):
        if key not in table.acronyms or _is_upper(text):
            found.update(dict.fromkeys(table.readings.get(key, ())))
        state = _STATE.match(key)
        if state is not None:
            found.update(dict.fromkeys(_states(key[state.end() :], table)))
    if _AMMAN in text:
        return tuple(sorted(found, key=lambda country: country.kind != "capital"))
    return tuple(found)


def _states(key: str, table: _Table) -> Iterator[Country]:
    """Yield the states that a country's name or adjective makes after "republic", "kingdom" or "state"."""
    for country in table.readings.get(key, ()):
        if country.kind != "capital":
            yield replace(country, kind="name")


def country_by_id(qid: str) -> Country | None:
    """Return the country with a Wikidata id, None when the table has none."""
    return _table().countries.get(qid)


def iter_countries() -> Iterator[Country]:
    """Yield all countries in the order of their ids."""
    yield from _table().countries.values()


def iter_forms() -> Iterator[tuple[str, Country]]:
    """Yield every written form of the table, uninflected, with what it names (for word lists)."""
    for row in _rows():
        for form in row["forms"].split("|"):
            yield form, _country(row)


def _query_keys(text: str) -> Iterator[str]:
    """Yield the keys under which a form may stand: as written, without prefixes, without article."""
    bare = _EDGE.sub("", text)
    head, blank, rest = bare.partition(" ")
    for cut in iter_cuts(head):
        key = _key(cut.stem + blank + rest)
        yield key
        yield _ARTICLE.sub("", key)
    yield _key(_POSSESSIVE.sub("", bare)).removeprefix("the ")


def _key(text: str) -> str:
    return fold(text, ta_marbuta=True).replace("-", " ").replace(".", "")


def _is_upper(text: str) -> bool:
    return "".join(filter(str.isalpha, _EDGE.sub("", text))).isupper()


@cache
def _table() -> _Table:
    readings: dict[str, dict[Country, None]] = {}
    acronyms: set[str] = set()
    countries: dict[str, Country] = {}
    for country, row in sorted(
        ((_country(row), row) for row in _rows()), key=lambda c: KINDS.index(c[0].kind)
    ):
        if country.kind == "name":
            countries.setdefault(country.qid, country)
        for form in row["forms"].split("|"):
            if _is_upper(form):
                acronyms.add(_key(form))
            for key in _form_keys(form, row):
                readings.setdefault(key, {}).setdefault(country)
    ordered = dict(sorted(countries.items(), key=lambda item: int(item[0][1:])))
    return _Table({key: tuple(found) for key, found in readings.items()}, frozenset(acronyms), ordered)


def _form_keys(form: str, row: dict[str, str]) -> Iterator[str]:
    for inflected in _inflected(form, row):
        key = _key(inflected)
        yield key
        if "ال" in inflected:  # the article; that of ألمانيا is none
            yield _ARTICLE.sub("", key)


def _inflected(form: str, row: dict[str, str]) -> Iterator[str]:
    """Yield a form and, for an adjective, what gender, number and case make of it."""
    yield form
    if row["kind"] != "adjective":
        return
    if row["language"] == "en":
        yield f"{form}s"
    elif form.endswith("ي"):
        for suffix in _SUFFIXES:
            yield " ".join(word + suffix if word.endswith("ي") else word for word in form.split(" "))


@cache
def _rows() -> tuple[dict[str, str], ...]:
    path = files("kg") / "data" / "gazetteer.tsv"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ModelError(f"{path}: the table of countries is missing; install kg again") from error
    return tuple(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def _names() -> dict[tuple[str, str], str]:
    return {
        (row["qid"], row["language"]): row["forms"].split("|")[0] for row in _rows() if row["kind"] == "name"
    }


def _country(row: dict[str, str]) -> Country:
    qid, names = row["qid"], _names()
    kind = next(kind for kind in KINDS if kind == row["kind"])
    return Country(qid, names[qid, "en"], names[qid, "ar"], kind, row["capital"] if row["capital"] else qid)
