"""One training text as pieces: a string and the kind of entity that it is, "" for none."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("PERSON", "LOCATION", "ORG")
Piece = tuple[str, str]
Spans = list[tuple[int, int, str]]


@dataclass(frozen=True)
class Example:
    """A text in pieces, and the set that it comes from."""

    pieces: tuple[Piece, ...]
    source: str = "frames"

    @property
    def named(self) -> bool:
        return any(kind for _, kind in self.pieces)

    def text(self) -> tuple[str, Spans]:
        """The running text, and (start, end, kind) of its entities."""
        spans, place = [], 0
        for string, kind in self.pieces:
            if kind and string:
                spans.append((place, place + len(string), kind))
            place += len(string)
        return "".join(string for string, _ in self.pieces), spans


def from_spans(text: str, spans: list[list], source: str) -> Example:
    """The example of a labelled text; a span that overlaps an earlier one is left out."""
    pieces, place = [], 0
    for start, end, kind in sorted(spans):
        if start < place:
            continue
        pieces += [(text[place:start], ""), (text[start:end], kind)]
        place = end
    return Example(tuple(piece for piece in [*pieces, (text[place:], "")] if piece[0]), source)


def joined(examples: list[Example], gap: str) -> Example:
    """Several examples as one text, with `gap` between them."""
    pieces: list[Piece] = []
    for example in examples:
        pieces += [(gap, "")] if pieces and gap else []
        pieces += example.pieces
    return Example(tuple(pieces), examples[0].source)
