"""A staged adapter: its weights and its card, nothing of the training run."""

import json

import numpy as np
import pytest
from safetensors.numpy import save_file

from alignsurvey.files.errors import InputError
from alignsurvey.hub import cards
from alignsurvey.hub.stage import stage_model

BASE = "HuggingFaceTB/SmolLM2-135M-Instruct"
FACTS = {
    "base_model": BASE,
    "license": "apache-2.0",
    "language": ["en"],
    "continues": "PiLabZJU/SurveyLM-x-foundation",
    "datasets": [
        {"repo_id": "PiLabZJU/alignsurvey-gss", "config": "survey_response", "revision": "v1.0.0", "commit": "c0ffee",
         "rows": 29141}
    ],
    "recipe": {"lora": {"rank": 8}, "learning_rate": 0.001, "seed": 42},
    "loss": [[step, 3.0 / step] for step in range(1, 41)],
    "truncated": 7,
    "packages": {"peft": "0.21.2"},
    "results": [{"split": "test", "n": 240, "accuracy": 0.54123}],
}  # fmt: skip


@pytest.fixture
def model(tmp_path):
    """A folder as training leaves it."""
    folder = tmp_path / "SurveyLM-toy"
    (folder / "checkpoint-10").mkdir(parents=True)
    save_file({"lora_A": np.zeros((8, 4), dtype=np.float32)}, folder / "adapter_model.safetensors")
    (folder / "adapter_config.json").write_text(json.dumps({"base_model_name_or_path": BASE, "r": 8}))
    (folder / "tokenizer.json").write_text(json.dumps({"model": {"vocab": {"/usr/bin": 1}}}))
    (folder / "README.md").write_text("---\nbase_model: /root/base\n---\n\nmade by peft\n")
    (folder / "card.json").write_text(json.dumps(FACTS))
    (folder / "loss.png").write_bytes(b"png")
    for name in ("training_args.bin", "optimizer.pt", "checkpoint-10/adapter_model.safetensors", "trainer_state.json"):
        (folder / name).write_bytes(b"{}")
    return folder


def write_facts(model, **changed):
    facts = {key: value for key, value in {**FACTS, **changed}.items() if value != "absent"}
    (model / "card.json").write_text(json.dumps(facts))


def test_only_weights_tokenizer_and_card_are_staged(model, tmp_path):
    folder = stage_model(model, tmp_path / "hub")
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*")} == {
        "README.md", "SHA256SUMS", "adapter_config.json", "adapter_model.safetensors", "loss.png", "tokenizer.json",
    }  # fmt: skip


def test_the_card_holds_base_data_recipe_loss_and_results(model, tmp_path):
    front, body = cards.read(stage_model(model, tmp_path / "hub") / "README.md")
    assert front["base_model"] == BASE
    assert front["library_name"] == "peft"
    assert front["datasets"] == ["PiLabZJU/alignsurvey-gss"]
    assert "| `survey_response` | v1.0.0 | c0ffee | 29,141 |" in body
    assert "| lora / rank | 8 |" in body
    assert "7 prompts were longer than the window" in body
    assert "| 1 | 3 |" in body
    assert "| 40 | 0.075 |" in body
    assert body.count("\n| ") < 50
    assert "![Loss by step](loss.png)" in body
    assert "| test | 240 | 0.5412 |" in body
    assert "PiLabZJU/SurveyLM-x-foundation" in body


def test_the_card_says_which_loss_targets_and_batches(model, tmp_path):
    cells = {"loss": "choices", "targets": "cells", "cell_attributes": ["Age", "Sex"], "shrinkage": 20.0}
    write_facts(model, recipe={**cells, "batching": "tree", "tree_records": 4}, padded_because=None)
    _, body = cards.read(stage_model(model, tmp_path / "hub") / "README.md")
    assert "Loss over choices: the Kullback-Leibler divergence" in body
    assert "the answers of training respondents alike in Age, Sex,\nto which" in body
    assert "counts as 20.0 further answers" in body
    assert "were one prefix tree, of at most 4 records." in body


def test_the_card_says_why_a_recipe_of_trees_was_trained_padded(model, tmp_path):
    write_facts(model, recipe={"loss": "tokens", "batching": "tree", "tree_records": None}, padded_because="it forgets")
    _, body = cards.read(stage_model(model, tmp_path / "hub") / "README.md")
    assert "the model cannot be given one (it forgets), so the same steps were made of padded batches." in body
    assert "Loss on the completion only." in body


def test_a_model_that_is_not_scored_yet_says_so(model, tmp_path):
    write_facts(model, results=[], continues=None)
    body = (stage_model(model, tmp_path / "hub") / "README.md").read_text()
    assert "Not scored yet" in body
    assert "went on from" not in body


def test_scores_are_shown_with_their_interval_model_and_sample(model, tmp_path):
    scores = {
        "dataset": "PiLabZJU/alignsurvey-gss", "data_revision": "v1.0.0", "config": "survey_response", "n": 680,
        "sample": {"respondents": 40, "seed": 42}, "accuracy": 0.54, "wasserstein": 0.4, "f1": None,
        "intervals": {"accuracy": [0.5, 0.58]},
    }  # fmt: skip
    (tmp_path / "results.json").write_text(json.dumps(scores))
    (tmp_path / "run.json").write_text(json.dumps({"model": BASE, "adapter": None}))
    write_facts(model, results=[])
    body = (stage_model(model, tmp_path / "hub", [tmp_path / "results.json"]) / "README.md").read_text()
    data = "PiLabZJU/alignsurvey-gss v1.0.0 survey_response | 40 respondents, seed 42"
    assert f"| {BASE} | {data} | 680 | 0.540 (0.500 to 0.580) | 0.400 |" in body


def test_results_without_their_run_are_refused(model, tmp_path):
    (tmp_path / "results.json").write_text("{}")
    with pytest.raises(InputError, match=r"run\.json: cannot be read"):
        stage_model(model, tmp_path / "hub", [tmp_path / "results.json"])


@pytest.mark.parametrize("fact", ["base_model", "datasets", "recipe", "loss", "truncated"])
def test_a_missing_fact_is_named(model, tmp_path, fact):
    write_facts(model, **{fact: "absent"})
    with pytest.raises(InputError, match=f"'{fact}' is missing"):
        stage_model(model, tmp_path / "hub")


@pytest.mark.parametrize("base", ["/root/models/base", "./base", "base", "../a/b", "C:\\models\\base", "a/b/c", None])
def test_a_base_that_is_no_hub_id_is_refused(model, tmp_path, base):
    (model / "adapter_config.json").write_text(json.dumps({"base_model_name_or_path": base}))
    with pytest.raises(InputError, match="is no Hub id"):
        stage_model(model, tmp_path / "hub")


def test_a_local_folder_that_looks_like_a_hub_id_is_refused(model, tmp_path, monkeypatch):
    (tmp_path / "models" / "base").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    (model / "adapter_config.json").write_text(json.dumps({"base_model_name_or_path": "models/base"}))
    with pytest.raises(InputError, match="is no Hub id"):
        stage_model(model, tmp_path / "hub")


def test_the_card_must_name_the_adapters_base(model, tmp_path):
    write_facts(model, base_model="Other/base")
    with pytest.raises(InputError, match="'Other/base' is not the adapter's"):
        stage_model(model, tmp_path / "hub")


@pytest.mark.parametrize(
    "path", ["/root/work/data", "C:\\Users\\x", "file:///tmp/x", "~/models", "see /home/me/x.yaml"]
)
def test_a_path_of_this_machine_is_refused(model, tmp_path, path):
    (model / "adapter_config.json").write_text(json.dumps({"base_model_name_or_path": BASE, "x": [{"y": path}]}))
    with pytest.raises(InputError, match=r"adapter_config\.json: holds a path of this machine"):
        stage_model(model, tmp_path / "hub")


def test_a_path_in_the_recipe_is_refused_in_the_card(model, tmp_path):
    write_facts(model, recipe={"output": "/root/build/models"})
    with pytest.raises(InputError, match=r"README\.md: holds a path of this machine"):
        stage_model(model, tmp_path / "hub")


def test_weights_that_are_no_safetensors_are_refused(model, tmp_path):
    (model / "adapter_model.safetensors").rename(model / "adapter_model.bin")
    with pytest.raises(InputError, match=r"no \.safetensors file"):
        stage_model(model, tmp_path / "hub")


def test_a_whole_card_is_taken_where_there_are_no_facts(model, tmp_path):
    (model / "card.json").unlink()
    card = f"---\nbase_model: {BASE}\nlicense: mit\ntags: [x]\n---\n\nmine\n"
    (model / "README.md").write_text(card)
    assert (stage_model(model, tmp_path / "hub") / "README.md").read_text() == card
