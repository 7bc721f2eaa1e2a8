"""The recogniser as a spaCy component, for those who already have a pipeline.

>>> import spacy
>>> nlp = spacy.blank("ar")
>>> nlp.add_pipe("sentencizer")  # doctest: +ELLIPSIS
<spacy.pipeline.sentencizer.Sentencizer object at ...>
>>> nlp.add_pipe("kg_recogniser")  # doctest: +SKIP
>>> doc = nlp("...")  # doctest: +SKIP

The component fills ``doc.spans["kg"]`` with mentions (their type as label), ``doc.spans["kg_triggers"]`` with
event triggers (their class as label, ``span._.kg_mode``, ``span._.kg_score``) and ``doc._.kg_recognition``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import tee

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from kg.model import Document, Recognition
from kg.model import Span as TextSpan
from kg.recognise import Recogniser, open_recogniser
from kg.settings import Settings

for _name in ("kg_mode", "kg_score"):
    if not Span.has_extension(_name):
        Span.set_extension(_name, default=None)
if not Doc.has_extension("kg_recognition"):
    Doc.set_extension("kg_recognition", default=None)


@Language.factory(
    "kg_recogniser",
    default_config={"threads": 1},
    requires=["doc.sents"],
    assigns=["doc.spans", "doc._.kg_recognition", "span._.kg_mode", "span._.kg_score"],
)
def make_component(nlp: Language, name: str, threads: int) -> KgRecogniser:
    """Make the component with the model that ships with kg.

    :raises ModelError: the model is missing or damaged.
    """
    return KgRecogniser(
        open_recogniser(Settings(threads=threads)), language="ar" if nlp.lang is None else nlp.lang
    )


class KgRecogniser:
    """Runs a recogniser over spaCy documents."""

    def __init__(self, recogniser: Recogniser, *, language: str) -> None:
        self._recogniser = recogniser
        self._language = language

    def __call__(self, doc: Doc) -> Doc:
        """Read one document."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], batch_size: int = 16) -> Iterator[Doc]:
        """Read documents in order; the recogniser does its own batching."""
        ours, theirs = tee(docs)
        for doc, recognition in zip(
            ours, self._recogniser.recognise(map(self._document, theirs)), strict=True
        ):
            yield _assign(doc, recognition)

    def _document(self, doc: Doc) -> Document:
        sentences = tuple(TextSpan(s.start_char, s.end_char) for s in doc.sents)
        return Document("", doc.text, self._language, sentences)


def _assign(doc: Doc, recognition: Recognition) -> Doc:
    mentions = SpanGroup(doc, name="kg")
    for mention in recognition.mentions:
        mentions.append(_span(doc, mention.span, mention.type, mention.score))
    triggers = SpanGroup(doc, name="kg_triggers")
    for trigger in recognition.triggers:
        span = _span(doc, trigger.span, trigger.type, trigger.score)
        span._.kg_mode = trigger.mode
        triggers.append(span)
    doc.spans["kg"] = mentions
    doc.spans["kg_triggers"] = triggers
    doc._.kg_recognition = recognition
    return doc


def _span(doc: Doc, at: TextSpan, label: str, score: float) -> Span:
    """Return the smallest run of spaCy tokens that holds a span of text."""
    span = doc.char_span(at.start, at.end, label=label, alignment_mode="expand")
    if span is None:
        raise ValueError(f"{at} is outside of the document")
    span._.kg_score = score
    return span
