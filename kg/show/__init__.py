"""Let a person see what was read out of a document: in the terminal, or as an HTML page."""

from kg.show.html import html_page
from kg.show.stored import read_stored
from kg.show.terminal import print_annotation

__all__ = ["html_page", "print_annotation", "read_stored"]
