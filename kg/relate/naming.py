"""Say what kind an office or an agreement is, from the words of its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from kg.errors import ModelError
from kg.language.normalise import fold
from kg.relate.tables import read_table

AgreementKind = Literal[
    "truce", "constitution", "bill", "roadmap", "resolution", "decree", "law", "memorandum", "charter",
    "treaty", "declaration", "initiative", "accord",
]  # fmt: skip
PaxStage = Literal["Cea", "Pre", "Par", "Com", "Imp", "Ren"]

_ARTICLE = re.compile(r"\b(?:ل|ب|و)?ال(?=\w{3})")
_STATE = re.compile(r"\b(?:former|acting|interim|late|ex|outgoing|then|newly elected|us|un|eu)\b[- ]*")
_FEMININE = re.compile(r"^(نايب|وزير|رييس|سفير|عضو|مدير|مستشار|مساعد|مندوب|مبعوث|منسق|متحدث|ناطق|مراسل)ه\b")


@dataclass(frozen=True, slots=True)
class OfficeName:
    """The usual name of an office in both languages, without body, country or state of tenure."""

    ar: str
    en: str


@dataclass(frozen=True, slots=True)
class _Pattern:
    kind: str
    ar: re.Pattern[str]
    en: re.Pattern[str]
    names: tuple[str, str]

    def match(self, text: str) -> re.Match[str] | None:
        """Return the match of either pattern at the start of a text."""
        found = self.ar.match(text)
        return found if found is not None else self.en.match(text)


@cache
def _offices() -> tuple[_Pattern, ...]:
    return tuple(
        _Pattern(
            row["kind"],
            re.compile(rf"(?:{row['ar']})(?!\w)".replace("(?:ال)?", "")),
            re.compile(rf"(?:{row['en']})"),
            (row["name_ar"], row["name_en"]),
        )
        for row in read_table("offices")
    )


def office_name(title: str) -> OfficeName | None:
    """Return the usual name of an office in Arabic and English, None when the table has none for its title.

    >>> office_name("وزيرة الخارجية السويدية")
    OfficeName(ar='وزير الخارجية', en='Minister of Foreign Affairs')
    >>> office_name("deputy prime minister").en
    'Deputy Prime Minister'

    :raises ModelError: the table of offices is missing or malformed.
    """
    return _office_name(_FEMININE.sub(r"\1", _STATE.sub("", _bare(title))))


def _bare(title: str) -> str:
    return _ARTICLE.sub("", fold(title, ta_marbuta=True)).strip(" \"'")


def _office_name(text: str) -> OfficeName | None:
    for row in _offices():
        match = row.match(text)
        if match is None:
            continue
        if row.kind != "deputy":
            return OfficeName(*row.names)
        rest = _office_name(text[match.end() :].strip())
        if rest is not None:
            return OfficeName(f"{row.names[0]} {rest.ar}", f"{row.names[1]} {rest.en}")
    return None


@cache
def _agreements() -> tuple[tuple[AgreementKind, PaxStage | None, re.Pattern[str]], ...]:
    out = []
    for row in read_table("agreements"):
        if row["kind"] not in get_args(AgreementKind) or row["pa_x"] not in ("-", *get_args(PaxStage)):
            raise ModelError(f"rule table agreements: no kind {row['kind']!r} or stage {row['pa_x']!r}")
        kind: AgreementKind = row["kind"]  # type: ignore[assignment]
        stage: PaxStage | None = None if row["pa_x"] == "-" else row["pa_x"]  # type: ignore[assignment]
        out.append((kind, stage, re.compile(rf"{row['ar']}|{row['en']}")))
    return tuple(out)


def agreement_kind(name: str) -> AgreementKind | None:
    """Return what kind of agreement a name is of, None when its words do not say.

    >>> agreement_kind("اتفاق وقف إطلاق النار"), agreement_kind("Resolution 1701")
    ('truce', 'resolution')

    :raises ModelError: the table of agreements is missing or malformed.
    """
    return _agreement(name)[0]


def pax_stage(name: str) -> PaxStage | None:
    """Return the stage that the PA-X database gives agreements of this kind, None when it has none.

    >>> pax_stage("ميثاق الجامعة"), pax_stage("هدنة إنسانية")
    (None, 'Cea')

    :raises ModelError: the table of agreements is missing or malformed.
    """
    return _agreement(name)[1]


def _agreement(name: str) -> tuple[AgreementKind | None, PaxStage | None]:
    text = fold(name, ta_marbuta=True)
    return next(
        ((kind, stage) for kind, stage, pattern in _agreements() if pattern.search(text)), (None, None)
    )
