"""The data that an adapter was trained on, as its card says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..files.errors import InputError
from ..files.json import read_object
from ..hub import cards
from ..hub.download import download, files_at
from ..hub.stage.model import FACTS


def trained_on(adapter: str, revision: str | None) -> list[dict[str, Any]] | None:
    """What an adapter was trained on.

    Args:
        adapter: Hub id, or the folder of an adapter.
        revision: its commit; it does not matter for a folder.

    Returns:
        [{repo_id, config, revision}] of each data set; None where there is no card that says it, as of adapters that
        others published.
    """
    found = _said(Path(adapter)) if Path(adapter).is_dir() else _published(adapter, revision)
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        return None
    return [{name: entry.get(name) for name in ("repo_id", "config", "revision")} for entry in found]


def _said(folder: Path) -> Any:
    if (folder / FACTS).is_file():
        return read_object(folder / FACTS).get("datasets")
    return _front(folder / "README.md").get("trained_on") if (folder / "README.md").is_file() else None


def _published(adapter: str, revision: str | None) -> Any:
    if "README.md" not in files_at(adapter, "model", str(revision)):
        return None
    return _front(download(adapter, "model", str(revision), "README.md")).get("trained_on")


def _front(card: Path) -> dict[str, Any]:
    try:
        return cards.read(card)[0]
    except InputError:  # others' cards may have no front matter
        return {}
