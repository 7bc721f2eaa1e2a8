"""The id of a document: from its record or manifest, else from its file's name, and from nothing else.

What other files are read, before it or beside it, makes no difference, so that documents built one by one get
the ids that they get together. docs/decisions/0030-document-ids.md gives the reasons.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from pathlib import PurePosixPath

_LONGEST = 100
_DIGITS = 12
"""Hex digits of a digest: among a million documents two share one with a probability of 2 in 1,000."""
_ENDINGS = ("gz", "html", "htm", "xhtml", "pdf", "text")
_LIKE_OTHERS = re.compile(rf"-(?:[0-9a-f]{{{_DIGITS}}}|{'|'.join(_ENDINGS)})\Z", re.IGNORECASE)


def make_slug(name: str) -> str:
    """Return a name as letters, digits, ``_`` and ``-`` of any script, at most 100 of them.

    >>> make_slug("خبر 12 (نهائي).v2")
    'خبر-12-نهائي-v2'
    """
    return re.sub(r"[^\w-]+", "-", unicodedata.normalize("NFC", name)).strip("-")[:_LONGEST]


def given_id(wanted: str) -> str:
    """Return the id that a record or manifest gives; one that a slug alters gets a digest of what it was.

    >>> given_id("aj-politics-16"), given_id("2015/16")
    ('aj-politics-16', '2015-16-f421bdb8af2c')
    """
    slug = make_slug(wanted)
    return slug if slug == unicodedata.normalize("NFC", wanted) else _with_digest(slug, wanted)


def record_id(file: str, content: str) -> str:
    """Return the id of a record without one: its file's name and 12 digits of its SHA-256.

    >>> record_id("more/news.jsonl.gz", "0123456789abcdef")
    'news-0123456789ab'
    """
    return f"{make_slug(_stem(PurePosixPath(file)))}-{content[:_DIGITS]}".strip("-")


def file_id(file: str) -> str:
    """Return the id of a file of one text, by its path below the folder that is read.

    A text file of that folder itself is called by its name alone; another ending is added, and what could be
    mistaken for another file's id, as two folders may hold files of one name, gets a digest of the path.

    >>> file_id("a.txt"), file_id("a.html"), file_id("b/a.txt"), file_id("a-html.txt")
    ('a', 'a-html', 'a-d5b8b6e5afc5', 'a-html-81eef590ffa7')
    """
    path = PurePosixPath(unicodedata.normalize("NFC", file))
    slug = make_slug(path.stem)
    plain = len(path.parts) == 1 and slug == path.stem and not _LIKE_OTHERS.search(slug)
    if plain and path.suffix == ".txt":
        return slug
    if plain and path.suffix[1:] in _ENDINGS:
        return slug + path.suffix.replace(".", "-")
    return _with_digest(make_slug(_stem(path)), str(path))


def _with_digest(slug: str, whole: str) -> str:
    return f"{slug}-{sha256(whole.encode()).hexdigest()[:_DIGITS]}".strip("-")


def _stem(path: PurePosixPath) -> str:
    return (path.with_suffix("") if path.suffix.casefold() == ".gz" else path).stem
