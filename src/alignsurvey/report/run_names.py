"""How a report names runs: model, setting, and what tells two runs of one model apart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..files.errors import InputError
from .scored_run import BASELINE, FLOOR, ScoredRun

SETTINGS = ("zero-shot", "few-shot", "fine-tuned", "baseline", "human floor")  # the order of rows
WAYS = ("past", "permutations", "samples")  # fields of run.json that say how a model was asked, where they say more
_SEEDED = re.compile(r"-seed-?\d+$")  # at the end of an adapter's name, where several seeds were trained
_TELLING = ("form", "mode", "revision", "adapter_revision", "seed")  # what tells two runs of a model apart


def label_of(about: Mapping[str, Any]) -> str:
    """The model's own name; an adapter's without the data set and config that it was trained on."""
    if about["model"] == FLOOR:
        return "other half of the respondents"
    if about.get("adapter"):
        dataset = str(about["dataset"]).rpartition("/")[2].removeprefix("alignsurvey-")
        name = (
            _SEEDED.sub("", Path(str(about["adapter"])).name) if about.get("training") else Path(about["adapter"]).name
        )
        return name.removesuffix(f"-{dataset}-{about['config']}")
    return str(about["model"]).removeprefix(BASELINE).rstrip("/").rpartition("/")[2]


def setting_of(about: Mapping[str, Any]) -> str:
    split = about.get("split") or "test"
    ways = [f"{name} {count}" for name in WAYS if (count := about.get(name) or 0)]
    ways += ["probe"] if about.get("probe") else []
    ways += ["calibrated"] if about.get("calibrated") else []
    return ", ".join([_prompting(about), *ways, *([f"{split} split"] if split != "test" else [])])


def _prompting(about: Mapping[str, Any]) -> str:
    shots = about.get("shots") or 0
    if str(about["model"]).startswith(BASELINE):
        return "human floor" if about["model"] == FLOOR else "baseline"
    if about.get("adapter"):
        return "fine-tuned" + (f", few-shot ({shots})" if shots else "")
    return f"few-shot ({shots})" if shots else "zero-shot"


def rank_of(setting: str) -> int:
    """Place of a setting in SETTINGS."""
    return next(place for place, name in enumerate(SETTINGS) if setting.startswith(name))


def sort_runs(runs: Sequence[ScoredRun]) -> list[ScoredRun]:
    """Runs by setting, then by name."""
    return sorted(runs, key=lambda run: (rank_of(run.setting), run.label, run.setting, run.track))


def tell_apart(runs: Sequence[ScoredRun]) -> list[ScoredRun]:
    """Runs whose (label, setting, track) are all different, by adding to a setting what differs."""
    owners: dict[tuple[str, str, tuple[str, str]], set[str]] = {}
    for run in runs:
        owners.setdefault((run.label, run.setting, run.track), set()).add(str(run.about["model"]))
    shared = {label for (label, *_), models in owners.items() if len(models) > 1}
    named: dict[tuple[str, str, tuple[str, str]], list[ScoredRun]] = {}
    for run in runs:
        if run.label in shared and not run.baseline:  # two organisations' models of one name
            run = replace(run, label=str(run.about.get("adapter") or run.about["model"]))
        named.setdefault((run.label, run.setting, run.track), []).append(run)
    found = []
    for group in named.values():
        if series := _series(group):
            found += [
                replace(run, setting=f"{run.setting}, training seed {_seed(run)}", series=series) for run in group
            ]
            continue
        differing = [field for field in _TELLING if len({repr(run.about.get(field)) for run in group}) > 1]
        for run in group:
            told = [f"{field} {brief(run.about.get(field))}" for field in differing]
            found.append(replace(run, setting=", ".join([run.setting, *told])))
    seen: dict[tuple[str, str, tuple[str, str]], ScoredRun] = {}
    for run in found:
        first = seen.setdefault((run.label, run.setting, run.track), run)
        if first is not run:
            raise InputError(f"{run.folder}: the same run as {first.folder} ({run.name} on {run.dataset}); give one")
    return found


def _series(group: Sequence[ScoredRun]) -> str:
    """The setting of runs that differ in nothing but the seed of their training; "" where they differ in more."""
    seeds = {_seed(run) for run in group}
    recipes = {str((run.about.get("training") or {}).get("recipe")) for run in group}
    ways = {tuple(str(run.about.get(field)) for field in ("form", "mode", "revision", "seed", "trained_on"))
            for run in group}  # fmt: skip
    if len(group) < 2 or len(seeds) < len(group) or None in seeds or len(recipes) > 1 or len(ways) > 1:
        return ""
    return f"{group[0].setting}, {len(group)} training seeds"


def _seed(run: ScoredRun) -> Any:
    return (run.about.get("training") or {}).get("seed")


def brief(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(f"{name} {item}" for name, item in value.items())
    return "all" if value is None else str(value)[:15]
