"""The table: which rows may be compared, in which order, and what each column says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .store import Submission


@dataclass(frozen=True, order=True)
class Track:
    """Rows are compared only within one track: same data, same version, same respondents."""

    dataset: str
    config: str
    revision: str
    sample: str

    def __str__(self) -> str:
        return f"{self.dataset.split('/')[-1]} | {self.config} | {self.revision} | {self.sample}"


COLUMNS = (
    "rank", "model", "adapter", "kind", "mode", "accuracy", "95% interval", "f1", "wasserstein",
    "wasserstein 95% interval", "parse rate", "n", "submission",
)  # fmt: skip


def track(run: dict[str, Any]) -> Track:
    """The track of a run."""
    sample = run.get("sample")
    people = f"{sample['respondents']} respondents, seed {sample['seed']}" if sample else "all respondents"
    return Track(run["dataset"], run["config"], run["data_revision"], people)


def tracks(submissions: Iterable[Submission]) -> list[Track]:
    """All tracks that have rows, the fullest first."""
    counts: dict[Track, int] = {}
    for item in submissions:
        counts[track(item.run)] = counts.get(track(item.run), 0) + 1
    return sorted(counts, key=lambda name: (-counts[name], name))


def table(submissions: Iterable[Submission], chosen: Track) -> list[dict[str, Any]]:
    """Rows of a track with the keys `COLUMNS`, best first.

    Ranked by accuracy, then by Wasserstein distance; equal scores share a rank.
    """
    rows = [_row(item) for item in submissions if track(item.run) == chosen]
    rows.sort(key=lambda row: (*_merit(row), row["model"], row["submission"]))
    for place, row in enumerate(rows):
        tied = place and _merit(rows[place - 1]) == _merit(row)
        row["rank"] = rows[place - 1]["rank"] if tied else place + 1
    return rows


def _merit(row: dict[str, Any]) -> tuple[float, float]:
    accuracy, distance = row["accuracy"], row["wasserstein"]
    return (-accuracy if accuracy is not None else 0.0, distance if distance is not None else float("inf"))


def _row(item: Submission) -> dict[str, Any]:
    run, results = item.run, item.results
    distance = _interval(results, "wasserstein")
    return {
        "rank": 0,
        "model": run["model"],
        "adapter": run.get("adapter") or "",
        "kind": "baseline" if run["model"].startswith("baseline/") else "model",
        "mode": run.get("mode") or "",
        "accuracy": results.get("accuracy"),
        # Of what the row is ranked by: groups have distances alone.
        "95% interval": _interval(results, "accuracy") or (f"wasserstein {distance}" if distance else ""),
        "f1": results.get("f1"),
        "wasserstein": results.get("wasserstein"),
        "wasserstein 95% interval": distance,
        "parse rate": results.get("parse_rate"),
        "n": results["n"],
        "submission": item.id,
    }


def _interval(results: dict[str, Any], name: str) -> str:
    low, high = results.get("intervals", {}).get(name, (None, None))
    return "" if low is None else f"{low:.3f} to {high:.3f}"
