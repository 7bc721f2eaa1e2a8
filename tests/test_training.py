"""Training data: targets, augmentation, token files; and, with PyTorch, the heads in both forms."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import numpy as np
import pytest

from kg.errors import InputError
from kg.goldform import from_json
from kg.model import Annotation
from kg.recognise.heads import PairHeads, label_pairs
from kg.recognise.labels import FILLER, MODE_LABELS, ROLE_LABELS, SPAN_LABELS, TRIGGER_LABELS
from kg.recognise.modelfiles import model_folder
from kg.recognise.windows import WindowMaker
from kg.training.augment import swap_names, vary_spelling
from kg.training.targets import IGNORE, make_targets
from kg.training.tokenfiles import SOURCES, read_token_file, token_targets

TEXT = "التقى الوزير سالم الحمدان نظيره ليوم واحد في مدينة صور.\nونفى الحمدان توقيع اتفاق مع قبرص."


def _at(surface: str, *, nth: int = 1) -> dict[str, object]:
    start = -1
    for _ in range(nth):
        start = TEXT.index(surface, start + 1)
    return {"start": start, "end": start + len(surface), "text": surface}


@pytest.fixture
def gold() -> Annotation:
    return from_json(
        {
            "doc": "d",
            "text": TEXT,
            "language": "ar",
            "sentences": [[0, TEXT.index("\n")], [TEXT.index("\n") + 1, len(TEXT)]],
            "entities": {
                "e1": {"type": "Person", "name": "سالم الحمدان"},
                "e2": {"type": "Place", "name": "صور"},
                "e3": {"type": "Place", "name": "قبرص"},
            },
            "mentions": [
                {**_at("الوزير"), "type": "Position"},
                {**_at("سالم الحمدان"), "type": "Person", "entity": "e1"},
                {**_at("صور"), "type": "Place", "entity": "e2"},
                {**_at("الحمدان", nth=2), "type": "Person", "entity": "e1"},
                {**_at("قبرص"), "type": "Place", "entity": "e3"},
            ],
            "positions": [{"person": "e1", "title": _at("الوزير"), "body": None}],
            "relations": [],
            "events": [
                {
                    "type": "Consultation", "trigger": _at("التقى"), "mode": "asserted", "sentence": 0,
                    "roles": [
                        {"role": "party", "entity": "e1"},
                        {"role": "party", **_at("نظيره")},
                        {"role": "place", "entity": "e2"},
                    ],
                },
                {
                    "type": "Statement", "trigger": _at("نفى"), "mode": "asserted", "sentence": 1,
                    "roles": [{"role": "actor", "entity": "e1"}, {"role": "topic", "event": 2}],
                },
                {
                    "type": "Agreement", "trigger": _at("توقيع"), "mode": "negated", "speaker": "e1",
                    "sentence": 1,
                    "roles": [{"role": "party", "entity": "e3"}],
                },
            ],
        }
    )  # fmt: skip


@pytest.fixture(scope="module")
def maker() -> WindowMaker:
    return WindowMaker.from_file(model_folder() / "tokenizer.json")


def test_targets_say_what_gold_says(gold: Annotation, maker: WindowMaker) -> None:
    (window,) = maker.windows(gold.document)
    targets = make_targets(window, gold)
    labels = [SPAN_LABELS[s.label] for s in targets.spans]
    assert labels == ["Position", "Person", "Place", "Person", "Place", FILLER]
    assert targets.holders == {(0, 1)}
    assert targets.topics == {(1, 2)}
    met, denied, signed = targets.triggers
    assert {labels[j]: ROLE_LABELS[r] for j, r in met.roles.items()} == {
        "Person": "party", FILLER: "party", "Place": "place",
    }  # fmt: skip
    assert denied.roles == {3: ROLE_LABELS.index("actor")}
    assert denied.ignored == {1}, "the other mention of the actor is neither right nor wrong"
    assert MODE_LABELS[signed.mode] == "negated"
    assert signed.speaker == 3
    at = met.first
    assert targets.triggers_bio[at] == 1 + 2 * TRIGGER_LABELS.index("Consultation")
    assert (targets.spans_bio[~np.array(window.active)] == IGNORE).all()


def test_every_token_is_active_once(gold: Annotation, maker: WindowMaker) -> None:
    windows = list(maker.windows(gold.document, max_tokens=24))
    assert len(windows) == 2
    spans = [s for w in windows for s, on in zip(w.spans, w.active, strict=True) if on]
    (whole,) = maker.windows(gold.document)
    assert spans == [s for s, on in zip(whole.spans, whole.active, strict=True) if on]


def test_swapped_names_move_every_span(gold: Annotation) -> None:
    names = {"Person": ["هدى بنت ناصر الكعبي"], "Place": ["طرابلس"]}
    swapped = swap_names(gold, names, random.Random(1), share=1.0)
    surfaces = [swapped.document.at(m.span) for m in swapped.mentions]
    assert surfaces == ["الوزير", "هدى بنت ناصر الكعبي", "طرابلس", "الكعبي", "طرابلس"]
    assert [swapped.document.at(e.trigger) for e in swapped.events] == ["التقى", "نفى", "توقيع"]
    assert [swapped.document.at(s)[-7:] for s in swapped.document.sentences] == [" طرابلس."[-7:]] * 2
    filler = swapped.events[0].roles[1].span
    assert filler is not None
    assert swapped.document.at(filler) == "نظيره"


def test_varied_spelling_keeps_lengths(gold: Annotation) -> None:
    texts = {vary_spelling(gold, random.Random(seed)).document.text for seed in range(20)}
    assert len(texts) > 3
    assert {len(t) for t in texts} == {len(TEXT)}


def test_token_files_become_masked_targets(tmp_path: Path, maker: WindowMaker) -> None:
    path = tmp_path / "newsfane_x.tsv.gz"
    rows = [
        "و\tO",
        "قال\tO",
        "سامر\tB-Politician",
        "ل\tO",
        "الوكالة\tB-Media",
        "امس\tO",
        "\u062d\tB-Plant",
        "",
    ]
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("\n".join(rows) + "\n")
    (sentence,) = read_token_file(path)
    (targets,) = token_targets([sentence], SOURCES["newsfane"], maker)
    person, organisation, date = (SPAN_LABELS.index(k) for k in ("Person", "Organisation", "Date"))
    assert (targets.spans_bio[:, person] == 1).sum() == 1
    assert (targets.spans_bio[:, organisation] == 1).sum() == 1
    assert (targets.spans_bio[:, date] == IGNORE).all(), "the corpus does not annotate dates"
    assert (targets.spans_bio[-2] == IGNORE).all(), "a label without counterpart is masked"
    assert (targets.triggers_bio == IGNORE).all()


def test_a_token_line_without_label_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_text("a\tO\nb\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.tsv:2"):
        list(read_token_file(path))


def test_numpy_heads_score_as_the_network() -> None:
    """The same weights give the same scores in PyTorch and in NumPy."""
    torch = pytest.importorskip("torch")
    pytest.importorskip("transformers")
    from kg.training.network import PairScorer

    torch.manual_seed(0)
    scorer = PairScorer(8, 3, 0.0).eval()
    weights = {f"pairs.x.{k}": v.numpy() for k, v in scorer.state_dict().items()}
    rng = np.random.default_rng(0)
    weights |= {
        "distance.weight": rng.normal(size=(20, 8)).astype(np.float32),
        "sentences.weight": rng.normal(size=(6, 8)).astype(np.float32),
        "span_span.weight": rng.normal(size=(100, 8)).astype(np.float32),
    }
    left, right = rng.normal(size=(2, 8)).astype(np.float32), rng.normal(size=(3, 8)).astype(np.float32)
    pairs = np.array([(0, 1, 2, 0), (1, 2, 13, 1)])
    rows = label_pairs([4, 5], [1, 2, 3], pairs, width=10)
    got = PairHeads(weights).pairs("x", left, right, pairs, ("span_span", rows))
    extra = (
        weights["distance.weight"][[2, 13]]
        + weights["sentences.weight"][[0, 1]]
        + weights["span_span.weight"][rows]
    )
    with torch.no_grad():
        wanted = scorer(
            torch.from_numpy(left[[0, 1]]), torch.from_numpy(right[[1, 2]]), torch.from_numpy(extra)
        )
    assert np.abs(got - wanted.numpy()).max() < 1e-5


def test_the_graph_computes_what_the_network_computes(tmp_path: Path) -> None:
    """In float32 to the last digits; in int8, with some channels far larger than the rest, closely."""
    torch, onnx = pytest.importorskip("torch"), pytest.importorskip("onnx")
    transformers, ort = pytest.importorskip("transformers"), pytest.importorskip("onnxruntime")
    from kg.training.export import largest_inputs
    from kg.training.graph import encoder_graph
    from kg.training.network import JointNetwork

    torch.manual_seed(1)
    config = transformers.BertConfig(
        vocab_size=50,
        hidden_size=64,
        num_attention_heads=4,
        intermediate_size=96,
        max_position_embeddings=32,
        layer_norm_eps=1e-12,
    )
    config.save_pretrained(tmp_path)
    net = JointNetwork(tmp_path, layers=2, load=False).eval()
    with torch.no_grad():
        net.encoder.encoder.layer[0].attention.output.LayerNorm.weight[3] = 30.0
    ids = list(range(20))
    state = {k: v.numpy() for k, v in net.state_dict().items()}
    largest = largest_inputs(net, [ids])
    with torch.no_grad():
        hidden = net.encode(torch.tensor([ids]), torch.ones(1, len(ids), dtype=torch.long))
        expected = [x.numpy() for x in (hidden, net.spans(hidden), net.triggers(hidden))]
    for int8, close in ((False, 1e-4), (True, 0.1)):
        graph = encoder_graph(state, largest, layers=2, heads=4, int8=int8)
        onnx.checker.check_model(graph)
        session = ort.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
        found = session.run(None, {"ids": np.asarray([ids])})
        for a, b in zip(found, expected, strict=True):
            assert np.abs(a - b).max() < close * max(1.0, np.abs(b).max())
