"""What all that talks to OpenAI-compatible endpoints shares: the client with its retries and its pace, the parameters
that a model accepts, and one line for each way in which a call fails.

A key is handed to the client and goes nowhere else: no message of an endpoint is ever repeated, because some quote it.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ..schema import require
from ..tasks import Message

RETRIES = 6  # with the client's back-off (0.5 s doubling to 8 s) about half a minute
TIMEOUT = 600.0  # seconds without a byte, the client's own default
PATIENCE = 900.0  # seconds that an endpoint may ask everybody to wait; the client itself would give up over 120
LIMITS = ("max_tokens", "max_completion_tokens")
_WEAKER_FORMAT = {"json_schema": {"type": "json_object"}}


def open_client(
    base_url: str | None,
    key: str,
    *,
    retries: int = RETRIES,
    timeout: float = TIMEOUT,
    per_minute: float | None = None,
) -> Any:
    """An OpenAI client that tries a call again, with back-off and as Retry-After says, when it is refused for its
    rate, fails on the way, or is answered with anything but a completion. `per_minute` holds for every request, those
    that are tried again among them."""
    openai = require("openai", "api")
    pace = Pace(per_minute)
    hooks = {"request": [pace], "response": [pace.heed, _refuse_torn]}
    web = openai.DefaultHttpx2Client(event_hooks=hooks, timeout=timeout)
    return openai.OpenAI(api_key=key, base_url=base_url, max_retries=retries, timeout=timeout, http_client=web)


class Pace:
    """Called before each request: waits so that no more than `per_minute` begin in a minute, evenly spaced, and none
    before the time that the endpoint named in a Retry-After to any of them."""

    def __init__(self, per_minute: float | None = None) -> None:
        self._gap = 60 / per_minute if per_minute else 0.0
        self._next = 0.0
        self._lock = threading.Lock()

    def __call__(self, request: Any) -> None:
        with self._lock:
            begin = max(time.monotonic(), self._next)
            self._next = begin + self._gap if self._gap else self._next
        time.sleep(max(0.0, begin - time.monotonic()))

    def heed(self, response: Any) -> None:
        """Called after each response: what one request is told holds for all that have not begun."""
        if response.status_code not in (429, 503):
            return
        try:
            wait = float(response.headers.get("retry-after", ""))
        except ValueError:
            return
        if 0 < wait <= PATIENCE:
            with self._lock:
                self._next = max(self._next, time.monotonic() + wait)
            response.headers["retry-after"] = "0.1"  # the wait is done above, also where the client would give up


def _refuse_torn(response: Any) -> None:
    """Turn a good status with a broken body into a failure on the way, which the client tries again."""
    import httpx2

    if response.status_code != 200:
        return
    response.read()
    try:
        body = json.loads(response.content)
    except ValueError:
        body = None
    choices = body.get("choices") if isinstance(body, dict) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    kinds = {"message": dict, "text": str}  # of a chat completion and of a plain one
    if not isinstance(first, dict) or not any(isinstance(first.get(name), kind) for name, kind in kinds.items()):
        raise httpx2.DecodingError("no completion", request=response.request)


@dataclass
class Served:
    """One model behind an endpoint. `settings` are the parameters that are sent with every call; one of `LIMITS` is
    among them."""

    client: Any
    model: str
    settings: dict[str, Any]

    def ask(self, messages: Sequence[Message], limit: int | None = None, **more: Any) -> Any:
        """The first choice of one completion, of at most `limit` tokens. Raises openai.OpenAIError."""
        settings = self.settings if limit is None else {**self.settings, _limit(self.settings): limit}
        return self._create(messages, {**settings, **more})

    def negotiate(self, messages: Sequence[Message], limit: int | None = None) -> Any:
        """As `ask`; parameters that the model refuses are renamed, weakened or left out, for good once it accepts the
        rest. Raises openai.OpenAIError."""
        import openai

        settings = self.settings
        while True:
            try:
                choice = self._create(messages, settings if limit is None else {**settings, _limit(settings): limit})
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                fewer = weaker(settings, str(error))
                if fewer is None:
                    raise
                settings = fewer
                continue
            self.settings = settings
            return choice

    def _create(self, messages: Sequence[Message], settings: Mapping[str, Any]) -> Any:
        answer = self.client.chat.completions.create(model=self.model, messages=list(messages), **settings)
        return answer.choices[0]


def weaker(settings: Mapping[str, Any], said: str) -> dict[str, Any] | None:
    """Settings that may be accepted after a refusal in the words of `said`; None if there is nothing to give up.

    A form of output goes last, but whatever was said: servers name that refusal in many ways, or not at all.
    """
    shape = settings.get("response_format")
    named = [name for name in settings if name in said and name != "response_format"]
    rest = {name: value for name, value in settings.items() if name not in named}
    if named and "response_format" not in said:
        return {**rest, LIMITS[1]: settings[LIMITS[0]]} if LIMITS[0] in named else _without_limits(rest, named)
    if shape is None:
        return None
    less = _WEAKER_FORMAT.get(shape["type"])
    rest = {name: value for name, value in settings.items() if name != "response_format"}
    return {**rest, "response_format": less} if less else rest


def _without_limits(rest: dict[str, Any], named: Sequence[str]) -> dict[str, Any] | None:
    """A limit is never given up: a reply without an end costs without an end."""
    return None if LIMITS[1] in named else rest


def _limit(settings: Mapping[str, Any]) -> str:
    return next(name for name in LIMITS if name in settings)


def host(url: Any) -> str:
    """Scheme and host of an endpoint: what may be told of it, since paths and queries may hold an account or a key."""
    parts = urlsplit(str(url))
    return f"{parts.scheme}://{parts.hostname}"


def status(error: Exception) -> int | None:
    """The HTTP status of a failed call, None where it got none."""
    found = getattr(error, "status_code", None)
    return int(found) if found is not None else None


def failure(error: Exception) -> str:
    """What went wrong with a call, without its key, prompt or what the endpoint wrote."""
    import httpx2
    import openai

    if isinstance(error.__cause__, httpx2.DecodingError):
        return "the endpoint answered with something else than a completion"
    if isinstance(error, openai.APITimeoutError):
        return "the endpoint did not answer in time"
    if isinstance(error, openai.APIConnectionError):
        return "the endpoint cannot be reached"
    return f"the endpoint answered {status(error) or type(error).__name__}"


def reply_text(message: Any) -> tuple[str, str]:
    """(answer, reasoning trace that some servers give beside it) of a completion's message."""
    trace = getattr(message, "reasoning_content", None) or getattr(message, "reasoning", None)
    return str(message.content or ""), str(trace or "")
