"""Event claims with canonical participants and with their time as days: what joining compares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from kg.dates.edtf import bounds
from kg.model import EventType, Mode
from kg.resolve.types import DocumentSummary, EntityMember, EventMember, EventSummary

REPORTIVE: frozenset[EventType] = frozenset(["Statement", "Demand", "Rejection", "Accusation", "Threat"])
"""Types of saying: without a time of its own such an event is of the day of its report."""
_AGENTS = ("actor", "party")
_PATIENTS = ("target", "victim")

Days = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Claim:
    """One event claim made comparable.

    ``when`` and ``deadline`` are first and last day as ordinals; ``reported`` is the day of publication.
    ``lands`` are the countries of the places, ``about`` the topics' clusters (set before sayings are joined).
    """

    member: EventMember
    type: EventType
    mode: Mode
    sentence: int
    trigger: str
    language: str
    content: int
    agents: frozenset[str]
    patients: frozenset[str]
    victims: frozenset[str]
    agreements: frozenset[str]
    places: frozenset[str]
    lands: frozenset[str]
    quantities: frozenset[str]
    topics: tuple[EventMember, ...]
    when: Days | None
    deadline: Days | None
    reported: int | None
    about: frozenset[str] = field(default=frozenset())


def read_days(value: str) -> Days | None:
    """Return the first and last day of an EDTF value as ordinals; None when unknown or out of range."""
    found = bounds(value)
    if found is None:
        return None
    try:
        return date.fromisoformat(found[0]).toordinal(), date.fromisoformat(found[1]).toordinal()
    except ValueError:
        return None


def make_claims(
    summaries: Iterable[DocumentSummary],
    keys: Mapping[EntityMember, str],
    acting: Callable[[str], str],
) -> list[Claim]:
    """Return the claims of all documents; ``acting`` maps an entity's key to whom it acts for."""
    return [_claim(s, e, keys, acting) for s in summaries for e in s.events]


def _claim(
    document: DocumentSummary,
    event: EventSummary,
    keys: Mapping[EntityMember, str],
    acting: Callable[[str], str],
) -> Claim:
    def fillers(*roles: str) -> frozenset[str]:
        return frozenset(
            keys[document.id, e] for role, e in event.fillers if role in roles and (document.id, e) in keys
        )

    def values(*roles: str) -> list[str]:
        return [value for role, value in event.values if role in roles]

    reported = read_days(document.published) if document.published is not None else None
    day = reported[0] if reported is not None and reported[0] == reported[1] else None
    stated = [days for v in values("time") if (days := read_days(v)) is not None]
    when = (min(d[0] for d in stated), max(d[1] for d in stated)) if stated else None
    if (
        when is None
        and event.type in REPORTIVE
        and event.mode in ("asserted", "attributed")
        and day is not None
    ):
        when = (day - 1, day)
    deadlines = [days for v in values("deadline") if (days := read_days(v)) is not None]
    phrases = frozenset("'" + v for v in values("target", "victim"))
    return Claim(
        member=(document.id, event.index),
        type=event.type,
        mode=event.mode,
        sentence=event.sentence,
        trigger=event.trigger,
        language=document.language,
        content=event.content,
        agents=frozenset(map(acting, fillers(*_AGENTS))) | frozenset("'" + v for v in values(*_AGENTS)),
        patients=frozenset(map(acting, fillers(*_PATIENTS))) | phrases,
        victims=fillers("victim"),
        agreements=fillers("agreement"),
        places=fillers("place"),
        lands=frozenset(key for key in map(acting, fillers("place")) if key.startswith("@")),
        quantities=frozenset(values("quantity")),
        topics=tuple((document.id, t) for t in event.topics),
        when=when,
        deadline=deadlines[0] if deadlines else None,
        reported=day,
    )
