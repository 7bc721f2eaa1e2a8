"""Refuse what would fetch from elsewhere: Oxigraph really carries out SERVICE and LOAD."""

from __future__ import annotations

import re

from kg.errors import QueryError

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_FETCHING = re.compile(r"(?<![\w?$:@/#-])(SERVICE|LOAD)(?![\w:-])", re.IGNORECASE)


def check_no_fetch(sparql: str) -> None:
    """Check that a query or update fetches nothing from elsewhere.

    The words are refused wherever they stand, also in a string: telling code from strings by anything but
    the engine's own parser can be tricked. Variables, IRIs and prefixed names may be called so.

    >>> check_no_fetch("SELECT ?service { <http://x/service> ex:load ?service }")

    Source: https://www.w3.org/TR/sparql11-query/#codepointEscape (escapes are resolved before parsing).

    :raises QueryError: the text holds SERVICE or LOAD.
    """
    plain = _ESCAPE.sub(lambda match: _character(match[1] if match[2] is None else match[2]), sparql)
    found = _FETCHING.search(plain)
    if found is not None:
        raise QueryError(
            f"the word {found[1].upper()} is refused in a query, it could fetch from elsewhere; "
            "--allow-service permits it"
        )


def _character(digits: str) -> str:
    code = int(digits, 16)
    return chr(code) if code <= 0x10FFFF else ""
