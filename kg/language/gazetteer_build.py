"""Build kg/data/gazetteer.tsv from public tables; run when these or gazetteer_extra.tsv change.

python -m kg.language.gazetteer_build countries.tsv nationalities.tsv names.tsv.gz > kg/data/gazetteer.tsv

- countries.tsv: iso2, qid, short and formal names in English and Arabic, capital
  (Source: UNTERM by way of github.com/datasets/country-codes, PDDL).
- nationalities.tsv: forms of the adjectives with English and Arabic name of the country
  (Source: ArWikiCats, MIT).
- names.tsv.gz: QID, kind, Arabic and English labels, instance-of (Source: Wikidata labels, CC0).
- kg/data/gazetteer_extra.tsv: what news writes otherwise, kept by hand; its forms come first, and its
  capitals replace those of the tables; rows of kind ``drop`` name labels that are wrong.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from kg.language.normalise import fold

Row = dict[str, str]
Key = tuple[str, str, str]
_NOTE = re.compile(r"\s*\([^)]*\)?|\s*\*+")
_COLUMNS = ("qid", "kind", "language", "forms", "capital")
_ADJECTIVES_AR = ("male", "males", "female", "females")
_EXTRA = Path(__file__).parent.parent / "data" / "gazetteer_extra.tsv"


def _rows(path: Path) -> Iterator[Row]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    yield from csv.DictReader(text.rstrip("\n").split("\n"), delimiter="\t", quoting=csv.QUOTE_NONE)


class _Gazetteer:
    """Forms by (QID, kind, language), in order, without repeats; capitals by country QID."""

    def __init__(self) -> None:
        self.forms: dict[Key, list[str]] = {}
        self.capitals: dict[str, str] = {}
        self.dropped: set[tuple[str, str]] = set()

    def add(self, qid: str, kind: str, language: str, *forms: str) -> None:
        known = self.forms.setdefault((qid, kind, language), [])
        for form in (" ".join(f.split()) for f in forms):
            if form and form not in known and (qid, form) not in self.dropped:
                known.append(form)

    def lines(self) -> Iterator[str]:
        yield "\t".join(_COLUMNS)
        for (qid, kind, language), forms in sorted(
            self.forms.items(), key=lambda item: (int(item[0][0][1:]), item[0])
        ):
            if forms:
                capital = self.capitals.get(qid, "") if kind == "capital" else ""
                yield "\t".join((qid, kind, language, "|".join(forms), capital))


def _add_extra(gazetteer: _Gazetteer) -> None:
    for row in _rows(_EXTRA):
        if row["kind"] == "drop":
            gazetteer.dropped |= {(row["qid"], form) for form in row["forms"].split("|")}
            continue
        gazetteer.add(row["qid"], row["kind"], row["language"], *row["forms"].split("|"))
        if row["capital"]:
            gazetteer.capitals[row["qid"]] = row["capital"]


def _qid(address: str) -> str:
    qid = address.rpartition("/")[2]
    return "Q55" if qid == "Q29999" else qid  # by the Netherlands news means the country in Europe


def _add_countries(
    gazetteer: _Gazetteer, countries: list[Row], labels: dict[str, Row], capitals: dict[str, Row]
) -> None:
    for row in countries:
        qid = row["qid"]
        label = labels.get(qid, {"names_ar": "", "names_en": ""})
        if not qid or not (row["short_en"] or (qid, "name", "en") in gazetteer.forms):
            continue  # territories without a seat of their own
        english = (_NOTE.sub("", row["short_en"]), _NOTE.sub("", row["formal_en"]).removeprefix("the "))
        arabic = (_NOTE.sub("", name) for name in label["names_ar"].split("|"))
        gazetteer.add(qid, "name", "en", *english)
        gazetteer.add(
            qid, "name", "ar", *arabic, _NOTE.sub("", row["short_ar"]), _NOTE.sub("", row["formal_ar"])
        )
        city = capitals.get(fold(row["capital_en"]))
        if city is not None and qid not in gazetteer.capitals and row["iso2"] != "HK":
            gazetteer.capitals[qid] = city["qid"]
            gazetteer.add(qid, "capital", "en", row["capital_en"])
            gazetteer.add(qid, "capital", "ar", *(_NOTE.sub("", n) for n in city["names_ar"].split("|")))


def _capitals(names: list[Row], countries: set[str]) -> dict[str, Row]:
    """Return cities by English name: one that is said to be a capital first, then the oldest QID."""
    out: dict[str, Row] = {}
    for row in sorted(names, key=lambda r: ("capital" not in r["instance_of"], int(r["qid"][1:]))):
        if row["qid"] not in countries:
            for name in row["names_en"].split("|"):
                out.setdefault(fold(name), row)
    return out


def _add_adjectives(gazetteer: _Gazetteer, nationalities: list[Row]) -> None:
    by_name = {
        fold(form): qid
        for (qid, kind, _), forms in gazetteer.forms.items()
        if kind == "name"
        for form in forms
    }
    for row in nationalities:
        qid = by_name.get(fold(row["en"])) or by_name.get(fold(row["ar"]))
        if qid is None:
            sys.stderr.write(f"no country: {row['nationality_en']} {row['en']} {row['ar']}\n")
            continue
        gazetteer.add(qid, "adjective", "ar", *(row[column] for column in _ADJECTIVES_AR))
        gazetteer.add(qid, "adjective", "en", row["nationality_en"].replace("-", " ").title())


def main(countries: str, nationalities: str, names: str) -> None:
    """Write the table to standard output."""
    places = [row for row in _rows(Path(names)) if row["kind"] == "place"]
    gazetteer = _Gazetteer()
    _add_extra(gazetteer)
    labels = {row["qid"]: row for row in places}
    states = [row | {"qid": _qid(row["qid"])} for row in _rows(Path(countries))]
    _add_countries(gazetteer, states, labels, _capitals(places, {row["qid"] for row in states}))
    _add_adjectives(gazetteer, list(_rows(Path(nationalities))))
    sys.stdout.write("\n".join(gazetteer.lines()) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
