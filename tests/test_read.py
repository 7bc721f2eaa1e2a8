"""Files of every kind become documents; what is broken is reported and the rest goes on."""

import csv
import gzip
import hashlib
import io
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import Document
from kg.read import Rejected, read_documents
from kg.settings import Settings

NEWS = "أعلنت وزارة الصحة في كينيا، اليوم، بدء حملة تطعيم.\nوقال الوزير إن الحملة تستمر شهرا.\n"
Read = Callable[..., tuple[list[Document], list[Rejected]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def run(*paths: str | Path, **options: object) -> tuple[list[Document], list[Rejected]]:
        found = list(read_documents(paths if paths else [tmp_path], **options))  # type: ignore[arg-type]
        documents = [one for one in found if isinstance(one, Document)]
        return documents, [one for one in found if isinstance(one, Rejected)]

    return run


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def records(*rows: object) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


# ---- text


def test_text_is_kept_as_it_is(tmp_path: Path, read: Read) -> None:
    data = ("عنوان الخبر\r\n\r\n\f" + NEWS + "\u200fنهاية  النص \n\n").encode()
    write(tmp_path, "a/خبر (1).txt", data)
    [document], rejected = read()
    assert not rejected
    assert document.text == data.decode()
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert (document.id, document.path, document.language) == ("خبر-1-a2bb3e1757c1", "a/خبر (1).txt", "ar")
    assert document.title == "عنوان الخبر"
    assert next(document.at(s) for s in document.sentences) == "عنوان الخبر"
    assert document.published is document.published_from is None


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1256", "iso8859_6"]
)
def test_encodings_are_told(tmp_path: Path, read: Read, encoding: str) -> None:
    write(tmp_path, "x.txt", NEWS.encode(encoding))
    [document], rejected = read()
    assert (document.text, rejected) == (NEWS, [])


def test_western_code_page_is_told(tmp_path: Path, read: Read) -> None:
    text = "The café in Zürich said the naïve plan cost £5 — “really”.\n"
    write(tmp_path, "x.txt", text.encode("cp1252"))
    [document], _ = read()
    assert (document.text, document.language) == (text, "en")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("x.txt", b"", "empty"),
        ("x.txt", b" \n\t\xef\xbb\xbf -- \n", "empty"),
        ("x.txt", b"PK\x03\x04 and more", "binary"),
        ("x.txt", b"text with \x00\x01\x02\x03 in the middle of it", "binary"),
        ("x.txt", b"%PDF-1.4 under a wrong name", "binary"),
        ("x.txt", bytes(range(256)) * 7, "binary"),
        ("x.txt", b"\xff\xfe\x00\xd8a\x00", "not valid utf-16"),
        ("x.txt", b"a" * 2001, "huge"),
        ("x.pdf", b"not a pdf", "damaged PDF"),
        ("x.pdf", b"", "damaged PDF"),
        ("x.html", b"", "no main text"),
        ("x.html", b"<html><body><p></p></body></html>", "no main text"),
        ("x.csv", b"title,url\na,b\n", "no column text"),
        ("x.csv", b"file,publisher\na.txt,b\n", "--manifest"),
        ("x.csv", b"text,text\na,b\n", "each once"),
        ("x.csv", b"", "does not name the columns"),
        ("x.docx", b"hello", ".docx files are not read"),
        ("x.jsonl.gz", b"\x1f\x8b broken", "unreadable"),
        ("x.jsonl.gz", gzip.compress(b'{"text": "a word"}\n' * 99)[:-30], "unreadable"),
    ],
)
def test_bad_files_are_reported(tmp_path: Path, read: Read, name: str, data: bytes, reason: str) -> None:
    write(tmp_path, name, data)
    write(tmp_path, "zz.txt", NEWS)
    documents, rejected = read(settings=Settings(max_bytes=2000))
    assert "zz" in {document.id for document in documents}
    [one] = rejected
    assert (one.path, reason in one.reason) == (name, True), one
    assert str(one).startswith(f"{name}: ")


def test_unreadable_files_are_reported(tmp_path: Path, read: Read) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nowhere")
    _, rejected = read()
    assert [(one.path, one.reason) for one in rejected] == [
        ("dangling.txt", "not a file"),
        ("pipe.txt", "not a file"),
    ]


def test_missing_paths_are_reported(tmp_path: Path, read: Read) -> None:
    (tmp_path / "void").mkdir()
    _, rejected = read(tmp_path / "no.txt", str(tmp_path / "*.nope"), tmp_path / "void")
    assert [one.reason for one in rejected] == [
        "no file matches",
        "there is no such file",
        "the folder holds no file",
    ]


def test_duplicates_are_reported_with_their_first(tmp_path: Path, read: Read) -> None:
    for name in ("b.txt", "a.txt", "deep/c.txt"):
        write(tmp_path, name, NEWS)
    [document], rejected = read()
    assert document.path == "a.txt"
    assert [str(one) for one in rejected] == [
        "b.txt: duplicate: the same bytes as a.txt",
        "deep/c.txt: duplicate: the same bytes as a.txt",
    ]


def test_folder_file_pattern_and_order(tmp_path: Path, read: Read) -> None:
    for name in ("b/2.txt", "a.txt", "b/1.txt", ".hidden/x.txt", "b/.y.txt"):
        write(tmp_path, name, f"{NEWS} {name}")
    paths = [tmp_path / "b", tmp_path / "a.txt", str(tmp_path / "**" / "*.txt")]
    forward, backward = read(*paths)[0], read(*reversed(paths))[0]
    assert [d.path for d in forward] == ["1.txt", "2.txt", "a.txt"]
    assert forward == backward
    assert [d.path for d in read()[0]] == ["a.txt", "b/1.txt", "b/2.txt"]


def test_files_of_one_name_keep_apart(tmp_path: Path, read: Read) -> None:
    for folder in ("x", "y"):
        write(tmp_path, f"{folder}/n.txt", f"{NEWS} {folder}")
    documents, rejected = read()
    assert [d.path for d in documents] == ["x/n.txt", "y/n.txt"]
    assert len({d.id for d in documents}) == 2
    assert all(d.id.startswith("n-") for d in documents)
    assert not rejected


def test_two_folders_read_as_such_cannot_both_have_a_document_of_one_name(tmp_path: Path, read: Read) -> None:
    for folder in ("x", "y"):
        write(tmp_path, f"{folder}/n.txt", f"{NEWS} {folder}")
    documents, [one] = read(tmp_path / "y", tmp_path / "x")
    assert [d.id for d in documents] == ["n"]
    assert (one.path, "its id n is that of x/n.txt" in one.reason) == ("y/n.txt", True)
    assert "a folder that holds both" in one.reason
    table = write(tmp_path, "m.csv", "file,id\ny/n.txt,of-y\n")
    documents, rejected = read(tmp_path / "y", tmp_path / "x", manifest=table)
    assert ([d.id for d in documents], rejected) == (["n", "of-y"], [])


FILES = [
    f"{folder}{name}"
    for folder in ("", "b/", "b/c/", "d/")
    for name in (
        "n.txt", "n.html", "n.html.txt", "n-html.txt", "n", "N.TXT", "n.txt.gz", "n!.txt", "n.ndjson",
    )
]  # fmt: skip


@given(chosen=st.sets(st.sampled_from(FILES), min_size=1))
@hypothesis.settings(max_examples=25, deadline=None, database=None)
def test_an_id_does_not_depend_on_other_files(chosen: set[str]) -> None:
    alone = {name: ids for name in FILES if (ids := _ids_in({name}))}
    assert len(alone) == len(FILES) == len({name for ids in alone.values() for name in ids})
    assert _ids_in(chosen) == set().union(*(alone[name] for name in chosen))


def _ids_in(names: set[str]) -> set[str]:
    """Return the ids of all documents when a folder holds these files."""
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            text = f"{NEWS} {name}"
            page = f"<html><body><article><h1>{name}</h1><p>{text} {NEWS * 5}</p></article></body></html>"
            data = {"html": page, "ndjson": records({"text": text})}.get(
                name.rpartition(".")[2], text
            ).encode()
            write(Path(folder), name, gzip.compress(data) if name.endswith(".gz") else data)
        found = list(read_documents([folder]))
    assert not [one for one in found if isinstance(one, Rejected)]
    return {one.id for one in found if isinstance(one, Document)}


def test_standard_input_is_one_document(read: Read) -> None:
    [document], rejected = read("-", stdin=io.BytesIO(NEWS.encode()), published="2020-02-03")
    assert (document.id, document.path, document.text, rejected) == ("stdin", "-", NEWS, [])
    assert (document.published, document.published_from) == ("2020-02-03", "option")


def test_large_files_and_long_lines_take_linear_time(tmp_path: Path, read: Read) -> None:
    write(tmp_path, "x.txt", ("كلمة " * 250_000) + "\n" + NEWS * 20_000)
    begin = time.process_time()
    [document], _ = read()
    assert len(document.sentences) == 40_001
    assert time.process_time() - begin < 60


def test_a_damaged_pdf_is_told_in_our_words_alone(
    tmp_path: Path, read: Read, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "x.pdf", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nbroken")
    _, [one] = read()
    assert "damaged PDF" in one.reason
    assert caplog.records == []
    assert capfd.readouterr().err == ""


# ---- records


def test_json_lines_with_both_sets_of_names(tmp_path: Path, read: Read) -> None:
    rows = [
        {"id": "n/1", "text": NEWS, "title": "عنوان", "publisher": "الصحيفة", "published": "2020-01-02",
         "url": "https://example.org/1", "language": "ar"},
        {"doc": 7, "text": "The minister spoke in Kisumu.", "source": "Paper", "published": "2020-01-03T10Z"},
        {"text": NEWS, "title": None, "published": " "},
    ]  # fmt: skip
    for name, data in (
        ("a.jsonl", records(*rows).encode()),
        ("b.jsonl.gz", gzip.compress(records(*rows).encode())),
    ):
        folder = tmp_path / name
        write(folder, name, b"\xef\xbb\xbf" + data if name == "a.jsonl" else data)
        documents, rejected = read(folder)
        assert not rejected
        assert [d.id for d in documents[:2]] == ["n-1-e4ccf9235011", "7"]
        assert documents[2].id.startswith(f"{name[0]}-")
        assert [d.published for d in documents] == ["2020-01-02", "2020-01-03", None]
        assert [d.publisher for d in documents] == ["الصحيفة", "Paper", None]
        assert [d.language for d in documents] == ["ar", "en", "ar"]
        assert documents[0].published_from == "record"
        assert (documents[0].title, documents[0].url) == ("عنوان", "https://example.org/1")
        assert documents[0].text == NEWS


def test_broken_records_are_reported_by_line(tmp_path: Path, read: Read) -> None:
    lines = [
        records({"id": "ok", "text": NEWS}),
        "{broken\n",
        "[1, 2]\n",
        records({"text": 3}),
        records({"title": "no text"}),
        records({"text": NEWS, "published": "last week"}),
        records({"text": NEWS, "language": "fr"}),
        records({"text": NEWS, "url": ["x"]}),
        '{"text": "half \\ud800 pair"}\n',
        records({"text": "  "}),
        records({"text": "x" * 3000}),
        "[" * 2500 + "\n",
        "\n",
        records({"id": "ok", "text": NEWS}),
        records({"id": "ok", "text": NEWS + "!"}),
    ]
    write(tmp_path, "r.jsonl", "".join(lines).encode() + b'{"text": "\xff"}\n')
    documents, rejected = read(settings=Settings(max_bytes=2900))
    assert [d.id for d in documents] == ["ok"]
    assert [one.place for one in rejected] == [
        f"line {n}" for n in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16)
    ]
    assert "duplicate" in rejected[-3].reason and "line 1" in rejected[-3].reason
    assert "its id ok is that of r.jsonl, line 1" in rejected[-2].reason
    assert "huge" in rejected[9].reason
    assert len(documents) + len(rejected) == 15


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv(tmp_path: Path, read: Read, delimiter: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["ID", "text", "Source", "published"])
    writer.writerow(["a", "سطر أول\nسطر، ثان; و\tثالث", "الصحيفة", "2020-01-02"])
    writer.writerow(["b", "x" * 200_000, "", ""])
    writer.writerow(["c", "نص", "", "2020-13-02"])
    writer.writerow(["d", "نص", "", "", "too many"])
    writer.writerow(["", "", "", ""])
    write(tmp_path, "t.csv", out.getvalue().encode("utf-8-sig"))
    documents, rejected = read()
    assert [d.id for d in documents] == ["a", "b"]
    assert documents[0].text == "سطر أول\nسطر، ثان; و\tثالث"
    assert (documents[0].publisher, documents[0].published) == ("الصحيفة", "2020-01-02")
    assert [(one.place, "broken record" in one.reason) for one in rejected] == [
        ("line 5", True),
        ("line 6", True),
    ]


def test_csv_with_a_quote_left_open(tmp_path: Path, read: Read) -> None:
    write(tmp_path, "t.csv", 'id,text\na,word\nb,"never closed\n')
    documents, rejected = read()
    assert ([d.id for d in documents], len(rejected)) == (["a"], 1)


# ---- web pages and PDF


PAGE = """<!doctype html><html><head><meta charset="{charset}"><title>جفاف | الجريدة</title>
<meta property="og:title" content="جفاف يضرب شمال كينيا"><meta property="og:site_name" content="الجريدة">
<meta property="og:url" content="https://example.org/drought">
<meta property="article:published_time" content="2022-03-04T10:00:00Z"></head>
<body><nav>الرئيسية</nav><article>
<p>حذرت منظمة دولية أمس من جفاف شديد يضرب مناطق واسعة في شمال كينيا منذ بداية العام.</p>
<p>وقالت المنظمة في بيان إن ملايين السكان بحاجة إلى الغذاء والماء في الأشهر المقبلة.</p></article>
<footer>حقوق النشر محفوظة</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "windows-1256"])
def test_html_gives_main_text_and_metadata(tmp_path: Path, read: Read, charset: str) -> None:
    write(tmp_path, "page.html", PAGE.format(charset=charset).encode(charset))
    [document], rejected = read()
    assert not rejected
    assert document.text.startswith("جفاف يضرب شمال كينيا\nحذرت منظمة")
    assert "الرئيسية" not in document.text
    assert (document.title, document.publisher) == ("جفاف يضرب شمال كينيا", "الجريدة")
    assert (document.published, document.published_from) == ("2022-03-04", "metadata")
    assert document.url == "https://example.org/drought"


def test_xhtml_with_a_declaration_and_a_wrong_charset(tmp_path: Path, read: Read) -> None:
    page = '<?xml version="1.0" encoding="no-such-code"?>\n' + PAGE.format(charset="utf-8")
    write(tmp_path, "page", page)
    write(tmp_path, "odd.xhtml", page)
    documents, rejected = read()
    assert len(documents) == 1
    assert "duplicate" in rejected[0].reason


def pdf(text: str | None) -> bytes:
    """Return a small PDF whose one page shows a text, or nothing."""
    stream = b"" if text is None else f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Title (The title) >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"<< /Size 6 /Root 1 0 R /Info 5 0 R >>"
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        trailer,
        len(out),
    )


def test_pdf_text_layer(tmp_path: Path, read: Read) -> None:
    write(tmp_path, "a.pdf", pdf("The council met in Nairobi."))
    write(tmp_path, "b.pdf", pdf(None))
    [document], [rejected] = read()
    assert document.text.strip() == "The council met in Nairobi."
    assert (document.title, document.language) == ("The title", "en")
    assert "no text layer" in rejected.reason


# ---- manifest


def test_manifest_overrides_and_is_not_read_as_news(tmp_path: Path, read: Read) -> None:
    write(tmp_path, "deep/x.txt", NEWS)
    write(tmp_path, "page.html", PAGE.format(charset="utf-8"))
    rows = "file,publisher,published,language,title,url,id\n"
    rows += (
        "deep\\x.txt,الوكالة,2019-05-06,ar,العنوان,https://example.org/x,first\npage.html,,2019-05-07,,,,\n"
    )
    path = write(tmp_path, "manifest.csv", rows)
    documents, rejected = read(manifest=path)
    assert not rejected
    first, page = documents
    assert (first.id, first.title, first.publisher) == ("first", "العنوان", "الوكالة")
    assert (first.published, first.published_from, first.url) == (
        "2019-05-06",
        "manifest",
        "https://example.org/x",
    )
    assert (page.published, page.published_from, page.publisher) == ("2019-05-07", "manifest", "الجريدة")


def test_manifest_as_json_lines_goes_by_bare_name(tmp_path: Path, read: Read) -> None:
    write(tmp_path / "in", "deep/x.txt", NEWS)
    path = write(tmp_path, "m.jsonl", records({"file": "x.txt", "source": "Paper"}))
    [document], _ = read(tmp_path / "in", manifest=path, published="2018-01-02")
    assert (document.publisher, document.published_from) == ("Paper", "option")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("m.csv", "file,published\na.txt,soon\n", "line 2: 'soon' is not a date"),
        ("m.csv", "file,published\na.txt,\n./a.txt,\n", "line 3: a.txt is named twice"),
        ("m.csv", "name,published\na.txt,\n", "line 2: no field file"),
        ("m.csv", "file\na.txt,b\n", "line 2: 2 cells"),
        ("m.jsonl", "{\n", "line 1: not JSON"),
        ("m.jsonl", "3\n", "line 1: not a JSON object"),
    ],
)
def test_broken_manifest_stops_at_once(tmp_path: Path, name: str, data: str, message: str) -> None:
    path = write(tmp_path, name, data)
    with pytest.raises(InputError, match="^" + str(path)) as caught:
        read_documents([tmp_path], manifest=path)
    assert message in str(caught.value)


def test_missing_manifest_and_bad_option(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read the manifest"):
        read_documents([tmp_path], manifest=tmp_path / "none.csv")
    with pytest.raises(InputError, match="not a date"):
        read_documents([tmp_path], published="9 December")
