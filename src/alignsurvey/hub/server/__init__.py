"""A Hub on loopback for rehearsals and tests: the calls that the Hugging Face clients make, over git and a folder.

with running(Path("hub")) as url:   # then HF_ENDPOINT=url for any client
    ...
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from ...files.errors import InputError, require

if TYPE_CHECKING:
    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

    from .store import Store

HOST = "127.0.0.1"
_START_SECONDS = 20


def create_app(store: Store) -> Starlette:
    """The Hub as an ASGI app over an opened store (`store.open_store`)."""
    require("starlette", "hub")
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.routing import Route

    from .api import ROUTES
    from .store import HubError

    routes = [Route(path, _endpoint(store, handler), methods=[method]) for method, path, handler in ROUTES]
    for prefix in ("", "/{kind}"):
        path = f"{prefix}/{{owner}}/{{name}}.git/info/lfs/objects/{{oid}}"
        routes.append(Route(path, _receiver(store), methods=["PUT"]))
    return Starlette(routes=routes, middleware=[Middleware(_RawPath)], exception_handlers={HubError: _refusal})


class _RawPath:
    """Routes on the path as sent: a revision or file may hold an encoded slash, which must not split it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            scope = {**scope, "path": scope["raw_path"].decode("ascii")}
        await self.app(scope, receive, send)


def _endpoint(store: Store, handler: Callable[..., Any]) -> Callable[[Request], Awaitable[Response]]:
    from starlette.concurrency import run_in_threadpool

    from .api import Call
    from .store import HubError

    async def endpoint(request: Request) -> Response:
        if request.method in ("POST", "DELETE") and not request.headers.get("authorization", "").startswith("Bearer "):
            raise HubError(401, "Invalid username or password: set HF_TOKEN, any text will do here")
        variables = {key: unquote(value) for key, value in request.path_params.items()}
        base = str(request.base_url).rstrip("/")
        kind = request.headers.get("content-type", "")
        call = Call(store, variables, dict(request.query_params), await request.body(), base, kind)
        return _response(await run_in_threadpool(handler, call), request.headers.get("range"))

    return endpoint


def _receiver(store: Store) -> Callable[[Request], Awaitable[Response]]:
    """The upload of one large file. Its URL comes from the batch call and, as on the Hub, needs no token of its own."""
    from starlette.responses import Response

    from .store import HubError

    async def receive(request: Request) -> Response:
        size = request.query_params.get("size", "")
        if not size.isdigit() or request.headers.get("content-length", size) != size:
            raise HubError(400, "the size sent is not the size announced")
        await store.receive(request.path_params["oid"], int(size), request.stream())
        return Response()

    return receive


def _response(reply: Any, wanted: str | None) -> Response:
    from starlette.responses import FileResponse, JSONResponse, Response

    headers = dict(reply.headers)
    if isinstance(reply.body, Path):
        return FileResponse(reply.body, headers=headers, media_type="application/octet-stream")
    if not isinstance(reply.body, bytes):
        return JSONResponse(reply.body, reply.status, headers)
    headers["Accept-Ranges"] = "bytes"
    part = _part(wanted, len(reply.body))
    if part is None:
        return Response(reply.body, reply.status, headers, "application/octet-stream")
    span = f"{part.start}-{part.stop - 1}" if part else "*"
    headers["Content-Range"] = f"bytes {span}/{len(reply.body)}"
    return Response(reply.body[part.start : part.stop], 206 if part else 416, headers, "application/octet-stream")


def _part(wanted: str | None, size: int) -> range | None:
    """Bytes of a single-range header; None when all are meant, an empty range when none can be given."""
    unit, _, span = (wanted or "").partition("=")
    first, dash, last = span.partition("-")
    if unit != "bytes" or not dash or not (first + last).isdigit():
        return None
    if not first:
        return range(max(size - int(last), 0), size)
    return range(int(first), min(int(last) + 1 if last else size, size))


def _refusal(request: Request, error: Any) -> Response:
    from starlette.responses import JSONResponse

    headers = {"X-Error-Message": error.message.encode("ascii", "backslashreplace").decode()}
    if error.code:
        headers["X-Error-Code"] = error.code
    body = dict(error.body or {})
    if "commit" in body:
        headers["X-Repo-Commit"] = body.pop("commit")
    return JSONResponse({"error": error.message, **body}, error.status, headers)


def serve(root: Path, port: int) -> None:
    """Serve a Hub folder on loopback until interrupted; prints the line that points clients at it."""
    with _bound(port) as listener, _server(root) as server:
        url = f"http://{HOST}:{listener.getsockname()[1]}"
        print(f"export HF_ENDPOINT={url} HF_TOKEN=local HF_HUB_DISABLE_XET=1", flush=True)
        server.run(sockets=[listener])


@contextlib.contextmanager
def running(root: Path, wrap: Callable[[Any], Any] = lambda app: app) -> Iterator[str]:
    """Serve a Hub folder from a thread on a free loopback port and yield its URL.

    `wrap` may put an ASGI app around the Hub's, as tests do to inject faults.
    """
    with _bound(0) as listener, _server(root, wrap) as server:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + _START_SECONDS
        while not server.started:
            if not thread.is_alive() or time.monotonic() > deadline:
                raise InputError(f"{root}: the local Hub did not start; see the lines above")
            time.sleep(0.01)
        try:
            yield f"http://{HOST}:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@contextlib.contextmanager
def _server(root: Path, wrap: Callable[[Any], Any] = lambda app: app) -> Iterator[uvicorn.Server]:
    uvicorn = require("uvicorn", "hub")
    require("dulwich", "hub")
    from .store import open_store

    with open_store(root) as store:
        config = uvicorn.Config(
            wrap(create_app(store)), log_level="warning", access_log=False, lifespan="off", timeout_graceful_shutdown=2
        )
        yield uvicorn.Server(config)


@contextlib.contextmanager
def _bound(port: int) -> Iterator[socket.socket]:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
            listener.listen()  # from here on clients wait instead of being refused
        except (OSError, OverflowError):
            raise InputError(f"port {port} of {HOST} is taken or not allowed; choose another with --port") from None
        yield listener
