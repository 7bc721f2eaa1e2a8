"""What a document tells about its entities: their forms, its countries, the class nouns before a name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache

from kg.link.index import Index, Item
from kg.link.names import name_key
from kg.model import Annotation, Entity, Mention, MentionType

_BEFORE = 32
"""Code points before a mention in which a class noun and an adjective are looked for, and as many after."""
CITY_NOUNS = frozenset(("مدينه", "بلده", "قريه", "عاصمه", "city", "town", "village", "capital"))
REGION_NOUNS = frozenset(
    ("محافظه", "ولايه", "اقليم", "منطقه", "مقاطعه", "province", "governorate", "state", "region")
)
STATE_NOUNS = frozenset(("دوله", "جمهوريه", "مملكه", "سلطنه", "republic", "kingdom", "sultanate"))
"""Keys of what a place may be called, without article."""
_STOP = re.compile(r"[.؟!?\n]")
_PART = re.compile(r"\w+$")
_PROCLITICS = re.compile(r"^[وف]?[بكل]?(?:ال|(?<=ل)ل)?(?=\w{3})")


@dataclass(frozen=True, slots=True)
class Context:
    """A document as the linker sees it.

    ``countries`` counts how often each country (QID) is named or alluded to, ``own`` what each entity adds to
    that. ``forms`` lists the spellings of each entity, its name first, ``before`` the words right before its
    mentions, as keys with and without what is written on to them. ``beside`` holds the countries whose
    adjective stands beside a mention (the Jordanian capital Amman, Tripoli in its Lebanese adjective).
    """

    countries: Counter[str]
    own: dict[str, Counter[str]]
    forms: dict[str, tuple[str, ...]]
    before: dict[str, frozenset[str]]
    beside: dict[str, frozenset[str]] = field(default_factory=dict)

    def share(self, country: str | None, entity: str) -> float:
        """Return the share of a country among all that the document names beside an entity, in [0, 1]."""
        own = self.own.get(entity, Counter())
        total = sum(self.countries.values()) - sum(own.values())
        return (self.countries[country] - own[country]) / total if total > 0 and country else 0.0


def is_country(item: Item) -> bool:
    """Tell whether an item is a country of today."""
    return item.country == item.qid


def read_context(annotation: Annotation, index: Index) -> Context:
    """Return the context of a document."""
    forms: dict[str, dict[str, str]] = {
        key: {name_key(entity.name): entity.name} for key, entity in annotation.entities.items()
    }
    before: dict[str, set[str]] = defaultdict(set)
    beside: dict[str, set[str]] = defaultdict(set)
    countries: Counter[str] = Counter()
    own: dict[str, Counter[str]] = defaultdict(Counter)
    text = annotation.document.text
    for mention in annotation.mentions:
        surface = annotation.document.at(mention.span)
        if mention.type == "Nationality":
            countries.update(countries_in(index, surface))
        if mention.entity is None or mention.entity not in forms or mention.type == "Nationality":
            continue
        forms[mention.entity].setdefault(name_key(surface), surface)
        words, adjective = read_before(text, mention.span.start, mention.type, index)
        before[mention.entity].update(words)
        beside[mention.entity].update(adjective, read_after(text, mention, index))
        own[mention.entity].update(countries_in(index, annotation.entities[mention.entity].name))
    return Context(
        countries=sum(own.values(), countries),
        own=dict(own),
        forms={key: keep_telling_forms(annotation.entities[key], f.values()) for key, f in forms.items()},
        before={key: frozenset(words) for key, words in before.items()},
        beside={key: frozenset(found) for key, found in beside.items() if found},
    )


def read_before(text: str, start: int, kind: MentionType, index: Index) -> tuple[list[str], frozenset[str]]:
    """Return the word before a mention and the country of an adjective between the two.

    The word comes with and without what is written on to it. Before a place an adjective must follow a class
    noun (the Jordanian capital Amman): in "the French president Beirut" it says nothing of Beirut.
    """
    whole_words = _PART.sub("", _STOP.split(text[max(0, start - _BEFORE) : start])[-1])
    words = name_key(whole_words).split()[-2:]
    country = index.adjectives.get(words[-1]) if words else None
    if country is None:
        return [form for word in words[-1:] for form in bare_forms(word)], frozenset()
    noun = [form for word in words[:-1] for form in bare_forms(word)]
    tells = kind == "Person" or (kind == "Place" and not (CITY_NOUNS | REGION_NOUNS).isdisjoint(noun))
    return noun, frozenset({country}) if tells else frozenset()


def read_after(text: str, mention: Mention, index: Index) -> frozenset[str]:
    """Return the country of an adjective that follows a place or body (Tripoli in its Lebanese adjective)."""
    if mention.type not in ("Place", "Organisation"):
        return frozenset()
    words = name_key(_STOP.split(text[mention.span.end : mention.span.end + _BEFORE])[0]).split()[:1]
    return frozenset(index.adjectives[word] for word in words if word in index.adjectives)


def bare_forms(word: str) -> list[str]:
    """Return the key of a word, and the one without conjunction, preposition and article.

    >>> bare_forms("بمدينه"), bare_forms("العاصمه")
    (['بمدينه', 'مدينه'], ['العاصمه', 'عاصمه'])
    """
    return list(dict.fromkeys((word, _PROCLITICS.sub("", word))))


def countries_in(index: Index, name: str) -> frozenset[str]:
    """Return the countries (QIDs) that a name is, or that it has the name or adjective of in it."""
    return _countries_in(index, name_key(name))


@lru_cache(maxsize=20_000)
def _countries_in(index: Index, key: str) -> frozenset[str]:
    words = key.split()
    found = set()
    for i in range(len(words)):
        for j in range(i + 1, min(len(words), i + 4) + 1):
            span = " ".join(words[i:j])
            if span in index.adjectives:
                found.add(index.adjectives[span])
            found.update(
                index.item(n).qid
                for n, quality in index.exact(span)
                if not quality and is_country(index.item(n))
            )
    return frozenset(found)


def keep_telling_forms(entity: Entity, forms: Collection[str]) -> tuple[str, ...]:
    """Keep the forms of an entity that are not mere parts of its name (the family name, "the movement").

    >>> keep_telling_forms(Entity("e1", "Person", "باراك أوباما"), ["باراك أوباما", "أوباما", "Barack Obama"])
    ('باراك أوباما', 'Barack Obama')
    """
    whole = set(name_key(entity.name).split())
    bare = whole | {word.removeprefix("ال") for word in whole} | {f"ال{word}" for word in whole}
    return tuple(
        form
        for n, form in enumerate(forms)
        if n == 0 or (not set(name_key(form).split()) <= bare and len(form) > 2)
    )
