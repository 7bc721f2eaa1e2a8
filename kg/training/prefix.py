"""Fit the head that says how many attached letters the first token of a span holds before the span begins.

    python -m kg.training.prefix MODEL GOLD...

The tokenizer often keeps a prefix and its word in one piece ("▁وقال"), so that span tagging alone cannot
begin inside it. A linear classifier on the encoder's hidden state of that piece, fitted after training and
added to the model's heads, tells 0, 1 or 2 letters.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812

from kg.goldform import read_jsonl
from kg.model import Annotation, Span
from kg.recognise.decode import PREFIXES, Floats
from kg.recognise.modelfiles import ModelFiles, open_model
from kg.recognise.windows import Window, WindowMaker
from kg.training.export import write_config

CLASSES = 3


def examples(gold: Annotation, files: ModelFiles, maker: WindowMaker) -> Iterator[tuple[Floats, int]]:
    """Yield hidden state and number of prefix letters of each first token that begins with such a letter."""
    text = gold.document.text
    starts = {m.span for m in gold.mentions} | {e.trigger for e in gold.events}
    starts |= {r.span for e in gold.events for r in e.roles if r.span is not None}
    for window in maker.windows(gold.document):
        hidden, _, _ = files.encoder(window.ids)
        for span in sorted(starts):
            found = _prefix(window, text, span)
            if found is not None:
                yield hidden[found[0]], found[1]


def _prefix(window: Window, text: str, span: Span) -> tuple[int, int] | None:
    at = window.locate(span)
    token = None if at is None else window.spans[at[0]]
    if at is None or token is None or not window.active[at[0]] or text[token.start] not in PREFIXES:
        return None
    letters = span.start - token.start
    return (at[0], letters) if 0 <= letters < CLASSES else None


def fit(
    points: Sequence[tuple[Floats, int]], *, decay: float = 1e-4, steps: int = 300
) -> tuple[Floats, Floats]:
    """Return weight [3, width] and bias [3] of a multinomial logistic regression."""
    x = torch.from_numpy(np.stack([p for p, _ in points]))
    y = torch.tensor([n for _, n in points])
    layer = torch.nn.Linear(x.shape[1], CLASSES)
    torch.nn.init.zeros_(layer.weight)
    optimiser = torch.optim.LBFGS(layer.parameters(), max_iter=steps, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        value = F.cross_entropy(layer(x), y) + decay * layer.weight.square().sum()
        value.backward()
        return value

    optimiser.step(loss)
    return layer.weight.detach().numpy(), layer.bias.detach().numpy()


def main() -> None:
    """Fit on nine tenths of the documents, report on the last, fit on all and write the head."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("model", type=Path)
    p.add_argument("gold", type=Path, nargs="+")
    a = p.parse_args()
    files = open_model(a.model)
    maker = WindowMaker.from_file(a.model / "tokenizer.json")
    lines = [line for path in a.gold for line in path.read_text("utf-8").splitlines()]
    gold = [g for g in read_jsonl(lines) if g.document.language == "ar"]
    random.Random(1).shuffle(gold)
    parts = [list(examples(g, files, maker)) for g in gold]
    held = [x for part in parts[: len(parts) // 10] for x in part]
    rest = [x for part in parts[len(parts) // 10 :] for x in part]
    weight, bias = fit(rest)
    right = sum(int((weight @ x + bias).argmax()) == n for x, n in held)
    bare = sum(n == 0 for _, n in held)
    print(f"{right}/{len(held)} right on held-out documents; {bare} of them have no prefix")
    weight, bias = fit(rest + held)
    heads: dict[str, Any] = files.heads | {
        "prefix.weight": weight.astype(np.float16),
        "prefix.bias": bias.astype(np.float16),
    }
    np.savez(a.model / "heads.npz", **heads)
    write_config(a.model, {k: v for k, v in files.config.items() if k != "sha256"})


if __name__ == "__main__":
    main()
