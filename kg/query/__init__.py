"""Questions to a store: the library of named queries, typed parameters, time limits, result formats."""

from kg.query.formats import FORMATS, format_result
from kg.query.library import NamedQuery, Parameter, find_query, load_library, parse_query, read_query
from kg.query.running import Result, Table, run_named, run_text

__all__ = [
    "FORMATS",
    "NamedQuery",
    "Parameter",
    "Result",
    "Table",
    "find_query",
    "format_result",
    "load_library",
    "parse_query",
    "read_query",
    "run_named",
    "run_text",
]
