"""Train the recogniser of names, places and organisations of a language, on one thread of a CPU, seeded.

Run: python trainers/recogniser/train.py en --data DIR --out DIR (README.md says what lies in DIR)
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random

import numpy as np
import torch
from coding import TAGS
from languages import Language, chinese, english
from net import DILATIONS, Net
from safetensors.torch import save_file
from sets import WEIGHTS
from tqdm import tqdm

SEED, WIDTH, TOKENS, RATE, ROUND = 13, 128, 4000, 3e-3, 250


def batches(language: Language, tokens: int, seed: int) -> Iterator[tuple[torch.Tensor, torch.Tensor, torch.Tensor]]:
    """(rows, mask, tags) of up to about `tokens` tokens, of texts of like lengths."""
    random, drops = Random(seed), np.random.default_rng(seed)
    source = language.stream(random)
    while True:
        block = [language.coder.code(next(source), drops) for _ in range(768)]
        block = sorted((item for item in block if 0 < len(item[1]) <= 400), key=lambda item: len(item[1]))
        groups: list[list] = [[]]
        for item in block:
            if groups[-1] and (len(groups[-1]) + 1) * len(item[1]) > tokens:
                groups.append([])
            groups[-1].append(item)
        random.shuffle(groups)
        yield from map(padded, groups)


def padded(group: list) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Texts as one rectangle; padding has row 0, mask 0, tag -100."""
    longest = max(len(tags) for _, tags in group)
    rows = np.zeros((len(group), longest, group[0][0].shape[1]), np.int32)
    made = np.full((len(group), longest), -100)
    for n, (own, tags) in enumerate(group):
        rows[n, : len(tags)], made[n, : len(tags)] = own, tags
    return torch.from_numpy(rows), torch.from_numpy(made != -100).float(), torch.from_numpy(made)


def train(language: Language, updates: int, seed: int, unfinished: Path) -> dict[str, torch.Tensor]:
    """The weights, averaged over the last updates. A killed run's rounds are kept in `unfinished`."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    state = State(Net(language.coder.size, WIDTH, len(TAGS)), updates)
    first = state.load(unfinished)
    for number in range(first, -(-updates // ROUND)):
        source = batches(language, TOKENS, seed * 1000 + number)
        steps = range(number * ROUND, min(updates, (number + 1) * ROUND))
        with tqdm(steps, desc=f"from {steps.start} of {updates}", mininterval=10) as bar:
            for step in bar:
                bar.set_postfix(loss=state.update(step, *next(source)), refresh=False)
        state.save(unfinished, number + 1)
    return state.mean


class State:
    """Network, optimiser, plan of the learning rate, and the running mean of the weights."""

    def __init__(self, net: Net, updates: int) -> None:
        dense = [p for name, p in net.named_parameters() if name != "table.weight"]
        groups = [{"params": [net.table.weight], "weight_decay": 0.0}, {"params": dense, "weight_decay": 0.02}]
        self.net, self.loss = net, 0.0
        self.optimiser = torch.optim.AdamW(groups, lr=RATE, betas=(0.9, 0.98), fused=True)
        self.plan = torch.optim.lr_scheduler.LambdaLR(self.optimiser, partial(_rate, updates))
        self.mean = {name: value.detach().clone() for name, value in net.state_dict().items()}

    def update(self, step: int, rows: torch.Tensor, mask: torch.Tensor, tags: torch.Tensor) -> float:
        """One step on a batch; the running loss."""
        with torch.autocast("cpu", torch.bfloat16):
            scores = self.net(rows, mask)
        loss = torch.nn.functional.cross_entropy(scores.float().flatten(0, 1), tags.flatten())
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimiser.step()
        self.plan.step()
        if step % 4 == 3:
            for name, value in self.net.state_dict().items():
                self.mean[name].lerp_(value, 1 - min(0.995, step / (step + 10)))
        self.loss = 0.98 * self.loss + 0.02 * loss.item()
        return round(self.loss, 4)

    def save(self, path: Path, rounds: int) -> None:
        """Keep everything that the next round needs."""
        parts = [
            self.net.state_dict(),
            self.optimiser.state_dict(),
            self.plan.state_dict(),
            self.mean,
            rounds,
            self.loss,
        ]
        torch.save([*parts, torch.get_rng_state()], path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)

    def load(self, path: Path) -> int:
        """How many rounds a killed run has done."""
        if not path.is_file():
            return 0
        net, optimiser, plan, self.mean, rounds, self.loss, random = torch.load(path)
        self.net.load_state_dict(net)
        self.optimiser.load_state_dict(optimiser)
        self.plan.load_state_dict(plan)
        torch.set_rng_state(random)
        return rounds


def _rate(updates: int, step: int) -> float:
    warm = 0.06 * updates
    return min(1.0, (step + 1) / warm) * 0.5 * (1 + math.cos(math.pi * min(1.0, step / updates))) + 0.003


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("language", choices=("en", "zh"))
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--updates", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    language = {"en": english, "zh": chinese}[given.language](given.data, given.out)
    unfinished = given.out / "unfinished.pt"
    weights = train(language, given.updates, given.seed, unfinished)
    save_file({name: value.half() for name, value in weights.items()}, given.out / "model.safetensors")
    config = {"language": given.language, "tags": TAGS, "dilations": DILATIONS, "sets": list(WEIGHTS[given.language])}
    config |= {"updates": given.updates, "seed": given.seed}
    (given.out / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    unfinished.unlink()


if __name__ == "__main__":
    main()
