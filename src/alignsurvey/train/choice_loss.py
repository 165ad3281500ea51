"""The loss of a choice: how far a model's shares of a record's choices are from the shares that it should learn.

The shares of a model are the softmax over the log-likelihoods of all choices, which is what scoring measures.
"""

from __future__ import annotations

from typing import Any

from ..files.errors import require


def choice_loss(scores: Any, targets: Any, weights: Any) -> Any:
    """Sum over records of weight x KL(target || softmax(scores)), a scalar tensor in nats.

    For a target that is one answer this is the cross-entropy; for a distribution it is the cross-entropy less the
    target's own entropy, which moves no gradient but makes 0 the best loss there is.

    Args:
        scores: (records, choices) log-likelihoods in nats; -inf where a record has no such choice.
        targets: (records, choices) shares, each row sums to 1; 0 where a record has no such choice.
        weights: (records,) survey weights.
    """
    torch = require("torch", "train")
    shares = torch.log_softmax(scores.float(), dim=-1).masked_fill(torch.isneginf(scores), 0.0)
    each = (torch.xlogy(targets, targets) - targets * shares).sum(dim=-1)
    return (weights * each).sum()


def table(values: Any, owners: Any, records: int) -> Any:
    """(records, choices) from one value a choice, -inf where a record has fewer choices than another.

    Args:
        values: (choices of all records,) in the order of the records.
        owners: (choices of all records,) the record that each belongs to, ascending.
        records: how many records there are.
    """
    torch = require("torch", "train")
    counts = torch.bincount(owners, minlength=records)
    firsts = counts.cumsum(0) - counts
    columns = torch.arange(len(owners), device=owners.device) - firsts[owners]
    empty = torch.full((records, int(counts.max())), -torch.inf, device=values.device, dtype=values.dtype)
    return empty.index_put((owners, columns), values)
