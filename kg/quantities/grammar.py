"""The grammar and the word tables of quantities, for the engine of ``kg.dates.peg``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from kg.dates.numbers import WORDS
from kg.dates.peg import Features, Grammar, Lexicon, Match, Reading
from kg.dates.terminals import BUILTINS
from kg.dates.tokens import fold
from kg.language.gazetteer import Kind, country_of, iter_forms
from kg.quantities.nouns import NOUNS, UNITS, rows

GRAMMAR = """
about    : APPROX | MORE | LESS
lead     : about [about]
tail     : APPROXAFTER | LEASTAFTER
both     : low=N ("-" | "–" | "الي" | "او" | "to" | "or" | "حتي") high=N | ["ما"] "بين" low=N ("و" | "الي")
      high=N
    | ("between" | "from") low=N ("and" | "to") high=N | low=N "و" high=N
number   : both | n=N
thing    : NOUN [nation=NATION] | UNIT | nation=NATION
of       : ["من"] thing | "of" ["the"] thing
counted  : [lead] number of [tail]
money    : [lead] SIGN n=N | [lead] SIGN low=N ("-" | "–" | "to") [SIGN] high=N
share    : [lead] number PERCENT [("من" | "of") ["the"] (NOUN | nation=NATION)]
dual     : [lead] DUAL [nation=NATION] ["اثنين" | "اثنان" | "اثنتين"]
single   : ONE ("واحد" | "واحده" | "واحدا") {n=1}
definite : THENOUN ART n=N | THENOUN n=N
vague    : [lead] VAGUE [VAGUE2] ["من"] thing | MANY ("of" MANY2 "of" | "of") ["the"] thing
quantity : share | counted | money | dual | single | definite | vague
marked   : [lead] PLURALDUAL [nation=NATION] ["اثنين"]
uncounted: [lead] VAGUE [VAGUE2]
"""

_WORDS: dict[str, list[tuple[Features, str]]] = {
    "APPROX": [
        (
            {"approx": 1},
            "نحو|حوالي|قرابة|زهاء|ما يقارب|ما يقرب من|ما يناهز|نحوا من|قريب من|about|around|some|nearly|"
            "almost|roughly|approximately|close to|an estimated|estimated",
        )
    ],
    "APPROXAFTER": [({"approx": 1}, "تقريبا|or so")],
    "MORE": [
        (
            {"more": 1},
            "أكثر من|ما يزيد على|ما يزيد عن|أزيد من|ما لا يقل عن|لا يقل عن|فوق|ما ينيف على|أكثر|يزيد على|"
            "more than|over|at least|no fewer than|upwards of",
        )
    ],
    "LESS": [
        (
            {"less": 1},
            "أقل من|ما لا يزيد على|ما لا يزيد عن|لا يتجاوز|less than|under|fewer than|up to|at most",
        )
    ],
    "LEASTAFTER": [({"more": 1}, "على الأقل|على الاقل|at least|or more")],
    "VAGUE": [
        ({"scale": "dozens"}, "عشرات|العشرات من|بضع عشرات"),
        ({"scale": "hundreds"}, "مئات|المئات من|بضع مئات"),
        ({"scale": "thousands"}, "آلاف|ألوف|الآلاف من|الألوف من|بضعة آلاف"),
        ({"scale": "millions"}, "ملايين|الملايين من"),
        ({"scale": "billions"}, "مليارات|المليارات من"),
    ],
    "VAGUE2": [({"scale2": "thousands"}, "الآلاف|آلاف|الألوف"), ({"scale2": "millions"}, "الملايين|ملايين")],
    "MANY": [({"scale": word}, word) for word in ("dozens", "hundreds", "thousands", "millions", "billions")],
    "MANY2": [({"scale2": word}, word) for word in ("thousands", "millions", "billions")],
}


def _nouns() -> Iterator[tuple[str, Features, str]]:
    for plural, singular, forms in rows(NOUNS):
        features: Features = {"counted": plural, "one": singular}
        for form in forms:
            for spelled in _spellings(form):
                yield "NOUN", features, spelled
            yield "THENOUN", features, f"ال{form}"
        yield "NOUN", features, f"{plural}|{singular}"
        for dual in _duals(forms[0]):
            kind = "PLURALDUAL" if dual in forms or dual in _AMBIGUOUS else "DUAL"
            yield kind, {**features, "n": 2.0}, dual
        yield "ONE", features, forms[0]


_ADJECTIVE: tuple[Kind, ...] = ("adjective",)
_AMBIGUOUS = frozenset({"طالبان"})
"""Duals that name something else more often."""


def nation(reading: Reading, at: int) -> Match | None:
    """Match a word for the people of a country and give their English name (``عراقيا``, ``Iraqis``)."""
    if at >= len(reading.tokens) or reading.tokens[at].kind != "word" or len(reading.tokens[at].form) < 4:
        return None
    country = country_of(reading.tokens[at].form, kinds=_ADJECTIVE)
    name = None if country is None else _peoples().get(country.qid)
    return None if name is None else (name, at + 1)


@cache
def _peoples() -> dict[str, str]:
    """Return the English name of the people of each country, from its adjective."""
    names: dict[str, str] = {}
    for form, country in iter_forms():
        if country.kind == "adjective" and form.isascii() and form.istitle():
            names.setdefault(country.qid, form if form.endswith(("ese", "sh", "ch", "ss")) else f"{form}s")
    return names


def _spellings(form: str) -> tuple[str, ...]:
    return form, f"ال{form}", f"{form}ا"


def _duals(form: str) -> tuple[str, ...]:
    """Return the duals of a noun: of one with its adjective, and of one with the noun it governs."""
    first, _, rest = form.partition(" ")
    stem = f"{first[:-1]}ت" if first.endswith("ة") else first
    if not rest:
        return tuple(stem + end for end in ("ان", "ين"))
    second = f"{rest[:-1]}ت" if rest.endswith("ة") else rest
    agreeing = tuple(f"{stem}{end} {second}{end}" for end in ("ان", "ين"))
    return (*agreeing, f"{stem}ا {rest}", f"{stem}ي {rest}")


def _units() -> Iterator[tuple[str, Features, str]]:
    for plural, code, forms in rows(UNITS):
        features: Features = {"unit": plural, "code": code}
        kind = "PERCENT" if code == "PERCENT" else "UNIT"
        for form in forms:
            if form.endswith(("$", "£", "€", "¥")) or form == "rs":
                yield "SIGN", features, form
            else:
                yield (
                    kind,
                    features,
                    form if form.isascii() or code == "PERCENT" else f"{form}|ال{form}|{form}ا",
                )
                if form.isascii() and form.isalpha():
                    yield kind, features, f"{form}s"
        if " " not in forms[0] and code != "PERCENT" and not forms[0].isascii():
            for dual in _duals(forms[0]):
                yield "DUAL", {**features, "n": 2.0}, dual


@cache
def quantity_grammar() -> tuple[Grammar, frozenset[str], frozenset[str]]:
    """Return the grammar, every word it knows, and the words an expression can begin with."""
    tables: dict[str, list[tuple[dict[str, Any], str]]] = {
        kind: list(found) for kind, found in _WORDS.items()
    }
    for kind, features, forms in (*_nouns(), *_units()):
        tables.setdefault(kind, []).append((features, forms))
    lexicon = Lexicon(tables)
    grammar = Grammar(GRAMMAR, lexicon, {**BUILTINS, "NATION": (nation, None)})
    words = frozenset(lexicon.words() | grammar.literals | WORDS)
    openers = frozenset().union(
        *(grammar.openers(rule) or () for rule in ("quantity", "marked", "uncounted"))
    )
    return grammar, words - {fold("ين")}, openers
