"""The names by which users see an item, chosen out of all that the sources give it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from rapidfuzz import fuzz

from kg.link.names import name_key, without_brackets

_LATIN = re.compile(r"[A-Za-z]")
_CODE = re.compile(r"[A-Z]{1,3}|[a-z]{2}|[A-Z]{2}-\d+")
_SMALL = frozenset(("of", "the", "and", "in", "for", "on", "to", "al", "el", "de"))
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e]")
_ARABIC = re.compile(r"[\u0621-\u064a]")


def is_arabic_name(name: str) -> bool:
    """Tell whether a name has Arabic letters."""
    return _ARABIC.search(name) is not None


def is_plain(name: str) -> bool:
    """Tell whether a name has Latin letters and no others, and is no code of a country or an airport."""
    return name.isascii() and _LATIN.search(name) is not None and not _CODE.fullmatch(name)


def english_label(names: list[str], *, sure: bool = False) -> str:
    """Return the name that serves as label: the first, unless the list is in mere order of code points.

    Then, and when it is not ``sure`` that the source puts the label first, it is the one most like the
    others. Other scripts, codes and "Town, State" tell users little. A label in small letters gets capitals
    when one of the names has some.

    >>> english_label(["Iraq", "IRQ", "Jumhūriyyat al-‘Irāq", "Republic of Iraq", "iq"])
    'Iraq'
    >>> english_label(["FB", "Facebook", "Facebook Inc", "Facebook, Inc."])
    'Facebook'
    >>> english_label(["joe biden", "Joe Biden", "Joseph Biden"])
    'Joe Biden'
    >>> english_label(["united nations security council", "UNSC"])
    'United Nations Security Council'
    """
    names = [name for name in map(without_brackets, names) if name]
    telling = [name for name in names if _LATIN.search(name) and not _CODE.fullmatch(name)]
    if not telling:
        return "".join(names[:1])
    label = names[0]
    if label not in telling or (not sure and len(names) > 1 and label <= names[1]):
        plain = [name for name in telling if "," not in name]
        label = _likest(plain if plain else telling)
    proper = [name for name in names if name.lower() == label != name and not name.isupper()]
    if proper:
        return proper[0]
    return _capitals(label) if label.islower() and any(name != name.lower() for name in names) else label


def arabic_label(names: Iterable[str]) -> str:
    """Return the first name in Arabic letters, without marks of direction; empty when there is none."""
    return next((_DIRECTION.sub("", name).strip() for name in names if is_arabic_name(name)), "")


def _likest(names: list[str]) -> str:
    """Return the name most like the others in spelling; of several, one in ASCII, then the first."""
    keys = [name_key(name) for name in names]
    likeness = [sum(fuzz.ratio(own, other) for other in keys) for own in keys]
    best = max(range(len(names)), key=lambda n: (round(likeness[n], 6), names[n].isascii(), -n))
    return names[best]


def _capitals(name: str) -> str:
    return " ".join(w if w in _SMALL else w[:1].upper() + w[1:] for w in name.split())


def country_label(label: str, short: str, names: Collection[str]) -> str:
    """Return the label of a country: the United Nations' short name where it is as short and as plain.

    >>> country_label("Jumhūriyyat al-‘Irāq", "Iraq", {"Iraq"})
    'Iraq'
    >>> country_label("Russia", "Russian Federation", {"Russian Federation"})
    'Russia'
    """
    short = without_brackets(short)
    if not short or not label:
        return label or short
    known = name_key(short) in map(name_key, names)
    return label if is_plain(label) and not (known and len(short.split()) <= len(label.split())) else short
