"""The items that a name may mean: by its spelling, also with or without a class noun, and by its sound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Literal

from rapidfuzz import fuzz

from kg.language.transliterate import is_arabic, may_reach, similarity, skeletons
from kg.link.index import ALIAS, LABEL, WEAK, Index, Item
from kg.link.names import marked_key, name_key
from kg.model import EntityType

Match = Literal["label", "alias", "weak", "class", "country", "alike"]
"""How a name leads to an item: it is the item's label, another name of it or one guessed; it is a name
of it once a class noun ("the province of") or a country's adjective is added or taken away; it is alike."""

_QUALITY: dict[int, Match] = {LABEL: "label", ALIAS: "alias", WEAK: "weak"}
ORDER: tuple[Match, ...] = ("label", "alias", "weak", "country", "class", "alike")


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


CLASS_NOUNS: dict[EntityType, tuple[str, ...]] = {
    "Organisation": _words(
        "حركة تنظيم جماعة حزب منظمة وكالة صحيفة جريدة مجلة قناة شبكة شركة موقع هيئة نادي مؤسسة مجموعة "
        "ميليشيا ميليشيات مليشيا قوات فريق عصابات"
    ),
    "Place": _words(
        "محافظة مدينة منطقة ولاية إقليم بلدة قرية قضاء مديرية العاصمة دولة جمهورية مملكة إمارة جزيرة جزر "
        "ناحية حي مقاطعة"
    ),
    "Person": (),
    "Agreement": (),
    "Event": (),
}
_ADDED_ONLY = _words("نهر بحيرة جبل جبال مطار مخيم")
"""What is named after a place and is another thing: added to a name, never taken away from one."""
_ENGLISH_NOUNS = frozenset(
    _words(
        "city province governorate state republic movement party group organisation organization newspaper "
        "agency district town village region island river airport the"
    )
)
_EPITHETS = frozenset(_words("المحتله المحتل الشقيقه الشقيق الصديقه الصديق الشريف"))
"""Keys of adjectives that newspapers put after a place or body without meaning another one."""
_ENGLISH_PATTERNS: dict[str, tuple[str, ...]] = {
    "جامعه": ("university of {}", "{} university"),
    "مقاطعه": ("{} oblast", "{} province", "{} county"),
    "محافظه": ("{} governorate", "{} province"),
    "ولايه": ("{} province", "{} state", "{} wilaya"),
    "اقليم": ("{} region", "{} province"),
    "بحيره": ("lake {}",),
    "نهر": ("{} river",),
    "جزيره": ("{} island",),
    "مطار": ("{} international airport", "{} airport"),
}
"""Arabic class nouns as keys, and how English names such things after a place."""
_WORD_LIKENESS = 70
_NAMES = 16
"""The most names of an item that a name is compared with."""
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
    arabic = is_arabic(name)
    nouns = [name_key(noun) for noun in CLASS_NOUNS[kind]]
    if len(words) > 1 and words[0] in nouns:
        yield " ".join(words[1:])
    elif arabic and len(words) < 3:
        added = [*nouns, *(_ADDED_ONLY if kind == "Place" else ())]
        yield from (f"{noun} {key}" for noun in added)
    if arabic and words and words[0] == "مطار":
        yield f"{key} الدولي"
    if not arabic:
        bare = [word for word in words if word not in _ENGLISH_NOUNS and word != "of"]
        if bare and len(bare) < len(words):
            yield " ".join(bare)
    if words and words[0].startswith("ال"):
        yield " ".join([words[0][2:], *words[1:]])
    elif arabic and len(words) == 1:
        yield f"ال{key}"
    if len(words) > 1 and words[-1] in _EPITHETS:
        yield " ".join(words[:-1])
    if kind == "Event" and " بال" in key:
        yield key.replace(" بال", " في ال")


def country_variants(name: str, kind: EntityType, index: Index, adjectives: Iterable[str]) -> Iterator[str]:
    """Yield the keys of a body's name with its country said in other ways.

    An adjective becomes the country's name (the French government: the government of France); in Arabic, a
    name without one gets each of the adjectives given (the ministry: the Iraqi ministry).
    """
    if kind != "Organisation":
        return
    key = name_key(name)
    if not is_arabic(name):
        yield from _english_variants(key, index)
        return
    first, *middle = key.split()
    last = middle.pop() if middle else ""
    country = index.by_qid(index.adjectives.get(last, "Q0"))
    if country is None:
        yield from (f"{key} {adjective}" for adjective in adjectives)
    else:
        yield " ".join([first.removeprefix("ال"), *middle, name_key(country.ar)])
        yield " ".join([first, *middle, name_key(country.ar)])


def _english_variants(key: str, index: Index) -> Iterator[str]:
    """Yield a body's English name with its country said in other ways, and a ministry of foreign affairs."""
    first, _, rest = key.partition(" ")
    country = index.by_qid(index.adjectives.get(first, "Q0"))
    forms = [key]
    if country is not None and rest:
        forms += [f"{rest} of {name_key(country.en)}", f"{rest} of the {name_key(country.en)}"]
    yield from forms[1:]
    for form in forms:
        if "foreign ministry" in form:
            yield form.replace("foreign ministry", "ministry of foreign affairs")


def english_names(index: Index, name: str) -> Iterator[str]:
    """Yield the English keys of what Arabic names after a place: a university, a province, a river."""
    noun, _, place = name_key(name).partition(" ")
    for number, quality in index.exact(place) if noun in _ENGLISH_PATTERNS else ():
        label = name_key(index.item(number).en)
        if quality != WEAK and label and "Place" in index.types(number):
            yield from (pattern.format(label) for pattern in _ENGLISH_PATTERNS[noun])


def country_left_out(index: Index, name: str, kind: EntityType) -> Iterator[int]:
    """Yield the items with a body's name without the adjective at its end (the Israeli newspaper X).

    What has another country is none of them, and one word needs an item of that very country (the army).
    """
    *rest, last = name_key(name).split() or [""]
    if kind != "Organisation" or not rest or last not in index.adjectives:
        return
    allowed = {index.adjectives[last], *([None] if len(rest) > 1 else [])}
    bare = " ".join(rest)
    for key in (bare, *class_variants(bare, kind)):
        for number, quality in index.exact(key):
            if quality != WEAK and index.item(number).country in allowed:
                yield number


def _begun(index: Index, form: str, kind: EntityType) -> Iterator[int]:
    """Yield the one item of a type whose names begin with a name of three words or more."""
    key = name_key(form)
    if key.count(" ") >= 2:
        found = {n for _, n in index.prefix(f"{key} ", limit=8) if kind in index.types(n)}
        yield from found if len(found) == 1 else ()


def likeness(name: str, names: Iterable[str], kind: EntityType, *, least: float = 0.0) -> float:
    """Return how like a name and the likest of an item's names are, in [0, 1]: spelling, or sound.

    Bodies, agreements and events whose names differ in one whole word are not alike at all. A likeness below
    ``least``, in [0, 1), may come back as any number below it.
    """
    key, arabic = name_key(name), is_arabic(name)
    found = 0.0
    for other in names:
        if is_arabic(other) == arabic:
            found = max(found, _spelling(key, other, kind))
            continue
        pair = (key, other) if arabic else (other, key)
        # the bound goes first: few names pass it
        if may_reach(least, *pair) and not set(skeletons(name)).isdisjoint(skeletons(other)):
            found = max(found, similarity(*pair))
    return found


def _spelling(left: str, right: str, kind: EntityType) -> float:
    whole = fuzz.ratio(left, right) / 100
    if kind in ("Person", "Place"):
        return whole
    pairs = zip_longest(left.split(), right.split(), fillvalue="")
    return whole if all(fuzz.ratio(a, b) >= _WORD_LIKENESS for a, b in pairs) else 0.0


@lru_cache(maxsize=20_000)
def candidates(
    index: Index, form: str, kind: EntityType, adjectives: tuple[str, ...] = ()
) -> tuple[Candidate, ...]:
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
    for match, key in _other_ways(index, form, kind, adjectives):
        for number, quality in index.exact(key):
            if quality != WEAK:
                add(number, match)
    for number in country_left_out(index, form, kind):
        add(number, "class")
    for number in () if found else _begun(index, form, kind):
        add(number, "class")
    if found:
        return tuple(Candidate(n, index.item(n), m, 1.0, form) for n, m in sorted(found.items()))
    return _alike(index, form, kind)


def _other_ways(
    index: Index, form: str, kind: EntityType, adjectives: tuple[str, ...]
) -> Iterator[tuple[Match, str]]:
    for key in country_variants(form, kind, index, adjectives):
        yield "country", key
    for key in (*class_variants(form, kind), *dict.fromkeys(english_names(index, form))):
        yield "class", key


@lru_cache(maxsize=20_000)
def _alike(index: Index, form: str, kind: EntityType) -> tuple[Candidate, ...]:
    bare = next(class_variants(form, kind), "") if _has_class_noun(form, kind) else ""
    words = bare.split()
    national = len(words) > 1 and words[-1] in index.adjectives
    found = []
    for name in filter(None, (form, " ".join(words[:-1]) if national else bare)):
        for number in index.alike(name):
            if kind in index.types(number):
                like = likeness(name, index.names(number)[:_NAMES], kind, least=_LIKENESS)
                if like >= _LIKENESS:
                    found.append(Candidate(number, index.item(number), "alike", like, form))
    return tuple(found)


def _has_class_noun(name: str, kind: EntityType) -> bool:
    first, _, rest = name_key(name).partition(" ")
    return bool(rest) and first in {name_key(noun) for noun in CLASS_NOUNS[kind]}
