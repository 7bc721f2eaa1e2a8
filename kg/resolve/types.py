"""What the identity step takes and gives: summaries and constraints in, canonical entities and events out.

A member is named by ``(document id, local id)``: for an entity the id of ``Annotation.entities``, for an
event its index in ``Annotation.events``. Everything here is plain data (strings, numbers, tuples), so it can
be cached and compared, and every tuple is sorted, so equal input gives equal output.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kg.model import EntityType, EventType, Mode, RoleName

EntityMember = tuple[str, str]
EventMember = tuple[str, int]
Verdict = Literal["merged", "uncertain", "apart"]


@dataclass(frozen=True, slots=True, order=True)
class Feature:
    """One piece of evidence for or against a merge: its value in [-1, 1] times its weight (in log odds)."""

    name: str
    value: float
    weight: float

    @property
    def points(self) -> float:
        """Return what the feature adds to the log odds."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True, order=True)
class Merge:
    """Why two entity members are, may be or are not the same thing.

    ``score`` is the probability in [0, 1] that they are the same; ``by`` says whether the score or a person
    (``decision``) settled it. Left sorts before right.
    """

    left: EntityMember
    right: EntityMember
    score: float
    verdict: Verdict
    features: tuple[Feature, ...] = ()
    by: Literal["score", "decision"] = "score"


@dataclass(frozen=True, slots=True, order=True)
class EventMerge:
    """Why two event claims are the same happening; as Merge, for events."""

    left: EventMember
    right: EventMember
    score: float
    verdict: Verdict
    features: tuple[Feature, ...] = ()
    by: Literal["score", "decision"] = "score"


@dataclass(frozen=True, slots=True)
class CanonicalEntity:
    """One real-world thing, in as many documents as speak of it.

    ``names`` are all further name forms as (text, language) pairs, without the two preferred ones.
    ``explanation`` holds the accepted merges that tie the members together.
    """

    key: str
    type: EntityType
    name_ar: str | None
    name_en: str | None
    names: tuple[tuple[str, str], ...]
    members: tuple[EntityMember, ...]
    wikidata: str | None = None
    explanation: tuple[Merge, ...] = ()


@dataclass(frozen=True, slots=True)
class CanonicalEvent:
    """One happening and the claims that report it, whatever their mode.

    ``matter`` is a key shared by the events that concern the same thing on different days or by different
    speakers (two announcements of one decision); None when no other event shares it.
    """

    key: str
    type: EventType
    members: tuple[EventMember, ...]
    matter: str | None = None
    explanation: tuple[EventMerge, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceFamily:
    """Documents whose texts are near copies of each other (wire copy); a lone document has a family too."""

    key: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Constraints:
    """What people decided about identity, as pairs of members; wins over every score.

    ``same`` pairs are merged, ``different`` pairs end up in different nodes. Where the two contradict each
    other ``different`` wins. Pairs naming members that do not exist (any more) are without effect.
    ``names`` gives a member's node another preferred name: (member, name, language).
    """

    same: frozenset[tuple[EntityMember, EntityMember]] = frozenset()
    different: frozenset[tuple[EntityMember, EntityMember]] = frozenset()
    same_events: frozenset[tuple[EventMember, EventMember]] = frozenset()
    different_events: frozenset[tuple[EventMember, EventMember]] = frozenset()
    names: frozenset[tuple[EntityMember, str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Resolution:
    """The outcome for a whole corpus. ``uncertain`` are the pairs worth a person's look, best first."""

    entities: tuple[CanonicalEntity, ...]
    events: tuple[CanonicalEvent, ...]
    families: tuple[SourceFamily, ...]
    uncertain: tuple[Merge, ...] = ()
    uncertain_events: tuple[EventMerge, ...] = ()

    def entity_keys(self) -> Mapping[EntityMember, str]:
        """Map every entity member to the key of its canonical entity."""
        return {member: entity.key for entity in self.entities for member in entity.members}

    def event_keys(self) -> Mapping[EventMember, str]:
        """Map every event member to the key of its canonical event."""
        return {member: event.key for event in self.events for member in event.members}

    def family_keys(self) -> Mapping[str, str]:
        """Map every document id to the key of its source family."""
        return {document: family.key for family in self.families for document in family.documents}


@dataclass(frozen=True, slots=True)
class EntitySummary:
    """What identity needs to know of one document entity.

    ``surfaces`` are its distinct mention texts in dictionary shape, sorted; ``offices`` the (title, body name
    or None) pairs it is said to hold; ``places`` the local ids of the places said to hold it; ``count`` its
    mentions, nationality adjectives included.
    """

    id: str
    type: EntityType
    name: str
    en: str | None = None
    wikidata: str | None = None
    surfaces: tuple[str, ...] = ()
    offices: tuple[tuple[str, str | None], ...] = ()
    places: tuple[str, ...] = ()
    count: int = 1


@dataclass(frozen=True, slots=True)
class EventSummary:
    """What identity needs to know of one event claim.

    ``fillers`` are (role, local entity id); ``values`` are (role, value of a date or quantity, or folded
    phrase); ``topics`` the indices of the events it is about. ``trigger`` is the stem of the trigger word,
    ``sentence`` the number of its sentence, ``speaker`` a local entity id, ``content`` the set of the
    sentence's words as a bit map (see ``kg.resolve.summary.bit_map``).
    """

    index: int
    type: EventType
    trigger: str
    mode: Mode
    sentence: int
    fillers: tuple[tuple[RoleName, str], ...] = ()
    values: tuple[tuple[RoleName, str], ...] = ()
    topics: tuple[int, ...] = ()
    speaker: str | None = None
    content: int = 0


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """The part of one annotation that the corpus step reads; small enough to keep 10,000 in memory.

    ``signature`` is the MinHash signature of the text (empty for a text too short to compare),
    ``language`` and ``published`` as in the document.
    """

    id: str
    language: str
    published: str | None
    entities: tuple[EntitySummary, ...]
    events: tuple[EventSummary, ...]
    signature: tuple[int, ...] = field(default=(), repr=False)
