"""Sort more lines than fit in memory: sorted runs in temporary files, merged."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import IO

RUN = 400_000
"""How many lines are held in memory at a time (about 100 MB of N-Quads)."""


def sort_unique(lines: Iterable[str], *, run: int = RUN) -> Iterator[str]:
    r"""Yield lines in code point order, each once; every line ends in ``\n``.

    >>> list(sort_unique(["b\n", "a\n", "b\n"], run=2))
    ['a\n', 'b\n']
    """
    source = iter(lines)
    first = sorted(set(islice(source, run)))
    with ExitStack() as stack:
        runs: list[Iterable[str]] = [first]
        while chunk := sorted(set(islice(source, run))):
            runs.append(stack.enter_context(_spilled(chunk)))
        yield from _unique(first if len(runs) == 1 else heapq.merge(*runs))


def _spilled(lines: list[str]) -> IO[str]:
    file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115
    file.writelines(lines)
    file.seek(0)
    return file


def _unique(lines: Iterable[str]) -> Iterator[str]:
    last = None
    for line in lines:
        if line != last:
            yield line
        last = line
