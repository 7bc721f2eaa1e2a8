"""Build the identity test set from the project's data folder, and measure identity across documents on it.

    python benchmarks/resolve_identity.py build ../shared/data tests/data/identity.tsv
    python benchmarks/resolve_identity.py score tests/data/identity.tsv [--errors N]

Every row is one name form of one thing, as a document of its own would give it, with the country that such
a document would be about. Identity is scored on pairs of rows. docs/identity.md tells method and sources.
"""

from __future__ import annotations

import argparse
import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import combinations
from pathlib import Path

from kg.language.gazetteer import Kind, country_by_id, country_of
from kg.resolve.corpus import resolve_corpus
from kg.resolve.names import is_arabic
from kg.resolve.person_names import person_tokens
from kg.resolve.types import DocumentSummary, EntitySummary

FIELDS = ("cluster", "part", "source", "type", "country", "name")
NAME: tuple[Kind, ...] = ("name",)
Row = dict[str, str]
Item = tuple[str, list[str], str]
"""Id, names, country."""
ARAB_HOUSES = ("Iraq", "Yemen", "Syria", "Lebanon", "Kuwait", "Jordan", "Bahrain")
SAMPLES = {"names": 130, "people": 150, "places": 60, "homonym places": 25}


def rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a TSV file with a header, gzip or not."""
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    lines = text.decode().splitlines()
    yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, restval="")


def split(cell: str) -> list[str]:
    """Return the names of a cell that are whole names, without repeats."""
    names = [n.replace('"', "").replace("\\", "").strip() for n in cell.split("|")]
    return list(dict.fromkeys(n for n in names if n))


def pick(items: Iterable[Item], size: int) -> list[Item]:
    """Return a sample that depends only on the ids."""
    return sorted(items, key=lambda item: sha256(item[0].encode()).hexdigest())[:size]


def cluster(source: str, kind: str, item: Item) -> Iterator[Row]:
    """Yield the rows of one item: id, names, country."""
    name, names, country = item
    part = "tune" if sha256(name.encode()).digest()[0] % 2 else "test"
    for text in names:
        yield dict(zip(FIELDS, (name, part, source, kind, country, text), strict=True))


def listed_people(data: Path) -> Iterator[Item]:
    """Yield people of the index that have a name in either script."""
    for row in rows(data / "wikidata" / "names.tsv.gz"):
        arabic, english = split(row["names_ar"]), split(row["names_en"])[:1]
        if row["kind"] == "person" and arabic and english and len(person_tokens(arabic[0])) > 1:
            yield row["qid"], [n for n in arabic + english if len(person_tokens(n)) > 1], ""


def curated_people(data: Path) -> Iterator[Item]:
    """Yield the hand-checked people with all names of more than one part."""
    for row in rows(data / "wikidata" / "curated.tsv"):
        if row["kind"] == "person":
            cells = (row["name_ar"], row["aliases_ar"], row["name_en"], row["aliases_en"])
            names = [n for cell in cells for n in split(cell) if len(person_tokens(n)) > 1]
            yield row["qid"], list(dict.fromkeys(names)), row["country_qid"]


def members(data: Path) -> Iterator[Item]:
    """Yield members of Arab parliaments: listed name, variants, Latin name, first with last name."""
    for row in rows(data / "names" / "people_ar.tsv"):
        house = row["country_house"].split("/")[0]
        country = country_of(house.replace("_", " "), kinds=NAME)
        if house in ARAB_HOUSES and country is not None:
            names = split(row["name_ar"]) + split(row["ar_variants"])
            parts = names[0].split()
            if len(person_tokens(names[0])) > 2 and "عبد" not in parts and "آل" not in parts:
                names.append(f"{parts[0]} {parts[-1]}")
            latin = [n for n in split(row["name_en"]) if not is_arabic(n)]
            yield row["ep_id"], list(dict.fromkeys(names + latin)), country.qid


def unambiguous(people: list[Item]) -> list[Item]:
    """Drop those of whom a name is also that of a compatriot: no document could tell them apart."""
    bearers: dict[tuple[str, tuple[str, ...]], set[str]] = defaultdict(set)
    for item, names, country in people:
        for name in names:
            bearers[country, person_tokens(name)].add(item)
    return [p for p in people if all(len(bearers[p[2], person_tokens(n)]) == 1 for n in p[1])]


def homonyms(people: list[Item]) -> Iterator[Item]:
    """Yield people of whom a name is also that of somebody in another country."""
    bearers: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for item, names, _ in people:
        for name in names:
            bearers[person_tokens(name)].add(item)
    yield from (p for p in people if any(len(bearers[person_tokens(n)]) > 1 for n in p[1]))


def places(data: Path) -> Iterator[Item]:
    """Yield towns with an Arabic and an English name and a Wikidata id."""
    for row in rows(data / "wikidata" / "places_wof.tsv.gz"):
        names = split(row["name_ar"]) + split(row["ar_variants"]) + split(row["name_en"])
        country = COUNTRIES.get(row["iso"])
        if row["qid"] and row["placetype"] == "locality" and row["name_ar"] and row["name_en"] and country:
            yield row["qid"], names, country


COUNTRIES = {
    "IQ": "Q796", "SY": "Q858", "YE": "Q805", "LB": "Q822", "JO": "Q810", "SA": "Q851",
    "EG": "Q79", "LY": "Q1016",
    "MA": "Q1028", "DZ": "Q262", "TN": "Q948", "SD": "Q1049", "IR": "Q794", "OM": "Q842", "KW": "Q817",
}  # fmt: skip


def build(data: Path) -> Iterator[Row]:
    """Yield all rows of the test set."""
    people = unambiguous(list(members(data)))
    trapped = list(homonyms(people))
    towns = list(places(data))
    seen: set[str] = set()
    chosen = [
        ("curated people", "Person", [p for p in curated_people(data) if len(p[1]) > 1]),
        ("homonym members", "Person", trapped),
        ("members", "Person", pick((p for p in people if len(p[1]) > 1), SAMPLES["people"])),
        ("listed people", "Person", pick(listed_people(data), SAMPLES["names"])),
        ("homonym places", "Place", pick(homonyms(towns), SAMPLES["homonym places"])),
        ("places", "Place", pick((t for t in towns if len(t[1]) > 2), SAMPLES["places"])),
    ]
    for source, kind, items in chosen:
        for item in items:
            if item[0] not in seen:
                seen.add(item[0])
                yield from cluster(source, kind, item)


def as_document(number: int, row: Row) -> DocumentSummary:
    """Return the summary of a document that names one thing, and the country it is about."""
    language = "ar" if is_arabic(row["name"]) else "en"
    thing = EntitySummary("e1", "Person" if row["type"] == "Person" else "Place", row["name"])
    country = country_by_id(row["country"]) if row["country"] else None
    if country is None:
        return DocumentSummary(f"d{number}", language, None, (thing,), ())
    about = EntitySummary("e2", "Place", country.ar if language == "ar" else country.en, count=3)
    if row["type"] == "Place":
        thing = EntitySummary("e1", "Place", row["name"], places=("e2",))
    return DocumentSummary(f"d{number}", language, None, (thing, about), ())


def score(table: list[Row]) -> tuple[dict[str, tuple[int, int, int]], list[str]]:
    """Return for each part, source and script pairing the pairs right, found and due; and the errors."""
    resolution = resolve_corpus(as_document(n, row) for n, row in enumerate(table))
    keys = resolution.entity_keys()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    errors = []
    for (n, a), (m, b) in combinations(enumerate(table), 2):
        due = a["cluster"] == b["cluster"]
        found = keys[f"d{n}", "e1"] == keys[f"d{m}", "e1"]
        if not due and not found:
            continue
        script = "across scripts" if is_arabic(a["name"]) != is_arabic(b["name"]) else "one script"
        for label in ("all", a["part"], a["source"], script):
            counts[label].update(due=due, found=found, right=due and found)
        if due != found:
            errors.append(f"{'missed' if due else 'wrong'}\t{a['source']}\t{a['name']}\t{b['name']}")
    return {k: (c["right"], c["found"], c["due"]) for k, c in counts.items()}, errors


def main() -> None:
    """Build the test set, or score identity on it."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    builder, scorer = commands.add_parser("build"), commands.add_parser("score")
    builder.add_argument("data", type=Path)
    builder.add_argument("out", type=Path)
    scorer.add_argument("table", type=Path)
    scorer.add_argument("--errors", type=int, default=0)
    args = parser.parse_args()
    if args.command == "build":
        lines = ["\t".join(FIELDS), *("\t".join(row[f] for f in FIELDS) for row in build(args.data))]
        args.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return
    table = list(rows(args.table))
    results, errors = score(table)
    print(f"{len({r['cluster'] for r in table})} clusters, {len(table)} names")
    for label, (right, found, due) in sorted(results.items()):
        precision, recall = right / max(1, found), right / max(1, due)
        print(f"{label:16} precision {precision:.3f}  recall {recall:.3f}  ({due} pairs)")
    print("\n".join(errors[: args.errors]))


if __name__ == "__main__":
    main()
