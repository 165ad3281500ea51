"""The trainer: its loss, its checkpoints, and that a killed run ends where an unbroken one does."""

import json

import pytest
import torch

from alignsurvey.train import lora, samples
from alignsurvey.train import trainer as loop
from alignsurvey.train.recipe import load


@pytest.fixture
def rows(record, chat):
    from datasets import Dataset

    made = [samples.tokenise(record(number), "survey_response", "text", chat) for number in range(48)]
    return Dataset.from_list([{key: row[key] for key in ("input_ids", "labels", "length")} for row in made])


@pytest.fixture
def start(tiny, tokenizer, rows, recipe_file, tmp_path):
    """A trainer over a fresh copy of the tiny model: start(recipe settings)."""
    import copy

    from peft import LoraConfig, get_peft_model

    def make(folder="run", **changes):
        recipe = load(recipe_file(**changes))
        torch.manual_seed(0)
        model = get_peft_model(copy.deepcopy(tiny), LoraConfig(r=4, target_modules="all-linear", task_type="CAUSAL_LM"))
        return loop.make_trainer(model, tokenizer, rows, recipe, tmp_path / folder, 1)

    return make


def adapter(trainer):
    return {name: value.detach().clone() for name, value in trainer.model.named_parameters() if "lora_" in name}


def test_the_loss_is_trls_own(start):
    trainer = start(gradient_checkpointing=False)
    batch = trainer.data_collator([trainer.train_dataset[place] for place in range(5)])
    trainer.model.train()
    ours = trainer.compute_loss(trainer.model, dict(batch), num_items_in_batch=torch.tensor(17))
    theirs = super(loop.CompletionTrainer, trainer).compute_loss(
        trainer.model, dict(batch), num_items_in_batch=torch.tensor(17)
    )
    assert ours.item() == pytest.approx(theirs.item(), rel=1e-5)
    ours.backward()
    first = [value.grad.clone() for value in trainer.model.parameters() if value.grad is not None]
    trainer.model.zero_grad()
    theirs.backward()
    second = [value.grad for value in trainer.model.parameters() if value.grad is not None]
    assert len(first) == len(second) > 0
    assert all(torch.allclose(one, other, atol=1e-6) for one, other in zip(first, second, strict=True))


def test_accumulated_batches_equal_one_large_batch(start):
    losses = []
    for size in (2, 8):
        trainer = start(folder=f"size-{size}", per_device_batch=size, max_steps=2, gradient_checkpointing=size == 2)
        trainer.train()
        losses.append([loss for _, loss in loop.loss_curve(trainer)])
    assert losses[0] == pytest.approx(losses[1], rel=1e-3)


def test_training_lowers_the_loss_and_only_the_adapter_moves(start, tiny):
    trainer = start(max_steps=24, learning_rate=0.05)
    before = {name: value.clone() for name, value in tiny.state_dict().items()}
    trainer.train()
    curve = loop.loss_curve(trainer)
    assert [step for step, _ in curve] == list(range(1, 25))
    losses = [loss for _, loss in curve]
    assert sum(losses[-3:]) / 3 < sum(losses[:3]) / 3 - 0.1
    base = trainer.model.get_base_model().state_dict()
    for name, value in before.items():
        there = name if name in base else f"{name.removesuffix('.weight')}.base_layer.weight"
        assert torch.equal(base[there], value)


def test_schedule_is_cosine_after_a_tenth_of_warm_up(start):
    trainer = start(max_steps=20)
    trainer.create_optimizer_and_scheduler(20)
    rates = []
    for _ in range(20):
        rates.append(trainer.lr_scheduler.get_last_lr()[0])
        trainer.optimizer.step()
        trainer.lr_scheduler.step()
    assert rates[:3] == pytest.approx([0.0, 0.005, 0.01])
    assert rates[11] == pytest.approx(0.005, rel=1e-3)
    assert isinstance(trainer.optimizer, torch.optim.AdamW)


def test_nothing_is_packed_cut_or_reported(start):
    args = start().args
    assert (args.packing, args.max_length, args.report_to) == (False, None, [])


class Killed(Exception):
    pass


def test_a_killed_run_ends_where_an_unbroken_one_does(start, tmp_path, monkeypatch):
    from transformers import TrainerCallback

    monkeypatch.setattr(loop, "_CHECKPOINT_SECONDS", 0.0)
    whole = start(folder="whole", max_steps=6)
    whole.train()

    class Kill(TrainerCallback):
        def on_step_begin(self, args, state, control, **_):
            if state.global_step == 4:
                raise Killed

    broken = start(folder="broken", max_steps=6)
    broken.add_callback(Kill())
    with pytest.raises(Killed):
        broken.train()
    newest = loop.last_checkpoint(tmp_path / "broken")
    assert newest.endswith("checkpoint-4")
    resumed = start(folder="broken", max_steps=6)
    resumed.train(resume_from_checkpoint=newest)
    assert loop.loss_curve(resumed) == loop.loss_curve(whole)
    for name, value in adapter(whole).items():
        assert torch.equal(adapter(resumed)[name], value), name


def test_training_ends_with_its_launcher(start, monkeypatch):
    trainer = start(max_steps=3)
    monkeypatch.setattr(loop.os, "getppid", lambda: 1)
    with pytest.raises(SystemExit, match="the launcher was killed"):
        trainer.train()
    assert trainer.state.global_step == 0


def test_a_half_written_checkpoint_is_passed_over(tmp_path):
    for step, state in ((5, '{"global_step": 5}'), (10, '{"global'), (20, None)):
        folder = tmp_path / f"checkpoint-{step}"
        folder.mkdir()
        if state is not None:
            (folder / "trainer_state.json").write_text(state)
    assert loop.last_checkpoint(tmp_path) == str(tmp_path / "checkpoint-5")
    assert loop.last_checkpoint(tmp_path / "absent") is None


def test_the_saved_adapter_names_the_base_by_its_id_and_nothing_of_this_machine(start, recipe_file, tmp_path):
    trainer = start(max_steps=1)
    trainer.model.peft_config["default"].base_model_name_or_path = str(tmp_path / "somewhere")
    lora.save_adapter(trainer.model, tmp_path / "saved", load(recipe_file()))
    assert sorted(path.name for path in (tmp_path / "saved").iterdir()) == [
        "adapter_config.json",
        "adapter_model.safetensors",
    ]
    text = (tmp_path / "saved/adapter_config.json").read_text()
    assert json.loads(text)["base_model_name_or_path"] == "Tiny/base-Instruct"
    assert str(tmp_path) not in text
