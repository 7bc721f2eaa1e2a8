"""Train the joint recogniser on token-label files or on gold-form documents.

    python -m kg.training.train --base ENCODER --out runs/tokens --tokens anercorp_train.tsv.gz ...
    python -m kg.training.train --base ENCODER --out runs/joint --init runs/tokens --gold train.jsonl

A run writes ``OUT/last.pt`` after every epoch (weights, moving average, optimiser, place in the schedule)
and goes on from it when called again with ``--resume``.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from kg.goldform import read_jsonl
from kg.model import Annotation
from kg.recognise.windows import MAX_TOKENS, UNKNOWN, WindowMaker
from kg.training.augment import swap_names, vary_spelling
from kg.training.loss import batch_loss, collate
from kg.training.network import JointNetwork
from kg.training.targets import Targets, make_targets
from kg.training.tokenfiles import SOURCES, read_token_file, token_targets


def parse(argv: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument(
        "--base", type=Path, required=True, help="folder of the encoder (config, weights, tokenizer)"
    )
    p.add_argument("--out", type=Path, required=True, help="folder of this run")
    p.add_argument("--gold", type=Path, nargs="*", default=[], help="gold-form JSON lines")
    p.add_argument(
        "--tokens", nargs="*", default=[], help="token-label files; FILE:N takes the first N sentences"
    )
    p.add_argument("--names", type=Path, help="file of TYPE<tab>NAME lines for name substitution")
    p.add_argument("--init", type=Path, help="folder of a run to start from")
    p.add_argument("--layers", type=int, default=12)
    p.add_argument("--epochs", type=int, default=20)
    p.add_argument("--rate", type=float, default=1e-4, help="peak learning rate of the encoder")
    p.add_argument("--head-rate", type=float, default=1e-3)
    p.add_argument("--decay", type=float, default=0.998, help="of the moving average of the weights, a step")
    p.add_argument("--batch", type=int, default=512, help="tokens a batch")
    p.add_argument("--word-drop", type=float, default=0.05)
    p.add_argument(
        "--vary", type=float, default=0.2, help="share of documents with spelling varied, an epoch"
    )
    p.add_argument("--swap", type=float, default=0.25, help="share of documents with names swapped, an epoch")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--no-bf16", action="store_true")
    p.add_argument("--resume", action="store_true")
    p.add_argument("--max-batches", type=int, default=0, help="stop after so many (to time a run)")
    return p.parse_args(argv)


class Data:
    """The training windows, made anew for each epoch."""

    def __init__(self, a: argparse.Namespace) -> None:
        self.args = a
        self.maker = WindowMaker.from_file(a.base / "tokenizer.json")
        self.gold: list[Annotation] = []
        for path in a.gold:
            with path.open(encoding="utf-8") as lines:
                self.gold += read_jsonl(lines, name=str(path))
        self.fixed: list[Targets] = []
        for item in a.tokens:
            self.fixed += self._token_file(item)
        self.names = self._names()

    def _token_file(self, item: str) -> Iterator[Targets]:
        name, _, count = item.partition(":")
        path = Path(name)
        sentences = list(read_token_file(path))
        sentences = sentences[: int(count)] if count else sentences
        return token_targets(sentences, SOURCES[path.name.split("_")[0].split(".")[0]], self.maker)

    def _names(self) -> Mapping[str, Sequence[str]]:
        names: dict[str, list[str]] = {"Person": [], "Place": []}
        if self.args.names is not None:
            for line in self.args.names.read_text(encoding="utf-8").splitlines():
                kind, _, name = line.partition("\t")
                if kind in names:
                    names[kind].append(name)
            for gold in self.gold:
                for entity in gold.entities.values():
                    if entity.type in names and gold.document.language == "ar":
                        names[entity.type] += [entity.name] * 3
        return {k: v for k, v in names.items() if v}

    def epoch(self, rng: random.Random, *, plain: bool = False) -> list[Targets]:
        """Return all windows with fresh augmentation."""
        out = list(self.fixed)
        for gold in self.gold:
            doc = gold
            if not plain and self.names and doc.document.language == "ar" and rng.random() < self.args.swap:
                doc = swap_names(doc, self.names, rng, share=0.6)
            if not plain and rng.random() < self.args.vary:
                doc = vary_spelling(doc, rng)
            size = MAX_TOKENS if plain else rng.choice((160, 256, MAX_TOKENS, MAX_TOKENS))
            out += [make_targets(w, doc) for w in self.maker.windows(doc.document, max_tokens=size)]
        return out


def batches(windows: list[Targets], budget: int, rng: random.Random) -> list[list[Targets]]:
    """Group windows of like length so that padded tokens stay within the budget; order at random."""
    order = sorted(windows, key=lambda t: len(t.window.ids) + rng.random() * 60)
    out: list[list[Targets]] = []
    current: list[Targets] = []
    for t in order:
        width = max(len(x.window.ids) for x in [*current, t])
        if current and width * (len(current) + 1) > budget:
            out.append(current)
            current = []
        current.append(t)
    if current:
        out.append(current)
    rng.shuffle(out)
    return out


class Run:
    """The state of a training run."""

    def __init__(self, a: argparse.Namespace) -> None:
        self.args = a
        torch.set_num_threads(a.threads)
        torch.manual_seed(a.seed)
        self.data = Data(a)
        self.net = JointNetwork(a.base, layers=a.layers)
        if a.init is not None:
            weights = torch.load(a.init / "last.pt", map_location="cpu")["average"]
            self.net.load_state_dict({k: v for k, v in weights.items() if k in self.net.state_dict()})
        self.average = {k: v.detach().clone() for k, v in self.net.state_dict().items()}
        groups = []
        for name, parameter in self.net.named_parameters():
            if not parameter.requires_grad:
                continue
            rate = a.rate if name.startswith("encoder") else a.head_rate
            groups.append(
                {"params": [parameter], "lr": rate, "weight_decay": 0.0 if parameter.dim() == 1 else 0.01}
            )
        self.optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)
        self.rates = [g["lr"] for g in groups]
        self.step = self.done = 0
        self.total = (
            len(batches(self.data.epoch(random.Random(0), plain=False), a.batch, random.Random(0))) * a.epochs
        )

    def schedule(self) -> None:
        """Set the learning rate: linear warm-up over a tenth of the run, then linear decay to nothing."""
        warm = max(1, self.total // 10)
        factor = min((self.step + 1) / warm, max(0.02, (self.total - self.step) / max(1, self.total - warm)))
        for group, rate in zip(self.optimiser.param_groups, self.rates, strict=True):
            group["lr"] = rate * factor

    def update(self, windows: list[Targets], rng: np.random.Generator) -> dict[str, float]:
        """Take one step and return the losses."""
        ids, mask = collate(windows)
        drop = (rng.random(ids.shape) < self.args.word_drop) & (ids > UNKNOWN)
        ids[drop] = UNKNOWN
        losses = batch_loss(self.net, windows, ids, mask, bf16=not self.args.no_bf16)
        tokens = sum(sum(t.window.active) for t in windows)
        self.schedule()
        self.optimiser.zero_grad(set_to_none=True)
        (torch.stack(list(losses.values())).sum() / tokens * 2).backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimiser.step()
        self.step += 1
        decay = min(self.args.decay, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for name, value in self.net.named_parameters():
                if value.requires_grad:
                    self.average[name].lerp_(value, 1 - decay)
        return {k: v.item() for k, v in losses.items()} | {"tokens": float(tokens)}

    def epoch(self, number: int) -> None:
        """Run one epoch and save."""
        rng = random.Random(f"{self.args.seed}-{number}")
        noise = np.random.default_rng([self.args.seed, number])
        self.net.train()
        sums: Counter[str] = Counter()
        began = time.time()
        for k, group in enumerate(batches(self.data.epoch(rng), self.args.batch, rng)):
            if self.args.max_batches and k >= self.args.max_batches:
                break
            sums.update(self.update(group, noise))
            if (k + 1) % 100 == 0:
                print(
                    f"epoch {number + 1} step {k + 1} {time.time() - began:.0f} s",
                    file=sys.stderr,
                    flush=True,
                )
        tokens = sums.pop("tokens")
        line = {k: round(v / tokens, 4) for k, v in sums.items()}
        seconds = time.time() - began
        print(
            json.dumps(
                {"epoch": number + 1, "seconds": round(seconds), "tokens/s": round(tokens / seconds), **line}
            ),
            flush=True,
        )
        self.done = number + 1
        self.save()

    def save(self) -> None:
        """Write the checkpoint, whole or not at all."""
        state: dict[str, Any] = {
            "model": self.net.state_dict(), "average": self.average, "optimiser": self.optimiser.state_dict(),
            "step": self.step, "done": self.done,
            "args": {k: str(v) for k, v in vars(self.args).items()}, "layers": self.args.layers,
        }  # fmt: skip
        part = self.args.out / "last.pt.part"
        torch.save(state, part)
        part.replace(self.args.out / "last.pt")

    def restore(self) -> None:
        """Go on from the last checkpoint."""
        state = torch.load(self.args.out / "last.pt", map_location="cpu")
        self.net.load_state_dict(state["model"])
        self.average = state["average"]
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.done = state["step"], state["done"]


def main(argv: list[str] | None = None) -> None:
    """Train."""
    a = parse(argv)
    a.out.mkdir(parents=True, exist_ok=True)
    run = Run(a)
    if a.resume and (a.out / "last.pt").exists():
        run.restore()
    print(
        f"{len(run.data.gold)} documents, {len(run.data.fixed)} token windows, {run.total} steps",
        file=sys.stderr,
        flush=True,
    )
    for number in range(run.done, a.epochs):
        run.epoch(number)


if __name__ == "__main__":
    main()
