"""Read token-label files (one token and its BIO label a line, an empty line between sentences) as windows.

Each corpus annotates some of our types, under guidelines of its own: ``SOURCES`` says how its labels map,
which of our types it annotates at all (the loss of the others is masked), and which of its labels have no
counterpart (the loss of their tokens is masked).
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from kg.errors import InputError
from kg.model import Document, Span
from kg.recognise.labels import SPAN_LABELS
from kg.recognise.windows import WindowMaker
from kg.training.targets import IGNORE, Targets

Sentence = list[tuple[str, str]]

_FANE = {
    **dict.fromkeys(
        [
            "Politician",
            "Athlete",
            "Artist",
            "Other_PER",
            "Religious_PER",
            "Scientist",
            "Businessperson",
            "Lawyer",
            "Engineer",
        ],
        "Person",
    ),
    **dict.fromkeys(
        [
            "Non-Governmental",
            "Sports",
            "Government",
            "Media",
            "Commercial",
            "Educational",
            "Medical-Science",
            "Religious_ORG",
            "Entertainment",
        ],
        "Organisation",
    ),
    **dict.fromkeys(
        [
            "Nation",
            "Population-Center",
            "State-or-Province",
            "Continent",
            "County-or-District",
            "Water-Body",
            "Land-Region-Natural",
            "GPE-Cluster",
            "Building-Grounds",
            "Airport",
            "Path",
            "Subarea-Facility",
        ],
        "Place",
    ),
}


@dataclass(frozen=True, slots=True)
class Source:
    """How one corpus maps to our types. ``split_clitics``: attached prefixes stand as tokens of their own."""

    labels: dict[str, str]
    language: str = "ar"
    split_clitics: bool = False
    annotated: frozenset[str] = field(default=frozenset())

    def types(self) -> frozenset[str]:
        """Return the types of ours that the corpus annotates."""
        return self.annotated if self.annotated else frozenset(self.labels.values())


SOURCES: dict[str, Source] = {
    "anercorp": Source({"PER": "Person", "PERS": "Person", "LOC": "Place", "ORG": "Organisation"}),
    "newsfane": Source(_FANE, split_clitics=True),
    "wikifane": Source(_FANE, split_clitics=True),
    "wojood": Source({"PERS": "Person", "DATE": "Date"}),
    "worldwide": Source(
        {
            "Person": "Person",
            "Location": "Place",
            "Facility": "Place",
            "Organization": "Organisation",
            "Date": "Date",
        },
        language="en",
    ),
    "crossner": Source(
        {
            "politician": "Person",
            "person": "Person",
            "politicalparty": "Organisation",
            "organisation": "Organisation",
            "location": "Place",
            "country": "Place",
            "election": "Event",
            "event": "Event",
        },
        language="en",
    ),
}
"""By the first word of the file's name."""


def read_token_file(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a token-label file (gzip when the name ends in .gz).

    :raises InputError: a line has no label.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    sentence: Sentence = []
    with opener(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                if sentence:
                    yield sentence
                sentence = []
                continue
            token, tab, label = line.rstrip("\n").partition("\t")
            if not tab:
                raise InputError(f"{path}:{number}: no tab between token and label")
            if token.strip():
                sentence.append((token.strip(), label))
    if sentence:
        yield sentence


def _join(sentence: Sentence, source: Source) -> tuple[str, list[Span]]:
    """Write the tokens as running text, attaching prefixes and punctuation."""
    text = ""
    spans: list[Span] = []
    glue = True
    for k, (word, label) in enumerate(sentence):
        attach = glue or (len(word) == 1 and word in "،,.؛;:!?؟)]»”%")
        glue = word in "([«“"
        if (
            source.split_clitics
            and label == "O"
            and word in ("و", "ف", "ب", "ل", "ك")
            and k + 1 < len(sentence)
        ):
            glue = True
        if not attach:
            text += " "
        if attach and text.endswith("ل") and spans and sentence[k - 1][0] == "ل" and word.startswith("ال"):
            word = word[1:]  # li + al- is written with the alef dropped
        spans.append(Span(len(text), len(text) + len(word)))
        text += word
    return text, spans


def _mentions(sentence: Sentence) -> Iterator[tuple[int, int, str]]:
    """Yield (first token, last token, label) of each BIO run; labels of one token stand side by side."""
    for kind in sorted({part[2:] for _, label in sentence for part in label.split() if part != "O"}):
        start = -1
        for k, (_, label) in enumerate([*sentence, ("", "O")]):
            parts = label.split()
            if start >= 0 and f"I-{kind}" not in parts:
                yield start, k - 1, kind
                start = -1
            if f"B-{kind}" in parts or (start < 0 and f"I-{kind}" in parts):
                start = k


def token_targets(
    sentences: list[Sentence], source: Source, maker: WindowMaker, *, group: int = 6
) -> Iterator[Targets]:
    """Yield targets over windows of ``group`` neighbouring sentences, without arcs or triggers."""
    columns = [k for k, label in enumerate(SPAN_LABELS) if label not in source.types()]
    for at in range(0, len(sentences), group):
        text, bounds = "", []
        marks: list[tuple[Span, str | None]] = []
        for sentence in sentences[at : at + group]:
            joined, spans = _join(sentence, source)
            base = len(text)
            bounds.append(Span(base, base + len(joined)))
            text += joined + "\n"
            for first, last, kind in _mentions(sentence):
                marks.append(
                    (Span(base + spans[first].start, base + spans[last].end), source.labels.get(kind))
                )
        document = Document("", text, source.language, tuple(bounds))
        for window in maker.windows(document):
            n = len(window.ids)
            bio = np.zeros((n, len(SPAN_LABELS)), np.int64)
            for span, label in marks:
                tokens = window.locate(span)
                if tokens is None:
                    continue
                if label is None:
                    bio[tokens[0] : tokens[1] + 1] = IGNORE
                else:
                    column = SPAN_LABELS.index(label)
                    bio[tokens[0], column] = 1
                    bio[tokens[0] + 1 : tokens[1] + 1, column] = 2
            bio[:, columns] = IGNORE
            bio[~np.array(window.active)] = IGNORE
            yield Targets(window, bio, np.full(n, IGNORE, np.int64), with_arcs=False)
