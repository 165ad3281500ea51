"""A Hub on loopback that fails while it is armed, and what a campaign found."""

import contextlib
import os
import random
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

from starlette.responses import Response

from alignsurvey.hub import client, client_environment, download, server


@dataclass
class Found:
    """What a campaign tried, what it met, and where its promise was broken."""

    promise: str
    tried: int = 0
    faults: int = 0
    kills: int = 0
    broken: list = field(default_factory=list)


class FaultyHub:
    """While armed, each request meets a fault with a chance of `rate`, at most `most` of them."""

    def __init__(self, seed):
        self.draw = random.Random(seed)
        self.rate, self.most, self.injected = 0.0, 0, 0
        self.url = ""

    @contextlib.contextmanager
    def armed(self, rate=0.15, most=12):
        self.rate, self.most = rate, most
        try:
            yield
        finally:
            self.rate, self.most = 0.0, 0

    def wrap(self, app):
        async def around(scope, receive, send):
            if scope["type"] == "http" and self.most and self.draw.random() < self.rate:
                self.most -= 1
                self.injected += 1
                return await self.draw.choice(FAULTS)(app, scope, receive, send)
            return await app(scope, receive, send)

        return around


async def _unavailable(app, scope, receive, send):
    await Response("down", 503)(scope, receive, send)


async def _html(app, scope, receive, send):
    await Response("<html>log in</html>", 200, media_type="text/html")(scope, receive, send)


async def _reset(app, scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"100")]})
    await send({"type": "http.response.body", "body": b"{", "more_body": True})
    raise ConnectionError("reset by the campaign")


async def _lost(app, scope, receive, send):
    """What was asked is done, and the answer is lost."""

    async def nowhere(message):
        pass

    await app(scope, receive, nowhere)
    await _unavailable(app, scope, receive, send)


async def _cut(app, scope, receive, send):
    """Half of the body, under headers that fit it."""
    start, body = {}, b""

    async def collect(message):
        nonlocal start, body
        if message["type"] == "http.response.start":
            start = message
        else:
            body += message.get("body", b"")

    await app(scope, receive, collect)
    half = body[: len(body) // 2]
    headers = [(name, value) for name, value in start["headers"] if name != b"content-length"]
    await send({**start, "headers": [*headers, (b"content-length", str(len(half)).encode())]})
    await send({"type": "http.response.body", "body": half})


FAULTS = (_unavailable, _html, _reset, _lost, _cut)


@contextlib.contextmanager
def faulty_hub(root: Path, seed: int):
    """The Hub, with this process's clients pointed at it; nobody waits between two tries."""
    import logging

    os.environ.update(HF_HUB_DISABLE_XET="1", HF_HUB_DISABLE_PROGRESS_BARS="1")  # read when the client is imported
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # it tells every connection that the campaign resets
    hub = FaultyHub(seed)
    clock = SimpleNamespace(sleep=lambda seconds: None, monotonic=time.monotonic)
    client.time = clock
    import huggingface_hub.constants
    import huggingface_hub.utils._http

    huggingface_hub.utils._http.time = clock
    with server.running(root, hub.wrap) as url:
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        hub.url = url
        os.environ.update(client_environment(url))
        huggingface_hub.constants.HF_HUB_CACHE = str(root.parent / "cache")
        yield hub


def forget():
    """Let the next call ask the Hub again."""
    download.files_at.cache_clear()


def in_a_child(work, kill_after=None):
    """Run `work` in a process of its own; kill it after so many seconds. Returns whether it was killed."""
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        status = 1
        with contextlib.suppress(BaseException):
            work()
            status = 0
        os._exit(status)
    deadline = None if kill_after is None else time.monotonic() + kill_after
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        if deadline and time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return True
        time.sleep(0.002)
    return False
