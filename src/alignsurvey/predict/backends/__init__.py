"""One module a back end, found by its name: adding one is adding a file with `connect(options) -> Backend`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ...files.errors import InputError
from ...tasks import Message

Conversation = Sequence[Message]
Scored = list[float] | str


@dataclass(frozen=True)
class Options:
    """What a person may say about the model. A back end ignores what does not concern it.

    `model` is a Hub id, a local folder or a served model's name; `adapter` a LoRA adapter for it. `window` (tokens)
    lowers the model's own; `dtype` is auto, float32 or bfloat16. `temperature` is None for greedy replies, which is all
    that a back end with probabilities offers.
    """

    model: str
    revision: str | None = None
    adapter: str | None = None
    adapter_revision: str | None = None
    dtype: str = "auto"
    window: int | None = None
    max_new_tokens: int = 64
    base_url: str | None = None
    concurrency: int = 8
    requests_per_minute: float | None = None
    temperature: float | None = None


class Backend(Protocol):
    """A model that answers.

    `facts` go into run.json: at least model, revision, adapter, adapter_revision and packages. `chunk` is how many
    records are handed over at once: a result may depend on its chunk by rounding only. `cut` counts the prompts that
    lost their middle so far.
    """

    facts: dict[str, Any]
    chunk: int
    cut: int

    def generate(self, prompts: Sequence[Conversation]) -> list[str]:
        """The greedy reply to each prompt."""

    def score(self, prompts: Sequence[Conversation], candidates: Sequence[Sequence[str]]) -> Sequence[Scored]:
        """The probability of each candidate reply given its prompt; a row sums to 1. Where a back end only sees what
        the model replies and that is none of the candidates, the reply stands in place of the row."""


def names() -> list[str]:
    """Names of the back ends."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def check_name(name: str) -> None:
    """Raises InputError for an unknown back end."""
    if name not in names():
        raise InputError(f"unknown back end {name!r}; known: {', '.join(names())}")


def connect(name: str, options: Options) -> Backend:
    """Open a back end. Raises InputError for an unknown name, a missing extra or a model that cannot be had."""
    check_name(name)
    backend: Backend = importlib.import_module(f"{__name__}.{name}").connect(options)
    return backend
