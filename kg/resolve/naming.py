"""What a canonical entity is called, and the key that it keeps as documents come and go."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from kg.resolve.countries import local_name
from kg.resolve.names import is_arabic
from kg.resolve.profile import Profile
from kg.resolve.types import CanonicalEntity, Constraints, EntityMember, Merge

_QUOTES = re.compile('["“”„«»]')


def plain_name(text: str) -> str:
    """Return a name without quotation marks and with single spaces."""
    return " ".join(_QUOTES.sub("", text).split())


def digest(*parts: str) -> str:
    """Return 16 hex digits that stand for the parts in this order."""
    return sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def name_entities(
    profiles: Iterable[Profile], merges: Iterable[Merge], constraints: Constraints
) -> tuple[CanonicalEntity, ...]:
    """Return the canonical entities of the profiles, sorted by key.

    The key is a hash of type and best-known name, so a further document seldom changes it. Of several
    things with one name the one with most documents has that key, the others are told apart by their
    first member.
    """
    ranked = sorted(profiles, key=lambda p: (-len(p.documents), min(p.members)))
    chosen = {member: (name, language) for member, name, language in sorted(constraints.names)}
    taken: set[str] = set()
    keys: list[str] = []
    for profile in ranked:
        key = digest(profile.type, _anchor(profile))
        if key in taken:
            key = digest(profile.type, _anchor(profile), *min(profile.members))
        taken.add(key)
        keys.append(key)
    reasons = _reasons(ranked, merges)
    made = (_entity(k, p, chosen, reasons[n]) for n, (k, p) in enumerate(zip(keys, ranked, strict=True)))
    return tuple(sorted(made, key=lambda e: e.key))


def _anchor(profile: Profile) -> str:
    main = profile.main()
    if main.generic:
        return "\x1f".join(("generic", *min(profile.members)))
    return " ".join(main.tokens) if main.tokens else main.text


def _reasons(profiles: list[Profile], merges: Iterable[Merge]) -> list[tuple[Merge, ...]]:
    number = {member: n for n, p in enumerate(profiles) for member in p.members}
    reasons: list[list[Merge]] = [[] for _ in profiles]
    for merge in merges:
        reasons[number[merge.left]].append(merge)
    return [tuple(sorted(r)) for r in reasons]


def _entity(
    key: str, profile: Profile, chosen: dict[EntityMember, tuple[str, str]], reasons: tuple[Merge, ...]
) -> CanonicalEntity:
    names: dict[str, Counter[str]] = {"ar": Counter(), "en": Counter()}
    for form, count in profile.forms.items():
        names["ar" if is_arabic(form.text) else "en"][plain_name(form.text)] += count
    main = profile.main()
    best = {language: _best(counter) for language, counter in names.items()}
    if main.type == "Place" and main.countries and len(main.tokens) == 1:
        country = main.tokens[0][1:]
        best = {"ar": local_name(country, "ar"), "en": local_name(country, "en")}
    best |= {language: name for m in sorted(profile.members) if m in chosen for name, language in [chosen[m]]}
    rest = {(n, language) for language, counter in names.items() for n in counter if n not in best.values()}
    return CanonicalEntity(
        key=key,
        type=main.type,
        name_ar=best["ar"],
        name_en=best["en"],
        names=tuple(sorted(rest)),
        members=tuple(sorted(profile.members)),
        wikidata=min(profile.given) if len(profile.given) == 1 else None,
        explanation=reasons,
    )


def _best(names: Counter[str]) -> str | None:
    return min(names, key=lambda n: (-names[n], -len(n), n)) if names else None
