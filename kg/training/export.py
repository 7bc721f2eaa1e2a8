"""Write a trained run as the model files that ``kg`` ships: ONNX encoder, small heads, tokenizer, settings.

python -m kg.training.export runs/joint --base ENCODER --out kg/data/model --int8 train.jsonl
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from collections.abc import Iterable
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
    state = torch.load(run / "last.pt", map_location="cpu")
    net = JointNetwork(base, layers=state["layers"], load=False)
    net.load_state_dict(state["average"])
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


def export(run: Path, base: Path, out: Path, *, sample: Path | None, name: str) -> None:
    """Write the model folder: int8 fitted to documents of ``sample``, or float32 without."""
    net = load_run(run, base)
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
    p.add_argument("run", type=Path)
    p.add_argument("--base", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument(
        "--int8", type=Path, metavar="GOLD", help="quantise, with documents of this file as sample"
    )
    p.add_argument("--name", default="kg-joint")
    a = p.parse_args()
    export(a.run, a.base, a.out, sample=a.int8, name=a.name)


if __name__ == "__main__":
    main()
