"""The errors that kg raises on purpose.

    KgError
    ├── InputError      a file or record cannot be read, or holds what its form forbids
    ├── UsageError      a setting, option or parameter is wrong
    ├── ModelError      a shipped model or data file is missing or damaged
    ├── StoreError      a graph store cannot be opened, read or written
    ├── QueryError      a SPARQL query is unknown, malformed, refused or too slow
    └── NetworkError    a remote service cannot be reached or answers wrongly

A message says what, where (file:line or IRI) and how to mend it. The command line turns each into one
line on standard error and an exit status (``exit_code``).
"""


class KgError(Exception):
    """Base of all errors that kg raises on purpose."""

    exit_code = 2


class InputError(KgError):
    """A file or record cannot be read, or holds what its form forbids."""


class UsageError(KgError):
    """A setting, option or parameter is wrong."""


class ModelError(KgError):
    """A shipped model or data file is missing or damaged."""


class StoreError(KgError):
    """A graph store cannot be opened, read or written."""

    exit_code = 3


class QueryError(KgError):
    """A SPARQL query is unknown, malformed, refused or too slow."""


class NetworkError(KgError):
    """A remote service cannot be reached or answers wrongly."""

    exit_code = 3
