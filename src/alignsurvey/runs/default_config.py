"""The config that is meant where none is named: what the loading definition of the data set marks as its default."""

from __future__ import annotations

from pathlib import Path

from ..files.errors import InputError
from ..hub import cards
from .published import hub_errors, repository


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
        return _one(_of_folder(folder), dataset)
    from datasets import get_dataset_default_config_name

    name = repository(dataset)
    with hub_errors(f"data set {name}"):
        found = get_dataset_default_config_name(name, revision=revision)
    return _one([found] if found else [], name)


def _of_folder(folder: Path) -> list[str]:
    """What its README.md marks; without one, the only config that it holds."""
    readme = folder / "README.md"
    listed: list[dict[str, str]] = []
    if readme.is_file():
        listed = cards.read(readme)[0].get("configs") or []
    marked = [str(entry["config_name"]) for entry in listed if entry.get("default")]
    names = [str(entry["config_name"]) for entry in listed] or sorted(path.name for path in folder.glob("data/*"))
    return marked or (names if len(names) == 1 else [])


def _one(names: list[str], dataset: str) -> str:
    if not names:
        raise InputError(f"{dataset}: its README.md marks no default config; name one with --config")
    return names[0]
