"""What speaks for and against a candidate, as numbers; kg/data/link_weights.tsv says how much each counts."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from kg.language.transliterate import is_arabic
from kg.link.candidates import ORDER, Candidate, likeness
from kg.link.context import (
    CITY_NOUNS,
    REGION_NOUNS,
    STATE_NOUNS,
    Context,
    bare_forms,
    countries_in,
    is_country,
)
from kg.link.index import Index, Item
from kg.link.names import name_key
from kg.model import Entity

Features = dict[str, float]
_COMMON = re.compile(
    r"^(?:ال)?(?:برلمان|حكومه|جيش|شرطه|محكمه(?: ال\w+)?|مجلس (?:النواب|الشيوخ|الشعب|الوزراء|الشوري|الامه)|"
    r"وزاره .*|حزب \w+|قوات المسلحه|نيابه العامه|بنك المركزي|وكاله الانباء)$|"
    r"^(?:the )?(?:parliament|government|senate|cabinet|(?:supreme|high|constitutional) court|ministry of .*|"
    r"house of representatives|central (?:bank|government)|\w+(?: \w+)? party)$"
)
"""Names that bodies of many countries bear, as keys: they mean the one of the country spoken of."""
_CITY_CLASSES = ("city", "town", "village", "capital", "locality", "settlement")
_FOREIGN = 0.5
_GREAT = 500_000
"""Inhabitants from which on a town is spoken of as often as a country of its name."""
_NAMES = 16
"""The most names of an item that the name of an entity is compared with."""
_UNLIKE = 0.6
"""Below this likeness a short form that leads to an item is a chance hit: the full name says otherwise."""
_REGION_CLASSES = ("region", "governorate", "province", "county", "state", "district", "subdivision")


def prior(candidate: Candidate) -> float:
    """Return how well known an item is: logarithms of its population, sources and names.

    A region's population is left out: its people are counted in its towns, and the town of the same name is
    what is mostly meant.
    """
    item = candidate.item
    people = 0.0 if is_region(item) else 0.5 * math.log10(1 + item.population)
    return (
        people + math.log(item.sources) + math.log(item.names) + 2.0 * item.curated + 3.0 * is_country(item)
    )


def is_city(item: Item) -> bool:
    """Tell whether an item is a town by its classes."""
    return any(word in item.classes for word in _CITY_CLASSES)


def is_region(item: Item) -> bool:
    """Tell whether an item is a part of a country, by its classes; a country itself is none."""
    return (
        not is_country(item) and not is_city(item) and any(word in item.classes for word in _REGION_CLASSES)
    )


def features(
    entity: Entity, candidate: Candidate, rivals: Sequence[Candidate], context: Context, index: Index
) -> Features:
    """Return the features of a candidate among its rivals; only those that are not 0."""
    found = {
        **_name(entity, candidate, index),
        **_place(entity, candidate, rivals, context),
        **_country(entity, candidate, context, index),
        **_rivals(entity, candidate, rivals, context),
    }
    found["known"] = prior(candidate)
    found["curated"] = float(candidate.item.curated)
    found["namesakes"] = math.log(1 + index.homonyms.get(name_key(candidate.form), 0))
    return {name: value for name, value in found.items() if value}


def _rivals(entity: Entity, candidate: Candidate, rivals: Sequence[Candidate], context: Context) -> Features:
    country = candidate.item.country
    share = context.share(country, entity.id)
    others = [r for r in rivals if r.number != candidate.number]
    if not others:
        return {}
    fit = [r for r in others if r.item.country != country and context.share(r.item.country, entity.id)]
    serious = [
        # a namesake in a country that nobody speaks of is a lesser rival to one in a country of the text
        prior(r) * (_FOREIGN if share and r.item.country not in (None, country) and r not in fit else 1.0)
        for r in others
        if not said_other(entity, r, context)
    ]
    ahead = prior(candidate) - max(serious) if serious else 4.0
    ahead = -4.0 if said_other(entity, candidate, context) else ahead
    great = any(is_city(r.item) and r.item.population >= _GREAT for r in fit)
    better = min(ORDER.index(r.match) for r in others)
    return {
        "rivals": math.log(1 + len(others)),
        "better known than rivals": max(-4.0, min(4.0, ahead)),
        "a rival fits the countries": float(bool(fit) and not share),
        "a great town fits the countries": float(is_country(candidate.item) and not share and great),
        "a rival has the better name": float(better < ORDER.index(candidate.match)),
    }


def _name(entity: Entity, candidate: Candidate, index: Index) -> Features:
    key = name_key(candidate.form)
    words = len(key.split())
    found = {f"match {candidate.match}": 1.0}
    if candidate.match == "alike":
        found["likeness"] = candidate.likeness - 0.85
        across = is_arabic(candidate.form) and not candidate.item.ar
        found["alike, three words or more"] = float(words > 2)
        found["alike, Latin letters"] = float(not is_arabic(candidate.form))
        found["across scripts"] = float(across)
        found["across scripts, words of no person"] = float(across and words > 1 and entity.type != "Person")
    if words == 1:
        found[f"one word {entity.type}"] = 1.0
        if candidate.match not in ("label", "alias"):
            found["one word, no name of it"] = 1.0
    if len(candidate.item.types) > 1:
        found["types unsure"] = 1.0
    # English writes names with capitals: "police" is no rock band
    found["small letters"] = float(not is_arabic(candidate.form) and candidate.form.islower())
    if key != name_key(entity.name):
        names = index.names(candidate.number)[:_NAMES]
        found["full name unlike"] = float(likeness(entity.name, names, "Person", least=_UNLIKE) < _UNLIKE)
    return found


def _country(entity: Entity, candidate: Candidate, context: Context, index: Index) -> Features:
    found = _home(entity, candidate, context)
    country = candidate.item.country
    beside = context.beside.get(entity.id, frozenset())
    if country is not None and beside:
        found["its country's adjective beside it"] = float(country in beside and candidate.match != "alike")
        found["another country's adjective beside it"] = float(country not in beside)
    if candidate.match == "alike" and entity.type == "Organisation" and country is not None:
        named = countries_in(index, candidate.form)
        found["another country in its name"] = float(bool(named) and country not in named)
    return found


def _home(entity: Entity, candidate: Candidate, context: Context) -> Features:
    country = candidate.item.country
    share = context.share(country, entity.id)
    common = entity.type == "Organisation" and _COMMON.search(name_key(candidate.form)) is not None
    found = {"common name of bodies": float(common and candidate.match != "country" and not share)}
    if country is None:
        return {**found, "no country": 1.0}
    if is_country(candidate.item):
        # the names of states are known: what is only like one is something else
        return {**found, "like a country" if candidate.match == "alike" else "is a country": 1.0}
    if share:
        return {**found, "country in the document": 1.0, "share of its country": share}
    return {**found, "country not in the document": float(bool(context.countries))}


def _said(entity: Entity, form: str, context: Context) -> tuple[bool, bool, bool]:
    """Tell whether a place is called a town, whether a part of a country, and whether a country."""
    words = context.before.get(entity.id, frozenset()) | {
        bare for word in name_key(form).split()[:1] for bare in bare_forms(word)
    }
    return bool(words & CITY_NOUNS), bool(words & REGION_NOUNS), bool(words & STATE_NOUNS)


def said_other(entity: Entity, candidate: Candidate, context: Context) -> bool:
    """Tell whether the text calls a place a province or a town where a candidate is something else.

    What is called two things in one text, and a city that is a state, may be either.
    """
    if entity.type != "Place":
        return False
    said = _said(entity, candidate.form, context)
    return (
        any(said)
        and not any(s and i for s, i in zip(said, _kinds(candidate.item), strict=True))
        and any(_kinds(candidate.item))
    )


def _kinds(item: Item) -> tuple[bool, bool, bool]:
    return is_city(item), is_region(item), is_country(item)


def _place(entity: Entity, candidate: Candidate, rivals: Sequence[Candidate], context: Context) -> Features:
    if entity.type != "Place":
        return {}
    kinds = _kinds(candidate.item)
    said = _said(entity, candidate.form, context)
    town = any(is_city(r.item) for r in rivals if r.item.country == candidate.item.country)
    return {
        "city": float(kinds[0]),
        "region beside a town of its name": float(kinds[1] and town),
        "said to be of its class": float(any(s and i for s, i in zip(said, kinds, strict=True))),
        "said to be of another class": float(said_other(entity, candidate, context)),
    }
