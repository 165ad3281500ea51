"""One way to talk to a Hub through huggingface_hub: bounded retries, and every failure as one line."""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from ..files.errors import InputError

if TYPE_CHECKING:
    from huggingface_hub import HfApi

# Seconds before each new try. The client itself retries some calls for 23 s; after those PATIENCE stops us, so that
# no call waits longer than about half a minute.
WAITS = (1.0, 2.0, 4.0, 8.0)
PATIENCE = 20.0
SILENCE = 60.0  # seconds without a byte before a Hub counts as gone; the client's own default is to wait for ever

T = TypeVar("T")


@dataclass(frozen=True)
class Fault:
    """What went wrong, and whether it may pass by itself."""

    text: str
    passing: bool
    status: int | None = None


def connect() -> HfApi:
    """The client of the Hub that HF_ENDPOINT names now (huggingface_hub itself reads it once, when imported)."""
    from huggingface_hub import HfApi

    return HfApi(endpoint=os.environ.get("HF_ENDPOINT") or None)


def call(api: HfApi, doing: str, function: Callable[..., T], *args: Any, allow: Any = (), **kwargs: Any) -> T:
    """Call the Hub; try again while the fault may pass. `doing` says what for, in the error's words.

    Exceptions of the types `allow` go through. Raises InputError for every other refusal or failure of the Hub.
    """
    start = time.monotonic()
    for wait in (*WAITS, None):
        try:
            return function(*args, **kwargs)
        except allow:
            raise
        except Exception as error:
            fault = fault_of(error)
            if fault is None:
                raise
            late = wait is None or time.monotonic() - start + wait > PATIENCE
            if late or not fault.passing:
                raise InputError(f"{doing}: the Hub at {api.endpoint} {fault.text}") from None
        time.sleep(wait or 0)
    raise AssertionError("the last try returns or raises")


def fault_of(error: BaseException | None) -> Fault | None:
    """What a failure of huggingface_hub means; None where it is not the Hub's."""
    import httpx2
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, OfflineModeIsEnabled

    again = "run the same command again"
    while error is not None:
        if isinstance(error, HfHubHTTPError) and error.response is not None:
            return _answered(error.response.status_code, str(error.server_message or ""), again)
        if isinstance(error, httpx2.TransportError):
            return Fault(f"did not answer ({type(error).__name__}); check HF_ENDPOINT and the network, {again}", True)
        if isinstance(error, OfflineModeIsEnabled):
            return Fault("may not be called: HF_HUB_OFFLINE is set; unset it", False)
        if isinstance(error, HFValidationError):
            return Fault(f"cannot have a repository of this name ({' '.join(str(error).split())})", False)
        if isinstance(error, json.JSONDecodeError):
            return Fault(f"answered something that is no JSON; check HF_ENDPOINT, {again}", True)
        error = error.__cause__ or error.__context__
    return None


def _answered(status: int, said: str, again: str) -> Fault:
    if status == 412:
        return Fault(f"already has another commit that came first; look at it, then {again}", False, status)
    if status in (401, 403):
        text = f"refused ({status}); log in with `hf auth login` or set HF_TOKEN to a token that may write"
        return Fault(text, False, status)
    if status == 429 or status >= 500:
        return Fault(f"answered {status}; {again} in a while", True, status)
    reason = " ".join(said.split())[:200]
    return Fault(f"answered {status}{f' ({reason})' if reason else ''}; correct the request or the Hub", False, status)


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Keep the client's own lines about retries off stderr, and its progress bars where nobody watches."""
    import sys

    from huggingface_hub.utils import are_progress_bars_disabled, disable_progress_bars, enable_progress_bars, logging

    level = logging.get_verbosity()
    hide = not sys.stderr.isatty() and not are_progress_bars_disabled()
    logging.set_verbosity(logging.CRITICAL)
    if hide:
        disable_progress_bars()
    try:
        yield
    finally:
        logging.set_verbosity(level)
        if hide:
            enable_progress_bars()


def expect_answers() -> None:
    """Make the client of this process give up on a Hub that is silent for `SILENCE` seconds. For command lines."""
    _check_address(os.environ.get("HF_ENDPOINT") or "https://")
    import httpx2
    from huggingface_hub import set_client_factory
    from huggingface_hub.utils._http import hf_request_event_hook

    set_client_factory(
        lambda: httpx2.Client(
            event_hooks={"request": [hf_request_event_hook]}, follow_redirects=True, timeout=httpx2.Timeout(SILENCE)
        )
    )


def _check_address(endpoint: str) -> None:
    from urllib.parse import urlsplit

    try:
        usable = urlsplit(endpoint).scheme in ("http", "https") and urlsplit(endpoint).port != 0
    except ValueError:
        usable = False
    if not usable:
        raise InputError(f"HF_ENDPOINT is {endpoint!r}; set it to an address such as http://127.0.0.1:8090")


def hub_failures() -> tuple[type[Exception], ...]:
    """What the Hub clients raise when the Hub refuses, fails or does not answer: for `except hub_failures()`."""
    from huggingface_hub.errors import HfHubHTTPError

    # The client's own transport errors share a base class with it, whichever HTTP library its version uses.
    transport = next(base for base in HfHubHTTPError.__mro__ if base.__name__ == "HTTPError")
    return (transport, OSError)
