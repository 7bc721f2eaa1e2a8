"""What speaks for and against a candidate, as numbers; kg/data/link_weights.tsv says how much each counts."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kg.link.candidates import ORDER, Candidate
from kg.link.context import Context, is_country
from kg.link.index import Index
from kg.link.names import name_key
from kg.model import Entity

Features = dict[str, float]
_CITY = frozenset("مدينه بلده قريه العاصمه عاصمه city town village capital".split())
_REGION = frozenset("محافظه ولايه اقليم قضاء مقاطعه province governorate state region district".split())
_CITY_CLASSES = ("city", "town", "village", "capital", "locality", "settlement")
_REGION_CLASSES = ("region", "governorate", "province", "county", "state", "district", "subdivision")


def prior(candidate: Candidate) -> float:
    """Return how well known an item is: logarithms of its population, sources and names."""
    item = candidate.item
    return (
        0.5 * math.log10(1 + item.population) + math.log(item.sources) + math.log(item.names)
        + 2.0 * item.curated + 3.0 * is_country(item)
    )  # fmt: skip


def features(
    entity: Entity, candidate: Candidate, rivals: Sequence[Candidate], context: Context, index: Index
) -> Features:
    """Return the features of a candidate among its rivals; only those that are not 0."""
    found = {**_name(entity, candidate), **_place(entity, candidate, context), **_country(candidate, context)}
    own = prior(candidate)
    others = [prior(r) for r in rivals if r.number != candidate.number]
    found["known"] = own
    found["curated"] = float(candidate.item.curated)
    if others:
        found["rivals"] = math.log(1 + len(others))
        found["better known than rivals"] = max(-4.0, min(4.0, own - max(others)))
        better = min(ORDER.index(r.match) for r in rivals)
        found["a rival has the better name"] = float(better < ORDER.index(candidate.match))
    found["namesakes"] = math.log(1 + index.homonyms.get(name_key(candidate.form), 0))
    return {name: value for name, value in found.items() if value}


def _name(entity: Entity, candidate: Candidate) -> Features:
    words = len(name_key(candidate.form).split())
    found = {f"match {candidate.match}": 1.0}
    if candidate.match == "alike":
        found["likeness"] = candidate.likeness - 0.85
    if words == 1:
        found[f"one word {entity.type}"] = 1.0
        if candidate.match not in ("label", "alias"):
            found["one word, no name of it"] = 1.0
    if len(candidate.item.types) > 1:
        found["types unsure"] = 1.0
    found["only in the other script"] = float(not candidate.item.ar)
    return found


def _country(candidate: Candidate, context: Context) -> Features:
    country = candidate.item.country
    if country is None:
        return {"no country": 1.0}
    if is_country(candidate.item):
        return {"is a country": 1.0}
    share = context.share(country)
    if share:
        return {"country in the document": 1.0, "share of its country": share}
    return {"country not in the document": float(bool(context.countries))}


def _place(entity: Entity, candidate: Candidate, context: Context) -> Features:
    if entity.type != "Place":
        return {}
    classes = candidate.item.classes
    city = any(word in classes for word in _CITY_CLASSES)
    region = not city and any(word in classes for word in _REGION_CLASSES)
    words = context.before.get(entity.id, frozenset()) | set(name_key(candidate.form).split()[:1])
    said_city, said_region = bool(words & _CITY), bool(words & _REGION)
    return {
        "city": float(city),
        "region": float(region),
        "said to be of its class": float((said_city and city) or (said_region and region)),
        "said to be of another class": float((said_city and region) or (said_region and city)),
    }
