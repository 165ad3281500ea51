"""Which scores stand in which table: one table a task, columns by data set and level, as in the paper's results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import reported as files
from .reported import Reported
from .runs import Run, majority_of, rank
from .tables import Cell, Column, Row, Table


@dataclass(frozen=True)
class Score:
    """A score of results.json: its key, its head in a table, and whether more is better (None: neither)."""

    key: str
    head: str
    more: bool | None = True


ACCURACY = Score("accuracy", "Acc")
MACRO = (Score("precision", "P"), Score("recall", "R"), Score("f1", "F1"))
DISTANCE = (Score("wasserstein", "WD", False), Score("wasserstein_normalized", "WD/range", False))
_OVER = "over_majority"  # no score of results.json: the one before it less that of the majority baseline
READ = (Score("parse_rate", "Parsed"), Score("n", "n", None))

# The paper's table 3 is known to hold task 3 (its fine-tuned accuracies are shares of that test split); which tasks its
# tables 4 and 5 hold could not be checked, so tables go by task here.
LAYOUTS: Mapping[str, tuple[str, Mapping[str, Sequence[Score]]]] = {
    "task1": (
        "Task 1: social role",
        {
            "social_role": (
                ACCURACY,
                Score("basic", "Basic"),
                Score("social", "Social"),
                Score("family", "Family"),
                Score("partial", "Partial"),
                *READ,
            )
        },
    ),
    "task2": (
        "Task 2: interview, scores of the judges, 1 to 5",
        {
            "interview": (
                Score("naturalness", "Naturalness"),
                Score("style_match", "Style match"),
                Score("consistency", "Consistency"),
                Score("n", "n", None),
            )
        },
    ),
    "task3": (
        "Task 3: attitude and stance",
        {
            "attitude_stance": (
                ACCURACY,
                *MACRO,
                Score("rouge1", "ROUGE-1"),
                Score("rouge2", "ROUGE-2"),
                Score("rougeL", "ROUGE-L"),
                Score("jaccard", "Jaccard"),
                Score("cosine", "Cosine"),
                *READ,
            ),
            "attitude_stance_group": (*DISTANCE, *READ),
        },
    ),
    "task4": (
        "Task 4: survey response",
        {
            "survey_response": (ACCURACY, *MACRO, *DISTANCE, *READ),
            "survey_response_group": (*DISTANCE, *READ),
            "quantitative": (ACCURACY, *MACRO, *DISTANCE, *READ),
        },
    ),
}
KEYS = {
    config: [score.key for score in scores] for _, configs in LAYOUTS.values() for config, scores in configs.items()
}
AXES: Mapping[str, Sequence[Score]] = {
    "social_role": (Score("basic", "basic"), Score("social", "social"), Score("family", "family")),
    "interview": (
        Score("naturalness", "naturalness"),
        Score("style_match", "style match"),
        Score("consistency", "consistency"),
    ),
    "attitude_stance": (Score("accuracy", "accuracy"), Score("f1", "F1"), Score("rougeL", "ROUGE-L")),
    "attitude_stance_group": (Score("wasserstein_normalized", "1 - WD/range", False),),
    "survey_response": (
        Score("accuracy", "accuracy"),
        Score("f1", "F1"),
        Score("wasserstein_normalized", "1 - WD/range", False),
    ),
    "survey_response_group": (Score("wasserstein_normalized", "1 - WD/range", False),),
    "quantitative": (Score("accuracy", "accuracy"), Score("f1", "F1")),
}


def figures(*more: Path) -> list[Reported]:
    """What others reported: reported.yaml and files of one's own. Raises InputError that names file and entry."""
    return files.figures(KEYS, *more)


def tables(
    runs: Sequence[Run], reported: Sequence[Reported], stars: Mapping[tuple[str, str, str, str], str], test: str
) -> Iterator[Table]:
    """A table of each task that has runs; rows are models in their settings, then what others reported."""
    note = (
        "95% intervals by bootstrap clustered on respondents (on questions for WD). WD: 1-Wasserstein distance in "
        "steps of the scale to the answers of the respondents scored; the fewer they are, the larger it is by chance, "
        "for people as for models. Majority: the most frequent answer to a question in the training data. Human floor: "
        "one half of the respondents predicted from the other. * p < .05, ** p < .01 against the zero-shot base: "
        f"{TEST_NAMES[test]} on the same items, Holm's correction over the table. Best measured value in bold."
    )
    for name, (title, configs) in LAYOUTS.items():
        mine = [run for run in runs if run.config in configs]
        if not mine:
            continue
        columns = list(_columns(mine, configs))
        others = _reported(mine, reported, columns)
        rows = _measured(mine, columns, stars) + others
        said = " ".join([note, *_panels(mine), *([_OTHERS] if others else [])])
        yield Table(name, title, said, ("Model", "Setting"), [column for _, _, column in columns], rows)
    if any(run.config == "social_role" for run in runs):
        yield by_attribute([run for run in runs if run.config == "social_role"])


def _panels(runs: Sequence[Run]) -> list[str]:
    """Who judged; scores of different judges cannot be compared, and are not tested against each other."""
    panels = {tuple(sorted(run.judges.items())) for run in runs if run.judges}
    told = [", ".join(f"{name} ({model})" for name, model in panel) for panel in sorted(panels)]
    if len(told) < 2:
        return [f"Judges: {panel}." for panel in told]
    return [f"Judges differ, so that not all rows can be compared: {'; '.join(told)}."]


_OTHERS = (
    "What is reported by others was counted by their own scripts on their own test split: it stands here to be looked "
    "at and enters no test and no mean. The metrics' protocol `paper` counts as the paper's scripts do."
)
TEST_NAMES = {"t": "paired t-test", "mcnemar": "McNemar's test", "bootstrap": "bootstrap clustered on respondents"}


def by_attribute(runs: Sequence[Run]) -> Table:
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
    runs: Sequence[Run], configs: Mapping[str, Sequence[Score]]
) -> Iterator[tuple[tuple[str, str], Score, Column]]:
    for config, scores in configs.items():
        for dataset in dict.fromkeys(run.dataset for run in runs if run.config == config):
            same = [run for run in runs if run.track == (dataset, config)]
            level = "group" if config.endswith("_group") else "individual" if config != "quantitative" else config
            for place, score in enumerate(scores):
                if any(run.results.get(score.key) is not None for run in same):
                    digits = 0 if score.key == "n" else 3
                    yield (dataset, config), score, Column(f"{dataset} {level}", score.head, score.more, digits)
                if place == 0 and any(majority_of(run, same) for run in same):
                    over = Score(f"{_OVER}/{score.key}", f"{score.head} less majority's", None)
                    yield (dataset, config), over, Column(f"{dataset} {level}", over.head, signed=True)


def _measured(runs: Sequence[Run], columns: Sequence[Any], stars: Mapping[tuple[str, str, str, str], str]) -> list[Row]:
    rows: dict[tuple[str, str], dict[tuple[str, str], Run]] = {}
    for run in runs:
        rows.setdefault((run.label, run.setting), {})[run.track] = run
    found = []
    for name, by_track in sorted(rows.items(), key=lambda item: (rank(item[0][1]), item[0])):
        cells = []
        for track, score, _ in columns:
            if track not in by_track:
                cells.append(Cell(None))
                continue
            cells.append(_cell(by_track[track], score, runs, stars))
        found.append(Row(name, cells, ranked=not any(run.floor for run in by_track.values())))
    return found


def _cell(run: Run, score: Score, runs: Sequence[Run], stars: Mapping[tuple[str, str, str, str], str]) -> Cell:
    if score.key.startswith(_OVER):
        key, majority = score.key.removeprefix(f"{_OVER}/"), majority_of(run, runs)
        mine, theirs = run.results.get(key), majority.results.get(key) if majority else None
        return Cell(None if mine is None or theirs is None else mine - theirs)
    interval = (run.results.get("intervals") or {}).get(score.key)
    mark = stars.get((run.name, *run.track, score.key), "")
    return Cell(run.results.get(score.key), tuple(interval) if interval else None, mark)


def _reported(runs: Sequence[Run], reported: Sequence[Reported], columns: Sequence[Any]) -> list[Row]:
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
