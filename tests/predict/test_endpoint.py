"""What is shared by all that talks to endpoints: pace, retries, what a model does not accept."""

import time
from concurrent.futures import ThreadPoolExecutor

import httpx2
import openai
import pytest

from alignsurvey.predict.endpoint import Pace, Served, failure, host, open_client, weaker

ASKED = [{"role": "user", "content": "?"}]
SCHEMA = {"type": "json_schema", "json_schema": {"name": "x", "schema": {}}}


def model(served, settings=None, **options):
    return Served(open_client(served.url, "sk-canary", **options), "m", settings or {"max_tokens": 5})


def test_retry_after_is_waited_for(served):
    answers = iter([(429, served.refusal("busy"), {"Retry-After": "1"}), (200, served.completion("yes"))])
    served.answer = lambda request: next(answers)
    began = time.monotonic()
    assert model(served).ask(ASKED).message.content == "yes"
    assert time.monotonic() - began >= 1


@pytest.mark.parametrize(
    "body", [b"{not json", b"", b"[]", b'{"choices": []}', b'{"choices": [{}]}', b'{"error": "x"}']
)
def test_broken_body_is_asked_again(served, body):
    answers = iter([(200, body), (200, served.completion("yes"))])
    served.answer = lambda request: next(answers)
    assert model(served).ask(ASKED).message.content == "yes"


def test_failures_are_told_apart_without_what_the_endpoint_wrote(served, serve):
    def fail(answer, **options):
        served.answer = answer
        with pytest.raises(openai.OpenAIError) as caught:
            model(served, retries=0, **options).ask(ASKED)
        return failure(caught.value)

    def slow(request):
        time.sleep(0.5)
        return 200, served.completion("late")

    assert fail(lambda request: (200, b"<html>")) == "the endpoint answered with something else than a completion"
    assert fail(lambda request: (500, served.refusal("sk-canary"))) == "the endpoint answered 500"
    assert fail(slow, timeout=0.1) == "the endpoint did not answer in time"
    served.server.server_close()
    assert fail(slow, timeout=5) == "the endpoint cannot be reached"


def test_pace_holds_for_what_is_tried_again(served):
    begun = []

    def answer(request):
        begun.append(time.monotonic())
        return (503, b"", {"Retry-After-Ms": "1"}) if len(begun) % 2 else (200, served.completion("yes"))

    served.answer = answer
    client = model(served, per_minute=600)
    for _ in range(3):
        client.ask(ASKED)
    assert len(begun) == 6
    assert begun[-1] - begun[0] >= 5 * 0.1 - 0.05


def test_what_one_call_is_told_to_wait_all_wait(served):
    begun = []

    def answer(request):
        begun.append(time.monotonic())
        return (429, served.refusal("busy"), {"Retry-After": "1"}) if len(begun) == 1 else (200, served.completion("a"))

    served.answer = answer
    client = model(served)
    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(client.ask, ASKED)
        while not begun:
            time.sleep(0.01)
        time.sleep(0.1)
        others = [pool.submit(client.ask, ASKED) for _ in range(3)]
        assert [call.result().message.content for call in (first, *others)] == ["a"] * 4
    assert min(begun[1:]) - begun[0] >= 1


def test_longer_waits_than_the_client_takes_are_kept(monkeypatch):
    waits = []
    monkeypatch.setattr(time, "sleep", waits.append)
    pace, refusal = Pace(), httpx2.Response(429, headers={"Retry-After": "300"})
    pace.heed(refusal)
    pace(None)
    assert 299 < waits[0] <= 300
    assert float(refusal.headers["retry-after"]) < 1


@pytest.mark.parametrize("wait", ["86400", "nan", "-1", "soon", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_waits_out_of_reason_are_left_to_the_client(wait, monkeypatch):
    waits = []
    monkeypatch.setattr(time, "sleep", waits.append)
    pace, refusal = Pace(), httpx2.Response(429, headers={"Retry-After": wait})
    pace.heed(refusal)
    pace(None)
    assert waits == [0]
    assert refusal.headers["retry-after"] == wait


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


def test_host_hides_path_credentials_and_query():
    assert host("https://me:key@api.example.com:8443/account/v1?key=x") == "https://api.example.com"
