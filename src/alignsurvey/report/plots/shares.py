"""Distributions of answers, real against predicted, question by question."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ...tasks import spec_of
from ..analyses.equity import Cell
from ..scored_run import ScoredRun
from .canvas import COLOURS, MARKERS, figure_of, fits, folded, named, save
from .selection import pages

PAGE = 9  # questions on one page


PLACE = 3  # among the pictures of a report


def draw(runs: Sequence[ScoredRun], cells: Sequence[Cell], out: Path) -> list[Path]:
    """As every picture offers it: see `plots`."""
    return distributions(runs, out)


def distributions(runs: Sequence[ScoredRun], out: Path) -> list[Path]:
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


def _texts(runs: Sequence[ScoredRun]) -> dict[str, str]:
    """The wording of each question that the runs were asked."""
    return {
        asked: str(row[str(spec_of(run.config).wording)])
        for run in runs
        for asked, row in zip(run.asked, run.records, strict=True)
    }


def _distributions(runs: Sequence[ScoredRun], questions: Mapping[str, str], path: Path) -> list[Path]:
    parts = {
        run.name: {part["question_id"]: part for part in run.parts if part["question_id"] in questions} for run in runs
    }
    choices = [name for mine in parts.values() for part in mine.values() for name in part["choices"]]
    wide = min(3, len(questions))
    high = -(-len(questions) // wide)
    with figure_of((max(2.9 * wide, 4.6) + 0.6, 2.3 * high + 1.0), [*questions.values(), *choices, *parts]) as figure:
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
        return save(figure, path)


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
            label=named(run),
            zorder=3,
            clip_on=False,
        )
    plot.set_title(folded(text, 42, 3), fontsize=7)
    _choices(plot, order)


def _choices(plot: Any, choices: Sequence[str]) -> None:
    """Names of the choices below a plot: side by side in up to three lines where all have room, else aslant."""
    size, room = (6.5, 54 // len(choices)) if len(choices) < 5 else (5.5, 64 // len(choices))  # in Latin letters
    if all(fits(choice, room) for choice in choices):
        plot.set_xticks(range(len(choices)), [folded(choice, room, 3) for choice in choices], fontsize=size)
    else:
        names = [textwrap.shorten(choice, 26, placeholder="…") for choice in choices]
        plot.set_xticks(range(len(choices)), names, fontsize=size, rotation=30, ha="right", rotation_mode="anchor")


def _ceiling(parts: Mapping[str, Mapping[str, Any]]) -> float:
    """The next tenth above all shares."""
    shares = [part[side] for mine in parts.values() for part in mine.values() for side in ("predicted", "reference")]
    return float(min(1.0, np.ceil(10 * max(map(max, shares)) + 0.5) / 10))
