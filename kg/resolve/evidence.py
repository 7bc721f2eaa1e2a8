"""What speaks for and against two event claims reporting one happening: features, and how much each weighs.

As for entities the log odds are the sum of value times weight, and their logistic is the probability. The
weights were set by reading what they join on the training documents (docs/identity.md).
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from kg.resolve.claims import REPORTIVE, Claim, Days
from kg.resolve.summary import overlap
from kg.resolve.types import Feature

_NEVER = 20.0
_NEAR, _MONTH = 2, 31
"""Days between two reports up to which they are of the same news, and of the same affair."""


def probability(features: tuple[Feature, ...]) -> float:
    """Return the probability in [0, 1] that the evidence gives."""
    return 1 / (1 + math.exp(-sum(f.points for f in features)))


def compare(a: Claim, b: Claim) -> tuple[Feature, ...]:
    """Return the evidence for and against two claims of one type reporting one happening."""
    saying = a.type in REPORTIVE
    return (
        Feature("two claims at random", -1.0, 2.0),
        *_participants(a, b),
        *_times(a, b),
        *_places(a, b),
        *_sets("topic", a.about, b.about, 1.5, 1.0 if saying else 0.0),
        *_sets("quantity", a.quantities, b.quantities, 1.0, 0.3),
        *_wording(a, b),
        *_document(a, b),
    )


def _either(same: bool, yes: str, reward: float, no: str, penalty: float) -> Feature:
    return Feature(yes, 1.0, reward) if same else Feature(no, -1.0, penalty)


def _sets(
    name: str, left: frozenset[str], right: frozenset[str], reward: float, penalty: float
) -> Iterator[Feature]:
    if left and right:
        yield _either(bool(left & right), f"same {name}", reward, f"different {name}", penalty)


def _participants(a: Claim, b: Claim) -> Iterator[Feature]:
    yield from _agents(a, b)
    yield from _sets("victim", a.victims, b.victims, 3.5, 2.0)
    if not a.victims & b.victims:
        yield from _sets("patients", a.patients, b.patients, 1.2, 1.5)
    yield from _sets("agreement", a.agreements, b.agreements, 2.5 if a.type == "Agreement" else 1.2, 2.0)
    if not (a.agents & b.agents or a.patients & b.patients):
        yield Feature("no participant in common", -1.0, 2.0)


def _agents(a: Claim, b: Claim) -> Iterator[Feature]:
    saying = a.type in REPORTIVE
    if not a.agents or not b.agents:
        if saying:
            yield Feature("a speaker unknown", -1.0, 1.0)
    elif a.agents <= b.agents or b.agents <= a.agents:
        yield Feature("same agents", 1.0, 2.0)
    elif a.agents & b.agents:
        shared = len(a.agents & b.agents) / min(len(a.agents), len(b.agents))
        yield Feature("some agents the same, others not", 2 * shared - 1.3, 1.5)
    else:
        penalty = 1.0 if a.victims & b.victims else 3.0
        yield Feature("different agents", -1.0, _NEVER if saying else penalty)


def _places(a: Claim, b: Claim) -> Iterator[Feature]:
    if a.places and b.places:
        if a.lands & b.lands and not a.places & b.places:
            yield Feature("places in one country", 1.0, 0.2)
        else:
            apart = 2.5 if a.lands and b.lands else 0.8
            yield _either(bool(a.places & b.places), "same place", 0.6, "different places", apart)


def _meet(a: Days, b: Days) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]


def _times(a: Claim, b: Claim) -> Iterator[Feature]:
    if a.deadline is not None and b.deadline is not None:
        yield _either(_meet(a.deadline, b.deadline), "same deadline", 1.0, "different deadlines", 3.0)
    if a.when is not None and b.when is not None:
        wide = max(a.when[1] - a.when[0], b.when[1] - b.when[0])
        if not _meet(a.when, b.when):
            yield Feature("at different times", -1.0, _NEVER)
        elif wide == 0:
            yield Feature("on the same day", 1.0, 2.5)
        else:
            yield Feature("at compatible times", 1 / (1 + wide / _MONTH), 1.2)
    elif a.when is None and b.when is None and a.reported is not None and b.reported is not None:
        gap = abs(a.reported - b.reported)
        if a.member[0] != b.member[0]:
            late = 0.7 if gap <= _MONTH else 2.5
            yield _either(gap <= _NEAR, "reported near in time", 0.3, "reported days apart", late)


def _wording(a: Claim, b: Claim) -> Iterator[Feature]:
    if a.mode != b.mode and "planned" in (a.mode, b.mode):
        yield Feature("planned in one, not in the other", -1.0, 0.5)
    if a.language != b.language:
        return
    if a.trigger != b.trigger and a.trigger[:3] == b.trigger[:3]:
        yield Feature("akin trigger words", 1.0, 0.4)
    else:
        yield _either(a.trigger == b.trigger, "same trigger word", 0.8, "other trigger word", 0.3)
    alike = max(-1.0, min(1.0, (overlap(a.content, b.content) - 0.4) / 0.3))
    yield Feature("sentences alike", alike, 3.0 if a.type in REPORTIVE else 1.0)


def _document(a: Claim, b: Claim) -> Iterator[Feature]:
    """Yield what being told in one document says: one speaker's statements in it are mostly several."""
    if a.member[0] == b.member[0]:
        saying = a.type in REPORTIVE
        yield _either(not saying, "told in one document", 0.5, "said one after the other", 1.5)
