"""``kg review``: look at what is uncertain and decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from kg.cli.options import SETTINGS, STATE, STORE, state_folder
from kg.cli.progress import progress_bar
from kg.pipeline import refresh
from kg.review import deciding
from kg.review.deciding import Desk
from kg.review.decisions import Decision, timestamp
from kg.review.journal import add_to_journal, read_journal
from kg.review.pending import Pending, iter_pending
from kg.review.table import read_table, write_table
from kg.settings import Settings
from kg.store import open_store


@dataclass(frozen=True, slots=True)
class Session:
    """What the group's options say."""

    store: str
    folder: Path
    settings: Settings
    by: str
    why: str
    later: bool

    def record(self, decide: Callable[[Desk], list[Decision]]) -> None:
        """Decide, write the decisions down, and put them into effect unless that is for later."""
        on = timestamp(datetime.now(tz=UTC))
        with open_store(self.store) as store:
            decisions = decide(Desk(store, self.settings.base, self.by, on, self.why))
        self.keep(decisions)

    def keep(self, decisions: list[Decision]) -> None:
        """Write decisions down, and put them into effect unless that is for later."""
        new = add_to_journal(self.folder, decisions)
        click.echo(f"{new} decisions recorded")
        if new and not self.later:
            with progress_bar() as progress:
                refresh(store=self.store, folder=self.folder, settings=self.settings, progress=progress)


@click.group(invoke_without_command=True)
@STORE
@STATE
@SETTINGS
@click.option("--by", envvar="USER", default="", metavar="NAME", help="Who decides [default: $USER].")
@click.option("--why", default="", metavar="TEXT", help="The reason, kept with the decision.")
@click.option("--later", is_flag=True, help="Only record; the next build puts it into effect.")
@click.option("--export", "out", type=click.Path(dir_okay=False, path_type=Path),
              help="Write the open questions and all decisions to a CSV file.")  # fmt: skip
@click.option("--import", "source", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Take answers and decisions from such a file.")  # fmt: skip
@click.pass_context
def command(
    ctx: click.Context,
    *,
    store: str,
    folder: Path | None,
    settings: Settings,
    by: str,
    why: str,
    later: bool,
    out: Path | None,
    source: Path | None,
) -> None:
    """List what is uncertain, and decide: who is who, what is linked, what a claim really says.

    Decisions are kept in a journal to which is only ever added, with who, when and why. They survive every
    build, and wait when what they are about is gone for a time. In the exported CSV, answer yes or no in the
    column decision and import the file again. NODE, ENTITY, CLAIM are IRIs, or what follows the base in them.

    \b
    Example:
      kg review --store build/demo
      kg review --store build/demo --by Huda --why "same office" accept 1f0c2d3e
      kg review --store build/demo --export questions.csv
    """  # noqa: D301
    session = Session(store, state_folder(store, folder), settings, by, why, later)
    ctx.obj = session
    if ctx.invoked_subcommand is not None:
        return
    if source is not None:
        _import(session, source)
    with open_store(store) as opened:
        pending = list(iter_pending(opened, base=settings.base))
    if out is not None:
        out.write_text(write_table(pending, read_journal(session.folder)), encoding="utf-8-sig")
    elif source is None:
        for question in pending:
            click.echo(_describe(question))
        click.echo(f"{len(pending)} questions", err=True)


def _import(session: Session, source: Path) -> None:
    with source.open(encoding="utf-8-sig", newline="") as lines:
        on = timestamp(datetime.now(tz=UTC))
        session.keep(list(read_table(lines, name=str(source), by=session.by, on=on)))


def _describe(question: Pending) -> str:
    subject, other = question.subject, question.object
    right = f"{other.text} ({other.document})" if other is not None else question.item
    left = f"{subject.text} ({subject.document})"
    head = f"{question.id}  {question.score:.2f}  {subject.kind}  {left} = {right} ?"
    quotes = [f"    “{a.quote}”" for a in (subject, other) if a is not None and a.quote]
    return "\n".join([head, *quotes, f"    {question.explanation}"])


@command.command()
@click.argument("questions", nargs=-1, required=True)
@click.pass_obj
def accept(session: Session, questions: tuple[str, ...]) -> None:
    """Answer QUESTIONS (their ids) with yes: the two are one, the item is meant.

    \b
    Example:
      kg review --store build/demo accept 1f0c2d3e
    """  # noqa: D301
    session.record(lambda desk: deciding.answer(desk, questions, yes=True))


@command.command()
@click.argument("questions", nargs=-1, required=True)
@click.pass_obj
def reject(session: Session, questions: tuple[str, ...]) -> None:
    """Answer QUESTIONS (their ids) with no: the two are not one, the item is not meant.

    \b
    Example:
      kg review --store build/demo --why "father and son" reject 1f0c2d3e
    """  # noqa: D301
    session.record(lambda desk: deciding.answer(desk, questions, yes=False))


@command.command()
@click.argument("nodes", nargs=-1, required=True)
@click.pass_obj
def merge(session: Session, nodes: tuple[str, ...]) -> None:
    """Make NODES, entities or events, one.

    \b
    Example:
      kg review --store build/demo merge entity/0a1b entity/2c3d
    """  # noqa: D301
    session.record(lambda desk: deciding.join(desk, nodes))


@command.command()
@click.argument("node")
@click.argument("members", nargs=-1, required=True)
@click.pass_obj
def split(session: Session, node: str, members: tuple[str, ...]) -> None:
    """Take MEMBERS (document entities or claims) out of NODE.

    \b
    Example:
      kg review --store build/demo split entity/0a1b doc/a/e/4e5f
    """  # noqa: D301
    session.record(lambda desk: deciding.part(desk, node, members))


@command.command()
@click.argument("entity")
@click.argument("name")
@click.option("--language", type=click.Choice(["ar", "en"]), required=True, help="Language of the name.")
@click.pass_obj
def rename(session: Session, entity: str, name: str, *, language: str) -> None:
    """Give ENTITY the preferred NAME in a language.

    \b
    Example:
      kg review --store build/demo rename entity/0a1b "Selma Haddad" --language en
    """  # noqa: D301
    session.record(lambda desk: deciding.rename(desk, entity, name, language))


@command.command()
@click.argument("entity")
@click.argument("item")
@click.option("--not", "wrong", is_flag=True, help="Say that it is not the item.")
@click.pass_obj
def link(session: Session, entity: str, item: str, *, wrong: bool) -> None:
    """Say that ENTITY is (or is not) the Wikidata ITEM.

    \b
    Example:
      kg review --store build/demo link entity/0a1b Q796
      kg review --store build/demo link entity/0a1b Q42 --not
    """  # noqa: D301
    session.record(lambda desk: deciding.link(desk, entity, item, yes=not wrong))


@command.command()
@click.argument("claim")
@click.argument("changes", nargs=-1, required=True, metavar="FIELD=VALUE...")
@click.pass_obj
def correct(session: Session, claim: str, changes: tuple[str, ...]) -> None:
    """Set right what CLAIM says.

    Fields: wrong=yes (no such claim), mode, type, speaker, role:NAME; an empty value empties the field.

    \b
    Example:
      kg review --store build/demo correct doc/a/c/4e5f mode=planned role:time=2021-12-31
    """  # noqa: D301
    session.record(lambda desk: deciding.set_right(desk, claim, changes))


@command.command()
@click.argument("decisions", nargs=-1, required=True)
@click.pass_obj
def withdraw(session: Session, decisions: tuple[str, ...]) -> None:
    """Take DECISIONS (their ids) back; they stay in the journal.

    \b
    Example:
      kg review --store build/demo withdraw 9a8b7c6d5e4f3a2b
    """  # noqa: D301
    session.record(lambda desk: deciding.withdraw(desk, decisions, read_journal(session.folder)))


@command.command()
@click.pass_obj
def history(session: Session) -> None:
    """List every decision: id, time, who, what, why.

    \b
    Example:
      kg review --store build/demo history
    """  # noqa: D301
    for d in read_journal(session.folder):
        subject = "" if d.subject is None else f"{d.subject.text} ({d.subject.document})"
        other = "" if d.object is None else f"{d.object.text} ({d.object.document})"
        parts = (d.id, d.on, d.by, d.kind, subject, other, d.value, d.why)
        click.echo("\t".join(parts))
