"""Endpoints are asked greedily, retried, told apart from their reasoning; a real HTTP server on loopback answers."""

import json
import math
import time

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.predict import Options, connect, run
from alignsurvey.runs.predictions import read_predictions


@pytest.fixture(autouse=True)
def _key(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary")
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)


def endpoint(served, **others):
    return connect("openai", Options("m", base_url=served.url, max_new_tokens=12, **others))


def test_replies_keep_the_order_of_the_prompts(served):
    served.answer = lambda request: (200, served.completion(request["messages"][-1]["content"].upper()))
    prompts = [[{"role": "user", "content": f"answer {number}"}] for number in range(20)]
    assert endpoint(served).generate(prompts) == [f"ANSWER {number}" for number in range(20)]
    assert all(request["temperature"] == 0 for request in served.asked)
    assert served.asked[-1]["max_tokens"] == 12
    assert served.keys == {"Bearer sk-canary"}


def test_requests_keep_to_their_pace(served):
    begun = []

    def answer(request):
        begun.append(time.monotonic())
        return 200, served.completion("yes")

    served.answer = answer
    endpoint(served, requests_per_minute=600).generate([[{"role": "user", "content": "?"}]] * 4)
    assert len(begun) == 5
    assert begun[-1] - begun[0] >= 4 * 0.1 - 0.05


def test_busy_endpoint_is_asked_again(served):
    refused = []

    def answer(request):
        if len(refused) < 3:
            refused.append(429 if len(refused) % 2 else 503)
            return refused[-1], served.refusal("busy")
        return 200, served.completion("yes")

    served.answer = answer
    assert endpoint(served).generate([[{"role": "user", "content": "?"}]]) == ["yes"]
    assert refused == [503, 429, 503]


def test_parameters_that_a_model_refuses_are_left_out_and_recorded(served):
    def answer(request):
        for name in ("max_tokens", "temperature"):
            if name in request:
                return 400, served.refusal(f"Unsupported parameter: '{name}' is not supported with this model.")
        return 200, served.completion("yes")

    served.answer = answer
    found = endpoint(served)
    assert found.generate([[{"role": "user", "content": "?"}]]) == ["yes"]
    assert found.facts["settings"] == {"top_p": 1.0, "max_completion_tokens": 12}


def test_letters_are_scored_by_their_first_tokens(served):
    served.answer = lambda request: (200, served.completion("B", {"B": -0.5, " B": -2.0, "A": -1.5, "The": -3.0}))
    [row] = endpoint(served).score([[{"role": "user", "content": "?"}]], [["A. low", "B. high", "C. none"]])
    low, high = math.exp(-1.5), math.exp(-0.5) + math.exp(-2.0)
    assert row == pytest.approx([low / (low + high), high / (low + high), 0.0])
    assert served.asked[-1]["top_logprobs"] == 20


@pytest.mark.parametrize("token", ["B", " B", "B.", "(B", "**B", "Ｂ", "B、"])
def test_letters_count_with_the_marks_around_them(served, token):
    served.answer = lambda request: (200, served.completion(token, {token: math.log(0.6), "A": math.log(0.2)}))
    rows = endpoint(served).score([[{"role": "user", "content": "?"}]], [["A. no", "B. yes"]])
    assert rows[0] == pytest.approx([0.25, 0.75])


def test_reply_that_begins_with_no_letter_stands_for_itself(served, records, tmp_path, capsys):
    served.answer = lambda request: (200, served.completion("Well", {"Well": -0.1}))
    path = run(records[:3], "survey_response", endpoint(served), tmp_path)
    assert {(line.prediction, line.probabilities) for line in read_predictions(path)} == {("Well", None)}
    assert "3 of 3 replies began with no letter" in capsys.readouterr().out


def test_texts_cannot_be_scored(served):
    with pytest.raises(InputError, match="--form letter"):
        endpoint(served).score([[{"role": "user", "content": "?"}]], [["too little", "too much"]])


def test_endpoint_without_logprobs_cannot_score(served):
    with pytest.raises(InputError, match="no logprobs"):
        endpoint(served).score([[{"role": "user", "content": "?"}]], [["A", "B"]])


def test_reasoning_is_kept_apart(served, records, tmp_path):
    served.answer = lambda request: (200, served.completion("A. yes", reasoning_content="I live in the north."))
    path = run(records[:3], "survey_response", endpoint(served), tmp_path, mode="generate")
    assert {line.prediction for line in read_predictions(path)} == {"A. yes"}
    traces = [json.loads(line) for line in (tmp_path / "reasoning.jsonl").read_text().splitlines()]
    assert traces == [{"id": record["id"], "reasoning": "I live in the north."} for record in records[:3]]
    assert all("sk-canary" not in file.read_text() for file in tmp_path.iterdir())


@pytest.mark.parametrize(
    ("status", "advice"), [(401, "OPENAI_API_KEY"), (404, "check --model"), (400, "refuses the request")]
)
def test_refusal_is_one_line_without_the_key(served, status, advice):
    served.answer = lambda request: (status, served.refusal("no, sk-canary"))
    with pytest.raises(InputError, match=advice) as caught:
        endpoint(served)
    assert "sk-canary" not in str(caught.value)
    assert "\n" not in str(caught.value)


def refuse(served, words, said="the content filter says no"):
    """Answer all but the prompts that hold one of the words."""

    def answer(request):
        refused = any(word in request["messages"][-1]["content"] for word in words)
        return (400, served.refusal(said)) if refused else (200, served.completion("A. yes"))

    served.answer = answer


def test_prompt_that_is_refused_has_an_empty_reply_and_stops_nothing(served, records, tmp_path, capsys):
    refuse(served, ["item 1"])
    path = run(records, "survey_response", endpoint(served), tmp_path, mode="generate")
    found = {line.id: line.prediction for line in read_predictions(path)}
    assert {found[record["id"]] for record in records if "item 1" in record["question"]} == {""}
    assert sorted(set(found.values())) == ["", "A. yes"]
    assert "12 of 48 replies are empty" in capsys.readouterr().out
    assert json.loads((tmp_path / "run.json").read_text())["counts"]["empty"] == 12


def test_endpoint_that_refuses_every_record_is_an_error(served, records, tmp_path):
    refuse(served, ["item"])
    with pytest.raises(InputError, match="it refuses the request"):
        run(records, "survey_response", endpoint(served), tmp_path, mode="generate")
    assert not (tmp_path / "predictions.jsonl").exists()


def test_prompts_over_the_window_are_cut_and_counted(served, records, tmp_path):
    def answer(request):
        over = len(request["messages"][-1]["content"]) > 150
        return (400, served.refusal("maximum context length")) if over else (200, served.completion("A. yes"))

    served.answer = answer
    path = run(records, "survey_response", endpoint(served), tmp_path, mode="generate")
    assert {line.prediction for line in read_predictions(path)} == {"A. yes"}
    assert json.loads((tmp_path / "run.json").read_text())["counts"]["cut_prompts"] == len(records)


def test_model_that_thinks_longer_than_the_first_question_allows_is_taken(served):
    served.answer = lambda request: (400, served.refusal("Could not finish the message because max_tokens was reached"))
    assert endpoint(served).facts["settings"]["temperature"] == 0


@pytest.mark.parametrize("body", [None, [], [{"token": "A", "logprob": None}]], ids=["absent", "empty", "null"])
def test_logprobs_without_alternatives_are_told(served, records, tmp_path, body):
    def answer(request):
        found = served.completion("A", {"A": -0.1})
        found["choices"][0]["logprobs"]["content"][0]["top_logprobs"] = body
        return 200, found

    served.answer = answer
    if body:  # no probability of any letter: the reply stands for itself
        path = run(records[:2], "survey_response", endpoint(served), tmp_path)
        assert {line.probabilities for line in read_predictions(path)} == {None}
    else:
        with pytest.raises(InputError, match="no logprobs; use --mode generate"):
            run(records[:2], "survey_response", endpoint(served), tmp_path)


def test_refused_logprobs_are_told(served, records, tmp_path):
    def answer(request):
        refused = "logprobs" in request
        return (400, served.refusal("logprobs is not supported")) if refused else (200, served.completion("A"))

    served.answer = answer
    with pytest.raises(InputError, match="no logprobs; use --mode generate"):
        run(records[:2], "survey_response", endpoint(served), tmp_path)


def test_key_that_a_server_repeats_is_not_kept(served, records, tmp_path):
    served.answer = lambda request: (200, served.completion("A. sk-canary", reasoning_content="sk-canary"))
    run(records[:3], "survey_response", endpoint(served), tmp_path, mode="generate")
    assert all("sk-canary" not in file.read_text() for file in tmp_path.iterdir())


def test_half_a_character_does_not_stop_a_run(served, records, tmp_path):
    body = json.dumps(served.completion("A. yes X")).replace("X", "\\ud83d").encode()
    served.answer = lambda request: (200, body)
    path = run(records[:3], "survey_response", endpoint(served), tmp_path, mode="generate")
    assert {line.prediction for line in read_predictions(path)} == {"A. yes \ufffd"}


@pytest.mark.parametrize(
    ("url", "message"), [("foo", "begins with"), ("", "begins with"), ("http://u:canary@h/v1", "no credentials")]
)
def test_address_that_cannot_be_used_is_told_before_anything_is_asked(url, message):
    with pytest.raises(InputError, match=f"--base-url must .*{message}") as caught:
        connect("openai", Options("m", base_url=url))
    assert "canary" not in str(caught.value)


def test_key_with_a_line_break_in_it_is_told_without_it(served, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary\nsk")
    with pytest.raises(InputError, match="OPENAI_API_KEY holds") as caught:
        endpoint(served)
    assert "canary" not in str(caught.value)


def test_key_must_be_set_for_the_vendor(monkeypatch):
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(InputError, match="set OPENAI_API_KEY"):
        connect("openai", Options("m"))


def test_adapter_is_served_under_its_own_name(served):
    with pytest.raises(InputError, match="as --model"):
        endpoint(served, adapter="someone/adapter")
