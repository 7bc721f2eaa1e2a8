"""The encoder and its token heads as an ONNX graph that ONNX Runtime runs fast on a CPU.

The graph is written by hand in the runtime's fused operators (``com.microsoft``): a general exporter leaves
the attention of a layer as a dozen operators with a mask that a window read on its own does not need.

Products are int8: weights with a scale a column, inputs with a scale each, found while running. Some inputs
have a few channels far larger than the rest, which would leave nothing of the others under one scale: such
channels are divided by their excess beforehand and their weights multiplied by it (after SmoothQuant, Xiao et
al., ICML 2023, which smooths all channels).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Floats = NDArray[np.float32]

EPSILON = 1e-12
"""Of the layer norms; source: ``config.json`` of the encoder."""


class GraphBuilder:
    """Collects nodes and weights; every method returns the name of its output."""

    def __init__(self, *, int8: bool) -> None:
        self.int8 = int8
        self._nodes: list[onnx.NodeProto] = []
        self._weights: dict[str, onnx.TensorProto] = {}

    def weight(self, name: str, value: NDArray[np.generic]) -> str:
        """Store a constant."""
        self._weights[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def op(
        self, kind: str, inputs: Sequence[str], name: str, *, fused: bool = False, **attributes: object
    ) -> str:
        """Add an operator with one output; ``fused`` ones are of the runtime's own domain."""
        domain = "com.microsoft" if fused else ""
        self._nodes.append(
            helper.make_node(kind, list(inputs), [name], name=name, domain=domain, **attributes)
        )
        return name

    def embed(self, ids: str, name: str, table: Floats) -> str:
        """Look word pieces up, in int8 with one scale a row."""
        if not self.int8:
            return self.op("Gather", [self.weight(f"{name}.table", table), ids], name)
        scale = np.abs(table).max(1, keepdims=True) / 127 + np.float32(1e-12)
        rows = self.op("Gather", [self.weight(f"{name}.table", _rounded(table / scale)), ids], f"{name}.rows")
        scales = self.op(
            "Gather", [self.weight(f"{name}.scales", scale.astype(np.float32)), ids], f"{name}.scale"
        )
        floats = self.op("Cast", [rows], f"{name}.floats", to=TensorProto.FLOAT)
        return self.op("Mul", [floats, scales], name)

    def linear(self, x: str, name: str, weight: Floats, bias: Floats, largest: Floats | None = None) -> str:
        """Multiply by a weight of the shape [out, in]; ``largest``: largest values met in each channel."""
        offset = self.weight(f"{name}.bias", bias)
        columns = weight.T
        if not self.int8:
            product = self.op("MatMul", [x, self.weight(f"{name}.weight", columns)], f"{name}.product")
            return self.op("Add", [product, offset], name)
        excess = _excess(largest) if largest is not None else None
        if excess is not None:
            x = self.op("Mul", [x, self.weight(f"{name}.smoothing", 1 / excess)], f"{name}.smooth")
            columns = columns * excess[:, None]
        scale = np.abs(columns).max(0) / 127 + np.float32(1e-12)
        inputs = [
            x,
            self.weight(f"{name}.weight", _rounded(columns / scale)),
            self.weight(f"{name}.scale", scale),
            "",
            offset,
        ]
        return self.op("DynamicQuantizeMatMul", inputs, name, fused=True)

    def norm(self, x: str, skip: str, name: str, state: Mapping[str, Floats], key: str) -> str:
        """Add and normalise."""
        both = self.op("Add", [x, skip], f"{name}.sum")
        gamma = self.weight(f"{name}.gamma", state[f"{key}.weight"])
        beta = self.weight(f"{name}.beta", state[f"{key}.bias"])
        return self.op("LayerNormalization", [both, gamma, beta], name, epsilon=EPSILON)

    def split(self, x: str, names: Sequence[str]) -> list[str]:
        """Cut the last axis into equal parts."""
        self._nodes.append(
            helper.make_node("Split", [x], list(names), name=names[0], axis=2, num_outputs=len(names))
        )
        return list(names)

    def model(self, outputs: Mapping[str, int]) -> onnx.ModelProto:
        """Return the model: token ids in, the named outputs of the given widths out."""
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "tokens"])],
            [
                helper.make_tensor_value_info(k, TensorProto.FLOAT, [1, "tokens", n])
                for k, n in outputs.items()
            ],
            list(self._weights.values()),
        )
        versions = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
        return helper.make_model(graph, opset_imports=versions, ir_version=9)


def _rounded(x: Floats) -> NDArray[np.int8]:
    return np.clip(np.rint(x), -127, 127).astype(np.int8)


def _excess(largest: Floats) -> Floats | None:
    """Return by how much each channel exceeds the 98th percentile, at least 1; None if none does by half."""
    out: Floats = np.maximum(largest / np.quantile(largest, 0.98), 1).astype(np.float32)
    return out if out.max() > 1.5 else None


def encoder_graph(
    state: Mapping[str, Floats], largest: Mapping[str, Floats], *, layers: int, heads: int, int8: bool
) -> onnx.ModelProto:
    """Return the graph ids -> hidden, spans, triggers of a trained network.

    ``largest`` holds the largest input met in each channel, by the name of the linear layer.
    """
    g = GraphBuilder(int8=int8)

    def linear(x: str, name: str, *keys: str) -> str:
        weight = np.concatenate([state[f"{k}.weight"] for k in keys])
        bias = np.concatenate([state[f"{k}.bias"] for k in keys])
        return g.linear(x, name, weight, bias, largest.get(keys[0]))

    at = "encoder.embeddings"
    words = g.embed("ids", "words", state[f"{at}.word_embeddings.weight"])
    table = state[f"{at}.position_embeddings.weight"] + state[f"{at}.token_type_embeddings.weight"][0]
    bounds = [g.weight("zero", np.zeros(1, np.int64)), g.op("Shape", ["ids"], "length", start=1, end=2)]
    places = g.op("Slice", [g.weight("positions", table), *bounds], "places")
    h = g.norm(words, places, "embedded", state, f"{at}.LayerNorm")
    for k in range(layers):
        at = f"encoder.encoder.layer.{k}"
        packed = linear(h, f"packed{k}", *(f"{at}.attention.self.{x}" for x in ("query", "key", "value")))
        parts = g.split(packed, [f"query{k}", f"key{k}", f"value{k}"])
        seen = g.op("MultiHeadAttention", parts, f"seen{k}", fused=True, num_heads=heads)
        out = linear(seen, f"attended{k}", f"{at}.attention.output.dense")
        h = g.norm(out, h, f"middle{k}", state, f"{at}.attention.output.LayerNorm")
        wide = g.op("Gelu", [linear(h, f"wide{k}", f"{at}.intermediate.dense")], f"gelu{k}", fused=True)
        out = linear(wide, f"narrow{k}", f"{at}.output.dense")
        h = g.norm(out, h, "hidden" if k == layers - 1 else f"layer{k}", state, f"{at}.output.LayerNorm")
    for head in ("spans", "triggers"):
        linear(h, head, head)
    return g.model({"hidden": table.shape[1], **{k: len(state[f"{k}.bias"]) for k in ("spans", "triggers")}})
