"""One module a config: its SPEC, how a record is asked (`prompt`), what a right reply looks like (`completion`).

The module of a config has its name; adding a config is adding a file. Replies are read back by `scoring`, because a
metric on the Hub must stand alone.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol, cast

from ..files.errors import InputError
from ..schema import Record, features_of
from .spec import Spec
from .text.wording import FORMS, Message, check_form

if TYPE_CHECKING:
    import pyarrow as pa
    from datasets import Features

__all__ = [
    "FORMS",
    "Message",
    "Spec",
    "Task",
    "arrow_schema",
    "asked_choices",
    "check_form",
    "columns",
    "configs",
    "features",
    "has_choices",
    "load",
    "messages",
    "options_of",
    "spec_of",
    "target_of",
    "with_messages",
]


class Task(Protocol):
    """What every task module offers; `candidates(record, form)` too where choices can be scored."""

    SPEC: Spec
    prompt: Callable[..., list[Message]]
    completion: Callable[..., list[Message]]


def configs() -> list[str]:
    """Names of all configs: the modules of this folder that have a SPEC."""
    return sorted(name for name in (module.name for module in pkgutil.iter_modules(__path__)) if _module(name))


def load(config: str) -> Task:
    """The task module of a config.

    Args:
        config: its name, such as "survey_response".

    Returns:
        The module.

    Raises:
        InputError: for an unknown config; the message lists the known ones.
    """
    task = _module(config) if config.isidentifier() else None
    if task is None:
        raise InputError(f"unknown config {config!r}; known: {', '.join(configs())}")
    return task


def _module(name: str) -> Task | None:
    try:
        module = importlib.import_module(f"{__name__}.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"{__name__}.{name}":
            raise
        return None
    return cast(Task, module) if isinstance(getattr(module, "SPEC", None), Spec) else None


def spec_of(config: str) -> Spec:
    """The SPEC of a config. Raises InputError for an unknown one."""
    return load(config).SPEC


def columns(config: str) -> dict[str, Any]:
    """Column types of a config, in the order in which they are stored. Raises InputError for an unknown config."""
    return spec_of(config).types


def features(config: str) -> Features:
    """The `datasets.Features` of a config. Raises InputError for an unknown one."""
    return features_of(columns(config))


def arrow_schema(config: str) -> pa.Schema:
    """The Arrow schema of a config's Parquet files, plain: without the metadata of `datasets`.

    Its version 5 writes feature types there that version 3 cannot read; every version reads the plain types.
    Raises InputError for an unknown config.
    """
    return features(config).arrow_schema.remove_metadata()


def options_of(record: Record, config: str) -> Sequence[str]:
    """What the probabilities of a prediction run over.

    Args:
        record: a record of the config.
        config: its name.

    Returns:
        The choices as shown, the choices that all records share, or () where a reply is no choice.

    Raises:
        InputError: for an unknown config.
    """
    choices = spec_of(config).choices
    return cast(Sequence[str], record[choices]) if isinstance(choices, str) else choices or ()


def messages(record: Record, config: str, form: str = "letter_text") -> tuple[list[Message], list[Message]]:
    """(prompt, completion) of a record in an answer form.

    Data sets hold them in the paper's form, where they may be others' words than ours: released records keep theirs.
    A record that a run has changed (`past`, or its choices in another order: `rendered`) is rendered anew.
    """
    stored = record.get("prompt") and record.get("completion")
    if form == FORMS[0] and stored and not record.get("past") and not record.get("rendered"):
        return list(record["prompt"]), list(record["completion"])
    task = load(config)
    return task.prompt(record, form), task.completion(record, form)


def with_messages(record: Record, config: str, form: str = "letter_text") -> Record:
    """The record with `prompt` and `completion` rendered in an answer form (the paper's by default)."""
    task = load(config)
    completion = task.completion(record, form)
    return {**record, "prompt": task.prompt(record, form), "completion": completion, "target": target_of(completion)}


def target_of(completion: Sequence[Message]) -> str:
    """A completion as one text, for harnesses that compare texts."""
    return "".join(turn["content"] for turn in completion)


def has_choices(config: str) -> bool:
    """Whether a record of the config can be asked so that one of its choices is the reply."""
    task = load(config)
    return hasattr(task, "candidates") or hasattr(task, "member")


def asked_choices(record: Record, config: str, form: str = "letter_text") -> tuple[list[Message], list[str]]:
    """(prompt, a reply for each shown choice) of a record whose config has choices.

    A group's record is asked as a member of the group is.
    """
    task: Any = load(config)
    if not hasattr(task, "member"):
        return messages(record, config, form)[0], task.candidates(record, form)
    person, asked = task.member(record)
    task = load(asked)
    return task.prompt(person, form), task.candidates(person, form)
