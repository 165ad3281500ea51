"""The profiles of survey respondents as columns, which k-anonymity takes and gives back: millions of them fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from .... import privacy
from ...survey.survey import ANSWER, ATTRIBUTE, Survey

if TYPE_CHECKING:
    import polars as pl

_POPULATION = ("source", "country", "language")


def attributes_of(surveys: Sequence[Survey]) -> list[str]:
    """The attributes of the profiles, each once, in the order of the codebook."""
    columns = (name for survey in surveys for name in survey.frame.columns if name.startswith(ATTRIBUTE))
    return list(dict.fromkeys(name.removeprefix(ATTRIBUTE) for name in columns))


def anonymise_surveys(surveys: Sequence[Survey], rules: privacy.Rules) -> tuple[list[Survey], dict[str, Any]]:
    """The surveys with k-anonymous profiles, and the cost.

    A respondent is a row over all surveys, so that no wave of a panel gives away what another one suppresses.

    Args:
        surveys: the waves of a corpus.
        rules: what must hold, of attributes that some of the waves have.
    """
    entries = _entries(surveys, rules.attributes())
    bounds = list(accumulate(entries["respondent_id"].rle().struct.field("len"), initial=0))
    columns = {name: list(_grouped(entries[ATTRIBUTE + name].to_list(), bounds)) for name in rules.attributes()}
    populations = list(_grouped(list(entries.select(_POPULATION).iter_rows()), bounds))
    published, _, cost = privacy.anonymise(columns, rules, populations)
    entries = entries.with_columns(_flat(ATTRIBUTE + name, values, bounds) for name, values in published.items())
    return [_with_profiles(survey, number, entries) for number, survey in enumerate(surveys)], cost


def _entries(surveys: Sequence[Survey], attributes: Sequence[str]) -> pl.DataFrame:
    """A row for each respondent of each survey, by respondent and population.

    Only those who answered anything: nobody else is published or counts towards k.
    """
    import polars as pl

    frames = []
    for number, survey in enumerate(surveys):
        own = [ATTRIBUTE + name for name in attributes if ATTRIBUTE + name in survey.frame.columns]
        fixed = pl.lit(number).alias("survey"), pl.lit(survey.source).alias("source")
        answered = pl.any_horizontal(pl.col(ANSWER + item.question.id).is_not_null() for item in survey.items)
        rows = survey.frame.with_row_index("row").filter(answered)
        frames.append(
            rows.select("row", "respondent_id", "country", *fixed, pl.lit(survey.language).alias("language"), *own)
        )
    return pl.concat(frames, how="diagonal").sort("respondent_id", *_POPULATION)


def _grouped(values: Sequence[Any], bounds: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    """The values of each respondent as a tuple; equal ones are one object, because there may be millions."""
    known: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for start, end in pairwise(bounds):
        value = tuple(values[start:end])
        yield known.setdefault(value, value)


def _flat(name: str, values: Sequence[tuple[str | None, ...]], bounds: Sequence[int]) -> pl.Series:
    """The published values of a column, () where all are suppressed, with an entry for each row again."""
    import polars as pl

    flat = (part for value, (start, end) in zip(values, pairwise(bounds), strict=True)
            for part in value or (None,) * (end - start))  # fmt: skip
    return pl.Series(name, flat, dtype=pl.String)


def _with_profiles(survey: Survey, number: int, entries: pl.DataFrame) -> Survey:
    import polars as pl

    own = [name for name in entries.columns if name.startswith(ATTRIBUTE) and name in survey.frame.columns]
    published = entries.filter(pl.col("survey") == number).select("row", *own)
    frame = survey.frame.select("respondent_id").with_row_index("row")
    profiles = frame.join(published, on="row", how="left", maintain_order="left").select(own)
    return replace(survey, frame=survey.frame.with_columns(profiles))
