"""Vary training documents so that the model learns contexts, not spellings and names."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from kg.model import Annotation, Event, Mention, Role, Span

_HAMZA = str.maketrans("أإآٱ", "اااا")
_YA = str.maketrans("ى", "ي")
_TA = re.compile(r"ة\b")
_FINAL_YA = re.compile(r"ي\b")
_PUNCTUATION = re.compile(r"[،,\"“”«»]")


def vary_spelling(gold: Annotation, rng: random.Random) -> Annotation:
    """Write the text with hamza, ya or ta marbuta confused, as much of the press does; lengths stay."""
    text = gold.document.text
    changes: list[Callable[[str], str]] = [
        lambda t: t.translate(_HAMZA),
        lambda t: t.translate(_YA),
        lambda t: _FINAL_YA.sub("ى", t),
        lambda t: _TA.sub("ه", t),
        lambda t: _PUNCTUATION.sub(" ", t),
    ]
    for change in rng.sample(changes, rng.choice((1, 1, 2))):
        text = change(text)
    return replace(gold, document=replace(gold.document, text=text))


def swap_names(
    gold: Annotation, names: Mapping[str, Sequence[str]], rng: random.Random, *, share: float
) -> Annotation:
    """Replace a share of the people and places by others of ``names``, everywhere in the document.

    A mention by the last word of the name gets the last word of the new one. Places whose nationality is
    mentioned stay, since the adjective would not fit.
    """
    with_adjective = {m.entity for m in gold.mentions if m.type == "Nationality"}
    chosen: dict[str, str] = {}
    for key, entity in sorted(gold.entities.items()):
        if entity.type in names and key not in with_adjective and rng.random() < share:
            chosen[key] = rng.choice(names[entity.type])
    edits: list[tuple[Span, str]] = []
    for mention in gold.mentions:
        if mention.entity in chosen and mention.type == gold.entities[mention.entity].type:
            old = gold.document.at(mention.span)
            new = chosen[mention.entity]
            if len(old.split()) == 1 and len(new.split()) > 1:
                new = new.split()[-1]
            if old.startswith("ل") and not gold.entities[mention.entity].name.startswith("ل"):
                continue
            if not edits or edits[-1][0].end <= mention.span.start:
                edits.append((mention.span, new))
    return _edit(gold, edits)


def _edit(gold: Annotation, edits: Sequence[tuple[Span, str]]) -> Annotation:
    """Apply replacements, in text order and disjoint, and move every span along."""
    text, shifts, last = "", [], 0
    for span, new in edits:
        text += gold.document.text[last : span.start] + new
        shifts.append((span, len(new) - (span.end - span.start)))
        last = span.end
    text += gold.document.text[last:]

    def point(at: int, *, end: bool) -> int:
        moved = at
        for span, by in shifts:
            if span.end <= at:
                moved += by
            elif span.start < at or (end and span.start < at):
                return moved + (max(0, span.end + by - at) if end else span.start - at)
        return moved

    def move(span: Span) -> Span:
        return Span(point(span.start, end=False), point(span.end, end=True))

    def move_role(role: Role) -> Role:
        return role if role.span is None else replace(role, span=move(role.span))

    def move_event(event: Event) -> Event:
        return replace(
            event, trigger=move(event.trigger), roles=tuple(move_role(r) for r in event.roles), source=None
        )

    def move_mention(mention: Mention) -> Mention:
        return replace(mention, span=move(mention.span))

    # The wording of an unnamed source is found by its text, so it is kept where it is unedited.
    events = tuple(
        replace(move_event(e), source=e.source)
        if e.source is not None and e.source in text
        else move_event(e)
        for e in gold.events
    )
    document = replace(gold.document, text=text, sentences=tuple(move(s) for s in gold.document.sentences))
    return replace(
        gold,
        document=document,
        mentions=tuple(move_mention(m) for m in gold.mentions),
        positions=tuple(replace(p, title=move(p.title)) for p in gold.positions),
        events=events,
    )
