"""Run builds and kill them: ``python interrupt.py NEWS STORE SEED TIMES``.

Each build runs in a process of its own, which is killed (signal 9) after a random part of the time that a
whole build takes; between two builds half of the documents change. Prints one line a kill: how the store
looked to a reader straight after it.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from wordlist import WordRecogniser, write_article

from kg.pipeline import build
from kg.store import open_store


def run(news: Path, store: Path) -> None:
    """Build in this process."""
    build([news], store=store, recogniser=WordRecogniser, published="2024-05-06")


def start(news: Path, store: Path) -> int:
    """Start a build in a process of its own and return its number."""
    child = os.fork()
    if child == 0:
        try:
            run(news, store)
        finally:
            os._exit(0)
    return child


def change(news: Path, rng: random.Random) -> None:
    """Rewrite a third of the articles, take some away and add others."""
    for path in sorted(news.glob("*.txt")):
        if rng.random() < 0.1:
            path.unlink()
        elif rng.random() < 0.3:
            path.write_text(f"خبر {path.stem}\n{write_article(rng)}", encoding="utf-8")
    for number in range(60):
        path = news / f"a{number:02}.txt"
        if not path.exists() and rng.random() < 0.5:
            path.write_text(f"خبر {path.stem}\n{write_article(rng)}", encoding="utf-8")


def main(news: Path, store: Path, seed: int, times: int) -> None:
    """Kill a number of builds at random moments."""
    rng = random.Random(seed)
    begin = time.monotonic()
    os.waitpid(start(news, store), 0)
    whole = time.monotonic() - begin
    for _ in range(times):
        change(news, rng)
        child = start(news, store)
        time.sleep(rng.uniform(0, whole))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        how = "killed" if os.WIFSIGNALED(status) else "done"
        with open_store(store) as opened:
            sys.stdout.write(f"{how} {sum(1 for _ in opened.quads())}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
