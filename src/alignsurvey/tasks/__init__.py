"""One module a task: how a record is asked (`prompt`) and what a right reply looks like (`completion`).

The module of a config has its name; adding a task is adding a file. Replies are read back by `scoring`, because a
metric on the Hub must stand alone.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Protocol, cast

from ..files.errors import InputError
from ..schema import Record
from .text.wording import FORMS, Message, check_form

__all__ = ["FORMS", "Message", "Task", "check_form", "configs", "load", "messages", "with_messages"]

_HELPERS = {"judging", "wording", "window"}  # modules that are no configs


class Task(Protocol):
    """What every task module offers."""

    prompt: Callable[..., list[Message]]
    completion: Callable[..., list[Message]]


def configs() -> list[str]:
    """Names of all configs that have a task module."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name not in _HELPERS)


def load(config: str) -> Task:
    """The task module of a config. Raises InputError for an unknown one."""
    if config not in configs():
        raise InputError(f"unknown config {config!r}; known: {', '.join(configs())}")
    return cast(Task, importlib.import_module(f"{__name__}.{config}"))


def messages(record: Record, config: str, form: str = "letter_text") -> tuple[list[Message], list[Message]]:
    """(prompt, completion) of a record in an answer form.

    Data sets hold them in the paper's form, where they may be others' words than ours: released records keep theirs.
    """
    if form == FORMS[0] and record.get("prompt") and record.get("completion"):
        return list(record["prompt"]), list(record["completion"])
    task = load(config)
    return task.prompt(record, form), task.completion(record, form)


def with_messages(record: Record, config: str, form: str = "letter_text") -> Record:
    """The record with `prompt` and `completion` rendered in an answer form (the paper's by default)."""
    task = load(config)
    return {**record, "prompt": task.prompt(record, form), "completion": task.completion(record, form)}
