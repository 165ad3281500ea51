"""Supervised fine-tuning of one stage: `accelerate launch trainers/sft.py RECIPE`, or `alignsurvey train RECIPE`.

Writes <out>/<name>/: the adapter, train.json (all facts of the run) and card.json (those of the model card).
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from entry import run

from alignsurvey.files.atomic import replacing, writing
from alignsurvey.files.errors import require
from alignsurvey.files.json import write_json
from alignsurvey.runs.environment import packages
from alignsurvey.train.recipe import Recipe, load

_PACKAGES = ("torch", "transformers", "trl", "peft", "accelerate", "datasets")


def main() -> None:
    """Parse, train, save."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("recipe")
    parser.add_argument("stage", nargs="?")
    parser.add_argument("--set", dest="overrides", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--out", type=Path, default=Path("build/models"))
    given = parser.parse_args()
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")  # TRL reports every trainer that is made
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    recipe = load(given.recipe, given.stage, given.overrides)
    for module in ("torch", "transformers", "peft", "trl", "accelerate"):
        require(module, "train")
    train(recipe, given.out)


def train(recipe: Recipe, out: Path) -> Path:
    """Train one stage, or go on where a killed run stopped; returns the folder. A finished stage is left as it is."""
    from accelerate import PartialState

    from alignsurvey.runs.published import commit
    from alignsurvey.train import samples
    from alignsurvey.train.lora import Start, open_model
    from alignsurvey.train.trainer import last_checkpoint

    _quiet()
    _expect_room(out)
    state = PartialState(cpu=not _gpu())
    recipe.accumulation(state.num_processes)
    base = commit(recipe.base, "model", recipe.base_revision)
    adapter = recipe.continues_id
    start = Start(base, commit(adapter, "model", recipe.continues_revision) if adapter else None)
    shas = samples.commits(recipe)
    key = samples.recipe_key(recipe, start.base, start.continues, *shas)
    folder, checkpoints = out / recipe.name, out / ".checkpoints" / f"{recipe.name}-{key}-{state.num_processes}"
    if _finished(folder, key):
        state.print(f"{folder} is trained already from the same recipe, data and base; remove it to train again")
        return folder

    model, tokenizer = open_model(recipe, start)
    data, trainer, refused = _prepared(recipe, shas, model, tokenizer, checkpoints, state)
    resumed = last_checkpoint(checkpoints)
    begun = time.monotonic()
    with writing(out):
        trainer.train(resume_from_checkpoint=resumed)
    if state.is_main_process:
        facts = _facts(recipe, start, data, trainer, key) | {
            "padded_because": refused,
            "seconds": round(time.monotonic() - begun, 1),
            "resumed_from_step": int(resumed.rsplit("-", 1)[1]) if resumed else 0,
        }
        _store(trainer.model, folder, recipe, facts)
        shutil.rmtree(checkpoints, ignore_errors=True)
        print(f"{folder}: {facts['steps']} steps in {facts['seconds']} s, loss {facts['loss'][-1][1]}")
    state.wait_for_everyone()
    if state.num_processes > 1:
        _leave()
    return folder


def _prepared(recipe: Recipe, shas: list[str], model: Any, tokenizer: Any, checkpoints: Path, state: Any) -> Any:
    """(samples, trainer, why a recipe of trees is trained on padded batches, or None)."""
    from alignsurvey.train import examples, samples
    from alignsurvey.train.example_trainer import make_example_trainer
    from alignsurvey.train.lora import chat_of
    from alignsurvey.train.trainer import make_trainer
    from alignsurvey.train.tree_batches import why_no_tree

    chat = chat_of(model, tokenizer, recipe)
    plain = (recipe.loss, recipe.batching) == ("tokens", "padded")
    with state.main_process_first():  # the first writes the tokens, the others find them
        data, groups = (samples.load(recipe, shas, chat), []) if plain else examples.load(recipe, shas, chat)
    tokens = sum(data.rows["length"])
    state.print(f"{len(data.rows)} examples, {tokens} tokens; {data.truncated} prompts lost their middle")
    if plain:
        return data, make_trainer(model, tokenizer, data.rows, recipe, checkpoints, state.num_processes), None
    refused = why_no_tree(model, chat.window) if recipe.batching == "tree" else None
    if refused:
        state.print(f"{recipe.base} cannot be given a tree ({refused}): the same steps are made of padded batches")
    trees = examples.Trees(data.rows, groups, tree=recipe.batching == "tree" and not refused)
    return data, make_example_trainer(model, tokenizer, trees, recipe, checkpoints, state.num_processes), refused


def _leave() -> None:
    """End this process without torch's clean-up, which can hang.

    The last reference to a gloo group goes with the trainer; its destructor then waits, under Python's lock, for a
    thread that may need the lock to finish the barrier (torch 2.13). All that was trained is on the disk by now.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _expect_room(out: Path) -> None:
    """Refuse a folder that cannot be written before the long part; what is made for that goes again."""
    there = out.exists()
    with replacing(out / ".writable") as beside:
        beside.touch()
    (out / ".writable").unlink(missing_ok=True)
    if not there:
        out.rmdir()


def _gpu() -> bool:
    import torch

    return bool(torch.cuda.is_available())


def _quiet() -> None:
    """Leave the terminal to the training's own bar; what libraries will drop one day is no matter of the user's."""
    import warnings

    import datasets
    import transformers

    for kind in (DeprecationWarning, FutureWarning):
        warnings.simplefilter("ignore", kind)
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    datasets.utils.logging.set_verbosity_error()


def _finished(folder: Path, key: str) -> bool:
    try:
        return bool(json.loads((folder / "train.json").read_text(encoding="utf-8"))["key"] == key)
    except (OSError, ValueError, KeyError):
        return False


def _facts(recipe: Recipe, start: Any, data: Any, trainer: Any, key: str) -> dict[str, Any]:
    from alignsurvey.train.trainer import loss_curve

    return {
        "name": recipe.name,
        "key": key,
        "base_model": recipe.base,
        "base_commit": start.base,
        "continues": recipe.continues_id,
        "continues_commit": start.continues,
        "license": recipe.license,
        "language": list(recipe.language),
        "datasets": data.sources,
        "recipe": _settings(recipe),
        "truncated": data.truncated,
        "steps": trainer.state.global_step,
        "loss": loss_curve(trainer),
        "processes": trainer.args.world_size,
        "device": trainer.args.device.type,
        "bf16": trainer.args.bf16,
        "packages": packages(*_PACKAGES),
        "results": [],
    }


def _settings(recipe: Recipe) -> dict[str, Any]:
    """The recipe without what the card says elsewhere."""
    elsewhere = {"name", "base", "data", "license", "language", "continues"}
    return {key: value for key, value in dataclasses.asdict(recipe).items() if key not in elsewhere}


def _store(model: Any, folder: Path, recipe: Recipe, facts: dict[str, Any]) -> None:
    from alignsurvey.train.lora import save_adapter

    with replacing(folder) as beside:
        save_adapter(model, beside, recipe)
        write_json(beside / "train.json", facts)
        write_json(beside / "card.json", facts)


if __name__ == "__main__":
    run(main)
