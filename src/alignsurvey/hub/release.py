"""Stage and publish one unit, and keep what was published in build/hub/<repository>/published.json."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..files.errors import InputError
from ..files.json import write_json
from ..project import organisation
from .publish import Published, publish
from .stage import stage_dataset, stage_metric, stage_model, stage_space
from .stage.common import tag_of

OUT = Path("build/hub")
UNITS = ("dataset", "metric", "space", "model")


def release(
    unit: str,
    name: str,
    version: str | None = None,
    *,
    build: Path = Path("build/datasets"),
    out: Path = OUT,
    require_audit: bool = True,
    results: Sequence[Path] = (),
    finish: Callable[[Path], None] = lambda folder: None,
    sealed: Callable[[Mapping[str, Any]], bool] = lambda audit: True,
) -> Published:
    """Stage `name`, a data set, metric, Space or the folder of a model, and publish it.

    A data set needs a version; the others get a tag where one is given. `results` go on the card of a model. `finish`
    adds what else belongs into the staged folder of a data set or model; `sealed` tells whether an audit report is as
    it was written. Raises InputError.
    """
    tag = tag_of(version) if version else None
    if unit == "dataset":
        if version is None:
            raise InputError(f"publish {name}: a data set needs a version; add --version 1.0.0")
        folder = stage_dataset(built(build, name), version, out, require_audit, finish, sealed)
    elif unit == "metric":
        folder = stage_metric(name, out)
    elif unit == "space":
        folder = stage_space(name, out)
    elif unit == "model":
        folder = stage_model(Path(name), out, results, finish)
    else:
        raise InputError(f"{unit!r} cannot be published; choose one of {', '.join(UNITS)}")
    repository = folder.parent.name
    kind = "space" if unit == "metric" else unit
    message = f"Release {tag}" if tag else f"Update {unit} {repository}"
    done = publish(folder, f"{organisation()}/{repository}", kind, tag, message)
    write_json(folder.parent / "published.json", dataclasses.asdict(done))
    return done


def built(build: Path, name: str) -> Path:
    """Folder of a data set's build: `build`/gss for gss and for alignsurvey-gss, or `build` itself."""
    short = name.removeprefix("alignsurvey-")
    for folder in (build / name, build / short, build):
        # `build` may be the data set's own folder, but then it must be that data set.
        if (folder / "manifest.json").is_file() and (folder != build or build.resolve().name == short):
            return folder
    raise InputError(f"{build / name}: nothing is built there; run `alignsurvey build {name}` first")
