"""What ``kg link`` does, as one call: offline links, then what the user asks for beyond them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import InputError
from kg.graph.iris import Iris
from kg.link.asking import Question, ask_endpoint, ask_wikidata
from kg.link.document import default_weights
from kg.link.facts import fetch_facts
from kg.link.index import default_index
from kg.link.linking import EntityLink
from kg.link.online import WIKIDATA
from kg.link.polite import Polite
from kg.link.sssom import from_sssom, to_sssom
from kg.link.stored import (
    Progress,
    Summary,
    canonical_days,
    canonical_names,
    canonical_types,
    link_store,
    read_links,
)
from kg.store import Store


@dataclass(frozen=True, slots=True)
class Online:
    """Whom to ask: a client, the address of Wikidata's API, and another service to ask in its stead."""

    client: Polite
    url: str = WIKIDATA
    endpoint: str | None = None


def link(
    store: Store, *, base: str, tell: Progress, online: Online | None = None, table: Path | None = None
) -> Summary:
    """Link a store, with the links of an SSSOM table, and ask online, with a client, for what has none.

    :raises InputError: the table cannot be read.
    :raises NetworkError: a service fails; links found before are written, and answers stay in the cache.
    """
    added = [] if table is None else read_table(table, base=base)
    first = link_store(store, base=base, tell=tell, added=added)
    if online is None:
        return first
    iris = Iris(base)
    second = link_store(store, base=base, tell=tell, added=_ask(store, iris, online, tell))
    qids = {found.qid for found in read_links(store, iris) if found.status == "accepted"}
    day = online.client.now().date().isoformat()
    fetched = fetch_facts(store, qids, online.client, iris, day=day, url=online.url)
    return replace(second, changed=first.changed or second.changed or fetched > 0)


def _ask(store: Store, iris: Iris, online: Online, tell: Progress) -> list[EntityLink]:
    linked = {found.entity for found in read_links(store, iris)}
    types, days = canonical_types(store, iris), canonical_days(store, iris)
    questions = [
        Question(node, types[node], names, days.get(node))
        for node, names in canonical_names(store, iris).items()
        if node in types and node not in linked
    ]
    if online.endpoint is not None:
        return list(ask_endpoint(online.client, online.endpoint, questions))
    return list(
        ask_wikidata(online.client, questions, default_index(), default_weights(), url=online.url, tell=tell)
    )


def read_table(path: Path, *, base: str) -> list[EntityLink]:
    """Return the links of an SSSOM file.

    :raises InputError: the file cannot be read or is no such table.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot read the table ({error})") from error
    return from_sssom(text, base=base, name=str(path))


def export_table(store: Store, *, base: str) -> list[str]:
    """Return the lines of the SSSOM table of a store's accepted links.

    :raises StoreError: the store cannot be read.
    """
    iris = Iris(base)
    links = read_links(store, iris)
    names = {node: next(iter(found.values())) for node, found in canonical_names(store, iris).items()}
    for found in links:
        item = default_index().by_qid(found.qid)
        if item is not None:
            names[found.qid] = item.en or item.ar
    return list(to_sssom(links, base=base, names=names))
