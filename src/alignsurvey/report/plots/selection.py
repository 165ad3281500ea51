"""Which runs stand in a picture: all models, in as many pictures as they need, and the baselines that say something."""

from __future__ import annotations

from collections.abc import Sequence

from ..scored_run import ScoredRun

MOST = 8  # models in one picture: more are not told apart
BESIDE = {  # baselines that stand beside models, by picture
    "radar": ("majority", "logistic"),
    "groups": ("majority",),
    "distributions": ("marginal", "human"),
}
_ALONE = {  # where there are no models
    "radar": ("majority", "marginal", "cell", "logistic"),
    "groups": ("majority", "cell", "logistic"),
    "distributions": ("marginal", "cell", "logistic", "human"),
}


def chosen(runs: Sequence[ScoredRun], picture: str) -> list[ScoredRun]:
    """The runs that a picture shows, in order: models, then the baselines that say something in it."""
    models = [run for run in runs if not run.baseline]
    wanted = (BESIDE if models else _ALONE)[picture]
    beside = [run for name in wanted for run in runs if run.about["model"] == f"baseline/{name}"]
    return [*models, *beside] or list(runs)


def pages(runs: Sequence[ScoredRun], picture: str) -> list[list[ScoredRun]]:
    """The chosen runs in as few pictures of MOST names as hold them, the baselines in each; a model stays beside its
    fine-tuned forms where they fit."""
    shown = chosen(runs, picture)
    beside = list(dict.fromkeys(run.name for run in shown if run.baseline))[:MOST]
    families: dict[str, list[str]] = {}
    for run in shown:
        if not run.baseline:
            family = families.setdefault(str(run.about["model"]), [])
            family += [run.name] if run.name not in family else []
    found: list[list[str]] = [[]]
    room = MOST - len(beside) if families else MOST
    for family in families.values():
        for start in range(0, len(family), room):
            part = family[start : start + room]
            if len(found[-1]) + len(part) > room:
                found.append([])
            found[-1] += part
    return [[run for run in shown if run.name in {*names, *beside}] for names in found]
