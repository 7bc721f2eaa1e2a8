"""The pair heads of the joint recogniser in NumPy: small, so that one encoder call does the heavy work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kg.recognise.decode import Floats
from kg.recognise.labels import SPAN_LABELS, TRIGGER_LABELS
from kg.recognise.pairs import Pairs


def gelu(x: Floats) -> Floats:
    """Return the Gaussian error linear unit, tanh form. Source: Hendrycks and Gimpel (2016), section 2."""
    inner = np.float32(0.7978845608) * x * (1 + np.float32(0.044715) * x * x)
    out: Floats = np.float32(0.5) * x * (1 + np.tanh(inner))
    return out


class PairHeads:
    """Scores modes and arcs from token vectors. Weight names are those of ``kg.training.network``."""

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self._w = {k: np.asarray(v, np.float32) for k, v in weights.items()}

    def _linear(self, name: str, x: Floats) -> Floats:
        out: Floats = x @ self._w[f"{name}.weight"].T + self._w[f"{name}.bias"]
        return out

    def trigger_vectors(
        self, hidden: Floats, ends: Sequence[tuple[int, int]], labels: Sequence[int]
    ) -> Floats:
        """Represent triggers by the vectors of their first and last token and their class."""
        return self._vectors("trigger", hidden, ends, labels)

    def span_vectors(self, hidden: Floats, ends: Sequence[tuple[int, int]], labels: Sequence[int]) -> Floats:
        """Represent mentions by the vectors of their first and last token and their type."""
        return self._vectors("span", hidden, ends, labels)

    def _vectors(
        self, kind: str, hidden: Floats, ends: Sequence[tuple[int, int]], labels: Sequence[int]
    ) -> Floats:
        at = np.asarray(ends, np.int64).reshape(-1, 2)
        types = self._w[f"{kind}_type.weight"][np.asarray(labels, np.int64)]
        return gelu(
            self._linear(f"{kind}_mlp.0", np.concatenate([hidden[at[:, 0]], hidden[at[:, 1]], types], -1))
        )

    def prefixes(self, hidden: Floats, tokens: Sequence[int]) -> list[int]:
        """Return how many attached letters each token holds before its span begins, 0 to 2."""
        found: list[int] = self._linear("prefix", hidden[np.asarray(tokens, np.int64)]).argmax(-1).tolist()
        return found

    def modes(self, triggers: Floats) -> Floats:
        """Return mode scores, [n, 5]."""
        return self._linear("mode", triggers)

    def no_speaker(self, triggers: Floats) -> Floats:
        """Return the score of "no speaker", [n]."""
        return self._linear("no_speaker", triggers)[:, 0]

    def pairs(
        self, head: str, left: Floats, right: Floats, pairs: Pairs, kinds: tuple[str, Floats]
    ) -> Floats:
        """Return the scores of pairs, [n, out].

        ``kinds`` is the name of the embedding of label pairs (``trigger_span``, ``span_span``,
        ``trigger_trigger``) and the row of it for each pair.
        """
        source, target, distance, back = pairs.T
        x, y = self._linear(f"pairs.{head}.left", left), self._linear(f"pairs.{head}.right", right)
        both = self._linear(f"pairs.{head}.both", left[source] * right[target])
        place = self._w["distance.weight"][distance] + self._w["sentences.weight"][back]
        extra = place + self._w[f"{kinds[0]}.weight"][kinds[1]]
        return self._linear(f"pairs.{head}.out", gelu(x[source] + y[target] + both + extra))


def label_pairs(left: Sequence[int], right: Sequence[int], pairs: Pairs, *, width: int) -> np.ndarray:
    """Return the embedding row of each pair's two labels."""
    rows: np.ndarray = np.asarray(left)[pairs[:, 0]] * width + np.asarray(right)[pairs[:, 1]]
    return rows


SPAN_WIDTH, TRIGGER_WIDTH = len(SPAN_LABELS), len(TRIGGER_LABELS)
