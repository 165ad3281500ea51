"""Respondents of an evaluation who are in a training survey under another key, recognised by their answers.

A renumbered file has other keys; a respondent who gives the same answers, word for word, to all of many questions that
both files ask is taken for the same person. Surveys with few questions in common identify nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..survey.survey import ANSWER, VERSION, Survey
from .ngrams import normalised

if TYPE_CHECKING:
    import polars as pl

SHARED = 8  # answers that must be the same, and all that both give


def answers_in(path: Path) -> pl.DataFrame:
    """(person, wording, answer_text) of a built table of answers, normalised."""
    import polars as pl

    frame = pl.read_parquet(path, columns=["respondent_id", "question", "choices", "answer"])
    frame = frame.filter(pl.col("answer").is_not_null())  # hidden answers are not there
    return _normalise(frame.select(
        pl.col("respondent_id").alias("person"), pl.col("question").alias("wording"),
        pl.col("choices").list.get(pl.col("answer")).alias("answer_text"),
    ))  # fmt: skip


def find_same_respondents(survey: Survey, known: Sequence[pl.DataFrame]) -> set[str]:
    """Respondents of the survey whose answers to what an evaluation asks, too, are all those of one of its people."""
    import polars as pl

    if not known:
        return set()
    theirs = pl.concat(known)
    wordings = set(theirs["wording"].unique())
    items = [item for item in survey.items if any(normalised(text) in wordings for _, text in item.versions)]
    if len(items) < SHARED:
        return set()
    ours = answers_of(survey, items)
    both = set(ours["wording"].unique()) & wordings
    mine, other = (_signatures(frame.filter(pl.col("wording").is_in(list(both)))) for frame in (ours, theirs))
    return set(mine.join(other, on="signature", how="semi")["person"])


def answers_of(survey: Survey, items: Sequence[Any] | None = None) -> pl.DataFrame:
    """(person, wording, answer_text) of a survey that was read, of all or of some of its questions."""
    import polars as pl

    return _normalise(pl.concat([_answers(survey.frame, item) for item in items or survey.items]))


def _answers(frame: pl.DataFrame, item: Any) -> pl.DataFrame:
    """(person, wording, answer_text) of one question, each with the wording that the respondent was asked."""
    import polars as pl

    name = item.question.id
    version = pl.col(VERSION + name) if VERSION + name in frame.columns else pl.lit(0)
    return frame.filter(pl.col(ANSWER + name).is_not_null()).select(
        pl.col("respondent_id").alias("person"),
        _text_of(version, [text for _, text in item.versions]).alias("wording"),
        _text_of(pl.col(ANSWER + name), item.question.choices).alias("answer_text"),
    )


def _text_of(index: pl.Expr, names: Sequence[str]) -> pl.Expr:
    import polars as pl

    return index.replace_strict(dict(enumerate(names)), default=None, return_dtype=pl.String)


def _normalise(frame: pl.DataFrame) -> pl.DataFrame:
    """Texts without what makes no difference; each distinct one is looked at once."""
    import polars as pl

    plain: Mapping[str, dict[str, str]] = {
        name: {text: normalised(text) for text in frame[name].drop_nulls().unique()}
        for name in ("wording", "answer_text")
    }
    return frame.with_columns(
        pl.col(name).replace_strict(table, default=None, return_dtype=pl.String) for name, table in plain.items()
    )


def _signatures(frame: pl.DataFrame) -> pl.DataFrame:
    """(person, signature) of everybody with enough answers."""
    import polars as pl

    pairs = pl.concat_str("wording", "answer_text", separator="\t").sort()
    counted = frame.unique().group_by("person").agg(pairs.str.join("\n").alias("signature"), pl.len().alias("n"))
    return counted.filter(pl.col("n") >= SHARED)
