"""Who claims what: speakers from governing statements, quotation marks, "according to", and chains."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.errors import ModelError
from kg.language.normalise import fold
from kg.model import Annotation, Event, Role, Span
from kg.relate.tables import read_table, smoothed

PRIOR = 0.9
PRIOR_WEIGHT = 5
LONGEST_QUOTE = 1500
SHORTEST_QUOTE = 25
"""In code points: shorter stretches in quotation marks are names and catchwords, longer ones slips."""
REACH = 150
"""How many code points before an opening quotation mark its Statement may end."""
_CLAUSE = re.compile(r"[.؛;:\n\"«“،,(–-]")
SPEECH = ("Statement", "Demand", "Accusation", "Threat", "Rejection")
"""Events with a speaker of their own: their actor."""
_PAIRS = {"“": "”", "«": "»", '"': '"'}


@dataclass(frozen=True, slots=True)
class AttributionRule:
    """One row of the attribution table."""

    name: str
    pattern: str
    right: int
    fired: int

    @property
    def confidence(self) -> float:
        """Return the probability in [0, 1] that the speaker is the one this rule names."""
        return smoothed(self.right, self.fired, prior=PRIOR, weight=PRIOR_WEIGHT)


@dataclass(frozen=True, slots=True)
class Speaker:
    """An entity, or the words of an unnamed source."""

    entity: str | None = None
    source: str | None = None


def read_rules(name: str = "attribution") -> tuple[AttributionRule, ...]:
    """Return the rules of the attribution table.

    :raises ModelError: the table is missing or malformed.
    """
    rows = [
        AttributionRule(r["rule"], r["pattern"], int(r["right"]), int(r["fired"])) for r in read_table(name)
    ]
    unknown = sorted({row.name for row in rows} - _RULES.keys())
    if unknown:
        raise ModelError(f"rule table {name}: no rule {', '.join(unknown)}")
    return tuple(rows)


def attribute(annotation: Annotation, rules: Sequence[AttributionRule]) -> Annotation:
    """Return the annotation with speakers for events that have none, and carriers for chains.

    A rule gives way to a recogniser that is surer that the narrator himself asserts the event.
    """
    for rule in rules:
        for index, speaker in list(iter_speakers(annotation, rule)):
            event = annotation.events[index]
            silent = event.speaker is None and event.source is None
            if silent and not (event.mode == "asserted" and event.mode_score > rule.confidence):
                spoken = replace(event, speaker=speaker.entity, source=speaker.source)
                annotation = _with_event(annotation, index, spoken)
    return add_carriers(annotation)


def iter_speakers(annotation: Annotation, rule: AttributionRule) -> Iterator[tuple[int, Speaker]]:
    """Yield the speakers that a rule names, by event index; whether the event has one already or not."""
    return _RULES[rule.name](annotation, rule.pattern)


def _with_event(annotation: Annotation, index: int, event: Event) -> Annotation:
    events = list(annotation.events)
    events[index] = event
    return replace(annotation, events=tuple(events))


def speaker_of(annotation: Annotation, event: Event) -> Speaker | None:
    """Return who speaks in a Statement: its first actor, named ones first."""
    actors = [role for role in event.roles if role.name == "actor"]
    named = next((role.entity for role in actors if role.entity is not None), None)
    if named is not None:
        return Speaker(entity=named)
    return next((Speaker(source=_words(annotation, role)) for role in actors if role.span is not None), None)


def _words(annotation: Annotation, role: Role) -> str | None:
    return None if role.span is None else annotation.document.at(role.span)


def _said(annotation: Annotation, pattern: str) -> Iterator[tuple[int, Speaker]]:
    for event in annotation.events:
        speaker = speaker_of(annotation, event) if event.type == pattern else None
        if speaker is not None:
            for role in event.roles:
                if role.event is not None:
                    yield role.event, speaker


def quotations(text: str) -> list[Span]:
    """Return the stretches of a text in quotation marks that are long enough to be quoted speech.

    Curly and angular marks may stay open over several sentences, straight ones only within a line.

    >>> quotations('He said: "We will leave this base in the coming spring."')
    [Span(start=9, end=56)]
    """
    out = []
    opened: int | None = None
    for match in re.finditer(r'[“”«»"\n]', text):
        mark, at = match.group(), match.start()
        if opened is None:
            opened = at if mark in _PAIRS else None
        elif mark == _PAIRS[text[opened]]:
            if SHORTEST_QUOTE <= at - opened <= LONGEST_QUOTE:
                out.append(Span(opened, at + 1))
            opened = None
        elif mark == "\n" and text[opened] == '"':
            opened = None
    return out


def _quote(annotation: Annotation, pattern: str) -> Iterator[tuple[int, Speaker]]:
    text = annotation.document.text
    said = [e for e in annotation.events if e.type == pattern]
    for quote in quotations(text):
        near = [e for e in said if 0 <= quote.start - e.trigger.end <= REACH]
        near = [e for e in near if "\n" not in text[e.trigger.end : quote.start]]
        speaker = speaker_of(annotation, max(near, key=lambda e: e.trigger)) if near else None
        if speaker is not None:
            for index, event in enumerate(annotation.events):
                if quote.contains(event.trigger):
                    yield index, speaker


def _according(annotation: Annotation, pattern: str) -> Iterator[tuple[int, Speaker]]:
    """Yield the source after "according to" for the events of its sentence that nothing else introduces."""
    introduced = {role.event for event in annotation.events for role in event.roles if role.event is not None}
    by_sentence: dict[int, list[int]] = defaultdict(list)
    for index, event in enumerate(annotation.events):
        if index not in introduced and event.type not in SPEECH:
            by_sentence[event.sentence].append(index)
    for number in sorted(by_sentence):
        source = _source(annotation, annotation.document.sentences[number], pattern)
        if source is not None:
            yield from ((index, Speaker(entity=source)) for index in by_sentence[number])


def _source(annotation: Annotation, sentence: Span, pattern: str) -> str | None:
    """Return the entity named right after words that fit a pattern, a title between them aside."""
    text = annotation.document.text
    inside = [m for m in annotation.mentions if sentence.contains(m.span)]
    titles = [m.span for m in inside if m.type == "Position"]
    for mention in inside:
        if mention.type not in ("Person", "Organisation") or any(t.contains(mention.span) for t in titles):
            continue
        start = next((t.start for t in titles if 0 <= mention.span.start - t.end <= 2), mention.span.start)
        clause = _CLAUSE.split(text[sentence.start : start])[-1]
        if re.fullmatch(pattern, fold(clause, ta_marbuta=True)):
            return mention.entity
    return None


_RULES = {"said": _said, "quote": _quote, "according": _according}


def add_carriers(annotation: Annotation) -> Annotation:
    """Name the medium that passes a claim on: whoever claims the very Statement that the claim is a topic of.

    "X said, as agency Y reported, that E": E has speaker X and carrier Y.
    """
    for event in annotation.events:
        if event.type != "Statement" or event.speaker is None:
            continue
        speaker = speaker_of(annotation, event)
        for role in event.roles:
            topic = None if role.event is None else annotation.events[role.event]
            if role.event is None or topic is None or topic.carrier is not None or speaker is None:
                continue
            if topic.speaker == speaker.entity != event.speaker:
                annotation = _with_event(annotation, role.event, replace(topic, carrier=event.speaker))
    return annotation


def agree(annotation: Annotation, *, sure: float = 0.95) -> Annotation:
    """Return the annotation with mode and speaker in keeping: asserted means none, attributed one.

    An event with a speaker that the recogniser is ``sure`` the narrator asserts loses the speaker, any other
    becomes attributed; one that is attributed to nobody becomes asserted. Source: annotation guide, "mode"
    (4 events in 6,000 of the training corpus break this).
    """
    return replace(annotation, events=tuple(_agreeing(event, sure) for event in annotation.events))


def _agreeing(event: Event, sure: float) -> Event:
    spoken = event.speaker is not None or event.source is not None
    other = max(0.5, 1 - event.mode_score)
    if event.mode == "attributed" and not spoken:
        return replace(event, mode="asserted", mode_score=other)
    if event.mode != "asserted" or not spoken:
        return event
    if event.mode_score > sure:
        return replace(event, speaker=None, source=None, carrier=None)
    return replace(event, mode="attributed", mode_score=other)
