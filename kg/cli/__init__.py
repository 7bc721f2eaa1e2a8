"""The ``kg`` command. Each subcommand lives in a module of its own, imported when it is called."""

from __future__ import annotations

import errno
import importlib
import sys
from io import TextIOWrapper

import click

from kg import __version__
from kg.errors import KgError, UsageError

COMMANDS = {
    "annotate": "kg.cli.annotate",
    "build": "kg.cli.build",
    "conflicts": "kg.cli.conflicts",
    "dates": "kg.cli.dates",
    "evaluate": "kg.cli.evaluate",
    "export": "kg.cli.export",
    "link": "kg.cli.link",
    "query": "kg.cli.query",
    "remove": "kg.cli.remove",
    "review": "kg.cli.review",
    "show": "kg.cli.show",
    "stats": "kg.cli.stats",
    "validate": "kg.cli.validate",
}
"""Command name -> module that defines a click command called ``command``."""


class LazyGroup(click.Group):
    """A group that imports a subcommand's module only when it is needed, so that ``kg --help`` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the command names in alphabetical order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command, or None when there is no such command."""
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command = importlib.import_module(module).command
        assert isinstance(command, click.Command)  # noqa: S101
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run a subcommand; turn an error with a file or a KgError into one line and an exit status."""
        try:
            return super().invoke(ctx)
        except KgError as error:
            click.echo(f"kg: {error}", err=True)
            ctx.exit(error.exit_code)
        except OSError as error:
            if error.errno == errno.EPIPE or error.filename is None:
                raise
            click.echo(f"kg: {error.filename}: {error.strerror}", err=True)
            ctx.exit(UsageError.exit_code)
        except UnicodeDecodeError as error:
            click.echo(f"kg: the input is not UTF-8 text (byte {error.start}: {error.reason})", err=True)
            ctx.exit(UsageError.exit_code)


_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=LazyGroup, context_settings=_CONTEXT)
@click.version_option(__version__, prog_name="kg")
def cli() -> None:
    """Turn Arabic and English news into an RDF knowledge graph in which every fact leads to its sentence."""


def main() -> None:
    """Run the command line; it reads and writes UTF-8 whatever the locale."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    cli(prog_name="kg")
