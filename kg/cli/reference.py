"""Print the reference of every command from its own help: ``python -m kg.cli.reference > docs/cli.md``."""

from __future__ import annotations

from collections.abc import Iterator

import click

from kg.cli import cli

_INTRODUCTION = """# Commands

Written by `make docs` from the commands' own help; a test compares.

Data goes to standard output, words and progress to standard error. Exit status: 0 done; 1 the answer is
"no" (a check found something); 2 wrong usage or bad input (what could be done is done); 3 store or network.
"""


def iter_reference() -> Iterator[str]:
    """Yield the reference in Markdown, section by section, the commands in alphabetical order."""
    yield _INTRODUCTION
    top = click.Context(cli, info_name="kg", max_content_width=100, terminal_width=100)
    yield _section("kg", cli.get_help(top), depth=2)
    for path, command in _commands(cli, top):
        context = click.Context(command, info_name=path, max_content_width=100, terminal_width=100)
        yield _section(path, command.get_help(context), depth=2 + path.count(" ") - 1)


def _commands(
    group: click.Group, context: click.Context, path: str = "kg"
) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None:
            yield f"{path} {name}", command
            if isinstance(command, click.Group):
                yield from _commands(command, context, f"{path} {name}")


def _section(title: str, text: str, *, depth: int) -> str:
    return f"{'#' * depth} {title}\n\n```\n{text}\n```\n"


if __name__ == "__main__":
    click.echo("\n".join(iter_reference()), nl=False)
