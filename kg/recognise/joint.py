"""The joint recogniser: one encoder call a window, then mentions, triggers, modes and arcs.

A window is always run on its own, never padded beside others: the int8 encoder scales its activations by
the largest value it meets, so that in a batch one text would change the scores of another. Windows run side
by side on threads instead, and a document reads the same alone, in any company and in any order.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from kg.model import Arc, Document, Mention, Recognition, Span, Trigger
from kg.recognise.arcs import WindowArc, WindowSpan, WindowTrigger, find_arcs
from kg.recognise.decode import Floats, bio_spans, log_softmax, snap, trimmed, without_prefix
from kg.recognise.heads import PairHeads
from kg.recognise.labels import FILLER, MODE_LABELS, SPAN_LABELS, TRIGGER_LABELS
from kg.recognise.modelfiles import ModelFiles, model_folder, open_model
from kg.recognise.windows import Window, WindowMaker
from kg.settings import Settings

Encoder = Callable[[list[int]], tuple[Floats, Floats, Floats]]
"""Token ids -> hidden states [tokens, width], span scores [tokens, labels * 3], trigger scores."""

BARE_NOUNS = frozenset(
    [
        "هيئة",
        "تحالف",
        "تنظيم",
        "قناة",
        "وكالة",
        "حركة",
        "حزب",
        "جماعة",
        "صحيفة",
        "منظمة",
        "مجلس",
        "وزارة",
        "شركة",
        "جبهة",
        "قوات",
        "حكومة",
        "شبكة",
        "موقع",
        "مؤسسة",
        "جمعية",
        "نادي",
        "جامعة",
        "مركز",
        "جيش",
        "بلدة",
        "مدينة",
        "محافظة",
        "ولاية",
        "منطقة",
        "دولة",
        "قاعدة",
        "مطار",
        "نهر",
        "اتفاق",
        "اتفاقية",
        "قانون",
        "قرار",
    ]
)
"""Class nouns that name nothing alone: without article and complement they stand before a quoted name, which
takes their arcs.
Source: annotation guide, version 1.1 (one of 12,504 mentions of the training documents is such a word)."""

_LOOKAHEAD = 16
"""Documents cut into windows at a time when several threads run."""


@dataclass(slots=True)
class WindowReading:
    """What is found in one window, by token indices."""

    window: Window
    spans: list[WindowSpan] = field(default_factory=list)
    triggers: list[WindowTrigger] = field(default_factory=list)
    arcs: list[WindowArc] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Tuning:
    """Numbers chosen on development data and kept in the model's ``config.json``.

    ``bias[x]`` is taken from the log probability of "nothing here" for x in span, filler, trigger, role,
    speaker, topic, holder, body and relation: above 0 more is found, below 0 less. ``calibration[x]`` holds
    (a, b) of the map p -> sigmoid(a logit(p) + b) (Platt scaling) for the score of each kind of finding.
    """

    bias: Mapping[str, float]
    calibration: Mapping[str, tuple[float, float]]

    def score(self, kind: str, probability: float) -> float:
        """Return the calibrated score, rounded to three digits so that machines agree."""
        a, b = self.calibration.get(kind, (1.0, 0.0))
        p = min(max(probability, 1e-6), 1 - 1e-6)
        return round(1 / (1 + math.exp(-(a * math.log(p / (1 - p)) + b))), 3)


class JointRecogniser:
    """Reads documents with one loaded model."""

    def __init__(
        self,
        maker: WindowMaker,
        encoder: Encoder,
        heads: PairHeads,
        tuning: Tuning,
        *,
        version: str,
        threads: int = 1,
    ) -> None:
        self._maker = maker
        self._encoder = encoder
        self._heads = heads
        self._tuning = tuning
        self._threads = threads
        self.version = version

    def recognise(self, documents: Iterable[Document]) -> Iterator[Recognition]:
        """Yield one recognition for each document, in order; up to 16 documents are read ahead."""
        if self._threads <= 1:
            for document in documents:
                yield self._merge(document, [self._read(document, w) for w in self._maker.windows(document)])
            return
        source = iter(documents)
        with ThreadPoolExecutor(self._threads) as pool:
            while group := list(islice(source, _LOOKAHEAD)):
                windows = [(d, w) for d in group for w in self._maker.windows(d)]
                readings = list(pool.map(lambda pair: self._read(*pair), windows))
                for document in group:
                    mine = [r for (d, _), r in zip(windows, readings, strict=True) if d is document]
                    yield self._merge(document, mine)

    def _read(self, document: Document, window: Window) -> WindowReading:
        hidden, span_scores, trigger_scores = self._encoder(window.ids)
        bias = self._tuning.bias
        out = WindowReading(window)
        spans = log_softmax(span_scores.reshape(len(window.ids), len(SPAN_LABELS), 3))
        triggers = log_softmax(trigger_scores)
        triggers[:, 0] -= bias.get("trigger", 0.0)
        for label in range(len(SPAN_LABELS)):
            spans[:, label, 0] -= bias.get("filler" if SPAN_LABELS[label] == FILLER else "span", 0.0)
        likely = spans.argmax(-1) > 0
        for first, last in _sentences(window):
            for label in np.flatnonzero(likely[first : last + 1].any(0)).tolist():
                runs = bio_spans(spans[first : last + 1, label])
                out.spans += _snapped(window, document.text, runs, first, label)
            if window.active[first]:
                runs = bio_spans(triggers[first : last + 1])
                out.triggers += _snapped(window, document.text, runs, first, None)
        both = out.spans + out.triggers
        for found, letters in zip(both, self._heads.prefixes(hidden, [s.first for s in both]), strict=True):
            found.prefix = letters
        find_arcs(out.window, out.spans, out.triggers, out.arcs, hidden, self._heads, bias)
        return out

    def _merge(self, document: Document, readings: list[WindowReading]) -> Recognition:
        merged = _Merged(document, self._tuning)
        for reading in readings:
            merged.add(reading)
        return merged.recognition()


def _sentences(window: Window) -> Iterator[tuple[int, int]]:
    """Yield the first and last token of each run between separators."""
    first = None
    for k, span in enumerate(window.spans):
        if span is not None and first is None:
            first = k
        elif span is None and first is not None:
            yield first, k - 1
            first = None


def _snapped(
    window: Window, text: str, found: list[tuple[int, int, int, float]], offset: int, label: int | None
) -> list[WindowSpan]:
    """Return spans widened to words, those that come to overlap merged into the first."""
    out: list[WindowSpan] = []
    for first, last, kind, score in found:
        a, b = snap(window, text, offset + first, offset + last)
        if out and a <= out[-1].last:
            out[-1].last = max(b, out[-1].last)
        else:
            out.append(WindowSpan(a, b, kind if label is None else label, math.exp(score)))
    return out


class _Merged:
    """Joins the readings of a document's windows; arcs from the left context find their mention again."""

    def __init__(self, document: Document, tuning: Tuning) -> None:
        self._document = document
        self._tuning = tuning
        self._mentions: dict[tuple[Span, str], Mention] = {}
        self._fillers: dict[Span, None] = {}
        self._triggers: list[Trigger] = []
        self._arcs: list[tuple[WindowArc, tuple[Span, str] | int, tuple[Span, str] | int]] = []

    def add(self, reading: WindowReading) -> None:
        """Add what one window tells of its active part."""
        window, text = reading.window, self._document.text
        keys: list[tuple[Span, str] | None] = []
        bare: dict[int, Span] = {}
        for number, s in enumerate(reading.spans):
            key = (self._chars(window, s, text), SPAN_LABELS[s.label])
            if self._document.at(key[0]) in BARE_NOUNS:
                bare[number] = key[0]
            if key[0].start == key[0].end or number in bare:
                keys.append(None)
            elif window.active[s.first]:
                keys.append(key)
                self._put(key, s.score)
            else:
                keys.append(self._known(key))
        for number, noun in bare.items():
            keys[number] = next((k for k in keys if k is not None and 0 < k[0].start - noun.end <= 2), None)
        first = len(self._triggers)
        for t in reading.triggers:
            self._triggers.append(
                Trigger(
                    span=self._chars(window, t, text),
                    type=TRIGGER_LABELS[t.label],  # type: ignore[arg-type]
                    sentence=window.sentence[t.first],
                    mode=MODE_LABELS[t.mode],  # type: ignore[arg-type]
                    score=self._tuning.score("trigger", t.score),
                    mode_score=self._tuning.score("mode", t.mode_score),
                )
            )
        for arc in reading.arcs:
            source = first + arc.source if arc.from_trigger else keys[arc.source]
            target = first + arc.target if arc.kind == "topic" else keys[arc.target]
            if source is not None and target is not None:
                self._arcs.append((arc, source, target))

    def _chars(self, window: Window, s: WindowSpan | WindowTrigger, text: str) -> Span:
        start, end = window.spans[s.first], window.spans[s.last]
        if start is None or end is None:
            return Span(0, 0)
        return trimmed(text, without_prefix(text, start, s.prefix), end.end)

    def _put(self, key: tuple[Span, str], score: float) -> None:
        span, label = key
        if label == FILLER:
            self._fillers[span] = None
        elif key not in self._mentions:
            calibrated = self._tuning.score("span", score)
            self._mentions[key] = Mention(span, label, score=calibrated)  # type: ignore[arg-type]

    def _known(self, key: tuple[Span, str]) -> tuple[Span, str] | None:
        """Return the mention that an earlier window found at (or over) this place."""
        if key in self._mentions:
            return key
        return next((k for k in self._mentions if k[1] == key[1] and k[0].overlap(key[0])), None)

    def recognition(self) -> Recognition:
        """Return everything with indices into sorted mentions."""
        order = sorted(self._mentions, key=lambda k: (k[0].start, -k[0].end, k[1]))
        fillers = sorted(self._fillers)
        index: dict[tuple[Span, str], int] = {k: i for i, k in enumerate(order)}
        index |= {(span, FILLER): len(order) + i for i, span in enumerate(fillers)}
        arcs = [
            Arc(
                kind=arc.kind,
                source=source if isinstance(source, int) else index[source],
                target=target if isinstance(target, int) else index[target],
                label=arc.label,
                score=self._tuning.score(arc.kind, arc.score),
            )
            for arc, source, target in self._arcs
        ]
        return Recognition(
            document=self._document,
            mentions=tuple(self._mentions[k] for k in order),
            fillers=tuple(fillers),
            triggers=tuple(self._triggers),
            arcs=tuple(arcs),
        )


def load(settings: Settings) -> JointRecogniser:
    """Open the recogniser that ships with the package.

    :raises ModelError: a model file is missing or damaged.
    """
    return make_recogniser(open_model(model_folder()), threads=settings.threads)


def make_recogniser(files: ModelFiles, *, threads: int = 1) -> JointRecogniser:
    """Return a recogniser over opened model files; ``threads`` of 0 means one a core."""
    tuning = Tuning(files.config["bias"], {k: (a, b) for k, (a, b) in files.config["calibration"].items()})
    return JointRecogniser(
        WindowMaker.from_file(files.folder / "tokenizer.json"),
        files.encoder,
        PairHeads(files.heads),
        tuning,
        version=files.version,
        threads=threads if threads > 0 else files.cores,
    )
