"""Ask a web service as Wikidata wishes it: say who we are, one request at a time, wait when told to, cache.

The only module of kg.link that calls the network. Answers are kept on disk with their day, so that a broken
run goes on where it stopped and a second one asks nothing.
Source: https://www.mediawiki.org/wiki/API:Etiquette ;
https://www.mediawiki.org/wiki/Manual:Maxlag_parameter ;
https://foundation.wikimedia.org/wiki/Policy:Wikimedia_Foundation_User-Agent_Policy ; RFC 9110, 10.2.3.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import requests

from kg import __version__
from kg.errors import NetworkError, UsageError

Json = dict[str, Any]


@dataclass(slots=True)
class Polite:
    """A client that asks one thing at a time. ``contact`` is a mail address or page, which services ask for.

    ``pause``, ``timeout`` and ``longest_wait`` are in seconds, ``days`` is how long an answer is kept,
    ``tries`` how often one request is sent at most. ``sleep`` and ``now`` are there for tests.
    """

    contact: str | None
    cache: Path
    days: int = 30
    tries: int = 5
    timeout: float = 30.0
    pause: float = 0.1
    longest_wait: float = 300.0
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(tz=UTC)
    requests_sent: int = 0
    _session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        if self.contact is None or not (
            "@" in self.contact or self.contact.startswith(("http://", "https://"))
        ):
            raise UsageError(
                'online services want to know whom to write to: set contact = "mail address or page" in the '
                "file of --settings"
            )
        self._session.headers["User-Agent"] = (
            f"kg/{__version__} ({self.contact}) requests/{requests.__version__}"
        )

    def ask(self, url: str, fields: Mapping[str, str], *, needs: str, post: bool = False) -> Json:
        """Return the JSON object that a service answers, from the cache when it was asked not long ago.

        An answer without the key that it ``needs`` is wrong, and not kept.

        :raises NetworkError: the service cannot be reached, refuses, or answers something else than JSON.
        """
        key = sha256(json.dumps([url, sorted(fields.items()), post]).encode()).hexdigest()
        path = self.cache / key[:2] / f"{key}.json"
        kept = self._read(path)
        if kept is not None:
            return kept
        answer = self._ask(url, fields, post=post)
        if needs not in answer:
            raise NetworkError(f"{url}: the answer lacks {needs!r}; is this the address of such a service?")
        self._write(path, answer)
        return answer

    def _read(self, path: Path) -> Json | None:
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            young = self.now() - datetime.fromisoformat(kept["on"]) < timedelta(days=self.days)
            answer = kept["answer"]
        except (OSError, ValueError, KeyError, TypeError):  # not there, or cut off while it was written
            return None
        return answer if young and isinstance(answer, dict) else None

    def _write(self, path: Path, answer: Json) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(json.dumps({"on": self.now().isoformat(), "answer": answer}), encoding="utf-8")
        part.replace(path)

    def _ask(self, url: str, fields: Mapping[str, str], *, post: bool) -> Json:
        problem = ""
        for attempt in range(self.tries):
            try:
                answer, wait, problem = self._send(url, fields, post=post)
            except requests.RequestException as error:
                answer, wait, problem = None, None, str(error)
            if answer is not None:
                return answer
            if attempt + 1 < self.tries:
                delay = 2.0**attempt if wait is None else wait
                if delay > self.longest_wait:
                    raise NetworkError(
                        f"{url}: asks to come back in {delay:.0f} seconds; run the command again then"
                    )
                self.sleep(delay)
        raise NetworkError(
            f"{url}: no answer after {self.tries} tries ({problem}); run the command again to go on"
        )

    def _send(
        self, url: str, fields: Mapping[str, str], *, post: bool
    ) -> tuple[Json | None, float | None, str]:
        """Return an answer, or None with the seconds to wait (None: unsaid) and what is wrong."""
        self.sleep(self.pause)
        self.requests_sent += 1
        if post:
            response = self._session.post(url, data=fields, timeout=self.timeout)
        else:
            response = self._session.get(url, params=fields, timeout=self.timeout)
        wait = _retry_after(response.headers.get("Retry-After"), self.now())
        if response.status_code == 429 or response.status_code >= 500:
            return None, wait, f"status {response.status_code}"
        if response.status_code >= 400:
            raise NetworkError(f"{url}: refused with status {response.status_code}: {response.text[:200]}")
        kind = response.headers.get("Content-Type", "")
        if "json" not in kind:
            raise NetworkError(
                f"{url}: answers {kind or 'nothing'} and not JSON; is this the address of an API?"
            )
        try:
            answer = response.json()
        except requests.JSONDecodeError as error:
            return None, wait, f"JSON cut off or malformed ({error})"
        if not isinstance(answer, dict):
            raise NetworkError(f"{url}: answers JSON that is no object")
        refusal = answer.get("error")
        if isinstance(refusal, dict):
            if refusal.get("code") in ("maxlag", "ratelimited", "readonly"):
                return None, 5.0 if wait is None else wait, str(refusal["code"])
            raise NetworkError(f"{url}: {refusal.get('code')}: {refusal.get('info')}")
        return answer, None, ""


def _retry_after(value: str | None, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for, None when there is none that can be read."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - now).total_seconds())
    except (TypeError, ValueError):
        return None
