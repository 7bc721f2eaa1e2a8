"""How likely two entity profiles are one thing: features, their weights, and the probability they give.

A pair's log odds are the sum of each feature's value times its weight; the probability is their logistic.
The weights were set on the training documents and the identity test set (docs/identity.md).
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from rapidfuzz.distance import DamerauLevenshtein

from kg.language.transliterate import similarity, skeletons
from kg.resolve.forms import Form
from kg.resolve.heads import DROPPED
from kg.resolve.known import is_common
from kg.resolve.match import is_acronym, is_subsequence, same_word
from kg.resolve.names import is_arabic
from kg.resolve.profile import NATIONAL, Profile
from kg.resolve.types import Feature

_alike = DamerauLevenshtein.normalized_similarity
MERGE = 0.5
UNCERTAIN = (0.2, 0.8)
_NEVER = 20.0


def probability(features: tuple[Feature, ...]) -> float:
    """Return the probability in [0, 1] that the evidence gives."""
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, sum(f.points for f in features)))))


def compare(a: Profile, b: Profile) -> tuple[Feature, ...]:
    """Return the evidence for and against two profiles of one type being one thing, the name first."""
    return (*_names(a, b), *_items(a, b), *_offices(a, b), *_surroundings(a, b))


def _names(a: Profile, b: Profile) -> Iterator[Feature]:
    best = max(
        (name_evidence(f, g) for f in sorted(a.forms, key=_text) for g in sorted(b.forms, key=_text)),
        key=_points,
    )
    yield best
    if a.type != "Person":
        yield from _national(a, b)
    if (
        best.value > 0
        and a.type in ("Agreement", "Event")
        and _years(a)
        and _years(b)
        and not _years(a) & _years(b)
    ):
        yield Feature("another number or year in the name", -1.0, _NEVER)


def _text(form: Form) -> str:
    return form.text


def _points(feature: Feature) -> tuple[float, str]:
    return feature.points, feature.name


def _years(p: Profile) -> set[str]:
    return {t for f in p.forms for t in f.tokens if any(c.isdigit() for c in t)}


def name_evidence(a: Form, b: Form) -> Feature:
    """Return what the names alone say for two forms being one thing."""
    if is_arabic(a.text) != is_arabic(b.text) and not (a.countries and a.tokens == b.tokens):
        return _across_scripts(a, b)
    return _person_names(a, b) if a.type == "Person" else _other_names(a, b)


def _across_scripts(a: Form, b: Form) -> Feature:
    if a.generic or b.generic:
        return Feature("a name that any such body has", 1.0, 0.5 if a.head == b.head else -3.0)
    if a.head is not None and (a.head, a.rest, a.countries) == (b.head, b.rest, b.countries):
        return Feature("same kind of body of the same country", 1.0, 3.0)
    arabic, latin = (a, b) if is_arabic(a.text) else (b, a)
    unlike = set(skeletons(arabic.text)).isdisjoint(skeletons(latin.text))
    alike = 0.0 if unlike else similarity(arabic.text, latin.text)
    if a.type == "Person" and min(len(a.tokens), len(b.tokens)) == 1:
        return Feature("single names alike across scripts", 2 * alike - 1, 1.0)
    return Feature("names alike across scripts", 2 * alike - 1, 4.0)


def _person_names(a: Form, b: Form) -> Feature:
    short, long = sorted((a, b), key=lambda f: (len(f.tokens), f.tokens))
    if a.tokens == b.tokens:
        rare = sum(not is_common(t) for t in a.tokens)
        if len(a.tokens) == 1:
            return Feature("same single name", 1.0, -0.5 if rare else -2.0)
        return Feature("same full name", 1.0, 2.5 + min(2, rare) / 2 + min(2, len(a.tokens) - 2) / 2)
    if len(short.tokens) == 1:
        fits = same_word(short.tokens[0], long.tokens[-1])
        return Feature("same surname, one without first name", 1.0 if fits else -1.0, -0.3 if fits else 4.0)
    if len(short.tokens) < len(long.tokens) and is_subsequence(short.tokens, long.tokens):
        ends = same_word(short.tokens[-1], long.tokens[-1]) + same_word(short.tokens[0], long.tokens[0])
        return Feature("one full name within the other", (0.2, 0.7, 1.0)[ends], 2.2)
    return _spelling(a, b)


def _spelling(a: Form, b: Form) -> Feature:
    """Return the evidence of two spellings that are not equal part by part."""
    alike = _alike("".join(a.tokens), "".join(b.tokens))
    if len(a.tokens) == len(b.tokens):
        alike = min(alike, *map(_alike, a.tokens, b.tokens))
    return Feature("names spelt alike", max(-1.0, (alike - 0.8) / 0.2), 2.0)


def _other_names(a: Form, b: Form) -> Feature:
    if a.generic or b.generic:
        return Feature("a name that any such body has", 1.0, 0.5 if a.tokens == b.tokens else -3.0)
    if a.tokens == b.tokens or (
        a.head == b.head and a.rest == b.rest and a.countries == b.countries and a.head
    ):
        return Feature("same name", 1.0, 4.0 if a.type == "Place" or len(a.tokens) > 1 else 3.0)
    if is_acronym(a, b) or is_acronym(b, a):
        return Feature("one is the acronym of the other", 1.0, 1.5)
    if a.rest and a.rest == b.rest and a.head == b.head:
        return Feature(
            "same name, one with its country",
            1.0 if a.countries <= b.countries or b.countries <= a.countries else -1.0,
            2.0,
        )
    if a.rest and a.rest == b.rest and a.countries == b.countries:
        return Feature(
            "same name but for the kind of body", 1.0, 0.8 if {a.head, b.head} <= {None, *DROPPED} else -3.0
        )
    if a.type == "Place" or min(len(a.tokens), len(b.tokens)) < 2:
        return _spelling(a, b)
    short, long = sorted((a, b), key=lambda f: (len(f.tokens), f.tokens))
    if short.countries and not short.rest:
        return Feature("different names", -1.0, 3.0)
    if short.tokens[0] == long.tokens[0] and is_subsequence(short.tokens, long.tokens):
        return Feature("one name within the other", 1.0, -0.5)
    return Feature("different names", -1.0, 3.0)


def _national(a: Profile, b: Profile) -> Iterator[Feature]:
    """Yield what the countries in, or else around, two names of bodies say."""
    left = {c for f in a.forms for c in f.countries}
    right = {c for f in b.forms for c in f.countries}
    if left and right:
        if not left & right:
            yield Feature("bodies of different countries", -1.0, _NEVER)
        return
    if a.type == "Place" or a.known & b.known or not {a.main().head, b.main().head} & NATIONAL:
        return
    left, right = left or a.home, right or b.home
    if not left or not right:
        yield Feature("a body of which every country has one", -1.0, 2.0)
    elif left & right:
        yield Feature(
            "a body of the country that both documents are about",
            1.0,
            0.5 if len(left | right) == 1 else -1.5 if a.main().generic else -0.5,
        )
    else:
        yield Feature("bodies of different countries, by their documents", -1.0, 8.0)


def _items(a: Profile, b: Profile) -> Iterator[Feature]:
    for name, left, right, against in (
        ("Wikidata item", a.given, b.given, 8.0),
        ("known item", a.known, b.known, 5.0),
    ):
        if left and right:
            same = bool(left & right)
            yield Feature(
                f"same {name}" if same else f"different {name}",
                1.0 if same else -1.0,
                6.0 if same else against,
            )


def _offices(a: Profile, b: Profile) -> Iterator[Feature]:
    if a.offices and b.offices:
        if a.offices & b.offices:
            yield Feature("same office", 1.0, 2.0)
        elif a.office_countries and b.office_countries and not a.office_countries & b.office_countries:
            yield Feature("offices in different countries", -1.0, 3.5)
    if a.places and b.places and not a.places & b.places:
        yield Feature("said to lie in different places", -1.0, 6.0 if a.type == "Place" else 1.0)


def _surroundings(a: Profile, b: Profile) -> Iterator[Feature]:
    if a.type == "Place":
        return
    shared = len(a.context & b.context)
    if shared:
        yield Feature("named beside the same people and bodies", min(1.0, shared / 3), 2.0)
    elif min(len(a.context), len(b.context)) >= 3:
        yield Feature("nobody and nothing else in common", -1.0, 0.7)
    if a.home and b.home:
        same = bool(a.home & b.home)
        weight = 1.5 if a.type == "Person" else 0.8
        yield Feature(
            "documents about the same country" if same else "documents about different countries",
            0.3 if same else -1.0,
            weight,
        )
    if a.type == "Person" and a.years and b.years:
        gap = max(min(a.years) - max(b.years), min(b.years) - max(a.years))
        if gap > 10:
            yield Feature("years apart", -min(1.0, gap / 40), 2.0)
