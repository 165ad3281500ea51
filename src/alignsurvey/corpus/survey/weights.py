"""Survey weights: a variable, or the product of several."""

from __future__ import annotations

import functools
import operator
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...files.errors import InputError
from ..rawfiles.table import Table

if TYPE_CHECKING:
    import polars as pl


def respondent_weights(table: Table, products: Sequence[Sequence[str]], blank: float | str | None = None) -> pl.Series:
    """The first of the products, row by row; 1.0 for everybody where there is none; `blank` is that of a blank weight.

    Raises InputError where a weight is blank and nothing is said of it, or is no number of at least 0.
    """
    import polars as pl

    if not products:
        return pl.repeat(1.0, len(table.frame), dtype=pl.Float64, eager=True).alias("weight")
    names = products[0]
    weights = _numbers(table, names[0])
    for name in names[1:]:
        weights = weights * _numbers(table, name)
    if isinstance(blank, float):
        empty = [table.codes(name).is_null() for name in names]
        weights = weights.set(functools.reduce(operator.or_, empty), blank)
    bad = int((weights.is_null() | ~weights.is_finite() | (weights < 0)).fill_null(True).sum())
    if bad:
        blanks = max(table.codes(name).null_count() for name in names)
        more = (
            f" ({blanks} blank: `blank_weight: drop` leaves such rows out, `blank_weight: 1` weighs them)"
            if blanks
            else ""
        )
        named, hint = " * ".join(names), more + _comma(table, names)
        raise InputError(f"{table.file}: weight {named} is no number of at least 0 in {bad} rows{hint}")
    return weights.alias("weight")


def _numbers(table: Table, variable: str) -> pl.Series:
    """The values as numbers, null where the file declares them missing."""
    import polars as pl

    series = table.frame[variable]
    numbers = series if series.dtype == pl.Float64 else table.codes(variable).cast(pl.Float64, strict=False)
    if not table.user_missing.get(variable):
        return numbers
    codes = table.codes(variable)
    missing = [code for code in codes.drop_nulls().unique().to_list() if table.is_missing(variable, code)]
    return pl.select(pl.when(~codes.is_in(missing)).then(numbers)).to_series().alias(variable)


def _comma(table: Table, variables: Sequence[str]) -> str:
    texts = [table.codes(name).drop_nulls().str.contains(r"^[-+]?\d+,\d+$").any() for name in variables]
    return "; where a comma is the decimal point, say `decimal_comma: true` in the codebook" if any(texts) else ""


def with_rounded_weights(frame: pl.DataFrame, decimals: int | None) -> pl.DataFrame:
    """The frame of a survey with weights of so many decimals; None: as they are. A weight above 0 stays above 0.

    Exact weights are often unique and then identify a respondent in the provider's own file.
    """
    import polars as pl

    if decimals is None:
        return frame
    rounded, smallest = pl.col("weight").round(decimals), 10.0**-decimals
    least = pl.when(pl.col("weight") > 0).then(smallest).otherwise(0.0)
    return frame.with_columns(pl.max_horizontal(rounded, least).alias("weight"))
