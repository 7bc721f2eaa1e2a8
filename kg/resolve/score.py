"""How likely two entity profiles are one thing: features, their weights, and the probability they give.

A pair's log odds are the sum of each feature's value times its weight; the probability is their logistic.
The weights were set on the training documents and the identity test set (docs/identity.md).
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from rapidfuzz.distance import DamerauLevenshtein

from kg.language.transliterate import arabic_letters, latin_letters, log_odds, similarity, skeletons
from kg.resolve.forms import Form
from kg.resolve.heads import DROPPED
from kg.resolve.known import is_common
from kg.resolve.match import is_acronym, is_subsequence, same_word
from kg.resolve.person_names import NUMERALS
from kg.resolve.profile import NATIONAL, Profile
from kg.resolve.types import Feature

_alike = DamerauLevenshtein.normalized_similarity
MERGE = 0.5
UNCERTAIN = (0.2, 0.8)
_NEVER = 20.0
_REST = 5.0
"""More than offices, company and countries together can add to the log odds."""
_SHORT = (
    "same single name",
    "same surname, one without first name",
    "single names alike across scripts",
)
_ACROSS = (-1.94, 1.31, 0.41, 0.76, 0.63, 0.37)
"""Log odds of two people's names across scripts: constant, likeness of the whole names, of the first parts,
of the last, of the least alike parts when there are equally many, and whether there are not.

Logistic regression on 2,332 people of the Wikidata index that are not in the test set, against 12,580 pairs
of others that share a blocking key (benchmarks/resolve_across.py); the constant was lowered by 0.75, since
in a corpus most pairs that share a key are of different people.
"""


def probability(features: tuple[Feature, ...]) -> float:
    """Return the probability in [0, 1] that the evidence gives."""
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, sum(f.points for f in features)))))


def compare(a: Profile, b: Profile, *, least: float = -math.inf) -> tuple[Feature, ...]:
    """Return the evidence for and against two profiles of one type being one thing, the name first.

    Two people whose names speak against it are not made one by the company they keep. Where names and items
    leave the log odds below ``least`` whatever else there is, the rest is not looked at.
    """
    names, items = tuple(_names(a, b)), tuple(_items(a, b))
    named = sum(f.points for f in names)
    alone = a.type == "Person" and named < 0 and names[0].name not in _SHORT
    if named + sum(f.points for f in items) + (0.0 if alone else _REST) < least:
        return (*names, *items)
    others = (*_offices(a, b), *_surroundings(a, b))
    if alone:
        others = tuple(f for f in others if f.points < 0)
    return (*names, *items, *others)


def _names(a: Profile, b: Profile) -> Iterator[Feature]:
    left, right = sorted(a.forms, key=_text), sorted(b.forms, key=_text)
    found = [(name_evidence(f, g), f.arabic == g.arabic) for f in left for g in right]
    best = max((feature for feature, _ in found), key=_points)
    yield best
    written = [feature.points for feature, one_script in found if one_script]
    if a.type == "Person" and best.points > 0 and written and max(written) < 0:
        yield Feature("spelt differently in one script", -1.0, 2.0)
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
    if a.arabic != b.arabic and not (a.countries and a.tokens == b.tokens):
        return _across_scripts(a, b)
    return _person_names(a, b) if a.type == "Person" else _other_names(a, b)


def _across_scripts(a: Form, b: Form) -> Feature:
    arabic, latin = (a, b) if a.arabic else (b, a)
    if a.type == "Person":
        return _people_across_scripts(arabic.tokens, latin.tokens)
    if a.generic or b.generic:
        return Feature("a name that any such body has", 1.0, 0.5 if a.head == b.head else -3.0)
    if a.head is not None and (a.head, a.rest, a.countries) == (b.head, b.rest, b.countries):
        return Feature("same kind of body of the same country", 1.0, 3.0)
    unlike = set(skeletons(arabic.text)).isdisjoint(skeletons(latin.text))
    alike = 0.0 if unlike else similarity(arabic.text, latin.text)
    return Feature("names alike across scripts", 2 * alike - 1, 4.0)


def _people_across_scripts(arabic: tuple[str, ...], latin: tuple[str, ...]) -> Feature:
    """Return the evidence of a name in Arabic and one in Latin letters, given as parts.

    The whole names count, and the least alike parts: of two brothers' names most letters are the same.
    """
    name = "names alike across scripts"
    if not arabic or not latin or _numerals(arabic) != _numerals(latin):
        return Feature(name, -1.0, _NEVER)
    numbered = bool(_numerals(arabic))
    arabic, latin = (tuple(t for t in tokens if t not in NUMERALS) for tokens in (arabic, latin))
    if not arabic or not latin:
        return Feature(name, -1.0, 4.0)
    if min(len(arabic), len(latin)) == 1:
        alike = 2 * similarity(" ".join(arabic), " ".join(latin)) - 1
        return Feature("single names alike across scripts", alike, 4.0 if numbered else 1.0)
    if not any(set(skeletons(x)) & set(skeletons(y)) for x, y in _sounds(arabic, latin)):
        return Feature(name, -1.0, 4.0)
    equal = len(arabic) == len(latin)
    known = (
        1.0,
        _likeness("".join(arabic), "".join(latin)),
        _likeness(arabic[0], latin[0]),
        _likeness(arabic[-1], latin[-1]),
        min(map(_likeness, arabic, latin)) if equal else 0.0,
        float(not equal),
    )
    points = sum(x * w for x, w in zip(known, _ACROSS, strict=True))
    return Feature(name, max(-1.0, min(1.0, points / 4)), 4.0)


def _sounds(arabic: tuple[str, ...], latin: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return (" ".join(arabic), " ".join(latin)), (arabic[-1], latin[-1])


def _likeness(arabic: str, latin: str) -> float:
    """Return the log odds a letter of two parts being one name, at least -4."""
    return max(-4.0, log_odds(arabic_letters(arabic), latin_letters(latin)))


def _numerals(tokens: tuple[str, ...]) -> frozenset[str]:
    return NUMERALS & set(tokens)


def _person_names(a: Form, b: Form) -> Feature:
    short, long = sorted((a, b), key=lambda f: (len(f.tokens), f.tokens))
    rare = sum(not is_common(t) for t in short.tokens)
    if a.tokens == b.tokens:
        if len(a.tokens) == 1:
            return Feature("same single name", 1.0, -0.5 if rare else -2.0)
        return Feature("same full name", 1.0, 2.2 + 0.5 * min(2, rare) + 0.7 * min(2, len(a.tokens) - 2))
    if _numerals(a.tokens) and _numerals(b.tokens) and _numerals(a.tokens) != _numerals(b.tokens):
        return Feature("another number in the name", -1.0, _NEVER)
    if len(short.tokens) <= 1:
        fits = short.tokens == long.tokens[-1:]
        name = "same surname, one without first name" if fits else "different names"
        return Feature(name, -1.0, 0.8 if fits else 4.0)
    if len(short.tokens) < len(long.tokens) and is_subsequence(short.tokens, long.tokens):
        size = len(short.tokens)
        ends = same_word(short.tokens[-1], long.tokens[-1]) and same_word(short.tokens[0], long.tokens[0])
        run = short.tokens in (long.tokens[:size], long.tokens[-size:])
        return Feature(
            "one full name within the other", 1.0 if ends else 0.6 if run else -0.3, 1.8 + 0.3 * rare
        )
    return _spelling(a, b)


def _spelling(a: Form, b: Form) -> Feature:
    """Return the evidence of two spellings that are not equal part by part."""
    alike = _alike("".join(a.tokens), "".join(b.tokens))
    if len(a.tokens) == len(b.tokens):
        alike = min(alike, *map(_alike, a.tokens, b.tokens))
    return Feature("names spelt alike", max(-1.0, (alike - 0.82) / 0.18), 2.0)


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
        ("Wikidata item", a.given, b.given, _NEVER),
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
    if a.type != "Place":
        yield from _company(a, b)
    if a.home and b.home:
        same = bool(a.home & b.home)
        weight = 2.3 if a.type == "Person" and not same else 1.5 if a.type in ("Person", "Place") else 0.8
        yield Feature(
            "documents about the same country" if same else "documents about different countries",
            0.3 if same else -1.0,
            weight,
        )
    if a.type == "Person" and a.years and b.years:
        gap = max(min(a.years) - max(b.years), min(b.years) - max(a.years))
        if gap > 10:
            yield Feature("years apart", -min(1.0, gap / 40), 2.0)


def _company(a: Profile, b: Profile) -> Iterator[Feature]:
    shared = len(a.context & b.context)
    if shared:
        yield Feature("named beside the same people and bodies", min(1.0, shared / 3), 2.0)
    elif min(len(a.context), len(b.context)) >= 3:
        yield Feature("nobody and nothing else in common", -1.0, 0.7)
