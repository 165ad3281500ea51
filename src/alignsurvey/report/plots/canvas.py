"""What all pictures share: figure and files, shapes and colours, texts that fit."""

from __future__ import annotations

import io
import textwrap
import warnings
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ...files.errors import InputError, require
from . import fonts

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#999999")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
LINES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 1)), (0, (8, 2)))
_DOTS = 300  # an inch, as printers ask for
_PALETTE = 128


@contextmanager
def figure_of(inches: tuple[float, float], texts: Sequence[str]) -> Iterator[Any]:
    """A figure whose fonts have all characters of the texts; closed in the end. No display is needed."""
    matplotlib = require("matplotlib", "board")
    figures = require("matplotlib.figure", "board")
    settings = {
        "font.family": fonts.families([*texts, "…"]),
        "font.size": 8,
        "legend.fontsize": 7,
        "legend.frameon": False,
        "lines.markersize": 4,
        "axes.unicode_minus": False,
        "text.parse_math": False,  # two dollar signs in an income band are no formula
        "svg.fonttype": "path",
        "svg.hashsalt": "alignsurvey",
    }
    with matplotlib.rc_context(settings):
        yield figures.Figure(figsize=inches, layout="constrained")


def save(figure: Any, path: Path) -> list[Path]:
    """Write PNG and SVG without dates. Raises InputError for a character that no font has."""
    written = [path.with_name(f"{path.name}.{kind}") for kind in ("png", "svg")]
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph .* missing")
        try:
            # "tight": what the layout leaves no room for widens the picture and is not cut off.
            figure.savefig(raw := io.BytesIO(), dpi=_DOTS, bbox_inches="tight")
            figure.savefig(written[1], bbox_inches="tight", metadata={"Date": None})
        except UserWarning as warning:
            raise InputError(f"{path.name}: {warning}; set {fonts.VARIABLE} to a font that has it") from None
    # A drawing has few colours: a palette makes the file a third as large.
    pictures = require("PIL.Image", "board")
    palette = {"method": pictures.Quantize.FASTOCTREE, "dither": pictures.Dither.NONE}  # keeps colours of small marks
    image = pictures.open(raw).convert("RGB").quantize(_PALETTE, **palette)
    image.putpalette([255 if value == 254 else value for value in image.getpalette()])  # it makes white a shade darker
    image.save(written[0], optimize=True, dpi=(_DOTS, _DOTS))
    return written


def marks(names: Sequence[str], circled: Collection[str]) -> list[Any]:
    """Legend marks of models, all of one size; `circled` are told by their circles alone, whose sizes are explained
    beside."""
    from matplotlib.lines import Line2D

    return [
        Line2D([], [], linestyle="", color=COLOURS[place], marker="o" if name in circled else MARKERS[place])
        for place, name in enumerate(names)
    ]


def named(name: str) -> str:
    """A model's name in a legend of two columns."""
    return name if width_of(name) <= 50 else folded(name, 50, 3)


def width_of(text: str) -> int:
    """In Latin letters."""
    return sum(2 if "\u2e80" <= mark <= "\uffef" else 1 for mark in text)


def folded(text: str, width: int, lines: int) -> str:
    """Text in lines of about `width` Latin letters; a Chinese character is as wide as two and may end any line.

    What is too long loses its middle: questions of one battery differ at their ends.
    """
    if any("\u3400" <= mark <= "\u9fff" for mark in text):
        half = max(width // 2, 4)
        parts = [text[start : start + half] for start in range(0, len(text), half)]
    else:
        parts = textwrap.wrap(text, width) or [""]
    if len(parts) > lines:
        parts = [parts[0] + "…", *parts[len(parts) - lines + 1 :]]
    return "\n".join(parts)


def fits(text: str, room: int) -> bool:
    """Whether a text can be folded to a width without breaking a word; Chinese, without being cut to crumbs."""
    if width_of(text) > len(text):
        return width_of(text) <= (3 * room if room >= 12 else room)
    return all(len(word) <= room for word in text.split())
