"""The network of the recognisers with numpy alone: sums of embeddings, then gated convolutions over the neighbours.

`trainers/recogniser/net.py` trains it; weights are 16-bit floats on disk and 32-bit ones here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ...files.errors import require

Array = np.ndarray[Any, np.dtype[np.float32]]
GAP = 4  # rows of zeros between two texts: as far as one layer looks


@dataclass(frozen=True)
class Layer:
    """A layer's norm, its convolution [3 * width, 2 * width], and how far apart the neighbours are."""

    scale: Array
    shift: Array
    weight: Array
    bias: Array
    dilation: int


@dataclass(frozen=True)
class Network:
    """Embeddings [rows, width], layers, the last norm and the output [width, tags]."""

    table: Array
    layers: tuple[Layer, ...]
    scale: Array
    shift: Array
    weight: Array
    bias: Array

    @property
    def parameters(self) -> int:
        """How many numbers were learnt."""
        parts = [self.table, self.scale, self.shift, self.weight, self.bias]
        parts += [part for one in self.layers for part in (one.scale, one.shift, one.weight, one.bias)]
        return sum(part.size for part in parts)

    def scores(self, x: Array, lengths: list[int]) -> list[Array]:
        """Probabilities [tokens, tags] of texts whose token vectors [tokens, width] stand one after another in x."""
        starts = np.cumsum([0, *(length + GAP for length in lengths)]) + GAP
        rows = np.concatenate([np.arange(s, s + n) for s, n in zip(starts, lengths, strict=False)])
        flat = np.zeros((starts[-1], x.shape[1]), np.float32)
        flat[rows] = x
        gaps = np.ones(len(flat), bool)
        gaps[rows] = False
        for layer in self.layers:
            _add(flat, layer, gaps)
        odds = _norm(flat, self.scale, self.shift) @ self.weight + self.bias
        odds -= odds.max(axis=1, keepdims=True)
        odds = np.exp(odds)
        odds /= odds.sum(axis=1, keepdims=True)
        return [odds[s : s + n] for s, n in zip(starts, lengths, strict=False)]


def load(path: Path, dilations: tuple[int, ...]) -> Network:
    """The network of a `.safetensors` file."""
    stored = require("safetensors.numpy", "privacy").load_file(path)
    made = {name: np.ascontiguousarray(value.astype(np.float32)) for name, value in stored.items()}
    layers = tuple(
        Layer(
            made[f"layers.{n}.norm.weight"],
            made[f"layers.{n}.norm.bias"],
            *_linear(made, f"layers.{n}.conv"),
            dilation=d,
        )
        for n, d in enumerate(dilations)
    )
    return Network(made["table.weight"], layers, made["norm.weight"], made["norm.bias"], *_linear(made, "out"))


def _linear(made: dict[str, Array], name: str) -> tuple[Array, Array]:
    return np.ascontiguousarray(made[f"{name}.weight"].T), made[f"{name}.bias"]


def _norm(x: Array, scale: Array, shift: Array) -> Array:
    mean = x.mean(axis=1, keepdims=True)
    y = x - mean
    spread = np.einsum("ij,ij->i", y, y)[:, None] / x.shape[1]
    y *= 1.0 / np.sqrt(spread + 1e-5)
    y *= scale
    y += shift
    return y


def _add(x: Array, layer: Layer, gaps: Any) -> None:
    """Add what a layer makes of x to x; the gaps between texts count as zeros."""
    width, d = x.shape[1], layer.dilation
    y = _norm(x, layer.scale, layer.shift)
    y[gaps] = 0
    z = y @ layer.weight[width : 2 * width]
    z[d:] += y[:-d] @ layer.weight[:width]
    z[:-d] += y[d:] @ layer.weight[2 * width :]
    z += layer.bias
    gate = z[:, width:]
    np.negative(gate, out=gate)
    np.exp(np.clip(gate, -30, 30, out=gate), out=gate)
    gate += 1
    z[:, :width] /= gate
    x += z[:, :width]
