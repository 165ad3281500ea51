"""Tables 2 to 5 of the paper (arXiv 2511.07871), in its layout and order; figures that were measured here go below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

from ...files.yaml import load
from .reported import Reported
from .table import Cell, Column, Row, Table

if TYPE_CHECKING:
    from ..scored_run import ScoredRun

FILE = Path(__file__).with_name("paper.yaml")
TABLES = ("table3", "table4", "table5")
ORIGIN = "as reported (arXiv 2511.07871)"
_SAID = ("group", "head", "digits", "dataset", "config", "score")
_STARS = {None: "", 1: "*", 2: "**"}
# The paper's task 2 average: the mean of the three scores of the judges.
_AVERAGED = ("naturalness", "style_match", "consistency")
_NOTE = (
    "* p < .05, ** p < .01 in rows as reported: two-sided t-test of a SurveyLM against its zero-shot base, as the "
    "paper marks them. What the paper reports was counted on its own test data and enters no test here."
)
_POOLED = (
    "† from the distributions that single answers add up to (config survey_response), as no run of the group config is "
    "there."
)


@dataclass(frozen=True)
class PaperColumn:
    """One column of a table of the paper.

    Attributes:
        key: Its name in paper.yaml.
        group, head: What stands above it, as in the paper.
        more: Whether the larger value is the better one.
        digits: Decimals that the paper prints, of shares those of the share.
        dataset, config, score: The score of results.json that it stands for; `average` is the mean of task 2's three.
    """

    key: str
    group: str
    head: str
    more: bool
    digits: int
    dataset: str
    config: str
    score: str


@cache
def _file() -> Mapping[str, Any]:
    content: Mapping[str, Any] = load(FILE)
    return content


def columns(table: str) -> list[PaperColumn]:
    """The columns of "table3", "table4" or "table5", from left to right."""
    return [
        PaperColumn(key=key, more=one["better"] == "more", **{name: one[name] for name in _SAID})
        for key, one in _file()["columns"][table].items()
    ]


def split_sizes() -> list[Mapping[str, Any]]:
    """Table 2: records of each task in train and test."""
    return list(_file()["table2"])


def figures() -> list[Reported]:
    """What tables 3 and 4 report, by data set and config, for rows below the measured ones.

    Table 5 repeats figures of these two, rounded, beside those of its ablations; they stand in its own layout alone.
    """
    found = []
    for number, table in ((3, "table3"), (4, "table4")):
        for row in _file()[table]:
            for track, scores in _by_track(table, row["scores"]).items():
                found.append(Reported(*track, f"{row['model']}, {row['setting']}", ORIGIN, number, scores))
    return found


def _by_track(table: str, scores: Mapping[str, float]) -> dict[tuple[str, str], dict[str, float]]:
    tracks: dict[tuple[str, str], dict[str, float]] = {}
    for column in columns(table):
        tracks.setdefault((column.dataset, column.config), {})[column.score] = scores[column.key]
    return tracks


def tables(
    runs: Sequence[ScoredRun] = (), stars: Mapping[tuple[str, str, str, str], str] | None = None
) -> Iterator[Table]:
    """Tables 3 to 5 with the rows of the paper and, above them, those of `runs` that have a score of theirs.

    Args:
        runs: Measured runs, in the order of their rows.
        stars: Marks of measured scores by (run, data set, config, score).
    """
    for name in TABLES:
        shown = columns(name)
        measured = _measured(shown, runs, stars or {})
        heads = [Column(column.group, column.head, column.more, column.digits) for column in shown]
        reported = [_row(name, shown, row) for row in _file()[name]]
        stubs = ("Model", "Without" if name == "table5" else "Setting")
        pooled = any(cell.stars == "†" for row in measured for cell in row.cells)
        note = " ".join([_NOTE, *_footnotes(name), *([_POOLED] if pooled else [])])
        yield Table(f"paper_{name}", _file()["titles"][name], note, stubs, heads, [*measured, *reported])


def _row(name: str, shown: Sequence[PaperColumn], row: Mapping[str, Any]) -> Row:
    stars = row.get("stars") or {}
    cells = [Cell(row["scores"][column.key], stars=_STARS[stars.get(column.key)]) for column in shown]
    second = row["without"] or "nothing" if name == "table5" else row["setting"]
    return Row((row["model"], second), cells, measured=False)


def _footnotes(name: str) -> Iterator[str]:
    """Where the paper's own figures look odd."""
    for note in _file()["footnotes"].get(name, ()):
        without = f" without {note['without']}" if note.get("without") else ""
        yield f"{note['model']}{without}: {note['text']}."


def _measured(
    shown: Sequence[PaperColumn], runs: Sequence[ScoredRun], stars: Mapping[tuple[str, str, str, str], str]
) -> list[Row]:
    """A row a model and setting that has at least one score of the table."""
    rows: dict[tuple[str, str], dict[tuple[str, str], ScoredRun]] = {}
    for run in runs:
        rows.setdefault((run.label, run.setting), {})[run.track] = run
    found = [Row(names, [_cell(column, by_track, stars) for column in shown]) for names, by_track in rows.items()]
    return [row for row in found if any(cell.value is not None for cell in row.cells)]


def _cell(
    column: PaperColumn, by_track: Mapping[tuple[str, str], ScoredRun], stars: Mapping[tuple[str, str, str, str], str]
) -> Cell:
    """A measured score; a distance of single answers added up is marked where there is no run of the group config."""
    run = by_track.get((column.dataset, column.config))
    if run is not None:
        mark = stars.get((run.name, column.dataset, column.config, column.score), "")
        return Cell(_score(run.results, column.score), stars=mark)
    pooled = by_track.get((column.dataset, column.config.removesuffix("_group")))
    value = _score(pooled.results, column.score) if pooled and column.score == "wasserstein" else None
    return Cell(value, stars="†" if value is not None else "")


def _score(results: Mapping[str, Any], score: str) -> float | None:
    if score != "average":
        value: float | None = results.get(score)
        return value
    parts = [results.get(name) for name in _AVERAGED]
    return None if None in parts else fmean(part for part in parts if part is not None)
