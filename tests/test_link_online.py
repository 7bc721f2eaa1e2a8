"""Asking the MediaWiki API: politely, from the cache, and with a clear word when it fails.

The answers are made by hand in the form of the API's documentation; none is a recording.
"""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from link_world import world
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from kg.errors import NetworkError, UsageError
from kg.link.asking import Question, ask_wikidata
from kg.link.document import default_weights
from kg.link.online import fetch, search
from kg.link.polite import Polite

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
FOUND = {"search": [{"id": "Q900000050"}]}


def client(folder: Path, **options: object) -> tuple[Polite, list[float]]:
    waits: list[float] = []
    made = Polite(
        "a@example.org",
        folder,
        pause=0.0,
        timeout=1.0,
        sleep=waits.append,
        now=lambda: NOON,
        **options,  # type: ignore[arg-type]
    )
    return made, waits


def json_text(text: str, **headers: str) -> Response:
    return Response(text, 200, headers, content_type="application/json")


def long_waits(waits: list[float]) -> list[float]:
    return [wait for wait in waits if wait > 0]


def entity(qid: str, label: str, **claims: object) -> dict[str, object]:
    return {
        "id": qid,
        "labels": {"ar": {"value": label}, "en": {"value": "Karim Bustani"}},
        "descriptions": {"en": {"value": "a person made up"}},
        "aliases": {},
        "claims": {
            name: [{"mainsnak": {"datavalue": {"value": value}}, "rank": "normal"}]
            for name, value in claims.items()
        },
    }


def test_without_a_contact_nothing_is_asked(tmp_path: Path) -> None:
    for contact in (None, "", "me"):
        with pytest.raises(UsageError, match="contact"):
            Polite(contact, tmp_path)


def test_the_request_says_who_asks_and_what(tmp_path: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/api").respond_with_json(FOUND)
    made, _ = client(tmp_path)
    assert search(made, "كريم", "ar", url=httpserver.url_for("/api")) == ["Q900000050"]
    request = httpserver.log[0][0]
    assert request.headers["User-Agent"].startswith("kg/")
    assert "a@example.org" in request.headers["User-Agent"]
    assert (request.args["maxlag"], request.args["language"]) == ("5", "ar")


def test_answers_are_kept_until_they_are_old(tmp_path: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/api").respond_with_json(FOUND)
    url = httpserver.url_for("/api")
    for _ in range(2):
        search(client(tmp_path)[0], "x", "en", url=url)
    assert len(httpserver.log) == 1
    later = client(tmp_path)[0]
    later.now = lambda: NOON + timedelta(days=31)
    search(later, "x", "en", url=url)
    assert len(httpserver.log) == 2


@pytest.mark.parametrize(
    ("answer", "wait"),
    [
        (Response("slow down", 429, {"Retry-After": "7"}), 7.0),
        (Response("slow down", 429, {"Retry-After": "Fri, 02 Jan 2026 12:00:09 GMT"}), 9.0),
        (
            Response(
                '{"error": {"code": "maxlag"}}', 200, {"Retry-After": "6"}, content_type="application/json"
            ),
            6.0,
        ),
        (Response("down", 503), 1.0),
        (json_text('{"search": [{"id": "Q9'), 1.0),
    ],
)
def test_it_waits_as_told_and_asks_again(
    tmp_path: Path, httpserver: HTTPServer, answer: Response, wait: float
) -> None:
    httpserver.expect_ordered_request("/api").respond_with_response(answer)
    httpserver.expect_ordered_request("/api").respond_with_json(FOUND)
    made, waits = client(tmp_path)
    assert search(made, "x", "en", url=httpserver.url_for("/api")) == ["Q900000050"]
    assert long_waits(waits) == [wait]
    assert made.requests_sent == 2


def test_too_long_a_wait_is_left_to_the_user(tmp_path: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/api").respond_with_data("later", 429, {"Retry-After": "4000"})
    made, waits = client(tmp_path)
    with pytest.raises(NetworkError, match="4000 seconds"):
        search(made, "x", "en", url=httpserver.url_for("/api"))
    assert (made.requests_sent, long_waits(waits)) == (1, [])


def test_it_gives_up_in_the_end_with_ever_longer_waits(tmp_path: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/api").respond_with_data("down", 500)
    made, waits = client(tmp_path, tries=3)
    with pytest.raises(NetworkError, match=r"after 3 tries .status 500."):
        search(made, "x", "en", url=httpserver.url_for("/api"))
    assert long_waits(waits) == [1.0, 2.0]


def test_a_slow_answer_is_given_up(tmp_path: Path, httpserver: HTTPServer) -> None:
    def slow(_: Request) -> Response:
        time.sleep(0.5)
        return Response("{}", content_type="application/json")

    httpserver.expect_request("/api").respond_with_handler(slow)
    made, _ = client(tmp_path, tries=1)
    made.timeout = 0.1
    with pytest.raises(NetworkError, match="after 1 tries"):
        search(made, "x", "en", url=httpserver.url_for("/api"))


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (Response("<html>", 200, content_type="text/html"), "text/html"),
        (Response("gone", 404), "status 404"),
        (Response("[]", 200, content_type="application/json"), "no object"),
        (
            Response('{"error": {"code": "badvalue", "info": "no"}}', 200, content_type="application/json"),
            "badvalue",
        ),
        (Response("{}", 200, content_type="application/json"), "lacks .search."),
    ],
)
def test_a_wrong_answer_is_told_at_once(
    tmp_path: Path, httpserver: HTTPServer, answer: Response, word: str
) -> None:
    httpserver.expect_request("/api").respond_with_response(answer)
    made, waits = client(tmp_path)
    with pytest.raises(NetworkError, match=word):
        search(made, "x", "en", url=httpserver.url_for("/api"))
    assert (made.requests_sent, long_waits(waits)) == (1, [])


def test_a_redirect_is_followed(tmp_path: Path, httpserver: HTTPServer) -> None:
    target = httpserver.url_for("/api")
    httpserver.expect_request("/old").respond_with_data("", 302, {"Location": target})
    httpserver.expect_request("/api").respond_with_json(FOUND)
    assert search(client(tmp_path)[0], "x", "en", url=httpserver.url_for("/old")) == ["Q900000050"]


def test_items_are_fetched_fifty_at_a_time_and_a_broken_run_goes_on(
    tmp_path: Path, httpserver: HTTPServer
) -> None:
    asked: list[list[str]] = []

    def answer(request: Request) -> Response:
        asked.append(request.args["ids"].split("|"))
        if len(asked) == 2:
            return Response("down", 404)
        body = {"entities": {qid: entity(qid, "س") for qid in asked[-1]}}
        return Response(json.dumps(body), content_type="application/json")

    httpserver.expect_request("/api").respond_with_handler(answer)
    qids = [f"Q{n}" for n in range(900000001, 900000121)]
    with pytest.raises(NetworkError):
        list(fetch(client(tmp_path)[0], qids, url=httpserver.url_for("/api")))
    found = list(fetch(client(tmp_path)[0], qids, url=httpserver.url_for("/api")))
    assert [len(ids) for ids in asked] == [50, 50, 50, 20]
    assert [item.item.qid for item in found] == qids


def _serve(httpserver: HTTPServer, claims: dict[str, object]) -> str:
    httpserver.expect_request("/api", query_string={"action": "x"}).respond_with_json({})
    body = {"entities": {"Q900000050": entity("Q900000050", "كريم البستاني", **claims)}}

    def answer(request: Request) -> Response:
        content = FOUND if request.args["action"] == "wbsearchentities" else body
        return Response(json.dumps(content), content_type="application/json")

    httpserver.expect_request("/api").respond_with_handler(answer)
    return httpserver.url_for("/api")


HUMAN: dict[str, object] = {"P31": {"id": "Q5"}}


def test_a_person_is_linked_by_name_and_type(tmp_path: Path, httpserver: HTTPServer) -> None:
    url = _serve(httpserver, HUMAN)
    question = Question("https://kg.example/id/entity/1", "Person", {"ar": "كريم البستاني"}, "2021-01-01")
    (link,) = ask_wikidata(client(tmp_path)[0], [question], world(), default_weights(), url=url)
    assert link.qid == "Q900000050"
    assert link.explanation.startswith("online: ")


@pytest.mark.parametrize("claims", [{}, {**HUMAN, "P570": {"time": "+1700-01-01T00:00:00Z"}},
                                    {**HUMAN, "P569": {"time": "+2022-01-01T00:00:00Z"}}])  # fmt: skip
def test_the_wrong_type_or_time_of_life_is_no_link(
    tmp_path: Path, httpserver: HTTPServer, claims: dict[str, object]
) -> None:
    url = _serve(httpserver, claims)
    question = Question("https://kg.example/id/entity/1", "Person", {"ar": "كريم البستاني"}, "2021-01-01")
    assert list(ask_wikidata(client(tmp_path)[0], [question], world(), default_weights(), url=url)) == []
