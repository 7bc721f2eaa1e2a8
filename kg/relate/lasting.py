"""The mode and the speaker of offices and relations: those of the clause that tells of them.

A recogniser finds who holds what and what belongs where, not how the text stands to it; without this step a
denied membership would stand as a fact.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.errors import ModelError
from kg.language.normalise import fold
from kg.model import (
    ASSERTED,
    MODES,
    Annotation,
    Event,
    EventType,
    Mode,
    Position,
    Relation,
    RelationKind,
    Span,
    Stance,
)
from kg.relate.attribution import Speaker, quotations, speaker_of
from kg.relate.tables import read_table

_MADE: Mapping[RelationKind, frozenset[EventType]] = {
    "memberOf": frozenset({"Agreement", "Appointment", "Withdrawal"}),
    "leads": frozenset({"Appointment"}),
}
"""Relations that come and go, and the events that bring them about."""
REACH = 60
"""How many code points may lie between two places for the words between to be about them."""
_CLAUSE = re.compile(r"[.؛;:\n\"«“،,(]")
_THAT = re.compile(r"(?:^|\s)(?:[وبل]?[اأإ]نّ?َ?(?:ه|ها|هم|هما|نا|ني|ي)?|that)\s|[:«“\"]")
"""What opens reported speech after a verb of saying. Source: Ryding (2005), chapters 19 and 34."""


@dataclass(frozen=True, slots=True)
class LastingRule:
    """One row of the table: words that give an office or a relation a mode."""

    mode: Mode
    relations_only: bool
    pattern: re.Pattern[str]


def read_rules(name: str = "lasting") -> tuple[LastingRule, ...]:
    """Return the rules of the table, in its order.

    :raises ModelError: the table is missing or malformed.
    """
    out = []
    for row in read_table(name):
        if row["mode"] not in MODES or row["kind"] not in ("relation", "any"):
            raise ModelError(f"rule table {name}: no mode {row['mode']!r} or kind {row['kind']!r}")
        pattern = re.compile(rf"(?:^|\s)(?:{row['pattern']})(?=\s|$)")
        out.append(LastingRule(row["mode"], row["kind"] == "relation", pattern))
    return tuple(out)


def add_stances(annotation: Annotation, rules: Sequence[LastingRule]) -> Annotation:
    """Return the annotation with a mode and a speaker for each office and relation."""
    of_offices = [rule for rule in rules if not rule.relations_only]
    quotes = quotations(annotation.document.text)
    positions = [
        replace(p, stance=_of_office(annotation, p, quotes, of_offices)) for p in annotation.positions
    ]
    relations = [replace(r, stance=_of_relation(annotation, r, quotes, rules)) for r in annotation.relations]
    return replace(annotation, positions=tuple(positions), relations=tuple(relations))


def _of_office(
    annotation: Annotation, position: Position, quotes: Sequence[Span], rules: Sequence[LastingRule]
) -> Stance:
    """Return the stance of words between holder and title, else that of a quotation."""
    title = position.title
    names = [m.span for m in annotation.mentions if m.entity == position.person and m.span.end <= title.start]
    words = _clause(annotation, max(names), title) if names else ""
    return _stance(words, _quoting(annotation, quotes, title), rules)


def _of_relation(
    annotation: Annotation, relation: Relation, quotes: Sequence[Span], rules: Sequence[LastingRule]
) -> Stance:
    """Return the stance of an event that brings the relation about, else that of the words between the ends.

    Where something lies and what it is part of is presupposed by whatever is planned or feared there.
    """
    event = _telling(annotation, relation)
    if event is not None and event.mode != "asserted":
        return Stance(event.mode, event.speaker, event.source)
    place = _place(annotation, relation)
    if place is None:
        return ASSERTED
    if relation.kind not in _MADE:
        rules = [rule for rule in rules if rule.mode == "negated"]
    speaker = _quoting(annotation, quotes, place[0]) or _reporting(annotation, place[0])
    return _stance(_clause(annotation, *place), speaker, rules)


def _place(annotation: Annotation, relation: Relation) -> tuple[Span, Span] | None:
    """Return the closest mentions of both ends in the relation's sentence, in text order."""
    sentence = annotation.document.sentences[relation.sentence]
    ends = [
        [m.span for m in annotation.mentions if m.entity == e and sentence.contains(m.span)]
        for e in (relation.subject, relation.object)
    ]
    pairs = [(min(a, b), max(a, b)) for a in ends[0] for b in ends[1]]
    return min(pairs, key=lambda pair: (pair[1].start - pair[0].end, pair), default=None)


def _telling(annotation: Annotation, relation: Relation) -> Event | None:
    """Return the event of the relation's sentence by which its ends come to it."""
    for event in annotation.events:
        if event.type not in _MADE.get(relation.kind, ()):
            continue
        filled = {e for role in event.roles for e in (role.entity, role.meant)}
        if event.sentence == relation.sentence and {relation.subject, relation.object} <= filled:
            return event
    return None


def _stance(words: str, speaker: Speaker | None, rules: Sequence[LastingRule]) -> Stance:
    mode = next((rule.mode for rule in rules if rule.pattern.search(words)), None)
    if speaker is None:
        return Stance(mode or "asserted")
    return Stance(mode or "attributed", speaker.entity, speaker.source)


def _clause(annotation: Annotation, first: Span, second: Span) -> str:
    """Return, folded, the words between two places and the last three of the clause before them.

    Nothing when the places are too far apart for the words to be about them.
    """
    if second.start - first.end > REACH:
        return ""
    text = annotation.document.text
    sentence = next((s for s in annotation.document.sentences if s.contains(first)), first)
    before = _CLAUSE.split(text[sentence.start : first.start])[-1].split()[-3:]
    return fold(" ".join([*before, text[first.end : second.start]]), ta_marbuta=True)


def _quoting(annotation: Annotation, quotes: Sequence[Span], place: Span) -> Speaker | None:
    """Return whose quotation a place stands in: whoever claims an event of it."""
    quote = next((q for q in quotes if q.contains(place)), None)
    if quote is None:
        return None
    inside = [Speaker(e.speaker, e.source) for e in annotation.events if quote.contains(e.trigger)]
    return next((s for s in inside if s != Speaker()), None)


def _reporting(annotation: Annotation, place: Span) -> Speaker | None:
    """Return whose reported speech a place stands in: who says the last Statement with a "that" between."""
    text, sentences = annotation.document.text, annotation.document.sentences
    said = [
        e
        for e in annotation.events
        if e.type == "Statement"
        and sentences[e.sentence].contains(place)
        and e.trigger.end <= place.start
        and _THAT.search(text[e.trigger.end : place.start])
    ]
    return speaker_of(annotation, max(said, key=lambda e: e.trigger)) if said else None
