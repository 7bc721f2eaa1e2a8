"""Hold a store or file to the shapes and to the queries that must return nothing."""

from kg.validate.check import Violation, validate
from kg.validate.files import open_graph

__all__ = ["Violation", "open_graph", "validate"]
