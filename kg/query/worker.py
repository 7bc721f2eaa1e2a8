"""The process in which a query of a folder runs: a request on standard input, an answer on standard output.

The request is one line, a JSON object with ``store`` and ``sparql``. The first line of the answer names its
kind: ``json`` (SPARQL 1.1 JSON), ``triples`` (N-Triples) or the class of an error, whose message follows.
Standard input stays open as long as the process that asks lives: when that ends, this one ends too, even in
the middle of a query.
"""

from __future__ import annotations

import json
import os
import sys
import threading
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
    """Answer the request on standard input, unless its end comes first."""
    request = sys.stdin.buffer.readline()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    kind, body = answer(request.decode())
    sys.stdout.buffer.write(f"{kind}\n{body}".encode())
    sys.stdout.buffer.flush()


def _end_with_parent() -> None:
    """Wait for the end of standard input and leave at once; a running query cannot be asked to stop.

    The system closes the pipe when the parent dies, however it dies, on every platform. pyoxigraph lets other
    threads run while it evaluates.
    """
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


if __name__ == "__main__":
    main()
