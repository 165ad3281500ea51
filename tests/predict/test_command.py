"""The verbs as a user types them, against a Hub."""

import json
import subprocess
import sys
import warnings

import pytest
from typer.testing import CliRunner

from alignsurvey.cli import app
from alignsurvey.files.errors import InputError
from alignsurvey.runs.predictions import read_predictions

UPLOAD = """
import sys
from huggingface_hub import CommitOperationAdd, HfApi
from pathlib import Path
api = HfApi()
for name, folder in zip(sys.argv[1::2], sys.argv[2::2]):
    api.create_repo(name)
    files = [CommitOperationAdd(path.name, str(path)) for path in Path(folder).iterdir()]
    print(api.create_commit(name, files, commit_message="Add model").oid)
"""


def verb(*arguments, env):
    command = [sys.executable, "-m", "alignsurvey.cli", *map(str, arguments)]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=240, check=False)


def save_adapter(model_folder, folder):
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    torch.manual_seed(11)
    settings = LoraConfig(r=4, target_modules="all-linear", init_lora_weights=False, task_type="CAUSAL_LM")
    model = get_peft_model(AutoModelForCausalLM.from_pretrained(model_folder), settings)
    model.peft_config["default"].base_model_name_or_path = "someone/tiny"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PEFT looks for that base on the Hub of this process
        model.save_pretrained(folder, save_embedding_layers=False)


def test_model_and_adapter_come_from_the_hub_at_a_commit(hub, model_folder, build_folder, tmp_path):
    save_adapter(model_folder, tmp_path / "adapter")
    uploaded = ("someone/tiny", model_folder, "someone/tiny-adapter", tmp_path / "adapter")
    base, adapter = hub.python(UPLOAD, *uploaded).split()
    common = ("predict", build_folder, "--model", "someone/tiny", "--form", "text", "--sample", 5)
    for name, more in (("base", ()), ("adapted", ("--adapter", "someone/tiny-adapter"))):
        done = verb(*common, *more, "--out", tmp_path / name, env=hub.env)
        assert done.returncode == 0, done.stderr
    runs = [json.loads((tmp_path / name / "run.json").read_text()) for name in ("base", "adapted")]
    assert [(run["revision"], run["adapter_revision"]) for run in runs] == [(base, None), (base, adapter)]
    assert runs[0]["sample"] == {"respondents": 5, "seed": 42}
    rows = [read_predictions(tmp_path / name / "predictions.jsonl") for name in ("base", "adapted")]
    assert [line.id for line in rows[0]] == [line.id for line in rows[1]]
    assert rows[0] != rows[1]


def test_unknown_model_is_one_line_and_nothing_is_left(hub, build_folder, tmp_path):
    done = verb("predict", build_folder, "--model", "someone/nothing", "--out", tmp_path / "run", env=hub.env)
    assert done.returncode == 2
    assert (
        done.stderr == f"alignsurvey: looking up model someone/nothing: the Hub at {hub.url} has no such repository; "
        "check the name, HF_ENDPOINT and HF_TOKEN\n"
    )
    assert not (tmp_path / "run").exists()


def test_all_baselines_are_written_with_their_sample(hub, build_folder, tmp_path):
    done = verb("baseline", "all", build_folder, "--sample", 40, "--out", tmp_path, env=hub.env)
    assert done.returncode == 0, done.stderr
    runs = {path.parent.name: json.loads(path.read_text()) for path in tmp_path.glob("*/run.json")}
    assert len(runs) >= 8
    for name, run in runs.items():
        people = {line.id.split("/")[1] for line in read_predictions(tmp_path / name / "predictions.jsonl")}
        assert run["model"] == f"baseline/{name}"
        assert run["sample"] == {"respondents": len(people), "seed": 42}
        assert len(people) == (20 if name == "human" else 40)


def test_a_baseline_that_cannot_be_made_is_named_and_the_others_are_written(hub, build_folder, tmp_path):
    done = verb("baseline", "all", build_folder, "--sample", 1, "--out", tmp_path / "all", env=hub.env)
    assert done.returncode == 0, done.stderr
    assert "human: left out, the human baseline needs at least two respondents" in done.stderr
    written = {path.name for path in (tmp_path / "all").iterdir()}
    assert "majority" in " ".join(written)
    assert "human" not in " ".join(written)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--mode", "guess"), "unknown mode 'guess'; known: score, generate"),
        (("--config", "interview", "--mode", "score"), "use --mode generate"),
        (("--form", "poem"), "unknown answer form 'poem'"),
        (("--backend", "oracle"), "unknown back end 'oracle'"),
        (("--config", "poems"), "unknown config 'poems'"),
    ],
)
def test_what_is_mistyped_is_told_before_anything_is_loaded(words, message, tmp_path):
    """The data set and the model are not there either: the mistyped word is what is told."""
    out = tmp_path / "run"
    command = ["predict", "someone/no-data", "--model", "someone/nothing", "--out", str(out), *words]
    done = CliRunner().invoke(app, command)
    assert isinstance(done.exception, InputError)
    assert message in str(done.exception)
    assert not out.exists()
