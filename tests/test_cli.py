"""The command line as a whole: help, reference, errors and exit statuses."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kg.cli import COMMANDS, cli
from kg.cli.reference import iter_reference

CHECKOUT = Path(__file__).resolve().parent.parent


def all_commands() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    context = click.Context(cli)
    for name in COMMANDS:
        found.append((name,))
        command = cli.get_command(context, name)
        if isinstance(command, click.Group):
            found += [(name, inner) for inner in command.list_commands(context)]
    return found


@pytest.mark.parametrize("command", all_commands(), ids=" ".join)
def test_every_command_has_help_with_an_example(command: tuple[str, ...]) -> None:
    options = ["--store", "x"] if len(command) > 1 and command[0] == "review" else []
    result = CliRunner().invoke(cli, [command[0], *options, *command[1:], "--help"])
    assert result.exit_code == 0, result.output
    assert "Example" in result.output
    assert f"kg {command[0]}" in result.output


def test_the_reference_is_what_the_commands_say() -> None:
    # In a process of its own, as make docs does: click keeps the help option of a command's first call, and
    # commands that other tests called by themselves have no -h.
    program = [sys.executable, "-m", "kg.cli.reference"]
    made = subprocess.run(program, capture_output=True, check=True, env={**os.environ, "PYTHONUTF8": "1"})
    written = (CHECKOUT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert written.splitlines() == made.stdout.decode().splitlines(), "run make docs"


def test_the_reference_has_a_section_for_every_command() -> None:
    titles = {line for section in iter_reference() for line in section.splitlines() if line.startswith("#")}
    assert {f"{'#' * (1 + len(names))} kg {' '.join(names)}" for names in all_commands()} <= titles


def test_help_lists_every_command() -> None:
    result = CliRunner().invoke(cli, ["--help"])
    assert all(name in result.output for name in COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["nonsense"], 2, "No such command"),
        (["build", "x"], 2, "Missing option '--store'"),
        (["build", "x", "--store", "http://127.0.0.1:9"], 2, "--state"),
        (["review", "--store", "http://127.0.0.1:9", "--state", "s"], 3, "kg: http://127.0.0.1:9"),
        (["review", "--store", "nowhere"], 3, "there is no store here"),
    ],
)
def test_mistakes_end_in_one_line_and_their_status(
    arguments: list[str], status: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == status, result.output
    assert words in result.stderr
    assert "Traceback" not in result.output


def test_the_locale_changes_no_byte_and_bad_input_is_told() -> None:
    def dates(text: bytes) -> subprocess.CompletedProcess[bytes]:
        program = [sys.executable, "-c", "from kg.cli import main; main()", "dates", "-", "--format", "tsv"]
        environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
        return subprocess.run(program, input=text, env=environment, capture_output=True, check=False)

    found = dates("9 كانون الأول 2021".encode())
    assert (found.returncode, "9 كانون الأول 2021\t2021-12-09".encode() in found.stdout) == (0, True)
    bad = dates(b"\xff\xfe")
    assert (bad.returncode, len(bad.stderr.splitlines()), b"not UTF-8" in bad.stderr) == (2, 1, True)
