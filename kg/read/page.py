"""Web pages and PDF files: main text and metadata."""

from __future__ import annotations

import logging
import re
import zlib
from io import BytesIO

from kg.errors import InputError
from kg.read.decode import decode
from kg.read.raw import Metadata, iso_date

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2199-12-31"}
"""Only dates that the page declares, and no clock: the default latest date is today's."""


def read_html(data: bytes) -> tuple[str, Metadata]:
    """Return the main text of a web page, its headline first, and what the page says of itself.

    :raises InputError: the bytes are no text, or the page has no main text.
    """
    from trafilatura import bare_extraction  # slow to import

    charset = _CHARSET.search(data[:4096])
    declared = None if charset is None else charset.group(1).decode("ascii", "replace")
    html = _DECLARATION.sub("", decode(data, declared=declared))
    page = bare_extraction(html, with_metadata=True, include_comments=False, date_extraction_params=_DATES)
    text = None if page is None else page.text
    if not text:
        raise InputError("no main text in the page")
    published = None if page.date is None else iso_date(page.date)
    metadata = Metadata(title=page.title, publisher=page.sitename, published=published, url=page.url)
    if page.title and page.title not in text[: 2 * len(page.title) + 200]:
        text = f"{page.title}\n{text}"
    return text, metadata


def read_pdf(data: bytes) -> tuple[str, Metadata]:
    """Return the text layer of a PDF file, pages parted by form feeds, and its title if it names one.

    :raises InputError: the file is damaged, locked with a password, or has no text layer.
    """
    from pypdf import PdfReader  # slow to import
    from pypdf.errors import PyPdfError

    # pypdf logs every oddity of a damaged file to standard error; what matters comes back as our error.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError("the PDF is locked with a password")
        text = "\f".join(page.extract_text() for page in reader.pages)
        title = None if reader.metadata is None else reader.metadata.title
    except (
        PyPdfError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        OSError,
        RecursionError,
        zlib.error,
    ) as error:
        # pypdf lets these out on damaged files
        raise InputError(f"damaged PDF ({error})") from error
    if not text.strip():
        raise InputError("the PDF has no text layer (scanned pages?)")
    return text, Metadata(title=title.strip() or None if isinstance(title, str) else None)
