"""The query library: one SPARQL query a file, with a header of ``#+ key: value`` comments.

    #+ summary: Who announced what, and when
    #+ summary@ar: من أعلن ماذا ومتى
    #+ description: Statements about an event ...
    #+ param: speaker | entity | only what this person or body announced
    #+ lists: about
    #+ hidden: claim
    #+ example: -p speaker="Qasim al-Araji"

A parameter ``speaker`` is bound where the query says ``VALUES ?given_speaker { UNDEF }``; what stands in the
braces is its default, so the file is also a query that any SPARQL engine runs as it is. ``lists`` names the
columns that join several values by `` | ``, whose order SPARQL leaves open: they are sorted. ``hidden`` names
the columns that are for programs and are left out of tables for people.

Source: the ``#+`` comments follow grlc (Meroño-Peñuela, Hoekstra 2016), one key a line instead of YAML.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import QueryError
from kg.resources import resource_folder

_HEADER = re.compile(r"#\+ *([a-z]+(?:@[a-z]{2})?): *(.*)")
_KEYS = {"summary", "summary@ar", "description", "param", "lists", "hidden", "example"}
_LANGUAGE = {"summary": "en", "summary@ar": "ar"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a query: ``kind`` is a key of ``kg.query.binding.KINDS``."""

    name: str
    kind: str
    description: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query with what its header says of it."""

    name: str
    sparql: str
    titles: dict[str, str] = field(default_factory=dict)
    description: str = ""
    parameters: tuple[Parameter, ...] = ()
    lists: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


def read_query(path: Path) -> NamedQuery:
    """Read a query and its header, which may be missing, from a file.

    :raises QueryError: the file cannot be read, or its header holds an unknown key or a malformed parameter.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: cannot read the query ({error})") from error
    return parse_query(text, name=path.stem, where=str(path))


def parse_query(text: str, *, name: str, where: str = "<query>") -> NamedQuery:
    """Return the query of a text with its header.

    :raises QueryError: the header holds an unknown key or a malformed parameter.
    """
    header = list(_header(text, where=where))
    return NamedQuery(
        name=name,
        sparql=text,
        titles={_LANGUAGE[key]: value for key, value in header if key in _LANGUAGE},
        description=" ".join(value for key, value in header if key == "description"),
        parameters=tuple(_parameter(value, where) for key, value in header if key == "param"),
        lists=tuple(column for key, value in header if key == "lists" for column in value.split()),
        hidden=tuple(column for key, value in header if key == "hidden" for column in value.split()),
        examples=tuple(value for key, value in header if key == "example"),
    )


def _header(text: str, *, where: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#+"):
            continue
        match = _HEADER.fullmatch(line.rstrip())
        if match is None or match[1] not in _KEYS:
            raise QueryError(f"{where}:{number}: not a header line with one of {', '.join(sorted(_KEYS))}")
        yield match[1], match[2]


def _parameter(value: str, where: str) -> Parameter:
    parts = [part.strip() for part in value.split("|")]
    if len(parts) != 3:
        raise QueryError(f"{where}: a parameter is `name | kind | description`, not {value!r}")
    return Parameter(*parts)


def load_library(folder: Path | None = None) -> dict[str, NamedQuery]:
    """Return the queries of a folder (none: those that come with kg) by name, in alphabetical order.

    :raises QueryError: a file's header is malformed.
    """
    root = resource_folder("queries") if folder is None else folder
    return {path.stem: read_query(path) for path in sorted(root.glob("*.rq"))}


def find_query(name: str, folder: Path | None = None) -> NamedQuery:
    """Return the query of this name.

    :raises QueryError: there is none; the message names the nearest ones.
    """
    library = load_library(folder)
    if name in library:
        return library[name]
    near = difflib.get_close_matches(name, library, n=3, cutoff=0.4)
    hint = f"did you mean {' or '.join(near)}?" if near else "`kg query --list` names them all"
    raise QueryError(f"no query is called {name!r}; {hint}")
