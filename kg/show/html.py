"""Write an annotation as one HTML page that needs nothing else: mentions marked, claims under each sentence.

The page follows the document's direction; every name and quotation is isolated (``bdi``), so that Latin in
Arabic and Arabic in Latin stand where they belong. Source: HTML Living Standard, 4.5.24 (bdi element);
Unicode Standard Annex 9 (bidirectional algorithm).
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from kg.language.transliterate import is_arabic
from kg.model import MENTION_TYPES, MODES, Annotation
from kg.show.claims import Line, Part, claims_by_sentence, entity_part
from kg.show.pieces import Piece, sentence_pieces

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "ur", "he", "ckb"})
_HUES = {
    "Person": 130, "Organisation": 200, "Place": 235, "Agreement": 290, "Event": 320, "Nationality": 250,
    "Position": 95, "Date": 45, "Quantity": 15,
}  # fmt: skip
_STYLE = """
:root { color-scheme: light dark; }
body { font: 1.05rem/1.9 "Noto Naskh Arabic", "Noto Sans Arabic", "Amiri", system-ui, sans-serif;
  max-width: 60rem; margin: 2rem auto; padding-inline: 1rem; }
h1 { font-size: 1.4rem; line-height: 1.5; } header p, .legend { font-size: .85rem; opacity: .85; }
.m { border-radius: .25em; padding: .05em .15em; background: hsl(var(--h) 85% 50% / .18);
  border-block-end: 2px solid hsl(var(--h) 70% 45%); }
.m.joined { padding-inline-start: 0; border-start-start-radius: 0; border-end-start-radius: 0; }
.s { margin-block: 1.1rem .2rem; } .n { opacity: .5; font-size: .75rem; margin-inline-end: .5em; }
ul { list-style: none; margin: 0; padding-inline-start: .8rem; font-size: .85rem; line-height: 1.6;
  border-inline-start: 2px solid hsl(0 0% 50% / .3); }
li, .part { display: flex; flex-wrap: wrap; column-gap: .4em; align-items: baseline; }
li { column-gap: .9em; margin-block: .15em; } small, .label, .score { opacity: .65; }
.mode { border-radius: 1em; padding: 0 .6em; font-size: .75rem; background: hsl(var(--h) 60% 50% / .25); }
q { quotes: none; text-decoration: underline dotted; }
.asserted { --h: 140 } .attributed { --h: 200 } .planned { --h: 45 } .hedged { --h: 290 } .negated { --h: 0 }
"""


def html_page(annotations: Iterable[Annotation]) -> str:
    """Return a page with one or more documents, in the direction of the first."""
    found = list(annotations)
    language = found[0].document.language if found else "en"
    title = found[0].document.title if found and found[0].document.title is not None else "kg show"
    body = "\n".join(_article(annotation) for annotation in found)
    colours = "".join(f".{kind} {{ --h: {hue} }} " for kind, hue in _HUES.items())
    return (
        f'<!doctype html>\n<html lang="{escape(language)}" dir="{_direction(language)}">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}{colours}</style>\n</head>\n<body>\n"
        f"{_legend()}\n{body}\n</body>\n</html>\n"
    )


def _direction(language: str) -> str:
    return "rtl" if language.split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def _legend() -> str:
    kinds = " ".join(f'<span class="m {kind}">{kind}</span>' for kind in MENTION_TYPES)
    modes = " ".join(f'<span class="mode {mode}">{mode}</span>' for mode in MODES)
    return f'<p class="legend" dir="ltr">{kinds} {modes}</p>'


def _article(annotation: Annotation) -> str:
    document = annotation.document
    facts = [f for f in (document.publisher, document.published, document.id) if f is not None]
    title = document.title if document.title is not None else document.id
    claims = claims_by_sentence(annotation)
    sentences = [
        f'<p class="s" dir="auto"><span class="n">{number}</span>'
        f"{_pieces(annotation, sentence_pieces(annotation, span))}</p>{_claims(claims.get(number, ()))}"
        for number, span in enumerate(document.sentences)
    ]
    facts_line = " · ".join(f"<bdi>{escape(fact)}</bdi>" for fact in facts)
    return (
        f'<article lang="{escape(document.language)}" dir="{_direction(document.language)}">\n'
        f'<header><h1 dir="auto">{escape(title)}</h1><p>{facts_line}</p></header>\n'
        + "\n".join(sentences)
        + "\n</article>"
    )


def _pieces(annotation: Annotation, pieces: Iterable[Piece]) -> str:
    out = []
    for piece in pieces:
        if piece.mention is None:
            out.append(escape(annotation.document.at(piece.span)))
            continue
        inner = _pieces(annotation, piece.inner if piece.inner else (Piece(piece.span),))
        tag, classes = _tag(annotation, piece), _classes(annotation, piece)
        out.append(f'<{tag} class="{classes}" title="{escape(_tip(annotation, piece))}">{inner}</{tag}>')
    return "".join(out)


def _tag(annotation: Annotation, piece: Piece) -> str:
    """Return ``span`` for a mention in the script of its document, so that letters join, else ``bdi``."""
    arabic = is_arabic(annotation.document.at(piece.span))
    return "span" if arabic == (_direction(annotation.document.language) == "rtl") else "bdi"


def _classes(annotation: Annotation, piece: Piece) -> str:
    start = piece.span.start
    joined = start > 0 and annotation.document.text[start - 1].isalpha()
    return f"m {'' if piece.mention is None else piece.mention.type}{' joined' if joined else ''}"


def _tip(annotation: Annotation, piece: Piece) -> str:
    """Return what a reader sees when pointing at a mention: type, score, entity or value."""
    mention = piece.mention
    if mention is None:
        return ""
    entity = None if mention.entity is None else entity_part(annotation, "", mention.entity)
    names = (mention.value,) if entity is None else (entity.text, entity.gloss)
    return " · ".join([f"{mention.type} {mention.score:.2f}", *(n for n in names if n is not None)])


def _claims(lines: Iterable[Line]) -> str:
    items = "".join(f"<li>{_claim(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def _claim(line: Line) -> str:
    """Return a claim as boxes in a row, each with a direction of its own."""
    words = f'<q dir="auto">{escape(line.words)}</q>' if line.words else ""
    head = f'<span class="mode {line.mode}">{line.mode}</span><b dir="auto">{escape(line.head)}</b>{words}'
    return f'{head}{"".join(map(_part, line.parts))}<span class="score">{line.score:.2f}</span>'


def _part(part: Part) -> str:
    gloss = "" if part.gloss is None else f'<small dir="auto">{escape(part.gloss)}</small>'
    label = f'<span class="label" dir="auto">{escape(part.label)}</span>'
    return f'<span class="part">{label}<span dir="auto">{escape(part.text)}</span>{gloss}</span>'
