"""Accuracy by demographic group, with the gain over the base as the size of a circle."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..analyses.equity import Cell
from ..analyses.grouping import REST
from ..scored_run import ScoredRun
from .canvas import COLOURS, MARKERS, figure_of, marks, named, save
from .selection import pages

_LARGEST = 260  # square points of the circle with the largest gain


PLACE = 2  # among the pictures of a report


def draw(runs: Sequence[ScoredRun], cells: Sequence[Cell], out: Path) -> list[Path]:
    """As every picture offers it: see `plots`."""
    return groups(runs, cells, out)


def groups(runs: Sequence[ScoredRun], cells: Sequence[Cell], out: Path) -> list[Path]:
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
    with figure_of((7.2, 1.7 + 0.21 * len(rows)), [*labels, *names]) as figure:
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
        handles, heads = marks(names, circled if len(circled) < 2 else ()), [named(name) for name in names]
        if circled:
            sizes = [(gain, _sized(_area(gain, most))) for gain in _steps(most)]
            handles += [handle for _, handle in sizes] + [_sized(_area(most / 2, most), open=True)]
            heads += [f"gain over the base of {gain:.2g}" for gain, _ in sizes] + ["open: loss against the base"]
        figure.legend(handles, heads, loc="outside lower center", ncols=2, labelspacing=1.1, handletextpad=1.2)
        return save(figure, path)


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
