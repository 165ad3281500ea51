"""Pictures for print: a radar chart over tasks, accuracy by group, distributions real against predicted.

Each is written as PNG and as SVG with its letters as outlines, so that both look alike everywhere. Models are told
apart by shape and line as well as by colour (Okabe and Ito's colours, which the colour-blind can tell apart), so that
nothing is lost in grey. A picture that shows every baseline shows none: each has the few that say something in it, and
the tables have all.
"""

from __future__ import annotations

import io
import re
import textwrap
import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from ..schema import InputError, require
from . import fonts
from .choice import chosen, pages
from .equity import Cell
from .grouping import REST
from .layouts import AXES, Score
from .runs import Run

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#999999")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
LINES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 1)), (0, (8, 2)))
PAGE = 9  # questions on one page of distributions
_DOTS = 300  # an inch, as printers ask for
_PALETTE = 128
_LARGEST = 260  # square points of the circle with the largest gain


def radar(runs: Sequence[Run], out: Path) -> list[Path]:
    """Figure 2 of the paper: the scores of every model over all tasks, each scaled to 0 (worst) to 1 (best).

    Only models that have all the scores are drawn; nothing is, with fewer than three scores.
    """
    by_name: dict[str, dict[tuple[str, str], Run]] = {}
    for run in chosen(runs, "radar"):
        by_name.setdefault(run.name, {})[run.track] = run
    whole = max((set(mine) for mine in by_name.values()), key=len)
    axes = [(track, score) for track in sorted(whole) for score in AXES.get(track[1], ())]
    rings = {name: _ring(mine, axes) for name, mine in by_name.items() if whole <= set(mine)}
    drawn = {name: ring for name, ring in rings.items() if None not in ring}
    if len(axes) < 3 or not drawn:
        return []
    found = pages([run for run in runs if run.name in drawn], "radar")
    written = []
    for number, page in enumerate(found, start=1):
        names = dict.fromkeys(run.name for run in page)
        path = out / f"radar{f'-{number}' if len(found) > 1 else ''}"
        written += _radar(_heads(axes), {name: drawn[name] for name in names}, path)
    return written


def _radar(heads: Sequence[str], rings: Mapping[str, Sequence[float | None]], path: Path) -> list[Path]:
    angles = np.linspace(0, 2 * np.pi, len(heads), endpoint=False)
    with _figure((6.5, 5.2), [*heads, *rings]) as figure:
        plot = figure.add_subplot(polar=True)
        plot.set_theta_zero_location("N")
        plot.set_theta_direction(-1)
        for place, (name, ring) in enumerate(rings.items()):
            look = {"color": COLOURS[place], "marker": MARKERS[place], "linestyle": LINES[place], "linewidth": 1.4}
            plot.plot([*angles, angles[0]], [*ring, ring[0]], label=_named(name), clip_on=False, **look)
        plot.set_xticks(angles, heads)
        _outwards(plot, angles)
        plot.set_ylim(0, 1)
        plot.set_yticks([0.25, 0.5, 0.75, 1.0], [""] * 4)
        for height, text in ((0.25, ".25"), (0.5, ".5"), (0.75, ".75"), (1.0, "1")):
            # Between the first two axes, where no line has its corner, and above the lines that pass there.
            box = {"facecolor": "white", "edgecolor": "none", "pad": 0.5, "alpha": 0.8}
            plot.text(np.pi / len(heads), height, text, fontsize=7, color="#555555", zorder=5, bbox=box)
        plot.grid(color="#cccccc", linewidth=0.6)
        figure.legend(loc="outside lower center", ncols=2, handlelength=3.5)
        return _save(figure, path)


def _heads(axes: Sequence[tuple[tuple[str, str], Score]]) -> list[str]:
    """Names of the axes: of data set and config only what tells them apart."""
    datasets, configs = ({track[place] for track, _ in axes} for place in (0, 1))
    return [
        "\n".join(
            [
                *([track[0]] if len(datasets) > 1 else []),
                *([_folded(track[1].replace("_", " "), 16, 2)] if len(configs) > 1 else []),
                score.head,
            ]
        )
        for track, score in axes
    ]


def _outwards(plot: Any, angles: Any) -> None:
    """Align the names of the axes away from the circle, so that none lies on it."""
    plot.tick_params(axis="x", pad=3)
    for label, angle in zip(plot.get_xticklabels(), angles, strict=True):
        side, up = np.sin(angle), np.cos(angle)
        label.set_horizontalalignment("center" if abs(side) < 0.1 else "left" if side > 0 else "right")
        label.set_verticalalignment("center" if abs(up) < 0.1 else "bottom" if up > 0 else "top")


def groups(runs: Sequence[Run], cells: Sequence[Cell], out: Path) -> list[Path]:
    """Figure 3 of the paper: accuracy by demographic group; the circle grows with the gain over the zero-shot base.

    An open circle has lost accuracy. Models without a base here have small marks of one size.
    """
    written = []
    for track in dict.fromkeys((cell.dataset, cell.config) for cell in cells):
        known = [cell for cell in cells if (cell.dataset, cell.config) == track and cell.accuracy is not None]
        scored = {cell.run for cell in known}
        found = pages([run for run in runs if run.track == track and run.name in scored], "groups") if known else []
        for number, page in enumerate(found, start=1):
            names = {run.name for run in page}
            path = out / f"groups-{track[0]}-{track[1]}{f'-{number}' if len(found) > 1 else ''}"
            written += _groups([cell for cell in known if cell.run in names], path)
    return written


def _groups(cells: Sequence[Cell], path: Path) -> list[Path]:
    circled = {cell.run for cell in cells if cell.change is not None}
    names = sorted(dict.fromkeys(cell.run for cell in cells), key=lambda name: name not in circled)
    rows = sorted({(cell.attribute, cell.value): cell.respondents for cell in cells}.items(), key=_reading_order(cells))
    labels = [f"{name}: {textwrap.shorten(value, 42, placeholder='…')} ({count})" for (name, value), count in rows]
    most = max((abs(cell.change) for cell in cells if cell.change is not None), default=0.0)
    with _figure((7.2, 1.7 + 0.21 * len(rows)), [*labels, *names]) as figure:
        plot = figure.add_subplot()
        for place, name in enumerate(names):
            found = {(cell.attribute, cell.value): cell for cell in cells if cell.run == name}
            mine = [(number, found[row]) for number, (row, _) in enumerate(rows) if row in found]
            plot.scatter(
                [cell.accuracy for _, cell in mine],
                [number for number, _ in mine],
                s=[20 if cell.change is None else _area(cell.change, most) for _, cell in mine],
                marker="o" if name in circled else MARKERS[place],
                facecolors=[_inside(cell, COLOURS[place]) for _, cell in mine],
                edgecolors=COLOURS[place],
                zorder=2 if name in circled else 3,  # small marks lie on the circles
            )
            if name in circled and len(circled) > 1:  # in grey only a mark of its own tells one's circles
                plot.scatter(
                    [cell.accuracy for _, cell in mine],
                    [number for number, _ in mine],
                    s=[min(11.0, 0.35 * _area(cell.change or 0.0, most)) for _, cell in mine],
                    marker=MARKERS[place],
                    color="black",
                    linewidths=0.5,
                    zorder=4,
                )
        plot.set_yticks(range(len(rows)), labels)
        plot.set_ylim(len(rows) - 0.3, -0.7)
        for number in range(1, len(rows)):
            if rows[number][0][0] != rows[number - 1][0][0]:
                plot.axhline(number - 0.5, color="#bbbbbb", linewidth=0.6)
        plot.set_xlabel("accuracy (respondents of each group in brackets)")
        plot.grid(axis="x", color="#dddddd", linewidth=0.6)
        plot.set_axisbelow(True)
        handles, heads = _marks(names, circled if len(circled) < 2 else ()), [_named(name) for name in names]
        if circled:
            sizes = [(gain, _sized(_area(gain, most))) for gain in _steps(most)]
            handles += [handle for _, handle in sizes] + [_sized(_area(most / 2, most), open=True)]
            heads += [f"gain over the base of {gain:.2g}" for gain, _ in sizes] + ["open: loss against the base"]
        figure.legend(handles, heads, loc="outside lower center", ncols=2, labelspacing=1.1, handletextpad=1.2)
        return _save(figure, path)


def _reading_order(cells: Sequence[Cell]) -> Any:
    """Attributes as they stand in the profile; in each, values by their first number, merged ones last."""
    attributes = list(dict.fromkeys(cell.attribute for cell in cells))

    def place(row: tuple[tuple[str, str], int]) -> tuple[Any, ...]:
        (attribute, value), _ = row
        found = re.search(r"\d[\d,]*(?:\.\d+)?", value)
        number = float(found[0].replace(",", "")) if found else np.inf
        below = value.startswith(("under", "less", "below")) or value.endswith("以下")
        return attributes.index(attribute), value.startswith(REST), number, not below, value

    return place


def distributions(runs: Sequence[Run], out: Path) -> list[Path]:
    """Real shares of each choice as bars, those that the models predict as marks, by question, in pages."""
    written = []
    for track in dict.fromkeys(run.track for run in runs if run.parts):
        found = pages([run for run in runs if run.track == track and run.parts], "distributions")
        for number, same in enumerate(found, start=1):
            models = f"-models{number}" if len(found) > 1 else ""
            ids = list(dict.fromkeys(part["question_id"] for run in same for part in run.parts))
            texts = _texts(same)
            for page, start in enumerate(range(0, len(ids), PAGE), start=1):
                shown = {name: texts.get(name, name) for name in ids[start : start + PAGE]}
                written += _distributions(same, shown, out / f"distributions-{track[0]}-{track[1]}-{page}{models}")
    return written


def _texts(runs: Sequence[Run]) -> dict[str, str]:
    """The wording of each question that the runs were asked."""
    return {
        asked: str(row.get("question") or row.get("theme"))
        for run in runs
        for asked, row in zip(run.asked, run.records, strict=True)
    }


def _distributions(runs: Sequence[Run], questions: Mapping[str, str], path: Path) -> list[Path]:
    parts = {
        run.name: {part["question_id"]: part for part in run.parts if part["question_id"] in questions} for run in runs
    }
    choices = [name for mine in parts.values() for part in mine.values() for name in part["choices"]]
    wide = min(3, len(questions))
    high = -(-len(questions) // wide)
    with _figure((max(2.9 * wide, 4.6) + 0.6, 2.3 * high + 1.0), [*questions.values(), *choices, *parts]) as figure:
        plots = figure.subplots(high, wide, squeeze=False, sharey=True)
        for place, (name, text) in enumerate(questions.items()):
            _distribution(plots.flat[place], name, text, parts)
        for plot in plots.flat[len(questions) :]:
            plot.set_visible(False)
        for plot in plots[:, 0]:
            plot.set_ylabel("share")
        plots[0, 0].set_ylim(0, _ceiling(parts))
        handles, heads = plots.flat[0].get_legend_handles_labels()
        figure.legend(handles, heads, loc="outside lower center", ncols=2)
        return _save(figure, path)


def _distribution(plot: Any, name: str, text: str, parts: Mapping[str, Mapping[str, Any]]) -> None:
    """One question. The real shares are those of the run with most answers, since samples differ."""
    mine = {run: found[name] for run, found in parts.items() if name in found}
    whole = max(mine.values(), key=lambda part: part["n"])
    order = list(dict.fromkeys([*whole["choices"], *(choice for part in mine.values() for choice in part["choices"])]))
    real = dict(zip(whole["choices"], whole["reference"], strict=True))
    plot.bar(range(len(order)), [real.get(choice, 0.0) for choice in order], color="#cfcfcf", label="real answers")
    names = list(parts)
    for run, part in mine.items():
        place = names.index(run)
        told = dict(zip(part["choices"], part["predicted"], strict=True))
        shift = (place - (len(names) - 1) / 2) * 0.7 / max(len(names), 2)
        plot.scatter(
            [number + shift for number in range(len(order))],
            [told.get(choice, 0.0) for choice in order],
            s=16,
            color=COLOURS[place],
            marker=MARKERS[place],
            label=_named(run),
            zorder=3,
            clip_on=False,
        )
    plot.set_title(_folded(text, 42, 3), fontsize=7)
    _choices(plot, order)


def _choices(plot: Any, choices: Sequence[str]) -> None:
    """Names of the choices below a plot: side by side in up to three lines where all have room, else aslant."""
    size, room = (6.5, 54 // len(choices)) if len(choices) < 5 else (5.5, 64 // len(choices))  # in Latin letters
    if all(_fits(choice, room) for choice in choices):
        plot.set_xticks(range(len(choices)), [_folded(choice, room, 3) for choice in choices], fontsize=size)
    else:
        names = [textwrap.shorten(choice, 26, placeholder="…") for choice in choices]
        plot.set_xticks(range(len(choices)), names, fontsize=size, rotation=30, ha="right", rotation_mode="anchor")


def _fits(text: str, room: int) -> bool:
    """Whether a text can be folded to a width without breaking a word; Chinese, without being cut to crumbs."""
    if _width(text) > len(text):
        return _width(text) <= (3 * room if room >= 12 else room)
    return all(len(word) <= room for word in text.split())


def _ceiling(parts: Mapping[str, Mapping[str, Any]]) -> float:
    """The next tenth above all shares."""
    shares = [part[side] for mine in parts.values() for part in mine.values() for side in ("predicted", "reference")]
    return float(min(1.0, np.ceil(10 * max(map(max, shares)) + 0.5) / 10))


def _ring(mine: Mapping[tuple[str, str], Run], axes: Sequence[tuple[tuple[str, str], Score]]) -> list[float | None]:
    found: list[float | None] = []
    for track, score in axes:
        value = mine[track].results.get(score.key)
        if value is None:
            found.append(None)
        elif track[1] == "interview":
            found.append((value - 1) / 4)
        else:
            found.append(value if score.more else max(0.0, 1 - value))
    return found


def _area(gain: float, most: float) -> float:
    """Area of a circle in square points: in step with the gain, and never too small to be seen."""
    return 12 + (_LARGEST - 12) * abs(gain) / most if most else 12


def _steps(most: float) -> list[float]:
    """Two gains for the legend: a round one near the largest, and a quarter of it."""
    power = 10.0 ** np.floor(np.log10(most)) if most else 0.01
    top = max(step for step in (1, 2, 4, 8) if step * power <= most * 1.001) * power if most else power
    return [top / 4, top]


def _inside(cell: Cell, colour: str) -> str:
    """Fill of a mark: circles let what lies behind them through, a loss has none."""
    if cell.change is None:
        return colour
    return "none" if cell.change < 0 else f"{colour}99"


def _sized(area: float, open: bool = False) -> Any:
    """A grey circle of the legend."""
    from matplotlib.lines import Line2D

    fill = "none" if open else "#77777799"
    return Line2D(
        [], [], linestyle="", marker="o", markersize=area**0.5, markerfacecolor=fill, markeredgecolor="#777777"
    )


def _marks(names: Sequence[str], circled: Collection[str]) -> list[Any]:
    """Legend marks of models, all of one size; `circled` are told by their circles alone, whose sizes are explained
    beside."""
    from matplotlib.lines import Line2D

    return [
        Line2D([], [], linestyle="", color=COLOURS[place], marker="o" if name in circled else MARKERS[place])
        for place, name in enumerate(names)
    ]


def _named(name: str) -> str:
    """A model's name in a legend of two columns."""
    return name if _width(name) <= 50 else _folded(name, 50, 3)


def _width(text: str) -> int:
    """In Latin letters."""
    return sum(2 if "\u2e80" <= mark <= "\uffef" else 1 for mark in text)


def _folded(text: str, width: int, lines: int) -> str:
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


@contextmanager
def _figure(inches: tuple[float, float], texts: Sequence[str]) -> Iterator[Any]:
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


def _save(figure: Any, path: Path) -> list[Path]:
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
