"""``kg link --online`` from the command line to the store, against a MediaWiki API on loopback.

The answers are made by hand in the form of the API's documentation; none is a recording.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from link_world import annotate
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from kg.cli import cli
from kg.graph import document_quads, resolved_quads
from kg.resolve.corpus import resolve_corpus
from kg.resolve.summary import summarise
from kg.settings import Settings
from kg.store import open_store
from kg.vocab import OWL, WD

TEXT = "زار كريم البستاني العراق. وقالت ليلى السنديان إن كامل الياسمين عاد."
PEOPLE = {"كريم البستاني": "Q900000050", "ليلى السنديان": "Q900000051", "كامل الياسمين": "Q900000052"}


@dataclass
class Wikidata:
    """A small MediaWiki API: what it knows, and what it was asked. ``broken`` is the request that fails."""

    labels: dict[str, str]
    born: dict[str, str] = field(default_factory=dict)
    broken: int = 0
    asked: list[str] = field(default_factory=list)

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        self.asked.append(request.args["action"])
        if len(self.asked) == self.broken:
            return Response("no such page", 404)
        if request.args["action"] == "wbsearchentities":
            qid = PEOPLE.get(request.args["search"])
            body: dict[str, object] = {"search": [{"id": qid}] if qid in self.labels else []}
        else:
            body = {"entities": {qid: self._entity(qid) for qid in request.args["ids"].split("|")}}
        return Response(json.dumps(body), content_type="application/json")

    def _entity(self, qid: str) -> dict[str, object]:
        if qid not in self.labels and qid != "Q796":
            return {"id": qid, "missing": ""}
        claims = {"P31": {"id": "Q5"}}
        if qid in self.born:
            claims["P569"] = {"time": self.born[qid]}
        return {
            "id": qid,
            "labels": {"ar": {"value": self.labels.get(qid, "العراق")}},
            "descriptions": {"en": {"value": "made up"}},
            "claims": {k: [{"mainsnak": {"datavalue": {"value": v}}}] for k, v in claims.items()},
        }


@pytest.fixture
def store(tmp_path: Path) -> str:
    """Make a store of one document, published 2021-05-01, that names three people and a country."""
    annotation = annotate(
        TEXT, ("Person", "كريم البستاني", "كريم البستاني"), ("Place", "العراق", "العراق"),
        ("Person", "ليلى السنديان", "ليلى السنديان"), ("Person", "كامل الياسمين", "كامل الياسمين"),
    )  # fmt: skip
    settings = Settings()
    with open_store(tmp_path / "store", write=True) as opened:
        opened.add(document_quads(annotation, settings=settings, extractor="test"))
        resolution = resolve_corpus([summarise(annotation)])
        opened.add(resolved_quads(resolution, [annotation], settings=settings))
    return str(tmp_path / "store")


def run(store: str, url: str, *more: str, contact: str = 'contact = "a@example.org"') -> Result:
    """Run ``kg link --online`` with a cache and settings beside the store."""
    folder = Path(store).parent
    (folder / "kg.toml").write_text(contact, encoding="utf-8")
    options = ["--online", "--wikidata", url, "--cache", str(folder / "cache")]
    return CliRunner().invoke(
        cli, ["link", "--store", store, *options, "--settings", str(folder / "kg.toml"), *more]
    )


def contents(store: str) -> list[str]:
    with open_store(store) as opened:
        return sorted(map(str, opened.quads()))


def accepted(store: str) -> set[str]:
    """Return the items that the store says an entity is."""
    with open_store(store) as opened:
        rows = opened.select(
            "SELECT ?item WHERE { GRAPH ?g { ?e <http://www.w3.org/2004/02/skos/core#exactMatch> ?item } }"
        )
        return {item.value.removeprefix(WD) for (item,) in rows if item is not None}  # type: ignore[union-attr]


def serve(httpserver: HTTPServer, wikidata: Wikidata) -> str:
    httpserver.expect_request("/api").respond_with_handler(wikidata)
    return httpserver.url_for("/api")


def test_without_a_contact_it_refuses_and_changes_nothing(store: str, httpserver: HTTPServer) -> None:
    before = contents(store)
    result = run(store, httpserver.url_for("/api"), contact="")
    assert (result.exit_code, httpserver.log) == (2, [])
    assert "contact" in result.output
    assert contents(store) == before


def test_links_and_facts_are_written_and_a_second_run_asks_and_changes_nothing(
    store: str, httpserver: HTTPServer
) -> None:
    wikidata = Wikidata({"Q900000050": "كريم البستاني"})
    url = serve(httpserver, wikidata)
    first = run(store, url)
    assert first.exit_code == 0, first.output
    assert accepted(store) == {"Q796", "Q900000050"}
    assert wikidata.asked.count("wbsearchentities") == 3
    after = contents(store)
    assert any("made up" in quad and "retrievedOn" not in quad for quad in after)
    asked = len(wikidata.asked)
    second = run(store, url)
    assert (second.exit_code, len(wikidata.asked), "nothing changed" in second.output) == (0, asked, True)
    assert contents(store) == after


def test_a_broken_run_says_so_keeps_what_it_has_and_goes_on(store: str, httpserver: HTTPServer) -> None:
    wikidata = Wikidata({"Q900000050": "كريم البستاني"}, broken=3)
    url = serve(httpserver, wikidata)
    broken = run(store, url)
    assert broken.exit_code == 3
    assert "404" in broken.output
    assert accepted(store) == {"Q796"}
    assert run(store, url).exit_code == 0
    assert accepted(store) == {"Q796", "Q900000050"}
    assert wikidata.asked.count("wbsearchentities") == 4  # three names, the broken one twice


def test_a_person_born_after_the_report_is_not_meant(store: str, httpserver: HTTPServer) -> None:
    labels = {"Q900000050": "كريم البستاني"}
    assert (
        run(store, serve(httpserver, Wikidata(labels, {"Q900000050": "+2021-06-01T00:00:00Z"}))).exit_code
        == 0
    )
    assert accepted(store) == {"Q796"}


def test_what_is_unsure_is_put_up_for_review(store: str, httpserver: HTTPServer) -> None:
    url = serve(httpserver, Wikidata({"Q900000051": "ليلى السندياني"}))
    result = run(store, url)
    assert "linked 1, for review 1" in result.output
    review = ["review", "--store", store]
    listed = CliRunner().invoke(cli, review)
    assert "ليلى السنديان (d1) = Q900000051 ?" in listed.output
    assert "online: " in listed.output
    question = listed.output.split()[0]
    answered = CliRunner().invoke(cli, [*review, "--by", "Huda", "--later", "accept", question])
    assert answered.exit_code == 0, answered.output
    assert not any(OWL + "sameAs" in quad for quad in contents(store) if "900000051" in quad)
