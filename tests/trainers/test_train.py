"""`alignsurvey train` as a user runs it: two stages over a local Hub, under `accelerate launch`."""

import json
from pathlib import Path

import pytest

FIRST, SECOND = "SurveyLM-tiny-foundation", "SurveyLM-tiny-test-survey_response"


@pytest.fixture(scope="module")
def stages(alignsurvey, recipe_writer, tmp_path_factory):
    """The first stage by one process, the second by two, both pushed: (output folder, recipes, finished runs)."""
    out = tmp_path_factory.mktemp("models")
    recipes = [
        recipe_writer(out / "first.yaml"),
        recipe_writer(out / "second.yaml", name=SECOND, continues=FIRST, max_steps=4, learning_rate=0.001),
    ]
    runs = [
        alignsurvey("train", recipes[0], "--out", out, "--push"),
        alignsurvey("train", recipes[1], "--out", out, "--push", "--processes", 2),
    ]
    return out, recipes, runs


def test_both_stages_run_and_are_published(stages):
    _, _, runs = stages
    for run, name in zip(runs, (FIRST, SECOND), strict=True):
        assert run.returncode == 0, run.stderr[-3000:]
        assert "0 prompts lost their middle" in run.stdout
        assert f"published model PiLabZJU/{name}: commit " in run.stdout


def test_train_json_says_what_the_run_was(stages):
    out, _, _ = stages
    first, second = (json.loads((out / name / "train.json").read_text()) for name in (FIRST, SECOND))
    assert (first["steps"], first["processes"], first["continues"]) == (6, 1, None)
    assert (second["steps"], second["processes"], second["continues"]) == (4, 2, f"PiLabZJU/{FIRST}")
    assert len(second["continues_commit"]) == len(second["base_commit"]) == 40
    assert first["loss"][-1][1] < first["loss"][0][1]
    assert first["datasets"][0]["rows"] == 48
    assert {"torch", "transformers", "trl", "peft"} <= set(first["packages"])


def test_nothing_of_the_run_or_the_machine_is_left_in_the_release(stages):
    out, _, _ = stages
    for name in (FIRST, SECOND):
        assert {path.name for path in (out / name).iterdir()} == {
            "adapter_config.json", "adapter_model.safetensors", "card.json", "train.json",
        }  # fmt: skip
        for path in (out / name).glob("*.json"):
            assert str(out) not in path.read_text()
    assert not list((out / ".checkpoints").iterdir())


def test_the_second_stage_went_on_from_the_firsts_weights(stages):
    from safetensors.torch import load_file

    out, _, _ = stages
    first, second = (load_file(out / name / "adapter_model.safetensors") for name in (FIRST, SECOND))
    assert first.keys() == second.keys()
    moved = max((second[key] - first[key]).abs().max().item() for key in first)
    assert 0 < moved < 0.01  # four steps of at most 0.001 each; fresh weights would differ by far more


@pytest.fixture(scope="module")
def choices(alignsurvey, recipe_writer, tmp_path_factory):
    """A stage of the loss over choices on trees, by two processes: (its train.json, the finished run)."""
    out = tmp_path_factory.mktemp("choices")
    loss = {"loss": "choices", "targets": "cells", "cell_attributes": ["Place"], "batching": "tree"}
    recipe = recipe_writer(out / "choices.yaml", **loss, batch=4, per_device_batch=2, max_steps=5, learning_rate=0.05)
    run = alignsurvey("train", recipe, "--out", out, "--processes", 2)
    assert run.returncode == 0, run.stderr[-3000:]
    return json.loads((out / FIRST / "train.json").read_text()), run


def test_choices_on_trees_are_learnt_by_several_processes(choices):
    facts, _ = choices
    assert (facts["steps"], facts["processes"], facts["padded_because"]) == (5, 2, None)
    assert (facts["recipe"]["loss"], facts["recipe"]["targets"]) == ("choices", "cells")
    assert [step for step, _ in facts["loss"]] == [1, 2, 3, 4, 5]
    assert min(loss for _, loss in facts["loss"]) > 0


def test_no_librarys_warning_reaches_the_terminal(choices, stages):
    for run in (choices[1], *stages[2]):
        assert "Warning" not in run.stderr
        assert "deprecated" not in run.stderr


def test_a_finished_stage_is_not_trained_again(stages, alignsurvey):
    out, recipes, _ = stages
    again = alignsurvey("train", recipes[0], "--out", out)
    assert again.returncode == 0
    assert "is trained already" in again.stdout


def test_the_adapter_loads_by_its_name_and_its_card_names_base_and_data(stages, stocked):
    printed = stocked.python(
        """
        import sys, torch
        from huggingface_hub import ModelCard
        from peft import AutoPeftModelForCausalLM
        model = AutoPeftModelForCausalLM.from_pretrained(sys.argv[1])
        config = model.peft_config["default"]
        finite = torch.isfinite(model(torch.tensor([[5, 6]])).logits).all().item()
        print(config.base_model_name_or_path, config.r, finite)
        card = ModelCard.load(sys.argv[1])
        print(card.data.base_model, card.data.datasets, "v1.0.0" in card.text)
        """,
        f"PiLabZJU/{SECOND}",
    )
    assert printed.splitlines()[-2:] == ["Tiny/base-Instruct 8 True", "Tiny/base-Instruct ['Tiny/answers'] True"]


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("data=[{dataset: Tiny/absent, config: survey_response}]", "dataset Tiny/absent: the Hub"),
        ("continues=SurveyLM-absent", "model PiLabZJU/SurveyLM-absent: the Hub"),
        ("lora={last_layers: 1}", "adapts other layers than lora.last_layers 1 says"),
        ("per_device_batch=3", "batch 8 is no multiple of per_device_batch 3"),
        ("rank=3", "second.yaml: unknown key rank"),
    ],
)
def test_mistakes_are_one_line_and_leave_nothing(stages, alignsurvey, tmp_path, setting, message):
    _, recipes, _ = stages
    failed = alignsurvey("train", recipes[1], "--out", tmp_path / "out", "--set", setting)
    assert failed.returncode == 2
    lines = [line for line in failed.stderr.splitlines() if line.startswith("alignsurvey: ")]
    assert len(lines) == 1
    assert message in lines[0]
    assert "Traceback" not in failed.stderr
    assert not (tmp_path / "out").exists()


def test_telemetry_is_off_before_any_library_looks(stocked, recipe_file):
    """The clients read the variable when they are imported, so nothing may import them earlier."""
    printed = stocked.python(
        """
        import os, sys
        os.environ.pop("HF_HUB_DISABLE_TELEMETRY", None)
        sys.path.insert(0, sys.argv[1])
        sys.argv = ["sft.py", sys.argv[2]]
        import sft
        sft.train = lambda recipe, out: None
        sft.main()
        from huggingface_hub import constants
        print(constants.HF_HUB_DISABLE_TELEMETRY)
        """,
        Path(__file__).parents[2] / "trainers",
        recipe_file(),
    )
    assert printed.strip() == "True"
