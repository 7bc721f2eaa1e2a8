"""Run a query under a time limit.

pyoxigraph can neither stop a running query nor heed Ctrl-C, so a query of a folder runs in a process of its
own over a read-only store. That process is killed when its time is up or the user interrupts, and ends by
itself when the one that asked is gone.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pyoxigraph import (
    Literal,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from kg.errors import KgError, QueryError, StoreError
from kg.query.binding import bind
from kg.query.fetching import check_no_fetch
from kg.query.library import NamedQuery
from kg.store import Answer, Rows, Term, open_store
from kg.store.opening import is_remote
from kg.store.remote import RemoteStore

SEPARATOR = " | "
"""What joins the values of a list column."""

_ERRORS: Mapping[str, Callable[[str], KgError]] = {"QueryError": QueryError, "StoreError": StoreError}


@dataclass(frozen=True, slots=True)
class Table:
    """The whole answer to a SELECT: variable names and rows (None where unbound), in the query's order."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    hidden: tuple[str, ...] = ()

    def shown(self) -> Table:
        """Return the table without the columns that are for programs only."""
        at = [index for index, name in enumerate(self.variables) if name not in self.hidden]
        rows = tuple(tuple(row[index] for index in at) for row in self.rows)
        return Table(tuple(self.variables[index] for index in at), rows)


Result = Table | bool | tuple[Triple, ...]
"""The whole answer to a SELECT, to an ASK, to a CONSTRUCT or DESCRIBE (sorted)."""


def run_named(
    location: str | Path,
    query: NamedQuery,
    given: Mapping[str, Sequence[str]] | None = None,
    *,
    timeout: float | None = 60.0,
    allow_service: bool = False,
) -> Result:
    """Answer a query of the library with parameters; ``timeout`` is in seconds, None means no limit.

    :raises QueryError: a parameter is wrong, the query malformed, refused or not answered in time.
    :raises StoreError: the store cannot be opened.
    :raises NetworkError: the remote store cannot be reached.
    """
    if not allow_service:
        check_no_fetch(query.sparql)
    with open_store(location) as store:
        sparql = bind(query, {} if given is None else given, store)
    result = _run(location, sparql, timeout)
    return _finished(result, query) if isinstance(result, Table) else result


def run_text(
    location: str | Path, sparql: str, *, timeout: float | None = 60.0, allow_service: bool = False
) -> Result:
    """Answer a SPARQL query; ``timeout`` is in seconds, None means no limit.

    :raises QueryError: the query is malformed, refused (SERVICE) or not answered in time.
    :raises StoreError: the store cannot be opened.
    :raises NetworkError: the remote store cannot be reached.
    """
    if not allow_service:
        check_no_fetch(sparql)
    return _run(location, sparql, timeout)


def _run(location: str | Path, sparql: str, timeout: float | None) -> Result:
    if is_remote(location):
        with RemoteStore(str(location), timeout=timeout) as store:
            return materialise(store.query(sparql))
    return _in_process(Path(location), sparql, timeout)


def materialise(answer: Answer) -> Result:
    """Return the whole of a lazy answer."""
    if isinstance(answer, bool):
        return answer
    if isinstance(answer, Rows):
        return Table(answer.variables, tuple(answer))
    return tuple(sorted(set(answer), key=str))


def _in_process(folder: Path, sparql: str, timeout: float | None) -> Result:
    request = json.dumps({"store": str(folder), "sparql": sparql})
    with subprocess.Popen(
        [sys.executable, "-m", "kg.query.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        # communicate() would close the pipe, whose end tells the worker that this process is gone.
        pipe, process.stdin = process.stdin, None
        try:
            _write_line(pipe, request)
            answer, words = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired as error:
            raise QueryError(
                f"the query took longer than {timeout:g} s and was stopped; narrow it or raise --timeout"
            ) from error
        finally:
            process.kill()
            _close(pipe)
    kind, _, body = answer.partition(b"\n")
    return _result(kind.decode(), body, words.decode(errors="replace"))


def _write_line(pipe: IO[bytes] | None, line: str) -> None:
    """Write to a process; that it has already ended shows in its answer."""
    if pipe is not None:
        with suppress(BrokenPipeError):
            pipe.write(line.encode() + b"\n")
            pipe.flush()


def _close(pipe: IO[bytes] | None) -> None:
    if pipe is not None:
        with suppress(BrokenPipeError):
            pipe.close()


def _result(kind: str, body: bytes, words: str) -> Result:
    if kind in _ERRORS:
        raise _ERRORS[kind](body.decode())
    if kind == "triples":
        return tuple(quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES))
    if kind != "json":
        raise StoreError(f"the process that ran the query broke off: {words[-300:].strip()}")
    result = parse_query_results(body, format=QueryResultsFormat.JSON)
    if isinstance(result, QueryBoolean):
        return bool(result)
    return _table(result)


def _table(solutions: QuerySolutions) -> Table:
    return Table(
        tuple(variable.value for variable in solutions.variables),
        tuple(tuple(solution) for solution in solutions),
    )


def _finished(table: Table, query: NamedQuery) -> Table:
    """Sort the values in list columns, whose order SPARQL leaves open, and note the hidden columns."""
    at = {table.variables.index(name) for name in query.lists if name in table.variables}
    rows = (
        tuple(_sorted_list(term) if index in at else term for index, term in enumerate(row))
        for row in table.rows
    )
    return Table(table.variables, tuple(rows), query.hidden)


def _sorted_list(term: Term | None) -> Term | None:
    if not isinstance(term, Literal):
        return term
    return Literal(SEPARATOR.join(sorted(part for part in term.value.split(SEPARATOR) if part)))
