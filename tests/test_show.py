"""Looking at documents: pieces, terminal, page, store."""

from __future__ import annotations

import io
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from relating import annotated, at
from rich.console import Console
from test_evaluate import TEXT, gold

from kg.cli import cli
from kg.errors import InputError
from kg.goldform import write_jsonl
from kg.graph import document_quads
from kg.model import MENTION_TYPES, Mention, Span
from kg.settings import Settings
from kg.show import html_page, print_annotation, read_stored
from kg.show.claims import claims_by_sentence
from kg.show.pieces import Piece, sentence_pieces
from kg.store import EmbeddedStore, group_by_graph


def flat(pieces: tuple[Piece, ...]) -> list[Span]:
    return [s for p in pieces for s in (flat(p.inner) if p.inner else [p.span])]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=8))
def test_pieces_cover_the_sentence_whatever_the_mentions(ends: list[tuple[int, int]]) -> None:
    text = "a" * 20
    mentions = tuple(Mention(Span(min(e), max(e)), "Place") for e in ends)
    spans = flat(sentence_pieces(annotated(text, mentions=mentions), Span(0, 20)))
    assert spans[0].start == 0
    assert spans[-1].end == 20
    assert all(a.end == b.start for a, b in pairwise(spans))


def test_nested_mentions_stay_nested() -> None:
    text = "the mayor of Lund left"
    mentions = (Mention(Span(4, 17), "Position"), Mention(Span(13, 17), "Place"))
    pieces = sentence_pieces(annotated(text, mentions=mentions, language="en"), Span(0, len(text)))
    assert [p.mention.type if p.mention else None for p in pieces] == [None, "Position", None]
    assert [p.mention.type if p.mention else None for p in pieces[1].inner] == [None, "Place"]


def test_claims_stand_under_their_sentence() -> None:
    claims = claims_by_sentence(gold())
    assert [(line.mode, line.head) for line in claims[0]] == [
        ("asserted", "Statement"),
        ("planned", "Decision"),
    ]
    assert [line.head for line in claims[1]] == ["Consultation", "Office", "leads"]
    assert ("according to", "سعاد نجم") in [(p.label, p.text) for p in claims[0][1].parts]


def test_the_terminal_shows_text_and_claims() -> None:
    out = io.StringIO()
    print_annotation(gold(), Console(file=out, width=500, highlight=False))
    shown = out.getvalue()
    assert "ستغلق" in shown
    assert "planned    Decision" in shown
    assert "4 مارس 2019 (2019-03-04)" in shown
    assert "\x1b" not in shown
    coloured = io.StringIO()
    print_annotation(gold(), Console(file=coloured, force_terminal=True, width=500, color_system="standard"))
    assert "\x1b[1;32mسعاد نجم" in coloured.getvalue()


class Page(HTMLParser):
    """Checks that tags are balanced and collects what a reader sees."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read_page(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    assert page.open == []
    return page


def test_the_page_reads_right_to_left_and_needs_nothing_else() -> None:
    html = html_page([gold()])
    page = read_page(html)
    assert ("html", {"lang": "ar", "dir": "rtl"}) in page.tags
    assert "http" not in html
    assert "src=" not in html
    assert TEXT[:40] in "".join(page.text)
    assert {"planned", "Decision", "2019-03-04"} <= set(page.text)
    assert all(f".{kind} " in html for kind in MENTION_TYPES)


def test_markup_in_a_text_is_shown_not_obeyed() -> None:
    text = 'قال <script>alert("x")</script> & "انتهى".'
    html = html_page([annotated(text, mentions=(Mention(Span(0, 12), "Person"),))])
    assert "<script" not in html
    assert text in "".join(read_page(html).text)


def test_foreign_script_is_isolated_and_prefixes_join() -> None:
    arabic = "سافر إلى London وبيروت."
    mentions = tuple(Mention(at(arabic, name), "Place") for name in ("London", "بيروت"))
    html = html_page([annotated(arabic, mentions=mentions)])
    assert '<bdi class="m Place"' in html
    assert '<span class="m Place joined"' in html


def test_english_pages_read_left_to_right() -> None:
    assert '<html lang="en" dir="ltr">' in html_page([annotated("He left.", language="en")])


def test_a_store_gives_the_annotation_back(tmp_path: Path) -> None:
    quads = list(document_quads(gold(), settings=Settings(), extractor="test"))
    with EmbeddedStore(tmp_path / "store", write=True) as store:
        store.replace_graphs(group_by_graph(quads))
        back = read_stored(store, "d")
        with pytest.raises(InputError, match="not in this store"):
            read_stored(store, 'x" } #')
    assert back.document.text == TEXT
    assert back.document.sentences == gold().document.sentences
    assert [(m.span, m.type, m.value) for m in back.mentions] == [
        (m.span, m.type, m.value) for m in gold().mentions
    ]
    assert [(e.type, e.mode, e.sentence) for e in back.events] == [
        (e.type, e.mode, e.sentence) for e in gold().events
    ]
    shown, expected = claims_by_sentence(back), claims_by_sentence(gold())
    assert shown.keys() == expected.keys()
    for number, lines in shown.items():
        for line, wanted in zip(lines, expected[number], strict=True):
            assert (line.head, line.words, sorted(p.text for p in line.parts)) == (
                wanted.head, wanted.words, sorted(p.text for p in wanted.parts)
            )  # fmt: skip


def test_the_command_shows_annotations_and_stores(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text("\n".join(write_jsonl([gold()])), encoding="utf-8")
    result = CliRunner().invoke(cli, ["show", str(path)])
    assert result.exit_code == 0
    assert "planned    Decision" in result.stdout
    page = tmp_path / "d.html"
    assert CliRunner().invoke(cli, ["show", str(path), "--html", str(page)]).exit_code == 0
    read_page(page.read_text(encoding="utf-8"))
    with EmbeddedStore(tmp_path / "store", write=True) as store:
        store.replace_graphs(group_by_graph(document_quads(gold(), settings=Settings(), extractor="test")))
    stored = CliRunner().invoke(cli, ["show", "d", "--store", str(tmp_path / "store")])
    assert stored.exit_code == 0
    assert "planned    Decision" in stored.stdout
    assert CliRunner().invoke(cli, ["show", "other", "--store", str(tmp_path / "store")]).exit_code == 2


def test_the_command_says_what_it_cannot_read(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["show", str(tmp_path / "nothing.txt")])
    assert result.exit_code == 2


def test_what_cannot_be_read_is_named_once(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("...", encoding="utf-8")
    for path in (tmp_path / "x.txt", tmp_path):
        result = CliRunner().invoke(cli, ["show", str(path)])
        assert (result.exit_code, result.stderr) == (2, f"kg: {tmp_path / 'x.txt'}: empty: no word in it\n")
