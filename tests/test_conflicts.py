"""``kg conflicts``: contradictions come with both sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from query_corpus import ARABIC, ENGLISH, corpus_quads

from kg.cli import cli
from kg.store import EmbeddedStore


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a store that holds two reports which contradict each other."""
    path = tmp_path_factory.mktemp("store") / "s"
    with EmbeddedStore(path, write=True) as store:
        store.add(corpus_quads())
    return str(path)


def test_both_sentences_of_a_contradiction_are_reported(folder: str) -> None:
    """The numbers that differ are found, each with the words of its own report."""
    result = CliRunner().invoke(cli, ["conflicts", "--store", folder, "--format", "json"])
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    (numbers,) = found["incompatible-numbers"]
    assert {numbers["quote1"], numbers["quote2"]} == {ARABIC[3], ENGLISH[3]}
    assert {row["quote1"] for row in found["said-and-denied"]} <= {*ARABIC, *ENGLISH}


def test_text_and_choice_of_kind(folder: str) -> None:
    """The report in words has the quotes and counts; only the kinds asked for are in it."""
    result = CliRunner().invoke(cli, ["conflicts", "--store", folder, "--kind", "said-and-denied"])
    assert result.exit_code == 0, result.output
    assert ARABIC[4] in result.stdout
    assert ARABIC[3] not in result.stdout
    assert "contradictions" in result.stderr


def test_a_missing_store_is_status_three(tmp_path: Path) -> None:
    """There is nothing to report on."""
    result = CliRunner().invoke(cli, ["conflicts", "--store", str(tmp_path / "none")])
    assert result.exit_code == 3
