"""Candidates from online services: the API of Wikidata, and any Reconciliation Service API 0.2 endpoint.

Source: https://www.wikidata.org/w/api.php (wbsearchentities, wbgetentities);
https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/ .
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from kg.errors import NetworkError
from kg.link.index import Item
from kg.link.polite import Json, Polite
from kg.model import ENTITY_TYPES, EntityType

WIKIDATA = "https://www.wikidata.org/w/api.php"
BATCH = 50
LANGUAGES = "ar|mul|en"
_SCALAR = {"format": "json", "formatversion": "2", "maxlag": "5"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What Wikidata says of an item. ``labels`` and ``descriptions`` are by language.

    ``point`` is (latitude, longitude). ``born`` and ``died`` are ISO years or dates, None when unknown.
    """

    item: Item
    labels: dict[str, str]
    descriptions: dict[str, str]
    point: tuple[float, float] | None
    born: str | None
    died: str | None


def search(client: Polite, name: str, language: str, *, url: str = WIKIDATA, limit: int = 7) -> list[str]:
    """Return the QIDs that Wikidata finds for a name, best first.

    :raises NetworkError: the service cannot be reached or answers wrongly.
    """
    fields = {"action": "wbsearchentities", "search": name, "language": language, "uselang": language}
    answer = client.ask(url, {**_SCALAR, **fields, "type": "item", "limit": str(limit)}, needs="search")
    try:
        return [str(row["id"]) for row in answer["search"]]
    except (KeyError, TypeError) as error:
        raise NetworkError(f"{url}: a search answered without them ({error!r})") from error


def fetch(client: Polite, qids: Collection[str], *, url: str = WIKIDATA) -> Iterator[Fetched]:
    """Yield what Wikidata says of items, 50 a request, in order of QID; those that are gone are left out.

    :raises NetworkError: the service cannot be reached or answers wrongly.
    """
    for batch in _batches(sorted(qids, key=lambda q: int(q[1:]))):
        fields = {"action": "wbgetentities", "ids": "|".join(batch), "languages": LANGUAGES}
        props = "labels|aliases|descriptions|claims|sitelinks"
        answer = client.ask(url, {**_SCALAR, **fields, "props": props}, needs="entities")
        entities = answer.get("entities")
        if not isinstance(entities, dict):
            raise NetworkError(f"{url}: answered without the entities asked for")
        for qid in batch:
            entity = entities.get(qid)
            if isinstance(entity, dict) and "missing" not in entity:
                yield _fetched(qid, entity)


def _batches(qids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (qids[n : n + BATCH] for n in range(0, len(qids), BATCH))


def _fetched(qid: str, entity: Json) -> Fetched:
    labels = {k: str(v["value"]) for k, v in sorted(entity.get("labels", {}).items())}
    aliases = sum(len(v) for v in entity.get("aliases", {}).values())
    claims = entity.get("claims", {})
    point = next(iter(_values(claims, "P625")), None)
    country = next((v["id"] for p in ("P17", "P27") for v in _values(claims, p) if "id" in v), None)
    item = Item(
        qid=qid,
        types=_types({v["id"] for v in _values(claims, "P31") if "id" in v}, placed=point is not None),
        ar=labels.get("ar", ""),
        en=labels.get("en", labels.get("mul", "")),
        classes="",
        country=country,
        population=0,
        sources=max(1, min(8, len(entity.get("sitelinks", {})) // 10)),
        names=len(labels) + aliases or 1,
        curated=False,
    )
    descriptions = {k: str(v["value"]) for k, v in sorted(entity.get("descriptions", {}).items())}
    place = None if point is None else (float(point["latitude"]), float(point["longitude"]))
    return Fetched(item, labels, descriptions, place, _time(claims, "P569"), _time(claims, "P570"))


def _values(claims: Json, name: str) -> Iterator[Json]:
    for claim in claims.get(name, []):
        value = claim.get("mainsnak", {}).get("datavalue", {}).get("value")
        if isinstance(value, dict) and claim.get("rank") != "deprecated":
            yield value


def _time(claims: Json, name: str) -> str | None:
    value = next(iter(_values(claims, name)), None)
    return None if value is None else str(value["time"]).lstrip("+")[:10]


def _types(classes: Collection[str], *, placed: bool) -> tuple[EntityType, ...]:
    """Return what an item may be called: a human (Q5) is a person; what has coordinates a place or a body."""
    if "Q5" in classes:
        return ("Person",)
    if placed:
        return ("Organisation", "Place")
    return tuple(t for t in ENTITY_TYPES if t not in ("Person", "Place"))


def alive(fetched: Fetched, published: str | None) -> bool:
    """Tell whether a person can be in the news of a day: born before it and not dead for a century."""
    if published is None:
        return True
    year = int(published[:4])
    born, died = (
        None if d is None or d.startswith("-") else int(d[:4]) for d in (fetched.born, fetched.died)
    )
    return (born is None or born < year) and (died is None or died > year - 100)


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One candidate of a reconciliation service; ``score`` is on the service's own scale."""

    id: str
    name: str
    score: float
    match: bool


def reconcile(
    client: Polite, endpoint: str, names: Sequence[str], *, type_id: str | None = None
) -> list[list[Reconciled]]:
    """Return for each name the candidates of a service that speaks the Reconciliation Service API 0.2.

    :raises NetworkError: the service cannot be reached, is no such service or answers wrongly.
    """
    found: list[list[Reconciled]] = []
    for start in range(0, len(names), BATCH):
        batch = names[start : start + BATCH]
        extra = {} if type_id is None else {"type": type_id}
        queries = {f"q{n}": {"query": name, **extra} for n, name in enumerate(batch)}
        body = {"queries": json.dumps(queries, ensure_ascii=False)}
        answer = client.ask(endpoint, body, needs="q0", post=True)
        for key in queries:
            result = answer.get(key)
            if not isinstance(result, dict) or not isinstance(result.get("result"), list):
                raise NetworkError(f"{endpoint}: answered without {key}; is it a reconciliation service?")
            found.append([_reconciled(row) for row in result["result"]])
    return found


def _reconciled(row: Json) -> Reconciled:
    return Reconciled(
        str(row["id"]), str(row.get("name", "")), float(row.get("score", 0.0)), bool(row.get("match"))
    )
