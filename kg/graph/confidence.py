"""Confidence: the probability that a source says so. One meaning, one formula.

    confidence = 1 - product over source families of (1 - the best copy's product of parts)

The parts of one reading are calibrated conditional probabilities: that the trigger is an event of this type,
that its mode is this one given the event, that a role's filler is right given the event. Their product is the
probability that the text says all of it (chain rule). Copies of one wire story are read from the same words,
so a family counts once, by its best copy; families are independent readings, joined by noisy-or. A claim is
one reading in one family, so for it the formula is the product alone.

It is not the probability that what is said is true. Why: docs/decisions/0021-confidence.md.

Source: J. Pearl, Probabilistic Reasoning in Intelligent Systems (1988), 4.3.2 (noisy-or).
"""

from __future__ import annotations

from collections.abc import Iterable
from math import prod


def reading(*parts: float) -> float:
    """Return the probability that one text says so: the product of its parts, each in [0, 1].

    >>> reading(0.9, 0.5)
    0.45
    """
    return prod(sorted(parts))


def any_family(families: Iterable[Iterable[float]]) -> float:
    """Return the probability that at least one source family says so, from each one's readings.

    A family without a reading says nothing; no family at all gives 0. The order does not matter.

    >>> round(any_family([[0.5, 0.4], [0.5]]), 4)
    0.75
    """
    return 1.0 - prod(sorted(1.0 - max(readings, default=0.0) for readings in families))
