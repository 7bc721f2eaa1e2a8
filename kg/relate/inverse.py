"""The inverse of assembling: the recognition that a perfect recogniser would give for an annotation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kg.model import Annotation, Arc, Document, Event, Mention, Recognition, Role, Span, Trigger
from kg.relate.assemble import sentence_at


class _Targets:
    """Finds the mention or filler an arc has to point at, adding fillers as they are needed."""

    def __init__(self, document: Document, mentions: Sequence[Mention]) -> None:
        self.document = document
        self.mentions = mentions
        self.fillers: list[Span] = []
        self.by_entity: dict[str, list[int]] = defaultdict(list)
        self.by_span: dict[Span, int] = {}
        for index, mention in enumerate(mentions):
            if mention.entity is None:
                self.by_span.setdefault(mention.span, index)
            else:
                self.by_entity[mention.entity].append(index)

    def entity(self, entity: str, near: Span) -> int | None:
        """Return the mention of an entity nearest to a span: same sentence, then earlier, then later."""
        here = sentence_at(self.document, near.start)

        def distance(index: int) -> tuple[int, int, bool, int]:
            mention = self.mentions[index]
            there = sentence_at(self.document, mention.span.start)
            side = 0 if there == here else 1 if there < here else 2
            return (
                side,
                abs(there - here),
                mention.type == "Nationality",
                abs(mention.span.start - near.start),
            )

        return min(self.by_entity.get(entity, ()), key=distance, default=None)

    def span(self, span: Span) -> int:
        """Return the mention of no entity that a span coincides with, else a filler."""
        if span in self.by_span:
            return self.by_span[span]
        if span not in self.fillers:
            self.fillers.append(span)
        return len(self.mentions) + self.fillers.index(span)


def to_recognition(annotation: Annotation) -> Recognition:
    """Return the recognition whose assembly gives the annotation back, all scores kept.

    The mentions keep their entity ids and values, so that the assembly can be measured without the step that
    resolves identity. An entity that is mentioned nowhere cannot be pointed at and is lost.
    """
    targets = _Targets(annotation.document, annotation.mentions)
    arcs: list[Arc] = []
    for index, event in enumerate(annotation.events):
        arcs += _role_arcs(targets, index, event)
        arcs += _speaker_arcs(targets, index, event)
    arcs += _position_arcs(targets, annotation) + _relation_arcs(targets, annotation)
    return Recognition(
        document=annotation.document,
        mentions=annotation.mentions,
        fillers=tuple(targets.fillers),
        triggers=tuple(
            Trigger(e.trigger, e.type, e.sentence, e.mode, e.score, e.mode_score) for e in annotation.events
        ),
        arcs=tuple(arcs),
    )


def _role_arcs(targets: _Targets, index: int, event: Event) -> list[Arc]:
    out = []
    for role in event.roles:
        if role.event is not None:
            out.append(Arc("topic", index, role.event, None, role.score))
            continue
        target = _role_target(targets, event, role)
        if target is not None:
            out.append(Arc("role", index, target, role.name, role.score))
    return out


def _role_target(targets: _Targets, event: Event, role: Role) -> int | None:
    if role.entity is not None:
        return targets.entity(role.entity, event.trigger)
    return None if role.span is None else targets.span(role.span)


def _speaker_arcs(targets: _Targets, index: int, event: Event) -> list[Arc]:
    if event.speaker is not None:
        target = targets.entity(event.speaker, event.trigger)
    else:
        target = _source_target(targets, event)
    return [] if target is None else [Arc("speaker", index, target)]


def _source_target(targets: _Targets, event: Event) -> int | None:
    if event.source is None:
        return None
    doc = targets.document
    sentence = doc.sentences[event.sentence]
    start = doc.text.find(event.source, sentence.start, sentence.end)
    start = doc.text.find(event.source) if start < 0 else start
    return None if start < 0 else targets.span(Span(start, start + len(event.source)))


def _position_arcs(targets: _Targets, annotation: Annotation) -> list[Arc]:
    out = []
    for position in annotation.positions:
        source = _title(annotation.mentions, position.title)
        person = targets.entity(position.person, position.title)
        if source is None or person is None:
            continue
        out.append(Arc("holder", source, person, None, position.score))
        body = None if position.body is None else targets.entity(position.body, position.title)
        if body is not None:
            out.append(Arc("body", source, body, None, position.score))
    return out


def _title(mentions: Sequence[Mention], title: Span) -> int | None:
    """Return the Position mention that shares most with a title."""
    shared = {i: m.span.overlap(title) for i, m in enumerate(mentions) if m.type == "Position"}
    best = max(shared, key=lambda i: (shared[i], -i), default=None)
    return best if best is not None and shared[best] > 0 else None


def _relation_arcs(targets: _Targets, annotation: Annotation) -> list[Arc]:
    out = []
    for relation in annotation.relations:
        near = annotation.document.sentences[relation.sentence]
        subject, obj = targets.entity(relation.subject, near), targets.entity(relation.object, near)
        if subject is not None and obj is not None:
            out.append(Arc("relation", subject, obj, relation.kind, relation.score))
    return out
