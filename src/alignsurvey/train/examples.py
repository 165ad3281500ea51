"""Records as examples: all choices with their target shares, or the completion; dealt to trees, or one by one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from .. import tasks
from ..files.errors import InputError
from ..predict.chat_template import Chat
from ..predict.prefix_tree import Tree
from ..schema import Record
from .groups import deal
from .recipe import Recipe
from .samples import Samples, about, encode, read, tokens
from .targets import Answered, Cells, mean_one, values
from .tree_batches import Batch, Example, padded_batch, tree_batch


class Trees:
    """What a data loader reads: entry i is the examples of the i-th tree, or one where each record is alone.

    `tree` says whether a batch is to be made of them as a tree, or padded: the gradients are the same.
    """

    def __init__(self, rows: Any, groups: Sequence[Sequence[int]], tree: bool) -> None:
        self.rows = rows
        self.groups = groups
        self.tree = tree

    def __len__(self) -> int:
        return len(self.groups)

    def __getitem__(self, index: int) -> list[Example]:
        columns = self.rows[list(self.groups[index])]
        names = ("prompt", "replies", "target", "weight")
        return [Example(*row) for row in zip(*(columns[name] for name in names), strict=True)]

    def collator(self, pad: int) -> Callable[[Sequence[Sequence[Example]]], Batch]:
        """What makes one batch of several entries; trees of a batch grow into one, which shares what they do."""

        def collate(entries: Sequence[Sequence[Example]]) -> Batch:
            examples = [example for entry in entries for example in entry]
            return tree_batch(examples) if self.tree else padded_batch(examples, pad)

        return collate


def load(recipe: Recipe, shas: list[str], chat: Chat) -> tuple[Samples, list[list[int]]]:
    """Tokens of the records that the stage will see, and their indexes tree by tree in the order of learning.

    Raises InputError for a cell attribute that no record has, and for a tree longer than the window.
    """
    import datasets

    tables = [read(source, sha) for source, sha in zip(recipe.data, shas, strict=True)]
    parts, trees = prepare(tables, recipe, chat)
    rows = datasets.concatenate_datasets(parts)
    if recipe.batching == "tree":
        _check_window(Trees(rows, trees, tree=True), chat.window)
    return Samples(rows, about(recipe, shas, parts), sum(rows["cut"])), trees


def prepare(tables: Sequence[Any], recipe: Recipe, chat: Chat) -> tuple[list[Any], list[list[int]]]:
    """Rows of each table that the stage will see, and trees as indexes into all of them, one table after another."""
    keys = [key for table, source in zip(tables, recipe.data, strict=True) for key in _keys(table, source.config)]
    trees = deal(*_units(keys, recipe), recipe.tree_records, recipe.seed)
    if recipe.max_steps is not None:
        trees = trees[: recipe.batch * recipe.max_steps]
    used = sorted(index for tree in trees for index in tree)
    parts, first = [], 0
    for table, source in zip(tables, recipe.data, strict=True):
        places = [index - first for index in used if first <= index < first + len(table)]
        parts.append(_rows(table, places, source.config, recipe, chat))
        first += len(table)
    place = {index: number for number, index in enumerate(used)}
    return parts, [[place[index] for index in tree] for tree in trees]


def _keys(table: Any, config: str) -> Iterator[tuple[str, str]]:
    """(unit, item) of each record: the respondent or the group, and what was asked."""
    item = tasks.spec_of(config).item
    people = table["respondent_id"]
    groups: Iterable[Any] = table["group"] if "group" in table.column_names else [None] * len(people)
    asked: Iterable[Any] = table[item] if item else [""] * len(people)
    for person, group, name in zip(people, groups, asked, strict=True):
        yield person or json.dumps(group), name


def _units(keys: Sequence[tuple[str, str]], recipe: Recipe) -> tuple[list[str], list[str]]:
    """Units and items to deal by; where batches are padded every record is its own unit."""
    padded = recipe.batching == "padded"
    units = [f"{number}" if padded else unit for number, (unit, _) in enumerate(keys)]
    return units, [item for _, item in keys]


def _rows(table: Any, places: list[int], config: str, recipe: Recipe, chat: Chat) -> Any:
    """Tokens of the records at `places`, with target and weight."""
    if recipe.loss == "tokens":
        return tokens(table.select(places), config, recipe, chat, tokenise_completion)
    answered = mean_one(list(_answered(table, config, recipe)))
    cells = Cells(answered, recipe.shrinkage)
    chosen = [answered[place] for place in places]
    soft = [entry.group or recipe.targets == "cells" for entry in chosen]
    targets = [cells.target(entry) if mix else list(entry.shares) for entry, mix in zip(chosen, soft, strict=True)]
    # A group's n acts through the shrinkage alone: groups overlap, and the largest are the least particular.
    weights = [1.0 if entry.group else entry.size for entry in chosen]
    learnt = table.select(places).add_column("learnt", targets).add_column("counted", weights)
    return tokens(learnt, config, recipe, chat, tokenise_choices)


def _answered(table: Any, config: str, recipe: Recipe) -> Iterator[Answered]:
    """Every record of the split as targets see it. Raises InputError for a cell attribute that no profile has."""
    spec, attributes = tasks.spec_of(config), recipe.cell_attributes or ()
    known: set[str] = set()
    for record in table:
        # Wordings of one question have marginals of their own.
        item, texts = f"{record[spec.item]}\n{record[spec.wording]}", tuple(tasks.options_of(record, config))
        if spec.score == "distribution":
            shares = tuple(record[spec.answer])
            yield Answered(item, texts, shares, record["n"], (json.dumps(record["group"]),), group=True)
        else:
            known |= {pair["attribute"] for pair in record["profile"]}
            shares = tuple(float(place == record[spec.answer]) for place in range(len(texts)))
            yield Answered(item, texts, shares, record["weight"], values(record["profile"], attributes))
    absent = [name for name in attributes if name not in known]
    if absent and known:
        raise InputError(f"cell_attributes: no record of {config} has {absent[0]!r}; known: {', '.join(sorted(known))}")


def tokenise_choices(record: Record, config: str, form: str, chat: Chat) -> dict[str, Any]:
    """Tokens of a record's prompt and of all its choices; `learnt` and `counted` are its target and weight."""
    return _row(record, *tasks.asked_choices(record, config, form), record["learnt"], record["counted"], chat)


def tokenise_completion(record: Record, config: str, form: str, chat: Chat) -> dict[str, Any]:
    """Tokens of a record's prompt and of its one completion."""
    asked, answered = tasks.messages(record, config, form)
    return _row(record, asked, [answered[0]["content"]], [1.0], 1.0, chat)


def _row(
    record: Record, asked: list[tasks.Message], texts: list[str], target: list[float], weight: float, chat: Chat
) -> dict[str, Any]:
    prompt, replies, cut = encode(record["id"], asked, texts, chat)
    length = len(prompt) + sum(map(len, replies))
    row = {"prompt": prompt, "replies": replies, "target": target, "weight": weight}
    return {"id": record["id"], **row, "length": length, "cut": cut}


def _check_window(trees: Trees, window: int) -> None:
    """Raise InputError for the first tree that has more tokens than the window."""
    for number in range(len(trees)):
        tree = Tree()
        for example in trees[number]:
            end = tree.add(example.prompt)[-1]
            for reply in example.replies:
                tree.add(reply, after=end)
        if len(tree.tokens) > window:
            raise InputError(
                f"record {trees.rows[trees.groups[number][0]]['id']}: its tree of {len(trees[number])} records has "
                f"{len(tree.tokens)} tokens, more than window {window}; set tree_records lower or window higher"
            )
