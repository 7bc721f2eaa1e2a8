"""Two small documents made by hand, with their resolution, that hold every kind of thing the graph knows."""

from __future__ import annotations

from dataclasses import replace

from pyoxigraph import Quad

from kg.graph import document_quads, ontology_quads, resolved_quads
from kg.model import Annotation, Document, Entity, Event, Mention, Position, Relation, Role, Span
from kg.resolve.types import (
    CanonicalEntity,
    CanonicalEvent,
    EventMerge,
    Feature,
    Merge,
    Resolution,
    SourceFamily,
)
from kg.settings import Settings

SETTINGS = Settings()
TEXT = (
    "قال رئيس البلدية السابق سالم الحارثي إن شركة النور ستنسحب من صحار بحلول نهاية 2022.\n"
    "وقتل 12 مدنيا بقذيفة في صحار يوم 9 مارس 2022.\n"
    "وأعلنت مسقط أن انسحاب الشركة لم يقع وأن معاهدة صحار نافذة."
)
ENGLISH = "Nour Company has withdrawn from Sohar, officials said."


def span(text: str, words: str, nth: int = 0) -> Span:
    """Return where the words stand in a text."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def sentences(text: str) -> tuple[Span, ...]:
    """Return one sentence a line."""
    out, start = [], 0
    for line in text.split("\n"):
        out.append(Span(start, start + len(line)))
        start += len(line) + 1
    return tuple(out)


def at(words: str, nth: int = 0) -> Span:
    """Return where the words stand in the Arabic document."""
    return span(TEXT, words, nth)


def arabic() -> Annotation:
    """Return the Arabic document: a former office, a plan, a killing, a denial, a capital that acts."""
    entities = {
        "e1": Entity("e1", "Person", "سالم الحارثي", "Salim al-Harthi"),
        "e2": Entity("e2", "Organisation", "شركة النور", "Nour Company"),
        "e3": Entity("e3", "Place", "صحار", "Sohar"),
        "e4": Entity("e4", "Place", "مسقط", "Muscat"),
        "e5": Entity("e5", "Place", "عمان", "Oman"),
        "e6": Entity("e6", "Agreement", "معاهدة صحار", None),
        "e7": Entity("e7", "Organisation", "البلدية", None),
        "e8": Entity("e8", "Event", "مهرجان صحار", "Sohar Festival"),
    }
    mentions = (
        Mention(at("رئيس البلدية السابق"), "Position", score=0.9),
        Mention(at("البلدية"), "Organisation", "e7", score=0.9),
        Mention(at("سالم الحارثي"), "Person", "e1", score=0.95),
        Mention(at("شركة النور"), "Organisation", "e2"),
        Mention(at("صحار"), "Place", "e3"),
        Mention(at("نهاية 2022"), "Date", value="2022-12"),
        Mention(at("12 مدنيا"), "Quantity", value="12 civilians"),
        Mention(at("صحار", 1), "Place", "e3"),
        Mention(at("9 مارس 2022"), "Date", value="2022-03-09"),
        Mention(at("مسقط"), "Place", "e4"),
        Mention(at("معاهدة صحار"), "Agreement", "e6"),
    )
    events = (
        Event(
            "Statement", at("قال"), "asserted", 0, (Role("actor", "e1"), Role("topic", event=1)), score=0.9
        ),
        Event(
            "Withdrawal",
            at("ستنسحب"),
            "planned",
            0,
            (
                Role("actor", "e2", span=at("شركة النور")),
                Role("place", "e3"),
                Role("deadline", span=at("نهاية 2022"), value="2022-12"),
            ),
            speaker="e1",
            score=0.8,
            mode_score=0.9,
        ),
        Event(
            "Attack",
            at("قتل"),
            "asserted",
            1,
            (
                Role("victim", span=at("12 مدنيا"), value="12 civilians"),
                Role("instrument", span=at("قذيفة")),
                Role("place", "e3", score=0.7),
                Role("time", span=at("9 مارس 2022"), value="2022-03-09"),
            ),
        ),
        Event(
            "Statement", at("أعلنت"), "asserted", 2, (Role("actor", "e4", meant="e5"), Role("topic", event=4))
        ),
        Event("Withdrawal", at("انسحاب"), "negated", 2, (Role("actor", "e2"),), speaker="e4", carrier="e7"),
        Event(
            "Agreement",
            at("نافذة"),
            "attributed",
            2,
            (Role("agreement", "e6"), Role("party", "e5")),
            speaker="e4",
        ),
    )
    return Annotation(
        Document(
            "a/1",
            TEXT,
            "ar",
            sentences(TEXT),
            title="قصير",
            publisher="صحيفة",
            published="2022-03-10",
            published_from="manifest",
            url="https://news.example/1",
            path="a/1.txt",
            sha256="0" * 64,
        ),
        entities,
        mentions,
        (Position("e1", at("رئيس البلدية السابق"), "e7", 0.9),),
        (Relation("locatedIn", "e2", "e3", 0, 0.6),),
        events,
    )


def english() -> Annotation:
    """Return the English document: the withdrawal again, said by officials."""
    event = Event(
        "Withdrawal",
        span(ENGLISH, "withdrawn"),
        "attributed",
        0,
        (Role("actor", "e1"), Role("place", "e2")),
        source="officials",
        score=0.5,
    )
    return Annotation(
        Document("b", ENGLISH, "en", sentences(ENGLISH), published="2022-03-12"),
        {
            "e1": Entity("e1", "Organisation", "Nour Company", "Nour Company"),
            "e2": Entity("e2", "Place", "Sohar", "Sohar"),
        },
        (
            Mention(span(ENGLISH, "Nour Company"), "Organisation", "e1"),
            Mention(span(ENGLISH, "Sohar"), "Place", "e2"),
        ),
        (),
        (),
        (event,),
    )


def resolution() -> Resolution:
    """Return which entities and events of the two documents are one."""
    pair = Merge(("a/1", "e2"), ("b", "e1"), 0.97, "merged", (Feature("name", 0.9, 4.0),))
    return Resolution(
        entities=(
            CanonicalEntity("harthi", "Person", "سالم الحارثي", "Salim al-Harthi", (), (("a/1", "e1"),)),
            CanonicalEntity(
                "nour",
                "Organisation",
                "شركة النور",
                "Nour Company",
                (("الشركة", "ar"), ("شركة النور", "ar")),
                (("a/1", "e2"), ("b", "e1")),
                explanation=(pair,),
            ),
            CanonicalEntity("sohar", "Place", "صحار", "Sohar", (), (("a/1", "e3"), ("b", "e2"))),
            CanonicalEntity("muscat", "Place", "مسقط", "Muscat", (), (("a/1", "e4"),)),
            CanonicalEntity("oman", "Place", "عمان", "Oman", (), (("a/1", "e5"),)),
            CanonicalEntity("treaty", "Agreement", "معاهدة صحار", None, (), (("a/1", "e6"),)),
            CanonicalEntity("council", "Organisation", "البلدية", None, (), (("a/1", "e7"),)),
            CanonicalEntity("festival", "Event", "مهرجان صحار", "Sohar Festival", (), (("a/1", "e8"),)),
        ),
        events=(
            CanonicalEvent("said", "Statement", (("a/1", 0),)),
            CanonicalEvent("left", "Withdrawal", (("a/1", 1), ("b", 0)), matter="leaving"),
            CanonicalEvent("killed", "Attack", (("a/1", 2),)),
            CanonicalEvent("announced", "Statement", (("a/1", 3),)),
            CanonicalEvent("denied", "Withdrawal", (("a/1", 4),), matter="leaving"),
            CanonicalEvent("agreed", "Agreement", (("a/1", 5),)),
        ),
        families=(SourceFamily("a", ("a/1",)), SourceFamily("b", ("b",))),
        uncertain_events=(EventMerge(("a/1", 4), ("b", 0), 0.4, "uncertain"),),
    )


def document(annotation: Annotation) -> list[Quad]:
    """Return the quads of one document's graph."""
    return list(document_quads(annotation, settings=SETTINGS, extractor="test 1"))


def resolved(*annotations: Annotation, outcome: Resolution | None = None) -> list[Quad]:
    """Return the quads of the resolved graph."""
    outcome = resolution() if outcome is None else outcome
    return list(resolved_quads(outcome, annotations, settings=SETTINGS))


def whole() -> list[Quad]:
    """Return every quad of the two documents, their resolution and the ontology."""
    pair = arabic(), english()
    return [*document(pair[0]), *document(pair[1]), *resolved(*pair), *ontology_quads()]


def with_modes(annotation: Annotation, modes: list[str]) -> Annotation:
    """Return the annotation with other modes of its events."""
    events = tuple(replace(e, mode=m) for e, m in zip(annotation.events, modes, strict=True))  # type: ignore[arg-type]
    return replace(annotation, events=events)
