"""Mentions from a GLiNER model; events and arcs stay those of the joint model.

Source: Zaratiana et al., "GLiNER", NAACL 2024; https://github.com/urchade/GLiNER
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from kg.errors import ModelError
from kg.model import MentionType, Span
from kg.recognise import joint
from kg.recognise.plugins.mentions import Found, MentionRecogniser, folder_digest, local_model, read_labels
from kg.settings import Settings

PROMPTS: dict[str, MentionType] = {
    "person": "Person",
    "organization": "Organisation",
    "place": "Place",
    "treaty or agreement": "Agreement",
    "event": "Event",
    "nationality": "Nationality",
    "job title": "Position",
}
"""What GLiNER is asked for, unless the settings say otherwise. Dates and quantities are left to our own."""

MAX_WORDS = 192
"""Words a call: GLiNER reads 384 tokens of its own, punctuation among them, and drops the rest."""


class Predictor(Protocol):
    """What is used of ``gliner.GLiNER``."""

    def predict_entities(
        self, text: str, labels: Sequence[str], *, flat_ner: bool, threshold: float
    ) -> list[dict[str, Any]]:
        """Return dicts with start and end (code points), label and score."""
        ...


class GlinerTagger:
    """Asks a GLiNER model for labels in words, nested spans too."""

    def __init__(self, model: Predictor, labels: Sequence[str], *, threshold: float, version: str) -> None:
        self._model = model
        self._labels = list(labels)
        self._threshold = threshold
        self.version = version

    def tag(self, text: str) -> Iterator[Found]:
        """Yield what is found in a sentence; a very long one is read in pieces."""
        for piece in _pieces(text):
            for item in self._model.predict_entities(
                text[piece.start : piece.end], self._labels, flat_ner=False, threshold=self._threshold
            ):
                at = Span(piece.start + item["start"], piece.start + item["end"])
                yield at, item["label"], float(item["score"])


def _pieces(text: str) -> Iterator[Span]:
    words = list(re.finditer(r"\S+", text))
    for first in range(0, len(words), MAX_WORDS):
        run = words[first : first + MAX_WORDS]
        yield Span(run[0].start(), run[-1].end())


def load(settings: Settings) -> MentionRecogniser:
    """Open the model in the folder that the settings name, over the joint recogniser.

    :raises UsageError: the settings name no model.
    :raises ModelError: the folder holds no GLiNER model.
    """
    import gliner
    import torch

    plugin = settings.plugin
    folder = local_model(plugin, "gliner")
    if settings.threads > 0:
        torch.set_num_threads(settings.threads)
    labels = read_labels(plugin, None, usual=PROMPTS)
    try:
        model = gliner.GLiNER.from_pretrained(str(folder), local_files_only=True)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelError(f"{folder}: not a GLiNER model ({error})") from error
    version = f"gliner-{folder_digest(folder)}-{gliner.__version__}"
    tagger = GlinerTagger(model, list(labels), threshold=plugin.threshold, version=version)
    return MentionRecogniser(joint.load(settings), tagger, labels, threshold=plugin.threshold)
