"""Group distributions: the answers of each demographic group to an item, separately for train and test."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...files.errors import InputError
from ...schema import STANCES, Record, in_scale_order, profile_items
from ...tasks import Spec, spec_of
from ..survey.survey import ATTRIBUTE

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray


@dataclass(frozen=True)
class GroupItem:
    """One item for grouping: the columns that its group records carry, and each respondent's answer (null for none)."""

    id: str
    columns: Mapping[str, Any]
    choices: Sequence[str]
    positions: Sequence[float]
    answers: pl.Series


@dataclass(frozen=True)
class Members:
    """The respondents of a cell who answered an item, listed when they are written: large surveys have millions."""

    ids: NDArray[Any]
    rows: NDArray[np.int32]  # of the cell
    answers: NDArray[Any]  # of everybody to the item, -1 for none

    def to_list(self) -> list[str]:
        chosen: list[str] = self.ids[self.rows[self.answers[self.rows] >= 0]].tolist()
        return chosen


def with_members(record: Record) -> Record:
    """The record with its members listed, if it is that of a group."""
    members = record.get("respondent_ids")
    return {**record, "respondent_ids": members.to_list()} if isinstance(members, Members) else record


def group_records(
    source: str,
    people: pl.DataFrame,
    items: Sequence[GroupItem],
    group_by: Sequence[Sequence[str]],
    min_cell: int,
    labelled: Sequence[str] = (),
) -> Iterator[tuple[str, Record]]:
    """(split, record) for every cell of at least `min_cell` respondents who answered the item.

    Args:
        source: the wave that records carry.
        people: columns respondent_id, split, weight, country, language and profile:<attribute>.
        items: the questions, with answers in the row order of `people`.
        group_by: sets of attributes; a cell is a combination of their values within a split, country and language.
        min_cell: the least number of respondents of a cell.
        labelled: "country" or "language" where the caller knows that they differ; the ids then name them.

    Returns:
        Records whose `distribution` is of weighted shares that sum to 1; `n` counts respondents. Sums run in row order,
        so that they are the same to the last bit however the build is run.
    """
    import polars as pl

    mixed = [name for name in ("country", "language") if name in labelled or people[name].n_unique() > 1]
    weights = people["weight"].to_numpy()
    ids = np.array(people["respondent_id"].to_list(), dtype=object)  # shared by all groups
    answers = [(item, item.answers.fill_null(-1).to_numpy()) for item in items]
    for names in group_by:
        columns = [ATTRIBUTE + name for name in names]
        if any(name not in people.columns for name in columns):
            continue
        keys = ["split", "country", "language", *columns]
        cells = (
            people.with_row_index("row").filter(pl.all_horizontal(pl.col(keys).is_not_null()))
            .group_by(keys, maintain_order=True).agg("row").sort(keys)
        )  # fmt: skip
        for cell in cells.iter_rows(named=True):
            group = [(name, cell[ATTRIBUTE + name]) for name in names]
            label = "|".join(f"{name}={value}" for name, value in [*((name, cell[name]) for name in mixed), *group])
            rows = np.asarray(cell["row"], dtype=np.int32)
            for item, answer in answers:
                chosen = rows[answer[rows] >= 0]
                distribution = _distribution(answer[chosen], weights[chosen], len(item.choices), min_cell)
                if distribution is None:
                    continue
                yield (
                    cell["split"],
                    {
                        "id": f"{source}/{cell['split']}/{label}/{item.id}",
                        "respondent_id": None,
                        "source": source,
                        "country": cell["country"],
                        "language": cell["language"],
                        "group": profile_items(group),
                        **item.columns,
                        "choices": list(item.choices),
                        "scale": list(item.positions),
                        "distribution": distribution,
                        "n": len(chosen),
                        "respondent_ids": Members(ids, rows, answer),
                    },
                )


def _distribution(answers: Any, weights: Any, choices: int, min_cell: int) -> list[float] | None:
    """The weighted shares of the choices; None for a cell that is too small or has no weight."""
    if len(answers) < max(min_cell, 1):
        return None
    shares = np.bincount(answers, weights=weights, minlength=choices)
    total = float(shares.sum())
    return [float(share / total) for share in shares] if total > 0 else None


def from_records(
    config: str, records: Iterable[tuple[str, Record]], group_by: Sequence[Sequence[str]], min_cell: int
) -> Iterator[tuple[str, Record]]:
    """Group distributions of (split, record) pairs that a build.py gave, choices in scale order; sources apart.

    Raises InputError for a config whose answers have no distribution: an unknown one, or one of talk.
    """
    import polars as pl

    spec = spec_of(config)
    if spec.item is None or spec.score not in ("choice", "stance"):
        raise InputError(f"config {config} has no answers to count by group; take group_by out of the corpus")
    sources: dict[tuple[str, str], list[tuple[str, Record]]] = {}
    for split, record in records:
        sources.setdefault((record["source"], record["language"]), []).append((split, record))
    for (source, _), pairs in sorted(sources.items()):
        rows: dict[str, dict[str, Any]] = {}
        answers: dict[str, tuple[Record, dict[str, str]]] = {}
        for split, record in sorted(pairs, key=lambda pair: pair[1]["id"]):
            person = record["respondent_id"]
            rows.setdefault(person, _person(split, record))
            name = record[spec.item]
            answers.setdefault(name, (record, {}))[1][person] = _answer(spec, record)
        people = pl.DataFrame([rows[person] for person in sorted(rows)], infer_schema_length=None)
        items = [_group_item(spec, name, record, given, people) for name, (record, given) in sorted(answers.items())]
        labelled = ["language"] if sum(other == source for other, _ in sources) > 1 else []
        yield from group_records(source, people, items, group_by, min_cell, labelled)


def _person(split: str, record: Record) -> dict[str, Any]:
    profile = {ATTRIBUTE + item["attribute"]: item["value"] for item in record["profile"]}
    return {
        "respondent_id": record["respondent_id"],
        "split": split,
        "weight": float(record.get("weight", 1.0)),
        "country": record["country"],
        "language": record["language"],
        **profile,
    }


def _answer(spec: Spec, record: Record) -> str:
    """The choice in words: records that bring their prompts show the choices of a question in different orders."""
    answer = record[spec.answer]
    return str(record["choices"][answer] if spec.score == "choice" else answer)


def _group_item(spec: Spec, name: str, record: Record, given: Mapping[str, str], people: pl.DataFrame) -> GroupItem:
    import polars as pl

    if spec.score == "choice":
        order = in_scale_order(record["scale"])
        columns: dict[str, Any] = {"question_id": record["question_id"], "question": record["question"]}
        choices, positions = ([record[column][index] for index in order] for column in ("choices", "scale"))
    else:
        columns, choices, positions = {"theme": name}, list(STANCES), [0.0, 1.0, 2.0]
    places = {choice: index for index, choice in enumerate(choices)}
    taken = [places[given[person]] if person in given else None for person in people["respondent_id"]]
    return GroupItem(name, columns, choices, positions, pl.Series(name, taken, dtype=pl.Int16))
