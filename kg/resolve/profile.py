"""Everything that speaks for or against an entity being another one, gathered over its members."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from kg.resolve.countries import states_of
from kg.resolve.forms import Form, make_form
from kg.resolve.known import item_of
from kg.resolve.names import is_arabic, name_tokens
from kg.resolve.types import DocumentSummary, EntityMember, EntitySummary

NATIONAL = frozenset(
    ["parliament", "congress", "senate", "government", "ministry", "army", "police", "court", "bank", "guard",
     "office", "command", "council", "committee", "agency", "authority", "constitution", "election", "law"]
)  # fmt: skip
"""Classes of heads of which every country has its own: without a country the name alone proves little."""
_MAX_HOME = 2
_YEAR = re.compile(r"\d{4}(?=-|$)")


_EVIDENCE = (
    "given",
    "known",
    "offices",
    "office_countries",
    "places",
    "home",
    "context",
    "years",
    "documents",
)
"""The fields of a profile that are sets of what its members have."""


@dataclass(slots=True)
class Profile:
    """One or more members taken for one thing, with their evidence.

    ``given`` are the Wikidata items that its documents surely mean (the linker's or a person's word),
    ``known`` those of the table of aliases; ``office_countries`` those of the bodies it holds offices in;
    ``home`` the countries that the documents are mostly about; ``context`` the named people, bodies and towns
    met beside it.
    """

    type: str
    members: list[EntityMember]
    forms: Counter[Form]
    given: set[str] = field(default_factory=set)
    known: set[str] = field(default_factory=set)
    offices: set[str] = field(default_factory=set)
    office_countries: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    home: set[str] = field(default_factory=set)
    context: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)

    def absorb(self, other: Profile) -> None:
        """Take over the members and the evidence of another profile."""
        self.members += other.members
        self.forms.update(other.forms)
        for name in _EVIDENCE:
            getattr(self, name).update(getattr(other, name))

    def copy(self) -> Profile:
        """Return a profile with the same evidence that can grow on its own."""
        own = replace(self, members=list(self.members), forms=self.forms.copy())
        for name in _EVIDENCE:
            setattr(own, name, set(getattr(self, name)))
        return own

    def main(self) -> Form:
        """Return the form that most documents use; of equals the fullest, then the first in order."""
        return min(self.forms, key=lambda f: (-self.forms[f], -len(f.tokens), f.tokens, f.text))

    def order(self) -> tuple[int, tuple[EntityMember, ...]]:
        """Return a sort key: richest evidence first, then by member."""
        return -len(self.context) - len(self.offices) - len(self.given), tuple(sorted(self.members)[:1])


def make_profiles(summary: DocumentSummary) -> Iterator[Profile]:
    """Yield one profile for each entity of a document, in order of local id."""
    entities = {e.id: e for e in summary.entities}
    forms = _settle({e.id: _forms(e, e.wikidata) for e in summary.entities}, entities)
    home = set(_home(summary.entities, forms))
    context = {e.id: key for e in summary.entities if (key := _context_key(forms[e.id][0])) is not None}
    year = _YEAR.match(summary.published) if summary.published is not None else None
    years = set() if year is None else {int(year[0])}
    for e in summary.entities:
        offices = {" ".join(name_tokens(title)) for title, _ in e.offices}
        bodies = [make_form("Organisation", text) for office in e.offices for text in office if text]
        yield Profile(
            type=e.type,
            members=[(summary.id, e.id)],
            forms=_weighted(forms[e.id]),
            given=set() if e.wikidata is None else {e.wikidata},
            known=_known(forms[e.id], e.wikidata),
            offices=offices,
            office_countries={c for f in bodies for c in f.countries},
            places={key for p in e.places if p in entities for key in forms[p][0].tokens},
            home=home,
            context={key for other, key in context.items() if other != e.id},
            years=years,
            documents={summary.id},
        )


def _known(forms: Iterable[Form], item: str | None) -> set[str]:
    """Return the items that names have in the table of aliases, none that differs from the document's own."""
    known = {known for f in forms if (known := item_of(f)) is not None}
    return known if item is None or item in known else set()


def _settle(forms: dict[str, list[Form]], entities: dict[str, EntitySummary]) -> dict[str, list[Form]]:
    """Return the forms, those of a place called like a country by what else the document names.

    عمان in a document that speaks of Jordan and otherwise never of Oman is the capital of Jordan.
    """
    settled = dict(forms)
    for e in entities.values():
        if e.type == "Place" and e.wikidata is None and len(set((states := states_of(e.name)).values())) > 1:
            named = {c for other, found in forms.items() if other != e.id for f in found for c in f.countries}
            fitting = [place for place, state in states.items() if "@" + state in named]
            settled[e.id] = _forms(e, fitting[0]) if len(fitting) == 1 else forms[e.id]
    return settled


def _forms(entity: EntitySummary, item: str | None) -> list[Form]:
    """Return the entity's name forms, its name first; short surfaces (surname, bare head) are left out."""
    main = make_form(entity.type, entity.name, item)
    texts = ([] if entity.en is None else [entity.en]) + [s for s in entity.surfaces if s != entity.name]
    others = (make_form(entity.type, text, item) for text in texts)
    full = [f for f in others if _is_full(f, main)]
    return list(dict.fromkeys([main, *full]))


def _weighted(forms: list[Form]) -> Counter[Form]:
    """Count the name that the document gives twice, so that it leads over the other forms."""
    return Counter([forms[0], *forms])


def _is_full(form: Form, main: Form) -> bool:
    if form.type == "Person":
        return len(form.tokens) > 1 or is_arabic(form.text) != is_arabic(main.text)
    return not form.generic and (len(form.tokens) >= len(main.tokens) or item_of(form) is not None)


def _home(entities: Iterable[EntitySummary], forms: dict[str, list[Form]]) -> list[str]:
    """Return the countries a document speaks of most: one, or two when the second is not rare beside it."""
    counts: Counter[str] = Counter()
    for e in entities:
        for country in forms[e.id][0].countries:
            counts[country] += e.count
    ranked = sorted(counts, key=lambda c: (-counts[c], c))[:_MAX_HOME]
    return [c for c in ranked if counts[c] * 3 >= counts[ranked[0]]]


def _context_key(form: Form) -> str | None:
    """Return what stands for an entity as company of others, None for countries and bare heads."""
    if form.generic or not form.tokens or (form.type == "Person" and len(form.tokens) < 2):
        return None
    item = item_of(form)
    if item is not None:
        return item
    return None if set(form.tokens) == set(form.countries) else form.type[0] + " ".join(form.tokens)
