"""The disclosure statement says what was done, and nothing of a respondent."""

import pytest

from alignsurvey import tasks
from alignsurvey.report.disclosure import disclosure, prompts

AAPOR = (
    "Data collection strategy", "Sponsor and conduct", "Instrument", "Population", "Sample", "Method and mode", "Dates",
    "Sizes and precision", "Weighting", "Processing and quality", "Limitations",
)  # fmt: skip


@pytest.fixture
def runs(compared):
    return compared.read()


def test_every_item_of_the_checklist_is_there(runs):
    text = disclosure(runs)
    assert not [item for item in AAPOR if item not in text]
    assert "[who paid for the study" in text


def test_figures_stand_with_their_intervals_beside_the_majority(runs):
    run = next(run for run in runs if not run.baseline)
    low, high = run.results["intervals"]["accuracy"]
    shown = f"accuracy {run.results['accuracy']:.3f} (95% interval {low:.3f} to {high:.3f})"
    assert shown in disclosure(runs)
    assert "of the most frequent answer in the training data" in disclosure(runs)


def test_the_prompt_has_nothing_of_a_record(runs):
    run = next(run for run in runs if not run.baseline)
    (prompt,) = prompts(run).values()
    assert "Survey question: <question>" in prompt
    own = {item["value"] for row in run.records for item in row["profile"]} | {row["question"] for row in run.records}
    assert not [text for text in own if text in prompt.replace("<", " ")]


def test_baselines_alone_need_no_statement(runs):
    assert disclosure([run for run in runs if run.baseline]) == ""


@pytest.mark.parametrize("config", tasks.configs())
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_config_has_a_prompt_without_a_record(config, language):
    from alignsurvey.report.disclosure import _blank

    assert "<" in tasks.load(config).prompt(_blank(tasks.spec_of(config), language))[0]["content"]
