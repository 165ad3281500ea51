"""A probe reads from hidden states what they hold, keeps them by hash, and chooses on folds of train alone."""

import numpy as np
import pytest

from alignsurvey import tasks
from alignsurvey.files.errors import InputError
from alignsurvey.predict import probe


def test_states_of_a_tree_are_those_of_each_prompt_alone(backend, records):
    prompts = [tasks.messages(record, "survey_response", "text")[0] for record in records[:6]]
    together = backend.hidden_states(prompts, (1, 2))
    alone = np.concatenate([backend.hidden_states([prompt], (1, 2)) for prompt in prompts])
    assert together.shape == (6, 2, 48)
    assert together == pytest.approx(alone, abs=1e-3)


def test_states_are_kept(backend, records, tmp_path, monkeypatch):
    first = probe.features(backend, records[:4], "survey_response", "text", tmp_path)
    monkeypatch.setattr(type(backend), "hidden_states", None)
    assert probe.features(backend, records[:4], "survey_response", "text", tmp_path) == pytest.approx(first)


def _features(records, seed=0):
    """Two layers: noise, and one that holds the answer."""
    draw = np.random.default_rng(seed)
    found = draw.normal(size=(len(records), 2, 6))
    for place, record in enumerate(records):
        found[place, 1, sorted(record["choices"]).index(record["choices"][record["answer"]])] += 6
    return found


@pytest.mark.parametrize("config", ["survey_response", "new_questions"])
def test_the_layer_that_holds_the_answer_is_found(make_records, config):
    records = make_records(60, 6)
    train, test = records[:240], records[240:]
    if tasks.spec_of(config).new_items:
        train = [row for row in train if row["question_id"] != "q0"]
        test = [row for row in test if row["question_id"] == "q0"]
    lines, chosen = probe.probe(train, _features(train), test, _features(test, 1), config, 42)
    assert chosen["layer"] == 1
    assert (
        np.mean([line.prediction == row["choices"][row["answer"]] for line, row in zip(lines, test, strict=True)]) > 0.9
    )


def test_choices_that_train_lacks_get_equal_shares(make_records):
    records = make_records(12)
    train = [row for row in records if row["question_id"] in ("q0", "q2")]
    test = [row for row in records if row["question_id"] == "q1"]
    lines, _ = probe.probe(train, _features(train), test, _features(test), "survey_response", 42)
    assert all(line.probabilities == pytest.approx([1 / 3] * 3, abs=1e-5) for line in lines)


def test_it_needs_choices_and_respondents(make_records):
    records = make_records(2)
    with pytest.raises(InputError, match="at least 3 respondents"):
        probe.probe(records, _features(records), records, _features(records), "survey_response", 42)
    with pytest.raises(InputError, match="a probe needs them"):
        probe.probe(records, _features(records), records, _features(records), "interview", 42)
