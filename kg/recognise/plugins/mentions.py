"""Take the mentions from another model, the events and arcs from a whole recogniser."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import tee
from pathlib import Path
from typing import Protocol

from kg.errors import ModelError, UsageError
from kg.model import MENTION_TYPES, Arc, Document, Mention, MentionType, Recognition, Span
from kg.recognise import Recogniser
from kg.recognise.decode import trimmed
from kg.settings import PluginSettings

USUAL_LABELS: dict[str, MentionType] = {
    "PER": "Person",
    "PERS": "Person",
    "PERSON": "Person",
    "ORG": "Organisation",
    "ORGANIZATION": "Organisation",
    "ORGANISATION": "Organisation",
    "LOC": "Place",
    "LOCATION": "Place",
    "PLACE": "Place",
    "GPE": "Place",
    "FAC": "Place",
    "NORP": "Nationality",
    "NATIONALITY": "Nationality",
    "EVENT": "Event",
    "LAW": "Agreement",
    "AGREEMENT": "Agreement",
    "POSITION": "Position",
    "DATE": "Date",
    "QUANTITY": "Quantity",
}
"""Labels of named-entity models, in capitals. Source: CoNLL-2003 and OntoNotes 5.0, and our own types."""

Found = tuple[Span, str, float]
"""Where in a sentence, the model's label, score."""


class SentenceTagger(Protocol):
    """A model that finds labelled spans in one sentence."""

    version: str

    def tag(self, text: str) -> Iterable[Found]:
        """Yield what is found in a sentence, by code points."""
        ...


class MentionRecogniser:
    """Replaces the mentions of another recogniser by those of a tagger, for the types that the tagger knows.

    An arc goes to the tagger's mention that covers most of the one it was drawn to; when there is none, the
    arc goes. Mentions that only the tagger found have no arcs.
    """

    def __init__(
        self, base: Recogniser, tagger: SentenceTagger, labels: Mapping[str, MentionType], *, threshold: float
    ) -> None:
        self._base = base
        self._tagger = tagger
        self._labels = labels
        self._threshold = threshold
        rules = ",".join(f"{k}={v}" for k, v in sorted(labels.items()))
        self.version = f"{tagger.version}[{rules};{threshold}]+{base.version}"

    def recognise(self, documents: Iterable[Document]) -> Iterator[Recognition]:
        """Yield one recognition for each document, in order, lazily."""
        ours, theirs = tee(documents)
        types = frozenset(self._labels.values())
        for document, recognition in zip(ours, self._base.recognise(theirs), strict=True):
            yield with_mentions(recognition, list(self._mentions(document)), types)

    def _mentions(self, document: Document) -> Iterator[Mention]:
        for sentence in document.sentences:
            for span, label, score in self._tagger.tag(document.at(sentence)):
                if label in self._labels and score >= self._threshold:
                    start = sentence.start + span.start
                    at = trimmed(document.text, start, sentence.start + span.end)
                    if at.start < at.end:
                        yield Mention(at, self._labels[label], score=round(score, 3))


def with_mentions(
    recognition: Recognition, found: Iterable[Mention], types: frozenset[MentionType]
) -> Recognition:
    """Return a recognition whose mentions of some types are replaced by those found elsewhere.

    A role or a speaker goes to the mention found that shares most code points with the mention it was drawn
    to, one of the same type first; other arcs only to one of the same type.
    """
    old = recognition.mentions
    unique = {(m.span, m.type): m for m in [*found, *(m for m in old if m.type not in types)]}
    mentions = sorted(unique.values(), key=lambda m: (m.span.start, -m.span.end, m.type))
    fillers = range(len(mentions), len(mentions) + len(recognition.fillers))
    strict = [*(_nearest(m, mentions, same_type=True) for m in old), *fillers]
    loose = [*(_nearest(m, mentions, same_type=m.type not in types) for m in old), *fillers]
    arcs: dict[tuple[str, int, int, str | None], Arc] = {}
    for arc in recognition.arcs:
        source: int | None = arc.source
        target: int | None = arc.target
        if arc.kind in ("role", "speaker"):
            target = loose[arc.target]
        elif arc.kind != "topic":
            source, target = strict[arc.source], strict[arc.target]
            target = None if target == source else target
        if source is not None and target is not None:
            moved = replace(arc, source=source, target=target)
            arcs.setdefault((arc.kind, source, target, arc.label), moved)
    return replace(recognition, mentions=tuple(mentions), arcs=tuple(arcs.values()))


def _nearest(mention: Mention, mentions: Sequence[Mention], *, same_type: bool) -> int | None:
    """Return the index of the mention that overlaps one most; of equals, the first of the same type."""
    best: tuple[bool, int, int] | None = None
    for k, other in enumerate(mentions):
        shared = mention.span.overlap(other.span)
        same = other.type == mention.type
        if shared and (same or not same_type) and (best is None or (same, shared) > best[:2]):
            best = (same, shared, k)
    return None if best is None else best[2]


def read_labels(
    plugin: PluginSettings, offered: Iterable[str] | None, *, usual: Mapping[str, MentionType]
) -> dict[str, MentionType]:
    """Return label -> type: those of the settings, else the usual ones that the model offers.

    ``offered`` is None for a model that takes any label.

    :raises UsageError: the settings name a label that the model lacks, or none of its labels is usual.
    """
    if offered is None:
        return _typed(plugin.labels) if plugin.labels else dict(usual)
    known = sorted(set(offered))
    unknown = sorted(set(plugin.labels).difference(known))
    if unknown:
        raise UsageError(f"{plugin.model}: has no label {', '.join(unknown)}; it has {', '.join(known)}")
    labels = (
        _typed(plugin.labels) if plugin.labels else {k: usual[k.upper()] for k in known if k.upper() in usual}
    )
    if not labels:
        raise UsageError(
            f"{plugin.model}: none of its labels ({', '.join(known)}) is usual; map them in [plugin.labels]"
        )
    return labels


def _typed(labels: Mapping[str, str]) -> dict[str, MentionType]:
    types: dict[str, MentionType] = {name: name for name in MENTION_TYPES}
    return {label: types[name] for label, name in labels.items()}


def local_model(plugin: PluginSettings, recogniser: str) -> Path:
    """Return the folder of the model that the settings name.

    :raises UsageError: they name none.
    :raises ModelError: there is no such folder.
    """
    if plugin.model is None:
        raise UsageError(f"recogniser {recogniser!r} needs the folder of a model: set model in [plugin]")
    folder = Path(plugin.model)
    if not folder.is_dir():
        raise ModelError(
            f"{folder}: no such folder; download the model first (hf download NAME --local-dir DIR)"
        )
    return folder


def folder_digest(folder: Path) -> str:
    """Return 12 hex digits that change with any file of a model's folder."""
    whole = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and ".cache" not in p.parts):
        with path.open("rb") as file:
            part = hashlib.file_digest(file, "sha256").hexdigest()
        whole.update(f"{path.relative_to(folder).as_posix()} {part}\n".encode())
    return whole.hexdigest()[:12]
