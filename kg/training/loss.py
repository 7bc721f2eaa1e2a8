"""The training loss of a batch of windows: token heads, modes and arcs, summed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from kg.recognise.labels import SPAN_LABELS, TRIGGER_LABELS
from kg.recognise.pairs import PAIR_LABELS, role_pairs, span_pairs, topic_pairs
from kg.training.network import JointNetwork
from kg.training.targets import IGNORE, Targets

PAD = 1


@dataclass(slots=True)
class _Batch:
    """Indices into the whole batch; triggers and spans of all windows stand in one list each."""

    triggers: list[tuple[int, int, int]] = field(default_factory=list)
    trigger_types: list[int] = field(default_factory=list)
    modes: list[int] = field(default_factory=list)
    spans: list[tuple[int, int, int]] = field(default_factory=list)
    span_types: list[int] = field(default_factory=list)
    pairs: dict[str, list[tuple[int, int, int, int]]] = field(
        default_factory=lambda: {k: [] for k in ("role", "topic", *PAIR_LABELS)}
    )
    gold: dict[str, list[int]] = field(
        default_factory=lambda: {k: [] for k in ("role", "topic", *PAIR_LABELS)}
    )
    speaker: list[int] = field(default_factory=list)
    speaker_known: list[tuple[int, bool]] = field(default_factory=list)


def collate(windows: Sequence[Targets]) -> tuple[np.ndarray, np.ndarray]:
    """Return padded token ids and mask."""
    width = max(len(t.window.ids) for t in windows)
    ids = np.full((len(windows), width), PAD, np.int64)
    mask = np.zeros((len(windows), width), np.int64)
    for row, t in enumerate(windows):
        ids[row, : len(t.window.ids)] = t.window.ids
        mask[row, : len(t.window.ids)] = 1
    return ids, mask


def _gather(windows: Sequence[Targets]) -> _Batch:
    b = _Batch()
    for row, t in enumerate(windows):
        if not t.with_arcs:
            continue
        t0, s0, w = len(b.triggers), len(b.spans), t.window
        triggers = [(g.first, g.last) for g in t.triggers]
        spans = [(s.first, s.last, SPAN_LABELS[s.label]) for s in t.spans]
        b.triggers += [(row, g.first, g.last) for g in t.triggers]
        b.trigger_types += [g.label for g in t.triggers]
        b.modes += [g.mode for g in t.triggers]
        b.spans += [(row, s.first, s.last) for s in t.spans]
        b.span_types += [s.label for s in t.spans]
        for i, j, d, back in role_pairs(w, triggers, spans).tolist():
            g = t.triggers[i]
            b.pairs["role"].append((t0 + i, s0 + j, d, back))
            b.gold["role"].append(g.roles.get(j, IGNORE if j in g.ignored else 0))
            b.speaker.append(int(g.speaker == j))
        b.speaker_known += [(t0 + i, g.speaker == -1) for i, g in enumerate(t.triggers)]
        for i, j, d, back in topic_pairs(w, triggers).tolist():
            b.pairs["topic"].append((t0 + i, t0 + j, d, back))
            b.gold["topic"].append(int((i, j) in t.topics))
        for kind, (left, right) in PAIR_LABELS.items():
            for i, j, d, back in span_pairs(w, spans, left, right).tolist():
                if w.active[t.spans[i].first]:
                    b.pairs[kind].append((s0 + i, s0 + j, d, back))
                    b.gold[kind].append(_gold_pair(t, kind, i, j))
    return b


def _gold_pair(t: Targets, kind: str, i: int, j: int) -> int:
    if kind == "holder":
        return int((i, j) in t.holders)
    if kind == "body":
        return int(t.bodies.get(i) == j)
    return t.relations.get((i, j), 0)


def batch_loss(
    net: JointNetwork, windows: Sequence[Targets], ids: np.ndarray, mask: np.ndarray, *, bf16: bool
) -> dict[str, Tensor]:
    """Return the summed losses by name."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
        h = net.encode(torch.from_numpy(ids), torch.from_numpy(mask))
    h = net.drop(h)
    rows, width, _ = h.shape
    bio = np.full((rows, width, len(SPAN_LABELS)), IGNORE, np.int64)
    trig = np.full((rows, width), IGNORE, np.int64)
    for row, t in enumerate(windows):
        bio[row, : len(t.window.ids)] = t.spans_bio
        trig[row, : len(t.window.ids)] = t.triggers_bio
    losses = {
        "spans": _cross_entropy(net.spans(h).view(-1, 3), torch.from_numpy(bio).view(-1)),
        "triggers": _cross_entropy(
            net.triggers(h).view(-1, 1 + 2 * len(TRIGGER_LABELS)), torch.from_numpy(trig).view(-1)
        ),
    }
    return losses | _arc_losses(net, h, _gather(windows))


def _cross_entropy(logits: Tensor, gold: Tensor) -> Tensor:
    return F.cross_entropy(logits, gold, ignore_index=IGNORE, reduction="sum")


def _arc_losses(net: JointNetwork, h: Tensor, b: _Batch) -> dict[str, Tensor]:
    out: dict[str, Tensor] = {}
    if not b.spans:
        return out
    span_types = torch.tensor(b.span_types)
    y = net.span_vectors(h, torch.tensor(b.spans), span_types)
    n_span = len(SPAN_LABELS)
    for kind in PAIR_LABELS:
        if b.pairs[kind]:
            p = torch.tensor(b.pairs[kind])
            extra = net.place(p[:, 2], p[:, 3]) + net.span_span(
                span_types[p[:, 0]] * n_span + span_types[p[:, 1]]
            )
            scores = net.pairs[kind](y[p[:, 0]], y[p[:, 1]], extra)
            out[kind] = _pair_loss(scores, torch.tensor(b.gold[kind]))
    if not b.triggers:
        return out
    types = torch.tensor(b.trigger_types)
    x = net.trigger_vectors(h, torch.tensor(b.triggers), types)
    out["mode"] = F.cross_entropy(net.mode(x), torch.tensor(b.modes), reduction="sum")
    if b.pairs["topic"]:
        p = torch.tensor(b.pairs["topic"])
        extra = net.place(p[:, 2], p[:, 3]) + net.trigger_trigger(
            types[p[:, 0]] * len(TRIGGER_LABELS) + types[p[:, 1]]
        )
        out["topic"] = _pair_loss(
            net.pairs["topic"](x[p[:, 0]], x[p[:, 1]], extra), torch.tensor(b.gold["topic"])
        )
    if b.pairs["role"]:
        p = torch.tensor(b.pairs["role"])
        extra = net.place(p[:, 2], p[:, 3]) + net.trigger_span(types[p[:, 0]] * n_span + span_types[p[:, 1]])
        left, right = x[p[:, 0]], y[p[:, 1]]
        out["role"] = _cross_entropy(net.pairs["role"](left, right, extra), torch.tensor(b.gold["role"]))
        scores = net.pairs["speaker"](left, right, extra).squeeze(-1)
        out["speaker"] = _speaker_loss(net.no_speaker(x).squeeze(-1), scores, p[:, 0], b)
    return out


def _pair_loss(scores: Tensor, gold: Tensor) -> Tensor:
    if scores.shape[-1] == 1:
        return F.binary_cross_entropy_with_logits(scores.squeeze(-1), gold.float(), reduction="sum")
    return _cross_entropy(scores, gold)


def _speaker_loss(none: Tensor, scores: Tensor, source: Tensor, b: _Batch) -> Tensor:
    """Cross entropy over each trigger's candidates and "no speaker"; unknown speakers are left out."""
    n = len(none)
    scores_all = torch.cat([none, scores])
    group = torch.cat([torch.arange(n), source])
    top = torch.full((n,), -1e9).scatter_reduce(0, group, scores_all.detach(), "amax")
    log_sum = top + torch.log(torch.zeros(n).index_add(0, group, torch.exp(scores_all - top[group])))
    is_none = torch.zeros(n)
    for i, no_speaker in b.speaker_known:
        is_none[i] = float(no_speaker)
    right = torch.cat([is_none, torch.tensor(b.speaker, dtype=torch.float)])
    known = torch.zeros(n).index_add(0, group, right) > 0
    chosen = torch.zeros(n).index_add(0, group, scores_all * right)
    return ((log_sum - chosen) * known).sum()
