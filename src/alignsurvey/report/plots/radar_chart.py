"""The scores of models over all tasks, as a radar chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ...tasks import spec_of
from ...tasks.spec import Score
from ..analyses.equity import Cell
from ..scored_run import ScoredRun
from .canvas import COLOURS, LINES, MARKERS, figure_of, folded, named, save
from .selection import chosen, pages

PLACE = 1  # among the pictures of a report


def draw(runs: Sequence[ScoredRun], cells: Sequence[Cell], out: Path) -> list[Path]:
    """As every picture offers it: see `plots`."""
    return radar(runs, out)


def radar(runs: Sequence[ScoredRun], out: Path) -> list[Path]:
    """Figure 2 of the paper: the scores of every model over all tasks, each scaled to 0 (worst) to 1 (best).

    Only models that have all the scores are drawn; nothing is, with fewer than three scores.
    """
    by_name: dict[str, dict[tuple[str, str], ScoredRun]] = {}
    for run in chosen(runs, "radar"):
        by_name.setdefault(run.name, {})[run.track] = run
    whole = max((set(mine) for mine in by_name.values()), key=len)
    axes = [(track, score) for track in sorted(whole) for score in spec_of(track[1]).radar]
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


def _ring(
    mine: Mapping[tuple[str, str], ScoredRun], axes: Sequence[tuple[tuple[str, str], Score]]
) -> list[float | None]:
    found: list[float | None] = []
    for track, score in axes:
        value = mine[track].results.get(score.key)
        found.append(None if value is None else score.closeness(value))
    return found


def _radar(heads: Sequence[str], rings: Mapping[str, Sequence[float | None]], path: Path) -> list[Path]:
    angles = np.linspace(0, 2 * np.pi, len(heads), endpoint=False)
    with figure_of((6.5, 5.2), [*heads, *rings]) as figure:
        plot = figure.add_subplot(polar=True)
        plot.set_theta_zero_location("N")
        plot.set_theta_direction(-1)
        for place, (name, ring) in enumerate(rings.items()):
            look = {"color": COLOURS[place], "marker": MARKERS[place], "linestyle": LINES[place], "linewidth": 1.4}
            plot.plot([*angles, angles[0]], [*ring, ring[0]], label=named(name), clip_on=False, **look)
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
        return save(figure, path)


def _heads(axes: Sequence[tuple[tuple[str, str], Score]]) -> list[str]:
    """Names of the axes: of data set and config only what tells them apart."""
    datasets, configs = ({track[place] for track, _ in axes} for place in (0, 1))
    return [
        "\n".join(
            [
                *([track[0]] if len(datasets) > 1 else []),
                *([folded(track[1].replace("_", " "), 16, 2)] if len(configs) > 1 else []),
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
