"""What an event is about: the event that is told, demanded, threatened, decided or agreed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.errors import ModelError
from kg.model import EVENT_TYPES, MODES, Annotation, Event, EventType, Mode, Role
from kg.relate.arguments import PRIOR, PRIOR_WEIGHT
from kg.relate.tables import read_table, smoothed

_SPEAKERS = ("own", "any", "-")


@dataclass(frozen=True, slots=True)
class TopicRule:
    """One row of the topic table; ``confidence`` becomes the score of the arcs it adds."""

    type: EventType
    modes: frozenset[Mode]
    speaker: str
    reach: int
    right: int
    fired: int

    @property
    def confidence(self) -> float:
        """Return the probability in [0, 1] that an arc added by this rule is right."""
        return smoothed(self.right, self.fired, prior=PRIOR, weight=PRIOR_WEIGHT)


def read_rules(name: str = "topics") -> tuple[TopicRule, ...]:
    """Return the rules of the topic table.

    :raises ModelError: the table is missing or malformed.
    """
    out = []
    for row in read_table(name):
        if row["type"] not in EVENT_TYPES or row["speaker"] not in _SPEAKERS:
            raise ModelError(f"rule table {name}: no type {row['type']!r} or speaker {row['speaker']!r}")
        modes = frozenset(m for m in MODES if row["modes"] == "*" or m in row["modes"].split(","))
        numbers = (int(row[column]) for column in ("reach", "right", "fired"))
        out.append(TopicRule(row["type"], modes, row["speaker"], *numbers))
    return tuple(out)


def add_topics(annotation: Annotation, rules: Sequence[TopicRule]) -> Annotation:
    """Return the annotation with topics, if its recogniser gave none at all.

    Beside topic arcs of the joint recogniser the rules only cost: dev .429 without them, .405 with.
    """
    if any(role.event is not None for event in annotation.events for role in event.roles):
        return annotation
    events = list(annotation.events)
    for rule in rules:
        for index, topic in iter_topics(annotation, rule):
            if not any(role.name == "topic" for role in events[index].roles):
                role = Role("topic", event=topic, score=rule.confidence)
                events[index] = replace(events[index], roles=(*events[index].roles, role))
    return replace(annotation, events=tuple(events))


def iter_topics(annotation: Annotation, rule: TopicRule) -> Iterator[tuple[int, int]]:
    """Yield the topics that a rule finds, as pairs of event indices; whether the event has one or not."""
    for index, event in enumerate(annotation.events):
        topic = _next(annotation, index) if event.type == rule.type else None
        if topic is not None and _fits(rule, event, annotation.events[topic]):
            yield index, topic


def _next(annotation: Annotation, index: int) -> int | None:
    """Return the event whose trigger follows next in the same sentence."""
    event = annotation.events[index]
    after = [
        (other.trigger, k)
        for k, other in enumerate(annotation.events)
        if other.sentence == event.sentence and other.trigger.start >= event.trigger.end
    ]
    return min(after)[1] if after else None


def _fits(rule: TopicRule, event: Event, topic: Event) -> bool:
    if topic.mode not in rule.modes or topic.trigger.start - event.trigger.end > rule.reach:
        return False
    if rule.speaker == "own":
        actors = {role.entity for role in event.roles if role.name == "actor"} - {None}
        return topic.speaker in actors
    return rule.speaker == "-" or topic.speaker is not None or topic.source is not None
