"""The network as it is trained: sums of embeddings, then gated convolutions over the neighbours.

`alignsurvey.privacy.recognise.network` computes the same with numpy; a test holds the two together.
"""

from __future__ import annotations

import torch
from torch import nn

DILATIONS = (1, 2, 4, 1, 2)


class Gated(nn.Module):
    """x + a * sigmoid(b) of a convolution over three neighbours of the normed input."""

    def __init__(self, width: int, dilation: int, dropout: float) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.conv = nn.Linear(3 * width, 2 * width)
        self.dilation, self.drop = dilation, nn.Dropout(dropout)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        y, d = self.norm(x) * mask, self.dilation
        y = nn.functional.pad(y, (0, 0, d, d))
        n = x.shape[1]
        y = self.conv(torch.cat([y[:, :n], y[:, d : d + n], y[:, 2 * d :]], dim=-1))
        left, right = y.chunk(2, dim=-1)
        return x + self.drop(left * torch.sigmoid(right))


class Net(nn.Module):
    """Token features [texts, tokens, features] to scores of tags [texts, tokens, tags]; feature 0 is padding."""

    def __init__(self, rows: int, width: int, tags: int, dropout: float = 0.2) -> None:
        super().__init__()
        self.table = nn.Embedding(rows, width, padding_idx=0)
        nn.init.normal_(self.table.weight, std=0.1)
        with torch.no_grad():
            self.table.weight[0] = 0
        self.drop = nn.Dropout(dropout)
        self.layers = nn.ModuleList([Gated(width, dilation, dropout) for dilation in DILATIONS])
        self.norm = nn.LayerNorm(width)
        self.out = nn.Linear(width, tags)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        shape = ids.shape
        flat = ids.reshape(-1, shape[-1])
        x = nn.functional.embedding_bag(flat, self.table.weight, mode="sum", padding_idx=0)
        x = self.drop(x.view(shape[0], shape[1], -1))
        mask = mask.unsqueeze(-1)
        for layer in self.layers:
            x = layer(x, mask)
        return self.out(self.norm(x))
