"""The examples of every metric's README give what they say, with the staged metric."""

import doctest
from pathlib import Path

import evaluate
import pytest

READMES = sorted(Path(__file__).parents[2].glob("evaluate_metrics/*/README.md"))


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.parent.name)
def test_examples(readme, staged, monkeypatch):
    name, load = readme.parent.name, evaluate.load
    monkeypatch.setattr(evaluate, "load", lambda path, *config: load(str(staged(path.split("/")[1])), *config))
    text = readme.read_text(encoding="utf-8").replace("```", "")
    examples = doctest.DocTestParser().get_doctest(text, {}, name, str(readme), 0)
    assert len(examples.examples) >= 3
    found = doctest.DocTestRunner().run(examples)
    assert found.failed == 0
