"""Links as SSSOM: a table that other mapping tools read and write.

Source: Simple Standard for Sharing Ontological Mappings 1.0, https://mapping-commons.github.io/sssom/spec/ .
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from kg.errors import InputError
from kg.link.linking import BY_HAND, SAME, EntityLink
from kg.vocab import OWL, SEMAPV, SKOS, WD

COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification",
    "confidence", "mapping_tool", "comment",
)  # fmt: skip
_REQUIRED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_MATCHES = frozenset({"skos:exactMatch", "owl:sameAs"})


def to_sssom(links: Iterable[EntityLink], *, base: str, names: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of an SSSOM/TSV file of the accepted links, sorted; ``names`` are by entity and QID."""
    yield "# mapping_set_id: " + base + "mapping-set/wikidata"
    yield "# license: https://creativecommons.org/publicdomain/zero/1.0/"
    yield "# curie_map:"
    for prefix, iri in (("id", base), ("owl", OWL), ("semapv", SEMAPV), ("skos", SKOS), ("wd", WD)):
        yield f"#   {prefix}: {iri}"
    yield "\t".join(COLUMNS)
    for link in sorted(links):
        if link.status != "accepted":
            continue
        same = link.score >= SAME or link.justification == BY_HAND
        row = (
            "id:" + link.entity.removeprefix(base), names.get(link.entity, ""),
            "owl:sameAs" if same else "skos:exactMatch", "wd:" + link.qid, names.get(link.qid, ""),
            "semapv:" + link.justification.removeprefix(SEMAPV), f"{link.score:g}", "kg", link.explanation,
        )  # fmt: skip
        yield "\t".join(" ".join(cell.split()) for cell in row)


def from_sssom(text: str, *, base: str, name: str = "<input>") -> list[EntityLink]:
    """Return the links of an SSSOM/TSV file; rows of other predicates or targets are passed over.

    :raises InputError: the file lacks a required column, or a row is malformed.
    """
    prefixes = {"id": base, "wd": WD, "semapv": SEMAPV, "skos": SKOS, "owl": OWL, **_curie_map(text)}
    body = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    reader = csv.DictReader(io.StringIO(body), delimiter="\t", quoting=csv.QUOTE_NONE)
    if missing := [column for column in _REQUIRED if column not in (reader.fieldnames or [])]:
        raise InputError(f"{name}: no SSSOM table, it has no column {', '.join(missing)}")
    found = []
    for number, row in enumerate(reader, 1):
        target = _expand(row["object_id"], prefixes)
        if row["predicate_id"] not in _MATCHES or not target.startswith(WD):
            continue
        found.append(_link(row, target.removeprefix(WD), prefixes, where=f"{name}: row {number}"))
    return sorted(found)


def _link(row: Mapping[str, str], qid: str, prefixes: Mapping[str, str], *, where: str) -> EntityLink:
    try:
        score = float(row.get("confidence") or 1.0)
    except ValueError as error:
        raise InputError(f"{where}: confidence {row['confidence']!r} is no number") from error
    if not (qid[:1] == "Q" and qid[1:].isdecimal() and 0 <= score <= 1):
        raise InputError(
            f"{where}: {row['object_id']!r} with confidence {score} is no link to a Wikidata item"
        )
    subject = _expand(row["subject_id"], prefixes)
    why = _expand(row["mapping_justification"], prefixes)
    comment = row.get("comment") or ""
    explanation = comment if comment.startswith("imported") else f"imported: {comment}".rstrip(": ")
    return EntityLink(subject, qid, score, "accepted", why, explanation)


def _curie_map(text: str) -> dict[str, str]:
    lines = [line.removeprefix("#") for line in text.splitlines() if line.startswith("#")]
    pairs = (line.strip().partition(": ") for line in lines if line.startswith(("   ", "\t")))
    return {prefix.strip(): iri.strip().strip("\"'") for prefix, _, iri in pairs if iri}


def _expand(curie: str, prefixes: Mapping[str, str]) -> str:
    prefix, colon, rest = curie.partition(":")
    return prefixes[prefix] + rest if colon and prefix in prefixes and not rest.startswith("//") else curie
