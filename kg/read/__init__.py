"""Read files into documents: plain text, HTML, JSON lines, CSV and PDF (docs/reading.md)."""

from kg.read.documents import read_documents
from kg.read.raw import Rejected

__all__ = ["Rejected", "read_documents"]
