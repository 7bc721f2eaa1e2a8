"""Mentions from a Hugging Face token-classification model; events and arcs stay those of the joint model.

Source: https://huggingface.co/docs/transformers/tasks/token_classification (a word has the label of its first
piece) and Ratinov and Roth, CoNLL 2009 (the label schemes).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ModelError
from kg.model import Span
from kg.recognise import joint
from kg.recognise.plugins.mentions import (
    USUAL_LABELS,
    Found,
    MentionRecogniser,
    folder_digest,
    local_model,
    read_labels,
)
from kg.settings import Settings


@dataclass(slots=True)
class _Word:
    """A word with the label of its first piece."""

    start: int
    end: int
    label: str
    score: float


class HuggingFaceTagger:
    """Runs a model sentence by sentence, so that no text changes another's scores.

    What is longer than the model can read is read in pieces that overlap by a quarter.
    """

    def __init__(self, folder: Path) -> None:
        import transformers

        try:
            tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
            model = transformers.AutoModelForTokenClassification.from_pretrained(
                folder, local_files_only=True
            )
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise ModelError(f"{folder}: not a token-classification model ({error})") from error
        if not tokenizer.is_fast:
            raise ModelError(f"{folder}: its tokenizer keeps no offsets; a tokenizer.json is needed")
        self._tokenizer = tokenizer
        self._model = model.eval()
        longest = getattr(model.config, "max_position_embeddings", 512) - 2
        self._longest = min(tokenizer.model_max_length, longest)
        self._names: dict[int, str] = model.config.id2label
        self.labels = frozenset(_parts(name)[1] for name in self._names.values()) - {"O"}
        self.version = f"huggingface-{folder_digest(folder)}-transformers-{transformers.__version__}"

    def tag(self, text: str) -> Iterator[Found]:
        """Yield what is found in a sentence, in text order; the score is the mean of the words' scores."""
        run: list[_Word] = []
        for word in self._words(text):
            prefix, label = _parts(word.label)
            if run and (label != _parts(run[-1].label)[1] or prefix in _BEGINNINGS):
                yield _joined(run)
                run = []
            if label != "O":
                run.append(word)
        if run:
            yield _joined(run)

    def _words(self, text: str) -> list[_Word]:
        encoded = self._tokenizer(
            text,
            truncation=True,
            max_length=self._longest,
            stride=self._longest // 4,
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
        )
        words: dict[int, _Word] = {}
        for row, ids in enumerate(encoded["input_ids"]):
            best = self._best(ids)
            for word, (start, end), (label, score) in zip(
                encoded.word_ids(row), encoded["offset_mapping"][row], best, strict=True
            ):
                if word is not None:
                    known = words.setdefault(word, _Word(start, end, label, score))
                    known.end = max(known.end, end)
        return list(words.values())

    def _best(self, ids: list[int]) -> list[tuple[str, float]]:
        """Return the best label of each token and its probability."""
        import torch

        if not ids:
            return []
        with torch.inference_mode():
            scores = self._model(input_ids=torch.tensor([ids])).logits[0].float().softmax(-1).max(-1)
        pairs = zip(scores.indices.tolist(), scores.values.tolist(), strict=True)
        return [(self._names[label], score) for label, score in pairs]


_BEGINNINGS = frozenset("BSU")
"""First letters of labels that always begin a mention: BIO, BIOES and BILOU."""


def _parts(label: str) -> tuple[str, str]:
    """Split a label into its letter of BIO, BIOES or BILOU and the rest; the letter may be missing."""
    if len(label) > 2 and label[0] in "BIESLU" and label[1] in "-_":
        return label[0], label[2:]
    return "", label


def _joined(run: Sequence[_Word]) -> Found:
    score = sum(word.score for word in run) / len(run)
    return Span(run[0].start, run[-1].end), _parts(run[0].label)[1], score


def load(settings: Settings) -> MentionRecogniser:
    """Open the model in the folder that the settings name, over the joint recogniser.

    :raises UsageError: the settings name no model, or labels that it lacks.
    :raises ModelError: the folder holds no token-classification model with a fast tokenizer.
    """
    import torch

    plugin = settings.plugin
    folder = local_model(plugin, "huggingface")
    if settings.threads > 0:
        torch.set_num_threads(settings.threads)
    tagger = HuggingFaceTagger(folder)
    labels = read_labels(plugin, tagger.labels, usual=USUAL_LABELS)
    return MentionRecogniser(joint.load(settings), tagger, labels, threshold=plugin.threshold)
