"""What is shared by all that talks to endpoints: pace, retries, what a model does not accept."""

import time
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate

import httpx2
import openai
import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.predict.endpoints import client as endpoint
from alignsurvey.predict.endpoints.chat_endpoint import Served
from alignsurvey.predict.endpoints.client import Pace, address_fault, clean_key, failure, host, open_client

ASKED = [{"role": "user", "content": "?"}]


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


@pytest.mark.parametrize("status", [201, 204])
def test_other_good_status_without_a_completion_is_asked_again(served, status):
    answers = iter([(status, b"" if status == 204 else b"<html>"), (200, served.completion("yes"))])
    served.answer = lambda request: next(answers)
    assert model(served).ask(ASKED).message.content == "yes"


def test_completion_counts_whatever_its_content_type_says(served):
    served.answer = lambda request: (200, served.completion("yes"), {"Content-Type": "text/plain"})
    assert model(served).ask(ASKED).message.content == "yes"


def test_body_that_drips_without_an_end_is_given_up(served, monkeypatch):
    monkeypatch.setattr(endpoint, "PATIENCE", 0.2)

    def drip():
        while True:
            time.sleep(0.05)
            yield b" "

    served.answer = lambda request: (200, drip())
    with pytest.raises(openai.APITimeoutError):
        model(served, retries=0, timeout=5).ask(ASKED)


@pytest.mark.parametrize("name", ["HTTP_PROXY", "ALL_PROXY"])
def test_no_proxy_is_asked_for_what_is_on_this_machine(served, monkeypatch, name):
    monkeypatch.setenv(name, "socks5://127.0.0.1:9")
    served.answer = lambda request: (200, served.completion("yes"))
    assert model(served, retries=0).ask(ASKED).message.content == "yes"


@pytest.mark.parametrize("proxy", ["socks9://me:canary@h", "http://h:canary"])
def test_proxy_that_cannot_be_used_is_one_line_without_it(monkeypatch, proxy):
    monkeypatch.setenv("ALL_PROXY", proxy)
    with pytest.raises(InputError, match="ALL_PROXY") as caught:
        open_client("https://api.example.com/v1", "k")
    assert "canary" not in str(caught.value)


def test_key_loses_the_line_break_that_files_end_with():
    assert clean_key(" sk-canary\r\n", "the key") == "sk-canary"


@pytest.mark.parametrize("key", ["sk-canary\nsk", "sk canary", "sk-canary密", "sk-canary\x01"])
def test_key_that_no_header_carries_is_told_without_it(key):
    with pytest.raises(InputError, match="the key holds a blank") as caught:
        clean_key(key, "the key")
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("http://127.0.0.1:8000/v1", ""),
        ("HTTPS://api.example.com", ""),
        ("api.example.com/v1", "begins with"),
        ("ftp://h/v1", "begins with"),
        ("http://h:99999/v1", "begins with"),
        ("", "begins with"),
        ("https://u:p@h/v1", "no credentials"),
        ("https://h/v1?key=x", "no query"),
        ("https://h/v1/chat/completions/", "end before"),
    ],
)
def test_address_of_an_endpoint(url, fault):
    found = address_fault(url)
    assert fault in found
    assert bool(fault) == bool(found)


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


def test_retry_after_may_be_a_date(monkeypatch):
    waits = []
    monkeypatch.setattr(time, "sleep", waits.append)
    pace, refusal = Pace(), httpx2.Response(429, headers={"Retry-After": formatdate(time.time() + 90, usegmt=True)})
    pace.heed(refusal)
    pace(None)
    assert 85 < waits[0] <= 90


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


def test_host_hides_path_credentials_and_query():
    assert host("https://me:key@api.example.com:8443/account/v1?key=x") == "https://api.example.com"
