"""Write a trained run as the model files that ``kg`` ships: ONNX encoder, small heads, tokenizer, settings.

python -m kg.training.export runs/joint --base ENCODER --out kg/data/model --int8
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer
from torch import Tensor, nn

from kg.recognise.modelfiles import FILES
from kg.training.network import JointNetwork


class _Tokens(nn.Module):
    """The part of the network that becomes ONNX: ids -> hidden states, span scores, trigger scores."""

    def __init__(self, net: JointNetwork) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Score the tokens of one window."""
        h = self.net.encode(ids, torch.ones_like(ids))
        return h, self.net.spans(h), self.net.triggers(h)


def load_run(run: Path, base: Path) -> JointNetwork:
    """Return the network of a run with its averaged weights."""
    state = torch.load(run / "last.pt", map_location="cpu")
    net = JointNetwork(base, layers=state["layers"], load=False)
    net.load_state_dict(state["average"])
    return net.eval()


def export(run: Path, base: Path, out: Path, *, int8: bool, name: str) -> None:
    """Write the model folder, in int8 or in float32."""
    net = load_run(run, base)
    heads = {
        k: v.numpy().astype(np.float16)
        for k, v in net.state_dict().items()
        if not k.startswith(("encoder.", "spans.", "triggers."))
    }
    out.mkdir(parents=True, exist_ok=True)
    full = out / "encoder-fp32.onnx"
    torch.onnx.export(
        _Tokens(net),
        (torch.arange(5, 45)[None],),
        str(full),
        input_names=["ids"],
        output_names=["hidden", "spans", "triggers"],
        dynamic_axes={k: {1: "tokens"} for k in ("ids", "hidden", "spans", "triggers")},
        opset_version=17,
        dynamo=False,
    )
    target = out / "encoder.onnx"
    if int8:
        _quantise(full, target)
        full.unlink()
    else:
        full.replace(target)
    np.savez(out / "heads.npz", **heads)
    shutil.copyfile(base / "tokenizer.json", out / "tokenizer.json")
    (out / "tokenizer.json").chmod(0o644)
    write_config(out, {"name": name, "bias": {}, "calibration": {}})


def write_config(out: Path, config: dict[str, object]) -> None:
    """Write ``config.json`` with the checksums of the other files."""
    sums = {f: hashlib.sha256((out / f).read_bytes()).hexdigest() for f in FILES}
    text = json.dumps(config | {"sha256": sums}, indent=1, sort_keys=True, ensure_ascii=False)
    (out / "config.json").write_text(text + "\n", encoding="utf-8")


BLOCKWISE = re.compile("query|key|value|intermediate")
"""Layers fed by a layer norm. A few of its channels are far larger than the rest, so that one scale for the
whole input would leave nothing of the others: these take a scale for every 64 values."""


def _quantise(full: Path, target: Path) -> None:
    """Write int8 weights: a scale by block for the layers of ``BLOCKWISE``, by column for the others."""
    model = onnx.load(full)
    products = [n.name for n in model.graph.node if n.op_type == "MatMul"]
    config = DefaultWeightOnlyQuantConfig(block_size=64, is_symmetric=True, accuracy_level=4, bits=8)
    blockwise = MatMulNBitsQuantizer(
        model, algo_config=config, nodes_to_exclude=[n for n in products if not BLOCKWISE.search(n)]
    )
    blockwise.process()
    blockwise.model.save_model_to_file(str(full))
    quantize_dynamic(
        str(full),
        str(target),
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gather"],
        extra_options={"MatMulConstBOnly": True},
    )


def main() -> None:
    """Export a run."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("run", type=Path)
    p.add_argument("--base", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--int8", action="store_true")
    p.add_argument("--name", default="kg-joint")
    a = p.parse_args()
    export(a.run, a.base, a.out, int8=a.int8, name=a.name)


if __name__ == "__main__":
    main()
