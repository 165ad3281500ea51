"""Batches of records as one prefix tree, or padded; log-likelihoods of their replies from either.

In a tree, what records share (a respondent's background, a question before its choices) is computed once, forward and
backward. The gradients are those of padded batches.
"""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..files.errors import require
from ..predict.prefix_tree import Tree

Batch = dict[str, Any]
Steps = list[tuple[int, int, int, int]]  # sequence, place, the token that follows there, reply


@dataclass(frozen=True)
class Example:
    """Tokens of one record: `replies` are all of its choices with their `target` shares, or its one completion."""

    prompt: list[int]
    replies: list[list[int]]
    target: list[float]
    weight: float = 1.0


def tree_batch(examples: Sequence[Example]) -> Batch:
    """One sequence: the common tree of all examples. See `_batch` for the keys."""
    torch = require("torch", "train")
    tree = Tree()
    steps: Steps = []
    reply = 0
    for example in examples:
        end = tree.add(example.prompt)[-1]
        for tokens in example.replies:
            path = [end, *tree.add(tokens, after=end)]
            steps += [(0, node, token, reply) for node, token in zip(path, tokens, strict=False)]
            reply += 1
    given = {
        "input_ids": torch.tensor([tree.tokens]),
        "position_ids": torch.tensor([tree.positions]),
        "attention_mask": torch.from_numpy(tree.mask())[None, None],
    }
    return given | _batch(examples, steps)


def padded_batch(examples: Sequence[Example], pad: int) -> Batch:
    """One sequence a reply, prompt and reply, padded on the right. See `_batch` for the keys."""
    torch = require("torch", "train")
    rows = [(example.prompt, tokens) for example in examples for tokens in example.replies]
    width = max(len(prompt) + len(tokens) for prompt, tokens in rows)
    steps = [
        (row, len(prompt) - 1 + place, token, row)
        for row, (prompt, tokens) in enumerate(rows)
        for place, token in enumerate(tokens)
    ]
    sizes = torch.tensor([len(prompt) + len(tokens) for prompt, tokens in rows])
    given = {
        "input_ids": torch.tensor([[*p, *t, *[pad] * (width - len(p) - len(t))] for p, t in rows]),
        "attention_mask": (torch.arange(width) < sizes[:, None]).long(),
    }
    return given | _batch(examples, steps)


def _batch(examples: Sequence[Example], steps: Steps) -> Batch:
    """What is asked of a batch.

    `logits_to_keep`: places whose logits are needed, of every sequence. `steps` (4, tokens of all replies): sequence,
    index into the kept places, the token that follows, reply. `owners` (replies,): the record of each. `targets`
    (records, most choices), 0 where a record has fewer. `weights` (records,).
    """
    torch = require("torch", "train")
    places = sorted({place for _, place, _, _ in steps})
    index = {place: number for number, place in enumerate(places)}
    most = max(len(example.replies) for example in examples)
    return {
        "logits_to_keep": torch.tensor(places),
        "steps": torch.tensor([(row, index[place], token, reply) for row, place, token, reply in steps]).T,
        "owners": torch.tensor([row for row, example in enumerate(examples) for _ in example.replies]),
        "targets": torch.tensor([[*example.target, *[0.0] * (most - len(example.target))] for example in examples]),
        "weights": torch.tensor([example.weight for example in examples]),
    }


def log_likelihoods(model: Any, batch: Batch) -> Any:
    """(replies,) log-likelihood in nats of each reply given its prompt, in float32."""
    torch = require("torch", "train")
    asked = {key: batch[key] for key in ("input_ids", "attention_mask", "position_ids") if key in batch}
    keep = batch["logits_to_keep"]
    if _narrows(model):
        logits = model(**asked, use_cache=False, logits_to_keep=keep).logits
    else:
        logits = model(**asked, use_cache=False).logits[:, keep]
    row, place, token, reply = batch["steps"]
    logits = logits.float()
    values = logits[row, place, token] - torch.logsumexp(logits, dim=-1)[row, place]
    return torch.zeros(len(batch["owners"]), device=values.device).index_add(0, reply, values)


def _narrows(model: Any) -> bool:
    """Whether the model can leave places out of its output layer; wrappers of DDP and PEFT are looked through."""
    inner = getattr(model, "module", model)
    inner = inner.get_base_model() if hasattr(inner, "get_base_model") else inner
    return "logits_to_keep" in inspect.signature(inner.forward).parameters


def why_no_tree(model: Any, longest: int) -> str | None:
    """Why the model cannot be given a tree whose longest path has `longest` tokens; None where it can.

    A forked sequence is computed both ways: recurrent layers, or attention that ignores a mask, see the other branch
    and miss by nats.
    """
    torch = require("torch", "train")
    config = model.config.get_text_config()
    window = getattr(config, "sliding_window", None)
    if window and longest > window:
        return f"its attention sees {window} tokens, and the longest prompt and reply have {longest}"
    ids = [index * 7919 % config.vocab_size for index in range(1, 15)]
    forked = [Example(ids[:6], [ids[6:10], ids[10:14]], [0.5, 0.5])]
    tolerance = 1e-2 if model.dtype == torch.float32 else 1.0
    try:
        with torch.no_grad():
            found = [
                log_likelihoods(model, {key: value.to(model.device) for key, value in batch.items()})
                for batch in (tree_batch(forked), padded_batch(forked, pad=0))
            ]
    except (TypeError, ValueError, RuntimeError, NotImplementedError):
        return "it takes no attention mask of its own"
    return None if torch.allclose(*found, rtol=0, atol=tolerance) else "its layers see across the branches"
