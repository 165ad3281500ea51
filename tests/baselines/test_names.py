"""Baselines are found by looking: one is a function and its name in the SPEC of each config that it fits."""

import sys

from alignsurvey import baselines, tasks
from alignsurvey.baselines import predict_baseline

MODULE = "def last(train, test, seed):\n    return [[0.0] * (len(row['choices']) - 1) + [1.0] for row in test]\n"
CONFIG = """
from dataclasses import replace

from alignsurvey.tasks.survey_response import SPEC, candidates, completion, prompt

SPEC = replace(SPEC, baselines=("last",))
"""
RECORD = {
    **{"id": "r", "respondent_id": "p", "source": "s", "country": "US", "language": "en", "profile": []},
    **{"question_id": "q", "question": "?", "choices": ["low", "high"], "scale": [0, 1], "answer": 0, "weight": 1.0},
}


def test_every_name_of_a_spec_is_a_baseline_and_every_baseline_is_in_one():
    specs = [tasks.spec_of(config) for config in tasks.configs()]
    assert {name for spec in specs for name in (*spec.baselines, *spec.past_baselines)} == set(baselines.known())


def test_a_new_baseline_is_a_function_and_its_name_in_a_spec(add_config, tmp_path, monkeypatch):
    (tmp_path / "toy_baseline.py").write_text(MODULE)
    monkeypatch.setattr(baselines, "__path__", [*baselines.__path__, str(tmp_path)])
    baselines.known.cache_clear()
    add_config("toy_last", CONFIG)
    try:
        (line,) = predict_baseline("last", [RECORD], [RECORD], 1, "toy_last")
    finally:
        baselines.known.cache_clear()
        sys.modules.pop("alignsurvey.baselines.toy_baseline", None)
    assert line.probabilities == (0.0, 1.0)
    assert line.prediction == "high"
