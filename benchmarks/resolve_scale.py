"""Measure how the cost of identity across documents grows with their number.

    python benchmarks/resolve_scale.py GOLD.jsonl PEOPLE.tsv [--sizes 300 1000 3000]

The documents are copies of annotated ones, each with other people in it: every person of a copy is given a
name drawn, by a hash, from a list of people, so the number of things grows with the number of documents.
Prints seconds of processor time and megabytes of memory for each size.
"""

from __future__ import annotations

import argparse
import csv
import resource
import time
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from kg.goldform import read_jsonl
from kg.resolve.corpus import resolve_corpus
from kg.resolve.summary import summarise
from kg.resolve.types import DocumentSummary, EntitySummary


def copies(base: list[DocumentSummary], people: list[str], size: int) -> Iterator[DocumentSummary]:
    """Yield as many documents as wanted, copy after copy of the given ones with other people."""
    for n in range(size):
        document = base[n % len(base)]
        number = n // len(base)
        entities = tuple(_rename(e, people, number) for e in document.entities)
        signature = tuple((value * (2 * number + 1)) % 2**32 for value in document.signature)
        yield replace(document, id=f"{document.id}-{number}", entities=entities, signature=signature)


def _rename(entity: EntitySummary, people: list[str], number: int) -> EntitySummary:
    if entity.type != "Person" or number == 0:
        return entity
    draw = int.from_bytes(sha256(f"{entity.name}{number}".encode()).digest()[:4])
    first, last = people[draw % len(people)].split(), people[draw // len(people) % len(people)].split()
    return replace(entity, name=f"{first[0]} {last[-1]}", en=None, surfaces=())


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("people", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[300, 1000, 3000])
    args = parser.parse_args()
    with args.gold.open(encoding="utf-8") as lines:
        base = [summarise(a) for a in read_jsonl(lines, name=str(args.gold))]
    with args.people.open(encoding="utf-8") as lines:
        people = [row["name_ar"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]
    print("documents  entity mentions  nodes  events  seconds  ms/document  MB")
    for size in args.sizes:
        documents = list(copies(base, people, size))
        start = time.process_time()
        resolution = resolve_corpus(documents)
        seconds = time.process_time() - start
        members = sum(len(e.members) for e in resolution.entities)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        counts = (size, members, len(resolution.entities), len(resolution.events))
        print(*counts, f"{seconds:.1f}", f"{1000 * seconds / size:.1f}", f"{memory:.0f}", sep="\t")


if __name__ == "__main__":
    main()
