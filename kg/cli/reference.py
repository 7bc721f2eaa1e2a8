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
    yield from _sections(click.Context(cli, info_name="kg", terminal_width=100, **cli.context_settings))


def _sections(context: click.Context) -> Iterator[str]:
    """Yield the section of a command, then those of its subcommands."""
    group = context.command
    depth = max(2, 1 + context.command_path.count(" "))
    yield _section(context.command_path, group.get_help(context), depth=depth)
    if isinstance(group, click.Group):
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            if command is not None:
                yield from _sections(
                    click.Context(command, info_name=name, parent=context, terminal_width=100)
                )


def _section(title: str, text: str, *, depth: int) -> str:
    return f"{'#' * depth} {title}\n\n```\n{text}\n```\n"


if __name__ == "__main__":
    click.echo("\n".join(iter_reference()), nl=False)
