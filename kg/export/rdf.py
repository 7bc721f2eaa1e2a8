"""Write RDF: sorted, grouped by subject, the same bytes for the same graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import BinaryIO

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kg.export.sorting import sort_unique
from kg.export.turtle import Names, subject_block
from kg.store import Store
from kg.vocab import RDF

_TYPE = f"> <{RDF}type> "
_BATCH = 20_000


def subject_lines(store: Store, graphs: Iterable[str]) -> Iterator[list[str]]:
    """Yield the triples of the graphs as lines of N-Triples, one list a subject, each triple once.

    Subjects come in code point order, the triples of one likewise but for its types, which come first.
    """
    # A tab for the end of the subject makes a node sort before the nodes below it (/c/1 before /c/1/a/2).
    lines = (f"{quad.triple} .\n".replace("> ", "\t", 1) for graph in graphs for quad in store.quads(graph))
    for _, group in groupby(sort_unique(lines), key=lambda line: line[: line.index("\t")]):
        yield sorted((line.replace("\t", "> ", 1) for line in group), key=lambda line: _TYPE not in line)


def subject_triples(store: Store, graphs: Iterable[str]) -> Iterator[list[Triple]]:
    """Yield the triples of the graphs, one list a subject, in the order of ``subject_lines``."""
    source = subject_lines(store, graphs)
    while batch := list(islice(source, _BATCH)):
        parsed = parse("".join(line for lines in batch for line in lines), format=RdfFormat.N_TRIPLES)
        for lines in batch:
            yield [quad.triple for quad in islice(parsed, len(lines))]


def write_ntriples(store: Store, graphs: Sequence[str], out: BinaryIO) -> None:
    """Write the merged graphs as N-Triples."""
    for lines in subject_lines(store, graphs):
        out.write("".join(lines).encode())


def write_nquads(store: Store, graphs: Sequence[str], out: BinaryIO) -> None:
    """Write the graphs as N-Quads, one graph after the other."""
    for graph in graphs:
        ending = f" {NamedNode(graph)} .\n"
        for lines in subject_lines(store, [graph]):
            out.write("".join(line.removesuffix(" .\n") + ending for line in lines).encode())


def write_turtle(store: Store, graphs: Sequence[str], out: BinaryIO, names: Names) -> None:
    """Write the merged graphs as Turtle."""
    out.write(names.header().encode())
    for lines in subject_lines(store, graphs):
        out.write(f"\n{subject_block(lines, names)}".encode())


def write_trig(store: Store, graphs: Sequence[str], out: BinaryIO, names: Names) -> None:
    """Write the graphs as TriG, one graph after the other."""
    out.write(names.header().encode())
    for graph in graphs:
        out.write(f"\n{names.shorten(str(NamedNode(graph)))} {{\n".encode())
        for lines in subject_lines(store, [graph]):
            out.write(subject_block(lines, names).encode())
        out.write(b"}\n")
