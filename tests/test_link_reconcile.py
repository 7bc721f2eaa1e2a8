"""The Reconciliation Service API against datasette-reconcile, a server that others wrote, on loopback."""

from __future__ import annotations

import json
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from kg.errors import NetworkError
from kg.link.asking import Question, ask_endpoint
from kg.link.online import reconcile
from kg.link.polite import Polite

pytest.importorskip("datasette_reconcile", reason="the dev extra is not installed")


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a small table with datasette-reconcile and yield the address of its service."""
    folder = tmp_path_factory.mktemp("reconcile")
    with sqlite3.connect(folder / "items.db") as db:
        db.execute("create table items (id text primary key, name text)")
        db.execute("create virtual table items_fts using fts5(name, content='items')")
        db.executemany("insert into items values (?, ?)", [("Q900000001", "Zahr City"), ("x7", "Nur Hall")])
        db.execute("insert into items_fts (rowid, name) select rowid, name from items")
    db.close()
    plugin = {"reconcile": {"id_field": "id", "name_field": "name"}}
    config = {
        "databases": {
            "items": {"tables": {"items": {"plugins": {"datasette-reconcile": plugin["reconcile"]}}}}
        }
    }
    (folder / "metadata.json").write_text(json.dumps(config), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "datasette", "serve", "items.db", "-m", "metadata.json", "-p", str(port)]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        url = f"http://127.0.0.1:{port}/items/items/-/reconcile"
        try:
            _wait(url)
            yield url
        finally:
            server.terminate()
            server.wait(10)


def _wait(url: str) -> None:
    for _ in range(300):
        try:
            if requests.get(url, timeout=2).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.2)
    pytest.fail("datasette did not start")


def client(folder: Path) -> Polite:
    return Polite("a@example.org", folder, tries=1, pause=0.0)


def test_names_are_reconciled_in_one_request(endpoint: str, tmp_path: Path) -> None:
    made = client(tmp_path)
    found = reconcile(made, endpoint, ["Zahr City", "Nowhere at all"])
    assert [row.id for row in found[0]] == ["Q900000001"]
    assert found[1] == []
    assert made.requests_sent == 1
    assert reconcile(made, endpoint, ["Zahr City", "Nowhere at all"]) == found
    assert made.requests_sent == 1


def test_links_come_from_ids_that_are_items(endpoint: str, tmp_path: Path) -> None:
    questions = [
        Question(f"id:{n}", "Place", {"en": name}) for n, name in enumerate(("Zahr City", "Nur Hall"))
    ]
    (link,) = ask_endpoint(client(tmp_path), endpoint, questions)
    assert (link.entity, link.qid) == ("id:0", "Q900000001")


def test_a_page_that_is_no_service_says_so(endpoint: str, tmp_path: Path) -> None:
    with pytest.raises(NetworkError):
        reconcile(client(tmp_path), endpoint.removesuffix("/-/reconcile"), ["x"])
