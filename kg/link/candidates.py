"""The items that a name may mean: by its spelling, by its spelling with or without a class noun, by its sound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from rapidfuzz import fuzz

from kg.language.transliterate import is_arabic, similarity
from kg.link.index import ALIAS, LABEL, WEAK, Index, Item
from kg.link.names import marked_key, name_key
from kg.model import EntityType

Match = Literal["label", "alias", "weak", "class", "country", "alike"]
"""How a name leads to an item: it is the item's label, another name of it or one guessed; it is a name of it
once a class noun ("the province of") is added or taken away, or the country's adjective; it is spelt alike."""

_QUALITY: dict[int, Match] = {LABEL: "label", ALIAS: "alias", WEAK: "weak"}
ORDER: tuple[Match, ...] = ("label", "alias", "weak", "country", "class", "alike")
CLASS_NOUNS: dict[EntityType, tuple[str, ...]] = {
    "Organisation": (
        "حركة", "تنظيم", "جماعة", "حزب", "منظمة", "وكالة", "صحيفة", "جريدة", "مجلة", "قناة", "شبكة", "شركة", "موقع",
        "هيئة", "نادي", "مؤسسة", "مجموعة", "ميليشيا", "ميليشيات", "مليشيا", "قوات", "فريق",
    ),
    "Place": (
        "محافظة", "مدينة", "منطقة", "ولاية", "إقليم", "بلدة", "قرية", "قضاء", "مديرية", "العاصمة", "دولة", "جمهورية",
        "مملكة", "إمارة", "جزيرة", "جزر", "نهر", "بحيرة", "جبل", "جبال", "مطار", "ناحية", "حي", "مخيم", "مقاطعة",
    ),
    "Person": (), "Agreement": (), "Event": (),
}  # fmt: skip
_ENGLISH_NOUNS = frozenset(
    "city province governorate state republic movement party group organisation organization newspaper agency "
    "district town village region island river airport the".split()
)
_WORD_LIKENESS = 70
_LIKENESS = 0.72
"""Below this likeness in spelling no item is thought of."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that a name may mean, how the name leads to it and how like they are, in [0, 1]."""

    number: int
    item: Item
    match: Match
    likeness: float
    form: str


def class_variants(name: str, kind: EntityType) -> Iterator[str]:
    """Yield the keys of a name with a class noun of its type taken away or, for one or two words, added.

    >>> list(class_variants("محافظة نينوى", "Place"))[0]
    'نينوي'
    """
    key = name_key(name)
    words = key.split()
    nouns = [name_key(noun) for noun in CLASS_NOUNS[kind]]
    if len(words) > 1 and words[0] in nouns:
        yield " ".join(words[1:])
    elif is_arabic(name) and len(words) < 3:
        yield from (f"{noun} {key}" for noun in nouns)
    if not is_arabic(name):
        bare = [word for word in words if word not in _ENGLISH_NOUNS and word != "of"]
        if bare and len(bare) < len(words):
            yield " ".join(bare)
    if words and words[0].startswith("ال"):
        yield " ".join([words[0][2:], *words[1:]])
    elif is_arabic(name) and len(words) == 1:
        yield f"ال{key}"


def country_variants(name: str, kind: EntityType, adjectives: Iterable[str]) -> Iterator[str]:
    """Yield the keys of a body's name with a country's adjectives after it (the ministry, the Iraqi ministry)."""
    if kind == "Organisation" and is_arabic(name):
        key = name_key(name)
        yield from (f"{key} {adjective}" for adjective in adjectives)


def likeness(name: str, item: Item, kind: EntityType) -> float:
    """Return how like a name and an item's labels are, in [0, 1]: spelling, or sound across scripts.

    Bodies, agreements and events whose names differ in one whole word are not alike at all.
    """
    arabic = is_arabic(name)
    own, other = (item.ar, item.en) if arabic else (item.en, item.ar)
    spelling = _spelling(name_key(name), name_key(own), kind) if own else 0.0
    if not other:
        return spelling
    return max(spelling, similarity(name, other) if arabic else similarity(other, name))


def _spelling(left: str, right: str, kind: EntityType) -> float:
    whole = fuzz.ratio(left, right) / 100
    if kind in ("Person", "Place"):
        return whole
    pairs = zip_longest(left.split(), right.split(), fillvalue="")
    return whole if all(fuzz.ratio(a, b) >= _WORD_LIKENESS for a, b in pairs) else 0.0


def candidates(index: Index, form: str, kind: EntityType, adjectives: Iterable[str] = ()) -> list[Candidate]:
    """Return the items of a type that a name may mean, each once by its best match, in order of the item.

    Items spelt alike are only sought when no other way leads to one.
    """
    found: dict[int, Match] = {}

    def add(number: int, match: Match) -> None:
        if kind in index.types(number):
            found[number] = min(match, found.get(number, match), key=ORDER.index)

    marked = index.exact(marked_key(form) or "")
    for number, quality in marked if marked else index.exact(name_key(form)):
        add(number, _QUALITY[quality])
    for match, keys in (
        ("country", country_variants(form, kind, adjectives)),
        ("class", class_variants(form, kind)),
    ):
        for key in keys:
            for number, quality in index.exact(key):
                if quality != WEAK:
                    add(number, match)  # type: ignore[arg-type]
    if found:
        return [Candidate(n, index.item(n), m, 1.0, form) for n, m in sorted(found.items())]
    return list(_alike(index, form, kind))


def _alike(index: Index, form: str, kind: EntityType) -> Iterator[Candidate]:
    for number in index.alike(form):
        if kind in index.types(number):
            item = index.item(number)
            if (like := likeness(form, item, kind)) >= _LIKENESS:
                yield Candidate(number, item, "alike", like, form)
