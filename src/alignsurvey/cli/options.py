"""Arguments and options that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Seed = Annotated[int, typer.Option(help="Seed of every draw.")]
Data = Annotated[str, typer.Argument(help="Data set: gss, a Hub id, or the folder of a build.")]
Config = Annotated[str | None, typer.Option(help="Config of the data set; by default the one that it marks.")]
Revision = Annotated[str | None, typer.Option(help="Version of the data set, such as v1.0.0.")]
Split = Annotated[str, typer.Option(help="Split to predict.")]
Sample = Annotated[int | None, typer.Option(min=1, help="Only this many respondents, drawn with the seed.")]
Built = Annotated[Path | None, typer.Option(help="Folder of the build that was predicted, where it is not published.")]
