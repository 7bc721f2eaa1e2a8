"""Arguments that grammar supplies: titles for their holders, dropped subjects, names joined by "and"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.errors import ModelError
from kg.language.normalise import fold
from kg.model import ROLES, Annotation, Document, Event, EventType, Mention, Role, RoleName, Span
from kg.relate.assemble import sentence_at
from kg.relate.attribution import SPEECH
from kg.relate.modes import RANK
from kg.relate.tables import read_table, smoothed

PRIOR = 0.5
PRIOR_WEIGHT = 2
_AND = re.compile(r"""["”»')\]]*\s*(?:و\s*["“«('\[]?|,? and (?:the )?["“(]?)""")
_SAID = re.compile(
    r"""[\s،,]*(?:(?:[وفب]?(?:ان|انه|انها|انهم|انهما)|الي|علي|عن|في|خلال|من|قائلا|بالقول|لـ?|ايضا|كذلك|that)\b|[:"«“(-])"""
)
"""What follows a verb of saying whose subject is not written: the clause, a preposition, a quotation."""
_LIMIT = re.compile(r"(?:^|\s)(?:[وف]?(?:بحلول|حتي|قبل|في موعد اقصاه|في مهله اقصاها)|by|before|until)$")
_JOINED = ("Person", "Organisation", "Place")
_CONTROLLING: Mapping[EventType, tuple[EventType, ...]] = {
    "Accusation": (),
    "Demand": ("Arrest",),
    "Decision": ("Arrest", "Attack", "Sanction"),
}
"""Events whose target does what they are about ("object control", Ryding (2005), 35.5), but for these
classes, which are as likely to be done to it."""
_WITH_PARTIES = ("Agreement", "Consultation")
_SPOKEN = (*SPEECH, "Decision")
_BESIDE = re.compile(r"[ \"«“]{1,2}")


@dataclass(frozen=True, slots=True)
class ArgumentRule:
    """One row of the argument table; ``confidence`` becomes the score of the roles it adds."""

    name: str
    role: RoleName
    right: int
    fired: int

    @property
    def confidence(self) -> float:
        """Return the probability in [0, 1] that a role added by this rule is right."""
        return smoothed(self.right, self.fired, prior=PRIOR, weight=PRIOR_WEIGHT)


def read_rules(name: str = "arguments") -> tuple[ArgumentRule, ...]:
    """Return the rules of the argument table.

    :raises ModelError: the table is missing or malformed.
    """
    out = []
    for row in read_table(name):
        if row["rule"] not in _RULES or row["role"] not in ROLES:
            raise ModelError(f"rule table {name}: no rule {row['rule']!r} or role {row['role']!r}")
        out.append(ArgumentRule(row["rule"], row["role"], int(row["right"]), int(row["fired"])))
    return tuple(out)


def add_arguments(annotation: Annotation, rules: Sequence[ArgumentRule]) -> Annotation:
    """Return the annotation with the roles that the rules add, rule by rule in the table's order."""
    for rule in rules:
        for index, role in list(_RULES[rule.name](annotation, rule)):
            events = list(annotation.events)
            events[index] = with_role(events[index], role)
            annotation = replace(annotation, events=tuple(events))
    return annotation


def with_role(event: Event, role: Role) -> Event:
    """Return the event with one more role; what was a bare span with the same words gives way to it."""
    if any(r.name == role.name and r.entity == role.entity and r.entity is not None for r in event.roles):
        return event
    kept = tuple(r for r in event.roles if r.entity is not None or r.event is not None or r.span != role.span)
    return replace(event, roles=(*kept, role))


def title_holders(annotation: Annotation) -> dict[Span, str]:
    """Map titles that stand alone to the person named with such a title before them.

    A title stands alone when its sentence names no holder for it; it matches when all its words (folded, the
    article aside) are words of the earlier title.
    """
    held = sorted((p.title, p.person) for p in annotation.positions)
    taken = {title for title, _ in held}
    out = {}
    for mention in annotation.mentions:
        if mention.type != "Position" or mention.span in taken:
            continue
        words = _title_words(annotation, mention.span)
        earlier = held[: bisect_left(held, (mention.span, ""))]
        person = next(
            (who for title, who in reversed(earlier) if words <= _title_words(annotation, title)), None
        )
        if person is not None and words:
            out[mention.span] = person
    return out


def _title_words(annotation: Annotation, span: Span) -> frozenset[str]:
    words = re.findall(r"\w+", fold(annotation.document.at(span), ta_marbuta=True))
    return frozenset(w[2:] if w.startswith("ال") and len(w) > 4 else w for w in words)


def _office(annotation: Annotation, rule: ArgumentRule) -> Iterator[tuple[int, Role]]:
    """Yield holders for titles that fill a role, and for a title right after a trigger without an actor."""
    holders = title_holders(annotation)
    for index, event in enumerate(annotation.events):
        for role in event.roles:
            if role.entity is None and role.span in holders:
                yield index, replace(role, entity=holders[role.span])
        if not any(role.name == rule.role for role in event.roles):
            span = next((s for s in holders if 0 < s.start - event.trigger.end <= 3), None)
            if span is not None:
                yield index, Role(rule.role, holders[span], span=span, score=rule.confidence)


def _dropped(annotation: Annotation, rule: ArgumentRule) -> Iterator[tuple[int, Role]]:
    """Yield the actor of the Statement before for each Statement whose subject is not written."""
    last: Role | None = None
    for index, event in enumerate(annotation.events):
        if event.type != "Statement":
            continue
        actors = [role for role in event.roles if role.name == rule.role]
        if actors:
            last = next((role for role in actors if role.entity is not None), None)
        elif last is not None and _has_no_subject(annotation.document, event):
            yield index, replace(last, score=rule.confidence)


def _has_no_subject(document: Document, event: Event) -> bool:
    """Tell whether a verb of saying is followed at once by what is said, and is not a plural."""
    verb = document.at(event.trigger)
    rest = fold(document.text[event.trigger.end : event.trigger.end + 30], ta_marbuta=True)
    return _SAID.match(rest) is not None and not verb.endswith(("وا", "ين", "ون"))


def _subject(annotation: Annotation, rule: ArgumentRule) -> Iterator[tuple[int, Role]]:
    """Yield the name beside a deed of speech without actor: after an Arabic one, or between it and the start.

    After other deeds than a Statement a name may as well be whom it is done to (*the accusation of X*).
    """
    document = annotation.document
    names = [m for m in annotation.mentions if m.entity is not None and m.type in _JOINED]
    begins = {m.span.start: m for m in reversed(names)}
    ends = {m.span.end: m for m in names}
    titles = {m.span.start: m.span.end for m in annotation.mentions if m.type == "Position"}
    for index, event in enumerate(annotation.events):
        if event.type in _WITH_PARTIES or any(role.name == rule.role for role in event.roles):
            continue
        after = event.trigger.end + _gap(document.text, event.trigger.end)
        after = titles.get(after, after)
        after += _gap(document.text, after)
        before = ends.get(event.trigger.start - 1)
        arabic = document.language == "ar"
        opens = before is not None and before.span.start == document.sentences[event.sentence].start
        name = before if opens and event.type in (_SPOKEN if arabic else ("Statement",)) else None
        if event.type == "Statement" and arabic and after > event.trigger.end:
            name = begins.get(after, name)
        if name is not None and not any(role.entity == name.entity for role in event.roles):
            yield index, Role(rule.role, name.entity, span=name.span, score=rule.confidence)


def _gap(text: str, at: int) -> int:
    match = _BESIDE.match(text, at)
    return 0 if match is None else len(match.group())


def joined_names(annotation: Annotation) -> dict[int, Mention]:
    """Map the start of a name to the name of the same type that "and" joins to it."""
    names = [m for m in annotation.mentions if m.entity is not None and m.type in _JOINED]
    outer: list[Mention] = []
    for mention in names:
        if not any(m.span.start <= mention.span.start and mention.span.end <= m.span.end for m in outer):
            outer.append(mention)
    out = {}
    for left, right in pairwise(outer):
        gap = annotation.document.text[left.span.end : right.span.start]
        if left.type == right.type and left.entity != right.entity and _AND.fullmatch(gap):
            out[left.span.start] = right
    return out


def _coordinate(annotation: Annotation, rule: ArgumentRule) -> Iterator[tuple[int, Role]]:
    joined = joined_names(annotation)
    for index, event in enumerate(annotation.events):
        for role in event.roles:
            if role.name != rule.role or role.entity is None or role.span is None:
                continue
            here = sentence_at(annotation.document, role.span.start) == event.sentence
            follower = joined.get(role.span.start)
            while here and follower is not None:
                score = min(role.score, rule.confidence)
                yield index, Role(rule.role, follower.entity, span=follower.span, score=score)
                follower = joined.get(follower.span.start)


def _deadline(annotation: Annotation, rule: ArgumentRule) -> Iterator[tuple[int, Role]]:
    """Yield a time that a word of limit stands before (by, until, before) as the rule's role."""
    for index, event in enumerate(annotation.events):
        for role in event.roles:
            if role.name == "time" and role.span is not None and role.entity is None:
                before = annotation.document.text[max(0, role.span.start - 16) : role.span.start]
                if _LIMIT.search(fold(before, ta_marbuta=True)):
                    yield index, replace(role, name=rule.role)


def _control(annotation: Annotation, rule: ArgumentRule) -> Iterator[tuple[int, Role]]:
    """Yield whoever is accused, asked or ordered as the actor of what it is about, if that has none."""
    for event in annotation.events:
        targets = [r for r in event.roles if r.name == "target" and r.entity is not None]
        if event.type not in _CONTROLLING or RANK[event.mode] > RANK["planned"]:
            continue
        for index in (r.event for r in event.roles if r.event is not None):
            content = annotation.events[index]
            done_to = content.type in _CONTROLLING[event.type]
            if done_to or content.type in _WITH_PARTIES or any(r.name == rule.role for r in content.roles):
                continue
            taken = {r.entity for r in content.roles}
            for target in targets:
                if target.entity not in taken:
                    yield index, replace(target, name=rule.role, score=min(target.score, rule.confidence))


_RULES = {
    "deadline": _deadline,
    "office": _office,
    "dropped": _dropped,
    "coordinate": _coordinate,
    "control": _control,
    "subject": _subject,
}
