"""The Hub's calls, one function each: what was asked (`Call`) in, what is answered (`Reply`) out, no web library.

Paths and answers are those that huggingface_hub 2.4, datasets 5.2 and evaluate 0.4 use; `ROUTES` lists them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlencode

from dulwich.repo import Repo

from ...project import organisation
from . import commit, history, rules
from .info import describe
from .store import KINDS, HubError, Store

USER = "local"
_PAGE, _EXPANDED_PAGE = 1000, 50  # entries a page of the tree call, as on the Hub


@dataclass(frozen=True)
class Call:
    """A request: the store, the path's variables (unquoted), the query, the body and the server's URL."""

    store: Store
    variables: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes
    base: str
    content_type: str = ""

    @property
    def kind(self) -> str:
        kind = self.variables.get("kind", "models")
        if kind not in KINDS:
            raise HubError(404, "Not found")
        return kind

    @property
    def repo_id(self) -> str:
        return f"{self.variables['owner']}/{self.variables['name']}"

    @property
    def page_url(self) -> str:
        return f"{self.base}/{'' if self.kind == 'models' else f'{self.kind}/'}{self.repo_id}"

    def json(self) -> dict[str, Any]:
        try:
            found = json.loads(self.body or b"{}")
        except ValueError:
            raise HubError(400, "the request body is not JSON") from None
        if not isinstance(found, dict):
            raise HubError(400, "the request body is not a JSON object")
        return found


@dataclass(frozen=True)
class Reply:
    """An answer: a Path is sent as that file, bytes as they are, all else as JSON."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def whoami(call: Call) -> Reply:
    orgs = [{"type": "org", "name": organisation(), "fullname": organisation(), "roleInOrg": "admin"}]
    token = {"accessToken": {"displayName": "local", "role": "write"}, "type": "access_token"}
    return Reply({"type": "user", "id": USER, "name": USER, "fullname": USER, "orgs": orgs, "auth": token})


def validate_yaml(call: Call) -> Reply:
    asked = call.json()
    errors, warnings = rules.card_problems(str(asked.get("content", "")), str(asked.get("repoType", "model")))
    facts = {"errors": [{"message": text} for text in errors], "warnings": [{"message": text} for text in warnings]}
    return Reply(facts, 400 if errors else 200)


def create_repo(call: Call) -> Reply:
    kind, repo_id, url = _named(call)
    files = {".gitattributes": rules.GITATTRIBUTES.encode()}
    if not call.store.create(kind, repo_id, lambda repo: commit.first_commit(repo, files)):
        raise HubError(409, "You already created this repo", body={"url": url})
    return Reply({"url": url, "name": repo_id, "id": repo_id})


def delete_repo(call: Call) -> Reply:
    kind, repo_id, _ = _named(call)
    call.store.delete(kind, repo_id)
    return Reply({})


def _named(call: Call) -> tuple[str, str, str]:
    """(kind, id, URL) of the repository that a create or delete call names."""
    asked = call.json()
    kind, repo_id = f"{asked.get('type') or 'model'}s", f"{asked.get('organization') or USER}/{asked.get('name') or ''}"
    return kind, repo_id, f"{call.base}/{'' if kind == 'models' else f'{kind}/'}{repo_id}"


def list_repos(call: Call) -> Reply:
    author, search = call.query.get("author"), call.query.get("search", "").lower()
    found = []
    for repo_id in call.store.repositories(call.kind):
        if (author is None or repo_id.split("/")[0] == author) and search in repo_id.lower():
            with call.store.repository(call.kind, repo_id) as repo:
                found.append(describe(repo, call.kind, repo_id, history.resolve(repo, "main"), blobs=False))
    return Reply(found[: _number(call.query.get("limit", str(len(found))))])


def _number(text: str) -> int:
    if not text.isdecimal():
        raise HubError(400, "limit and cursor must be numbers")
    return int(text)


def info(call: Call) -> Reply:
    with call.store.repository(call.kind, call.repo_id) as repo:
        head = history.resolve(repo, call.variables.get("revision", "main"))
        return Reply(
            describe(repo, call.kind, call.repo_id, head, call.query.get("blobs", "").lower() in ("true", "1"))
        )


def refs(call: Call) -> Reply:
    with call.store.repository(call.kind, call.repo_id) as repo:
        facts: dict[str, list[Any]] = {"branches": [], "tags": [], "converts": [], "pullRequests": []}
        for key, prefix in (("branches", "refs/heads/"), ("tags", "refs/tags/")):
            for name, target in history.refs(repo, prefix).items():
                facts[key].append({"name": name, "ref": prefix + name, "targetCommit": target})
        return Reply(facts)


def tree(call: Call) -> Reply:
    """Entries by page; the cursor names the commit too, so that pages of one listing never mix two states."""
    asked = {key: call.query.get(key, "").lower() in ("true", "1") for key in ("recursive", "expand")}
    with call.store.repository(call.kind, call.repo_id) as repo:
        head, _, offset = call.query.get("cursor", "").partition(":")
        head, start = history.resolve(repo, head or call.variables["revision"]), _number(offset or "0")
        size = min(_number(call.query.get("limit", str(_PAGE))), _EXPANDED_PAGE if asked["expand"] else _PAGE)
        found = list(history.entries(repo, head, call.variables.get("path", "").strip("/"), asked["recursive"]))
        page = [_told(repo, head, entry, asked["expand"]) for entry in found[start : start + size]]
    headers = {"X-Repo-Commit": head}
    if start + size < len(found):
        more = urlencode({**call.query, "cursor": f"{head}:{start + size}"})
        path = f"/api/{call.kind}/{call.repo_id}/tree/{head}/{quote(call.variables.get('path', ''))}".rstrip("/")
        headers["Link"] = f'<{call.base}{path}?{more}>; rel="next"'
    return Reply(page, headers=headers)


def _told(repo: Repo, head: str, entry: history.Entry, expand: bool) -> dict[str, Any]:
    facts = entry.to_json()
    if expand:
        last = next(history.commits(repo, head, entry.path, limit=1))
        facts["lastCommit"] = {key: last[key] for key in ("id", "title", "date")}
    return facts


def paths_info(call: Call) -> Reply:
    if call.content_type.startswith("application/json"):
        asked = call.json()
    else:
        form = parse_qs(call.body.decode())
        asked = {"paths": form.get("paths", []), "expand": form.get("expand", [""])[0].lower() == "true"}
    with call.store.repository(call.kind, call.repo_id) as repo:
        head = history.resolve(repo, call.variables["revision"])
        found = [history.find(repo, head, path.strip("/")) for path in asked["paths"]]
        return Reply([_told(repo, head, entry, bool(asked.get("expand"))) for entry in found if entry and entry.path])


def commits(call: Call) -> Reply:
    with call.store.repository(call.kind, call.repo_id) as repo:
        head = history.resolve(repo, call.variables["revision"])
        return Reply(list(history.commits(repo, head)))


def preupload(call: Call) -> Reply:
    with call.store.repository(call.kind, call.repo_id) as repo:
        head = history.resolve(repo, call.variables["revision"])
        try:
            return Reply({"files": rules.upload_modes(repo, head, call.json())})
        except (KeyError, TypeError, ValueError):
            raise HubError(400, "expected files as a list of {path, size, sample}") from None


def make_commit(call: Call) -> Reply:
    if call.query.get("create_pr"):
        raise HubError(400, "this Hub has no pull requests; commit to a branch")
    with call.store.repository(call.kind, call.repo_id) as repo:
        made = commit.apply(call.store, repo, call.variables["revision"], commit.parse(call.body))
    return Reply({"success": True, "commitOid": made, "commitUrl": f"{call.page_url}/commit/{made}", "hookOutput": ""})


def make_tag(call: Call) -> Reply:
    asked = call.json()
    with call.store.repository(call.kind, call.repo_id) as repo:
        target = history.resolve(repo, call.variables["revision"])
        commit.add_ref(call.store, repo, "refs/tags/", str(asked.get("tag", "")), target, asked.get("message"))
    return Reply({}, 201)


def make_branch(call: Call) -> Reply:
    with call.store.repository(call.kind, call.repo_id) as repo:
        target = history.resolve(repo, call.json().get("startingPoint") or "main")
        commit.add_ref(call.store, repo, "refs/heads/", call.variables["revision"], target)
    return Reply({}, 201)


def remove_tag(call: Call) -> Reply:
    return _remove(call, "refs/tags/")


def remove_branch(call: Call) -> Reply:
    return _remove(call, "refs/heads/")


def _remove(call: Call, prefix: str) -> Reply:
    with call.store.repository(call.kind, call.repo_id) as repo:
        commit.remove_ref(call.store, repo, prefix, call.variables["revision"])
    return Reply({})


def lfs_batch(call: Call) -> Reply:
    """Tell where to send each large file that is not stored yet."""
    call.store.repository_path(call.kind, call.repo_id)
    asked = call.json()
    if asked.get("operation") != "upload":
        raise HubError(422, "only uploads go through this call; download from resolve/")
    objects = []
    for item in asked.get("objects", []):
        oid, size = str(item.get("oid")), item.get("size")
        if type(size) is not int or size < 0:
            raise HubError(400, "each object needs its size in bytes")
        facts: dict[str, Any] = {"oid": oid, "size": size}
        if not call.store.large_file(oid).is_file():
            href = f"{call.page_url}.git/info/lfs/objects/{oid}?size={size}"
            facts["actions"] = {"upload": {"href": href, "header": {}}}
        objects.append(facts)
    return Reply({"transfer": "basic", "objects": objects})


def resolve(call: Call) -> Reply:
    """A file's content, with the headers from which clients take commit, hash and size."""
    path = call.variables["path"]
    with call.store.repository(call.kind, call.repo_id) as repo:
        head = history.resolve(repo, call.variables["revision"])
        entry = history.find(repo, head, path)
        if entry is None or entry.folder:
            raise HubError(404, f"{path} does not exist on {head[:7]}", "EntryNotFound", {"commit": head})
        headers = {"X-Repo-Commit": head, "ETag": f'"{entry.oid}"', "Access-Control-Expose-Headers": "*"}
        if entry.pointer is None:
            return Reply(history.read(repo, entry.oid), headers=headers)
    stored: Path = call.store.large_file(entry.pointer.oid)
    if not stored.is_file():
        raise HubError(404, f"{path}: its large file is not stored here", "EntryNotFound")
    etag = f'"{entry.pointer.oid}"'
    return Reply(stored, headers={**headers, "ETag": etag, "X-Linked-Etag": etag, "X-Linked-Size": str(entry.size)})


_API = "/api/{kind}/{owner}/{name}"
_REPO = ("/{owner}/{name}", "/{kind}/{owner}/{name}")
ROUTES: list[tuple[str, str, Callable[[Call], Reply]]] = [
    ("GET", "/api/whoami-v2", whoami),
    ("POST", "/api/validate-yaml", validate_yaml),
    ("POST", "/api/repos/create", create_repo),
    ("DELETE", "/api/repos/delete", delete_repo),
    ("GET", "/api/{kind}", list_repos),
    ("GET", _API, info),
    ("GET", f"{_API}/revision/{{revision}}", info),
    ("GET", f"{_API}/refs", refs),
    ("GET", f"{_API}/tree/{{revision}}", tree),
    ("GET", f"{_API}/tree/{{revision}}/{{path:path}}", tree),
    ("GET", f"{_API}/commits/{{revision}}", commits),
    ("POST", f"{_API}/paths-info/{{revision}}", paths_info),
    ("POST", f"{_API}/preupload/{{revision}}", preupload),
    ("POST", f"{_API}/commit/{{revision}}", make_commit),
    ("POST", f"{_API}/tag/{{revision}}", make_tag),
    ("DELETE", f"{_API}/tag/{{revision}}", remove_tag),
    ("POST", f"{_API}/branch/{{revision}}", make_branch),
    ("DELETE", f"{_API}/branch/{{revision}}", remove_branch),
    *[("POST", f"{base}.git/info/lfs/objects/batch", lfs_batch) for base in _REPO],
    *[("GET", f"{base}/resolve/{{revision}}/{{path:path}}", resolve) for base in _REPO],
]
