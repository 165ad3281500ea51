"""Where the checkout is, and where its units (data sets, metrics, Spaces) lie in it."""

from __future__ import annotations

import os
from pathlib import Path

from .files.errors import InputError

ORGANISATION = "PiLabZJU"


def find_checkout() -> Path | None:
    """ALIGNSURVEY_HOME, else the first folder from here upwards that is a checkout; None where there is none."""
    named = os.environ.get("ALIGNSURVEY_HOME")
    folders = [Path(named)] if named else [Path.cwd(), *Path.cwd().parents]
    return next((folder.resolve() for folder in folders if (folder / "corpus_builders").is_dir()), None)


def project_root() -> Path:
    """The checkout.

    Raises:
        InputError: This is no checkout: cards, loading definitions, metrics and Spaces are no part of the wheel.
    """
    found = find_checkout()
    if found:
        return found
    named = os.environ.get("ALIGNSURVEY_HOME")
    where = f"ALIGNSURVEY_HOME={named}" if named else "this folder"
    raise InputError(f"{where} is no checkout of alignsurvey; run inside one, or set ALIGNSURVEY_HOME to it")


def unit(folder: str, name: str) -> Path:
    """A unit of `loading_scripts`, `evaluate_metrics` or `spaces`, found by its short name or its Hub name.

    Raises InputError that lists the units there are.
    """
    parent = project_root() / folder
    known = sorted(path.name for path in parent.iterdir() if (path / "README.md").is_file()) if parent.is_dir() else []
    for candidate in (name, name.removeprefix("alignsurvey-"), f"alignsurvey_{name}", f"alignsurvey-{name}"):
        if candidate in known:
            return parent / candidate
    raise InputError(
        f"{folder}/{name}/README.md is not there; known: {', '.join(known) or 'none'}; write it to add one"
    )


def hub_name(name: str) -> str:
    """The repository's name without its organisation: `gss` becomes `alignsurvey-gss`; a full name stays."""
    return name if name.startswith(("alignsurvey-", "alignsurvey_")) else f"alignsurvey-{name}"


def organisation() -> str:
    """The Hub organisation that owns every repository: ALIGNSURVEY_ORG, by default PiLabZJU."""
    return os.environ.get("ALIGNSURVEY_ORG") or ORGANISATION
