"""Print an annotation in the terminal: mentions coloured, claims under each sentence."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from kg.model import Annotation, MentionType, Mode
from kg.show.claims import Line, claims_by_sentence
from kg.show.pieces import Piece, sentence_pieces

STYLES: dict[MentionType, str] = {
    "Person": "bold green",
    "Organisation": "bold cyan",
    "Place": "bold blue",
    "Agreement": "bold magenta",
    "Event": "magenta",
    "Nationality": "blue",
    "Position": "green",
    "Date": "yellow",
    "Quantity": "bright_red",
}
MODE_STYLES: dict[Mode, str] = {
    "asserted": "white",
    "attributed": "cyan",
    "planned": "yellow",
    "hedged": "magenta",
    "negated": "red",
}


def print_annotation(annotation: Annotation, console: Console) -> None:
    """Print one document; the console decides on colours (none when it is not a terminal)."""
    document = annotation.document
    facts = [document.title, document.publisher, document.published]
    console.print(Text(document.id, style="bold reverse"), *(Text(f) for f in facts if f is not None))
    console.print(_legend())
    claims = claims_by_sentence(annotation)
    for number, sentence in enumerate(document.sentences):
        text = Text.assemble((f"\n{number:>3} ", "dim"))
        console.print(text.append_text(_sentence(annotation, sentence_pieces(annotation, sentence))))
        for line in claims.get(number, ()):
            console.print(_claim(line))


def _legend() -> Text:
    return Text(" ").join(Text(kind, style=style) for kind, style in STYLES.items())


def _sentence(annotation: Annotation, pieces: Iterable[Piece]) -> Text:
    """Return the text of pieces, each coloured by its innermost mention; line ends become spaces."""
    out = Text()
    for piece in pieces:
        if piece.mention is None:
            out.append(" ".join(annotation.document.at(piece.span).split("\n")))
        else:
            inner = piece.inner if piece.inner else (Piece(piece.span),)
            text = _sentence(annotation, inner)
            text.stylize_before(STYLES[piece.mention.type])
            out.append_text(text)
    return out


def _claim(line: Line) -> Text:
    out = Text("      ")
    out.append(f"{line.mode:10} ", style=MODE_STYLES[line.mode])
    out.append(line.head, style="bold")
    out.append(f" {line.words}" if line.words else "", style="underline" if line.words else "")
    for part in line.parts:
        out.append(f"  {part.label} ", style="dim")
        out.append(part.text)
        out.append("" if part.gloss is None else f" ({part.gloss})", style="dim")
    return out.append(f"  {line.score:.2f}", style="dim")
