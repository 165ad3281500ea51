"""The table: which rows may be compared, in which order, and what each column says."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..tasks import Spec, spec_of
from ..tasks.spec import Score
from .store import Submission


@dataclass(frozen=True, order=True)
class Track:
    """Rows are compared only within one track: same data, same version, same respondents, as many past answers."""

    dataset: str
    config: str
    revision: str
    sample: str
    past: int = 0

    def __str__(self) -> str:
        shown = f" | past {self.past}" if self.past else ""
        return f"{self.dataset.split('/')[-1]} | {self.config} | {self.revision} | {self.sample}{shown}"


# Scores stand in the middle, so that no screen hides them.
_FIRST = ("rank", "model", "adapter")
_LAST = ("parse rate", "n", "kind", "mode", "saw the questions", "submission")
INTERVAL = " 95% interval"


def columns(config: str | None) -> tuple[str, ...]:
    """Columns of a track's table.

    Args:
        config: the track's config, whose SPEC names the scores; None for the columns that all tables have.

    Returns:
        Heads of the columns: every score of `scores_of`, and after one of the `ranking` its interval.

    Raises:
        InputError: for an unknown config.
    """
    spec = spec_of(config) if config else None
    return (*_FIRST, *(_scores({}, spec) if spec else ()), *_LAST)


def scores_of(spec: Spec) -> tuple[Score, ...]:
    """The scores that the board shows of a config: those that order its rows, then its further ones."""
    return tuple(dict.fromkeys((*spec.ranking, *spec.board)))


def track(run: dict[str, Any]) -> Track:
    """The track of a run."""
    sample = run.get("sample")
    people = f"{sample['respondents']} respondents, seed {sample['seed']}" if sample else "all respondents"
    return Track(run["dataset"], run["config"], run["data_revision"], people, run.get("past") or 0)


def tracks(submissions: Iterable[Submission]) -> list[Track]:
    """All tracks that have rows, the fullest first."""
    counts: dict[Track, int] = {}
    for item in submissions:
        counts[track(item.run)] = counts.get(track(item.run), 0) + 1
    return sorted(counts, key=lambda name: (-counts[name], name))


def table(submissions: Iterable[Submission], chosen: Track) -> list[dict[str, Any]]:
    """Rows of a track, best first.

    Args:
        submissions: those of any track.
        chosen: the track to show.

    Returns:
        A row with the keys `columns` for each submission of the track, ordered by the scores of the config's SPEC
        (`ranking`); equal scores share a rank.

    Raises:
        InputError: for a track of an unknown config.
    """
    spec = spec_of(chosen.config)
    found = [
        (_merit(item.results, spec.ranking), _row(item, spec)) for item in submissions if track(item.run) == chosen
    ]
    found.sort(key=lambda pair: (pair[0], pair[1]["model"], pair[1]["submission"]))
    for place, (merit, row) in enumerate(found):
        tied = place and found[place - 1][0] == merit
        row["rank"] = found[place - 1][1]["rank"] if tied else place + 1
    return [row for _, row in found]


def _merit(results: Mapping[str, Any], ranking: Sequence[Score]) -> tuple[float, ...]:
    """Smaller is better; a score that is missing comes last."""
    given = [(results.get(score.key), score.more) for score in ranking]
    return tuple(math.inf if value is None else -value if more else value for value, more in given)


def _row(item: Submission, spec: Spec) -> dict[str, Any]:
    run, results = item.run, item.results
    return {
        "rank": 0,
        "model": run["model"],
        "adapter": run.get("adapter") or "",
        **_scores(results, spec),
        "parse rate": results.get("parse_rate"),
        "n": results["n"],
        "kind": "baseline" if run["model"].startswith("baseline/") else "model",
        "mode": run.get("mode") or "",
        "saw the questions": _saw_questions(run),
        "submission": item.id,
    }


def _saw_questions(run: Mapping[str, Any]) -> str:
    """Of new questions: whether an adapter's training held them, as every other config of the data set does."""
    if not spec_of(run["config"]).new_items or not run.get("adapter"):
        return ""
    if run.get("trained_on") is None:
        return "unknown"
    held = [data for data in run["trained_on"] if data.get("repo_id") == run["dataset"]]
    return "yes" if any(data.get("config") != run["config"] for data in held) else ""


def _scores(results: Mapping[str, Any], spec: Spec) -> dict[str, Any]:
    """Columns of the scores; those that order the rows have their interval beside them."""
    found: dict[str, Any] = {}
    for score in scores_of(spec):
        name = score.key.replace("_", " ")
        found[name] = results.get(score.key)
        if score in spec.ranking:
            found[name + INTERVAL] = _interval(results, score.key)
    return found


def _interval(results: Mapping[str, Any], name: str) -> str:
    low, high = results.get("intervals", {}).get(name, (None, None))
    return "" if low is None else f"{low:.3f} to {high:.3f}"
