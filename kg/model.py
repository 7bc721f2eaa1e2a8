"""The types that flow through the program: Document -> Mention -> Entity / Event / Position -> Annotation.

Spans are Unicode code points into ``Document.text``, end exclusive; the text is never altered after
reading, so ``text[start:end]`` is always the mention as the source wrote it. Scores lie in [0, 1] and are
calibrated: of the items scored .8 about 80 % are right. The names of types, roles and modes are those of
the annotation guide (docs/annotation-guide.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

MentionType = Literal[
    "Person", "Organisation", "Place", "Agreement", "Event", "Nationality", "Position", "Date", "Quantity"
]
EntityType = Literal["Person", "Organisation", "Place", "Agreement", "Event"]
EventType = Literal[
    "Statement", "Agreement", "Consultation", "Decision", "Withdrawal", "Deployment", "Attack", "Transfer",
    "Appointment", "Demand", "Rejection", "Accusation", "Threat", "Sanction", "Protest", "Arrest",
]  # fmt: skip
Mode = Literal["asserted", "attributed", "planned", "hedged", "negated"]
RoleName = Literal[
    "actor", "target", "party", "victim", "agreement", "place", "time", "deadline", "instrument", "quantity",
    "topic",
]  # fmt: skip
RelationKind = Literal["leads", "memberOf", "partOf", "locatedIn"]
ArcKind = Literal["role", "speaker", "topic", "holder", "body", "relation"]

MENTION_TYPES: tuple[MentionType, ...] = get_args(MentionType)
ENTITY_TYPES: tuple[EntityType, ...] = get_args(EntityType)
EVENT_TYPES: tuple[EventType, ...] = get_args(EventType)
MODES: tuple[Mode, ...] = get_args(Mode)
ROLES: tuple[RoleName, ...] = get_args(RoleName)
RELATION_KINDS: tuple[RelationKind, ...] = get_args(RelationKind)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of ``Document.text`` in code points, end exclusive."""

    start: int
    end: int

    def overlap(self, other: Span) -> int:
        """Count the code points that two spans share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def contains(self, other: Span) -> bool:
        """Tell whether the other span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Document:
    """One news text as read, with what is known of its publication.

    ``published`` is an ISO date (``2021-12-09``) or None when unknown; ``published_from`` names the
    evidence it rests on (``manifest``, ``metadata``, ``dateline``, ...). ``sha256`` is the hex digest of the
    bytes that were read. ``sentences`` are in text order and do not overlap.
    """

    id: str
    text: str
    language: str
    sentences: tuple[Span, ...]
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    published_from: str | None = None
    url: str | None = None
    path: str | None = None
    sha256: str | None = None

    def at(self, span: Span) -> str:
        """Return the text of a span."""
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text where an entity, nationality, office, date or quantity is named.

    ``entity`` is an id of ``Annotation.entities`` for the five entity types, the country's id (or None) for
    a Nationality, None for the rest. ``value`` is the EDTF value of a Date or ``"2500 soldiers"`` for a
    Quantity, None when it cannot be resolved.
    """

    span: Span
    type: MentionType
    entity: str | None = None
    value: str | None = None
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Entity:
    """A real-world thing within one document. ``id`` is local to the document (``e1``)."""

    id: str
    type: EntityType
    name: str
    en: str | None = None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Stance:
    """How the text stands to a lasting fact, and who says it: an entity id or an unnamed source's words."""

    mode: Mode = "asserted"
    speaker: str | None = None
    source: str | None = None


ASSERTED = Stance()
"""In the narrator's own voice."""


@dataclass(frozen=True, slots=True)
class Position:
    """Somebody is said to hold an office: person id, the span of its title, id of the body or country."""

    person: str
    title: Span
    body: str | None = None
    score: float = 1.0
    stance: Stance = ASSERTED


@dataclass(frozen=True, slots=True)
class Relation:
    """A lasting relation between two entities, said in sentence number ``sentence``."""

    kind: RelationKind
    subject: str
    object: str
    sentence: int
    score: float = 1.0
    stance: Stance = ASSERTED


@dataclass(frozen=True, slots=True)
class Role:
    """One filler of one role of an event.

    Exactly one of ``entity`` (an entity id), ``event`` (the index of another event of the annotation; only
    for topic) or a bare ``span`` (a date, quantity or phrase) says what fills it; an entity filler may carry
    the span of the mention it was read from beside it. ``value`` is the resolved value of a date or quantity.
    ``meant`` is the entity id of the state that a capital stands for when it acts (metonymy).
    """

    name: RoleName
    entity: str | None = None
    event: int | None = None
    span: Span | None = None
    value: str | None = None
    score: float = 1.0
    meant: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What one sentence says happened, is said, is planned, may be or is denied.

    ``speaker`` is the entity id of whoever claims it, ``source`` the wording of an unnamed one. ``carrier``
    is the entity id of the medium that passes the claim on, when it is not the document's own publisher.
    """

    type: EventType
    trigger: Span
    mode: Mode
    sentence: int
    roles: tuple[Role, ...] = ()
    speaker: str | None = None
    source: str | None = None
    carrier: str | None = None
    score: float = 1.0
    mode_score: float = 1.0


@dataclass(frozen=True, slots=True)
class Annotation:
    """All that is read out of one document. Mentions are sorted by start, then by longest first."""

    document: Document
    entities: dict[str, Entity]
    mentions: tuple[Mention, ...]
    positions: tuple[Position, ...]
    relations: tuple[Relation, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Trigger:
    """The word that expresses an event, before its arguments are known."""

    span: Span
    type: EventType
    sentence: int
    mode: Mode
    score: float = 1.0
    mode_score: float = 1.0


@dataclass(frozen=True, slots=True)
class Arc:
    """A scored link between two recognised spans, by index.

    | kind     | source                | target                        | label         |
    |----------|-----------------------|-------------------------------|---------------|
    | role     | trigger               | mention or filler             | role name     |
    | speaker  | trigger               | mention or filler             | None          |
    | topic    | trigger               | trigger (the event it is about) | None        |
    | holder   | Position mention      | Person mention                | None          |
    | body     | Position mention      | Organisation/Place/Nationality mention | None |
    | relation | mention (subject)     | mention (object)              | relation kind |
    """

    kind: ArcKind
    source: int
    target: int
    label: str | None = None
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a recogniser finds in one document, before identity is resolved.

    ``mentions`` carry no entity ids yet. ``fillers`` are phrases that fill a role and are no mention; in an
    arc's target an index of ``len(mentions)`` or more means ``fillers[index - len(mentions)]``.
    """

    document: Document
    mentions: tuple[Mention, ...]
    fillers: tuple[Span, ...]
    triggers: tuple[Trigger, ...]
    arcs: tuple[Arc, ...]
