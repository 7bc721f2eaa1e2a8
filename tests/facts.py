"""What the graph of the three seed documents must hold: facts as data, and the SPARQL that looks for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

PREFIXES = """PREFIX kg: <https://kg.example/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
NAMES = "(rdfs:label|kg:refersTo/skos:prefLabel|kg:refersTo/skos:altLabel)"
FACT = ("asserted", "attributed")
TOLD = ("attributed",)
PLAN = ("planned",)
NOT = ("negated",)


@dataclass(frozen=True, slots=True)
class Claim:
    """An event claim as a source makes it. Names are regular expressions for any label of an entity.

    ``words`` must stand in the sentence. ``phrases`` are roles filled by words, ``days`` by the EDTF value,
    ``until`` is the last day of the deadline, ``number`` the least of the quantity.
    """

    types: tuple[str, ...]
    modes: tuple[str, ...]
    roles: tuple[tuple[str, str], ...] = ()
    speaker: str | None = None
    source: str | None = None
    words: str | None = None
    phrases: tuple[tuple[str, str], ...] = ()
    day: str | None = None
    until: str | None = None
    number: int | None = None
    about: tuple[Claim, ...] = ()

    def patterns(self, claim: str, fresh: Iterator[int]) -> Iterator[str]:
        """Yield the graph patterns that a claim in variable ``claim`` must fit."""
        types = ", ".join(f"kg:{t}Event" for t in self.types)
        modes = ", ".join(f"kg:{m}" for m in self.modes)
        yield f"{claim} kg:eventType {claim}type ; kg:mode {claim}mode ; kg:quote {claim}quote ."
        yield f"FILTER({claim}type IN ({types})) FILTER({claim}mode IN ({modes}))"
        if self.words is not None:
            yield f'FILTER(CONTAINS({claim}quote, "{self.words}"))'
        if self.speaker is not None:
            yield _named(f"{claim} kg:speaker/{NAMES}", self.speaker, next(fresh))
        if self.source is not None:
            yield f'{claim} kg:unnamedSource {claim}source FILTER(CONTAINS({claim}source, "{self.source}"))'
        yield from self._roles(claim, fresh)
        for topic in self.about:
            other = f"?topic{next(fresh)}"
            yield f"{claim} kg:argument/kg:fillerClaim {other} ."
            yield from topic.patterns(other, fresh)

    def _roles(self, claim: str, fresh: Iterator[int]) -> Iterator[str]:
        for role, name in self.roles:
            n = next(fresh)
            yield f"{claim} kg:argument ?a{n} . ?a{n} kg:role kg:{role} ."
            yield _named(f"?a{n} (kg:filler|kg:meantActor)/{NAMES}", name, n)
        for role, words in self.phrases:
            n = next(fresh)
            yield f"{claim} kg:argument ?a{n} . ?a{n} kg:role kg:{role} ; kg:quote ?q{n} ."
            yield f'FILTER(CONTAINS(?q{n}, "{words}"))'
        if self.day is not None:
            n = next(fresh)
            yield f"{claim} kg:argument ?a{n} . ?a{n} kg:role kg:time ; kg:fillerValue/kg:edtf ?v{n} ."
            yield f'FILTER(STR(?v{n}) = "{self.day}")'
        if self.until is not None:
            n = next(fresh)
            yield f"{claim} kg:argument ?a{n} . ?a{n} kg:role kg:deadline ; kg:fillerValue/kg:endDate ?v{n} ."
            yield f'FILTER(?v{n} = "{self.until}"^^xsd:date)'
        if self.number is not None:
            n = next(fresh)
            yield f"{claim} kg:argument ?a{n} . ?a{n} kg:role kg:quantity ; kg:fillerValue/kg:minimum ?v{n} ."
            yield f"FILTER(?v{n} = {self.number})"


def _named(path: str, name: str, n: int) -> str:
    return f'{path} ?n{n} FILTER(REGEX(?n{n}, "{name}"))'


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of one document: where it stands in the list, and the pattern its claim ``?c`` must fit."""

    id: str
    document: str
    claim: Claim | str
    at_least: int = field(default=1)

    def query(self) -> str:
        """Return a query for the number of sentences that state the fact."""
        claim = self.claim
        body = claim if isinstance(claim, str) else "\n  ".join(claim.patterns("?c", count()))
        return (
            f"{PREFIXES}SELECT (COUNT(DISTINCT ?s) AS ?found) WHERE {{\n"
            f'  ?c kg:inDocument/dcterms:identifier "{self.document}" ; kg:inSentence ?s .\n  {body}\n}}'
        )


def office(holder: str, title: str, *, body: str | None = None, status: str = "current") -> str:
    """Return the pattern of an office held."""
    pattern = (
        f"?c a kg:PositionClaim ; kg:officeStatus kg:{status} ; kg:officeTitle ?t\n"
        f'  FILTER(CONTAINS(?t, "{title}"))\n' + _named(f"  ?c kg:holder/{NAMES}", holder, 0)
    )
    return pattern if body is None else pattern + "\n" + _named(f"  ?c kg:officeBody/{NAMES}", body, 1)


def relation(kind: str, subject: str, obj: str) -> str:
    """Return the pattern of a relation."""
    return (
        f"?c kg:relationKind kg:{kind} .\n"
        + _named(f"  ?c kg:subjectEntity/{NAMES}", subject, 0)
        + "\n"
        + _named(f"  ?c kg:objectEntity/{NAMES}", obj, 1)
    )


A, B, C = "000_c841022dd132c955", "003_696d2e567b431cbe", "004_abaf481382096f8e"
COALITION = "التحالف|قوات التحالف"
US = "الولايات المتحدة|القوات الأم[يرك]+ية"
IRAQ = "العراق"
DAESH = "داعش|الدولة"
ARAJI, KADHIMI, OBAMA = "الأعرجي", "الكاظمي", "أوباما"
MUHANDIS, SOLEIMANI = "المهندس", "سليماني"
COMMAND = "العمليات المشتركة"


def end_of_mission(modes: tuple[str, ...], speaker: str | None = None, words: str | None = None) -> Claim:
    return Claim(("Withdrawal",), modes, (("actor", COALITION),), speaker, words=words)


RESOLUTION = Claim(
    ("Decision",), FACT, (("actor", "البرلمان"),), day="2020-01-05",
    about=(Claim(("Withdrawal",), PLAN, phrases=(("target", "القوات الأجنبية"),)),),
)  # fmt: skip
KILLING = Claim(
    ("Attack",), FACT, (("victim", SOLEIMANI), ("victim", MUHANDIS), ("place", "بغداد")),
    phrases=(("instrument", "غارة"),), day="2020-01-03",
)  # fmt: skip

FACTS: list[Fact] = [
    Fact("000.1 three headings say it ended", A, end_of_mission(("asserted",)), at_least=3),
    Fact("000.2 the government announced it", A, Claim(
        ("Statement",), ("asserted",), (("actor", "الحكومة"),), day="2021-12-09",
        about=(end_of_mission(TOLD, "الحكومة"),))),
    Fact("000.3 al-Araji's office", A, office(ARAJI, "مستشار الأمن القومي", body=IRAQ)),
    Fact("000.3 he said so on Twitter", A, Claim(
        ("Statement",), ("asserted",), (("actor", ARAJI),), phrases=(("instrument", "تويتر"),))),
    Fact("000.3 the dialogue ended that day", A, Claim(
        ("Consultation",), TOLD, (("party", COALITION),), ARAJI, day="2021-12-09")),
    Fact("000.3 it began in 2020", A, Claim(("Consultation",), TOLD, (), ARAJI, day="2020")),
    Fact("000.3 withdrawal from Iraq", A, Claim(
        ("Withdrawal",), TOLD, (("actor", COALITION), ("place", IRAQ)), ARAJI, words="تغريدة")),
    Fact("000.4 relations continue", A, Claim(
        ("Statement",), ("asserted",), (("actor", ARAJI),), words="التدريب والاستشارة والتمكين")),
    Fact("000.5 2,500 US soldiers remain", A, Claim(
        ("Deployment",), PLAN, (), "الشرق الأوسط", number=2500)),
    Fact("000.5 1,000 coalition soldiers remain", A, Claim(
        ("Deployment",), PLAN, (), "الشرق الأوسط", number=1000)),
    Fact("000.5 their mission since summer 2020", A, Claim(
        ("Deployment",), TOLD, (), "الشرق الأوسط", day="2020-22")),
    Fact("000.6 Saad Maan's office", A, office("سعد معن", "رئيس خلية الإعلام الأمني")),
    Fact("000.6 he said so at a press conference", A, Claim(
        ("Statement",), ("asserted",), (("actor", "سعد معن"),), phrases=(("instrument", "مؤتمر صحفي"),))),
    Fact("000.6 the move will be complete by the end of 2021", A, Claim(
        ("Withdrawal",), PLAN, (("actor", COALITION),), "سعد معن", until="2021-12-31")),
    Fact("000.7 the US and Iraq agreed that US forces withdraw", A, Claim(
        ("Agreement",), FACT, (("party", US), ("party", IRAQ)), day="2021-07-26",
        about=(Claim(("Withdrawal",), PLAN, (("actor", US),), until="2021-12-31"),))),
    Fact("000.8 the parliament's resolution", A, RESOLUTION),
    Fact("000.9 the killing in Baghdad", A, KILLING),
    Fact("000.9 the US did it", A, Claim(("Attack",), FACT, (("actor", US), ("victim", SOLEIMANI)))),
    Fact("000.9 Soleimani's office", A, office(SOLEIMANI, "قائد", body="القدس")),
    Fact("000.9 al-Muhandis's office", A, office(MUHANDIS, "نائب رئيس هيئة", body="الحشد")),
    Fact("000.10 the US leads the coalition", A, relation("leads", US, COALITION)),
    Fact("000.10 it is to fight Daesh", A, Claim(
        ("Attack",), PLAN, (("actor", COALITION), ("target", DAESH)))),
    Fact("000.11 no combat troops are sent", A, Claim(
        ("Deployment",), NOT, (("actor", "التحالف"),), words="على عدم إرسال")),
    Fact("000.11 as its states agreed", A, Claim(
        ("Agreement",), FACT, about=(Claim(("Deployment",), NOT),))),
    Fact("000.11 training and arming the army", A, Claim(
        ("Transfer",), PLAN, (("target", "الجيش العراقي"),))),
    Fact("000.12 Obama is called former", A, office(OBAMA, "الرئيس", status="former")),
    Fact("000.12 Obama announced it", A, Claim(
        ("Statement",), ("asserted",), (("actor", OBAMA),), day="2014-09-10")),
    Fact("000.12 he ordered strikes in Syria", A, Claim(
        ("Decision",), TOLD, (("actor", OBAMA),), OBAMA,
        about=(Claim(("Attack",), PLAN, (("place", "سوريا"),)),))),
    Fact("000.12 and more in Iraq", A, Claim(
        ("Decision",), TOLD, (("actor", OBAMA),), OBAMA,
        about=(Claim(("Attack",), PLAN, (("place", IRAQ),)),))),
    Fact("000.13 former members evacuated from Ras al-Ayn", A, Claim(
        ("Withdrawal",), ("asserted",), (("actor", COALITION), ("place", "رأس العين")))),
    Fact("000.13 the coalition discloses its role", A, Claim(
        ("Statement",), ("asserted",), (("actor", COALITION),), words="يفصح")),
    Fact("003.1 al-Kadhimi announced the end", B, Claim(
        ("Statement",), ("asserted",), (("actor", KADHIMI),), day="2021-12-29",
        about=(end_of_mission(TOLD, KADHIMI),))),
    Fact("003.1 al-Kadhimi's office", B, office(KADHIMI, "رئيس الوزراء", body=IRAQ)),
    Fact("003.2 all forces have left", B, Claim(
        ("Withdrawal",), TOLD, (("actor", COALITION),), KADHIMI, words="استكمال خروج كل قواته")),
    Fact("003.2 a tweet on its role", B, Claim(
        ("Statement",), ("asserted",), (("actor", KADHIMI),), phrases=(("instrument", "تويتر"),))),
    Fact("003.2 the dialogue of Baghdad and Washington", B, Claim(
        ("Consultation",), TOLD, (("party", IRAQ), ("party", US)), KADHIMI)),
    Fact("003.2 thanks to the coalition", B, Claim(
        ("Statement",), TOLD, (("target", COALITION),), KADHIMI, words="نشكر")),
    Fact("003.3 the Fatah Alliance rejects foreign forces", B, Claim(
        ("Rejection",), FACT, (("actor", "الفتح"),), "الفتح", until="2021-12-31")),
    Fact("003.3 al-Amiri said so", B, Claim(("Statement",), ("asserted",), (("actor", "العامري"),))),
    Fact("003.3 al-Amiri leads it", B, office("العامري", "زعيم", body="الفتح")),
    Fact("003.3 he rejects them too", B, Claim(("Rejection",), FACT, (("actor", "الفتح"),), "العامري")),
    Fact("003.3 bases must be handed to the army", B, Claim(
        ("Transfer",), PLAN, (("target", "الجيش العراقي"),), "العامري")),
    Fact("003.3 Fatah holds factions of the Mobilization", B, relation("memberOf", "الحشد", "الفتح")),
    Fact("003.4 Baghdad and Washington agreed that coalition forces withdraw", B, Claim(
        ("Agreement",), FACT, (("party", "بغداد"), ("party", "واشنطن")), day="2021-07-26",
        about=(Claim(("Withdrawal",), PLAN, (("actor", COALITION),), until="2021-12-31"),))),
    Fact("003.4 they stand for Iraq and the United States", B, Claim(
        ("Agreement",), FACT, (("party", IRAQ), ("party", US)), day="2021-07-26")),
    Fact("003.5 the US will keep 2,500 soldiers", B, Claim(
        ("Deployment",), PLAN, (("actor", US),), source="مسؤولين أميركيين", number=2500)),
    Fact("003.6 the US leads the coalition", B, relation("leads", US, COALITION)),
    Fact("003.6 the coalition supported the Iraqi forces", B, Claim(
        ("Transfer",), FACT, (("actor", COALITION),), words="الدعم اللوجستي")),
    Fact("003.6 it took part in combat", B, Claim(
        ("Attack",), FACT, (("actor", COALITION),), words="بعمليات")),
    Fact("003.7 the parliament's resolution", B, RESOLUTION),
    Fact("003.7 the killing", B, KILLING),
    Fact("003.7 the Quds Force is part of the Guard", B, relation("partOf", "القدس", "الحرس الثوري")),
    Fact("004.1 al-Araji announced the end", C, Claim(
        ("Statement",), ("asserted",), (("actor", ARAJI),), about=(end_of_mission(TOLD, ARAJI),))),
    Fact("004.1 al-Araji's office", C, office(ARAJI, "مستشار الأمن القومي", body=IRAQ)),
    Fact("004.1 as NINA reported", C, Claim(
        ("Statement",), TOLD, (("actor", ARAJI),), "نينا|الوكالة العراقية للأنباء")),
    Fact("004.2 al-Khafaji's office", C, office("الخفاج[ىي]", "المتحدث باسم", body=COMMAND)),
    Fact("004.2 Iraq took large steps", C, Claim(
        ("Decision",), TOLD, (("actor", IRAQ),), "الخفاج[ىي]",
        about=(Claim(("Withdrawal",), PLAN, until="2021-12-31"),))),
    Fact("004.2 cooperation will continue", C, Claim(
        ("Transfer", "Consultation", "Deployment"), PLAN, (), "الخفاج[ىي]", words="سيستمر")),
    Fact("004.2 quoted by the Iraqi News Agency", C, Claim(
        ("Statement",), TOLD, (("actor", "الخفاج[ىي]"),), "وكالة الأنباء العراقية")),
    Fact("004.3 2,100 shipments evacuated", C, Claim(
        ("Withdrawal", "Transfer"), TOLD, (), COMMAND, number=2100)),
    Fact("004.4 General Brennan's office", C, office("برينان", "القائد العام لقوات التحالف", body=COALITION)),
    Fact("004.4 he met the security leaders", C, Claim(
        ("Consultation",), FACT, (("party", "برينان"), ("party", COMMAND)))),
    Fact("004.4 1,800 pieces of equipment passed on", C, Claim(
        ("Transfer",), TOLD, (("target", IRAQ),), COMMAND, number=1800)),
]  # fmt: skip


def two_reports(what: str, kind: str, trigger: str) -> tuple[str, str]:
    """Return an ASK whether two documents' claims with one trigger report one event."""
    claims = " ".join(
        f'?c{k} kg:trigger "{trigger}" ; kg:inDocument/dcterms:identifier "{doc}" .'
        for k, doc in enumerate((A, B))
    )
    return what, f"{PREFIXES}ASK {{ ?e a kg:{kind}Event ; kg:reportedBy ?c0, ?c1 . {claims} }}"


def same(what: str, one: tuple[str, str], other: tuple[str, str], *, are: bool = True) -> tuple[str, str]:
    """Return an ASK whether a name in one document and a name in another are (or are not) one node."""
    ends = "\n".join(
        f'?d{k} dcterms:identifier "{doc}" . ?e{k} kg:inDocument ?d{k} ; kg:refersTo ?x{k} . '
        f'?m{k} kg:mentionOf ?e{k} ; kg:quote ?q{k} FILTER(REGEX(?q{k}, "^(?:{name})$"))'
        for k, (doc, name) in enumerate((one, other))
    )
    return what, f"{PREFIXES}ASK {{ {ends} FILTER(?x0 {'=' if are else '!='} ?x1) }}"


ACROSS: list[tuple[str, str]] = [
    same("al-Muhandis is one person", (A, "أبي مهدي المهندس"), (B, "أبو مهدي المهندس")),
    same("al-Khafaji is one person", (C, "تحسين الخفاجى"), (C, "خفاجى")),
    same("Daesh is one body", (A, "تنظيم داعش"), (B, "تنظيم .الدولة الإسلامية.")),
    same("Daesh is one body, short", (B, "داعش"), (C, "داعش|عصابات داعش الإرهابية|عصابات داعش")),
    same("the coalition is one body", (A, "قوات التحالف الدولي"), (B, "التحالف الدولي|لتحالف الدولي")),
    same("the coalition is not Fatah", (A, "التحالف الدولي"), (B, "تحالف .الفتح."), are=False),
    same("al-Araji is one person", (A, "قاسم الأعرجي"), (C, "الأعرجي")),
    same("the parliament is one body", (A, "البرلمان العراقي"), (B, "البرلمان العراقي")),
    two_reports("the killing is one event with two reports", "Attack", "مقتل"),
    two_reports("the resolution is one event with two reports", "Decision", "تبنى"),
    (
        "al-Araji's statement is one event with two reports",
        f"{PREFIXES}ASK {{ ?e a kg:StatementEvent ; kg:reportedBy ?c, ?o . "
        f'?c kg:inDocument/dcterms:identifier "{A}" . ?o kg:inDocument/dcterms:identifier "{C}" . '
        f'?e kg:actor/(skos:prefLabel|skos:altLabel) ?n FILTER(REGEX(?n, "{ARAJI}")) }}',
    ),
    (
        "two announcements of one matter, kept apart",
        f"{PREFIXES}ASK {{ ?e a kg:StatementEvent ; kg:matter ?m ; kg:reportedBy ?c . "
        f"?f a kg:StatementEvent ; kg:matter ?m ; kg:reportedBy ?o . "
        f'?c kg:inDocument/dcterms:identifier "{A}" . '
        f'?o kg:inDocument/dcterms:identifier "{B}" FILTER(?e != ?f) }}',
    ),
]
