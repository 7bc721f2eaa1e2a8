"""Score one document's annotation against gold, layer by layer, and say what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from kg.evaluate.counts import Counts, count
from kg.evaluate.match import (
    NAMED,
    gold_entities,
    leftover,
    pair,
    same_filler,
    same_mention,
    same_position,
)
from kg.model import MENTION_TYPES, Annotation, Event, Mention, Position, Role, Span

Item = TypeVar("Item")

FACT_MODES = frozenset({"asserted", "attributed"})
"""The modes from which plain facts are drawn: what is planned, hedged or negated must not be among them."""
NONE = "-"
"""Stands for nothing in confusion tables and error lists."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One disagreement: ``wanted`` is the gold side, ``found`` the system's, ``-`` where there is nothing."""

    document: str
    sentence: int
    layer: str
    wanted: str
    found: str


@dataclass(slots=True)
class DocumentScore:
    """What one document adds. Keys: layer; table and row; table, gold label and system label."""

    document: str
    layers: dict[str, Counts] = field(default_factory=dict)
    tables: dict[tuple[str, str], Counts] = field(default_factory=dict)
    confusion: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)


class Scorer:
    """Scores one document. Each method adds one layer to ``result``."""

    def __init__(self, gold: Annotation, system: Annotation) -> None:
        self.gold, self.system = gold, system
        self.text = gold.document.text
        self.to_gold = gold_entities(gold, system)
        self.result = DocumentScore(gold.document.id)

    def run(self) -> DocumentScore:
        """Score every layer."""
        matched = self.mentions()
        self.values("Date", "DATES value")
        self.values("Quantity", "QUANTITIES value")
        self.identity(matched)
        self.positions()
        events = pair(self.gold.events, self.system.events, _same_event)
        self.events(events)
        self.arguments(events)
        self.modes(events)
        self.speakers(events)
        self.sources(events)
        self.topics(events)
        self.relations()
        return self.result

    def mentions(self) -> list[tuple[Mention, Mention]]:
        """Score the mentions of each type; return the matched ones."""
        matched = []
        named = Counts()
        for kind in MENTION_TYPES:
            wanted = [m for m in self.gold.mentions if m.type == kind]
            found = [m for m in self.system.mentions if m.type == kind]
            pairs = pair(wanted, found, same_mention(self.text))
            counts = count(len(pairs), len(found), len(wanted))
            self.result.layers[f"mention {kind}"] = counts
            named = named + counts if kind in NAMED else named
            matched += [(wanted[i], found[j]) for i, j in pairs]
        self.result.layers["MENTIONS named"] = named
        place_gold = {id(m): i for i, m in enumerate(self.gold.mentions)}
        place_system = {id(m): j for j, m in enumerate(self.system.mentions)}
        done = [(place_gold[id(a)], place_system[id(b)]) for a, b in matched]
        for a, b in leftover(self.gold.mentions, self.system.mentions, done, _touch):
            self.result.confusion["mentions", _type(a), _type(b)] += 1
            self._differ(_first(a, b).span.start, "mention", self._mention(a), self._mention(b))
        return matched

    def _mention(self, mention: Mention | None) -> str:
        return NONE if mention is None else f"{mention.type} {self.gold.document.at(mention.span)}"

    def values(self, kind: str, layer: str) -> None:
        """Score the values of dates or quantities among mentions that overlap."""
        wanted = [m for m in self.gold.mentions if m.type == kind and m.value]
        found = [m for m in self.system.mentions if m.type == kind and m.value]
        pairs = pair(wanted, found, lambda a, b: a.span.overlap(b.span) > 0 and a.value == b.value)
        self.result.layers[layer] = count(len(pairs), len(found), len(wanted))
        for a, b in leftover(wanted, found, pairs, _touch):
            texts = [NONE if m is None else f"{self.gold.document.at(m.span)} = {m.value}" for m in (a, b)]
            self._differ(_first(a, b).span.start, layer, *texts)

    def identity(self, matched: Iterable[tuple[Mention, Mention]]) -> None:
        """Score identity by B-cubed over the named mentions that were matched.

        Source: Bagga and Baldwin, Algorithms for Scoring Coreference Chains (1998).
        """
        named = [(a.entity, b.entity) for a, b in matched if a.type in NAMED]
        gold, system, both = Counter(a for a, _ in named), Counter(b for _, b in named), Counter(named)
        right_found = sum(both[a, b] / system[b] for a, b in named)
        right_wanted = sum(both[a, b] / gold[a] for a, b in named)
        self.result.layers["IDENTITY b3 (on matched)"] = Counts(
            right_found, len(named), right_wanted, len(named)
        )

    def positions(self) -> None:
        """Score who holds which office, and on those the body."""
        wanted, found = self.gold.positions, self.system.positions
        pairs = pair(wanted, found, same_position(self.to_gold))
        self.result.layers["POSITIONS"] = count(len(pairs), len(found), len(wanted))
        bodies = [(wanted[i].body, self.to_gold.get(str(found[j].body))) for i, j in pairs]
        self.result.layers["BODIES on matched positions"] = count(
            sum(a is not None and a == b for a, b in bodies),
            sum(found[j].body is not None for _, j in pairs),
            sum(a is not None for a, _ in bodies),
        )
        for a, b in leftover(wanted, found, pairs, lambda a, b: a.title.overlap(b.title) > 0):
            texts = self._position(self.gold, a), self._position(self.system, b)
            self._differ(_first(a, b).title.start, "POSITIONS", *texts)

    def _position(self, side: Annotation, position: Position | None) -> str:
        if position is None:
            return NONE
        return f"{_name(side, position.person)}: {side.document.at(position.title)}"

    def events(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Score types and triggers; confuse types where triggers overlap."""
        gold, system = self.gold.events, self.system.events
        self.result.layers["EVENTS type+trigger"] = count(len(pairs), len(system), len(gold))
        self._table("events", [gold[i].type for i, _ in pairs], system, gold)
        for a, b in leftover(gold, system, pairs, lambda a, b: a.trigger.overlap(b.trigger) > 0):
            names = [NONE if e is None else str(e.type) for e in (a, b)]
            texts = [NONE if e is None else self._event(e) for e in (a, b)]
            self.result.confusion["events", names[0], names[1]] += 1
            self._differ(_first(a, b).trigger.start, "EVENTS", *texts)
        for i, _ in pairs:
            self.result.confusion["events", gold[i].type, gold[i].type] += 1

    def _event(self, event: Event) -> str:
        return f"{event.type} {self.gold.document.at(event.trigger)}"

    def _table(
        self, table: str, right: Iterable[str], found: Iterable[Event], wanted: Iterable[Event]
    ) -> None:
        types = (Counter[str](e.type for e in found), Counter[str](e.type for e in wanted))
        self._rows(table, Counter(right), *types)

    def _rows(self, table: str, right: Counter[str], found: Counter[str], wanted: Counter[str]) -> None:
        for key in sorted(found | wanted):
            self.result.tables[table, key] = count(right[key], found[key], wanted[key])

    def arguments(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Score the fillers of roles other than topic; confuse roles where fillers agree."""
        filler = same_filler(self.to_gold)
        right: Counter[str] = Counter()
        for i, j in pairs:
            a, b = _arguments(self.gold.events[i]), _arguments(self.system.events[j])
            same = pair(a, b, lambda x, y: x.name == y.name and filler(x, y))
            right.update(a[k].name for k, _ in same)
            for x, y in leftover(a, b, same, filler):
                names = [NONE if r is None else str(r.name) for r in (x, y)]
                self.result.confusion["roles", names[0], names[1]] += 1
                self._differ(
                    self.gold.events[i].trigger.start, "ARGUMENTS",
                    self._argument(self.gold, i, x), self._argument(self.system, j, y),
                )  # fmt: skip
        found = Counter(str(r.name) for e in self.system.events for r in _arguments(e))
        wanted = Counter(str(r.name) for e in self.gold.events for r in _arguments(e))
        self.result.layers["ARGUMENTS"] = count(right.total(), found.total(), wanted.total())
        self._rows("arguments", right, found, wanted)

    def _argument(self, side: Annotation, index: int, role: Role | None) -> str:
        if role is None:
            return NONE
        what = side.entities[role.entity].name if role.entity is not None else self._at(role.span)
        return f"{self._event(side.events[index])}: {role.name} {what}"

    def _at(self, span: Span | None) -> str:
        return NONE if span is None else self.gold.document.at(span)

    def modes(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Score the mode of matched events."""
        modes = [(self.gold.events[i].mode, self.system.events[j].mode) for i, j in pairs]
        right = sum(a == b for a, b in modes)
        self.result.layers["MODE on matched events"] = count(right, len(modes), len(modes))
        self._rows(
            "modes", Counter(str(a) for a, b in modes if a == b), Counter(str(b) for _, b in modes),
            Counter(str(a) for a, _ in modes),
        )  # fmt: skip
        facts = [(a in FACT_MODES, b in FACT_MODES) for a, b in modes]
        self.result.layers["FACTS among matched events"] = count(
            sum(a and b for a, b in facts), sum(b for _, b in facts), sum(a for a, _ in facts)
        )
        for (i, _), (a, b) in zip(pairs, modes, strict=True):
            self.result.confusion["modes", a, b] += 1
            if a != b:
                event = self.gold.events[i]
                self._differ(event.trigger.start, "MODE", f"{self._event(event)}: {a}", b)

    def speakers(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Score the speaker of matched events."""
        right = found = wanted = 0
        for i, j in pairs:
            event, a, b = self.gold.events[i], self.gold.events[i].speaker, self.system.events[j].speaker
            mapped = None if b is None else self.to_gold.get(b)
            right += a is not None and a == mapped
            found += b is not None
            wanted += a is not None
            if a != mapped or (a is None) != (b is None):
                names = (_name(self.gold, a), _name(self.system, b))
                self._differ(event.trigger.start, "SPEAKER", f"{self._event(event)}: {names[0]}", names[1])
        self.result.layers["SPEAKER on matched events"] = count(right, found, wanted)

    def sources(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Score the wording of unnamed sources of matched events: equal, or one inside the other."""
        sources = [(self.gold.events[i].source, self.system.events[j].source) for i, j in pairs]
        right = sum(bool(a and b and (a in b or b in a)) for a, b in sources)
        self.result.layers["SOURCE on matched events"] = count(
            right, sum(b is not None for _, b in sources), sum(a is not None for a, _ in sources)
        )

    def topics(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Score the arcs from an event to the event it is about."""
        to_event = {j: i for i, j in pairs}
        wanted = {(i, t) for i, event in enumerate(self.gold.events) for t in _topics(event)}
        arcs = [(j, t) for j, event in enumerate(self.system.events) for t in _topics(event)]
        found = [(to_event.get(j), to_event.get(t)) for j, t in arcs]
        right = wanted & {(i, t) for i, t in found if i is not None and t is not None}
        self.result.layers["TOPIC arcs"] = count(len(right), len(found), len(wanted))
        for i, t in sorted(wanted - right):
            event, topic = self.gold.events[i], self.gold.events[t]
            self._differ(event.trigger.start, "TOPIC", f"{self._event(event)} -> {self._event(topic)}", NONE)
        for (j, t), mapped in zip(arcs, found, strict=True):
            if mapped not in right:
                event, topic = self.system.events[j], self.system.events[t]
                self._differ(
                    event.trigger.start, "TOPIC", NONE, f"{self._event(event)} -> {self._event(topic)}"
                )

    def relations(self) -> None:
        """Score relations as distinct triples of the document."""
        wanted = {(str(r.kind), r.subject, r.object): r.sentence for r in self.gold.relations}
        raw = {
            (str(r.kind), self.to_gold.get(r.subject, NONE), self.to_gold.get(r.object, NONE)): r
            for r in self.system.relations
        }
        right = wanted.keys() & raw.keys()
        self.result.layers["RELATIONS"] = count(len(right), len(raw), len(wanted))
        kinds = (right, raw, wanted)
        self._rows("relations", *(Counter(key[0] for key in keys) for keys in kinds))
        for key in sorted(wanted.keys() - right):
            self._differ_relation(wanted[key], self.gold, key, wanted=True)
        for key in sorted(raw.keys() - right):
            item = raw[key]
            self._differ_relation(
                item.sentence, self.system, (key[0], item.subject, item.object), wanted=False
            )

    def _differ_relation(
        self, sentence: int, side: Annotation, key: tuple[str, str, str], *, wanted: bool
    ) -> None:
        text = f"{_name(side, key[1])} {key[0]} {_name(side, key[2])}"
        start = self.gold.document.sentences[sentence].start if self.gold.document.sentences else 0
        self._differ(start, "RELATIONS", *_sides(text, wanted=wanted))

    def _differ(self, start: int, layer: str, wanted: str, found: str) -> None:
        spans = self.gold.document.sentences
        sentence = max((k for k, s in enumerate(spans) if s.start <= start), default=0)
        self.result.differences.append(Difference(self.result.document, sentence, layer, wanted, found))


def _same_event(a: Event, b: Event) -> bool:
    return a.type == b.type and a.trigger.overlap(b.trigger) > 0


def _arguments(event: Event) -> list[Role]:
    return [role for role in event.roles if role.name != "topic"]


def _topics(event: Event) -> list[int]:
    return [role.event for role in event.roles if role.name == "topic" and role.event is not None]


def _name(side: Annotation, entity: str | None) -> str:
    return NONE if entity is None else side.entities[entity].name


def _touch(a: Mention, b: Mention) -> bool:
    return a.span.overlap(b.span) > 0


def _first(a: Item | None, b: Item | None) -> Item:
    """Return the gold item, else the system's; one of the two is there."""
    item = a if a is not None else b
    if item is None:
        raise TypeError("neither side of a difference is there")
    return item


def _type(mention: Mention | None) -> str:
    return NONE if mention is None else mention.type


def _sides(text: str, *, wanted: bool) -> tuple[str, str]:
    return (text, NONE) if wanted else (NONE, text)
