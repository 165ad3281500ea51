"""Orders of the choices: which ones, and that their mean is in the order of the record."""

import json
import math
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey import tasks
from alignsurvey.files.errors import InputError
from alignsurvey.predict import Options, connect, run
from alignsurvey.predict.variants import ask, averaged, orders_of
from alignsurvey.runs.predictions import read_predictions
from alignsurvey.scoring.replies.answers import read_choice


@given(st.integers(2, 7), st.integers(1, 30), st.integers(0, 9))
def test_orders_differ_and_begin_with_the_shown_one(choices, wanted, seed):
    found = orders_of("a/1/q", choices, wanted, seed)
    assert found[0] == tuple(range(choices))
    assert len(set(found)) == len(found) == min(wanted, math.factorial(choices))
    assert all(sorted(order) == list(range(choices)) for order in found)
    assert found == orders_of("a/1/q", choices, wanted, seed)


def _asked(record, orders):
    return ask(record, "survey_response", "letter_text", scored=True, examples=None, orders=orders, seed=1)


def test_each_order_is_shown_and_scored_as_it_stands(records):
    record = records[0]
    asked = _asked(record, 6)
    assert len(asked.orders) == 6
    for prompt, texts, order in zip(asked.prompts, asked.candidates, asked.orders, strict=True):
        assert texts == [f"{'ABC'[place]}. {record['choices'][choice]}" for place, choice in enumerate(order)]
        assert "\n".join(texts) in prompt[0]["content"]


def test_one_order_is_what_the_data_set_holds(records):
    asked = _asked(records[0], 1)
    assert asked.prompts == [tasks.messages(records[0], "survey_response")[0]]


def test_a_model_that_always_takes_the_first_place_ends_undecided(records):
    asked = _asked(records[0], 6)
    assert averaged(asked, [[0.8, 0.1, 0.1]] * 6) == pytest.approx([1 / 3] * 3)


def test_a_model_that_knows_the_choice_keeps_it(records):
    asked = _asked(records[0], 6)
    rows = [[0.9 if choice == 2 else 0.05 for choice in order] for order in asked.orders]
    assert averaged(asked, rows) == pytest.approx([0.05, 0.05, 0.9])


def test_an_order_without_probabilities_is_left_out_of_the_mean(records):
    asked = _asked(records[0], 2)
    assert averaged(asked, ["I cannot", [0.5, 0.25, 0.25]])[asked.orders[1][0]] == 0.5
    assert averaged(asked, ["I cannot", "No"]) == "I cannot"


def test_a_run_says_how_many_orders_it_averaged(backend, records, tmp_path):
    path = run(records[:8], "survey_response", backend, tmp_path / "six", permutations=6, form="text")
    assert json.loads((tmp_path / "six" / "run.json").read_text())["permutations"] == 6
    first = read_predictions(path)
    asked = [ask(record, "survey_response", "text", scored=True, examples=None, orders=6, seed=42)
             for record in records[:8]]  # fmt: skip
    for line, one in zip(first, asked, strict=True):
        alone = averaged(one, backend.score(one.prompts, one.candidates))
        assert line.probabilities == pytest.approx(alone, abs=1e-4)
    plain = run(records[:8], "survey_response", backend, tmp_path / "one", form="text")
    assert "permutations" not in json.loads((tmp_path / "one" / "run.json").read_text())
    assert [line.probabilities for line in read_predictions(plain)] != [line.probabilities for line in first]


def test_words_of_others_are_not_rendered_again(records):
    record = {**records[0], "prompt": [{"role": "user", "content": "Other words"}], "completion": [{}]}
    with pytest.raises(InputError, match="leave out --permutations"):
        _asked(record, 2)


def test_orders_need_probabilities_or_samples(backend, records, tmp_path):
    with pytest.raises(InputError, match="--mode score, or --samples"):
        run(records[:2], "survey_response", backend, tmp_path, mode="generate", permutations=2)
    with pytest.raises(InputError, match="leave out --permutations"):
        run(records[:2], "interview", backend, tmp_path, mode="generate", permutations=2)


@pytest.fixture
def sampling(served, monkeypatch):
    """An endpoint that takes the choice `too little` or `yes`, three times of four, and once cannot be read."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary")
    calls = []

    def answer(request):
        calls.append(request)
        shown = request["messages"][-1]["content"]
        liked = next((text for text in ("too little", "yes, often") if text in shown), "")
        return 200, served.completion(liked if len(calls) % 4 else "hard to say, honestly")

    served.answer = answer
    backend = connect("openai", Options("m", base_url=served.url, temperature=0.7, concurrency=1))
    return SimpleNamespace(backend=backend, calls=calls)


def test_samples_become_shares(sampling, records, tmp_path):
    path = run(records[:4], "survey_response", sampling.backend, tmp_path, mode="generate", samples=8, read=read_choice)
    assert len(sampling.calls) == 1 + 4 * 8
    assert {call["temperature"] for call in sampling.calls} == {0.7}
    for line, record in zip(read_predictions(path), records[:4], strict=True):
        liked = next(place for place, text in enumerate(record["choices"]) if text in ("too little", "yes, often"))
        assert line.probabilities[liked] == 1
        assert line.prediction.endswith(record["choices"][liked])
    facts = json.loads((tmp_path / "run.json").read_text())
    assert (facts["samples"], facts["settings"]["temperature"], facts["counts"]["unread_samples"]) == (8, 0.7, 8)


def test_samples_and_orders_go_together(sampling, records, tmp_path):
    path = run(records[:2], "survey_response", sampling.backend, tmp_path, mode="generate", samples=2, permutations=3,
               read=read_choice)  # fmt: skip
    assert len(sampling.calls) == 1 + 2 * 2 * 3
    assert all(max(line.probabilities) == 1 for line in read_predictions(path))


def test_a_model_with_probabilities_is_not_sampled():
    with pytest.raises(InputError, match="omit --samples"):
        connect("transformers", Options("any", temperature=1.0))
