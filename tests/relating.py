"""Short ways to write annotations by hand for tests."""

from __future__ import annotations

from kg.language.sentences import split_sentences
from kg.model import Annotation, Document, Entity, EntityType, Event, Mention, Mode, Role, Span


def at(text: str, words: str, nth: int = 1) -> Span:
    """Return the span of the nth occurrence of words."""
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def annotated(
    text: str,
    *,
    names: dict[str, EntityType] | None = None,
    events: tuple[Event, ...] = (),
    mentions: tuple[Mention, ...] = (),
    language: str = "ar",
) -> Annotation:
    """Return an annotation of a text; ``names`` become one entity each, mentioned wherever they stand.

    An entity's id is its name.
    """
    named = {} if names is None else names
    found = list(mentions)
    for name, kind in named.items():
        found += [Mention(at(text, name, n), kind, name) for n in range(1, text.count(name) + 1)]
    return Annotation(
        document=Document("d", text, language, split_sentences(text, language), published="2021-12-09"),
        entities={name: Entity(name, kind, name) for name, kind in named.items()},
        mentions=tuple(sorted(found, key=lambda m: (m.span.start, -m.span.end))),
        positions=(),
        relations=(),
        events=events,
    )


def event(
    text: str,
    kind: str,
    trigger: str,
    *roles: Role,
    mode: Mode = "asserted",
    nth: int = 1,
    sure: float = 0.6,
    speaker: str | None = None,
    language: str = "ar",
) -> Event:
    """Return an event at a word of a text; ``sure`` is the score of its mode."""
    span = at(text, trigger, nth)
    sentence = next(n for n, s in enumerate(split_sentences(text, language)) if s.contains(span))
    return Event(kind, span, mode, sentence, roles, speaker, mode_score=sure)  # type: ignore[arg-type]


def filled(text: str, role: str, name: str, nth: int = 1) -> Role:
    """Return a role filled by the entity of a name, read from the name's nth occurrence."""
    return Role(role, name, span=at(text, name, nth))  # type: ignore[arg-type]
