"""Recipes: every shipped one is valid, the 7B ones hold the paper's settings, and mistakes are named."""

import pytest
import yaml

from alignsurvey.files.errors import InputError
from alignsurvey.train import recipe_files
from alignsurvey.train.recipe import Lora, load

STAGES = recipe_files.names("stages")
SHIPPED = [(base, stage) for base in recipe_files.names("recipes") for stage in STAGES]
PAPER_BASES = {
    "qwen2.5-7b": "Qwen/Qwen2.5-7B-Instruct",
    "llama-3.1-8b": "meta-llama/Llama-3.1-8B-Instruct",
    "mistral-7b-v0.3": "mistralai/Mistral-7B-Instruct-v0.3",
}
PLAIN = {
    "name": "SurveyLM-x-foundation",
    "base": "owner/x",
    "license": "mit",
    "language": ["en"],
    "data": [{"dataset": "gss", "config": "survey_response"}],
}


def written(folder, file="mine.yaml", **changes):
    path = folder / file
    path.write_text(yaml.safe_dump({**PLAIN, **changes}), encoding="utf-8")
    return path


@pytest.mark.parametrize(("base", "stage"), SHIPPED)
def test_every_base_has_every_stage_named_after_both(base, stage):
    recipe = load(base, stage)
    assert recipe.name == f"SurveyLM-{base}-{stage}"
    if stage == "foundation":
        assert recipe.continues is None
    else:
        assert recipe.continues == f"SurveyLM-{base}-foundation"
        assert [f"{source.dataset}-{source.config}" for source in recipe.data] == [stage]


def test_every_published_config_that_models_learn_has_a_stage():
    assert {"foundation", "gss-survey_response", "chip-survey_response_group", "ase-interview"} <= set(STAGES)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("base", PAPER_BASES)
def test_paper_settings(base, stage):
    recipe = load(base, stage)
    assert recipe.base == PAPER_BASES[base]
    assert recipe.epochs == (1 if stage == "foundation" else 3)
    assert recipe.max_steps is None
    assert recipe.lora == Lora(r=8, targets="all-linear")
    assert (recipe.learning_rate, recipe.schedule, recipe.warmup) == (1e-4, "cosine", 0.1)
    assert (recipe.batch, recipe.per_device_batch, recipe.accumulation(1)) == (32, 4, 8)
    assert (recipe.precision, recipe.seed, recipe.form) == ("bf16", 42, "letter_text")


def test_accumulation_keeps_the_effective_batch(tmp_path):
    recipe = load(written(tmp_path))
    assert [recipe.accumulation(processes) for processes in (1, 2, 8)] == [8, 4, 1]
    with pytest.raises(InputError, match="batch 32 is no multiple of per_device_batch 4 x 3 processes"):
        recipe.accumulation(3)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"lerning_rate": 1e-4}, r"mine.yaml: unknown key lerning_rate; known: name,"),
        ({"lora": {"rank": 8}}, r"mine.yaml: unknown key lora.rank; known: r, alpha"),
        ({"data": [{"dataset": "gss"}]}, r"mine.yaml: data\[0\].config is missing"),
        ({"data": []}, r"mine.yaml: data must be a list of at least one entry"),
        ({"learning_rate": "1e-4"}, r"mine.yaml: learning_rate is '1e-4', which is no float .*1.0e-4"),
        ({"batch": True}, r"mine.yaml: batch is True, which is no int"),
        ({"batch": 0}, r"mine.yaml: batch is 0; it must be more than 0"),
        ({"learning_rate": float("nan")}, r"mine.yaml: learning_rate is nan; it must be more than 0"),
        ({"seed": -1}, r"mine.yaml: seed is -1; it must be at least 0"),
        ({"max_steps": 0}, r"mine.yaml: max_steps is 0"),
        ({"warmup": 1.5}, r"mine.yaml: warmup and lora.dropout are shares below 1"),
        ({"form": "number"}, r"mine.yaml: form is 'number'; choose one of letter_text, text, letter"),
        ({"name": "a/b"}, r"mine.yaml: name 'a/b' must be a repository's name"),
        ({"data": [{"dataset": "gss", "config": "nonsense"}]}, r"unknown config 'nonsense'"),
        (
            {"loss": "choices", "data": [{"dataset": "ase", "config": "interview"}]},
            r"mine.yaml: data\[0\].config 'interview' has no choices; use loss: tokens",
        ),
        ({"targets": "cells"}, r"mine.yaml: targets: cells are shares of choices; use loss: choices"),
        ({"loss": "choices", "targets": "cells"}, r"mine.yaml: targets: cells need cell_attributes"),
        ({"cell_attributes": ["Age"]}, r"mine.yaml: cell_attributes are for targets: cells"),
        ({"tree_records": 4}, r"mine.yaml: tree_records is for batching: tree"),
        ({"batching": "tree", "tree_records": 0}, r"mine.yaml: tree_records is 0; it must be at least 1"),
        ({"lora": {"last_layers": 0}}, r"mine.yaml: lora.last_layers is 0; it must be at least 1"),
        ({"shrinkage": -1.0}, r"mine.yaml: shrinkage is -1.0; it must be at least 0"),
        ({"extends": "mine.yaml"}, r"mine.yaml: extends itself"),
        ({"extends": "absent.yaml"}, r"absent.yaml: cannot be read"),
    ],
)
def test_mistakes_name_file_and_key(tmp_path, changes, message):
    with pytest.raises(InputError, match=message):
        load(written(tmp_path, **changes))


def test_broken_yaml_names_the_line(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("name: x\nlora: {r: 8\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"mine.yaml line 3: no valid YAML"):
        load(path)


def test_extends_takes_over_what_is_not_said(tmp_path):
    written(tmp_path, "parent.yaml", seed=7, lora={"r": 4, "alpha": 32})
    child = tmp_path / "child.yaml"
    child.write_text(yaml.safe_dump({"extends": "parent.yaml", "name": "child", "lora": {"r": 16}}), encoding="utf-8")
    recipe = load(child)
    assert (recipe.name, recipe.seed, recipe.lora) == ("child", 7, Lora(r=16, alpha=32))


def test_overrides(tmp_path):
    recipe = load(written(tmp_path), overrides=["lora.r=2", "continues=other", "learning_rate=0.5", "max_steps=null"])
    assert (recipe.lora.r, recipe.learning_rate, recipe.max_steps) == (2, 0.5, None)
    assert recipe.continues_id == "PiLabZJU/other"
    with pytest.raises(InputError, match="--set batch: write it as key=value"):
        load(written(tmp_path), overrides=["batch"])
    with pytest.raises(InputError, match=r"--set name\.x=1: name has no inner keys"):
        load(written(tmp_path), overrides=["name.x=1"])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("qwen3", "foundation"), r"qwen3: no base model of this name; known: llama-3.1-8b, .*smollm2-135m"),
        (("smollm2-135m", "gss"), r"gss: no stage of this name; known: .*gss-survey_response"),
        (("smollm2-135m", None), r"smollm2-135m: which stage\? known: ase-attitude_stance"),
        (("mine.yaml", "foundation"), r"mine.yaml is a recipe of its own, so foundation has no place"),
    ],
)
def test_a_base_and_a_stage_are_named_by_what_there_is(words, message):
    with pytest.raises(InputError, match=message):
        load(*words)


def test_a_base_changes_only_the_stage_that_it_names():
    foundation, task = load("smollm2-135m", "foundation"), load("smollm2-135m", "gss-survey_response")
    assert (foundation.max_steps, task.max_steps) == (6, 573)
    assert (foundation.loss, task.loss, task.batching) == ("tokens", "choices", "tree")
    assert foundation.lora == task.lora  # the second stage goes on with the adapter of the first
    assert load("smollm2-135m", "chip-survey_response").max_steps is None
