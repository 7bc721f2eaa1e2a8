"""The process in which a query of a folder runs: a request on standard input, an answer on standard output.

The request is a JSON object with ``store`` and ``sparql``. The first line of the answer names its kind:
``json`` (SPARQL 1.1 JSON), ``triples`` (N-Triples) or the class of an error, whose message follows.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from kg.errors import KgError
from kg.query.formats import to_json, to_ntriples
from kg.query.running import materialise
from kg.store import open_store


def answer(request: str) -> tuple[str, str]:
    """Answer one request by its kind and body."""
    task = json.loads(request)
    try:
        with open_store(Path(task["store"])) as store:
            result = materialise(store.query(task["sparql"]))
    except KgError as error:
        return type(error).__name__, str(error)
    return ("triples", to_ntriples(result)) if isinstance(result, tuple) else ("json", to_json(result))


def main() -> None:
    """Answer the request on standard input."""
    kind, body = answer(sys.stdin.buffer.read().decode())
    sys.stdout.buffer.write(f"{kind}\n{body}".encode())


if __name__ == "__main__":
    main()
