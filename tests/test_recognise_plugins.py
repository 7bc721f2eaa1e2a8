"""Mentions from other models: Hugging Face and GLiNER, over a recogniser that finds the rest."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from kg.errors import ModelError, UsageError
from kg.language.sentences import split_sentences
from kg.model import Arc, Document, Mention, MentionType, Recognition, Span, Trigger
from kg.recognise import Recogniser, open_recogniser
from kg.recognise.plugins.gliner import MAX_WORDS, PROMPTS, GlinerTagger
from kg.recognise.plugins.mentions import (
    USUAL_LABELS,
    Found,
    MentionRecogniser,
    folder_digest,
    read_labels,
    with_mentions,
)
from kg.settings import PluginSettings, Settings, read_settings

TEXT = "Mayor Lena Brandt met envoys of the Vale Institute in Westport on Monday."


def document(text: str = TEXT, language: str = "en") -> Document:
    return Document("d", text, language, split_sentences(text, language))


def at(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


MENTIONS = (
    Mention(at("Mayor"), "Position"),
    Mention(at("Brandt"), "Person"),
    Mention(at("Vale Institute in"), "Organisation"),
    Mention(at("Westport"), "Place"),
    Mention(at("Monday"), "Date"),
)
BASE = Recognition(
    document=document(),
    mentions=MENTIONS,
    fillers=(at("envoys"),),
    triggers=(Trigger(at("met"), "Consultation", 0, "asserted"),),
    arcs=(
        Arc("holder", 0, 1),
        Arc("body", 0, 2),
        Arc("role", 0, 1, "party"),
        Arc("role", 0, 5, "party"),
        Arc("role", 0, 3, "place"),
        Arc("role", 0, 4, "time"),
        Arc("speaker", 0, 2),
    ),
)


class Fixed:
    """A recogniser that finds the same in every document."""

    version = "fixed"

    def recognise(self, documents: Iterable[Document]) -> Iterator[Recognition]:
        """Yield what was fixed."""
        return (BASE for _ in documents)


class ListTagger:
    """A tagger that finds given words."""

    version = "list"

    def __init__(self, *found: tuple[str, str, float]) -> None:
        self._found = found

    def tag(self, text: str) -> Iterator[Found]:
        """Yield the words that stand in the sentence."""
        return ((at(words, text), label, score) for words, label, score in self._found if words in text)


def readable(recognition: Recognition) -> tuple[set[tuple[str, str]], set[tuple[str, str, str | None]]]:
    """Return mentions and arcs as words."""
    doc = recognition.document
    ends = [m.span for m in recognition.mentions] + list(recognition.fillers)
    mentions: set[tuple[str, str]] = {(m.type, doc.at(m.span)) for m in recognition.mentions}
    return mentions, {(a.kind, doc.at(ends[a.target]), a.label) for a in recognition.arcs}


def recognise(tagger: ListTagger, *types: MentionType, threshold: float = 0.5) -> Recognition:
    labels: dict[str, MentionType] = {name: name for name in types}
    reader = MentionRecogniser(Fixed(), tagger, labels, threshold=threshold)
    return next(reader.recognise([document()]))


def test_arcs_follow_to_the_mentions_that_replace_others() -> None:
    tagger = ListTagger(("Lena Brandt", "Person", 0.9), ("Vale Institute", "Organisation", 0.8))
    found = recognise(tagger, "Person", "Organisation")
    mentions, arcs = readable(found)
    assert mentions == {
        ("Position", "Mayor"),
        ("Person", "Lena Brandt"),
        ("Organisation", "Vale Institute"),
        ("Place", "Westport"),
        ("Date", "Monday"),
    }
    assert arcs == {
        ("holder", "Lena Brandt", None),
        ("body", "Vale Institute", None),
        ("role", "Lena Brandt", "party"),
        ("role", "envoys", "party"),
        ("role", "Westport", "place"),
        ("role", "Monday", "time"),
        ("speaker", "Vale Institute", None),
    }
    assert found.triggers == BASE.triggers
    assert [m.score for m in found.mentions if m.type == "Person"] == [0.9]


def test_a_mention_of_another_type_takes_roles_but_neither_offices_nor_relations() -> None:
    _, arcs = readable(recognise(ListTagger(("Vale Institute", "Place", 0.8)), "Place", "Organisation"))
    assert ("speaker", "Vale Institute", None) in arcs
    assert ("body", "Vale Institute", None) not in arcs
    assert not any(words == "Westport" for _, words, _ in arcs)


def test_arcs_go_with_mentions_that_are_found_no_more() -> None:
    mentions, arcs = readable(recognise(ListTagger(), "Person"))
    assert ("Person", "Brandt") not in mentions
    assert arcs == {a for a in readable(BASE)[1] if a[1] != "Brandt"}


def test_what_scores_too_low_or_has_another_label_is_not_taken() -> None:
    tagger = ListTagger(("Lena Brandt", "Person", 0.4), ("envoys", "MISC", 0.9))
    assert not any(m.type == "Person" for m in recognise(tagger, "Person").mentions)
    assert any(m.type == "Person" for m in recognise(tagger, "Person", threshold=0.4).mentions)


def test_two_mentions_that_become_one_leave_no_double_and_no_loop() -> None:
    base = Recognition(
        document=document(),
        mentions=(Mention(at("Lena"), "Person"), Mention(at("Brandt"), "Person")),
        fillers=(),
        triggers=BASE.triggers,
        arcs=(Arc("role", 0, 0, "party"), Arc("role", 0, 1, "party"), Arc("relation", 0, 1, "leads")),
    )
    found = with_mentions(base, [Mention(at("Lena Brandt"), "Person")], frozenset({"Person"}))
    assert found.arcs == (Arc("role", 0, 0, "party"),)


def test_the_version_follows_tagger_labels_and_threshold() -> None:
    tables: list[dict[str, MentionType]] = [{"PER": "Person"}, {"PER": "Organisation"}]
    versions = {
        MentionRecogniser(Fixed(), ListTagger(), labels, threshold=threshold).version
        for labels in tables
        for threshold in (0.5, 0.6)
    }
    assert len(versions) == 4


def test_labels_come_from_the_settings_or_are_the_usual_ones() -> None:
    plugin = PluginSettings(model="m")
    assert read_labels(plugin, ["per", "LOC", "MISC"], usual=USUAL_LABELS) == {
        "per": "Person",
        "LOC": "Place",
    }
    mapped = PluginSettings(model="m", labels={"MISC": "Event"})
    assert read_labels(mapped, ["PER", "MISC"], usual=USUAL_LABELS) == {"MISC": "Event"}
    with pytest.raises(UsageError, match=r"m: has no label MISC; it has PER"):
        read_labels(mapped, ["PER"], usual=USUAL_LABELS)
    with pytest.raises(UsageError, match=r"none of its labels \(X\)"):
        read_labels(plugin, ["X"], usual=USUAL_LABELS)


# Settings


def test_settings_of_plugins_are_read_and_checked(tmp_path: Path) -> None:
    path = tmp_path / "kg.toml"
    path.write_text(
        'recogniser = "huggingface"\n[plugin]\nmodel = "ner"\nthreshold = 0.7\n'
        '[plugin.labels]\nPER = "Person"\n'
    )
    settings = read_settings(path)
    assert settings.recogniser == "huggingface"
    assert settings.plugin == PluginSettings(model="ner", threshold=0.7, labels={"PER": "Person"})


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("plugin = 3", "plugin is a table"),
        ("[plugin]\ncolour = 1", "no setting is called 'colour'"),
        ("[plugin]\nthreshold = 'high'", "threshold is of the wrong kind"),
        ("[plugin]\nthreshold = 2", r"threshold must lie in \[0, 1\]"),
        ("[plugin]\ntimeout = 0", "timeout must be above 0"),
        ("[plugin]\nscore = true", "score is of the wrong kind"),
        ("[plugin.labels]\nPER = 'Human'", "label 'PER' cannot stand for 'Human'"),
    ],
)
def test_bad_settings_of_plugins_are_refused(tmp_path: Path, lines: str, message: str) -> None:
    path = tmp_path / "kg.toml"
    path.write_text(lines)
    with pytest.raises(UsageError, match=message):
        read_settings(path)


@pytest.mark.parametrize("name", ["huggingface", "gliner"])
def test_a_missing_package_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for module in ("torch", "transformers", "gliner"):
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ModelError, match=rf"pip install 'kg\[{name}\]'"):
        open_recogniser(Settings(recogniser=name, plugin=PluginSettings(model=".")))


# Hugging Face

transformers_missing = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("torch", "transformers")),
    reason="torch and transformers are not installed: pip install 'kg[huggingface]'",
)

PADDING, UNKNOWN = "[PAD]", "[UNK]"
WORDS = ["الوزير", "سامي", "الحداد", "زار", "وباريس", "أمس"]


def make_model(folder: Path, labels: Sequence[str]) -> Path:
    """Save a tiny random model whose vocabulary is the words above, as it would come from the hub."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertForTokenClassification, PreTrainedTokenizerFast

    torch.manual_seed(7)
    vocabulary = {w: k for k, w in enumerate([PADDING, UNKNOWN, *WORDS])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, unk_token=UNKNOWN, pad_token=PADDING, model_max_length=64
    ).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=34,
        id2label=dict(enumerate(labels)),
        label2id={label: k for k, label in enumerate(labels)},
    )
    BertForTokenClassification(config).save_pretrained(folder)
    return folder


def answer_by_word(tagger: Any, labels: dict[str, int]) -> None:  # noqa: ANN401
    """Set the random model's weights so that each word of the vocabulary gets a label of our choice."""
    import torch

    def forward(input_ids: Any) -> Any:  # noqa: ANN401
        words = tagger._tokenizer.convert_ids_to_tokens(input_ids[0].tolist())
        logits = torch.zeros(1, len(words), len(tagger._names))
        for k, word in enumerate(words):
            logits[0, k, labels.get(word, 0)] = 5.0
        return type("Output", (), {"logits": logits})

    tagger._model = forward


@transformers_missing
def test_a_hugging_face_model_reads_with_exact_offsets(tmp_path: Path) -> None:
    from kg.recognise.plugins.huggingface import HuggingFaceTagger

    tagger = HuggingFaceTagger(make_model(tmp_path, ["B-PER", "B-LOC"]))  # no O: every word gets a label
    assert tagger.labels == {"PER", "LOC"}
    text = "الوزير  سامي الحداد\tزار وباريس أمس"
    found = list(tagger.tag(text))
    assert [text[span.start : span.end] for span, _, _ in found] == WORDS
    assert all(label in tagger.labels and 0.5 <= score <= 1 for _, label, score in found)
    assert list(tagger.tag(" \n")) == []
    assert list(tagger.tag("")) == []
    assert list(tagger.tag(text)) == found


@transformers_missing
@pytest.mark.parametrize(
    ("names", "chosen", "expected"),
    [
        (["O", "B-PER", "I-PER"], [0, 1, 2, 0, 1, 1], ["سامي الحداد", "وباريس", "أمس"]),
        (["O", "B-PER", "I-PER"], [0, 2, 2, 0, 0, 2], ["سامي الحداد", "أمس"]),
        (["O", "I-PER", "I-LOC"], [1, 1, 2, 0, 0, 0], ["الوزير سامي", "الحداد"]),
        (["O", "PER", "LOC"], [0, 1, 1, 0, 2, 0], ["سامي الحداد", "وباريس"]),
        (["O", "S-PER", "E-PER"], [1, 1, 0, 0, 0, 2], ["الوزير", "سامي", "أمس"]),
    ],
)
def test_words_join_by_the_scheme_of_the_labels(
    tmp_path: Path, names: list[str], chosen: list[int], expected: list[str]
) -> None:
    from kg.recognise.plugins.huggingface import HuggingFaceTagger

    tagger = HuggingFaceTagger(make_model(tmp_path, names))
    answer_by_word(tagger, dict(zip(WORDS, chosen, strict=True)))
    text = " ".join(WORDS)
    found = list(tagger.tag(text))
    assert [text[span.start : span.end] for span, _, _ in found] == expected
    assert {label for _, label, _ in found} <= tagger.labels


@transformers_missing
def test_a_text_longer_than_the_model_can_read_is_read_to_its_end(tmp_path: Path) -> None:
    from kg.recognise.plugins.huggingface import HuggingFaceTagger

    tagger = HuggingFaceTagger(make_model(tmp_path, ["B-PER", "B-LOC"]))
    text = " ".join(WORDS * 20)
    found = list(tagger.tag(text))
    assert [text[s.start : s.end] for s, _, _ in found] == WORDS * 20


@transformers_missing
def test_the_settings_put_a_hugging_face_model_over_our_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fixed(_: Settings) -> Fixed:
        return Fixed()

    monkeypatch.setattr("kg.recognise.joint.load", fixed)
    plugin = PluginSettings(model=str(make_model(tmp_path, ["B-PER", "B-LOC"])), threshold=0.0)
    reader = open_recogniser(Settings(recogniser="huggingface", threads=1, plugin=plugin))
    (found,) = reader.recognise([document()])
    assert reader.version.endswith("+fixed")
    words = [found.document.at(m.span) for m in found.mentions if m.type in ("Person", "Place")]
    assert words == [w.strip(".") for w in TEXT.split()]
    assert ("Position", "Mayor") in readable(found)[0]


@transformers_missing
def test_the_version_of_a_model_follows_its_files(tmp_path: Path) -> None:
    folder = make_model(tmp_path, ["B-PER", "B-LOC"])
    before = folder_digest(folder)
    assert folder_digest(folder) == before
    (folder / "config.json").write_text((folder / "config.json").read_text() + "\n")
    assert folder_digest(folder) != before


@transformers_missing
def test_folders_without_a_usable_model_are_refused(tmp_path: Path) -> None:
    def opened(model: str | None) -> Recogniser:
        return open_recogniser(Settings(recogniser="huggingface", plugin=PluginSettings(model=model)))

    with pytest.raises(UsageError, match=r"set model in \[plugin\]"):
        opened(None)
    with pytest.raises(ModelError, match="no such folder"):
        opened(str(tmp_path / "none"))
    with pytest.raises(ModelError, match="not a token-classification model"):
        opened(str(tmp_path))


# GLiNER


class FakeGliner:
    """Finds each label's words; stands for ``gliner.GLiNER``."""

    def __init__(self, words: dict[str, str]) -> None:
        self.words = words
        self.asked: list[str] = []

    def predict_entities(
        self, text: str, labels: Sequence[str], *, flat_ner: bool, threshold: float
    ) -> list[dict[str, Any]]:
        """Answer in GLiNER's form."""
        assert not flat_ner
        self.asked.append(text)
        return [
            {"start": text.index(w), "end": text.index(w) + len(w), "text": w, "label": label, "score": 0.75}
            for label, w in self.words.items()
            if label in labels and w in text
        ]


def test_gliner_is_asked_in_words_and_answers_nested_mentions() -> None:
    model = FakeGliner({"person": "Lena Brandt", "organization": "Vale Institute", "job title": "Mayor"})
    tagger = GlinerTagger(model, list(PROMPTS), threshold=0.5, version="g")
    reader = MentionRecogniser(Fixed(), tagger, PROMPTS, threshold=0.5)
    mentions, arcs = readable(next(reader.recognise([document()])))
    assert ("Person", "Lena Brandt") in mentions
    assert ("Organisation", "Vale Institute") in mentions
    assert ("Place", "Westport") not in mentions
    assert ("Date", "Monday") in mentions  # not asked for, so that it stays as it was
    assert ("holder", "Lena Brandt", None) in arcs


def test_gliner_reads_long_sentences_in_pieces() -> None:
    text = "word " * (MAX_WORDS + 10) + "Oslo"
    model = FakeGliner({"place": "Oslo"})
    tagger = GlinerTagger(model, ["place"], threshold=0.5, version="g")
    (found,) = tagger.tag(text)
    assert text[found[0].start : found[0].end] == "Oslo"
    assert [len(piece.split()) for piece in model.asked] == [MAX_WORDS, 11]
