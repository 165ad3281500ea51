"""The demo's answers come in scale order, whatever order the record shows them in."""

import importlib.util
from pathlib import Path
from types import SimpleNamespace

import pytest

pytest.importorskip("gradio")
APP = Path(__file__).parents[2] / "spaces/demo/app.py"


@pytest.fixture
def page(monkeypatch):
    spec = importlib.util.spec_from_file_location("demo_page", APP)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    record = {
        "language": "en",
        "profile": [{"attribute": "Sex", "value": "female"}],
        "question": "How happy are you?",
        "choices": ["don't know", "very", "not at all", "fairly"],
        "scale": [-1.0, 2.0, 0.0, 1.0],
        "answer": 1,
        "weight": 1.0,
    }
    even = SimpleNamespace(score=lambda prompts, candidates: [[1 / len(texts) for texts in candidates for _ in texts]])
    monkeypatch.setattr(module, "records", lambda: (record,) * module.FEWEST)
    monkeypatch.setattr(module, "backend", lambda: even)
    return module


def test_choices_without_a_position_come_last(page):
    rows, _ = page.ask("How happy are you?", page.ANY)
    for whose in ("model", "respondents"):
        answers = rows[rows["whose"] == whose]["answer"].tolist()
        assert answers == ["not at all", "fairly", "very", "don't know"]
