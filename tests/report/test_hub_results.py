"""Files in the Hub's own forms."""

import json
import re

import pytest
import yaml
from huggingface_hub import ModelCard, ModelCardData, parse_eval_result_entries

from alignsurvey.files.errors import InputError
from alignsurvey.report import hub_results as evalresults
from alignsurvey.tasks.spec import LETTER

ABOUT = {
    "model": "org/base", "adapter": "org/tuned", "dataset": "PiLabZJU/alignsurvey-gss", "config": "survey_response",
    "data_revision": "v1.0.0", "data_commit": "c" * 40, "split": "test", "shots": 0, "mode": "score", "form": "text",
    "sample": {"respondents": 40, "seed": 42},
}  # fmt: skip
RESULTS = {"accuracy": 0.5399999999, "f1": 0.4, "parse_rate": 1.0, "wasserstein_normalized": 0.2, "n": 691}


def test_the_hubs_own_reader_reads_the_entry():
    text = evalresults.eval_results(ABOUT, RESULTS)
    (entry,) = parse_eval_result_entries(yaml.safe_load(text))
    assert (entry.dataset_id, entry.task_id, entry.value) == ("PiLabZJU/alignsurvey-gss", "survey_response", 0.54)
    assert entry.dataset_revision == "c" * 40
    assert "sample of 40 respondents, seed 42" in entry.notes
    assert entry.date is None


def test_distances_are_turned_so_that_more_is_better():
    about = {**ABOUT, "config": "survey_response_group"}
    (entry,) = parse_eval_result_entries(yaml.safe_load(evalresults.eval_results(about, RESULTS)))
    assert entry.value == 0.8
    assert entry.notes.startswith("1 - normalised Wasserstein distance")


def test_the_model_index_is_read_back_by_the_card():
    front = yaml.safe_load(evalresults.model_index("tuned", [(ABOUT, RESULTS)]))
    data = ModelCardData(model_name="tuned", **front)
    found = {result.metric_type: result.metric_value for result in data.eval_results}
    assert found == {"accuracy": 0.54, "f1": 0.4, "parse_rate": 1.0, "wasserstein_normalized": 0.2}
    assert {result.dataset_config for result in data.eval_results} == {"survey_response"}


def test_the_tasks_of_a_data_set_are_those_that_entries_name():
    text = evalresults.benchmark("GSS", "Answers.", ["survey_response", "survey_response_group", "qualitative"])
    value = yaml.safe_load(text)
    (task,) = value["tasks"]
    assert (task["id"], task["split"], value["evaluation_framework"]) == ("survey_response", "test", "inspect-ai")
    assert task["field_spec"] == {
        "input": "prompt", "target": "answer", "choices": "choices",
        "metadata": ["respondent_id", "question_id", "language", "weight"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("reply", "letter"),
    [("B. too little", "B"), ("(C)", "C"), ("Option a", "a"), ("答：", None), ("选项B", "B"), ("About right", None)],
)
def test_the_letter_of_a_reply_is_found_as_inspect_looks_for_it(reply, letter):
    found = re.search(LETTER, reply, re.IGNORECASE)
    assert (found and found[1]) == letter


def test_a_models_folder_gets_its_scores_and_keeps_its_card(tmp_path):
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "run.json").write_text(json.dumps(ABOUT), encoding="utf-8")
        results = {**RESULTS, "dataset": ABOUT["dataset"], "config": ABOUT["config"]}
        (tmp_path / name / "results.json").write_text(json.dumps(results), encoding="utf-8")
    (tmp_path / "README.md").write_text("---\nlicense: mit\n---\n\n# Card\n\n---\n", encoding="utf-8")
    paths = [tmp_path / name / "results.json" for name in ("first", "second")]
    evalresults.add_to_model(tmp_path, "org/tuned", paths)
    names = sorted(path.name for path in (tmp_path / ".eval_results").iterdir())
    assert names == ["gss-survey_response-2.yaml", "gss-survey_response.yaml"]
    card = ModelCard.load(tmp_path / "README.md")
    assert (card.data.license, card.data.model_name, len(card.data.eval_results)) == ("mit", "org/tuned", 4 * 2)
    assert card.text.strip() == "# Card\n\n---"


def test_without_results_a_model_stays_as_it_is(tmp_path):
    (tmp_path / "README.md").write_text("---\nlicense: mit\n---\n", encoding="utf-8")
    evalresults.add_to_model(tmp_path, "org/tuned", [])
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]


def test_a_data_sets_folder_says_what_is_scored(tmp_path):
    for config in ("survey_response", "qualitative"):
        (tmp_path / "data" / config).mkdir(parents=True)
        (tmp_path / "data" / config / "test.parquet").touch()
    evalresults.add_to_dataset(tmp_path, "gss")
    value = yaml.safe_load((tmp_path / "eval.yaml").read_text(encoding="utf-8"))
    assert [task["config"] for task in value["tasks"]] == ["survey_response"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: evalresults.eval_results(ABOUT, {"n": 3}), "accuracy is missing"),
        (lambda: evalresults.eval_results({**ABOUT, "config": "qualitative"}, RESULTS), "has no score to publish"),
        (lambda: evalresults.benchmark("x", "", ["qualitative"]), "none of the configs qualitative can be run"),
        (lambda: evalresults.benchmark("x", "", ["nonsense"]), "unknown config"),
    ],
)
def test_what_cannot_be_published(call, message):
    with pytest.raises(InputError, match=message):
        call()
