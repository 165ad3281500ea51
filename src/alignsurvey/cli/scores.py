"""Verbs from predictions to evidence: judge, score, report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import Built, Seed

app = typer.Typer()


@app.command()
def judge(
    predictions: Annotated[Path, typer.Argument(help="predictions.jsonl of the config interview.")],
    judges: Annotated[Path, typer.Option(help="The judges: endpoint, model and name of the key's variable of each.")],
    out: Annotated[Path, typer.Option(help="Folder of judgements.jsonl, judge.json and results.json.")],
    run: Annotated[Path | None, typer.Option(help="Its run.json; by default the one beside the predictions.")] = None,
    data: Annotated[str | None, typer.Option(help="The data set, if not where run.json has it.")] = None,
    cache: Annotated[Path, typer.Option(help="Where judges' replies are kept, so that none is paid twice.")] = Path(
        "build/judge-cache"
    ),
) -> None:
    """Have models judge generated interview replies, and score them; a killed run goes on where it stopped."""
    from .. import predict as predicting
    from .. import report as reporting
    from ..files.errors import InputError
    from ..runs.info import read_run_info
    from ..runs.match import read_run
    from ..runs.results import write_results
    from ..tasks import spec_of

    about = run or predictions.with_name("run.json")
    panel = predicting.read_panel(judges)
    config = read_run_info(about).config
    if spec_of(config).score != "judged":
        raise InputError(f"{about}: judges are for config interview, this run is of {config}; use score")
    info, records, given = read_run(predictions, about, data)
    facts = reporting.judged_run(info, predictions)
    rows, lines = predicting.judge(records, [line.prediction for line in given], panel, out, cache=cache, about=facts)
    for line in lines:
        typer.echo(line)
    results = reporting.judged_results(
        records,
        rows,
        {each.name: each.model for each in panel.judges},
        {"reference": panel.reference, **facts},
        {"judgements": out / "judgements.jsonl", "run": about},
    )
    for name, scores in results["by_judge"].items():
        if scores["missing"]:
            typer.echo(f"judge {name}: {scores['missing']} of {results['n']} dialogues without all three scores of it")
    write_results(out / "results.json", results)
    typer.echo(out / "results.json")


@app.command()
def score(
    predictions: Annotated[list[Path], typer.Argument(help="predictions.jsonl of `alignsurvey predict`; or several.")],
    run: Annotated[Path | None, typer.Option(help="Its run.json; by default the one beside the predictions.")] = None,
    out: Annotated[Path | None, typer.Option(help="File to write; by default results.json beside them.")] = None,
    data: Built = None,
) -> None:
    """Check predictions against the published split, or a build of your own, and score them: results.json."""
    import json

    from ..files.errors import InputError
    from ..report import score_files
    from ..runs.results import write_results

    if len(predictions) > 1 and (run or out):
        raise InputError("--run and --out are for one predictions.jsonl; several need their run.json beside them")
    scored = []
    for path in predictions:
        _expect_predictions(path, run or path.with_name("run.json"))
    for path in predictions:
        scored.append(score_files(path, run, str(data) if data else None))
    for path, results in zip(predictions, scored, strict=True):  # nothing is written where one cannot be scored
        write_results(out or path.with_name("results.json"), results)
        shown = {name: value for name, value in results.items() if isinstance(value, float | int)}
        if len(predictions) > 1:
            typer.echo(path)
        typer.echo(json.dumps(shown, indent=2))


@app.command()
def calibrate(
    run: Annotated[Path, typer.Argument(help="Folder of the run to calibrate.")],
    on: Annotated[Path, typer.Option(help="Folder of a run of the train split by the same model: what is fitted.")],
    out: Annotated[Path, typer.Option(help="Folder of the calibrated predictions.jsonl and run.json.")],
    data: Built = None,
) -> None:
    """Calibrate a run's probabilities on a run of training respondents; scores before and after, side by side."""
    from .. import predict as predicting
    from ..files.hashes import sha256
    from ..report import calibrate as calibrating
    from ..report import score_predictions
    from ..runs.info import read_run_info
    from ..runs.match import read_run
    from ..runs.published import training_records

    place = str(data) if data else None
    calibrating.check_pair(read_run_info(run / "run.json"), read_run_info(on / "run.json"), str(on))
    info, records, given = read_run(run / "predictions.jsonl", None, place)
    train, known, fitted_on = read_run(on / "predictions.jsonl", None, place)
    fitted = calibrating.fit(known, fitted_on, training_records(place or info.dataset, train.facts()), str(on))
    lines = calibrating.apply(fitted, records, given, info, str(run))
    told = {"on": sha256(on / "predictions.jsonl"), "respondents": len({row["respondent_id"] for row in known})}
    facts = {**info.facts(), "calibrated": calibrating.facts_of(fitted, told)}
    counts = facts.pop("counts", None) or {"records": len(lines)}
    if not predicting.completed(out, facts):
        predicting.store(out, facts, lines, counts)
    typer.echo(f"temperature {fitted.temperature:.2f}, shifts of {len(fitted.shifts)} questions")
    before, after = (score_predictions(records, each, info.config) for each in (given, lines))
    for name in ("accuracy", "wasserstein"):
        typer.echo(f"{name}: {before[name]:.3f} before, {after[name]:.3f} after")
    typer.echo(out / "predictions.jsonl")


def _expect_predictions(path: Path, about: Path) -> None:
    """Tell what belongs elsewhere before anything is read: a folder, run.json, replies that only judges can score."""
    from ..files.errors import InputError
    from ..files.json import read_object
    from ..tasks import configs, spec_of

    if path.is_dir() or path.suffix == ".json":
        raise InputError(f"{path}: no predictions; give the predictions.jsonl of the run")
    try:
        config = read_object(about).get("config")
    except InputError:
        return  # what is wrong with it is said where it is read
    if config in configs() and spec_of(config).score == "judged":
        raise InputError(f"{path}: judges score interviews: alignsurvey judge {path} --judges judges.yaml --out DIR")


@app.command()
def report(
    runs: Annotated[list[Path], typer.Argument(help="Folders with predictions.jsonl, run.json and results.json.")],
    out: Annotated[Path, typer.Option(help="Folder of the report; an old report there is replaced.")] = Path(
        "build/report"
    ),
    min_group_size: Annotated[int, typer.Option(min=2, help="Groups of fewer respondents are not shown.")] = 20,
    test: Annotated[
        str, typer.Option(help="Test behind the stars: bootstrap of respondents, t (the paper's) or mcnemar.")
    ] = "bootstrap",
    seed: Seed = 42,
    data: Built = None,
    layout: Annotated[
        str, typer.Option(help="tasks: a table a task; paper: the columns of its tables 3 to 5.")
    ] = "tasks",
    reported: Annotated[
        list[Path] | None, typer.Option(help="YAML of figures that others reported, for rows of their own; repeat it.")
    ] = None,
) -> None:
    """Compare scored runs: tables as Markdown, LaTeX and CSV, paired tests, equity by group, pictures."""
    from .. import baselines
    from .. import report as reporting
    from ..runs.match import read_run
    from ..runs.published import training_records

    def load(folder: Path) -> tuple[dict, list, list]:
        info, asked, given = read_run(folder / "predictions.jsonl", None, str(data) if data else None)
        return {"data_revision": None, **info.facts()}, asked, given

    others = reporting.figures(*reported or ())  # what is wrong there is told before the long part
    scored = reporting.read_runs(runs, load)
    # The majority answer stands beside every model, whether or not it was predicted before.
    for run in reporting.runs_without_majority(scored):
        train = training_records(str(data or run.about["dataset"]), run.about)
        lines = baselines.predict_baseline("majority", train, run.records, seed, run.config)
        scored.append(reporting.score_beside(run, reporting.MAJORITY, lines))
    tracks = {run.track for run in scored}
    unseen = [figure for figure in others[len(reporting.figures()) :] if (figure.dataset, figure.config) not in tracks]
    for figure in unseen:
        typer.echo(f"not shown, as no run is of {figure.dataset} {figure.config}: {figure.model}", err=True)
    files = reporting.write(
        reporting.sort_runs(scored), out, k=min_group_size, test=test, seed=seed, others=others, layout=layout
    )
    for table in sorted(path for path in files if path.name.startswith(("task", "paper_")) and path.suffix == ".md"):
        typer.echo(table.read_text(encoding="utf-8"))
    typer.echo(f"{len(files)} files, first {out / 'report.md'}")
