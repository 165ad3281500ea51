"""Rows of the board: what a stored submission shows, and an index of them that reads at once."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..files.errors import InputError
from ..files.json import parse_json, read_object
from ..runs.info import RunInfo, read_run_info, run_info
from ..runs.results import Results, read_results, results_of

FILES = ("predictions.jsonl", "run.json", "results.json")
_NOT_SHOWN = {"packages", "counts", "settings"}  # of run.json
_SHOWN = (str, int, float, bool, type(None))  # of results.json, what is no list and no object
_INDEXED = ("intervals", "sample", "judges")  # and these


@dataclass(frozen=True)
class Submission:
    """What was handed in and what it scored, as far as the board shows it."""

    id: str
    run: dict[str, Any]
    results: dict[str, Any]

    def line(self) -> str:
        """Its line in an index."""
        return json.dumps({"id": self.id, "run": self.run, "results": self.results}, ensure_ascii=False) + "\n"


def submission_of(name: str, info: RunInfo, results: Results) -> Submission:
    """The row of a run. Raises InputError where the board could not place it."""
    if info.data_revision is None or results.n is None or results.config != info.config:
        raise InputError(f"submission {name}: data_revision, n or config does not fit; move its folder away")
    run = {key: value for key, value in info.facts().items() if key not in _NOT_SHOWN}
    scores = {key: value for key, value in results.facts().items() if isinstance(value, _SHOWN) or key in _INDEXED}
    return Submission(name, run, scores)


def read_submission(folder: Path) -> Submission:
    """The row of a stored submission. Raises InputError for files that the board could not show."""
    return submission_of(folder.name, read_run_info(folder / FILES[1]), read_results(folder / FILES[2]))


def read_index(text: str, where: str) -> Iterator[Submission]:
    """The rows of an index. A line that is torn or not readable is left out, with a warning."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield _row(parse_json(line, f"{where} line {number}"), f"{where} line {number}")
            except InputError as error:
                warn(error)


def _row(value: Any, where: str) -> Submission:
    if not isinstance(value, Mapping) or not all(isinstance(value.get(key), dict) for key in ("run", "results")):
        raise InputError(f"{where}: no row of a board; it is built again")
    return submission_of(str(value.get("id")), run_info(value["run"], where), results_of(value["results"], where))


def warn(error: object) -> None:
    """Say on stderr what the board leaves out: one bad row must not keep the others from being shown."""
    print(f"leaderboard: left out: {error}", file=sys.stderr, flush=True)


def whole(folder: Path) -> bool:
    """Whether a submission's folder has all its files."""
    return all((folder / name).is_file() for name in FILES)


def index_text(rows: Iterable[Submission]) -> str:
    """An index of rows, by id."""
    return "".join(row.line() for row in sorted(rows, key=lambda row: row.id))


def read_state(path: Path) -> dict[str, Any]:
    """A small JSON object that may be missing or torn; then it is empty."""
    try:
        return read_object(path)
    except InputError:
        return {}
