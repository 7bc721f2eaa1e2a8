"""What a language model is asked for, and the check of every quote of its answer against the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from kg.model import (
    Arc,
    ArcKind,
    Document,
    EventType,
    Mention,
    MentionType,
    Mode,
    Recognition,
    RelationKind,
    RoleName,
    Span,
    Trigger,
)
from kg.recognise.decode import trimmed
from kg.recognise.labels import BODY_LABELS, RELATION_ENDS, RELATION_LABELS, ROLE_LABELS
from kg.recognise.pairs import PERSON

_CLOSED = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class QuotedMention:
    """A mention, by an id of the answer's own, the number of its sentence and its exact words."""

    __pydantic_config__: ClassVar = _CLOSED
    id: str
    sentence: int
    type: MentionType
    quote: str
    nth: int


@dataclass(frozen=True, slots=True)
class QuotedPhrase:
    """A phrase that fills a role and is no mention."""

    __pydantic_config__: ClassVar = _CLOSED
    id: str
    sentence: int
    quote: str
    nth: int


@dataclass(frozen=True, slots=True)
class QuotedTrigger:
    """The word that expresses an event."""

    __pydantic_config__: ClassVar = _CLOSED
    id: str
    sentence: int
    type: EventType
    mode: Mode
    quote: str
    nth: int


@dataclass(frozen=True, slots=True)
class QuotedArc:
    """A link between two ids of the answer; as in ``kg.model.Arc``."""

    __pydantic_config__: ClassVar = _CLOSED
    kind: ArcKind
    source: str
    target: str
    label: RoleName | RelationKind | None


@dataclass(frozen=True, slots=True)
class Answer:
    """All that a model is asked for."""

    __pydantic_config__: ClassVar = _CLOSED
    mentions: list[QuotedMention]
    phrases: list[QuotedPhrase]
    triggers: list[QuotedTrigger]
    arcs: list[QuotedArc]


SCHEMA: dict[str, Any] = TypeAdapter(Answer).json_schema()
"""The JSON schema of an answer."""

_MENTION, _PHRASE = TypeAdapter(QuotedMention), TypeAdapter(QuotedPhrase)
_TRIGGER, _ARC = TypeAdapter(QuotedTrigger), TypeAdapter(QuotedArc)

_Quoted = TypeVar("_Quoted", QuotedMention, QuotedPhrase, QuotedTrigger, QuotedArc)
_Item = Mention | Span | Trigger


class QuoteReader:
    """Takes in the answers about a document and keeps what its text bears out.

    ``dropped`` counts what is not kept, by reason; ``total`` counts all that was answered.
    """

    def __init__(self, document: Document, *, score: float) -> None:
        self.dropped: Counter[str] = Counter()
        self.total = 0
        self._document = document
        self._score = score
        self._items: dict[tuple[Span, str], _Item] = {}
        self._arcs: dict[tuple[ArcKind, str | None, _Item, _Item], None] = {}

    def add(self, answer: Mapping[str, Any], sentences: Collection[int]) -> None:
        """Take in the answer to a question about some sentences; ids hold within one answer."""
        ids: dict[str, _Item] = {}
        for mention in self._valid(answer, "mentions", _MENTION):
            for span in self._find(mention, sentences):
                self._keep(ids, mention.id, Mention(span, mention.type, score=self._score))
        for phrase in self._valid(answer, "phrases", _PHRASE):
            for span in self._find(phrase, sentences):
                self._keep(ids, phrase.id, span)
        for t in self._valid(answer, "triggers", _TRIGGER):
            for span in self._find(t, sentences):
                trigger = Trigger(span, t.type, t.sentence, t.mode, self._score, self._score)
                self._keep(ids, t.id, trigger)
        for arc in self._valid(answer, "arcs", _ARC):
            source, target = ids.get(arc.source), ids.get(arc.target)
            if source is None or target is None:
                self.dropped["arcs to what is not there"] += 1
            elif not _may_join(arc, source, target):
                self.dropped["arcs between what they cannot join"] += 1
            else:
                self._arcs[arc.kind, arc.label, source, target] = None

    def _valid(self, answer: Mapping[str, Any], key: str, form: TypeAdapter[_Quoted]) -> Iterator[_Quoted]:
        items = answer.get(key, [])
        for item in items if isinstance(items, list) else [items]:
            self.total += 1
            try:
                yield form.validate_python(item)
            except ValidationError:
                self.dropped["items not in the form asked for"] += 1

    def _find(
        self, quoted: QuotedMention | QuotedPhrase | QuotedTrigger, sentences: Collection[int]
    ) -> Iterator[Span]:
        """Yield where the nth occurrence of a quote stands in its sentence, if it does."""
        span = None
        if quoted.sentence in sentences:
            span = _occurrence(self._document, self._document.sentences[quoted.sentence], quoted)
        if span is None:
            self.dropped["quotes not in the text"] += 1
        else:
            yield span

    def _keep(self, ids: dict[str, _Item], name: str, item: _Item) -> None:
        key = (item, "") if isinstance(item, Span) else (item.span, item.type)
        kept = self._items.setdefault(key, item)
        if name in ids and ids[name] != kept:
            self.dropped["ids given twice"] += 1
        else:
            ids[name] = kept

    def recognition(self) -> Recognition:
        """Return all that was kept, in text order."""
        items = self._items.values()
        mentions = [m for m in items if isinstance(m, Mention)]
        mentions.sort(key=lambda m: (m.span.start, -m.span.end, m.type))
        fillers = sorted(s for s in items if isinstance(s, Span))
        triggers = sorted((t for t in items if isinstance(t, Trigger)), key=lambda t: (t.span, t.type))
        ends: list[_Item] = [*mentions, *fillers]
        index: dict[_Item, int] = {item: k for k, item in enumerate(ends)}
        index |= {trigger: k for k, trigger in enumerate(triggers)}
        arcs = [
            Arc(kind, index[source], index[target], label, self._score)
            for kind, label, source, target in self._arcs
        ]
        return Recognition(self._document, tuple(mentions), tuple(fillers), tuple(triggers), tuple(arcs))


def _occurrence(
    document: Document, sentence: Span, quoted: QuotedMention | QuotedPhrase | QuotedTrigger
) -> Span | None:
    at = sentence.start - 1
    for _ in range(quoted.nth):
        at = document.text.find(quoted.quote, at + 1, sentence.end)
        if at < 0:
            return None
    span = trimmed(document.text, at, at + len(quoted.quote)) if quoted.nth > 0 else Span(0, 0)
    return span if span.start < span.end else None


def _may_join(arc: QuotedArc, source: _Item, target: _Item) -> bool:
    """Tell whether an arc keeps to the table of ``kg.model.Arc``."""
    if source == target:
        return False
    if arc.kind == "topic":
        return isinstance(source, Trigger) and isinstance(target, Trigger)
    if arc.kind in ("role", "speaker"):
        named = arc.kind == "speaker" or arc.label in ROLE_LABELS
        return named and isinstance(source, Trigger) and not isinstance(target, Trigger)
    if not isinstance(source, Mention) or not isinstance(target, Mention):
        return False
    if arc.kind == "relation":
        return arc.label in RELATION_LABELS and {source.type, target.type} <= RELATION_ENDS
    ends = PERSON if arc.kind == "holder" else BODY_LABELS
    return source.type == "Position" and target.type in ends
