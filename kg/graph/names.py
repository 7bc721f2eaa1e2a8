"""The IRIs of the parts of one annotation: its entities, mentions and claims."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from pyoxigraph import NamedNode

from kg.graph.iris import Iris, digest
from kg.model import Annotation, Event, Mention, Position, Relation, Role, Span


class DocumentNames:
    """Gives every part of one annotation its node.

    A claim is named by what it is read from (type and trigger, title and person, relation and ends), not by
    its place in a list, so that it keeps its name when others come or go. Where two events share type and
    trigger, mode and roles tell them apart.
    """

    def __init__(self, annotation: Annotation, iris: Iris) -> None:
        self.iris = iris
        self.annotation = annotation
        self.id = annotation.document.id
        self.document = iris.document(self.id)
        self.graph = iris.document_graph(self.id)
        self._starts = [s.start for s in annotation.document.sentences]
        self._keys = self._entity_keys()
        self._spans = {m.span: m for m in reversed(annotation.mentions)}
        same = Counter((e.type, e.trigger) for e in annotation.events)
        self._events = [self._event(e, alone=same[e.type, e.trigger] == 1) for e in annotation.events]

    def _entity_keys(self) -> dict[str, str]:
        first: dict[str, int] = {}
        for mention in self.annotation.mentions:
            if mention.entity is not None:
                first.setdefault(mention.entity, mention.span.start)
        return {
            key: digest("entity", e.type, e.name, first.get(key))
            for key, e in self.annotation.entities.items()
        }

    def _event(self, event: Event, *, alone: bool) -> NamedNode:
        parts: tuple[object, ...] = ("event", event.type, event.trigger.start, event.trigger.end)
        if not alone:
            parts = (*parts, event.mode, *sorted(self._role_key(r) for r in event.roles))
        return self.iris.claim(self.id, digest(*parts))

    def _role_key(self, role: Role) -> str:
        about = None if role.event is None else self.annotation.events[role.event]
        entity = None if role.entity is None else self._keys[role.entity]
        topic = None if about is None else (about.type, about.trigger)
        return digest(role.name, entity, topic, role.value, role.span)

    def entity(self, local: str) -> NamedNode:
        """Return the node of an entity by its local id."""
        return self.iris.document_entity(self.id, self._keys[local])

    def event(self, index: int) -> NamedNode:
        """Return the claim node of an event by its index."""
        return self._events[index]

    def argument(self, claim: NamedNode, role: Role) -> NamedNode:
        """Return the node of a filled role of a claim."""
        return NamedNode(f"{claim.value}/a/{self._role_key(role)}")

    def position(self, position: Position) -> NamedNode:
        """Return the claim node of an office held."""
        title = position.title
        return self.iris.claim(
            self.id, digest("position", self._keys[position.person], title.start, title.end)
        )

    def relation(self, relation: Relation) -> NamedNode:
        """Return the claim node of a relation."""
        ends = self._keys[relation.subject], self._keys[relation.object]
        return self.iris.claim(self.id, digest("relation", relation.kind, *ends, relation.sentence))

    def mention(self, mention: Mention) -> NamedNode:
        """Return the node of a mention."""
        return self.iris.mention(self.id, mention.span, mention.type)

    def mention_at(self, span: Span | None) -> Mention | None:
        """Return the mention that covers exactly a span; of several the first."""
        return None if span is None else self._spans.get(span)

    def mention_of(self, entity: str, sentence: int) -> Mention | None:
        """Return the first mention of an entity in a sentence."""
        return next(self._mentions_in(sentence, entity), None)

    def _mentions_in(self, sentence: int, entity: str) -> Iterator[Mention]:
        span = self.annotation.document.sentences[sentence]
        return (m for m in self.annotation.mentions if m.entity == entity and span.contains(m.span))

    def sentence(self, number: int) -> NamedNode:
        """Return the node of a sentence by its number."""
        return self.iris.sentence(self.id, number)

    def sentence_number(self, span: Span) -> int | None:
        """Return the number of the sentence in which a span starts, None when it starts in none."""
        number = bisect_right(self._starts, span.start) - 1
        if number < 0 or span.start >= self.annotation.document.sentences[number].end:
            return None
        return number
