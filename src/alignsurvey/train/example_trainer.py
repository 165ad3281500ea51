"""A trainer over examples: trees or padded batches, with the loss of tokens or of choices."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from transformers import Trainer, TrainingArguments

from .choice_loss import choice_loss, table
from .examples import Trees
from .recipe import Recipe
from .trainer import settings, watched
from .tree_batches import Batch, log_likelihoods


class ExampleTrainer(Trainer):
    """Trainer whose loss is a mean over all replies' tokens, or over all records, of an optimiser step."""

    loss_is_scaled_for_ga = True
    choices: bool

    def compute_loss(
        self, model: Any, inputs: Any, return_outputs: bool = False, num_items_in_batch: Any = None
    ) -> Any:
        values = log_likelihoods(model, inputs)
        if self.choices:
            scores = table(values, inputs["owners"], len(inputs["targets"]))
            total = choice_loss(scores, inputs["targets"], inputs["weights"])
        else:
            total = -values.sum()
        return total * self.accelerator.num_processes / num_items_in_batch  # DDP averages over processes

    def _get_num_items_in_batch(self, batch_samples: list[Batch], device: Any) -> Any:
        """Records, or tokens of replies, in the batches that make one optimiser step, of all processes."""
        count = sum(len(batch["targets"]) if self.choices else batch["steps"].shape[1] for batch in batch_samples)
        return self.accelerator.gather(torch.tensor([count], device=device)).sum()


def make_example_trainer(
    model: Any,
    tokenizer: Any,
    trees: Trees,
    recipe: Recipe,
    checkpoints: Path,
    processes: int,
) -> Any:
    """A trainer over examples in the order in which they were dealt."""
    config = TrainingArguments(
        **settings(recipe, len(trees), checkpoints, processes),
        train_sampling_strategy="sequential",
        remove_unused_columns=False,
    )
    pad = tokenizer.pad_token_id if tokenizer.pad_token_id is not None else tokenizer.eos_token_id
    trainer = ExampleTrainer(model=model, args=config, train_dataset=trees, data_collator=trees.collator(pad))
    trainer.choices = recipe.loss == "choices"
    return watched(trainer)
