"""Bytes to text: UTF-8, UTF-16 and UTF-32 by their marks, Arabic and Western code pages by detection."""

from __future__ import annotations

import codecs
import re

from kg.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CODE_PAGES = ["cp1256", "iso8859_6", "cp1252"]
_SAMPLE = 100_000
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_BINARY_STARTS = (
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",
    b"SQLite format",
    b"%PDF-",
)
_MOST_CONTROL = 0.002
_STRANGE = re.compile("[^\\s\u0020-\u024f\u0600-\u06ff\u2000-\u20cf\ufb50-\ufeff]")
_MOST_STRANGE = 0.1
"""Share of characters that are neither Arabic nor Latin, above which bytes are no UTF-16 news."""


def decode(data: bytes, *, declared: str | None = None) -> str:
    """Return the text of some bytes, line ends and all; only a byte order mark is taken off.

    Tried in order: a byte order mark, the declared encoding, UTF-8, UTF-16 without a mark, and
    windows-1256, ISO 8859-6 or windows-1252 where the detection is sure.

    :raises InputError: the bytes are no text, or their encoding cannot be told.
    """
    if data.startswith(_BINARY_STARTS):
        raise InputError("binary: not a text")
    return _checked(_decoded(data, declared))


def _decoded(data: bytes, declared: str | None) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data, encoding)
    if declared is not None:
        try:
            return data.decode(declared)
        except (LookupError, UnicodeDecodeError):
            pass  # a wrong label is common on web pages; the bytes decide
    wide = _wide_encoding(data)
    if wide is not None:
        return _strict(data, wide)
    if b"\0" in data:
        raise InputError("binary: zero bytes where text should be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _strict(data, _code_page(data, error))


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"not valid {encoding} at byte {error.start}") from error


def _wide_encoding(data: bytes) -> str | None:
    """Tell UTF-16 without a mark: the zero bytes of blanks and Latin letters all stand on one side."""
    sample = data[:_SAMPLE]
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    if len(data) % 2 or (low == 0) == (high == 0):
        return None
    encoding = "utf-16-le" if high else "utf-16-be"
    strange = len(_STRANGE.findall(sample.decode(encoding, "replace")))
    return encoding if strange <= len(sample) / 2 * _MOST_STRANGE else None


def _code_page(data: bytes, error: UnicodeDecodeError) -> str:
    from charset_normalizer import from_bytes  # slow to import and seldom needed

    best = from_bytes(data[:_SAMPLE], cp_isolation=_CODE_PAGES).best()
    if best is None:
        raise InputError(
            f"not UTF-8 (byte {error.start}) and no other encoding fits; save it as UTF-8"
        ) from error
    return str(best.encoding)


def _checked(text: str) -> str:
    controls = len(_CONTROL.findall(text))
    if "\0" in text or controls > max(2, len(text) * _MOST_CONTROL):
        raise InputError("binary: control characters where text should be")
    return text
