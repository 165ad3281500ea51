"""From records on the Hub to tokens and labels: the task's own prompt, loss on the reply alone, no silent cut."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .. import tasks
from ..files.errors import InputError
from ..predict.chat_template import Chat
from ..runs.published import commit, parquet_files
from ..schema import Record
from .recipe import Recipe, Source

IGNORED = -100  # label of a token that carries no loss, as torch's cross-entropy knows it
_ROWS_A_PROCESS = 20_000  # below this, starting a worker costs more than it saves


@dataclass(frozen=True)
class Samples:
    """`rows` has input_ids, labels and length (tokens); `truncated` prompts lost their middle."""

    rows: Any
    sources: list[dict[str, Any]]
    truncated: int


def commits(recipe: Recipe) -> list[str]:
    """Commit of each source at its revision."""
    return [commit(source.repo_id, "dataset", source.revision) for source in recipe.data]


def load(recipe: Recipe, shas: list[str], chat: Chat) -> Samples:
    """Tokens of the records that the stage will see, all sources mixed."""
    import datasets

    tables = [read(source, sha) for source, sha in zip(recipe.data, shas, strict=True)]
    chosen = choose([len(table) for table in tables], recipe)
    parts = [
        tokens(table.select(places), source.config, recipe, chat, tokenise)
        for table, places, source in zip(tables, chosen, recipe.data, strict=True)
    ]
    rows = datasets.concatenate_datasets(parts)
    return Samples(rows.remove_columns("cut"), about(recipe, shas, parts), sum(rows["cut"]))


def about(recipe: Recipe, shas: list[str], parts: list[Any]) -> list[dict[str, Any]]:
    """What train.json says of each source."""
    return [
        {"repo_id": source.repo_id, "config": source.config, "revision": source.revision, "split": source.split}
        | {"commit": sha, "rows": len(part)}
        for source, sha, part in zip(recipe.data, shas, parts, strict=True)
    ]


def choose(sizes: list[int], recipe: Recipe) -> list[list[int]]:
    """Rows of each source that the stage sees: all, or a seeded draw from the mixed sources of batch x max_steps."""
    import numpy as np

    if recipe.max_steps is None or recipe.batch * recipe.max_steps >= sum(sizes):
        return [list(range(size)) for size in sizes]
    order = np.random.default_rng(recipe.seed).permutation(sum(sizes))[: recipe.batch * recipe.max_steps]
    starts = np.cumsum([0, *sizes])
    return [sorted((order[(order >= low) & (order < high)] - low).tolist()) for low, high in itertools.pairwise(starts)]


def read(source: Source, sha: str) -> Any:
    """The records of a source at a commit."""
    import datasets

    files = parquet_files(source.repo_id, source.config, sha, source.split)
    table = datasets.Dataset.from_parquet([str(path) for path in files])
    if not len(table):
        raise InputError(f"{source.repo_id} {source.config}: split {source.split!r} has no rows; choose another split")
    return table


def tokens(table: Any, config: str, recipe: Recipe, chat: Chat, tokenise: Callable[..., dict[str, Any]]) -> Any:
    """Tokenise a table; the result is cached under what it depends on, so that other processes find it."""
    tokenizer = chat.tokenizer
    known = [table._fingerprint, config, recipe.form, chat.window, sorted(chat.stops), tokenizer.chat_template]
    known += [recipe.base, len(tokenizer), tokenise.__name__]
    key = hashlib.sha256(json.dumps(known).encode()).hexdigest()[:16]
    workers = min(os.cpu_count() or 1, len(table) // _ROWS_A_PROCESS)
    return table.map(
        tokenise,
        fn_kwargs={"config": config, "form": recipe.form, "chat": chat},
        remove_columns=table.column_names,
        num_proc=workers if workers > 1 else None,
        new_fingerprint=key,
        desc=f"tokens of {config}",
    )


def tokenise(record: Record, config: str, form: str, chat: Chat) -> dict[str, Any]:
    """Tokens and labels of one record in an answer form. Raises InputError where the reply alone fills the window."""
    asked, answered = tasks.messages(record, config, form)
    prompt, (reply,), cut = encode(record["id"], asked, [answered[0]["content"]], chat)
    return {
        "input_ids": prompt + reply,
        "labels": [IGNORED] * len(prompt) + reply,
        "length": len(prompt) + len(reply),
        "cut": cut,
    }


def encode(
    name: str, asked: list[tasks.Message], texts: list[str], chat: Chat
) -> tuple[list[int], list[list[int]], int]:
    """(prompt, replies, whether the prompt lost its middle) of the record of that name."""
    before = chat.cut
    try:
        prompts, replies = chat.replies([asked], [texts])
    except InputError as error:
        raise InputError(f"record {name}: {error}") from None
    return prompts[0], replies[0], chat.cut - before


def recipe_key(recipe: Recipe, *commits: str | None) -> str:
    """16 hex digits that change with any setting or any commit that the stage starts from."""
    text = json.dumps([dataclasses.asdict(recipe), *commits], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
