"""Counts of what was found and what was wanted, and the figures made of them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SAMPLES = 1000
SEED = 1979


@dataclass(frozen=True, slots=True)
class Counts:
    """Right ones among the found and among the wanted; the two differ only for weighted layers (B-cubed)."""

    right_found: float = 0
    found: int = 0
    right_wanted: float = 0
    wanted: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.right_found + other.right_found,
            self.found + other.found,
            self.right_wanted + other.right_wanted,
            self.wanted + other.wanted,
        )

    @property
    def precision(self) -> float:
        """Return the share of the found that is right (0 when nothing was found)."""
        return self.right_found / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Return the share of the wanted that was found (0 when nothing was wanted)."""
        return self.right_wanted / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def count(right: int, found: int, wanted: int) -> Counts:
    """Return the counts of an unweighted layer.

    >>> round(count(3, 4, 6).f1, 3)
    0.6
    """
    return Counts(right, found, right, wanted)


def intervals(
    documents: Sequence[Mapping[str, Counts]],
    layers: Sequence[str],
    *,
    samples: int = SAMPLES,
    seed: int = SEED,
) -> dict[str, tuple[float, float]]:
    """Return a 95 % confidence interval of F1 for each layer by resampling documents.

    ``samples`` sets of as many documents are drawn with replacement by Python's Mersenne Twister from
    ``seed``; the interval runs from the 2.5th to the 97.5th percentile of their F1.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13 (percentile interval).
    """
    if not documents or samples <= 0:
        return {}
    weights = _weights(len(documents), samples, seed)
    none = Counts()
    out = {}
    for layer in layers:
        rows = [doc.get(layer, none) for doc in documents]
        table = np.array([[c.right_found, c.found, c.right_wanted, c.wanted] for c in rows], dtype=np.float64)
        low, high = np.percentile(_f1(weights @ table), [2.5, 97.5])
        out[layer] = float(low), float(high)
    return out


def _weights(documents: int, samples: int, seed: int) -> npt.NDArray[np.float64]:
    """Return how often each document stands in each sample."""
    rng = random.Random(seed)  # noqa: S311
    drawn = [rng.choices(range(documents), k=documents) for _ in range(samples)]
    return np.array([np.bincount(row, minlength=documents) for row in drawn], dtype=np.float64)


def _f1(table: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    precision = table[:, 0] / np.maximum(table[:, 1], 1)
    recall = table[:, 2] / np.maximum(table[:, 3], 1)
    total = precision + recall
    return np.where(total > 0, 2 * precision * recall / np.where(total > 0, total, 1), 0.0)
