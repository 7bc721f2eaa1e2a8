"""A large language model behind an OpenAI-compatible endpoint as recogniser: it quotes, we check.

Nothing is sent anywhere unless the settings name this recogniser and the URL. A model of this kind may answer
the same question differently another time; a build remembers what it was told, so its graph stays the same.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections import Counter
from collections.abc import Iterable, Iterator

from kg.errors import UsageError
from kg.model import Document, Recognition
from kg.recognise.plugins.chat import ChatClient
from kg.recognise.plugins.quotes import SCHEMA, QuoteReader
from kg.settings import PluginSettings, Settings

_LOG = logging.getLogger(__name__)

LONGEST_QUESTION = 4000
"""Code points of text sent at a time, in whole sentences; arcs reach no farther than one question."""

GUIDE = """\
You read news in Arabic or English and mark what its sentences say, as JSON of the given schema.
Every quote is copied letter by letter from the sentence with that number: same letters, same \
diacritics, nothing added, nothing corrected. nth says which occurrence of the quote in the sentence is \
meant (1 = first). Mark every occurrence of a mention as an item of its own. Ids are your own, each used \
once.

mentions
- Person: named people, without title or rank. Organisation: governments and their parts, parties, armed \
forces and groups, companies, media, courts, alliances; with the nationality that is part of the name; \
short definite forms when it is clear which body is meant. Place: named places, a country or capital \
that acts too. Agreement: named or definite treaties, accords, resolutions, laws. Event: named \
conferences, wars, elections, operations. Nationality: an adjective of nationality or a people that \
stands outside of other mentions. Position: the title of one office, longest phrase without the holder's \
name; mark what it contains too. Date: the full expression of a day, month, year or time; no bare \
durations, nothing vague. Quantity: number and unit of people, troops, money, weapons.
- Arabic prefixes written on to the word (و ف ب ك ل) stay outside of the quote. "the" and 's stay \
outside too.
- The longest span of one name is one mention; other things nested in it are marked as well.

triggers: the one word that most clearly expresses an event, verb or noun, without attached prefix.
- Statement (says, announces, denies), Agreement (sign, ratify, reach an accord), Consultation (meet, \
talk, visit, negotiate), Decision (adopt, vote, rule, order, open), Withdrawal (leave, end a mission, \
ceasefire, evacuate), Deployment (send, station, keep forces), Attack (strike, kill, clash, invade), \
Transfer (give aid, money, arms; rescue), Appointment (take or leave office, elect), Demand (call for, \
urge), Rejection (refuse, oppose), Accusation (blame, condemn), Threat (threaten, warn), Sanction \
(embargo, ban, expel, cut ties), Protest (demonstrate, strike), Arrest (detain, try, sentence, kidnap).
- mode: how the text stands to it. negated (denied or did not happen), else hedged (possible, alleged), \
else planned (future, intended, demanded), else attributed (claimed by a speaker or source), else \
asserted.

phrases: words that fill a role or are an unnamed source and are no mention.

arcs, from id to id
- role: trigger to mention or phrase; label actor, target, party (equal sides of Agreement and \
Consultation), victim, agreement, place, time, deadline, instrument or quantity.
- speaker: trigger to the mention or phrase that claims what it expresses.
- topic: trigger of what is said, demanded, decided or agreed to the trigger of what it is about, same \
sentence.
- holder: Position to the Person who holds it. body: Position to its Organisation, Place or Nationality.
- relation: mention to mention; label leads, memberOf, partOf or locatedIn, only when said.
label is null for all other kinds.
"""


class LanguageModelRecogniser:
    """Asks a model about a few sentences at a time and keeps what the text bears out.

    ``dropped`` counts, over all documents so far, what was not kept; each document's count is logged.
    """

    def __init__(self, client: ChatClient, *, score: float) -> None:
        self._client = client
        self._score = score
        self.dropped: Counter[str] = Counter()
        asked = json.dumps([client.url, GUIDE, SCHEMA, LONGEST_QUESTION, score], sort_keys=True)
        self.version = f"llm-{client.model}-{hashlib.sha256(asked.encode()).hexdigest()[:12]}"

    def recognise(self, documents: Iterable[Document]) -> Iterator[Recognition]:
        """Yield one recognition for each document, in order, lazily.

        :raises NetworkError: the endpoint cannot be reached, refuses or never answers in the form asked for.
        """
        for document in documents:
            reader = QuoteReader(document, score=self._score)
            for numbers in _questions(document):
                reader.add(self._client.ask(GUIDE, _question(document, numbers), SCHEMA), numbers)
            self._report(document, reader)
            yield reader.recognition()

    def _report(self, document: Document, reader: QuoteReader) -> None:
        if reader.dropped:
            self.dropped += reader.dropped
            reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(reader.dropped.items()))
            _LOG.warning(
                "%s: %d of the %d items that %s answered are dropped: %s",
                document.id, reader.dropped.total(), reader.total, self._client.model, reasons,
            )  # fmt: skip


def _questions(document: Document) -> Iterator[range]:
    """Yield runs of sentence numbers, each of no more text than one question holds or of one sentence."""
    first = size = 0
    for number, sentence in enumerate(document.sentences):
        length = sentence.end - sentence.start
        if number > first and size + length > LONGEST_QUESTION:
            yield range(first, number)
            first, size = number, 0
        size += length
    if first < len(document.sentences):
        yield range(first, len(document.sentences))


def _question(document: Document, numbers: Iterable[int]) -> str:
    sentences = [{"sentence": n, "text": document.at(document.sentences[n])} for n in numbers]
    return json.dumps({"language": document.language, "sentences": sentences}, ensure_ascii=False)


def load(settings: Settings) -> LanguageModelRecogniser:
    """Make the recogniser from the settings; nothing is sent yet.

    :raises UsageError: the settings name no URL or no model, or the environment lacks the key.
    """
    plugin = settings.plugin
    if plugin.url is None or plugin.model is None:
        raise UsageError("recogniser 'llm' needs url and model: set both in [plugin]")
    if not plugin.url.startswith(("http://", "https://")):
        raise UsageError(f"{plugin.url}: the url of [plugin] must begin with http:// or https://")
    client = ChatClient(plugin.url, plugin.model, key=_key(plugin), timeout=plugin.timeout)
    return LanguageModelRecogniser(client, score=plugin.score)


def _key(plugin: PluginSettings) -> str | None:
    if plugin.key_variable is None:
        return None
    key = os.environ.get(plugin.key_variable)
    if key is None:
        raise UsageError(f"environment variable {plugin.key_variable} (key_variable in [plugin]) is not set")
    return key
