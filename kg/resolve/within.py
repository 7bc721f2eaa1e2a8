"""Identity within one document: every mention of one thing gets the id of one entity.

Three passes over the named mentions: equal and equivalent forms are joined; then names that stand in
apposition (a gloss or acronym in brackets or quotes); then every shorter form (surname, the body by its
head noun alone) goes to the longer name that it fits best, of equals to the one named last before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import cast

from kg.model import ENTITY_TYPES, Document, Entity, EntityType, Mention, Span
from kg.resolve.countries import local_name, nationality_of
from kg.resolve.forms import Form, make_form
from kg.resolve.match import is_acronym, is_same, strength
from kg.resolve.names import is_arabic, stem, words
from kg.resolve.sets import DisjointSets

_OPENING = re.compile(r"[\"'»”)]{0,2} ?(?:\(|[«“\"]\(?)")
_MAX_GAP = 4
_SALIENCE, _MAX_SALIENT = 0.02, 4
"""What each mention of a candidate, up to four, adds to its fit: shorter names go to who is talked about."""


@dataclass(frozen=True, slots=True)
class _Named:
    """The named mentions of a document, in text order, with their forms."""

    document: Document
    spans: tuple[Span, ...]
    forms: tuple[Form, ...]


def shape(document: Document, span: Span) -> str:
    """Return a mention's text in dictionary shape: the article that ``لل`` swallows is put back."""
    text = document.at(span)
    swallowed = text.startswith("ل") and span.start > 0 and document.text[span.start - 1] == "ل"
    return "ا" + text if swallowed else text


def resolve_document(
    document: Document, mentions: Sequence[Mention]
) -> tuple[dict[str, Entity], tuple[Mention, ...]]:
    """Give every named mention of a document the id of its entity, and describe the entities.

    Ids are ``e1``, ``e2``, ... in order of first mention. A Nationality gets the id of its country, which
    is created when the text names it in no other way; peoples of no one country get None. Mentions of
    other types come back as they were, and the order is kept.

    >>> text = "Omar Haddad spoke. Haddad left."
    >>> spoken = Document("d", text, "en", (Span(0, 18), Span(19, 31)))
    >>> found = [Mention(Span(0, 11), "Person"), Mention(Span(19, 25), "Person")]
    >>> [m.entity for m in resolve_document(spoken, found)[1]]
    ['e1', 'e1']
    """
    order = sorted(
        (i for i, m in enumerate(mentions) if m.type in ENTITY_TYPES), key=lambda i: mentions[i].span
    )
    spans = tuple(mentions[i].span for i in order)
    kinds = [cast(EntityType, mentions[i].type) for i in order]
    forms = tuple(make_form(k, shape(document, s)) for k, s in zip(kinds, spans, strict=True))
    named = _Named(document, spans, forms)
    sets = DisjointSets(range(len(order)))
    _join_same(named, sets)
    _join_appositions(named, sets)
    _join_short(named, sets)
    return _numbered(mentions, named, {i: n for n, i in enumerate(order)}, sets)


def _join_same(named: _Named, sets: DisjointSets[int]) -> None:
    first: dict[tuple[str, tuple[str, ...]], int] = {}
    for i, form in enumerate(named.forms):
        if not form.generic:
            sets.join(first.setdefault((form.type, form.tokens), i), i)
    distinct = list(first.values())
    for n, i in enumerate(distinct):
        for j in distinct[:n]:
            a, b = named.forms[j], named.forms[i]
            if a.type == b.type and (is_same(a, b) or is_acronym(a, b) or is_acronym(b, a)):
                sets.join(j, i)


def _join_appositions(named: _Named, sets: DisjointSets[int]) -> None:
    starts: dict[int, int] = {span.start: i for i, span in reversed(list(enumerate(named.spans)))}
    for i, span in enumerate(named.spans):
        for start in range(span.end + 1, span.end + _MAX_GAP + 1):
            j = starts.get(start)
            if j is None or not _OPENING.fullmatch(named.document.text[span.end : start]):
                continue
            a, b = named.forms[i], named.forms[j]
            if a.type == b.type and not (a.type == "Place" and (a.countries or b.countries)):
                sets.join(i, j)


def _join_short(named: _Named, sets: DisjointSets[int]) -> None:
    groups = sets.groups()
    fits = _fits(named, groups)
    links = [(i, _best(i, named, groups, fits.get(form, {}))) for i, form in enumerate(named.forms)]
    orphans: dict[tuple[str, str | None], int] = {}
    for i, target in links:
        form = named.forms[i]
        if target is not None:
            sets.join(target, i)
        elif form.generic:
            sets.join(orphans.setdefault((form.type, form.head), i), i)


def _fits(named: _Named, groups: list[list[int]]) -> dict[Form, dict[int, float]]:
    """Return for every form how well it fits, as a shorter name, the groups that it is not part of."""
    fits: dict[Form, dict[int, float]] = {}
    forms = list(dict.fromkeys(named.forms))
    for number, group in enumerate(groups):
        longer = dict.fromkeys(named.forms[i] for i in group)
        kinds = {form.type for form in longer}
        for form in forms:
            if form.type in kinds and (form.generic or form not in longer):
                fit = max(strength(form, other) for other in longer)
                if fit > 0:
                    fits.setdefault(form, {})[number] = fit
    return fits


def _best(i: int, named: _Named, groups: list[list[int]], fits: dict[int, float]) -> int | None:
    """Return a mention of the group that mention ``i`` fits best, the last named before it among equals."""

    def rank(number: int) -> tuple[float, bool, int]:
        group = groups[number]
        before = [j for j in group if j < i]
        fit = fits[number] + _SALIENCE * min(_MAX_SALIENT, len(group))
        return fit, bool(before), before[-1] if before else -group[0]

    return groups[max(fits, key=rank)][0] if fits else None


def _numbered(
    mentions: Sequence[Mention], named: _Named, place: dict[int, int], sets: DisjointSets[int]
) -> tuple[dict[str, Entity], tuple[Mention, ...]]:
    members: dict[int | str, list[Form]] = {}
    for n, form in enumerate(named.forms):
        members.setdefault(sets.find(n), []).append(form)
    known = _adjectives(named, sets)
    keys: list[int | str | None] = []
    for i, mention in enumerate(mentions):
        key: int | str | None = sets.find(place[i]) if i in place else None
        if mention.type == "Nationality":
            key = _country_key(named.document, mention.span, known)
        keys.append(key)
    ids: dict[int | str, str] = {}
    entities: dict[str, Entity] = {}
    for i in sorted(range(len(mentions)), key=lambda i: mentions[i].span):
        key = keys[i]
        if key is not None and key not in ids:
            ids[key] = f"e{len(ids) + 1}"
            entities[ids[key]] = _entity(ids[key], key, members.get(key, []), named.document.language)
    return entities, tuple(
        m if k is None else replace(m, entity=ids[k]) for m, k in zip(mentions, keys, strict=True)
    )


def _adjectives(named: _Named, sets: DisjointSets[int]) -> dict[str, int]:
    """Return the groups that an adjective may point to: by country key, and by stem for other places."""
    known: dict[str, int] = {}
    for n, form in enumerate(named.forms):
        if form.type == "Place" and len(form.tokens) == 1:
            token = form.tokens[0]
            known.setdefault(token if token.startswith("@") else _region(token), sets.find(n))
    return known


def _region(token: str) -> str:
    return token[:-1] if token.endswith(("ا", "ه")) and len(token) > 4 else token


def _country_key(document: Document, span: Span, known: dict[str, int]) -> int | str | None:
    """Return the group or the country key that a nationality stands for, None when there is none."""
    for text in dict.fromkeys((document.at(span), shape(document, span))):
        country = nationality_of(text)
        if country is not None:
            return known.get("@" + country, country)
        tokens = words(text)
        if len(tokens) == 1 and is_arabic(text) and _region(stem(tokens[0])) in known:
            return known[_region(stem(tokens[0]))]
    return None


def _entity(local: str, key: int | str, forms: Iterable[Form], language: str) -> Entity:
    """Return the entity of a group of forms, or of a country that only an adjective names."""
    group = list(forms)
    if isinstance(key, str):
        return Entity(local, "Place", local_name(key, language), local_name(key, "en"))
    arabic = language == "ar"
    name = max(group, key=lambda f: (is_arabic(f.text) == arabic, not f.generic, len(f.tokens), len(f.text)))
    countries = {f.tokens for f in group if f.type == "Place" and len(f.tokens) == 1 and f.countries}
    if len(countries) == 1:
        country = next(iter(countries))[0][1:]
        return Entity(local, "Place", local_name(country, language), local_name(country, "en"))
    latin = [f.text for f in group if not is_arabic(f.text)]
    return Entity(local, name.type, name.text, None if not latin else max(latin, key=len))
