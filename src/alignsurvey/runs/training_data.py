"""What an adapter was trained on and how, as its card says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..files.errors import InputError
from ..files.json import read_object
from ..hub import cards
from ..hub.download import download, files_at
from ..hub.stage.model import FACTS, training_of


def training(adapter: str, revision: str | None) -> dict[str, Any]:
    """What the card of an adapter says of its training.

    Args:
        adapter: Hub id, or the folder of an adapter.
        revision: its commit; it does not matter for a folder.

    Returns:
        trained_on: [{repo_id, config, revision}] of each data set; training: {seed, recipe}. Each is None where no card
        says it, as of adapters that others published.
    """
    said = _local(Path(adapter)) if Path(adapter).is_dir() else _published(adapter, revision)
    data, how = said.get("trained_on"), said.get("training")
    if not isinstance(data, list) or not all(isinstance(entry, dict) for entry in data):
        data = None
    return {"trained_on": data, "training": how if isinstance(how, dict) else None}


def _local(folder: Path) -> dict[str, Any]:
    if (folder / FACTS).is_file():
        return training_of(read_object(folder / FACTS))
    return _front(folder / "README.md") if (folder / "README.md").is_file() else {}


def _published(adapter: str, revision: str | None) -> dict[str, Any]:
    if "README.md" not in files_at(adapter, "model", str(revision)):
        return {}
    return _front(download(adapter, "model", str(revision), "README.md"))


def _front(card: Path) -> dict[str, Any]:
    try:
        return cards.read(card)[0]
    except InputError:  # others' cards may have no front matter
        return {}
