"""Files of many texts: JSON lines and CSV, one record a text."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator

from kg.errors import InputError
from kg.read.decode import decode
from kg.read.raw import BinaryStream, Raw, Rejected, metadata_from


def iter_jsonl(stream: BinaryStream, path: str, *, max_bytes: int) -> Iterator[Raw | Rejected]:
    """Yield the records of JSON lines in order, lazily; a broken or overlong line is rejected.

    Source: jsonlines.org (UTF-8, one value a line, empty lines passed over).
    """
    number = 0
    while line := stream.readline(max_bytes + 1):
        number += 1
        place = f"line {number}"
        if len(line) > max_bytes and not line.endswith(b"\n"):
            _skip_line(stream)
            yield Rejected(path, f"huge: more than {max_bytes} bytes", place)
        elif line.strip() and (number > 1 or line.strip() != b"\xef\xbb\xbf"):
            yield _json_record(line, path, place)


def _skip_line(stream: BinaryStream) -> None:
    while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
        pass


def _json_record(line: bytes, path: str, place: str) -> Raw | Rejected:
    try:
        fields = json.loads(line.decode("utf-8-sig"))
        if not isinstance(fields, dict):
            raise InputError(f"not a JSON object but {type(fields).__name__}")
        return _raw(fields, hashlib.sha256(line.strip()).hexdigest(), place)
    except (InputError, ValueError, RecursionError) as error:
        return Rejected(path, f"broken record: {error}", place)


def _raw(fields: dict[str, object], digest: str, place: str) -> Raw:
    text = fields.get("text")
    if not isinstance(text, str):
        raise InputError("no field text" if text is None else "text is not text")
    if any("\ud800" <= c <= "\udfff" or c == "\0" for c in set(text)):
        raise InputError("text holds a NUL or half of a surrogate pair")
    return Raw(text, metadata_from(fields), digest, place)


def iter_csv(data: bytes, path: str, *, max_bytes: int) -> Iterator[Raw | Rejected]:
    """Yield the rows of a CSV file (comma, semicolon or tab; RFC 4180) in order; a broken row is rejected.

    Source: RFC 4180; semicolon and tab are what spreadsheets write in Arabic and European settings.

    :raises InputError: the bytes are no text, or there is no column ``text``.
    """
    rows = csv_rows(decode(data), max_bytes=max_bytes)
    for place, row in rows:
        if isinstance(row, InputError):
            yield Rejected(path, f"broken record: {row}", place)
            continue
        if "text" not in row:
            hint = " (a manifest is passed with --manifest)" if "file" in row else ""
            raise InputError(f"no column text{hint}")
        try:
            digest = hashlib.sha256(json.dumps(row, ensure_ascii=True).encode()).hexdigest()
            yield _raw(row, digest, place)
        except InputError as error:
            yield Rejected(path, f"broken record: {error}", place)


def csv_rows(text: str, *, max_bytes: int) -> Iterator[tuple[str, dict[str, object] | InputError]]:
    """Yield place and cells of each row below the header, keyed by lower-case column name.

    :raises InputError: the header is missing or names a column twice.
    """
    # The limit is one for the whole process: lowering it would break other readers of tables.
    csv.field_size_limit(max(csv.field_size_limit(), max_bytes))
    header_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=header_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header = [name.strip().casefold() for name in next(reader, [])]
    if len(set(header)) != len(header) or not any(header):
        raise InputError("the first line does not name the columns, each once")
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield f"line {reader.line_num}", InputError(str(error))
            continue
        place = f"line {reader.line_num}"
        if len(cells) > len(header):
            yield place, InputError(f"{len(cells)} cells under {len(header)} columns")
        elif any(cell.strip() for cell in cells):
            yield place, dict(zip(header, cells, strict=False))
