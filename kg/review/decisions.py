"""What a person decided: about what, when and why. The only data in the project that holds a clock's time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Literal, get_args

from kg.errors import InputError

Kind = Literal["merge", "split", "accept-link", "reject-link", "rename", "correct", "withdraw"]
KINDS: tuple[Kind, ...] = get_args(Kind)
OPPOSITE: dict[str, Kind] = {"merge": "split", "accept-link": "reject-link"}
"""What is decided when a question of this kind is answered with no."""


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    """A document entity or claim, named so that it is found again after the document is read anew.

    ``iri`` is its IRI without the base. ``kind`` is the entity type, event type, relation kind or
    ``Position``; ``text`` the entity's name, the trigger, the office title or the subject's name; ``quote``
    the sentence of a claim, empty for an entity. When the IRI is gone (a new recogniser draws another
    boundary) the rest finds it.
    """

    iri: str
    document: str
    kind: str
    text: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. Among those about the same thing the last one counts.

    | kind        | subject       | object         | value                                   |
    |-------------|---------------|----------------|-----------------------------------------|
    | merge       | entity, claim | the same thing |                                         |
    | split       | entity, claim | another thing  |                                         |
    | accept-link | entity        |                | Wikidata item (``Q42``)                 |
    | reject-link | entity        |                | Wikidata item                           |
    | rename      | entity        |                | ``ar=...`` or ``en=...``                |
    | correct     | claim         |                | ``field=value``, see kg.review.corrections |
    | withdraw    | None          |                | id of the decision that no longer counts |

    ``on`` is a UTC time in ISO 8601 with milliseconds.
    """

    kind: Kind
    subject: Anchor | None
    object: Anchor | None
    value: str
    by: str
    on: str
    why: str = ""

    @property
    def id(self) -> str:
        """Return 16 hex digits that stand for the whole content."""
        parts = (self.kind, repr(self.subject), repr(self.object), self.value, self.by, self.on, self.why)
        return sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def make_decision(
    kind: Kind,
    subject: Anchor | None,
    other: Anchor | None = None,
    *,
    value: str = "",
    by: str,
    on: str,
    why: str = "",
) -> Decision:
    """Return a decision whose parts fit its kind; the two sides of a merge or split in sorted order.

    :raises InputError: a part is missing, superfluous or malformed.
    """
    if kind not in KINDS:
        raise InputError(f"no kind of decision is called {kind!r}; there are {', '.join(KINDS)}")
    if not by.strip():
        raise InputError("a decision must say who made it")
    if kind in ("merge", "split"):
        if subject is None or other is None or subject == other or value:
            raise InputError(f"a {kind} names two different things and nothing else")
        subject, other = sorted((subject, other))
    elif other is not None or not value or (subject is None) != (kind == "withdraw"):
        raise InputError(f"a decision to {kind} needs one thing and one value")
    if kind.endswith("-link") and not (value[:1] == "Q" and value[1:].isdecimal()):
        raise InputError(f"{value!r} is not a Wikidata item such as Q42")
    if kind in ("rename", "correct") and "=" not in value:
        raise InputError(f"{value!r}: a decision to {kind} has a value of the form field=value")
    return Decision(kind, subject, other, value, by, _checked_time(on), why)


def timestamp(moment: datetime) -> str:
    """Return a moment as decisions carry it.

    >>> timestamp(datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC))
    '2024-05-06T07:08:09.000Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _checked_time(on: str) -> str:
    try:
        return timestamp(datetime.fromisoformat(on))
    except ValueError as error:
        raise InputError(f"{on!r} is not a time such as 2024-05-06T07:08:09.000Z") from error


def keep_effective(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions that count: of those about the same thing the last, none that is withdrawn.

    They are sorted by time, so the outcome does not depend on the order in which they were imported.
    """
    ordered = sorted(decisions, key=lambda d: (d.on, d.id))
    withdrawn = {d.value for d in ordered if d.kind == "withdraw"}
    last = {_matter(d): d for d in ordered if d.kind != "withdraw" and d.id not in withdrawn}
    return sorted(last.values(), key=lambda d: (d.on, d.id))


def _matter(decision: Decision) -> tuple[str, ...]:
    """Return what a decision is about: a later one about the same replaces it."""
    subject = "" if decision.subject is None else decision.subject.iri
    if decision.kind in ("merge", "split"):
        return "identity", subject, "" if decision.object is None else decision.object.iri
    if decision.kind in ("accept-link", "reject-link"):
        return "link", subject, decision.value
    return decision.kind, subject, decision.value.partition("=")[0]
