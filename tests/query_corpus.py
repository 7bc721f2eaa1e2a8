"""Two small reports, one Arabic, one English, that agree and contradict each other, as a store's quads."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad

from kg.graph import document_quads, resolved_quads
from kg.model import (
    Annotation,
    Document,
    Entity,
    EntityType,
    Event,
    EventType,
    Mention,
    Mode,
    Position,
    Relation,
    RelationKind,
    Role,
    RoleName,
    Span,
)
from kg.resolve.types import CanonicalEntity, CanonicalEvent, Resolution, SourceFamily
from kg.settings import Settings

ARABIC = (
    "أعلن وزير النقل سامي حداد في 2 مارس 2022 انسحاب قوات النهر من الرمل.",
    "واتفقت الحكومة وقوات النهر في 10 يناير 2022 على تسليم السلاح قبل 1 يونيو 2022.",
    "وأقر مجلس المدينة في 5 فبراير 2022 قانون الميناء.",
    "وبقي نحو 300 جندي من قوات النهر في الرمل بحسب مصادر أمنية.",
    "ونفى سامي حداد مقتل ليلى قاسم.",
    "وتقود ليلى قاسم قوات النهر.",
)
ENGLISH = (
    "Sami Haddad announced on 3 March 2022 the withdrawal of the River Force.",
    "The government and the River Force agreed on 10 January 2022 to hand over weapons before 1 July 2022.",
    "Layla Qasim was killed in Raml on 1 March 2022, the Delta Agency said.",
    "About 500 soldiers of the River Force remained in Raml.",
    "The council may have cancelled the port law.",
)
PEOPLE: dict[str, tuple[EntityType, str, str]] = {
    "haddad": ("Person", "سامي حداد", "Sami Haddad"),
    "layla": ("Person", "ليلى قاسم", "Layla Qasim"),
    "force": ("Organisation", "قوات النهر", "River Force"),
    "government": ("Organisation", "الحكومة", "government"),
    "council": ("Organisation", "مجلس المدينة", "council"),
    "raml": ("Place", "الرمل", "Raml"),
    "law": ("Agreement", "قانون الميناء", "port law"),
    "agency": ("Organisation", "وكالة الدلتا", "Delta Agency"),
}


class Report:
    """Builds the annotation of one document out of surfaces."""

    def __init__(self, name: str, language: str, sentences: tuple[str, ...], **metadata: str) -> None:
        self.text = "\n".join(sentences)
        starts = [sum(len(s) + 1 for s in sentences[:n]) for n in range(len(sentences))]
        spans = tuple(Span(a, a + len(s)) for a, s in zip(starts, sentences, strict=True))
        self.document = Document(name, self.text, language, spans, **metadata)
        self.events: list[Event] = []
        self.positions: list[Position] = []
        self.relations: list[Relation] = []

    def span(self, sentence: int, surface: str) -> Span:
        start = self.text.index(surface, self.document.sentences[sentence].start)
        return Span(start, start + len(surface))

    def event(
        self,
        kind: EventType,
        sentence: int,
        trigger: str,
        *roles: Role,
        mode: Mode = "asserted",
        speaker: str | None = None,
        source: str | None = None,
        carrier: str | None = None,
    ) -> int:
        span = self.span(sentence, trigger)
        self.events.append(Event(kind, span, mode, sentence, roles, speaker, source, carrier))
        return len(self.events) - 1

    def value(self, name: RoleName, sentence: int, surface: str, value: str) -> Role:
        return Role(name, span=self.span(sentence, surface), value=value)

    def relation(self, kind: RelationKind, subject: str, target: str, sentence: int) -> None:
        self.relations.append(Relation(kind, subject, target, sentence))

    def annotation(self) -> Annotation:
        english = self.document.language == "en"
        entities = {
            key: Entity(key, kind, latin if english else name, latin)
            for key, (kind, name, latin) in PEOPLE.items()
            if (latin if english else name) in self.text
        }
        mentions = (
            Mention(Span(at, at + len(entity.name)), entity.type, key)
            for key, entity in entities.items()
            for at in range(len(self.text))
            if self.text.startswith(entity.name, at)
        )
        return Annotation(
            self.document,
            entities,
            tuple(sorted(mentions, key=lambda m: (m.span.start, -m.span.end))),
            tuple(self.positions),
            tuple(self.relations),
            tuple(self.events),
        )


def _arabic() -> Annotation:
    r = Report("alpha", "ar", ARABIC, published="2022-03-02", publisher="صحيفة الضفة", title="انسحاب")
    left = r.event(
        "Withdrawal", 0, "انسحاب", Role("actor", "force"), Role("place", "raml"), mode="attributed",
        speaker="haddad",
    )  # fmt: skip
    r.event(
        "Statement", 0, "أعلن", Role("actor", "haddad"), r.value("time", 0, "2 مارس 2022", "2022-03-02"),
        Role("topic", event=left),
    )  # fmt: skip
    r.positions.append(Position("haddad", r.span(0, "وزير النقل"), "government"))
    handing = r.event(
        "Transfer", 1, "تسليم", Role("actor", "force"), r.value("deadline", 1, "1 يونيو 2022", "2022-06-01"),
        mode="planned",
    )  # fmt: skip
    r.event(
        "Agreement", 1, "اتفقت", Role("party", "government"), Role("party", "force"),
        r.value("time", 1, "10 يناير 2022", "2022-01-10"), Role("topic", event=handing),
    )  # fmt: skip
    r.event(
        "Decision", 2, "أقر", Role("actor", "council"), Role("agreement", "law"),
        r.value("time", 2, "5 فبراير 2022", "2022-02-05"),
    )  # fmt: skip
    r.event(
        "Deployment", 3, "بقي", Role("actor", "force"), Role("place", "raml"),
        r.value("quantity", 3, "نحو 300 جندي", "300 soldiers"), mode="attributed", source="مصادر أمنية",
    )  # fmt: skip
    killed = r.event("Attack", 4, "مقتل", Role("victim", "layla"), mode="negated", speaker="haddad")
    r.event("Statement", 4, "نفى", Role("actor", "haddad"), Role("topic", event=killed))
    r.relation("leads", "layla", "force", 5)
    return r.annotation()


def _english() -> Annotation:
    r = Report("beta", "en", ENGLISH, published="2022-03-03", publisher="Delta Wire")
    left = r.event("Withdrawal", 0, "withdrawal", Role("actor", "force"), mode="attributed", speaker="haddad")
    r.event(
        "Statement", 0, "announced", Role("actor", "haddad"),
        r.value("time", 0, "3 March 2022", "2022-03-03"), Role("topic", event=left),
    )  # fmt: skip
    handing = r.event(
        "Transfer", 1, "hand over", Role("actor", "force"),
        r.value("deadline", 1, "1 July 2022", "2022-07-01"), mode="planned",
    )  # fmt: skip
    r.event(
        "Agreement", 1, "agreed", Role("party", "government"), Role("party", "force"),
        r.value("time", 1, "10 January 2022", "2022-01-10"), Role("topic", event=handing),
    )  # fmt: skip
    r.event(
        "Attack", 2, "killed", Role("victim", "layla"), Role("place", "raml"),
        r.value("time", 2, "1 March 2022", "2022-03-01"), mode="attributed", speaker="agency",
        carrier="agency",
    )  # fmt: skip
    r.event(
        "Deployment", 3, "remained", Role("actor", "force"), Role("place", "raml"),
        r.value("quantity", 3, "500 soldiers", "500 soldiers"),
    )  # fmt: skip
    r.event("Decision", 4, "cancelled", Role("actor", "council"), Role("agreement", "law"), mode="hedged")
    return r.annotation()


EVENTS: dict[str, tuple[EventType, tuple[tuple[str, int], ...]]] = {
    "left": ("Withdrawal", (("alpha", 0), ("beta", 0))),
    "told2": ("Statement", (("alpha", 1),)),
    "told3": ("Statement", (("beta", 1),)),
    "handing": ("Transfer", (("alpha", 2), ("beta", 2))),
    "agreed": ("Agreement", (("alpha", 3), ("beta", 3))),
    "law": ("Decision", (("alpha", 4),)),
    "stayed": ("Deployment", (("alpha", 5), ("beta", 5))),
    "killed": ("Attack", (("alpha", 6), ("beta", 4))),
    "denied": ("Statement", (("alpha", 7),)),
    "cancelled": ("Decision", (("beta", 6),)),
}


def _key(*parts: str) -> str:
    return hashlib.sha256("/".join(parts).encode()).hexdigest()[:16]


def _resolution(annotations: list[Annotation]) -> Resolution:
    members: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for annotation in annotations:
        for key in annotation.entities:
            members[key].append((annotation.document.id, key))
    entities = (
        CanonicalEntity(_key(key), *PEOPLE[key], names=(), members=tuple(sorted(found)))
        for key, found in members.items()
    )
    announced = _key("matter")
    events = (
        CanonicalEvent(_key(key), kind, found, announced if key.startswith("told") else None)
        for key, (kind, found) in EVENTS.items()
    )
    families = (SourceFamily(_key(a.document.id), (a.document.id,)) for a in annotations)
    return Resolution(
        tuple(sorted(entities, key=lambda e: e.key)),
        tuple(sorted(events, key=lambda e: e.key)),
        tuple(families),
    )


def corpus_quads() -> Iterator[Quad]:
    """Yield the quads of both reports, of what they say together, and of one link."""
    annotations = [_arabic(), _english()]
    for annotation in annotations:
        yield from document_quads(annotation, settings=Settings(), extractor="by hand")
    yield from resolved_quads(_resolution(annotations), annotations, settings=Settings())
    base = Settings().base
    yield Quad(
        NamedNode(f"{base}entity/{_key('raml')}"),
        NamedNode("http://www.w3.org/2004/02/skos/core#exactMatch"),
        NamedNode("http://www.wikidata.org/entity/Q1"),
        NamedNode(f"{base}graph/links"),
    )
