"""Verbs of the Hub: a local one, publishing, and the leaderboard."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def hub(
    root: Annotated[Path, typer.Option(help="Folder of the repositories; made if absent.")] = Path("build/local-hub"),
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; 0 takes a free one.")] = 8090,
) -> None:
    """Serve a Hugging Face Hub of your own on loopback, for rehearsals; prints the HF_ENDPOINT to export."""
    from ..hub import server

    server.serve(root, port)


@app.command()
def publish(
    what: Annotated[str, typer.Argument(help="A data set such as gss; or metric, space or model, and names.")],
    names: Annotated[list[str] | None, typer.Argument(help="Metrics, Spaces, or folders of models.")] = None,
    version: Annotated[str | None, typer.Option(help="1.0.0 sets the tag v1.0.0; a data set needs one.")] = None,
    build: Annotated[Path, typer.Option(help="Where the data sets were built.")] = Path("build/datasets"),
    out: Annotated[Path, typer.Option(help="Where what goes up is staged.")] = Path("build/hub"),
    require_audit: Annotated[bool, typer.Option(help="Refuse a data set without a passed privacy audit.")] = True,
    results: Annotated[list[Path] | None, typer.Option(help="A results.json to show on a model's card.")] = None,
    allow_new_key: Annotated[
        bool, typer.Option("--allow-new-key", help="Another key than that of the release on the Hub.")
    ] = False,
    allow_disclosure: Annotated[
        bool, typer.Option("--allow-disclosure", help="Respondents whom both releases together single out.")
    ] = False,
) -> None:
    """Publish on the Hub in one commit, tag it, read it back and compare; HF_ENDPOINT and HF_TOKEN name the Hub."""
    from ..files.errors import InputError
    from ..hub.client import expect_answers
    from ..hub.release import release
    from ..project import organisation
    from ..report import hub_results as evalresults

    unit = what if names else "dataset"
    if results and len(names or ()) > 1:
        raise InputError("--results are those of one model; publish the models one by one")
    expect_answers()
    for chosen in names or [what]:

        def finish(folder: Path, chosen: str = chosen) -> None:
            if unit == "dataset":
                evalresults.add_to_dataset(folder, chosen.removeprefix("alignsurvey-"))
            else:
                evalresults.add_to_model(folder, f"{organisation()}/{Path(chosen).resolve().name}", results or ())

        done = release(
            unit,
            chosen,
            version,
            build=build,
            out=out,
            require_audit=require_audit,
            results=results or (),
            finish=finish,
            allow_new_key=allow_new_key,
            allow_disclosure=allow_disclosure,
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

    from ..files.errors import require
    from ..hub import project_root

    require("gradio", "board")
    os.environ["ALIGNSURVEY_BOARD_DIR"] = str(results.absolute())
    if repo:
        os.environ["ALIGNSURVEY_BOARD_REPO"] = repo
    runpy.run_path(str(project_root() / "spaces/leaderboard/app.py"))["serve"](port or None)
