"""Verbs from predictions to evidence: judge, score, report."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Any

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
    from ..files.errors import InputError
    from ..files.hashes import sha256
    from ..files.json import write_json
    from ..leaderboard.validate import match
    from ..report import score_judged_replies
    from ..runs.predictions import read_predictions
    from ..schema import sample_respondents
    from ..tasks import spec_of

    about = run or predictions.with_name("run.json")
    panel = predicting.read_panel(judges)
    records, declared = predicting.read_again(about, data)
    if spec_of(declared["config"]).score != "judged":
        raise InputError(f"{about}: judges are for config interview, this run is of {declared['config']}; use score")
    sample = declared.get("sample") or {}
    asked = sample_respondents(records, sample.get("respondents"), sample.get("seed", 0))
    given = match({line.id: line for line in read_predictions(predictions)}, asked, declared, predictions.name)
    names = ("model", "revision", "adapter", "adapter_revision", "dataset", "config", "data_revision", "data_commit",
             "split", "sample", "shots", "form", "mode", "seed", "prompt_hash")  # fmt: skip
    facts = {"run": {name: declared.get(name) for name in names}, "predictions_sha256": sha256(predictions)}
    rows, lines = predicting.judge(asked, [line.prediction for line in given], panel, out, cache=cache, about=facts)
    for line in lines:
        typer.echo(line)
    results = score_judged_replies(asked, rows, [each.name for each in panel.judges], declared["config"])
    for name, scores in results["by_judge"].items():
        if scores["missing"]:
            typer.echo(f"judge {name}: {scores['missing']} of {results['n']} dialogues without all three scores of it")
    hashes = {"judgements_sha256": sha256(out / "judgements.jsonl"), "run_sha256": sha256(about)}
    seats = {each.name: each.model for each in panel.judges}
    seen = {"judges": seats, "reference": panel.reference}
    write_json(out / "results.json", {**results, **seen, **facts, **hashes})
    typer.echo(out / "results.json")


_SPLIT = ("dataset", "config", "data_revision", "split", "data_commit")  # of run.json: what was predicted


def _predicted(about: Path, data: Path | None) -> tuple[dict, list]:
    """run.json, and the records that its run was about, before the sample is drawn."""
    from .. import predict as predicting
    from ..leaderboard.validate import read_run

    if data:
        records, declared = predicting.read_again(about, str(data))
        return declared, records
    declared = read_run(about)
    return declared, _published(*(declared.get(name) for name in _SPLIT))


@cache
def _published(*names: Any) -> list:
    """The records of a published split; runs that are compared share it."""
    from ..leaderboard.validate import load_split

    return load_split(*names)


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
    from ..files.hashes import sha256
    from ..files.json import write_json
    from ..leaderboard.validate import check

    if len(predictions) > 1 and (run or out):
        raise InputError("--run and --out are for one predictions.jsonl; several need their run.json beside them")
    scored = []
    for path in predictions:
        _expect_predictions(path, run or path.with_name("run.json"))
    for path in predictions:
        about = run or path.with_name("run.json")
        declared, records = _predicted(about, data)
        scored.append({**check(path, declared, records, str(path)), "run_sha256": sha256(about)})
    for path, results in zip(predictions, scored, strict=True):  # nothing is written where one cannot be scored
        write_json(out or path.with_name("results.json"), results)
        shown = {name: value for name, value in results.items() if isinstance(value, float | int)}
        if len(predictions) > 1:
            typer.echo(path)
        typer.echo(json.dumps(shown, indent=2))


def _expect_predictions(path: Path, about: Path) -> None:
    """Tell what belongs elsewhere before anything is read: a folder, run.json, replies that only judges can score."""
    import json

    from ..files.errors import InputError
    from ..tasks import configs, spec_of

    if path.is_dir() or path.suffix == ".json":
        raise InputError(f"{path}: no predictions; give the predictions.jsonl of the run")
    try:
        config = json.loads(about.read_text(encoding="utf-8")).get("config")
    except (OSError, ValueError, AttributeError):
        return  # what is wrong with it is told where it is read
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
    from .. import predict as predicting
    from .. import report as reporting
    from ..leaderboard.validate import match
    from ..runs.predictions import read_predictions
    from ..schema import sample_respondents

    def load(folder: Path) -> tuple[dict, list, list]:
        path = folder / "predictions.jsonl"
        about, records = _predicted(folder / "run.json", data)
        given = {line.id: line for line in read_predictions(path, str(path))}
        sample = about.get("sample") or {}
        asked = sample_respondents(records, sample.get("respondents"), sample.get("seed", 0))
        return about, asked, match(given, asked, about, str(path))

    others = reporting.figures(*reported or ())  # what is wrong there is told before the long part
    scored = reporting.read_runs(runs, load)
    # The majority answer stands beside every model, whether or not it was predicted before.
    for run in reporting.runs_without_majority(scored):
        about = {**run.about, "split": "train"}
        train = (
            predicting.read_split(str(data), run.config, None, "train")[0]
            if data
            else _published(*(about.get(name) for name in _SPLIT))
        )
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
