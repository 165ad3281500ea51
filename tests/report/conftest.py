"""Runs of a small survey, written as predict and score write them."""

import json
import random
from pathlib import Path

import pytest

from alignsurvey import report
from alignsurvey.files.hashes import sha256
from alignsurvey.files.json import write_json
from alignsurvey.runs.predictions import read_predictions
from alignsurvey.schema import Prediction

CHOICES = {"en": ("too little", "about right", "too much"), "zh": ("太少", "差不多", "太多")}
QUESTION = {"en": "Is enough spent on item {}?", "zh": "您认为在第{}项上的花费够吗？"}


def answers(people=60, questions=4, seed=0, language="en"):
    """Records of survey_response: choices shuffled, answers that follow the respondent's sex and age."""
    draw, rows = random.Random(seed), []
    for person in range(people):
        sex, age = draw.choice(["female", "male"]), draw.choice(["18 to 44", "45 or older"])
        for question in range(questions):
            order = draw.sample(range(3), 3)
            truth = draw.choices(range(3), [4, 2, 1] if sex == "female" else [1, 2, 3])[0]
            rows.append(
                {
                    "id": f"gss/r{person}/q{question}",
                    "respondent_id": f"r{person}",
                    "source": "gss-2018",
                    "language": language,
                    "profile": [{"attribute": "Sex", "value": sex}, {"attribute": "Age", "value": age}],
                    "question_id": f"q{question}",
                    "question": QUESTION[language].format(question),
                    "choices": [CHOICES[language][place] for place in order],
                    "scale": [float(place) for place in order],
                    "answer": order.index(truth),
                    "weight": 1.0,
                }
            )
    return rows


def told(rows, right=0.5, seed=1, probabilities=True):
    """Predictions of which a share is right on purpose."""
    draw, lines = random.Random(seed), []
    for row in rows:
        pick = row["answer"] if draw.random() < right else draw.randrange(3)
        shares = tuple(0.6 if place == pick else 0.2 for place in range(3))
        lines.append(Prediction(row["id"], row["choices"][pick], shares if probabilities else None))
    return lines


def about(**changes):
    return {
        "model": "org/small",
        "adapter": None,
        "dataset": "PiLabZJU/alignsurvey-gss",
        "config": "survey_response",
        "data_revision": "v1.0.0",
        "data_commit": "c" * 40,
        "split": "test",
        "sample": None,
        "shots": 0,
        "form": "text",
        "mode": "score",
        **changes,
    }


class Survey:
    """Folders of runs, and the `load` that a report needs."""

    def __init__(self, root):
        self.root, self.records = root, {}

    def add(self, name, records, lines, **changes):
        folder, run = self.root / name, about(**changes)
        write_json(folder / "run.json", run)
        text = "".join(line.to_json() + "\n" for line in lines)
        (folder / "predictions.jsonl").write_text(text, encoding="utf-8")
        found = report.score_predictions(records, lines, run["config"])
        facts = {key: run[key] for key in ("dataset", "config", "data_revision", "sample")}
        hashes = {
            "predictions_sha256": sha256(folder / "predictions.jsonl"),
            "run_sha256": sha256(folder / "run.json"),
        }
        write_json(folder / "results.json", {**found, **facts, **hashes})
        self.records[folder] = records
        return folder

    def load(self, folder):
        run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        return run, self.records[folder], read_predictions(folder / "predictions.jsonl")

    def read(self):
        return report.read_runs(sorted(self.records), self.load)


@pytest.fixture
def survey(tmp_path):
    return Survey(Path(tmp_path) / "runs")


@pytest.fixture
def compared(survey):
    """A base, an adapter that is better, and a baseline."""
    rows = answers()
    survey.add("base", rows, told(rows, 0.1))
    survey.add("tuned", rows, told(rows, 0.8, seed=2), adapter="PiLabZJU/SurveyLM-small-gss-survey_response")
    survey.add("majority", rows, told(rows, 0.4, seed=3), model="baseline/majority")
    return survey


@pytest.fixture
def answered():
    """(records, predictions) of few people."""
    rows = answers(people=8, questions=2)
    return rows, told(rows)


@pytest.fixture
def builders():
    """The functions that make records and predictions."""
    return answers, told
