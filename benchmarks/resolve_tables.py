"""Make the tables of names that identity rests on, from the project's data folder.

    python benchmarks/resolve_tables.py ../shared/data kg/data

``aliases.tsv``: bodies, accords and named events that have several names, one item a line (QID, kind, names).
``common_names.tsv``: parts of persons' names that many people share, so that equal names prove little.

Source: Wikidata labels and aliases (CC0) as in wikidata/curated.tsv and wikidata/names.tsv.gz; members of
parliaments from EveryPolitician (names/people_ar.tsv).
"""

from __future__ import annotations

import argparse
import csv
import gzip
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kg.language.normalise import fold
from kg.resolve.person_names import person_tokens

KINDS = {"org": "Organisation", "agreement": "Agreement", "event": "Event"}
COMMON = 8
"""A part borne by this many of the about 9,000 listed people is common."""


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a TSV file with a header, gzip or not."""
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    lines = text.decode().splitlines()
    yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def aliases(data: Path) -> Iterator[str]:
    """Yield the lines of the table of aliases."""
    for row in rows(data / "wikidata" / "curated.tsv"):
        if row["kind"] not in KINDS:
            continue
        cells = [row["name_ar"], *row["aliases_ar"].split("|"), row["name_en"], *row["aliases_en"].split("|")]
        names = [cell.replace('\\"', '"').strip() for cell in cells if cell.strip()]
        distinct = list({fold(name): name for name in reversed(names)}.values())[::-1]
        if len(distinct) > 1:
            yield "\t".join((row["qid"], KINDS[row["kind"]], "|".join(distinct)))


def common(data: Path) -> Iterator[str]:
    """Yield the parts of names that many listed people bear, sorted, each with how many do."""
    bearers: Counter[str] = Counter()
    for row in rows(data / "wikidata" / "names.tsv.gz"):
        if row["kind"] == "person":
            bearers.update(set(person_tokens(row["names_ar"].split("|")[0])))
            bearers.update(set(person_tokens(row["names_en"].split("|")[0])))
    for row in rows(data / "names" / "people_ar.tsv"):
        bearers.update(set(person_tokens(row["name_ar"])) | set(person_tokens(row["name_en"])))
    for token, count in sorted(bearers.items()):
        if len(token) > 2 and count >= (COMMON if not token.isascii() else 8 * COMMON):
            yield f"{token}\t{count}"


def main() -> None:
    """Write both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    for name, lines in (("aliases.tsv", aliases(args.data)), ("common_names.tsv", common(args.data))):
        (args.out / name).write_text("".join(line + "\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
