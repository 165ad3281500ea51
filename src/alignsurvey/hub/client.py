"""One way to talk to a Hub through huggingface_hub: bounded retries, and every failure as one line."""

from __future__ import annotations

import contextlib
import ipaddress
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from ..files.errors import InputError, disk_is_full

if TYPE_CHECKING:
    from huggingface_hub import HfApi

# Seconds before each new try. The client itself retries some calls for 23 s; after those PATIENCE stops us, so that
# no call waits longer than about half a minute.
WAITS = (1.0, 2.0, 4.0, 8.0)
PATIENCE = 20.0
SILENCE = 60.0  # seconds without a byte before a Hub counts as gone; the client's own default is to wait for ever
PUBLIC = "https://huggingface.co"
_AGAIN = "run the same command again"

T = TypeVar("T")


class BadAnswer(OSError):
    """The Hub's answer is not what it announced: cut, a page of HTML, or other bytes. It may pass by itself."""


@dataclass(frozen=True)
class Fault:
    """What went wrong, and whether it may pass by itself."""

    text: str
    passing: bool
    status: int | None = None


def address() -> str:
    """The address of the Hub that HF_ENDPOINT names now."""
    return os.environ.get("HF_ENDPOINT") or PUBLIC


def connect() -> HfApi:
    """The client of the Hub that HF_ENDPOINT names now (huggingface_hub itself reads it once, when imported)."""
    from huggingface_hub import HfApi

    return HfApi(endpoint=address())


def on_loopback(url: str) -> bool:
    """Whether an address is on this machine."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or host.endswith(".localhost") or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def call(api: HfApi, doing: str, function: Callable[..., T], *args: Any, allow: Any = (), **kwargs: Any) -> T:
    """Call the Hub; try again while the fault may pass.

    Args:
        api: The client.
        doing: What for, in the error's words.
        function: What to call, with `args` and `kwargs`.
        allow: Types of exceptions that go through.

    Raises:
        InputError: The Hub refuses or fails.
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


@contextlib.contextmanager
def hub_errors(what: str) -> Iterator[None]:
    """Turn what a library raises that loads from the Hub by itself, such as transformers, into one line about `what`.

    Raises:
        InputError: The Hub refuses or fails, or `what` cannot be loaded.
    """
    try:
        yield
    except InputError:
        raise
    except Exception as error:
        fault = fault_of(error)
        if fault:
            raise InputError(f"{what}: the Hub at {address()} {fault.text}") from None
        if not isinstance(error, ValueError | OSError) or disk_is_full(error):
            raise
        first = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
        raise InputError(f"{what}: cannot be loaded ({first}); check the name and the revision") from None


def fault_of(error: BaseException | None) -> Fault | None:
    """What a failure of a Hub's client means; None where it is not the Hub's."""
    import httpx2
    from huggingface_hub import errors

    seen = error
    while seen is not None:
        if isinstance(seen, errors.HfHubHTTPError) and seen.response is not None:
            return _missing(seen) or _answered(seen.response.status_code, str(seen.server_message or ""))
        if isinstance(seen, httpx2.TransportError):
            return Fault(f"did not answer ({type(seen).__name__}); check HF_ENDPOINT and the network, {_AGAIN}", True)
        if isinstance(seen, errors.OfflineModeIsEnabled):
            return Fault("may not be called: HF_HUB_OFFLINE is set; unset it", False)
        if isinstance(seen, errors.HFValidationError):
            return Fault(f"cannot have a repository of this name ({' '.join(str(seen).split())})", False)
        if isinstance(seen, json.JSONDecodeError):
            return Fault(f"answered something that is no JSON; check HF_ENDPOINT, {_AGAIN}", True)
        if isinstance(seen, BadAnswer | errors.FileMetadataError) or "Consistency check failed" in str(seen):
            return Fault(f"sent something else than it announced; {_AGAIN} in a while", True)
        seen = seen.__cause__ or seen.__context__
    if isinstance(error, errors.LocalEntryNotFoundError | ConnectionError):
        return Fault(f"did not answer; check HF_ENDPOINT and the network, {_AGAIN}", True)
    return None


def _missing(error: Any) -> Fault | None:
    """What is not there, or not for everybody."""
    from huggingface_hub import errors

    status = error.response.status_code
    if isinstance(error, errors.GatedRepoError):
        return Fault("restricts access to it; accept its terms there and set HF_TOKEN", False, status)
    if isinstance(error, errors.RevisionNotFoundError):
        return Fault("has no such revision; check the tag", False, status)
    if isinstance(error, errors.RepositoryNotFoundError):
        return Fault("has no such repository; check the name, HF_ENDPOINT and HF_TOKEN", False, status)
    return None


def _answered(status: int, said: str) -> Fault:
    if status == 412:
        return Fault(f"already has another commit that came first; look at it, then {_AGAIN}", False, status)
    if status in (401, 403):
        text = f"refused ({status}); log in with `hf auth login` or set HF_TOKEN to a token that may write"
        return Fault(text, False, status)
    if status == 429 or status >= 500:
        return Fault(f"answered {status}; {_AGAIN} in a while", True, status)
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
    _check_address(address())
    import httpx2
    from huggingface_hub import set_client_factory
    from huggingface_hub.utils._http import hf_request_event_hook

    set_client_factory(
        lambda: httpx2.Client(
            event_hooks={"request": [hf_request_event_hook]}, follow_redirects=True, timeout=httpx2.Timeout(SILENCE)
        )
    )


def _check_address(endpoint: str) -> None:
    try:
        usable = urlsplit(endpoint).scheme in ("http", "https") and urlsplit(endpoint).port != 0
    except ValueError:
        usable = False
    if not usable:
        raise InputError(f"HF_ENDPOINT is {endpoint!r}; set it to an address such as http://127.0.0.1:8090")
