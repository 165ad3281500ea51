"""What a model does not accept is given up until it answers; what it answers becomes text that can be written."""

from types import SimpleNamespace

import openai
import pytest

from alignsurvey.predict.endpoints.chat_endpoint import Served, described, over_window, reply_text, shorter, weaker
from alignsurvey.predict.endpoints.client import open_client

ASKED = [{"role": "user", "content": "?"}]
SCHEMA = {"type": "json_schema", "json_schema": {"name": "x", "schema": {}}}


def model(served, settings=None, **options):
    return Served(open_client(served.url, "sk-canary", **options), "m", settings or {"max_tokens": 5})


@pytest.mark.parametrize(("code", "said"), [(400, "This response_format type is unavailable now"), (422, "bad input")])
def test_form_of_output_is_weakened_until_it_is_accepted(served, code, said):
    def answer(request):
        shape = request.get("response_format", {}).get("type")
        return (code, served.refusal(said)) if shape == "json_schema" else (200, served.completion(str(shape)))

    served.answer = answer
    client = model(served, {"max_tokens": 5, "temperature": 0.0, "response_format": SCHEMA})
    assert [client.negotiate(ASKED).message.content for _ in range(2)] == ["json_object"] * 2
    assert len(served.asked) == 3
    assert client.settings == {"max_tokens": 5, "temperature": 0.0, "response_format": {"type": "json_object"}}


def test_prompt_that_is_refused_whatever_is_given_up_changes_nothing(served):
    served.answer = lambda request: (400, served.refusal("the context is over 10 tokens, lower max_tokens"))
    client = model(served, {"max_tokens": 5, "response_format": SCHEMA})
    with pytest.raises(openai.BadRequestError):
        client.negotiate(ASKED)
    assert client.settings == {"max_tokens": 5, "response_format": SCHEMA}


@pytest.mark.parametrize(
    ("settings", "said", "expected"),
    [
        ({"max_tokens": 5}, "use max_completion_tokens instead of max_tokens", {"max_completion_tokens": 5}),
        ({"max_completion_tokens": 5}, "max_completion_tokens is too large", None),
        ({"max_tokens": 5, "temperature": 0.0}, "temperature is not supported", {"max_tokens": 5}),
        ({"max_tokens": 5}, "no", None),
        ({"max_tokens": 5, "response_format": {"type": "json_object"}}, "no", {"max_tokens": 5}),
    ],
)
def test_what_is_given_up(settings, said, expected):
    assert weaker(settings, said) == expected


def test_one_of_two_that_exclude_each_other_is_given_up_and_greedy_decoding_stays():
    settings = {"max_tokens": 5, "temperature": 0.0, "top_p": 1.0}
    assert weaker(settings, "`temperature` and `top_p` cannot both be specified") == {
        "max_tokens": 5,
        "temperature": 0.0,
    }


def test_refusal_after_an_answer_is_about_the_prompt(served):
    answers = iter([(200, served.completion("yes")), (400, served.refusal("temperature, response_format"))])
    served.answer = lambda request: next(answers)
    settings = {"max_tokens": 5, "temperature": 0.0, "response_format": SCHEMA}
    client = model(served, settings)
    client.negotiate(ASKED)
    with pytest.raises(openai.BadRequestError):
        client.negotiate(ASKED)
    assert client.settings == settings
    assert len(served.asked) == 2


def test_prompt_over_the_window_loses_its_middle_until_it_fits(served):
    def answer(request):
        text = "".join(message["content"] for message in request["messages"])
        fits = len(text) <= 300
        return (200, served.completion(text)) if fits else (400, served.refusal("maximum context length is 300 tokens"))

    served.answer = answer
    client = model(served)
    example = [{"role": "user", "content": "示例"}, {"role": "assistant", "content": "B"}]
    reply = client.ask_cut([*example, {"role": "user", "content": f"BEGIN{'x' * 900}END"}]).message.content
    assert reply.startswith("示例BBEGIN")
    assert reply.endswith("END")
    assert 200 < len(reply) <= 300
    assert client.cut == 1


def test_prompt_that_never_fits_is_refused_after_some_cuts(served):
    served.answer = lambda request: (400, served.refusal("prompt is too long"))
    client = model(served)
    with pytest.raises(openai.BadRequestError):
        client.ask_cut([{"role": "user", "content": "x" * 1000}])
    assert len(served.asked) == 11
    assert client.cut == 0


def test_only_long_messages_are_cut():
    messages = [{"role": "user", "content": "short"}, {"role": "user", "content": "0123456789" * 10}]
    assert shorter(messages)[0] == messages[0]
    assert len(shorter(messages)[1]["content"]) == 70


@pytest.mark.parametrize(
    "said",
    [
        "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens",
        "Error code: 400 - {'error': {'code': 'context_length_exceeded'}}",
        "the request exceeds the available context size, try increasing it",
        "prompt is too long: 210000 tokens > 200000 maximum",
    ],
)
def test_words_for_a_prompt_over_the_window(said):
    assert over_window(said)
    assert not over_window("the content filter says no")


def message(content, **more):
    return SimpleNamespace(content=content, **more)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (message("B. yes"), ("B. yes", "")),
        (message(None), ("", "")),
        (message("B", reasoning_content="so"), ("B", "so")),
        (message("B", reasoning="so"), ("B", "so")),
        (message(None, refusal="I cannot."), ("I cannot.", "")),
        (message([{"type": "text", "text": "B. "}, {"type": "text", "text": "是"}]), ("B. 是", "")),
        (
            message(
                [{"type": "thinking", "thinking": [{"type": "text", "text": "so"}]}, {"type": "text", "text": "B"}]
            ),
            ("B", "so"),
        ),
        (message({"naturalness": 4}), ('{"naturalness": 4}', "")),
        (message("cut \ud83d"), ("cut \ufffd", "")),
        (message("whole \ud83d\ude00"), ("whole \U0001f600", "")),
        (message("I got sk-canary", reasoning_content="sk-canary"), ("I got [key]", "[key]")),
    ],
)
def test_text_of_a_reply(given, expected):
    assert reply_text(given, "sk-canary") == expected


def test_word_that_stands_for_no_key_stays_in_replies():
    assert reply_text(message("none of them, 4"), "none")[0] == "none of them, 4"


def test_parameters_are_told_with_the_form_of_output():
    assert described({"temperature": 0.0, "response_format": SCHEMA}) == "response_format=json_schema temperature"
