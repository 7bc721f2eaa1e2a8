"""Choose modes and arcs among the candidate pairs of one window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kg.model import ArcKind
from kg.recognise.decode import Floats, log_softmax
from kg.recognise.heads import SPAN_WIDTH, TRIGGER_WIDTH, PairHeads, label_pairs
from kg.recognise.labels import RELATION_LABELS, ROLE_LABELS, SPAN_LABELS
from kg.recognise.pairs import PAIR_LABELS, Pairs, role_pairs, span_pairs, topic_pairs
from kg.recognise.windows import Window


@dataclass(slots=True)
class WindowSpan:
    """A mention, filler or trigger by its tokens (inclusive), with a raw probability.

    ``prefix`` counts the letters that the first token holds before the span begins.
    """

    first: int
    last: int
    label: int
    score: float
    mode: int = 0
    mode_score: float = 1.0
    prefix: int = 0


WindowTrigger = WindowSpan


@dataclass(frozen=True, slots=True)
class WindowArc:
    """An arc by indices into the window's spans and triggers."""

    kind: ArcKind
    source: int
    target: int
    label: str | None
    score: float

    @property
    def from_trigger(self) -> bool:
        """Tell whether the source is a trigger rather than a mention."""
        return self.kind in ("role", "speaker", "topic")


def find_arcs(
    window: Window,
    spans: Sequence[WindowSpan],
    triggers: Sequence[WindowTrigger],
    arcs: list[WindowArc],
    hidden: Floats,
    heads: PairHeads,
    bias: Mapping[str, float],
) -> None:
    """Set each trigger's mode and add the window's arcs, in a fixed order."""
    x: Floats | None = None
    if triggers:
        x = heads.trigger_vectors(hidden, [(t.first, t.last) for t in triggers], [t.label for t in triggers])
        for t, p in zip(triggers, np.exp(log_softmax(heads.modes(x))), strict=True):
            t.mode, t.mode_score = int(p.argmax()), float(p.max())
        arcs += _topics(window, triggers, x, heads, bias)
    if not spans:
        return
    y = heads.span_vectors(hidden, [(s.first, s.last) for s in spans], [s.label for s in spans])
    for kind in PAIR_LABELS:
        arcs += _between_spans(kind, window, spans, y, heads, bias)
    if x is not None:
        arcs += _from_triggers(window, spans, triggers, x, y, heads, bias)


def _labelled(spans: Sequence[WindowSpan]) -> list[tuple[int, int, str]]:
    return [(s.first, s.last, SPAN_LABELS[s.label]) for s in spans]


def _sigmoid(x: Floats) -> Floats:
    out: Floats = np.float32(1) / (np.float32(1) + np.exp(-x))
    return out


def _topics(
    window: Window, triggers: Sequence[WindowTrigger], x: Floats, heads: PairHeads, bias: Mapping[str, float]
) -> list[WindowArc]:
    pairs = topic_pairs(window, [(t.first, t.last) for t in triggers])
    if not len(pairs):
        return []
    labels = [t.label for t in triggers]
    kinds = ("trigger_trigger", label_pairs(labels, labels, pairs, width=TRIGGER_WIDTH))
    scores = heads.pairs("topic", x, x, pairs, kinds)[:, 0] + bias.get("topic", 0.0)
    return [
        WindowArc("topic", i, j, None, float(p))
        for (i, j, _, _), s, p in zip(pairs.tolist(), scores, _sigmoid(scores), strict=True)
        if s > 0
    ]


def _between_spans(
    kind: str,
    window: Window,
    spans: Sequence[WindowSpan],
    y: Floats,
    heads: PairHeads,
    bias: Mapping[str, float],
) -> list[WindowArc]:
    left, right = PAIR_LABELS[kind]
    pairs = span_pairs(window, _labelled(spans), left, right)
    active = np.array([window.active[s.first] for s in spans], bool)
    pairs = pairs[active[pairs[:, 0]]]
    if not len(pairs):
        return []
    labels = [s.label for s in spans]
    scores = heads.pairs(
        kind, y, y, pairs, ("span_span", label_pairs(labels, labels, pairs, width=SPAN_WIDTH))
    )
    if kind == "relation":
        return _best_labels("relation", pairs, scores, RELATION_LABELS, bias.get(kind, 0.0))
    column = scores[:, 0] + bias.get(kind, 0.0)
    arcs = [
        WindowArc("holder" if kind == "holder" else "body", i, j, None, float(p))
        for (i, j, _, _), s, p in zip(pairs.tolist(), column, _sigmoid(column), strict=True)
        if s > 0
    ]
    return arcs if kind == "holder" else _best_by_source(arcs)


def _best_by_source(arcs: Sequence[WindowArc]) -> list[WindowArc]:
    best: dict[int, WindowArc] = {}
    for arc in arcs:
        if arc.source not in best or arc.score > best[arc.source].score:
            best[arc.source] = arc
    return list(best.values())


def _best_labels(
    kind: ArcKind, pairs: Pairs, scores: Floats, labels: Sequence[str], bias: float
) -> list[WindowArc]:
    """Return an arc for each pair whose best label is not the first, "none"."""
    log_probs = log_softmax(scores)
    log_probs[:, 0] -= bias
    best = log_probs.argmax(-1)
    return [
        WindowArc(kind, i, j, labels[b], float(np.exp(row[b])))
        for (i, j, _, _), row, b in zip(pairs.tolist(), log_probs, best.tolist(), strict=True)
        if b > 0
    ]


def _from_triggers(
    window: Window,
    spans: Sequence[WindowSpan],
    triggers: Sequence[WindowTrigger],
    x: Floats,
    y: Floats,
    heads: PairHeads,
    bias: Mapping[str, float],
) -> list[WindowArc]:
    pairs = role_pairs(window, [(t.first, t.last) for t in triggers], _labelled(spans))
    if not len(pairs):
        return []
    rows = label_pairs([t.label for t in triggers], [s.label for s in spans], pairs, width=SPAN_WIDTH)
    roles = heads.pairs("role", x, y, pairs, ("trigger_span", rows))
    arcs = _best_labels("role", pairs, roles, ROLE_LABELS, bias.get("role", 0.0))
    speakers = heads.pairs("speaker", x, y, pairs, ("trigger_span", rows))[:, 0]
    none = heads.no_speaker(x) - bias.get("speaker", 0.0)
    source = pairs[:, 0]
    for i in range(len(triggers)):
        mine = np.flatnonzero(source == i)
        if len(mine):
            probs = np.exp(log_softmax(np.concatenate([none[i : i + 1], speakers[mine]])))
            best = int(probs.argmax())
            if best > 0:
                arcs.append(WindowArc("speaker", i, int(pairs[mine[best - 1], 1]), None, float(probs[best])))
    return arcs
