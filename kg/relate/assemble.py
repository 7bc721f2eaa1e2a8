"""Put a recognition and its identities together: arcs become positions, relations and events with roles."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.model import (
    Annotation,
    Arc,
    Document,
    Entity,
    Event,
    Mention,
    Position,
    Recognition,
    Relation,
    RelationKind,
    Role,
    RoleName,
    Span,
    Trigger,
)

SURE = 0.9
"""Score from which a filler of an earlier sentence joins a role that this sentence has filled already, and a
second person shares a title."""


@dataclass(frozen=True, slots=True)
class _Filler:
    """What an arc points at: a mention's entity and value, or a bare span."""

    span: Span
    entity: str | None
    value: str | None
    sentence: int


def sentence_at(document: Document, offset: int) -> int:
    """Return the index of the sentence at or before a code point offset (0 before the first)."""
    starts = [s.start for s in document.sentences]
    return max(0, bisect_right(starts, offset) - 1)


def mention_order(mention: Mention) -> tuple[int, int, str]:
    """Return the key that sorts mentions by start, then longest first, then type."""
    return mention.span.start, -mention.span.end, mention.type


def assemble(
    recognition: Recognition, entities: Mapping[str, Entity], mentions: Sequence[Mention]
) -> Annotation:
    """Return the annotation that a recognition's arcs describe.

    ``mentions`` are the recognition's own, in its order, with entity ids and values. A role takes one filler
    an entity; a filler of an earlier sentence only joins when the role is empty or it scores ``SURE``.
    Events are sorted by sentence and trigger. No rule of language is applied here.
    """
    fillers = _fillers(recognition, mentions)
    arcs = _by_kind(recognition.arcs)
    return Annotation(
        document=recognition.document,
        entities=dict(entities),
        mentions=tuple(sorted(mentions, key=mention_order)),
        positions=_positions(mentions, arcs["holder"], arcs["body"]),
        relations=_relations(recognition.document, mentions, arcs["relation"]),
        events=_events(recognition, fillers, arcs),
    )


def _by_kind(arcs: Iterable[Arc]) -> dict[str, list[Arc]]:
    """Group arcs by kind, best first; ties in the order of source and target."""
    out: dict[str, list[Arc]] = defaultdict(list)
    for arc in sorted(arcs, key=lambda a: (-a.score, a.source, a.target, str(a.label))):
        out[arc.kind].append(arc)
    return out


def _fillers(recognition: Recognition, mentions: Sequence[Mention]) -> list[_Filler]:
    doc = recognition.document
    named = [_Filler(m.span, m.entity, m.value, sentence_at(doc, m.span.start)) for m in mentions]
    return named + [_Filler(s, None, None, sentence_at(doc, s.start)) for s in recognition.fillers]


def _positions(
    mentions: Sequence[Mention], holders: Iterable[Arc], bodies: Iterable[Arc]
) -> tuple[Position, ...]:
    body: dict[int, str] = {}
    for arc in bodies:
        entity = mentions[arc.target].entity
        if entity is not None:
            body.setdefault(arc.source, entity)
    out: dict[tuple[str, Span], Position] = {}
    held: set[Span] = set()
    for arc in holders:
        person, title = mentions[arc.target].entity, mentions[arc.source].span
        if person is not None and (title not in held or arc.score >= SURE):
            held.add(title)
            out.setdefault((person, title), Position(person, title, body.get(arc.source), arc.score))
    return tuple(sorted(out.values(), key=lambda p: (p.title, p.person)))


def _relations(doc: Document, mentions: Sequence[Mention], arcs: Iterable[Arc]) -> tuple[Relation, ...]:
    out: dict[tuple[RelationKind, str, str, int], Relation] = {}
    for arc in arcs:
        subject, obj = mentions[arc.source].entity, mentions[arc.target].entity
        if subject is None or obj is None or subject == obj or arc.label is None:
            continue
        kind: RelationKind = arc.label  # type: ignore[assignment]
        sentence = sentence_at(doc, mentions[arc.source].span.start)
        out.setdefault((kind, subject, obj, sentence), Relation(kind, subject, obj, sentence, arc.score))
    return tuple(sorted(out.values(), key=lambda r: (r.sentence, r.kind, r.subject, r.object)))


def _events(
    recognition: Recognition, fillers: Sequence[_Filler], arcs: Mapping[str, list[Arc]]
) -> tuple[Event, ...]:
    triggers = recognition.triggers
    order = sorted(range(len(triggers)), key=lambda i: (triggers[i].sentence, triggers[i].span, i))
    place = {trigger: event for event, trigger in enumerate(order)}
    roles, speakers, topics = (_by_source(arcs.get(kind, [])) for kind in ("role", "speaker", "topic"))
    out = []
    for i in order:
        event = _event(triggers[i], [(arc, fillers[arc.target]) for arc in roles.get(i, ())])
        event = replace(event, roles=event.roles + _topic_roles(topics.get(i, ()), place))
        out.append(_spoken(recognition.document, event, [fillers[a.target] for a in speakers.get(i, ())]))
    return tuple(out)


def _by_source(arcs: Iterable[Arc]) -> dict[int, list[Arc]]:
    out: dict[int, list[Arc]] = defaultdict(list)
    for arc in arcs:
        out[arc.source].append(arc)
    return out


def _event(trigger: Trigger, found: Sequence[tuple[Arc, _Filler]]) -> Event:
    """Return the event of a trigger with its roles: fillers of its own sentence first, then earlier ones."""
    roles: dict[tuple[str, str | Span], Role] = {}
    filled: set[str] = set()
    for arc, filler in sorted(found, key=lambda pair: pair[1].sentence != trigger.sentence):
        name: RoleName = arc.label  # type: ignore[assignment]
        near = filler.sentence == trigger.sentence
        if not near and name in filled and arc.score < SURE:
            continue
        key = (name, filler.span if filler.entity is None else filler.entity)
        if key not in roles:
            roles[key] = Role(name, filler.entity, None, filler.span, filler.value, arc.score)
            filled.add(name)
    return Event(
        trigger.type, trigger.span, trigger.mode, trigger.sentence, tuple(roles.values()),
        score=trigger.score, mode_score=trigger.mode_score,
    )  # fmt: skip


def _topic_roles(arcs: Iterable[Arc], place: Mapping[int, int]) -> tuple[Role, ...]:
    found = [Role("topic", event=place[arc.target], score=arc.score) for arc in arcs]
    return tuple(sorted(found, key=lambda role: -1 if role.event is None else role.event))


def _spoken(doc: Document, event: Event, speakers: Sequence[_Filler]) -> Event:
    """Add the best speaker: an entity, else the wording of an unnamed source."""
    if not speakers:
        return event
    if speakers[0].entity is not None:
        return replace(event, speaker=speakers[0].entity)
    return replace(event, source=doc.at(speakers[0].span))
