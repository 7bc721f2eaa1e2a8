"""Write a store out: RDF in five syntaxes, the entity network, the claims as a table."""

from kg.export.exporting import FORMATS, export

__all__ = ["FORMATS", "export"]
