"""What the Hub tells about a repository at a commit: files, card, tags."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dulwich.repo import Repo

from . import history, rules


def describe(repo: Repo, kind: str, repo_id: str, head: str, blobs: bool) -> dict[str, Any]:
    """Answer of the info call; `blobs` adds size and hashes of each file."""
    card = rules.card_data(repo, head)
    files = [entry for entry in history.entries(repo, head) if not entry.folder]
    facts: dict[str, Any] = {
        "_id": repo_id,
        "id": repo_id,
        "author": repo_id.split("/")[0],
        "sha": head,
        "lastModified": history.date(repo.object_store[head.encode()]),  # type: ignore[index,arg-type]
        **dict.fromkeys(("private", "gated", "disabled"), False),
        **dict.fromkeys(("downloads", "likes"), 0),
        "tags": _tags(card),
        "cardData": json.loads(json.dumps(card, default=str)),
        "siblings": [_sibling(entry) if blobs else {"rfilename": entry.path} for entry in files],
        "usedStorage": sum(entry.size for entry in files),
    }
    if kind == "models":
        facts |= {
            "modelId": repo_id,
            "library_name": card.get("library_name"),
            "pipeline_tag": card.get("pipeline_tag"),
        }
    return facts | ({"sdk": card.get("sdk")} if kind == "spaces" else {})


def _sibling(entry: history.Entry) -> dict[str, Any]:
    facts: dict[str, Any] = {"rfilename": entry.path, "size": entry.size, "blobId": entry.oid}
    if entry.pointer:
        facts["lfs"] = {"sha256": entry.pointer.oid, "size": entry.size, "pointerSize": entry.pointer_size}
    return facts


def _tags(card: Mapping[str, Any]) -> list[str]:
    """The tags that the Hub makes of a card: its own, then `key:value` ones."""
    tags = [str(tag) for tag in _listed(card.get("tags"))]
    for key in ("task_categories", "language", "license", "size_categories", "base_model", "datasets"):
        label = "dataset" if key == "datasets" else key
        tags += [f"{label}:{value}" for value in _listed(card.get(key))]
    return tags


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
