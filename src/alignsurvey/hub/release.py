"""Stage and publish one unit, and keep what was published in build/hub/<repository>/published.json."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path

from ..files.errors import InputError
from ..files.json import write_json
from ..files.lock import locked
from ..project import organisation
from .client import address, on_loopback
from .earlier_release import refuse_disclosure
from .publish import Published, publish
from .stage import stage_dataset, stage_metric, stage_model, stage_space
from .stage.common import tag_of

OUT = Path("build/hub")
WAIT = 600  # seconds for which another publisher of the same folder is waited for
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
    allow_new_key: bool = False,
    allow_disclosure: bool = False,
) -> Published:
    """Stage a unit and publish it.

    Args:
        unit: dataset, metric, space or model.
        name: Its name, or the folder of a model.
        version: Semantic version, which becomes the tag; a data set needs one.
        build: Where the data sets were built.
        out: Where what goes up is staged.
        require_audit: Refuse a data set without a privacy audit. False is for a Hub on this machine alone.
        results: results.json files to show on the card of a model, each beside its run.json.
        finish: Adds what else belongs into the staged folder of a data set or model.
        allow_new_key: Publish a data set made with another key than the release that the Hub holds.
        allow_disclosure: Publish it although both releases together single out respondents.

    Returns:
        What the Hub holds now; also written to <out>/<repository>/published.json.

    Raises:
        InputError: Something is missing, does not agree, or the Hub refuses or fails.
    """
    tag = tag_of(version) if version else None
    if not require_audit and not on_loopback(address()):
        raise InputError("--no-require-audit is for a Hub on this machine; run `alignsurvey audit` on the build first")
    if unit not in UNITS:
        raise InputError(f"{unit!r} cannot be published; choose one of {', '.join(UNITS)}")
    if unit == "dataset" and version is None:
        raise InputError(f"publish {name}: a data set needs a version; add --version 1.0.0")
    busy = f"{out}: another process has been publishing from this folder for {WAIT // 60} minutes; give another --out"
    with locked(out / ".lock", busy, keep=True, wait=WAIT):
        folder = _stage(unit, name, version, build, out, require_audit, results, finish)
        repository = folder.parent.name
        kind = "space" if unit == "metric" else unit
        if unit == "dataset":
            refuse_disclosure(f"{organisation()}/{repository}", folder, allow_new_key, allow_disclosure)
        message = f"Release {tag}" if tag else f"Update {unit} {repository}"
        done = publish(folder, f"{organisation()}/{repository}", kind, tag, message)
        write_json(folder.parent / "published.json", dataclasses.asdict(done))
    return done


def _stage(
    unit: str,
    name: str,
    version: str | None,
    build: Path,
    out: Path,
    require_audit: bool,
    results: Sequence[Path],
    finish: Callable[[Path], None],
) -> Path:
    if unit == "metric":
        return stage_metric(name, out)
    if unit == "space":
        return stage_space(name, out)
    if unit == "model":
        return stage_model(Path(name), out, results, finish)
    return stage_dataset(built(build, name), str(version), out, require_audit, finish)


def built(build: Path, name: str) -> Path:
    """Folder of a data set's build: `build`/gss for gss and for alignsurvey-gss, or `build` itself."""
    short = name.removeprefix("alignsurvey-")
    for folder in (build / name, build / short, build):
        # `build` may be the data set's own folder, but then it must be that data set.
        if (folder / "manifest.json").is_file() and (folder != build or build.resolve().name == short):
            return folder
    raise InputError(f"{build / name}: nothing is built there; run `alignsurvey build {name}` first")
