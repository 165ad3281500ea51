"""TRL's SFTTrainer, set up from a recipe: checkpoints by the clock, the loss in the progress bar."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import torch
from accelerate.utils import broadcast_object_list
from transformers.trainer_callback import PrinterCallback, ProgressCallback, TrainerCallback
from trl import SFTConfig, SFTTrainer

from .lora import use_bf16
from .recipe import Recipe

_LOGGED = 200  # points of the loss curve, at most about twice as many
_CHECKPOINT_SECONDS = 60.0


class CompletionTrainer(SFTTrainer):
    """SFTTrainer whose loss on a CPU leaves the prompt out of the output layer.

    Without Triton, TRL 1.16 sends every position through the output layer and drops the masked ones afterwards: with
    SmolLM2, 8 x 181 tokens on two cores, 5.5 s a step instead of 4.1 s.
    """

    def compute_loss(
        self, model: Any, inputs: Any, return_outputs: bool = False, num_items_in_batch: Any = None
    ) -> Any:
        if self.accelerator.device.type != "cpu" or return_outputs:
            return super().compute_loss(model, inputs, return_outputs, num_items_in_batch)
        following = inputs["labels"][:, 1:]
        places = (following != -100).any(dim=0).nonzero()[:, 0]
        asked = {key: value for key, value in inputs.items() if key != "labels"}
        logits = model(**asked, use_cache=False, logits_to_keep=places).logits
        total = torch.nn.functional.cross_entropy(
            logits.float().flatten(0, 1), following[:, places].flatten(), ignore_index=-100, reduction="sum"
        )
        # num_items_in_batch counts the labels of all processes and accumulated batches; DDP averages over processes.
        items = (following != -100).sum() if num_items_in_batch is None else num_items_in_batch
        return total * (self.accelerator.num_processes if num_items_in_batch is not None else 1) / items


class Clock(TrainerCallback):
    """A checkpoint a minute; the first process decides for all, whose clocks differ.

    Training ends when the launcher is gone, so that a new run does not meet the old one at the same checkpoints.
    """

    def __init__(self) -> None:
        self.last = time.monotonic()
        self.launcher = os.getppid()

    def on_step_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        if os.getppid() != self.launcher:
            sys.exit("alignsurvey: the launcher was killed; run the same command again to go on")

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        due = [time.monotonic() - self.last >= _CHECKPOINT_SECONDS and state.global_step < state.max_steps]
        if args.world_size > 1:
            broadcast_object_list(due)
        if due[0]:
            control.should_save = True
            self.last = time.monotonic()


class Bar(ProgressCallback):
    """The progress bar with the loss beside it, instead of a line a step."""

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any) -> None:
        if state.is_world_process_zero and self.training_bar is not None and logs and "loss" in logs:
            self.training_bar.set_postfix(loss=f"{float(logs['loss']):.3f}")


def make_trainer(model: Any, tokenizer: Any, rows: Any, recipe: Recipe, checkpoints: Path, processes: int) -> Any:
    """A trainer over ready tokens and labels: TRL neither renders, cuts nor packs them."""
    config = SFTConfig(
        **settings(recipe, len(rows), checkpoints, processes),
        train_sampling_strategy="group_by_length",  # a batch of like lengths is padded less
        length_column_name="length",
        packing=False,  # without flash attention, packed samples would see each other
        max_length=None,  # the window is kept already, by cutting the middle of prompts
    )
    return watched(CompletionTrainer(model=model, args=config, train_dataset=rows, processing_class=tokenizer))


def settings(recipe: Recipe, examples: int, checkpoints: Path, processes: int) -> dict[str, Any]:
    """Arguments of a trainer that do not depend on how batches are made; `examples` are those of one epoch."""
    steps = recipe.max_steps or -(-examples // recipe.batch) * recipe.epochs
    cpu = not torch.cuda.is_available()
    return {
        "output_dir": str(checkpoints),
        "per_device_train_batch_size": recipe.per_device_batch,
        "gradient_accumulation_steps": recipe.accumulation(processes),
        "learning_rate": recipe.learning_rate,
        "lr_scheduler_type": recipe.schedule,
        "warmup_steps": recipe.warmup,  # a share, because it is below 1
        "weight_decay": recipe.weight_decay,
        "optim": "adamw_torch",
        "num_train_epochs": recipe.epochs,
        "max_steps": recipe.max_steps or -1,
        "seed": recipe.seed,
        "bf16": use_bf16(recipe.precision),
        "use_cpu": cpu,
        "dataloader_pin_memory": not cpu,
        "activation_checkpointing": recipe.gradient_checkpointing,
        "ddp_find_unused_parameters": False if processes > 1 else None,
        "logging_steps": max(1, int(steps) // _LOGGED),
        "logging_first_step": True,
        "save_strategy": "no",  # Clock asks for checkpoints
        "save_total_limit": 2,
        "report_to": "none",
    }


def watched(trainer: Any) -> Any:
    """The trainer with this project's clock and bar in the place of the library's."""
    for callback in (PrinterCallback, ProgressCallback):
        trainer.remove_callback(callback)
    trainer.add_callback(Clock())
    trainer.add_callback(Bar())
    return trainer


def last_checkpoint(folder: Path) -> str | None:
    """The newest complete checkpoint; trainer_state.json is the last file that a checkpoint gets."""
    found = sorted(folder.glob("checkpoint-*"), key=lambda path: int(path.name.rsplit("-", 1)[1]), reverse=True)
    return next((str(path) for path in found if _complete(path)), None)


def _complete(checkpoint: Path) -> bool:
    try:
        json.loads((checkpoint / "trainer_state.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return True


def loss_curve(trainer: Any) -> list[list[float]]:
    """[step, mean loss since the last point]: nats a token of the reply, or nats a record where choices are learnt."""
    return [[entry["step"], round(entry["loss"], 4)] for entry in trainer.state.log_history if "loss" in entry]
