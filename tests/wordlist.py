"""A small recogniser that knows its words by heart, and a generator of news that uses them.

It stands in for the neural recogniser where a test is about everything around it: the same text always gives
the same mentions, triggers and arcs, in a millisecond and without a model.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.model import Arc, Document, EventType, Mention, MentionType, Recognition, RoleName, Span, Trigger
from kg.settings import Settings

NAMES: dict[str, MentionType] = {
    "سالم الراوي": "Person", "هدى منصور": "Person", "كريم النجار": "Person", "ليلى حداد": "Person",
    "عمر البدري": "Person", "نادية شاهين": "Person", "الراوي": "Person",
    "وزارة الزراعة": "Organisation", "نقابة المعلمين": "Organisation", "حزب الوفاق": "Organisation",
    "بلدية الساحل": "Organisation",
    "حلب": "Place", "وهران": "Place", "صنعاء": "Place", "المغرب": "Place",
    "اتفاق الساحل": "Agreement",
    "وزير الزراعة": "Position", "رئيس البلدية": "Position",
    "5 مايو 2024": "Date", "12 مارس 2023": "Date", "نهاية العام 2025": "Date",
    "200 عامل": "Quantity", "نحو 30 شاحنة": "Quantity",
    "Selma Haddad": "Person", "Omar Badri": "Person", "Farmers Union": "Organisation", "Aleppo": "Place",
    "3 June 2024": "Date",
}  # fmt: skip
TRIGGERS: dict[str, EventType] = {
    "أعلن": "Statement", "قال": "Statement", "وقع": "Agreement", "أقر": "Decision", "انسحب": "Withdrawal",
    "نفى": "Rejection", "طالب": "Demand", "said": "Statement", "signed": "Agreement", "rejected": "Rejection",
}  # fmt: skip
TEMPLATES = (
    "{0} أعلن {p} في {l} أن {o} وقع {a} يوم {d}.",
    "{0} قال {p} إن {o} انسحب من {l}.",
    "{0} نفى {p} ما قال {q} عن {a}.",
    "{0} طالب {o} بنقل {n} إلى {l} قبل {d}.",
    "{0} أقر {o} خطة {p} بعد {d}.",
)
ENGLISH = (
    "{0} Selma Haddad said that the Farmers Union signed a deal in Aleppo on 3 June 2024.",
    "{0} Omar Badri rejected what Selma Haddad said in Aleppo.",
)
_WORDS = re.compile("|".join(re.escape(w) for w in sorted({**NAMES, **TRIGGERS}, key=len, reverse=True)))


class WordRecogniser:
    """Finds the names and triggers above; each trigger takes the names of its sentence as its roles."""

    version = "wordlist 1"

    def recognise(self, documents: Iterable[Document]) -> Iterator[Recognition]:
        """Yield one recognition for each document."""
        yield from map(_recognise, documents)


def _recognise(document: Document) -> Recognition:
    mentions: list[Mention] = []
    triggers: list[Trigger] = []
    arcs: list[Arc] = []
    for number, sentence in enumerate(document.sentences):
        first, opening = len(mentions), len(triggers)
        for match in _WORDS.finditer(document.text, sentence.start, sentence.end):
            span = Span(*match.span())
            if match[0] in NAMES:
                mentions.append(Mention(span, NAMES[match[0]], score=0.75))
            else:
                triggers.append(Trigger(span, TRIGGERS[match[0]], number, "asserted", 0.875))
        for trigger in range(opening, len(triggers)):
            arcs += _arcs(trigger, triggers[trigger], mentions, first)
    return Recognition(document, tuple(mentions), (), tuple(triggers), tuple(arcs))


def _arcs(number: int, trigger: Trigger, mentions: list[Mention], first: int) -> Iterator[Arc]:
    roles: dict[MentionType, RoleName] = {
        "Person": "actor", "Organisation": "party", "Place": "place", "Agreement": "agreement",
        "Date": "time", "Quantity": "quantity",
    }  # fmt: skip
    for index in range(first, len(mentions)):
        role = roles.get(mentions[index].type)
        if role is not None and mentions[index].span.start > trigger.span.end:
            yield Arc("role", number, index, role, 0.625)
            if trigger.type == "Statement" and role == "actor":
                yield Arc("speaker", number, index, score=0.5)


def write_article(rng: random.Random) -> str:
    """Return the text of one short article; a tenth of them are English."""
    if rng.random() < 0.1:
        return "\n".join(t.format(rng.choice(("Today", "Yesterday"))) for t in ENGLISH) + "\n"
    names = {
        kind: sorted(n for n, k in NAMES.items() if k == kind and not n.isascii()) for kind in NAMES.values()
    }
    lines = []
    for template in rng.sample(TEMPLATES, rng.randint(1, 2)):
        lines.append(
            template.format(
                rng.choice(("اليوم", "أمس", "مساء")),
                p=rng.choice(names["Person"]),
                q=rng.choice(names["Person"]),
                o=rng.choice(names["Organisation"]),
                l=rng.choice(names["Place"]),
                a=rng.choice(names["Agreement"]),
                d=rng.choice(names["Date"]),
                n=rng.choice(names["Quantity"]),
            )
        )
    return "\n".join(lines) + "\n"


def write_corpus(folder: Path, size: int, *, seed: int) -> list[Path]:
    """Write articles ``a00.txt`` and so on, all different; return their paths."""
    rng = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"a{number:02}.txt" for number in range(size)]
    for path in paths:
        path.write_text(f"خبر {path.stem}\n{write_article(rng)}", encoding="utf-8")
    return paths


def load(settings: Settings) -> WordRecogniser:
    """Open the recogniser as the command line does."""
    return WordRecogniser()
