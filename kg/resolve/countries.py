"""Countries inside names: by name or adjective to a key, and what a country is, in its formal name."""

from __future__ import annotations

import re
from functools import cache

from kg.language.gazetteer import Country, Kind, countries_of, country_by_id, country_of, iter_forms
from kg.language.normalise import fold

_NOT_A_COUNTRY = frozenset(["مالي", "مالية", "المالي", "المالية", "يمين", "اليمين"])
"""Words of bodies' names that look like a country's adjective: finance, the right."""
_HEAD = re.compile(
    r"(?:ال)?(مملكه|جمهوريه|اماره|سلطنه|دوله)\b|\b(kingdom|republic|emirate|sultanate|state) of\b"
)
_HEADS = {
    "مملكه": "kingdom",
    "جمهوريه": "republic",
    "اماره": "emirate",
    "سلطنه": "sultanate",
    "دوله": "state",
}
MAX_WORDS = 5


_NAMED: tuple[Kind, ...] = ("name", "adjective")


def find_country(words: tuple[str, ...]) -> str | None:
    """Return the Wikidata id of the country that words name together, as noun or adjective, or None."""
    text = " ".join(words)
    if text in _NOT_A_COUNTRY:
        return None
    country = country_of(text)
    return None if country is None or country.kind == "capital" else country.qid


def nationality_of(text: str) -> str | None:
    """Return the Wikidata id of the country of a people or nationality adjective, None when of none."""
    country = country_of(text, kinds=_NAMED)
    return None if country is None else country.qid


def states_of(text: str) -> dict[str, str]:
    """Map what a name may name, a country or its capital, to that country by Wikidata ids, likeliest first.

    >>> states_of("عمان")
    {'Q842': 'Q842', 'Q3805': 'Q810'}
    """
    return {c.place: c.qid for c in countries_of(text) if c.kind != "adjective"}


def local_name(qid: str, language: str) -> str:
    """Return a country's usual name in Arabic (``ar``) or else in English."""
    country = _country(qid)
    return country.ar if language == "ar" else country.en


def _country(qid: str) -> Country:
    country = country_by_id(qid)
    if country is None:
        raise KeyError(f"{qid}: not a country of the gazetteer")
    return country


@cache
def _formal() -> dict[str, frozenset[str]]:
    heads: dict[str, set[str]] = {}
    for form, country in iter_forms():
        match = _HEAD.search(fold(form, ta_marbuta=True)) if country.kind == "name" else None
        if match is not None:
            head = _HEADS[match[1]] if match[1] else match[2]
            heads.setdefault(country.qid, set()).add(head)
    return {qid: frozenset(found) for qid, found in heads.items()}


def formal_heads(qid: str) -> frozenset[str]:
    """Return what a country calls itself (``kingdom``, ``republic``), as classes of kg.resolve.heads."""
    return _formal().get(qid, frozenset())
