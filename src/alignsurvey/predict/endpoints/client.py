"""What all that talks to OpenAI-compatible endpoints shares: the client with its retries and its pace, and one line for
each way in which a call fails.

A key is handed to the client and goes nowhere else: no message of an endpoint is ever repeated, because some quote it.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from ...files.errors import InputError, require
from ...hub.client import on_loopback

RETRIES = 6  # with the client's back-off (0.5 s doubling to 8 s) about half a minute
TIMEOUT = 600.0  # seconds without a byte, the client's own default
PATIENCE = 900.0  # seconds that an endpoint may ask everybody to wait, or take over a body; some send blanks meanwhile


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
    that are tried again among them. Raises InputError for a proxy in the environment that cannot be used."""
    openai = require("openai", "api")
    import httpx2

    pace = Pace(per_minute)
    hooks = {"request": [pace], "response": [pace.heed, _refuse_torn]}
    try:
        web = openai.DefaultHttpx2Client(event_hooks=hooks, timeout=timeout, trust_env=not on_loopback(base_url or ""))
    except (ImportError, ValueError, httpx2.InvalidURL):  # what a proxy address may hold is not repeated
        raise InputError(
            "the proxy that HTTP_PROXY, HTTPS_PROXY or ALL_PROXY names cannot be used; give one that begins with "
            "http://, or unset them"
        ) from None
    return openai.OpenAI(api_key=key, base_url=base_url, max_retries=retries, timeout=timeout, http_client=web)


def clean_key(key: str, where: str) -> str:
    """The key without blanks around it. Raises InputError, without the key, where no header could carry it."""
    key = key.strip()
    if not key.isascii() or not key.isprintable() or " " in key:
        raise InputError(f"{where} holds a blank, a line break or a letter that no key has; set it again")
    return key


def address_fault(url: str) -> str:
    """What is wrong with the address of an endpoint, without the address; empty if nothing is."""
    try:
        parts = urlsplit(url)
        odd = parts.scheme not in ("http", "https") or not parts.hostname or (parts.port or 0) < 0
    except ValueError:
        odd = True
    if odd:
        return "must be an address that begins with http:// or https://"
    if parts.username or parts.password or parts.query or parts.fragment:
        return "must hold no credentials and no query"
    if parts.path.rstrip("/").endswith("/chat/completions"):
        return "must end before /chat/completions"
    return ""


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
        wait = _seconds(response.headers.get("retry-after", ""))
        if 0 < wait <= PATIENCE:
            with self._lock:
                self._next = max(self._next, time.monotonic() + wait)
            response.headers["retry-after"] = "0.1"  # the wait is done above, also where the client would give up


def _seconds(retry_after: str) -> float:
    """How long a Retry-After asks to wait, in either of its forms; 0 if it says nothing."""
    try:
        return float(retry_after)
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(retry_after).timestamp() - time.time()
    except ValueError:
        return 0.0


def _refuse_torn(response: Any) -> None:
    """Turn a good status with a broken or endless body into a failure on the way, which the client tries again."""
    import httpx2

    if not response.is_success:
        return
    response.stream = _bounded(response.stream, response.request)
    response.read()
    try:
        body = json.loads(response.content)
    except (ValueError, RecursionError):
        body = None
    choices = body.get("choices") if isinstance(body, dict) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    kinds = {"message": dict, "text": str}  # of a chat completion and of a plain one
    if not isinstance(first, dict) or not any(isinstance(first.get(name), kind) for name, kind in kinds.items()):
        raise httpx2.DecodingError("no completion", request=response.request)
    response.headers["content-type"] = "application/json"  # it is: the client goes by what the header says


def _bounded(stream: Any, request: Any) -> Any:
    """A body's stream that ends in a timeout when it goes on for longer than the patience, byte by byte."""
    import httpx2

    class Bounded(httpx2.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            until = time.monotonic() + PATIENCE
            for part in stream:
                if time.monotonic() > until:
                    raise httpx2.ReadTimeout("the body does not end", request=request)
                yield part

        def close(self) -> None:
            stream.close()

    return Bounded()


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
