"""Ask an OpenAI-compatible chat endpoint for JSON of a given schema; tried again when it is worth it.

Source: https://platform.openai.com/docs/api-reference/chat/create and RFC 9110, section 10.2.3 (Retry-After)
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import requests

from kg.errors import NetworkError

TRIES = 4
LONGEST_WAIT = 120.0
"""Seconds that a server may ask us to wait before a further try; when it asks for more we give up."""

_BUSY = {408, 409, 429, 500, 502, 503, 504}
_NO_KEY = {401, 403}


class ChatClient:
    """Talks to one model at one endpoint. The key goes into the request and nowhere else."""

    def __init__(
        self,
        url: str,
        model: str,
        *,
        key: str | None = None,
        timeout: float = 120.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.url = url.rstrip("/") + "/chat/completions"
        self.model = model
        self._timeout = timeout
        self._sleep = sleep
        self._session = requests.Session()
        if key is not None:
            self._session.headers["Authorization"] = f"Bearer {key}"

    def ask(self, system: str, user: str, schema: Mapping[str, Any]) -> dict[str, Any]:
        """Return the JSON object that the model answers; up to four tries.

        :raises NetworkError: the endpoint cannot be reached, refuses, or never answers in the form asked for.
        """
        body = {
            "model": self.model,
            "temperature": 0,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "reading", "strict": True, "schema": schema},
            },
        }
        trouble = ""
        for attempt in range(TRIES):
            answer = self._try(body, attempt)
            if isinstance(answer, dict):
                return answer
            trouble, wait = answer
            if attempt + 1 < TRIES:
                self._sleep(wait)
        raise NetworkError(f"{self.url}: given up after {TRIES} tries: {trouble}")

    def _try(self, body: Mapping[str, Any], attempt: int) -> dict[str, Any] | tuple[str, float]:
        """Return the answer, or what went wrong and the seconds to wait before a further try."""
        backoff = float(2**attempt)
        try:
            response = self._session.post(self.url, json=body, timeout=self._timeout)
        except requests.Timeout:
            return f"no answer within {self._timeout:g} seconds; set timeout in [plugin] higher", backoff
        except requests.ConnectionError as error:
            return f"cannot be reached ({type(error).__name__}); is the server running?", backoff
        except requests.RequestException as error:
            raise NetworkError(f"{self.url}: cannot be asked ({error})") from error
        if response.status_code in _BUSY:
            return _status(response), self._retry_after(response, backoff)
        if not response.ok:
            mend = "; check key_variable in [plugin]" if response.status_code in _NO_KEY else ""
            raise NetworkError(f"{self.url}: {_status(response)}{mend}")
        try:
            return _content(response)
        except (ValueError, LookupError, TypeError) as error:
            return f"the answer is not in the form asked for ({error!r})", 0.0

    def _retry_after(self, response: requests.Response, otherwise: float) -> float:
        wait = _seconds(response.headers.get("Retry-After"))
        if wait is None:
            return otherwise
        if wait > LONGEST_WAIT:
            raise NetworkError(f"{self.url}: {_status(response)}; it asks to come back in {wait:.0f} seconds")
        return max(wait, 0.0)


def _status(response: requests.Response) -> str:
    words = " ".join(response.text.split())[:300]
    return f"the server answered {response.status_code} {response.reason}: {words}"


def _seconds(retry_after: str | None) -> float | None:
    """Read Retry-After: seconds or an HTTP date; None when there is none or it makes no sense."""
    if retry_after is None:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        when = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    when = when if when.tzinfo is not None else when.replace(tzinfo=UTC)
    return (when - datetime.now(UTC)).total_seconds()


def _content(response: requests.Response) -> dict[str, Any]:
    choice = response.json()["choices"][0]
    if choice.get("finish_reason") == "length":
        raise ValueError("cut off: the model's longest answer is too short")
    content = json.loads(choice["message"]["content"])
    if not isinstance(content, dict):
        raise TypeError("not a JSON object")
    return content
