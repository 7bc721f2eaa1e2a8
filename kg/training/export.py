"""Write a trained run as the model files that ``kg`` ships: ONNX encoder, small heads, tokenizer, settings.

python -m kg.training.export runs/joint --base ENCODER --out kg/data/model --int8 train.jsonl
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from kg.goldform import read_jsonl
from kg.recognise.modelfiles import FILES
from kg.recognise.windows import WindowMaker
from kg.training.graph import encoder_graph
from kg.training.network import JointNetwork

SAMPLE = 20
"""Documents read to find how large the inputs of each layer become."""


def load_run(run: Path, base: Path) -> JointNetwork:
    """Return the network of a run with its averaged weights."""
    return load_runs([run], base)


def load_runs(runs: Sequence[Path], base: Path, shares: Sequence[float] = ()) -> JointNetwork:
    """Return the network of the weighted mean of runs that grew from one another (equal shares by default).

    Source: Wortsman et al., Model soups (ICML 2022).

    :raises ValueError: the shares are not as many as the runs, or do not sum to 1.
    """
    parts = list(shares) or [1 / len(runs)] * len(runs)
    if len(parts) != len(runs) or abs(sum(parts) - 1) > 1e-6:
        raise ValueError(f"{len(runs)} runs need as many shares that sum to 1, not {parts}")
    states = [torch.load(run / "last.pt", map_location="cpu") for run in runs]
    net = JointNetwork(base, layers=states[0]["layers"], load=False)
    mean = {
        name: sum(part * state["average"][name].float() for part, state in zip(parts, states, strict=True))
        for name in states[0]["average"]
    }
    net.load_state_dict(mean)
    return net.eval()


def largest_inputs(net: JointNetwork, windows: Iterable[list[int]]) -> dict[str, NDArray[np.float32]]:
    """Return the largest value met in each input channel of the encoder's linear layers."""
    largest: dict[str, Tensor] = {}

    def watch(name: str, layer: nn.Linear) -> None:
        def see(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
            now = inputs[0].detach().abs().flatten(0, -2).amax(0)
            largest[name] = torch.maximum(largest.get(name, now), now)

        layer.register_forward_pre_hook(see)

    for name, module in net.named_modules():
        if isinstance(module, nn.Linear) and name.startswith("encoder."):
            watch(name, module)
    with torch.no_grad():
        for ids in windows:
            net.encode(torch.tensor([ids]), torch.ones(1, len(ids), dtype=torch.long))
    return {k: v.numpy() for k, v in largest.items()}


def export(net: JointNetwork, base: Path, out: Path, *, sample: Path | None, name: str) -> None:
    """Write the model folder: int8 fitted to documents of ``sample``, or float32 without."""
    out.mkdir(parents=True, exist_ok=True)
    largest: dict[str, NDArray[np.float32]] = {}
    if sample:
        maker = WindowMaker.from_file(base / "tokenizer.json")
        with sample.open(encoding="utf-8") as lines:
            documents = [gold.document for gold in read_jsonl(lines, name=str(sample))]
        few = documents[:: max(1, len(documents) // SAMPLE)]
        largest = largest_inputs(net, (w.ids for d in few for w in maker.windows(d)))
    state = {k: v.float().numpy() for k, v in net.state_dict().items()}
    config = net.encoder.config
    graph = encoder_graph(
        state,
        largest,
        layers=config.num_hidden_layers,
        heads=config.num_attention_heads,
        int8=sample is not None,
    )
    onnx.save(graph, str(out / "encoder.onnx"))
    of_graph = ("encoder.", "spans.", "triggers.")
    heads = {k: v.astype(np.float16) for k, v in state.items() if not k.startswith(of_graph)}
    np.savez(out / "heads.npz", **heads)
    shutil.copyfile(base / "tokenizer.json", out / "tokenizer.json")
    (out / "tokenizer.json").chmod(0o644)
    write_config(out, {"name": name, "bias": {}, "calibration": {}})


def write_config(out: Path, config: dict[str, object]) -> None:
    """Write ``config.json`` with the checksums of the other files."""
    sums = {f: hashlib.sha256((out / f).read_bytes()).hexdigest() for f in FILES}
    text = json.dumps(config | {"sha256": sums}, indent=1, sort_keys=True, ensure_ascii=False)
    (out / "config.json").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Export a run."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("run", type=Path, nargs="+", help="folder of a run; of several the mean is written")
    p.add_argument("--shares", type=float, nargs="+", default=[], help="of each run in the mean")
    p.add_argument("--base", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument(
        "--int8", type=Path, metavar="GOLD", help="quantise, with documents of this file as sample"
    )
    p.add_argument("--name", default="kg-joint")
    a = p.parse_args()
    export(load_runs(a.run, a.base, a.shares), a.base, a.out, sample=a.int8, name=a.name)


if __name__ == "__main__":
    main()
