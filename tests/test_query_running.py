"""Queries under a time limit, their result formats, and ``kg query`` and ``kg stats``."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner, Result
from pyoxigraph import Literal, NamedNode
from query_corpus import corpus_quads
from rich.cells import cell_len

from kg.cli.query import command
from kg.cli.stats import command as stats
from kg.errors import KgError, QueryError, StoreError, UsageError
from kg.query import Table, format_result, run_text
from kg.query.tables import FSI, PDI
from kg.store import EmbeddedStore

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
TABLE = Table(
    ("name", "count", "entity"),
    (
        (
            Literal("قوات النهر", language="ar"),
            Literal("2", datatype=NamedNode(f"{rdflib.XSD}integer")),
            None,
        ),
        (Literal('a "b", c|d\n'), None, NamedNode("http://www.wikidata.org/entity/Q1")),
    ),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("running") / "store"
    with EmbeddedStore(path, write=True) as store:
        store.add(corpus_quads())
    return path


def ask(*args: object) -> Result:
    return CliRunner().invoke(command, [str(arg) for arg in args])


def test_select_ask_and_construct(folder: Path) -> None:
    table = run_text(folder, "SELECT ?x { VALUES ?x { 'b' 'a' UNDEF } } ORDER BY ?x")
    assert table == Table(("x",), ((None,), (Literal("a"),), (Literal("b"),)))
    assert run_text(folder, "ASK { ?s ?p ?o }") is True
    triples = run_text(folder, "CONSTRUCT { ?s a 'x' } { VALUES ?s { <http://x/b> <http://x/a> } }")
    assert isinstance(triples, tuple)
    assert [str(triple.subject) for triple in triples] == ["<http://x/a>", "<http://x/b>"]
    assert format_result(triples, "table").startswith("<http://x/a> <http://www.w3.org/1999")


def test_a_slow_query_is_stopped(folder: Path) -> None:
    begin = time.monotonic()
    with pytest.raises(QueryError, match="longer than 1 s"):
        run_text(folder, ENDLESS, timeout=1)
    assert time.monotonic() - begin < 20


def test_an_interrupt_stops_a_query(folder: Path) -> None:
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from kg.query import run_text\n"
        f"print('ready', flush=True)\nrun_text({str(folder)!r}, {ENDLESS!r}, timeout=None)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        _, words = process.communicate(timeout=60)
    assert process.returncode != 0
    assert b"KeyboardInterrupt" in words


def test_the_worker_ends_when_its_parent_is_killed(folder: Path) -> None:
    """Kill the asking process with signal 9, which lets it clean up nothing; the worker must go soon.

    The worker inherits standard error here, so its end is the end of that pipe.
    """
    code = (
        "import subprocess, sys\n"
        "whole = subprocess.Popen\n"
        "def start(command, **rest):\n"
        "    return whole(command, **{**rest, 'stderr': sys.stderr})\n"
        "subprocess.Popen = start\n"
        "from kg.query import run_text\n"
        f"print('ready', flush=True)\nrun_text({str(folder)!r}, {ENDLESS!r}, timeout=None)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(5)
        assert process.poll() is None
        process.kill()
        _, words = process.communicate(timeout=20)
    assert words == b""


def test_errors_of_the_process_come_back_as_ours(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="malformed SPARQL"):
        run_text(folder, "SELECT")
    with pytest.raises(StoreError, match="there is no store here"):
        run_text(tmp_path, "ASK {}")
    with pytest.raises(QueryError, match="SERVICE is refused"):
        run_text(folder, "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    with pytest.raises(KgError):
        run_text(folder, "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", allow_service=True)


def test_csv_tsv_and_json() -> None:
    rows = list(csv.reader(io.StringIO(format_result(TABLE, "csv"))))
    assert rows == [
        ["name", "count", "entity"],
        ["قوات النهر", "2", ""],
        ['a "b", c|d\n', "", "http://www.wikidata.org/entity/Q1"],
    ]
    lines = format_result(TABLE, "tsv").splitlines()
    assert lines[0] == "?name\t?count\t?entity"
    assert lines[1] == '"قوات النهر"@ar\t"2"^^<http://www.w3.org/2001/XMLSchema#integer>\t'
    bindings = rdflib.query.Result.parse(
        io.BytesIO(format_result(TABLE, "json").encode()), format="json"
    ).bindings
    assert {str(name): str(term) for name, term in bindings[0].items()} == {
        "name": "قوات النهر",
        "count": "2",
    }
    assert format_result(True, "json") == '{"head": {}, "boolean": true}\n'
    assert format_result(False, "table") == "false\n"
    with pytest.raises(UsageError, match="no result format"):
        format_result(TABLE, "xml")


def test_markdown_escapes_bars_and_isolates_arabic() -> None:
    lines = format_result(TABLE, "md").splitlines()
    assert lines[0] == "| name | count | entity |"
    assert lines[2] == f"| {FSI}قوات النهر{PDI} | 2 |  |"
    assert lines[3] == '| a "b", c\\|d |  | wd:Q1 |'


def test_table_lines_are_aligned_and_keep_the_order_of_cells() -> None:
    words = "في الميناء القديم " * 12
    rows = tuple((Literal(f"قوات {n}"), Literal("الرمل"), Literal(words)) for n in (1, 2))
    lines = format_result(Table(("who", "where", "quote"), rows), "table", width=80).splitlines()
    assert max(map(cell_len, lines)) <= 80
    inside = [line for line in lines if FSI in line]
    assert len(inside) > 4
    assert all(line.count(FSI) == line.count(PDI) for line in inside)
    first = next(line for line in inside if "قوات 1" in line)
    assert first.index("قوات 1") < first.index("الرمل") < first.index("في")
    starts = {cell_len(line[: line.rindex(FSI)]) for line in inside}
    assert len(starts) == 1


def test_a_table_too_wide_for_the_terminal_becomes_one_list_a_row() -> None:
    names = tuple(f"column{n}" for n in range(8))
    wide = Table((*names, "empty"), ((*(Literal(f"القيمة رقم {n} هنا") for n in range(8)), None),))
    lines = format_result(wide, "table", width=60).splitlines()
    assert lines[0].startswith("─── 1")
    assert lines[3] == f"column2  {FSI}القيمة رقم 2 هنا{PDI}"
    assert not any("empty" in line for line in lines)


def test_cli_named_query(folder: Path) -> None:
    done = ask("statements", "-p", "speaker=سامي حداد", "--store", folder, "--format", "json")
    assert done.exit_code == 0, done.output
    assert len(json.loads(done.stdout)["results"]["bindings"]) == 6
    none = ask("agreements", "-p", "party=Raml", "--store", folder)
    assert none.exit_code == 1


def test_cli_file(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.rq"
    own.write_text("#+ param: x | integer | y\nSELECT ?given_x { VALUES ?given_x { 1 } }", encoding="utf-8")
    done = ask("--file", own, "-p", "x=7", "--store", folder, "--format", "csv")
    assert (done.exit_code, done.stdout.split()) == (0, ["given_x", "7"])
    own.write_text("ASK { <http://x/> ?p ?o }", encoding="utf-8")
    done = ask("--file", own, "--store", folder)
    assert (done.exit_code, done.stdout) == (1, "false\n")


def test_cli_list() -> None:
    done = ask("--list")
    assert done.exit_code == 0
    assert "agreements" in done.stdout
    assert "What was agreed" in ask("agreements", "--list").stdout


def test_cli_usage(folder: Path) -> None:
    assert ask("agreements").exit_code == 2
    assert ask("--store", folder).exit_code == 2
    assert ask("agreements", "--file", "x.rq", "--store", folder).exit_code == 2
    assert isinstance(ask("agreements", "-p", "from", "--store", folder).exception, UsageError)
    assert isinstance(ask("nothing", "--store", folder).exception, QueryError)
    assert isinstance(ask("agreements", "--store", folder / "nothing").exception, StoreError)


def test_stats(folder: Path) -> None:
    done = CliRunner().invoke(stats, ["--store", str(folder), "--format", "json"])
    counts = json.loads(done.stdout)
    assert counts["graphs"] == 4
    assert counts["nodes by type"]["Document"] == 2
    assert counts["claims by mode"]["negated"] == 1
    assert counts["claims by type of event"]["StatementEvent"] == 3
    assert counts["documents by language"] == {"ar": 1, "en": 1}
    table = CliRunner().invoke(stats, ["--store", str(folder)]).stdout
    assert "Document" in table
    assert "links by status" not in table
