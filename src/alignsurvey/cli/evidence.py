"""Verbs for survey methodologists: weight a sample, rectify a run by a pilot."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from .options import Built, Seed

app = typer.Typer()


@app.command()
def weight(
    raw: Annotated[Path, typer.Argument(help="The survey's file: .sav, .dta, .csv, .xlsx, ...")],
    margins: Annotated[Path, typer.Option(help="YAML: for each variable the share of each code or label.")],
    out: Annotated[Path, typer.Option(help="CSV to write: a row each with its weight.")] = Path("weights.csv"),
    base: Annotated[str | None, typer.Option(help="Variable of the design weight to start from.")] = None,
    key: Annotated[
        str | None, typer.Option("--id", help="Variable that names the rows; by default their number.")
    ] = None,
    least: Annotated[float | None, typer.Option(help="Least weight, in units of the mean.")] = None,
    most: Annotated[float | None, typer.Option(help="Largest weight, in units of the mean.")] = None,
) -> None:
    """Weight a survey so that it has given margins (raking); what that costs in precision is printed."""
    from ..corpus.rawfiles.readers import read_table
    from ..files.atomic import replacing
    from ..files.errors import InputError
    from ..files.yaml import load
    from ..stats.raking import rake
    from ..stats.survey_design import kish_effect

    wanted = {str(name): _margin(margins, str(name), given) for name, given in load(margins).items()}
    table = read_table(raw, [*dict.fromkeys([*wanted, *filter(None, (base, key))])])
    columns = {name: _values(table, name, wanted[name]) for name in wanted}
    bounds = None if least is None and most is None else (least or 0.0, most or float("inf"))
    try:
        start = [float(code or "nan") for code in table.codes(base)] if base else None
        raked = rake(columns, wanted, start, bounds=bounds)
    except ValueError as error:
        raise InputError(f"{raw}: {error}") from None
    names = table.codes(key).to_list() if key else range(1, len(raked.weights) + 1)
    with replacing(out) as beside:
        lines = (f"{_cell(name)},{value:.6g}" for name, value in zip(names, raked.weights, strict=True))
        beside.write_text("\n".join([f"{_cell(key or 'row')},weight", *lines, ""]), encoding="utf-8")
    effect = kish_effect(raked.weights)
    typer.echo(
        f"{out}: {len(raked.weights)} weights from {raked.weights.min():.3g} to {raked.weights.max():.3g}, "
        f"after {raked.rounds} rounds within {raked.difference:.1e} of the margins; design effect of the weights "
        f"{effect:.2f}, as precise as {len(raked.weights) / effect:.0f} equal rows"
    )


@app.command()
def rectify(
    run: Annotated[Path, typer.Argument(help="Folder with predictions.jsonl and run.json.")],
    pilot: Annotated[int, typer.Option(help="Respondents whose answers are used, at least 20.")],
    by: Annotated[str | None, typer.Option(help="Profile attribute: estimate the shares of each group.")] = None,
    out: Annotated[Path | None, typer.Option(help="File to write; by default rectified.json beside them.")] = None,
    seed: Seed = 42,
    data: Built = None,
) -> None:
    """Estimate what people answer from a pilot of human answers and a model's predictions for all."""
    from ..files.json import write_json
    from ..report.analyses.rectify import rectify as rectified
    from ..runs.match import read_run

    predictions = run / "predictions.jsonl" if run.is_dir() else run
    info, records, given = read_run(predictions, None, str(data) if data else None)
    found = rectified(records, given, info.config, pilot, by, seed).facts()
    target = out or predictions.with_name("rectified.json")
    write_json(target, {"model": info.model, "config": info.config, "by": by, "seed": seed, **found})
    left = f"; {found['groups_left_out']} groups with too few interviews left out" if found["groups_left_out"] else ""
    typer.echo(
        f"{target}: {len(found['shares'])} shares from {pilot} interviews and the predictions{left}. As precise as "
        f"{found['effective_interviews']:.0f} interviews. Mean error of a share: predictions alone "
        f"{found['error_of_predictions']:.3f}, pilot alone {found['error_of_pilot']:.3f}, both "
        f"{found['error_of_rectified']:.3f}."
    )


def _margin(path: Path, name: str, given: Any) -> dict[str, float]:
    from ..files.errors import InputError

    numbers = isinstance(given, Mapping) and all(type(share) in (int, float) for share in given.values())
    if not numbers or not given:
        raise InputError(f"{path}: {name} must map each code or label to its share, as 'female: 0.51'")
    return {str(value): float(share) for value, share in given.items()}


def _values(table: Any, name: str, wanted: Mapping[str, float]) -> list[str | None]:
    """The column as the margin names its values, by label or by code; None where there is no answer."""
    labels = table.value_labels.get(name, {})
    found: dict[str, str | None] = {}
    for code in table.codes(name).unique().to_list():
        if code is not None:
            label = labels.get(code, code)
            known = label if label in wanted else code
            found[code] = None if known not in wanted and table.is_missing(name, code) else known
    return [found.get(code) for code in table.codes(name).to_list()]


def _cell(text: Any) -> str:
    plain = str(text if text is not None else "")
    return '"' + plain.replace('"', '""') + '"' if any(mark in plain for mark in ',"\n\r') else plain
