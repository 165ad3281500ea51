"""Training on examples: the same steps by trees and by padded batches, and a killed run ends as an unbroken one."""

import copy

import pytest
import torch
from datasets import Dataset, concatenate_datasets
from peft import get_peft_model
from transformers import TrainerCallback

from alignsurvey.tasks import features
from alignsurvey.train import examples, lora
from alignsurvey.train import trainer as loop
from alignsurvey.train.example_trainer import make_example_trainer
from alignsurvey.train.recipe import load


@pytest.fixture
def start(tiny, tokenizer, chat, make_records, recipe_file, tmp_path):
    """A trainer over a fresh copy of the tiny model: start(recipe settings)."""

    def make(folder="run", tree=True, **changes):
        settings = {"loss": "choices", "batching": "tree", "tree_records": 2, "batch": 2, "per_device_batch": 1}
        recipe = load(recipe_file(**{**settings, **changes}))
        table = Dataset.from_list(make_records(12), features=features("survey_response"))
        parts, groups = examples.prepare([table], recipe, chat)
        torch.manual_seed(0)
        model = get_peft_model(copy.deepcopy(tiny), lora._config(tiny, recipe.lora))
        trees = examples.Trees(concatenate_datasets(parts), groups, tree)
        return make_example_trainer(model, tokenizer, trees, recipe, tmp_path / folder, 1)

    return make


def adapter(trainer):
    return {name: value.detach().clone() for name, value in trainer.model.named_parameters() if "lora_" in name}


@pytest.mark.parametrize("loss", ["tokens", "choices"])
def test_trees_and_padded_batches_learn_the_same(start, loss):
    trainers = [start(folder=f"{tree}", tree=tree, loss=loss) for tree in (True, False)]
    for trainer in trainers:
        trainer.train()
    tree, padded = (loop.loss_curve(trainer) for trainer in trainers)
    assert [loss for _, loss in tree] == pytest.approx([loss for _, loss in padded], rel=1e-3)


def test_accumulated_batches_equal_one_large_batch(start):
    losses = []
    for size in (1, 4):
        trainer = start(folder=f"{size}", batch=4, per_device_batch=size, max_steps=3, gradient_checkpointing=size == 1)
        trainer.train()
        losses.append([loss for _, loss in loop.loss_curve(trainer)])
    assert losses[0] == pytest.approx(losses[1], rel=1e-3)


def test_training_lowers_the_divergence(start):
    trainer = start(max_steps=24, learning_rate=0.02, targets="cells", cell_attributes=["Place"], shrinkage=1)
    trainer.train()
    losses = [loss for _, loss in loop.loss_curve(trainer)]
    assert sum(losses[-4:]) < 0.8 * sum(losses[:4])


def test_only_the_last_layers_are_adapted_where_the_recipe_says_so(start):
    trainer = start(max_steps=1, lora={"last_layers": 1})
    names = list(adapter(trainer))
    assert names
    assert all(".layers.1." in name for name in names)
    assert {name.split(".")[-4] for name in names} >= {"q_proj", "o_proj", "gate_proj", "down_proj"}


class Killed(Exception):
    pass


class Kill(TrainerCallback):
    def on_step_begin(self, args, state, control, **_):
        if state.global_step == 4:
            raise Killed


def test_a_killed_run_ends_where_an_unbroken_one_does(start, tmp_path, monkeypatch):
    monkeypatch.setattr(loop, "_CHECKPOINT_SECONDS", 0.0)
    whole, broken, resumed = start(folder="whole"), start(folder="broken"), start(folder="broken")
    whole.train()
    broken.add_callback(Kill())
    with pytest.raises(Killed):
        broken.train()
    resumed.train(resume_from_checkpoint=loop.last_checkpoint(tmp_path / "broken"))
    assert loop.loss_curve(resumed) == loop.loss_curve(whole)
    for name, value in adapter(whole).items():
        assert torch.equal(adapter(resumed)[name], value), name
