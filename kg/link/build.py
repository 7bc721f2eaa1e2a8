"""Build the offline index out of tables of facts: python -m kg.link.build SOURCE -o FILE --version DATE.

SOURCE is a folder with names.tsv.gz, curated.tsv, places_wof.tsv.gz, countries.tsv and nationalities.tsv
(what they hold and under which licence: docs/linking.md). The same tables give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import sys
import zipfile
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import accumulate
from pathlib import Path

from kg.errors import InputError
from kg.language.transliterate import skeletons
from kg.link.index import ALIAS, LABEL, WEAK
from kg.link.labels import arabic_label, country_label, english_label, is_arabic_name, is_plain
from kg.link.names import marked_key, name_key, without_brackets
from kg.model import ENTITY_TYPES, EntityType

Row = dict[str, str]
_STATE = re.compile(r"^the | \(the\)| ?\*$", re.IGNORECASE)
_TOWN = re.compile(r"\b(?:city|capital|town|settlement)\b")
_OF = re.compile(r" of (?:the )?(.+)$")
BLOCK = 120
"""The most items that one skeleton leads to; the best known are kept."""
_KINDS: dict[str, EntityType] = {
    "person": "Person", "org": "Organisation", "place": "Place", "agreement": "Agreement", "event": "Event",
}  # fmt: skip


@dataclass(slots=True)
class Draft:
    """An item in the making. ``names`` maps each name as written to its quality."""

    qid: int
    types: frozenset[EntityType] = frozenset()
    ar: str = ""
    en: str = ""
    classes: str = ""
    country: int = 0
    population: int = 0
    sources: set[str] = field(default_factory=set)
    names: dict[str, int] = field(default_factory=dict)
    curated: bool = False
    left_out: str = ""

    def add(self, name: str, quality: int) -> None:
        """Add a name, keeping the better quality of a name met before."""
        for form in {name.strip(), without_brackets(name)} - {""}:
            self.names[form] = min(quality, self.names.get(form, WEAK))


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a table with a header line.

    :raises InputError: the file cannot be read.
    """
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8") as lines
        ):
            yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, restval="")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot read the table ({error})") from error


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    text = (files("kg") / "data" / "link_classes.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in rows]


@cache
def types_of_classes(classes: str) -> tuple[str, ...]:
    """Return the entity types of the classes of an item (``|`` between), main class first; ``-``: none.

    >>> types_of_classes("inland sea|Wikimedia category"), types_of_classes("film|business")
    (('Place',), ('-',))
    """
    found = [kind for kind in map(_type_of_class, classes.split("|")) if kind]
    return ("-",) if found[:1] == ["-"] else tuple(dict.fromkeys(kind for kind in found if kind != "-"))


@cache
def _type_of_class(name: str) -> str | None:
    return next((kind for kind, pattern in _patterns() if name and pattern.search(name)), None)


def entity_types(kind: EntityType | None, classes: tuple[str, ...]) -> frozenset[EntityType]:
    """Return what an item may be called, by its kind in the source and by its classes; empty: nothing.

    >>> sorted(entity_types("Place", ("Organisation",)))
    ['Organisation', 'Place']
    >>> entity_types(None, ("-",))
    frozenset()
    """
    found = frozenset(t for t in ENTITY_TYPES if t in classes)
    if "Person" in found or (kind == "Person" and not found):
        return frozenset({"Person"})
    return found | ({kind} if kind and kind != "Person" else set())


def _entity_type(name: str) -> EntityType:
    if name not in ENTITY_TYPES:
        raise InputError(
            f"link_aliases.tsv: {name!r} is no type of entity; there are {', '.join(ENTITY_TYPES)}"
        )
    return next(t for t in ENTITY_TYPES if t == name)


def _number(qid: str) -> int:
    return int(qid.rsplit("Q", 1)[-1]) if "Q" in qid else 0


def _split(names: str) -> list[str]:
    return [name for name in names.split("|") if name.strip()]


def add_names(drafts: dict[int, Draft], rows: Iterable[Row]) -> None:
    """Add the rows of names.tsv; an item whose class news never names is marked as left out."""
    for row in rows:
        draft = drafts.setdefault(_number(row["qid"]), Draft(_number(row["qid"])))
        draft.classes = row["instance_of"]
        draft.sources.update(row["sources"].split("|"))
        draft.types = entity_types(_KINDS.get(row["kind"]), types_of_classes(row["instance_of"]))
        if row["kind"] in ("class", "language", "position"):
            draft.left_out = row["kind"]
        english = _split(row["names_en"])
        if english and all(name == name.lower() for name in english) and "Person" not in draft.types:
            draft.left_out = "common noun"
        draft.ar = arabic_label(map(without_brackets, _split(row["names_ar"])))
        draft.en = english_label(english, sure="mpararel" in row["sources"])
        weak = "name match" in row["sources"]
        for n, name in enumerate(_split(row["names_ar"])):
            draft.add(name, WEAK if weak else ALIAS if n else LABEL)
        for name in english:
            draft.add(name, LABEL if name_key(name) == name_key(draft.en) else ALIAS)


def add_countries(drafts: dict[int, Draft], rows: Iterable[Row]) -> dict[str, int]:
    """Add the rows of countries.tsv and return ISO code -> QID number."""
    codes: dict[str, int] = {}
    for row in rows:
        qid = _number(row["qid"])
        if not qid:
            continue
        codes[row["iso2"]] = qid
        draft = drafts.setdefault(qid, Draft(qid))
        draft.types, draft.country, draft.left_out = frozenset({"Place"}), qid, ""
        draft.classes = draft.classes or "country"
        draft.sources.add("UNTERM")
        names = {c: _STATE.sub("", row[c]) for c in ("short_ar", "short_en", "formal_ar", "formal_en")}
        draft.ar = draft.ar or names["short_ar"]
        draft.en = country_label(draft.en, names["short_en"], draft.names)
        for name in filter(None, names.values()):
            draft.add(name, LABEL)
    return codes


def add_places(drafts: dict[int, Draft], rows: Iterable[Row], codes: dict[str, int]) -> Counter[str]:
    """Add the places with a QID, and return for each name key how many places without one bear it."""
    homonyms: Counter[str] = Counter()
    for row in rows:
        names = [n for n in (row["name_en"], row["name_ar"], *_split(row["ar_variants"])) if n]
        qid = _number(row["qid"])
        if not qid:
            homonyms.update({name_key(name) for name in names})
            continue
        draft = drafts.setdefault(qid, Draft(qid))
        if draft.types and "Place" not in draft.types:
            continue
        draft.types, draft.left_out = draft.types | {"Place"}, ""
        draft.country = draft.country or codes.get(row["iso"], 0)
        draft.classes = draft.classes or row["placetype"]
        draft.population = max(draft.population, int(float(row["population"] or 0)))
        draft.sources.add("wof")
        draft.ar = draft.ar or arabic_label([row["name_ar"]])
        draft.en = place_label(draft, row["name_en"], codes)
        for n, name in enumerate(names):
            draft.add(name, LABEL if n < 2 else WEAK)
    return homonyms


def place_label(draft: Draft, name: str, codes: dict[str, int]) -> str:
    """Return the English label of a place: the gazetteer's name when ours has other letters or is a code."""
    return draft.en if is_plain(draft.en) or draft.qid in codes.values() or not name else name


def add_capitals(drafts: dict[int, Draft], rows: Iterable[Row]) -> None:
    """Give the capitals that no source puts in a country the one whose capital they are.

    Of the towns of that name and without country it is the one that the sources know best; what a source
    joined to it by its English name alone is then sure.
    """
    towns: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts.values():
        if "Place" in draft.types and not draft.country and _TOWN.search(draft.classes):
            for key in {name_key(name) for name, quality in draft.names.items() if quality != WEAK}:
                towns[key].append(draft)
    for row in rows:
        found = sorted(towns.get(name_key(row["capital_en"]), []), key=_rank)
        if found and _number(row["qid"]):
            town = found[0]
            town.country = _number(row["qid"])
            town.names = {name: min(quality, ALIAS) for name, quality in town.names.items()}


def add_curated(drafts: dict[int, Draft], rows: Iterable[Row]) -> None:
    """Add the rows that were checked by hand; what they say of type and label counts."""
    for row in rows:
        qid = _number(row["qid"])
        if row["kind"] not in _KINDS:
            continue
        draft = drafts.setdefault(qid, Draft(qid))
        # a building may stand for the body that sits in it: the White House said
        draft.types = frozenset[EntityType]({_KINDS[row["kind"]]})
        if row["kind"] == "place":
            draft.types |= {"Organisation"}
        draft.curated, draft.left_out = True, ""
        draft.ar, draft.en = row["name_ar"] or draft.ar, row["name_en"] or draft.en
        draft.country = _number(row["country_qid"]) or draft.country
        draft.sources.add("curated")
        for name in filter(None, (row["name_ar"], row["name_en"])):
            draft.add(name, LABEL)
        for name in _split(row["aliases_ar"]) + _split(row["aliases_en"]):
            draft.add(name, ALIAS)


def add_aliases(drafts: dict[int, Draft], text: str) -> None:
    """Add the names of a table such as link_aliases.tsv to the items.

    Wrong ones (``-``) are taken away; ``=`` makes a name the label in its language.
    """
    for line in text.splitlines():
        if not line.startswith("#"):
            qid, kind, name = line.split("\t")
            draft = drafts[_number(qid)]
            if kind == "-":
                draft.names.pop(name)
                continue
            if kind == "=":
                draft.ar, draft.en = (name, draft.en) if is_arabic_name(name) else (draft.ar, name)
                draft.add(name, LABEL)
                continue
            draft.types, draft.left_out = draft.types | {_entity_type(kind)}, ""
            draft.add(name, ALIAS)


def adjectives(rows: Iterable[Row], drafts: dict[int, Draft]) -> dict[str, int]:
    """Return the keys of nationality adjectives -> QID number of the country, where its name is known."""
    countries = {name_key(n): d.qid for d in drafts.values() if "UNTERM" in d.sources for n in d.names}
    found: dict[str, int] = {}
    for row in rows:
        qid = countries.get(name_key(row["ar"])) or countries.get(name_key(row["en"]))
        forms = ("nationality_en", "male", "males", "female", "females", "the_male", "the_female")
        for form in forms if qid else ():
            found.setdefault(name_key(row[form]), qid or 0)
    return {key: found[key] for key in sorted(found) if key}


def add_country_links(drafts: dict[int, Draft], adjective: dict[str, int]) -> None:
    """Give an item without a country the one that its classes ("comune of Italy") or its name tell of."""
    countries = {name_key(n): d.qid for d in drafts.values() if "UNTERM" in d.sources for n in d.names}
    known = {**adjective, **countries}
    longest = max(len(key.split()) for key in known)
    for draft in drafts.values():
        texts = [*draft.classes.split("|")] if draft.types & {"Place", "Organisation"} else []
        if "Organisation" in draft.types:
            texts += [draft.ar, draft.en]
        for text in texts:
            if draft.country:
                break
            words = name_key(text).split()
            spans = (
                " ".join(words[i:j])
                for i in range(1, len(words))
                for j in range(i + 1, min(len(words), i + longest) + 1)
            )
            draft.country = next((known[span] for span in spans if span in known), 0)
        if not draft.country and "Organisation" in draft.types:
            ends = {m[1] for m in map(_OF.search, map(name_key, draft.names)) if m and m[1] in countries}
            draft.country = countries[ends.pop()] if len({countries[end] for end in ends}) == 1 else 0


def read_source(source: Path, aliases: str) -> tuple[list[Draft], dict[str, int], Counter[str], Counter[str]]:
    """Return the items, the adjectives, the homonyms without QID, and what was left out and why."""
    drafts: dict[int, Draft] = {}
    add_names(drafts, read_rows(source / "names.tsv.gz"))
    codes = add_countries(drafts, read_rows(source / "countries.tsv"))
    homonyms = add_places(drafts, read_rows(source / "places_wof.tsv.gz"), codes)
    add_curated(drafts, read_rows(source / "curated.tsv"))
    add_aliases(drafts, aliases)
    adjective = adjectives(read_rows(source / "nationalities.tsv"), drafts)
    add_country_links(drafts, adjective)
    add_capitals(drafts, read_rows(source / "countries.tsv"))
    dropped = Counter(
        d.left_out or "no class that news names" for d in drafts.values() if d.left_out or not d.types
    )
    kept = [drafts[q] for q in sorted(drafts) if drafts[q].types and not drafts[q].left_out]
    return kept, adjective, homonyms, dropped


def _rank(draft: Draft) -> tuple[int, int, int, int, int]:
    return (-draft.curated, -draft.population, -len(draft.sources), -len(draft.names), draft.qid)


def _names(drafts: list[Draft]) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for number, draft in enumerate(drafts):
        for name, quality in draft.names.items():
            for key in filter(None, (name_key(name), marked_key(name))):
                found[key][number] = min(quality, found[key].get(number, WEAK))
    return found


def _skeletons(drafts: list[Draft]) -> dict[str, list[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for number, draft in enumerate(drafts):
        for name in draft.names:
            for key in skeletons(name):
                found[key].add(number)
    return {key: sorted(sorted(n, key=lambda i: _rank(drafts[i]))[:BLOCK]) for key, n in found.items()}


def _pack(values: Iterable[int]) -> bytes:
    packed = array("I", values)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def _csr(rows: dict[str, list[int]], name: str) -> dict[str, bytes]:
    keys = sorted(rows)
    starts = [0]
    for key in keys:
        starts.append(starts[-1] + len(rows[key]))
    items = (n for key in keys for n in rows[key])
    return {name: "\n".join(keys).encode(), f"{name}.start": _pack(starts), f"{name}.item": _pack(items)}


def sections(drafts: list[Draft], adjective: dict[str, int], homonyms: Counter[str]) -> dict[str, bytes]:
    """Return the parts of an index by name."""
    names = _names(drafts)
    keys = {key: n for n, key in enumerate(sorted(names))}
    own: dict[int, list[int]] = {n: [] for n in range(len(drafts))}
    for key, found in names.items():
        for number in found:
            own[number].append(keys[key])
    classes = sorted({d.classes for d in drafts})
    class_number = {c: n for n, c in enumerate(classes)}
    quality = bytes(names[key][n] for key in sorted(names) for n in sorted(names[key]))
    seen = {key: count for key, count in sorted(homonyms.items()) if key in names}
    return {
        **_csr({key: sorted(n) for key, n in names.items()}, "names"),
        **_csr(_skeletons(drafts), "skeletons"),
        "names.quality": quality,
        "keys.start": _pack(accumulate((len(own[n]) for n in range(len(drafts))), initial=0)),
        "keys.item": _pack(key for n in range(len(drafts)) for key in sorted(own[n])),
        "ar": "\n".join(d.ar for d in drafts).encode(),
        "en": "\n".join(d.en for d in drafts).encode(),
        "classes": "\n".join(classes).encode(),
        "class": _pack(class_number[d.classes] for d in drafts),
        "qid": _pack(d.qid for d in drafts),
        "country": _pack(d.country for d in drafts),
        "population": _pack(d.population for d in drafts),
        "types": bytes(sum(1 << ENTITY_TYPES.index(t) for t in d.types) for d in drafts),
        "sources": bytes(min(255, len(d.sources)) for d in drafts),
        "count": bytes(min(255, len(d.names)) for d in drafts),
        "curated": bytes(d.curated for d in drafts),
        "adjectives": "\n".join(f"{key}\t{qid}" for key, qid in adjective.items()).encode(),
        "homonyms": "\n".join(f"{key}\t{count}" for key, count in seen.items()).encode(),
    }


def write_index(path: Path, parts: dict[str, bytes]) -> None:
    """Write the parts as a zip file whose bytes depend on nothing else."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name in sorted(parts):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts[name], compresslevel=9)


def shipped_aliases() -> Path:
    """Return the table of names that the sources lack."""
    return Path(str(files("kg") / "data" / "link_aliases.tsv"))


def build(source: Path, path: Path, *, version: str, aliases: Path | None) -> dict[str, object]:
    """Write the index of a folder of tables and return what is told of it in ``about.json``.

    :raises InputError: a table cannot be read.
    """
    names = "" if aliases is None else aliases.read_text(encoding="utf-8")
    drafts, adjective, homonyms, dropped = read_source(source, names)
    about: dict[str, object] = {
        "version": version,
        "items": dict(sorted(Counter("/".join(sorted(d.types)) for d in drafts).items())),
        "left out": dict(sorted(dropped.items())),
        "licence": "facts from Wikidata, CC0 1.0; places also from Who's On First, attribution",
    }
    text = json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True).encode()
    write_index(path, {**sections(drafts, adjective, homonyms), "about.json": text})
    return about


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--version", required=True)
    options = parser.parse_args()
    about = build(options.source, options.output, version=options.version, aliases=shipped_aliases())
    sys.stderr.write(json.dumps(about, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
