"""Many token sequences as one tree, so that what they share is computed once.

Prompts of one respondent share the background, the replies to one prompt share the prompt, and replies may share
their first tokens. A tree has one node a distinct prefix; a node attends to its ancestors alone and its position is its
depth, so that a causal model gives each node what it gives the last token of that prefix on its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


class Tree:
    """A prefix tree that grows. `tokens` and `positions` have one entry a node; a parent stands before its children."""

    def __init__(self) -> None:
        self.tokens: list[int] = []
        self.positions: list[int] = []
        self._parents: list[int] = []
        self._children: dict[tuple[int, int], int] = {}

    def add(self, sequence: Sequence[int], after: int = -1) -> list[int]:
        """Node of every token of `sequence`, which continues the node `after` (-1: the root)."""
        path = []
        for token in sequence:
            node = self._children.setdefault((after, token), len(self.tokens))
            if node == len(self.tokens):
                self.tokens.append(token)
                self.positions.append(self.positions[after] + 1 if after >= 0 else 0)
                self._parents.append(after)
            path.append(node)
            after = node
        return path

    def shared(self, sequence: Sequence[int]) -> int:
        """How many tokens at the start of `sequence` are in the tree already."""
        node = -1
        for count, token in enumerate(sequence):
            step = self._children.get((node, token))
            if step is None:
                return count
            node = step
        return len(sequence)

    def mask(self) -> NDArray[np.bool_]:
        """(nodes, nodes); true where the row's node sees the column's node: itself and its ancestors."""
        seen = np.eye(len(self.tokens), dtype=bool)
        for node, parent in enumerate(self._parents):
            if parent >= 0:
                seen[node] |= seen[parent]
        return seen


def groups(prompts: Sequence[Sequence[int]], replies: Sequence[int], budget: int) -> list[list[int]]:
    """Indexes of consecutive prompts whose common tree has about `budget` nodes; `replies[i]` nodes come on top of
    prompt i. A prompt larger than the budget is alone."""
    found: list[list[int]] = []
    tree = Tree()
    size = 0
    for index, prompt in enumerate(prompts):
        cost = len(prompt) - tree.shared(prompt) + replies[index]
        if not found or size + cost > budget:
            found.append([])
            tree, size, cost = Tree(), 0, len(prompt) + replies[index]
        tree.add(prompt)
        size += cost
        found[-1].append(index)
    return found
