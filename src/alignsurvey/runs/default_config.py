"""The config that is meant where none is named: what the loading definition of the data set marks as its default."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..files.errors import InputError
from ..hub import cards
from ..hub.download import commit_of, download
from .published import repository


def default_config(dataset: str, revision: str | None = None) -> str:
    """The default config of a data set.

    Args:
        dataset: a short name ("gss"), a Hub id, or the folder of a build.
        revision: tag of a published version; the newest by default. It does not matter for a folder.

    Returns:
        The config that the front matter of its README.md marks as default, or the only one.

    Raises:
        InputError: where the data set cannot be found or has several configs and marks none.
    """
    folder = Path(dataset)
    if folder.is_dir():
        return _one(_marked(folder / "README.md"), dataset)
    name = repository(dataset)
    readme = download(name, "dataset", commit_of(name, "dataset", revision), "README.md")
    return _one(_marked(readme), name)


def _marked(readme: Path) -> list[str]:
    """What a README.md marks, or its only config; without one, the only config that its folder holds."""
    folder = readme.parent
    listed: list[Any] = []
    if readme.is_file():
        listed = cards.read(readme)[0].get("configs") or []
    marked = [str(entry["config_name"]) for entry in listed if entry.get("default")]
    names = [str(entry["config_name"]) for entry in listed] or sorted(path.name for path in folder.glob("data/*"))
    return marked or (names if len(names) == 1 else [])


def _one(names: list[str], dataset: str) -> str:
    if not names:
        raise InputError(f"{dataset}: its README.md marks no default config; name one with --config")
    return names[0]
