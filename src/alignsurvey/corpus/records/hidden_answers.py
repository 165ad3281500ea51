"""Respondents of the test split whose answers are not published: their records keep prompts and choices alone."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from ...files.errors import InputError
from ...files.hashes import digest
from ...tasks import Spec, spec_of
from .split import HIDDEN, split_of


def is_hidden(seed: int, respondent_id: str, share: float) -> bool:
    """Whether a respondent of the test split is hidden, from (seed, respondent id) and the share alone."""
    return digest(HIDDEN, seed, respondent_id) < share * 2**64


def split_with_hidden(seed: int, respondent_id: str, share: float) -> str:
    """The split of a respondent: train, test, or hidden for a share (0 to 1) of the test split."""
    split = split_of(seed, respondent_id)
    return HIDDEN if share and split == "test" and is_hidden(seed, respondent_id, share) else split


def check_hidden(share: float, configs: Iterable[str]) -> None:
    """Raises InputError for a share outside 0 to 1, and for configs whose prompts give the answers of others away."""
    if not 0 <= share <= 1:
        raise InputError(f"--hidden {share}: give a share between 0 and 1, such as 0.5")
    talk = sorted(name for name in configs if share and spec_of(name).made_from != "survey")
    if talk:
        raise InputError(
            f"--hidden: {talk[0]} is made from talk, where the history and the profile of one record are the answers "
            "of another; only survey answers can be hidden"
        )


def answer_columns(spec: Spec) -> list[str]:
    """The columns that hold an answer, in their order."""
    return [name for name in spec.columns if name in ("completion", "target", spec.answer)]


def without_answers(table: pa.Table, spec: Spec) -> pa.Table:
    """The table with nulls for answers."""
    for name in answer_columns(spec):
        place = table.schema.get_field_index(name)
        table = table.set_column(place, table.schema.field(name), pa.nulls(len(table), table.schema.field(name).type))
    return table


def answers_of(table: pa.Table, spec: Spec) -> pa.Table:
    """The answers alone, by record id."""
    return table.select(["id", *answer_columns(spec)])


def part_test(table: pa.Table, seed: int, share: float) -> dict[str, pa.Table]:
    """The rows of the test split as test and hidden; a group's rows stay, because groups are made apart."""
    hidden = pa.array(
        [person is not None and is_hidden(seed, person, share) for person in table["respondent_id"].to_pylist()]
    )
    parts = {"test": table.filter(pc.invert(hidden)), HIDDEN: table.filter(hidden)}
    return {split: part.combine_chunks() for split, part in parts.items() if len(part)}
