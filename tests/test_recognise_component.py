"""The recogniser inside a spaCy pipeline."""

from __future__ import annotations

import spacy

from kg.model import Document, Span
from kg.recognise import open_recogniser
from kg.settings import Settings

TEXT = "أعلنت وزارة الخارجية الأردنية أن الوزير سيزور باريس. ونفى المتحدث سامي الحداد الانسحاب من المحادثات."


def test_the_component_fills_spans_with_what_the_recogniser_finds() -> None:
    nlp = spacy.blank("ar")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("kg_recogniser")
    analysis = nlp.analyze_pipes()
    assert analysis is not None
    assert analysis["problems"]["kg_recogniser"] == []
    doc, again = nlp.pipe([TEXT, TEXT])
    assert [s.text for s in doc.spans["kg"]] == [s.text for s in again.spans["kg"]]
    assert ("Place", "باريس") in {(s.label_, s.text.rstrip(".")) for s in doc.spans["kg"]}
    sentences = tuple(Span(s.start_char, s.end_char) for s in doc.sents)
    (alone,) = open_recogniser(Settings(threads=1)).recognise([Document("", TEXT, "ar", sentences)])
    assert doc._.kg_recognition == alone
    triggers = doc.spans["kg_triggers"]
    assert [s.label_ for s in triggers] == [t.type for t in alone.triggers]
    assert [s._.kg_mode for s in triggers] == [t.mode for t in alone.triggers]
    assert all(0 <= s._.kg_score <= 1 for s in doc.spans["kg"])
