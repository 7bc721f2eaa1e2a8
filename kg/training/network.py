"""The joint network: a BERT encoder with multi-label BIO heads and pair scorers.

Source: the shape follows OneIE (Lin et al., ACL 2020) and DyGIE++ (Wadden et al., EMNLP 2019): spans by
tagging, arcs by scoring pairs of span representations.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from kg.recognise.labels import (
    MODE_LABELS,
    RELATION_LABELS,
    ROLE_LABELS,
    SPAN_LABELS,
    TRIGGER_LABELS,
)
from kg.recognise.pairs import DISTANCE_BUCKETS, SENTENCE_BUCKETS

PAIR_HEADS = {
    "role": len(ROLE_LABELS),
    "speaker": 1,
    "topic": 1,
    "holder": 1,
    "body": 1,
    "relation": len(RELATION_LABELS),
}


class PairScorer(nn.Module):
    """Scores pairs of span representations: a sum of projections and of their product."""

    def __init__(self, hidden: int, out: int, dropout: float) -> None:
        super().__init__()
        self.left = nn.Linear(hidden, hidden)
        self.right = nn.Linear(hidden, hidden)
        self.both = nn.Linear(hidden, hidden)
        self.drop = nn.Dropout(dropout)
        self.out = nn.Linear(hidden, out)
        self.act = nn.GELU(approximate="tanh")

    def forward(self, x: Tensor, y: Tensor, extra: Tensor) -> Tensor:
        """Return the scores of n pairs: [n, hidden] x 3 -> [n, out]."""
        return self.out(self.drop(self.act(self.left(x) + self.right(y) + self.both(x * y) + extra)))


class JointNetwork(nn.Module):
    """Encoder, token heads and pair heads."""

    def __init__(
        self, base: Path, *, layers: int = 12, hidden: int = 256, dropout: float = 0.1, load: bool = True
    ) -> None:
        super().__init__()
        config = BertConfig.from_pretrained(base)
        config.num_hidden_layers = layers
        config.hidden_dropout_prob = dropout
        config.attention_probs_dropout_prob = 0.0
        config._attn_implementation = "eager"
        self.encoder = BertModel(config, add_pooling_layer=False)
        width = config.hidden_size
        self.drop = nn.Dropout(dropout)
        self.spans = nn.Linear(width, len(SPAN_LABELS) * 3)
        self.triggers = nn.Linear(width, 1 + 2 * len(TRIGGER_LABELS))
        self.trigger_type = nn.Embedding(len(TRIGGER_LABELS), 64)
        self.span_type = nn.Embedding(len(SPAN_LABELS), 64)
        self.trigger_mlp = nn.Sequential(
            nn.Linear(2 * width + 64, hidden), nn.GELU(approximate="tanh"), nn.Dropout(dropout)
        )
        self.span_mlp = nn.Sequential(
            nn.Linear(2 * width + 64, hidden), nn.GELU(approximate="tanh"), nn.Dropout(dropout)
        )
        self.mode = nn.Linear(hidden, len(MODE_LABELS))
        self.no_speaker = nn.Linear(hidden, 1)
        self.distance = nn.Embedding(DISTANCE_BUCKETS, hidden)
        self.sentences = nn.Embedding(SENTENCE_BUCKETS, hidden)
        self.trigger_span = nn.Embedding(len(TRIGGER_LABELS) * len(SPAN_LABELS), hidden)
        self.span_span = nn.Embedding(len(SPAN_LABELS) * len(SPAN_LABELS), hidden)
        self.trigger_trigger = nn.Embedding(len(TRIGGER_LABELS) ** 2, hidden)
        self.pairs = nn.ModuleDict(
            {name: PairScorer(hidden, out, dropout) for name, out in PAIR_HEADS.items()}
        )
        for module in (
            self.distance,
            self.sentences,
            self.trigger_span,
            self.span_span,
            self.trigger_trigger,
            self.trigger_type,
            self.span_type,
        ):
            nn.init.normal_(module.weight, std=0.05)
        for head in (self.spans, self.triggers):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)
        if load:
            self._load_encoder(base, layers)

    def _load_encoder(self, base: Path, layers: int) -> None:
        weights = {k: v.float() for k, v in load_file(base / "model.safetensors").items()}
        keep = {
            k: v
            for k, v in weights.items()
            if not k.startswith("encoder.layer.") or int(k.split(".")[2]) < layers
        }
        missing, _ = self.encoder.load_state_dict(keep, strict=False)
        if any("position_ids" not in name for name in missing):
            raise ValueError(f"{base}: the encoder lacks {missing[:3]}")
        # Word pieces that the training text lacks would stay behind if the others moved.
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)

    def encode(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return hidden states [batch, tokens, width] in float32."""
        return self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()

    def trigger_vectors(self, h: Tensor, index: Tensor, types: Tensor) -> Tensor:
        """Represent triggers; index rows are (batch row, first token, last token)."""
        return self.trigger_mlp(torch.cat([_ends(h, index), self.trigger_type(types)], -1))

    def span_vectors(self, h: Tensor, index: Tensor, types: Tensor) -> Tensor:
        """Represent mentions; index rows are (batch row, first token, last token)."""
        return self.span_mlp(torch.cat([_ends(h, index), self.span_type(types)], -1))

    def place(self, distance: Tensor, sentences: Tensor) -> Tensor:
        """Represent how far apart two spans are, in buckets."""
        return self.distance(distance) + self.sentences(sentences)


def _ends(h: Tensor, index: Tensor) -> Tensor:
    return torch.cat([h[index[:, 0], index[:, 1]], h[index[:, 0], index[:, 2]]], -1)
