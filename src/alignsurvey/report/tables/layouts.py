"""Which scores stand in which table: one table a task, columns by data set and level, as in the paper's results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...tasks import configs, spec_of
from ...tasks.spec import Score, TablePart
from ..run_names import rank_of
from ..scored_run import MAJORITY, ScoredRun, majority_of
from . import paper
from . import reported as files
from .reported import Reported
from .table import INTERVALS, Cell, Column, Row, Table

_OVER = "over_majority"  # no score of results.json: the one before it less that of the majority baseline


def figures(*more: Path) -> list[Reported]:
    """What others reported: the paper's tables 3 and 4, reported.yaml, and files of one's own.

    Raises:
        InputError: Names file and entry.
    """
    shown = {config: spec.table.columns for config in configs() if (spec := spec_of(config)).table}
    return [*paper.figures(), *files.figures(shown, *more)]


def _layouts() -> dict[int, dict[str, TablePart]]:
    """The configs of each table, in the order of their columns, by the table's number."""
    parts = [(spec.table, config) for config in configs() if (spec := spec_of(config)).table]
    found: dict[int, dict[str, TablePart]] = {}
    for part, config in sorted(parts, key=lambda pair: (pair[0].number, pair[0].place)):
        found.setdefault(part.number, {})[config] = part
    return found


def tables(
    runs: Sequence[ScoredRun], reported: Sequence[Reported], stars: Mapping[tuple[str, str, str, str], str], test: str
) -> Iterator[Table]:
    """A table of each task that has runs; rows are models in their settings, then what others reported."""
    for number, parts in _layouts().items():
        mine = [run for run in runs if run.config in parts]
        if not mine:
            continue
        columns = list(_columns(mine, parts))
        rows = _measured(mine, columns, stars)
        if len({run.panel for run in mine}) > 1:
            rows = [replace(row, ranked=False) for row in rows]
        rows += _reported(mine, reported, columns)
        note = " ".join(_note(mine, [score.key for _, score, _ in columns], rows, test))
        title = f"Task {number}: {next(iter(parts.values())).title}"
        heads = [column for _, _, column in columns]
        yield Table(f"task{number}", title, note, ("Model", "Setting"), heads, rows)
    attributed = [run for run in runs if spec_of(run.config).score == "attribute"]
    if attributed:
        yield by_attribute(attributed)


def _note(runs: Sequence[ScoredRun], keys: Sequence[str], rows: Sequence[Row], test: str) -> Iterator[str]:
    """What a reader needs to know of the columns, rows and marks that a table has."""
    yield INTERVALS
    for told, sentence in _COLUMNS.items():
        if told in keys:
            yield sentence
    if any(run.about["model"] == MAJORITY for run in runs):
        yield "Majority: the most frequent answer to a question in the training data."
    if any(run.series for run in runs):
        yield (
            "Training seeds: the mean of runs that differ in nothing but the seed of their training, in brackets from "
            "the lowest to the highest; tests are of each run by itself."
        )
    if any(run.floor for run in runs):
        yield (
            "Human floor: one half of the respondents predicted from the other, so of fewer answers than the rest; it "
            "is what people are to each other, and no bound of accuracy."
        )
    yield (
        f"* p < .05, ** p < .01 of a model against its zero-shot base: {TEST_NAMES[test]} on the same items, Holm's "
        "correction over the table."
    )
    if any(row.ranked for row in rows):
        yield "Best measured value in bold."
    yield from _judged([run for run in runs if spec_of(run.config).score == "judged"])
    if not all(row.measured for row in rows):
        yield _OTHERS


_COLUMNS = {
    "f1": "P, R, F1: macro means over the answers of a question, then over questions; of stances over the three.",
    "wasserstein": (
        "WD: 1-Wasserstein distance in steps of the scale, WD/range as a share of the scale, to the answers of the "
        "respondents scored; the fewer they are, the larger it is by chance, for people as for models."
    ),
    "parse_rate": "Parsed: share of the replies that could be read; what could not is wrong. n: answers, or groups.",
    "naturalness": "n: dialogues. Each score is the mean over judges of each judge's mean.",
}
_OTHERS = (
    "What others report was counted by them, with their own scripts and test data: it stands here to be looked at and "
    "enters no test and no mean. The metrics' protocol `paper` counts as the scripts of AlignSurvey's authors do."
)


def _judged(runs: Sequence[ScoredRun]) -> Iterator[str]:
    """Who judged, and how well judges agree. Scores of different panels cannot be compared, and are not tested."""
    panels = dict.fromkeys((run.panel, _panel(run)) for run in runs if run.results.get("judges"))
    if len(panels) > 1:
        told = "; ".join(f"{run.name}: {_panel(run)}" for run in runs)
        yield f"Judges differ, so that not all rows can be compared: {told}."
    else:
        yield from (f"Judges: {told}." for _, told in panels)
    agreed = [f"{run.name} {alpha}" for run in runs if (alpha := _alpha(run))]
    if agreed:
        yield f"Krippendorff's alpha between judges, in the order of the columns: {'; '.join(agreed)}."


def _panel(run: ScoredRun) -> str:
    seats = run.results.get("judges") or {}
    told = [f"{name} ({seats[name]}){'' if name in run.judges else ', who gave no scores'}" for name in sorted(seats)]
    seen = run.results.get("reference")
    shown = "" if seen is None else ", shown the real reply" if seen else ", not shown the real reply"
    return ", ".join(told) + shown


def _alpha(run: ScoredRun) -> str:
    """Agreement by dimension; nothing where it is defined for none."""
    agreement = run.results.get("agreement") or {}
    values = [agreement[score.key] for score in spec_of(run.config).radar if score.key in agreement]
    if all(value is None for value in values):
        return ""
    return ", ".join("undefined" if value is None else f"{value:.2f}" for value in values)


TEST_NAMES = {"t": "paired t-test", "mcnemar": "McNemar's test", "bootstrap": "bootstrap clustered on respondents"}


def by_attribute(runs: Sequence[ScoredRun]) -> Table:
    """Task 1, accuracy of each attribute."""
    names = list(dict.fromkeys(name for run in runs for name in run.results["by_attribute"]))
    rows = []
    for run in runs:
        parts = run.results["by_attribute"]
        cells = [_attribute_cell(parts.get(name) or {}) for name in names]
        rows.append(Row((run.label, run.setting), cells))
    columns = [Column("", name, True) for name in names]
    return Table("task1_attributes", "Task 1: accuracy by attribute", "", ("Model", "Setting"), columns, rows)


def _attribute_cell(part: Mapping[str, Any]) -> Cell:
    interval = part.get("accuracy_interval")
    return Cell(part.get("accuracy"), tuple(interval) if interval else None)


def _columns(
    runs: Sequence[ScoredRun], parts: Mapping[str, TablePart]
) -> Iterator[tuple[tuple[str, str], Score, Column]]:
    for config, part in parts.items():
        for dataset in dict.fromkeys(run.dataset for run in runs if run.config == config):
            same = [run for run in runs if run.track == (dataset, config)]
            for place, score in enumerate(part.columns):
                if any(run.results.get(score.key) is not None for run in same):
                    digits = 0 if score.key == "n" else 3
                    yield (dataset, config), score, Column(f"{dataset} {part.level}", score.head, score.more, digits)
                if place == 0 and any(majority_of(run, same) for run in same):
                    over = Score(f"{_OVER}/{score.key}", f"{score.head} less majority's", None)
                    yield (dataset, config), over, Column(f"{dataset} {part.level}", over.head, signed=True)


def _measured(
    runs: Sequence[ScoredRun], columns: Sequence[Any], stars: Mapping[tuple[str, str, str, str], str]
) -> list[Row]:
    rows: dict[tuple[str, str], dict[tuple[str, str], list[ScoredRun]]] = {}
    for run in runs:
        rows.setdefault((run.label, run.series or run.setting), {}).setdefault(run.track, []).append(run)
    found = []
    for name, by_track in sorted(rows.items(), key=lambda item: (rank_of(item[0][1]), item[0])):
        cells = []
        for track, score, _ in columns:
            if track not in by_track:
                cells.append(Cell(None))
                continue
            cells.append(_spread([_cell(run, score, runs, stars) for run in by_track[track]]))
        found.append(Row(name, cells, ranked=not any(run.floor for mine in by_track.values() for run in mine)))
    return found


def _spread(cells: Sequence[Cell]) -> Cell:
    """The mean over training seeds, from the lowest to the highest."""
    values = [cell.value for cell in cells if isinstance(cell.value, int | float)]
    if len(cells) == 1 or not values:
        return cells[0]
    return Cell(sum(values) / len(values), (min(values), max(values)))


def _cell(
    run: ScoredRun, score: Score, runs: Sequence[ScoredRun], stars: Mapping[tuple[str, str, str, str], str]
) -> Cell:
    if score.key.startswith(_OVER):
        key, majority = score.key.removeprefix(f"{_OVER}/"), majority_of(run, runs)
        mine, theirs = run.results.get(key), majority.results.get(key) if majority else None
        return Cell(None if mine is None or theirs is None else mine - theirs)
    interval = (run.results.get("intervals") or {}).get(score.key)
    mark = stars.get((run.name, *run.track, score.key), "")
    return Cell(run.results.get(score.key), tuple(interval) if interval else None, mark)


def _reported(runs: Sequence[ScoredRun], reported: Sequence[Reported], columns: Sequence[Any]) -> list[Row]:
    """Rows of others' figures on the data sets of this table; a model's figures from one place stand in one row."""
    tracks = {run.track for run in runs}
    rows: dict[tuple[str, str], dict[tuple[str, str], Mapping[str, float]]] = {}
    for figure in reported:
        if (figure.dataset, figure.config) in tracks:
            place = f", table {figure.table}" if figure.table else ""
            row = rows.setdefault((figure.model, figure.origin + place), {})
            row[figure.dataset, figure.config] = figure.scores
    return [
        Row(name, [Cell(scores.get(track, {}).get(score.key)) for track, score, _ in columns], measured=False)
        for name, scores in rows.items()
    ]
