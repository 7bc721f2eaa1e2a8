"""One spelling of one name, taken apart for comparison: head, countries, and the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.model import EntityType
from kg.resolve.countries import MAX_WORDS, find_country, states_of
from kg.resolve.heads import split_head, split_last_head
from kg.resolve.names import is_arabic, name_tokens, words, written_words
from kg.resolve.person_names import person_tokens


@dataclass(frozen=True, slots=True)
class Form:
    """A name form. ``tokens`` are its comparable parts in order, a country (noun or adjective) as ``@key``.

    ``head`` is the class of its head noun (``parliament``), ``countries`` the keys of the countries named in
    it and ``rest`` the tokens that are neither. ``generic``: a head alone, which names nothing by itself.
    ``arabic``: it has Arabic letters.
    """

    type: EntityType
    text: str
    tokens: tuple[str, ...]
    head: str | None
    countries: frozenset[str]
    rest: tuple[str, ...]
    generic: bool
    arabic: bool

    def __hash__(self) -> int:
        """Return a hash of what mostly tells forms apart; the rest follows from it."""
        return hash((self.type, self.text))


def with_countries(text: str) -> tuple[str, ...]:
    """Return the stems of a name, each longest run of words that names a country as its ``@key``."""
    written = written_words(text)
    out: list[str] = []
    at = 0
    while at < len(written):
        for size in range(min(MAX_WORDS, len(written) - at), 0, -1):
            country = find_country(written[at : at + size])
            if country is not None:
                break
        else:
            country, size = None, 1
        part = name_tokens(written[at]) if country is None else ("@" + country,)
        out += [p for p in part if country is None or p not in out]
        at += size
    return tuple(out)


_WEAK = frozenset(
    name_tokens("الحالي الشرعي الجديد المركزية المتشدد الإرهابي الرسمي بلاده بلادها البلاد هذا هذه")
)
_PRONOUN = re.compile("(?:ها|هم|نا|ه|ي)$")


def _without_pronoun(token: str) -> tuple[str, ...]:
    bare = _PRONOUN.sub("", token)
    for candidate in (bare, bare[:-1] + "ه" if bare.endswith("ت") else bare):
        if split_head((candidate,))[0] is not None:
            return (candidate,)
    return (token,)


@lru_cache(maxsize=65536)
def make_form(kind: EntityType, text: str, item: str | None = None) -> Form:
    """Return the form of a name as written in its dictionary shape.

    ``item`` is the Wikidata item that it is known to name: a capital called like a country (عمان) is then not
    taken for the country.
    """
    if kind == "Person":
        tokens = person_tokens(text) or words(text) or (text,)
        return Form(kind, text, tokens, None, frozenset(), tokens, False, is_arabic(text))
    other = kind == "Place" and item is not None and states_of(text).get(item, item) != item
    tokens = (
        tuple(t for word in written_words(text) for t in name_tokens(word)) if other else with_countries(text)
    )
    tokens = tokens or words(text) or (text,)
    tokens = tuple(t for t in tokens if t not in _WEAK) or tokens
    if len(tokens) == 1 and split_head(tokens)[0] is None:
        tokens = _without_pronoun(tokens[0])
    split = split_head if is_arabic(text) else split_last_head
    head, _, after = split(tokens)
    if head is None and not is_arabic(text):
        head, _, after = split_head(tokens)
    countries = frozenset(t for t in tokens if t.startswith("@"))
    rest = tuple(t for t in after if t not in countries)
    plain = words(text)
    generic = head is not None and not after and (len(plain) < 4)
    return Form(kind, text, tokens, head, countries, rest, generic, is_arabic(text))


def state_of(form: Form, item: str | None = None) -> str | None:
    """Return the key of the country that a country, government, army or capital acts for, or None.

    ``item`` is the Wikidata item that it is known to be: another town of a capital's name acts for nobody.
    """
    if form.type == "Place":
        states = states_of(form.text)
        if item in states:
            return "@" + states[item]
    if (
        len(form.countries) == 1
        and not form.rest
        and (form.type == "Place" or form.head in ("government", "army"))
    ):
        return next(iter(form.countries))
    if form.type != "Place" or item is not None:
        return None
    return next(("@" + state for place, state in states.items() if place != state), None)
