"""A recipe: the settings of one training stage, read from YAML and checked before anything heavy is loaded."""

from __future__ import annotations

import dataclasses
import math
import types
import typing
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from .. import tasks
from ..files.errors import InputError
from ..project import organisation
from . import recipe_files


@dataclass(frozen=True)
class Source:
    """One config of a data set on the Hub; `dataset` is a short name such as gss, or a Hub id."""

    dataset: str
    config: str
    revision: str | None = None
    split: str = "train"

    @property
    def repo_id(self) -> str:
        return self.dataset if "/" in self.dataset else f"{organisation()}/alignsurvey-{self.dataset}"


@dataclass(frozen=True)
class Lora:
    """Rank and place of the adapter (paper, section on settings); alpha and dropout are not stated there.

    With `last_layers` only so many layers, counted from the output, are adapted: those below are passed forward alone.
    """

    r: int = 8
    alpha: int = 16
    dropout: float = 0.0
    targets: str = "all-linear"  # every attention and feed-forward layer, not the output head
    last_layers: int | None = None


@dataclass(frozen=True)
class Recipe:
    """One stage. The defaults are the paper's settings where it states them.

    `continues` is the adapter whose training goes on: a repository, short for one of the organisation. `batch` is the
    number of examples an optimiser step, over all processes and accumulation. `window` is in tokens. With `max_steps`
    the stage sees batch x max_steps examples, drawn with the seed, whatever `epochs` says. `precision` auto takes
    bf16 where the processor computes in it.

    `loss` tokens is the cross-entropy on the completion; choices is the KL divergence between the model's shares of all
    choices and a target. `targets` answer is the respondent's own answer; cells are the answers of training respondents
    alike in `cell_attributes`, to which the question's marginal counts as `shrinkage` further answers; the
    distribution of a group is shrunk likewise. `batching` tree computes what the records of one respondent or group
    share once; an example of `batch` is then a tree, of at most `tree_records` records, and `window` bounds its tokens.
    """

    name: str
    base: str
    data: tuple[Source, ...]
    license: str
    language: tuple[str, ...]
    base_revision: str | None = None
    continues: str | None = None
    continues_revision: str | None = None
    form: Literal["letter_text", "text", "letter"] = "letter_text"
    lora: Lora = field(default_factory=Lora)
    epochs: float = 1.0
    max_steps: int | None = None
    learning_rate: float = 1e-4
    schedule: Literal["cosine", "linear", "constant"] = "cosine"
    warmup: float = 0.1  # share of the steps
    weight_decay: float = 0.0
    batch: int = 32
    per_device_batch: int = 4
    window: int = 2048
    precision: Literal["auto", "bf16", "fp32"] = "auto"
    gradient_checkpointing: bool = True
    loss: Literal["tokens", "choices"] = "tokens"
    targets: Literal["answer", "cells"] = "answer"
    cell_attributes: tuple[str, ...] | None = None
    shrinkage: float = 20.0  # answers
    batching: Literal["padded", "tree"] = "padded"
    tree_records: int | None = None
    seed: int = 42

    @property
    def continues_id(self) -> str | None:
        """Where the adapter that goes on is: a Hub id, or a folder as it stands."""
        if self.continues is None or "/" in self.continues:
            return self.continues
        return f"{organisation()}/{self.continues}"

    def accumulation(self, processes: int) -> int:
        """Backward passes an optimiser step. Raises InputError where the batch cannot be dealt out evenly."""
        at_once = self.per_device_batch * processes
        if self.batch % at_once:
            raise InputError(
                f"{self.name}: batch {self.batch} is no multiple of per_device_batch {self.per_device_batch} x "
                f"{processes} processes; change one of them"
            )
        return self.batch // at_once


def load(recipe: str | Path, stage: str | None = None, overrides: Sequence[str] = ()) -> Recipe:
    """The settings of one stage, checked.

    Args:
        recipe: Short name of a base model, such as smollm2-135m, or the path of a recipe of one's own.
        stage: With a base model, the stage, such as foundation or gss-survey_response.
        overrides: key=value, dotted for inner keys; they win over the files.

    Raises:
        InputError: Names the file and the key.
    """
    values, file = recipe_files.values_of(recipe, stage)
    recipe_files.override(values, overrides)
    checked: Recipe = _build(Recipe, values, file, "")
    _check(checked, file)
    return checked


def _build(kind: Any, values: Any, file: str, where: str) -> Any:
    """A dataclass from a mapping; unknown, missing and ill-typed keys are refused."""
    if not isinstance(values, dict):
        raise InputError(f"{file}: {where or 'a recipe'} must be keys and values")
    prefix = f"{where}." if where else ""
    hints = typing.get_type_hints(kind)
    for key in values:
        if key not in hints:
            raise InputError(f"{file}: unknown key {prefix}{key}; known: {', '.join(hints)}")
    for entry in dataclasses.fields(kind):
        required = entry.default is dataclasses.MISSING and entry.default_factory is dataclasses.MISSING
        if required and entry.name not in values:
            raise InputError(f"{file}: {prefix}{entry.name} is missing; add it")
    return kind(**{key: _typed(hints[key], value, file, prefix + key) for key, value in values.items()})


def _typed(kind: Any, value: Any, file: str, where: str) -> Any:
    """`value` as the type that the field declares."""
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    if origin is types.UnionType:
        return None if value is None else _typed(inside[0], value, file, where)
    if origin is tuple:
        if not isinstance(value, list) or not value:
            raise InputError(f"{file}: {where} must be a list of at least one entry")
        return tuple(_typed(inside[0], entry, file, f"{where}[{place}]") for place, entry in enumerate(value))
    if origin is Literal:
        if value not in inside:
            raise InputError(f"{file}: {where} is {value!r}; choose one of {', '.join(inside)}")
        return value
    if dataclasses.is_dataclass(kind):
        return _build(kind, value, file, where)
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        hint = " (YAML reads 1e-4 as text: write 1.0e-4)" if kind is float else ""
        raise InputError(f"{file}: {where} is {value!r}, which is no {kind.__name__}{hint}; correct it")
    return value


def _check(recipe: Recipe, file: str) -> None:
    """What types alone do not say."""
    positive = ("batch", "per_device_batch", "epochs", "learning_rate", "lora.r", "lora.alpha")
    least = [(key, 0.0, False) for key in positive]
    least += [("warmup", 0.0, True), ("weight_decay", 0.0, True), ("lora.dropout", 0.0, True), ("window", 16.0, True)]
    least += [("seed", 0.0, True), ("shrinkage", 0.0, True)]
    for key, limit, closed in least:
        value: Any = recipe
        for name in key.split("."):
            value = getattr(value, name)
        if not value >= limit or math.isinf(value) or (value == limit and not closed):
            raise InputError(f"{file}: {key} is {value}; it must be {'at least' if closed else 'more than'} {limit:g}")
    counts = {"max_steps": "whole epochs", "tree_records": "all of a respondent", "lora.last_layers": "all layers"}
    for key, otherwise in counts.items():
        value = recipe
        for name in key.split("."):
            value = getattr(value, name)
        if value is not None and value < 1:
            raise InputError(f"{file}: {key} is {value}; it must be at least 1, or null for {otherwise}")
    if recipe.warmup >= 1 or recipe.lora.dropout >= 1:
        raise InputError(f"{file}: warmup and lora.dropout are shares below 1")
    if "/" in recipe.name or recipe.name.startswith("."):
        raise InputError(f"{file}: name {recipe.name!r} must be a repository's name without its organisation")
    for place, source in enumerate(recipe.data):
        if source.config not in tasks.configs():
            known = ", ".join(tasks.configs())
            raise InputError(f"{file}: data[{place}].config: unknown config {source.config!r}; known: {known}")
    _check_loss(recipe, file)


def _check_loss(recipe: Recipe, file: str) -> None:
    """That loss, targets and batching fit one another and the data."""
    for place, source in enumerate(recipe.data):
        if recipe.loss == "choices" and not tasks.has_choices(source.config):
            raise InputError(f"{file}: data[{place}].config {source.config!r} has no choices; use loss: tokens")
    if recipe.targets == "cells" and recipe.loss != "choices":
        raise InputError(f"{file}: targets: cells are shares of choices; use loss: choices")
    if recipe.targets == "cells" and not recipe.cell_attributes:
        raise InputError(
            f"{file}: targets: cells need cell_attributes; name what a cell has in common, as in [Age, Sex]"
        )
    if recipe.targets != "cells" and recipe.cell_attributes:
        raise InputError(f"{file}: cell_attributes are for targets: cells; set it, or take them out")
    if recipe.batching != "tree" and recipe.tree_records is not None:
        raise InputError(f"{file}: tree_records is for batching: tree; set it, or take tree_records out")
