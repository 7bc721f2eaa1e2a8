"""The mode of events by words of negation, possibility, intention, where the recogniser is less sure.

A cue's confidence is how often it agrees with gold on the training corpus, with a prior: cues come from
grammar books, so each starts at ``PRIOR`` worth ``PRIOR_WEIGHT`` observations. Both it and the recogniser's
``mode_score`` are probabilities, so the surer one wins, but for the cues that leave no doubt (``always``).
A cue only ever moves an event away from fact (negated > hedged > planned > attributed > asserted), never
towards it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.errors import ModelError
from kg.language.normalise import fold
from kg.model import MODES, Annotation, Document, Event, EventType, Mode, Span
from kg.relate.tables import Row, read_table, read_types, smoothed

PRIOR = 0.9
PRIOR_WEIGHT = 5
WINDOW = 80
"""How many code points before and after the trigger's word a cue may lie in."""

RANK: Mapping[Mode, int] = {mode: rank for rank, mode in enumerate(MODES)}
_CLAUSE = re.compile(r'[.!؟?؛;:\n"«“]')


@dataclass(frozen=True, slots=True)
class ModeCue:
    """One row of a mode table, ready to match."""

    mode: Mode
    where: str
    pattern: re.Pattern[str]
    types: frozenset[EventType]
    always: bool
    right: int
    fired: int

    @property
    def confidence(self) -> float:
        """Return the probability in [0, 1] that an event with this cue has at least this mode."""
        return smoothed(self.right, self.fired, prior=PRIOR, weight=PRIOR_WEIGHT)


@dataclass(frozen=True, slots=True)
class Context:
    """An event with the folded words around its trigger and the events it is a topic of."""

    event: Event
    before: str
    word: str
    after: str
    governors: tuple[tuple[str, EventType], ...]


def read_cues(name: str) -> tuple[ModeCue, ...]:
    """Return the cues of a mode table.

    :raises ModelError: the table is missing or malformed.
    """
    return tuple(_cue(row, name) for row in read_table(name))


def _cue(row: Row, name: str) -> ModeCue:
    if row["mode"] not in MODES or row["where"] not in _MATCHERS:
        raise ModelError(f"rule table {name}: no mode {row['mode']!r} or place {row['where']!r}")
    pattern = re.compile(_BOUNDS.get(row["where"], "@").replace("@", row["pattern"]))
    return ModeCue(
        mode=row["mode"],
        where=row["where"],
        pattern=pattern,
        types=read_types(row["types"]),
        always=row["always"] == "yes",
        right=int(row["right"]),
        fired=int(row["fired"]),
    )


_BOUNDS = {"before": r"(?:^|\s)(?:@)$", "phrase": r"(?:^|\s)(?:@)$"}


def iter_contexts(annotation: Annotation) -> Iterable[Context]:
    """Yield the context of each event, in order."""
    document = annotation.document
    governors: dict[int, list[tuple[str, EventType]]] = defaultdict(list)
    for event in annotation.events:
        word = fold(document.at(event.trigger), ta_marbuta=True)
        for role in event.roles:
            if role.event is not None:
                governors[role.event].append((word, event.type))
    for index, event in enumerate(annotation.events):
        yield _context(document, event, tuple(governors[index]))


def _context(document: Document, event: Event, governors: tuple[tuple[str, EventType], ...]) -> Context:
    text, sentence = document.text, document.sentences[event.sentence]
    word = whole_word(text, event.trigger, sentence)
    before = _CLAUSE.split(text[max(sentence.start, word.start - WINDOW) : word.start])[-1]
    after = text[word.end : min(sentence.end, word.end + WINDOW)]
    before, own, after = (fold(part, ta_marbuta=True) for part in (before, document.at(word), after))
    return Context(event, before, own, after, governors)


def whole_word(text: str, span: Span, within: Span) -> Span:
    """Return a span widened to whole words, inside another span."""
    start, end = span.start, span.end
    while start > within.start and text[start - 1].isalnum():
        start -= 1
    while end < within.end and text[end].isalnum():
        end += 1
    return Span(start, end)


def fires(cue: ModeCue, context: Context) -> bool:
    """Tell whether a cue is there for an event."""
    return context.event.type in cue.types and _MATCHERS[cue.where](cue.pattern, context)


_MATCHERS = {
    "before": lambda pattern, context: pattern.search(context.before) is not None,
    "phrase": lambda pattern, context: pattern.search(f"{context.before} {context.word}") is not None,
    "word": lambda pattern, context: pattern.fullmatch(context.word) is not None,
    "after": lambda pattern, context: pattern.match(context.after) is not None,
    "role": lambda pattern, context: any(pattern.fullmatch(role.name) for role in context.event.roles),
    "governor": lambda pattern, context: any(pattern.fullmatch(word) for word, _ in context.governors),
    "governor-type": lambda pattern, context: any(pattern.fullmatch(kind) for _, kind in context.governors),
}


def apply_cues(annotation: Annotation, cues: Sequence[ModeCue]) -> Annotation:
    """Return the annotation with the modes that surer cues give."""
    events = tuple(_corrected(context, cues) for context in iter_contexts(annotation))
    return replace(annotation, events=events)


_CARRYING = frozenset({"Agreement", "Decision", "Demand", "Deployment", "Threat", "Transfer"})
"""Deeds whose content is no more real than they are: what is not decided, agreed or demanded does not follow.

Of the contents of such events in the training corpus, 42 of 45 are planned, hedged or negated."""


def carry_over(annotation: Annotation) -> Annotation:
    """Return the annotation with the mode of unreal deeds on what they are about.

    Also on the noun of a light verb (*may impose sanctions*), which is an event of the same type.
    """
    events = list(annotation.events)
    for event in annotation.events:
        if RANK[event.mode] < RANK["planned"]:
            continue
        for role in event.roles:
            topic = None if role.event is None else events[role.event]
            if role.event is None or topic is None or RANK[topic.mode] >= RANK["planned"]:
                continue
            if event.type in _CARRYING or event.type == topic.type != "Statement":
                events[role.event] = replace(topic, mode=event.mode, mode_score=event.mode_score)
    return replace(annotation, events=tuple(events))


def _corrected(context: Context, cues: Collection[ModeCue]) -> Event:
    event = context.event
    higher = [cue for cue in cues if event.type in cue.types and RANK[cue.mode] > RANK[event.mode]]
    better = [cue for cue in higher if cue.always or cue.confidence > event.mode_score]
    best = max(
        (c for c in better if fires(c, context)), key=lambda c: (RANK[c.mode], c.confidence), default=None
    )
    return event if best is None else replace(event, mode=best.mode, mode_score=best.confidence)
