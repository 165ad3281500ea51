"""Command line: thin verbs, in a module for each stretch of the road that data takes.

Each handler imports what it needs, so that `--help` is quick and extras stay optional.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from .. import __version__
from . import data, evidence, hubs, models, scores
from .errors import NAME, USAGE, explained
from .old_names import renew

app = typer.Typer(
    name=NAME,
    help="Build, publish, train, predict and score AlignSurvey data sets around the Hugging Face Hub.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
for stretch in (data, hubs, models, scores, evidence):
    app.add_typer(stretch.app)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"{NAME} {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Every verb prints one line and exits with status 2 when what it was given cannot be used."""


def main() -> None:
    """Run a verb; what a person got wrong is one line on stderr and exit status 2."""
    sys.argv[1:], hints = renew(sys.argv[1:])
    for hint in hints:
        print(f"{NAME}: {hint}", file=sys.stderr)
    try:
        sys.exit(app(prog_name=NAME, standalone_mode=False))
    except Exception as error:
        if isinstance(error, USAGE) and len(sys.argv) < 2:  # no verb at all: the help
            error.show()
            sys.exit(2)
        said = explained(error)
        if said is None:
            raise
        print(said[0], file=sys.stderr)
        sys.exit(said[1])
