"""A language model as recogniser, against a server of our own: good answers, bad ones, none."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from kg.errors import NetworkError, UsageError
from kg.language.sentences import split_sentences
from kg.model import Document, Recognition
from kg.recognise import open_recogniser
from kg.recognise.plugins.chat import LONGEST_WAIT, TRIES, ChatClient
from kg.recognise.plugins.llm import LONGEST_QUESTION, LanguageModelRecogniser
from kg.recognise.plugins.quotes import SCHEMA
from kg.relate import annotate
from kg.settings import PluginSettings, Settings

TEXT = "أكد الوزير سامي الحداد أن باريس ستستضيف القمة.\nوزار باريس مبعوثون من الأردن، ثم غادروا باريس."
PATH = "/v1/chat/completions"

Json = dict[str, Any]


def document(text: str = TEXT) -> Document:
    return Document("d1", text, "ar", split_sentences(text, "ar"))


def mention(name: str, sentence: int, kind: str, quote: str, nth: int = 1) -> Json:
    return {"id": name, "sentence": sentence, "type": kind, "quote": quote, "nth": nth}


def trigger(name: str, sentence: int, kind: str, mode: str, quote: str) -> Json:
    return {**mention(name, sentence, kind, quote), "mode": mode}


def arc(kind: str, source: str, target: str, label: str | None = None) -> Json:
    return {"kind": kind, "source": source, "target": target, "label": label}


def answer(**parts: list[Json]) -> Json:
    return {"mentions": [], "phrases": [], "triggers": [], "arcs": [], **parts}


GOOD = answer(
    mentions=[
        mention("m1", 0, "Position", "الوزير"),
        mention("m2", 0, "Person", "سامي الحداد"),
        mention("m3", 0, "Place", "باريس"),
        mention("m4", 1, "Place", "باريس", 2),
        mention("m5", 1, "Place", "الأردن"),
    ],
    phrases=[{"id": "p1", "sentence": 1, "quote": "مبعوثون من الأردن", "nth": 1}],
    triggers=[
        trigger("t1", 0, "Statement", "asserted", "أكد"),
        trigger("t2", 0, "Consultation", "planned", "ستستضيف"),
        trigger("t3", 1, "Consultation", "asserted", "زار"),
    ],
    arcs=[
        arc("holder", "m1", "m2"),
        arc("role", "t1", "m2", "actor"),
        arc("speaker", "t2", "m2"),
        arc("topic", "t1", "t2"),
        arc("role", "t3", "p1", "actor"),
    ],
)


def completion(content: Json | str, finish: str = "stop") -> Json:
    text = content if isinstance(content, str) else json.dumps(content)
    return {"choices": [{"index": 0, "finish_reason": finish, "message": {"content": text}}]}


def client(
    server: HTTPServer, *, key: str | None = None, timeout: float = 10.0
) -> tuple[ChatClient, list[float]]:
    waits: list[float] = []
    url = server.url_for("/v1")
    return ChatClient(url, "small", key=key, timeout=timeout, sleep=waits.append), waits


def recogniser(server: HTTPServer) -> LanguageModelRecogniser:
    return LanguageModelRecogniser(client(server)[0], score=0.7)


def recognise(server: HTTPServer, content: Json) -> Recognition:
    server.expect_request(PATH).respond_with_json(completion(content))
    return next(recogniser(server).recognise([document()]))


def test_a_good_answer_becomes_a_recognition(httpserver: HTTPServer) -> None:
    found = recognise(httpserver, GOOD)
    at = found.document.at
    assert [(m.type, at(m.span)) for m in found.mentions] == [
        ("Position", "الوزير"),
        ("Person", "سامي الحداد"),
        ("Place", "باريس"),
        ("Place", "الأردن"),
        ("Place", "باريس"),
    ]
    assert found.mentions[4].span.start == TEXT.rindex("باريس")
    assert [(t.type, t.mode, t.sentence, at(t.span)) for t in found.triggers] == [
        ("Statement", "asserted", 0, "أكد"),
        ("Consultation", "planned", 0, "ستستضيف"),
        ("Consultation", "asserted", 1, "زار"),
    ]
    assert [(a.kind, a.source, a.target, a.label) for a in found.arcs] == [
        ("holder", 0, 1, None),
        ("role", 0, 1, "actor"),
        ("speaker", 1, 1, None),
        ("topic", 0, 1, None),
        ("role", 2, 5, "actor"),
    ]
    assert at(found.fillers[0]) == "مبعوثون من الأردن"
    assert {m.score for m in found.mentions} == {0.7}
    claims = annotate(found)
    assert [e.type for e in claims.events] == ["Statement", "Consultation", "Consultation"]
    assert claims.events[1].speaker == next(e.id for e in claims.entities.values() if e.type == "Person")


def test_the_question_holds_the_sentences_and_the_schema(httpserver: HTTPServer) -> None:
    def handle(request: Request) -> Response:
        body = request.get_json()
        assert request.headers["Authorization"] == "Bearer s3cret"
        assert body["model"] == "small"
        assert body["response_format"]["json_schema"]["schema"] == SCHEMA
        asked = json.loads(body["messages"][1]["content"])
        assert [(s["sentence"], s["text"]) for s in asked["sentences"]] == list(enumerate(TEXT.split("\n")))
        return Response(json.dumps(completion(answer())), content_type="application/json")

    httpserver.expect_request(PATH, method="POST").respond_with_handler(handle)
    reader = LanguageModelRecogniser(client(httpserver, key="s3cret")[0], score=0.7)
    assert next(reader.recognise([document()])).mentions == ()
    httpserver.check_assertions()


def _objects(schema: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401
    if isinstance(schema, list):
        return [found for item in schema for found in _objects(item)]
    if not isinstance(schema, dict):
        return []
    inner = [found for item in schema.values() for found in _objects(item)]
    return [schema, *inner] if schema.get("type") == "object" else inner


def test_the_schema_is_strict_throughout() -> None:
    objects = _objects(SCHEMA)
    assert len(objects) == 5
    for item in objects:
        assert item["additionalProperties"] is False
        assert set(item["required"]) == set(item["properties"])


def test_what_is_not_in_the_text_is_dropped_and_counted(
    httpserver: HTTPServer, caplog: pytest.LogCaptureFixture
) -> None:
    bad = answer(
        mentions=[
            mention("m1", 0, "Place", "باريس"),
            mention("m2", 0, "Place", "لندن"),  # not in the text
            mention("m3", 0, "Place", "باريس", 2),  # once only
            mention("m4", 0, "Place", "الأردن"),  # in the other sentence
            mention("m5", 7, "Place", "باريس"),  # no such sentence
            mention("m6", 0, "Place", "باريس", 0),
            mention("m7", 0, "Place", ""),
            mention("m8", 0, "Planet", "باريس"),  # not in the schema
            mention("m1", 1, "Place", "الأردن"),  # an id of two things
        ],
        triggers=[trigger("t1", 0, "Statement", "asserted", "أكد")],
        arcs=[
            arc("role", "t1", "m2", "target"),  # to what was dropped
            arc("role", "t1", "m1", "leads"),  # no role
            arc("holder", "m1", "m1"),
            arc("role", "t1", "m1", "place"),
        ],
    )
    httpserver.expect_request(PATH).respond_with_json(completion(bad))
    reader = recogniser(httpserver)
    with caplog.at_level(logging.WARNING):
        (found,) = reader.recognise([document()])
    assert {found.document.at(m.span) for m in found.mentions} == {"باريس", "الأردن"}
    assert [(a.kind, a.label) for a in found.arcs] == [("role", "place")]
    assert reader.dropped == {
        "quotes not in the text": 6,
        "items not in the form asked for": 1,
        "ids given twice": 1,
        "arcs to what is not there": 1,
        "arcs between what they cannot join": 2,
    }
    assert "d1: 11 of the 14 items that small answered are dropped" in caplog.text
    assert "6 quotes not in the text" in caplog.text


def test_nothing_is_said_when_nothing_is_dropped(
    httpserver: HTTPServer, caplog: pytest.LogCaptureFixture
) -> None:
    recognise(httpserver, GOOD)
    assert not [r for r in caplog.records if r.name.startswith("kg")]


def test_a_long_document_is_asked_about_in_parts_with_numbers_that_hold(httpserver: HTTPServer) -> None:
    def handle(request: Request) -> Response:
        asked = json.loads(request.get_json()["messages"][1]["content"])["sentences"]
        found = [mention("m", s["sentence"], "Place", "طوكيو") for s in asked if "طوكيو" in s["text"]]
        sizes.append(sum(len(s["text"]) for s in asked))
        return Response(json.dumps(completion(answer(mentions=found))), content_type="application/json")

    sizes: list[int] = []
    httpserver.expect_request(PATH).respond_with_handler(handle)
    text = "وقال التقرير إن الأمر معقد جدا.\n" * 200 + "ثم زار الرئيس طوكيو."
    (found,) = recogniser(httpserver).recognise([document(text)])
    assert [found.document.at(m.span) for m in found.mentions] == ["طوكيو"]
    assert len(sizes) > 1
    assert max(sizes) <= LONGEST_QUESTION
    assert sum(sizes) == len(text.replace("\n", ""))


def test_an_empty_document_asks_nothing(httpserver: HTTPServer) -> None:
    (found,) = recogniser(httpserver).recognise([document("")])
    assert found.mentions == ()
    assert httpserver.log == []


# The network


def test_malformed_answers_are_asked_for_again_and_then_given_up(httpserver: HTTPServer) -> None:
    asker, waits = client(httpserver)
    httpserver.expect_ordered_request(PATH).respond_with_json(completion('{"mentions": ['))
    httpserver.expect_ordered_request(PATH).respond_with_json({"choices": []})
    httpserver.expect_ordered_request(PATH).respond_with_json(completion(GOOD))
    assert asker.ask("s", "u", SCHEMA) == GOOD
    assert waits == [0.0, 0.0]


@pytest.mark.parametrize(
    "reply", ["no JSON at all", json.dumps(completion("[]")), json.dumps(completion("{}", "length"))]
)
def test_an_endless_run_of_malformed_answers_is_an_error(httpserver: HTTPServer, reply: str) -> None:
    asker, _ = client(httpserver)
    httpserver.expect_request(PATH).respond_with_data(reply, content_type="application/json")
    with pytest.raises(NetworkError, match=rf"{PATH}: given up after {TRIES} tries: .*form asked for"):
        asker.ask("s", "u", SCHEMA)
    assert len(httpserver.log) == TRIES


def test_retry_after_is_kept_to(httpserver: HTTPServer) -> None:
    asker, waits = client(httpserver)
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    for value in ("3", later, "soon"):
        httpserver.expect_ordered_request(PATH).respond_with_data(
            "wait", status=429, headers={"Retry-After": value}
        )
    httpserver.expect_ordered_request(PATH).respond_with_json(completion(GOOD))
    assert asker.ask("s", "u", SCHEMA) == GOOD
    assert waits[0] == 3.0
    assert 30 < waits[1] <= 40
    assert waits[2] == 4.0  # not understood, so that we wait as without it


def test_a_server_that_asks_for_too_long_a_wait_is_given_up(httpserver: HTTPServer) -> None:
    asker, waits = client(httpserver)
    headers = {"Retry-After": str(int(LONGEST_WAIT) + 1)}
    httpserver.expect_request(PATH).respond_with_data("quota", status=429, headers=headers)
    with pytest.raises(NetworkError, match=r"429 .*quota; it asks to come back in 121 seconds"):
        asker.ask("s", "u", SCHEMA)
    assert waits == []


def test_server_errors_are_tried_again_with_growing_waits(httpserver: HTTPServer) -> None:
    asker, waits = client(httpserver)
    httpserver.expect_request(PATH).respond_with_data("overloaded", status=503)
    with pytest.raises(
        NetworkError, match=rf"given up after {TRIES} tries: the server answered 503 .*overload"
    ):
        asker.ask("s", "u", SCHEMA)
    assert waits == [1.0, 2.0, 4.0]


@pytest.mark.parametrize(("status", "hint"), [(400, "bad schema"), (401, "check key_variable"), (404, "404")])
def test_refusals_are_not_tried_again(httpserver: HTTPServer, status: int, hint: str) -> None:
    asker, waits = client(httpserver, key="s3cret")
    httpserver.expect_request(PATH).respond_with_data("bad schema", status=status)
    with pytest.raises(NetworkError, match=hint) as caught:
        asker.ask("s", "u", SCHEMA)
    assert len(httpserver.log) == 1
    assert waits == []
    assert "s3cret" not in str(caught.value)
    assert caught.value.exit_code == 3


def test_a_slow_server_is_not_waited_for_longer_than_set(httpserver: HTTPServer) -> None:
    def handle(_: Request) -> Response:
        time.sleep(0.4)
        return Response("late")

    httpserver.expect_request(PATH).respond_with_handler(handle)
    asker, _ = client(httpserver, timeout=0.05)
    with pytest.raises(NetworkError, match=r"no answer within 0\.05 seconds"):
        asker.ask("s", "u", SCHEMA)


def test_a_server_that_is_not_there_is_named() -> None:
    asker = ChatClient("http://127.0.0.1:9/v1", "small", sleep=lambda _: None)
    with pytest.raises(NetworkError, match=r"http://127\.0\.0\.1:9/v1/chat/completions: .*cannot be reached"):
        asker.ask("s", "u", SCHEMA)


# Settings


def test_settings_lead_to_the_endpoint(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_TEST_KEY", "from-environment")
    httpserver.expect_request(PATH, headers={"Authorization": "Bearer from-environment"}).respond_with_json(
        completion(GOOD)
    )
    plugin = PluginSettings(url=httpserver.url_for("/v1/"), model="small", key_variable="KG_TEST_KEY")
    reader = open_recogniser(Settings(recogniser="llm", plugin=plugin))
    assert len(next(iter(reader.recognise([document()]))).mentions) == 5
    assert "from-environment" not in reader.version


@pytest.mark.parametrize(
    ("plugin", "message"),
    [
        (PluginSettings(model="small"), "needs url and model"),
        (PluginSettings(url="http://127.0.0.1/v1"), "needs url and model"),
        (PluginSettings(url="127.0.0.1", model="small"), "must begin with http"),
        (PluginSettings(url="http://h/v1", model="m", key_variable="KG_NO_SUCH_KEY"), "KG_NO_SUCH_KEY"),
    ],
)
def test_incomplete_settings_are_refused(plugin: PluginSettings, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        open_recogniser(Settings(recogniser="llm", plugin=plugin))


def test_the_version_follows_model_endpoint_and_score() -> None:
    def version(url: str, model: str, score: float) -> str:
        return LanguageModelRecogniser(ChatClient(url, model), score=score).version

    versions = [version(u, m, s) for u in ("http://a", "http://b") for m in ("m", "n") for s in (0.7, 0.8)]
    assert len(set(versions)) == 8
    assert version("http://a", "m", 0.7) == versions[0]
