"""What the readers of single formats give: texts with the metadata that their file tells."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from datetime import date
from io import BufferedIOBase
from typing import BinaryIO

from kg.errors import InputError

BinaryStream = BinaryIO | BufferedIOBase


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a manifest, a record or a page says about a text; None where it says nothing."""

    id: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None

    def over(self, other: Metadata) -> Metadata:
        """Return this metadata with its gaps filled from another."""
        gaps = [f.name for f in fields(self) if getattr(self, f.name) is None]
        return replace(self, **{name: getattr(other, name) for name in gaps})


@dataclass(frozen=True, slots=True)
class Raw:
    """One text as a reader found it. ``place`` says where in the file (``line 3``), None for a whole file."""

    text: str
    metadata: Metadata
    sha256: str
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that was not read, and why; ``place`` is the place in the file, None for the whole file."""

    path: str
    reason: str
    place: str | None = None

    def __str__(self) -> str:
        where = self.path if self.place is None else f"{self.path}, {self.place}"
        return f"{where}: {self.reason}"


_ALIASES = {
    "id": ("id", "doc"),
    "title": ("title",),
    "publisher": ("publisher", "source"),
    "published": ("published", "date"),
    "url": ("url",),
    "language": ("language", "lang"),
}
_LANGUAGES = {"ar": "ar", "ara": "ar", "arabic": "ar", "en": "en", "eng": "en", "english": "en"}
_UNSAID = frozenset({"und", "mul", "mis", "zxx"})


def metadata_from(fields_: dict[str, object]) -> Metadata:
    """Return the metadata that a record's fields tell; blank fields say nothing.

    :raises InputError: a field is of the wrong kind, the date is no date, or the language is not read.
    """
    found = {name: _first(fields_, keys) for name, keys in _ALIASES.items()}
    if found["published"] is not None:
        found["published"] = iso_date(found["published"])
    if found["language"] is not None:
        found["language"] = _language(found["language"])
    return Metadata(**found)


def _first(fields_: dict[str, object], keys: tuple[str, ...]) -> str | None:
    for key in keys:
        value = fields_.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and key in _ALIASES["id"]:
            value = str(value)
        if value is not None and not isinstance(value, str):
            raise InputError(f"{key} must be text, not {type(value).__name__}")
        if value is not None and value.strip():
            return value.strip()
    return None


_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


def iso_date(text: str) -> str:
    """Return the day of an ISO 8601 date (and time), or of day/month/year, the order of the Arabic press.

    >>> iso_date("2021-12-09T10:00:00Z"), iso_date("9/12/2021")
    ('2021-12-09', '2021-12-09')

    :raises InputError: the text is no such date.
    """
    slashed = _SLASHED.fullmatch(text)
    if slashed:
        text = f"{slashed[3]}-{slashed[2]:0>2}-{slashed[1]:0>2}"
    try:
        return date.fromisoformat(text[:10] if text[10:11] in ("T", " ") else text).isoformat()
    except ValueError as error:
        raise InputError(f"{text!r} is not a date of the form 2021-12-09") from error


def _language(text: str) -> str | None:
    tag = text.casefold().replace("_", "-").partition("-")[0]
    if tag in _UNSAID:
        return None
    if tag not in _LANGUAGES:
        raise InputError(f"language {text!r} is not read; kg reads ar and en")
    return _LANGUAGES[tag]
