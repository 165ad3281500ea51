"""Where a recipe's settings stand: recipes/<base>.yaml, stages/<stage>.yaml, or a file of one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..files.errors import InputError
from ..files.yaml import load as load_yaml
from ..files.yaml import parse_yaml
from ..project import project_root

_PAPER = "paper"  # what the 7B bases share; no base itself


def values_of(recipe: str | Path, stage: str | None) -> tuple[dict[str, Any], str]:
    """Keys and values of a stage, unchecked, and what messages call the file.

    Args:
        recipe: Short name of a base model, or the path of a recipe of one's own.
        stage: With a base model, the stage; with a path, None.

    Raises:
        InputError: There is no such base, stage or file, or it is no YAML of keys and values.
    """
    if str(recipe).endswith((".yaml", ".yml")):
        if stage:
            raise InputError(f"{recipe} is a recipe of its own, so {stage} has no place; leave the stage out")
        return _read(Path(recipe), ()), Path(recipe).name
    base_file = _unit("recipes", str(recipe), "base model")
    if stage is None:
        raise InputError(f"{recipe}: which stage? known: {', '.join(names('stages'))}")
    stage_file = _unit("stages", stage, "stage")
    return _composed(_read(base_file, ()), _read(stage_file, ()), base_file.stem, stage), f"{base_file.stem} {stage}"


def names(folder: str) -> list[str]:
    """Short names of the base models (`recipes`) or of the stages (`stages`) that there are."""
    found = (project_root() / "trainers" / folder).glob("*.yaml")
    return sorted(path.stem for path in found if path.stem != _PAPER)


def override(values: dict[str, Any], overrides: Sequence[str]) -> None:
    """Set key=value pairs of the command line in `values`. Raises InputError where a pair is none."""
    for pair in overrides:
        key, equals, text = pair.partition("=")
        if not equals:
            raise InputError(f"--set {pair}: write it as key=value")
        inner = values
        *outer, last = key.split(".")
        for name in outer:
            inner = inner.setdefault(name, {})
            if not isinstance(inner, dict):
                raise InputError(f"--set {pair}: {name} has no inner keys; set {name} itself")
        inner[last] = parse_yaml(text, f"--set {pair}")


def _unit(folder: str, name: str, kind: str) -> Path:
    if name not in names(folder):
        known = ", ".join(names(folder))
        raise InputError(f"{name}: no {kind} of this name; known: {known}; or give the path of a recipe of your own")
    return project_root() / "trainers" / folder / f"{name}.yaml"


def _composed(base: dict[str, Any], stage: dict[str, Any], base_name: str, stage_name: str) -> dict[str, Any]:
    """The base's keys, over them the stage's, over them what the base changes of this stage."""
    changes = base.pop("stages", None) or {}
    values = _merged(_merged(base, stage), changes.get(stage_name) or {})
    values["name"] = f"SurveyLM-{base_name}-{stage_name}"
    if values.get("continues"):  # a stage names the stage that it continues
        values["continues"] = f"SurveyLM-{base_name}-{values['continues']}"
    return values


def _read(path: Path, children: tuple[Path, ...]) -> dict[str, Any]:
    """The file's keys over those of the file that it extends."""
    if path.resolve() in children:
        raise InputError(f"{path.name}: extends itself; take one `extends` out")
    values = load_yaml(path)
    parent = values.pop("extends", None)
    if parent is None:
        return values
    if not isinstance(parent, str):
        raise InputError(f"{path.name}: extends must be the path of one file")
    return _merged(_read(path.parent / parent, (*children, path.resolve())), values)


def _merged(under: dict[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    both = {key: (under[key], value) for key, value in over.items() if key in under}
    inner = {key: _merged(a, b) for key, (a, b) in both.items() if isinstance(a, dict) and isinstance(b, dict)}
    return {**under, **over, **inner}
