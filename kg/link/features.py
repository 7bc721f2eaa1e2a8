"""What speaks for and against a candidate, as numbers; kg/data/link_weights.tsv says how much each counts."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from kg.language.transliterate import is_arabic
from kg.link.candidates import ORDER, Candidate
from kg.link.context import Context, is_country
from kg.link.index import Index, Item
from kg.link.names import name_key
from kg.model import Entity

Features = dict[str, float]
_CITY = frozenset(("مدينه", "بلده", "قريه", "العاصمه", "عاصمه", "city", "town", "village", "capital"))
_REGION = frozenset(
    ("محافظه", "ولايه", "اقليم", "منطقه", "مقاطعه", "province", "governorate", "state", "region")
)
_COMMON = re.compile(
    r"^(?:ال)?(?:برلمان|حكومه|جيش|شرطه|محكمه(?: ال\w+)?|مجلس (?:النواب|الشيوخ|الشعب|الوزراء|الشوري|الامه)|"
    r"وزاره .*|حزب \w+|قوات المسلحه|نيابه العامه|بنك المركزي|وكاله الانباء)$|"
    r"^(?:the )?(?:parliament|government|senate|cabinet|(?:supreme|high|constitutional) court|ministry of .*|"
    r"house of representatives|central (?:bank|government)|\w+(?: \w+)? party)$"
)
"""Names that bodies of many countries bear, as keys: they mean the one of the country spoken of."""
_CITY_CLASSES = ("city", "town", "village", "capital", "locality", "settlement")
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
        **_name(entity, candidate),
        **_place(entity, candidate, context),
        **_country(entity, candidate, context),
    }
    own = prior(candidate)
    others = [prior(r) for r in rivals if r.number != candidate.number and not said_other(entity, r, context)]
    found["known"] = own
    found["curated"] = float(candidate.item.curated)
    if others:
        found["rivals"] = math.log(1 + len(others))
        ahead = -4.0 if said_other(entity, candidate, context) else own - max(others)
        found["better known than rivals"] = max(-4.0, min(4.0, ahead))
        country = candidate.item.country
        fits = any(context.share(r.item.country, entity.id) for r in rivals if r.item.country != country)
        found["a rival fits the countries"] = float(fits and not context.share(country, entity.id))
        better = min(ORDER.index(r.match) for r in rivals)
        found["a rival has the better name"] = float(better < ORDER.index(candidate.match))
    found["namesakes"] = math.log(1 + index.homonyms.get(name_key(candidate.form), 0))
    return {name: value for name, value in found.items() if value}


def _name(entity: Entity, candidate: Candidate) -> Features:
    words = len(name_key(candidate.form).split())
    found = {f"match {candidate.match}": 1.0}
    if candidate.match == "alike":
        found["likeness"] = candidate.likeness - 0.85
        across = is_arabic(candidate.form) and not candidate.item.ar
        found["across scripts"] = float(across)
        found["across scripts, words of no person"] = float(across and words > 1 and entity.type != "Person")
    if words == 1:
        found[f"one word {entity.type}"] = 1.0
        if candidate.match not in ("label", "alias"):
            found["one word, no name of it"] = 1.0
    if len(candidate.item.types) > 1:
        found["types unsure"] = 1.0
    return found


def _country(entity: Entity, candidate: Candidate, context: Context) -> Features:
    country = candidate.item.country
    share = context.share(country, entity.id)
    common = entity.type == "Organisation" and _COMMON.search(name_key(candidate.form)) is not None
    found = {"common name of bodies": float(common and candidate.match != "country" and not share)}
    if country is None:
        return {**found, "no country": 1.0}
    if is_country(candidate.item):
        return {**found, "is a country": 1.0}
    if share:
        return {**found, "country in the document": 1.0, "share of its country": share}
    return {**found, "country not in the document": float(bool(context.countries))}


def _said(entity: Entity, form: str, context: Context) -> tuple[bool, bool]:
    """Tell whether a place is called a town, and whether it is called a part of a country."""
    words = context.before.get(entity.id, frozenset()) | set(name_key(form).split()[:1])
    return bool(words & _CITY), bool(words & _REGION)


def said_other(entity: Entity, candidate: Candidate, context: Context) -> bool:
    """Tell whether the text calls a place a province where a candidate is a town, or the reverse."""
    if entity.type != "Place":
        return False
    city, region = _said(entity, candidate.form, context)
    return (city and not region and is_region(candidate.item)) or (
        region and not city and is_city(candidate.item)
    )


def _place(entity: Entity, candidate: Candidate, context: Context) -> Features:
    if entity.type != "Place":
        return {}
    city, region = is_city(candidate.item), is_region(candidate.item)
    said_city, said_region = _said(entity, candidate.form, context)
    return {
        "city": float(city),
        "region": float(region),
        "said to be of its class": float((said_city and city) or (said_region and region)),
        "said to be of another class": float(said_other(entity, candidate, context)),
    }
