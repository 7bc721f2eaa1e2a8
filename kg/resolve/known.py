"""What is known of names beforehand: bodies with several names, and parts that many people share."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from kg.errors import ModelError
from kg.resolve.forms import Form, make_form


def _read(name: str) -> list[list[str]]:
    path = files("kg") / "data" / name
    try:
        return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(
            f"{path}: the table of names is missing or damaged; reinstall kg ({error})"
        ) from error


@cache
def _items() -> dict[tuple[str, tuple[str, ...]], str]:
    """Return the item that a type and the tokens of a name stand for; names of two items stand for none."""
    items: dict[tuple[str, tuple[str, ...]], str | None] = {}
    for qid, kind, names in _read("aliases.tsv"):
        for name in names.split("|"):
            form = make_form(kind, name)
            key = (kind, form.tokens)
            items[key] = None if form.generic or items.get(key, qid) != qid else qid
    return {key: qid for key, qid in items.items() if qid is not None}


def item_of(form: Form) -> str | None:
    """Return the QID of the known item with several names that a form names, None when there is none.

    Source: Wikidata labels and aliases (CC0); the table is made by benchmarks/resolve_tables.py.
    """
    return _items().get((form.type, form.tokens))


@cache
def _common() -> frozenset[str]:
    return frozenset(token for token, _ in _read("common_names.tsv"))


def is_common(token: str) -> bool:
    """Tell whether many people have this part in their name.

    Source: Wikidata labels and EveryPolitician; the table is made by benchmarks/resolve_tables.py.
    """
    return token in _common()
