"""A group's distribution is asked for as text and scored from what the model wrote."""

import json
import re

import pytest

from alignsurvey import report
from alignsurvey.predict import Options, connect, reply_length, run, usual_mode
from alignsurvey.runs.predictions import read_predictions
from alignsurvey.schema import profile_items


def make_groups(language):
    sexes = ("女", "男") if language.startswith("zh") else ("female", "male")
    choices = ["幸福", "一般", "不幸福"] if language.startswith("zh") else ["happy", "so-so", "unhappy"]
    return [
        {
            "id": f"s/test/{sex}/q",
            "respondent_id": None,
            "language": language,
            "group": profile_items([("Sex", sex)]),
            "question_id": "q",
            "question": "Happy?",
            "choices": choices,
            "scale": [0.0, 1.0, 2.0],
            "distribution": [0.5, 0.25, 0.25],
            "n": 20,
        }
        for sex in sexes
    ]


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_percentages_that_an_endpoint_writes_are_scored(served, tmp_path, monkeypatch, language):
    def answer(request):
        shown = re.findall(r"^([A-C])\. (.+)$", request["messages"][-1]["content"], re.MULTILINE)
        lines = [f"{letter}. {text}: {share}%" for (letter, text), share in zip(shown, (25, 25, 50), strict=True)]
        return 200, served.completion("\n".join(lines) if shown else "yes")

    monkeypatch.setenv("OPENAI_API_KEY", "none")
    served.answer = lambda request: answer(request) if request["max_tokens"] > 16 else (200, served.completion("yes"))
    records = make_groups(language)
    length = reply_length("survey_response_group")
    backend = connect("openai", Options("m", base_url=served.url, max_new_tokens=length))
    mode = usual_mode("survey_response_group")
    path = run(records, "survey_response_group", backend, tmp_path, mode=mode)
    assert json.loads((tmp_path / "run.json").read_text())["mode"] == "generate"
    found = report.score_predictions(records, read_predictions(path), "survey_response_group")
    assert found["parse_rate"] == 1
    assert found["wasserstein"] == pytest.approx(0.5)  # a quarter of the group moves from one end to the other


def test_words_of_a_model_that_cannot_do_it_cost_the_most(backend, tmp_path):
    records = make_groups("en")
    path = run(records, "survey_response_group", backend, tmp_path, mode="generate")
    found = report.score_predictions(records, read_predictions(path), "survey_response_group")
    assert found["parse_rate"] == 0
    assert found["wasserstein"] == pytest.approx(0.5 * 2 + 0.25 * 1)  # all on the far end


@pytest.mark.parametrize(
    ("config", "mode"), [("survey_response", "score"), ("interview", "generate"), ("attitude_stance_group", "generate")]
)
def test_mode_follows_from_the_task(config, mode):
    assert usual_mode(config) == mode
