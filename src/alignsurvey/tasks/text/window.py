"""What to do with a prompt that is longer than the model's window: training and prediction cut it in the same way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from ...files.errors import InputError

Token = TypeVar("Token")  # an id, or a letter where the tokens are not known


def cut_middle(token_ids: Sequence[Token], limit: int) -> list[Token]:
    """At most `limit` tokens: the first and the last half, without the middle; a short prompt is returned as it is.

    The instruction opens a rendered prompt and the query ends it, so both stay (paper, section on settings). Where
    `limit` is odd the end keeps the extra token, because the query and the template's reply marker stand there.
    """
    if limit < 2:
        raise InputError(f"a prompt may have {limit} tokens, but it needs at least 2; allow a larger window")
    if len(token_ids) <= limit:
        return list(token_ids)
    head = limit // 2
    return [*token_ids[:head], *token_ids[len(token_ids) - (limit - head) :]]
