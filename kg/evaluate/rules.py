"""How well the rules of ``kg.relate`` agree with gold: the figures that stand in their tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from kg.model import ROLES, Annotation, Event, Role, RoleName
from kg.relate.arguments import ArgumentRule, add_arguments
from kg.relate.assemble import assemble, sentence_at
from kg.relate.attribution import AttributionRule, iter_speakers
from kg.relate.inverse import to_recognition
from kg.relate.modes import RANK, ModeCue, fires, iter_contexts
from kg.relate.topics import TopicRule, iter_topics

Figures = list[tuple[int, int]]
"""For each rule how often it agrees with gold, and how often it fires."""


def measure_modes(gold: Iterable[Annotation], cues: Sequence[ModeCue]) -> Figures:
    """Count for each cue the events that have at least its mode, among those it fires on."""
    totals = [[0, 0] for _ in cues]
    for annotation in gold:
        for context in iter_contexts(annotation):
            for total, cue in zip(totals, cues, strict=True):
                if fires(cue, context):
                    total[0] += RANK[context.event.mode] >= RANK[cue.mode]
                    total[1] += 1
    return [(right, fired) for right, fired in totals]


def measure_attribution(gold: Iterable[Annotation], rules: Sequence[AttributionRule]) -> Figures:
    """Count for each rule the events whose speaker is the one it names; the gold's own arcs are given."""
    totals = [[0, 0] for _ in rules]
    for annotation in map(_located, gold):
        for total, rule in zip(totals, rules, strict=True):
            for index, speaker in iter_speakers(annotation, rule):
                event = annotation.events[index]
                total[0] += (event.speaker, event.source) == (speaker.entity, speaker.source)
                total[1] += 1
    return [(right, fired) for right, fired in totals]


def measure_arguments(gold: Iterable[Annotation], rules: Sequence[ArgumentRule]) -> Figures:
    """Count for each rule the roles it adds that gold has, given one filler a role, of the same sentence.

    Deadlines are given as times; for control, no actor is given, for subject nothing.
    """
    totals = [[0, 0] for _ in rules]
    for annotation in map(_located, gold):
        given = nearest_only(annotation)
        for total, rule in zip(totals, rules, strict=True):
            known = _without(given, _WITHHELD[rule.name]) if rule.name in _WITHHELD else given
            for event, wanted, before in _triples(add_arguments(known, [rule]), annotation, known):
                added = set(_keys(event)) - set(_keys(before))
                total[0] += len(added & set(_keys(wanted)))
                total[1] += len(added)
    return [(right, fired) for right, fired in totals]


def measure_topics(gold: Iterable[Annotation], rules: Sequence[TopicRule]) -> Figures:
    """Count for each rule the topics it names that gold has; the gold's own modes and speakers are given."""
    totals = [[0, 0] for _ in rules]
    for annotation in gold:
        for total, rule in zip(totals, rules, strict=True):
            for index, topic in iter_topics(annotation, rule):
                total[0] += any(role.event == topic for role in annotation.events[index].roles)
                total[1] += 1
    return [(right, fired) for right, fired in totals]


_ACTOR: tuple[RoleName, ...] = ("actor",)
_WITHHELD: Mapping[str, Collection[RoleName]] = {"control": _ACTOR, "subject": ROLES}


def _without(annotation: Annotation, names: Collection[RoleName]) -> Annotation:
    events = [replace(e, roles=tuple(r for r in e.roles if r.name not in names)) for e in annotation.events]
    return replace(annotation, events=tuple(events))


def _located(gold: Annotation) -> Annotation:
    """Return gold with the place of each role's nearest mention, as a recogniser would give it."""
    return assemble(to_recognition(gold), gold.entities, gold.mentions)


def nearest_only(annotation: Annotation) -> Annotation:
    """Return the annotation with one filler a role, of the event's own sentence; topics stay."""
    return replace(annotation, events=tuple(_nearest(annotation, event) for event in annotation.events))


def _nearest(annotation: Annotation, event: Event) -> Event:
    kept: dict[str, Role] = {}
    for role in event.roles:
        if role.event is not None or role.span is None:
            continue
        name: RoleName = "time" if role.name == "deadline" else role.name
        here = sentence_at(annotation.document, role.span.start) == event.sentence
        best = kept.get(name)
        if here and (best is None or best.span is None or role.span < best.span):
            kept[name] = replace(role, name=name)
    return replace(event, roles=(*kept.values(), *(r for r in event.roles if r.event is not None)))


def _triples(*annotations: Annotation) -> Iterable[tuple[Event, ...]]:
    return zip(*(a.events for a in annotations), strict=True)


def _keys(event: Event) -> list[tuple[str, str]]:
    named: list[tuple[str, str]] = [
        (role.name, role.entity) for role in event.roles if role.entity is not None
    ]
    return named + [(role.name, str(role.span)) for role in event.roles if role.name == "deadline"]
