"""Make decisions about what a store shows: answer its questions, part, join, name, link and set right."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from kg.errors import InputError
from kg.review.corrections import make_correction
from kg.review.decisions import OPPOSITE, Anchor, Decision, Kind, make_decision
from kg.review.pending import find_anchor, find_members, iter_pending
from kg.store import Store


@dataclass(frozen=True, slots=True)
class Desk:
    """Where decisions are made: the store looked at, the base of its IRIs, who decides, when and why."""

    store: Store
    base: str
    by: str
    on: str
    why: str = ""

    def anchor(self, name: str) -> Anchor:
        """Return the anchor of a node, named by its IRI or by what follows the base.

        :raises InputError: the store has no such document entity, entity, claim or event.
        """
        return find_anchor(self.store, self.iri(name), base=self.base)

    def members(self, name: str) -> list[Anchor]:
        """Return the anchors of all document entities or claims of an entity or event.

        :raises InputError: it has none.
        """
        members = find_members(self.store, self.iri(name))
        if not members:
            raise InputError(f"{name}: the store has no entity or event of this name")
        return [find_anchor(self.store, member, base=self.base) for member in members]

    def iri(self, name: str) -> str:
        """Return the IRI that a person means by ``<iri>``, ``id:entity/x`` or ``entity/x``."""
        name = name.strip("<>")
        return name if "://" in name else self.base + name.removeprefix("id:")

    def decide(
        self, kind: Kind, subject: Anchor | None, other: Anchor | None = None, value: str = ""
    ) -> Decision:
        """Return a decision made here and now.

        :raises InputError: its parts do not fit its kind.
        """
        return make_decision(kind, subject, other, value=value, by=self.by, on=self.on, why=self.why)


def answer(desk: Desk, questions: Collection[str], *, yes: bool) -> list[Decision]:
    """Answer questions of the store by their ids.

    :raises InputError: the store has no such question.
    """
    found = {p.id: p for p in iter_pending(desk.store, base=desk.base) if p.id in questions}
    unknown = sorted(set(questions).difference(found))
    if unknown:
        raise InputError(f"the store has no question {', '.join(unknown)}; kg review lists them")
    return [
        desk.decide(p.kind if yes else OPPOSITE[p.kind], p.subject, p.object, p.item) for p in found.values()
    ]


def join(desk: Desk, names: Sequence[str]) -> list[Decision]:
    """Make several entities, or several events, one.

    :raises InputError: fewer than two are named, or an entity and an event.
    """
    first, *others = (desk.anchor(name) for name in names)
    if not others or any(bool(other.quote) != bool(first.quote) for other in others):
        raise InputError(f"{', '.join(names)}: name two or more entities, or two or more events")
    return [desk.decide("merge", first, other) for other in others]


def part(desk: Desk, name: str, members: Iterable[str]) -> list[Decision]:
    """Take members out of an entity or event; those taken out together stay together.

    :raises InputError: a member is not one of it, or none would be left.
    """
    everything = desk.members(name)
    wanted = {desk.anchor(member) for member in members}
    staying = [anchor for anchor in everything if anchor not in wanted]
    if not wanted.issubset(everything) or not staying:
        raise InputError(f"{name}: name some, not all, of: {', '.join(a.iri for a in everything)}")
    return [desk.decide("split", out, stay) for out in sorted(wanted) for stay in staying]


def rename(desk: Desk, name: str, label: str, language: str) -> list[Decision]:
    """Give an entity another preferred name in one language."""
    return [desk.decide("rename", desk.anchor(name), value=f"{language}={label}")]


def link(desk: Desk, name: str, item: str, *, yes: bool) -> list[Decision]:
    """Say that an entity is, or is not, a Wikidata item."""
    return [desk.decide("accept-link" if yes else "reject-link", desk.anchor(name), value=item)]


def set_right(desk: Desk, claim: str, changes: Sequence[str]) -> list[Decision]:
    """Correct fields of a claim, each given as ``field=value``.

    :raises InputError: there is no such claim or field, or the field cannot have that value.
    """
    anchor = desk.anchor(claim)
    if not anchor.quote:
        raise InputError(f"{claim}: is no claim; only claims can be corrected")
    for change in changes:
        make_correction(anchor, change)
    return [desk.decide("correct", anchor, value=change) for change in changes]


def withdraw(desk: Desk, decisions: Iterable[str], made: Iterable[Decision]) -> list[Decision]:
    """Take decisions back, so that the scores decide again; they stay in the journal.

    :raises InputError: the journal has no such decision.
    """
    known = {d.id for d in made}
    wanted = list(decisions)
    unknown = sorted(set(wanted).difference(known))
    if unknown:
        raise InputError(f"the journal has no decision {', '.join(unknown)}; kg review history lists them")
    return [desk.decide("withdraw", None, value=name) for name in wanted]
