"""Which event claims report the same happening, within a document and across documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.model import EventType
from kg.resolve.claims import REPORTIVE, Claim, Days
from kg.resolve.evidence import compare, probability
from kg.resolve.naming import digest
from kg.resolve.sets import DisjointSets
from kg.resolve.types import CanonicalEvent, Constraints, EventMember, EventMerge, Feature

MERGE = 0.5
UNCERTAIN = (0.3, 0.7)
_MAX_RIVALS = 15
_FEW_DAYS = 4
_SAMPLE = 4
"""How many members of either cluster are compared before two clusters are joined."""
_DECIDED = (Feature("decided by a person", 1.0, 20.0),)


def blocking_keys(claim: Claim) -> Iterator[tuple[str, ...]]:
    """Yield the keys of which a claim must share one with another to be compared with it."""
    who = sorted(claim.agents | claim.patients)
    for name in sorted(claim.victims | claim.agreements):
        yield claim.type, name, "whole"
    for n, name in enumerate(who):
        yield claim.type, name, "in", claim.member[0]
        if claim.when is not None and claim.when[1] - claim.when[0] < _FEW_DAYS:
            yield from ((claim.type, name, "on", str(day)) for day in range(claim.when[0], claim.when[1] + 1))
        elif claim.when is not None:
            yield claim.type, name, "from", str(claim.when[0] // 31)
        elif claim.reported is not None:
            yield claim.type, name, claim.trigger, str(claim.reported // 14)
            yield claim.type, name, claim.trigger, str(claim.reported // 14 + 1)
        for other in who[n + 1 :]:
            yield claim.type, name, other, "" if claim.reported is None else str(claim.reported // 92)


class _Events:
    """The partition of the claims, with what must hold of every cluster."""

    def __init__(self, claims: Iterable[Claim], constraints: Constraints) -> None:
        self.claims = {c.member: c for c in claims}
        self.sets: DisjointSets[EventMember] = DisjointSets(sorted(self.claims))
        self.groups: dict[EventMember, list[EventMember]] = {member: [member] for member in self.claims}
        self.days: dict[EventMember, Days] = {}
        self.merges: list[EventMerge] = []
        self.uncertain: list[EventMerge] = []
        self._points: dict[tuple[EventMember, EventMember], float] = {}
        known = self.claims.keys()
        for left, right in sorted(constraints.different_events):
            if left in known and right in known:
                self.sets.forbid(left, right)
        for left, right in sorted(constraints.same_events):
            if left in known and right in known and self._force(left, right):
                self.merges.append(
                    EventMerge(min(left, right), max(left, right), 1.0, "merged", _DECIDED, "decision")
                )
        self._part_sentences()
        for member in sorted(self.claims):
            self._narrow(self.sets.find(member), self.claims[member].when)

    def _force(self, left: EventMember, right: EventMember) -> bool:
        a, b = self.sets.find(left), self.sets.find(right)
        joined = self.sets.join(left, right)
        if joined and a != b:
            self.groups[self.sets.find(left)] = sorted(self.groups.pop(a) + self.groups.pop(b))
        return joined

    def _part_sentences(self) -> None:
        """Forbid joining two claims of one sentence: the sentence tells them apart."""
        told: dict[tuple[str, int, str], list[EventMember]] = {}
        for member, claim in sorted(self.claims.items()):
            told.setdefault((member[0], claim.sentence, claim.type), []).append(member)
        for members in told.values():
            for n, left in enumerate(members):
                for right in members[n + 1 :]:
                    self.sets.forbid(left, right)

    def _narrow(self, root: EventMember, days: Days | None) -> None:
        if days is not None:
            old = self.days.get(root, days)
            self.days[root] = (max(old[0], days[0]), min(old[1], days[1]))

    def try_join(self, merge: EventMerge) -> bool:
        """Join the sets of a merge unless decisions, sentences or the times of other claims forbid it."""
        a, b = self.sets.find(merge.left), self.sets.find(merge.right)
        if a == b:
            return True
        left, right = self.days.get(a), self.days.get(b)
        if left is not None and right is not None and (left[0] > right[1] or right[0] > left[1]):
            return False
        if not self._agree(a, b) or not self.sets.join(a, b):
            return False
        self.groups[self.sets.find(a)] = sorted(self.groups.pop(a) + self.groups.pop(b))
        root = self.sets.find(a)
        for days in (left, right):
            self._narrow(root, days)
        self.merges.append(merge)
        return True

    def _agree(self, a: EventMember, b: EventMember) -> bool:
        """Tell whether two clusters are one on the whole, not just by their likest members."""
        left, right = self.groups[a][:_SAMPLE], self.groups[b][:_SAMPLE]
        if len(left) == len(right) == 1:
            return True
        return sum(self._between(x, y) for x in left for y in right) > 0

    def _between(self, x: EventMember, y: EventMember) -> float:
        """Return the log odds that two claims are of one happening; asked for again and again."""
        pair = (x, y) if x < y else (y, x)
        if pair not in self._points:
            self._points[pair] = sum(f.points for f in compare(self.claims[pair[0]], self.claims[pair[1]]))
        return self._points[pair]

    def join_blocks(self, claims: Iterable[Claim]) -> None:
        """Compare the claims that share a key and join the likeliest pairs first."""
        ordered = sorted(claims, key=lambda c: c.member)
        blocks: dict[tuple[str, ...], list[int]] = {}
        for i, claim in enumerate(ordered):
            for key in sorted(set(blocking_keys(claim))):
                blocks.setdefault(key, []).append(i)
        pairs = {
            (i, j)
            for block in blocks.values()
            for n, j in enumerate(block)
            for i in block[max(0, n - _MAX_RIVALS) : n]
        }
        scored = []
        for i, j in sorted(pairs):
            features = compare(ordered[i], ordered[j])
            score = probability(features)
            if score >= UNCERTAIN[0]:
                scored.append((-score, ordered[i].member, ordered[j].member, features))
        for minus, left, right, features in sorted(scored):
            wanted = -minus >= MERGE
            merge = EventMerge(left, right, round(-minus, 4), "merged" if wanted else "uncertain", features)
            merged = wanted and self.try_join(merge)
            if UNCERTAIN[0] <= -minus <= UNCERTAIN[1] and left[0] != right[0]:
                self.uncertain.append(merge if merged else replace(merge, verdict="uncertain"))


def join_events(
    claims: Iterable[Claim], constraints: Constraints
) -> tuple[tuple[CanonicalEvent, ...], tuple[EventMerge, ...]]:
    """Return the canonical events of all claims, sorted by key, and the uncertain joins, best first.

    What is done is joined first; then what is said, by what it is about.
    """
    state = _Events(claims, constraints)
    state.join_blocks(c for c in state.claims.values() if c.type not in REPORTIVE)
    said = [c for c in state.claims.values() if c.type in REPORTIVE]
    state.join_blocks(replace(c, about=frozenset(_about(c, state))) for c in said)
    return _canonical(state), tuple(sorted(state.uncertain, key=lambda m: (-m.score, m)))


def _about(claim: Claim, state: _Events) -> Iterator[str]:
    for topic in claim.topics:
        if topic in state.claims:
            yield repr(state.sets.find(topic))


def _canonical(state: _Events) -> tuple[CanonicalEvent, ...]:
    groups = [sorted(group) for group in state.sets.groups()]
    keys = {member: key for group in groups for key in [_key(group, state)] for member in group}
    reasons: dict[str, list[EventMerge]] = {}
    for merge in state.merges:
        reasons.setdefault(keys[merge.left], []).append(merge)
    matters = _matters(keys, state)
    events = (
        CanonicalEvent(
            key=keys[group[0]],
            type=_type(group, state),
            members=tuple(group),
            matter=matters.get(keys[group[0]]),
            explanation=tuple(sorted(reasons.get(keys[group[0]], ()))),
        )
        for group in groups
    )
    return tuple(sorted(events, key=lambda e: e.key))


def _type(group: list[EventMember], state: _Events) -> EventType:
    """Return the type that the first claim of fact gives an event, where a person joined several types."""
    claims = [state.claims[member] for member in group]
    return next((c.type for c in claims if c.mode in ("asserted", "attributed")), claims[0].type)


def _key(group: list[EventMember], state: _Events) -> str:
    """Return the key of an event: that of its earliest report, which later documents leave as it is."""
    first = min(group, key=lambda m: (state.claims[m].reported is None, state.claims[m].reported, m))
    claim = state.claims[first]
    return digest(claim.type, first[0], str(claim.sentence), claim.trigger, str(first[1]))


def _matters(keys: dict[EventMember, str], state: _Events) -> dict[str, str]:
    """Return for each event of saying the matter it shares with others: a type of event by certain agents.

    Of several matters the most shared one counts.
    """
    sayings: dict[str, set[str]] = {}
    for member, claim in state.claims.items():
        if claim.type in REPORTIVE:
            for topic in claim.topics:
                about = state.claims.get(topic)
                if about is not None and about.agents and about.type not in REPORTIVE:
                    sayings.setdefault(digest(about.type, *sorted(about.agents)), set()).add(keys[member])
    matters: dict[str, str] = {}
    for matter, sharing in sorted(sayings.items(), key=lambda item: (-len(item[1]), item[0])):
        if len(sharing) > 1:
            for key in sorted(sharing):
                matters.setdefault(key, matter)
    return matters
