"""Command line: thin verbs. Each handler imports what it needs, so that `--help` is quick and extras stay optional."""

from __future__ import annotations

import sys
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
