"""Make the list of names that training substitutes, from a table of Wikidata names.

    python -m kg.training.names names.tsv.gz > names.tsv

The table has a header line and the columns qid, kind, names_ar (separated by ``|``). Written are lines of
TYPE<tab>NAME for people and places whose Arabic name has one to four words.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from collections.abc import Iterator
from pathlib import Path

KINDS = {"person": "Person", "place": "Place"}
_ARABIC = re.compile(r"[ء-ي]+( [ء-ي]+){0,3}")


def iter_names(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (type, name) for the first Arabic name of each person and place, in file order."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            name = row["names_ar"].split("|")[0]
            kind = KINDS.get(row["kind"])
            if kind is not None and _ARABIC.fullmatch(name) and (kind == "Place" or " " in name):
                yield kind, name


if __name__ == "__main__":
    for kind, name in iter_names(Path(sys.argv[1])):
        sys.stdout.write(f"{kind}\t{name}\n")
