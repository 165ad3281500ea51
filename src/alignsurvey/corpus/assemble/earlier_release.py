"""A build compared with the release before it, which others may have: nothing more must be told by both together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...files.errors import InputError
from ...files.json import read_object
from ...privacy.audit.published_files import AUDIT, read_manifest
from ...privacy.audit.releases import compare_releases


@dataclass(frozen=True)
class EarlierRelease:
    """What a build is compared with, and what its maintainer allows.

    `folder` is the release before, as built or as downloaded; where it is None, it is the build that the new one
    replaces, if that passed its audit and so may have been published. `new_key` and `disclosure` allow what is
    otherwise refused.
    """

    folder: Path | None = None
    new_key: bool = False
    disclosure: bool = False


def refuse_disclosure(earlier: EarlierRelease, replaced: Path, new: Path) -> None:
    """Raises InputError where the release before and the new build together tell more than is allowed."""
    folder = earlier.folder or (replaced if _may_be_released(replaced) else None)
    if folder is None:
        return
    found = compare_releases(folder, new).problems(earlier.new_key, earlier.disclosure)
    if found:
        allow = "--allow-new-key" if "another key" in found[0] else "--allow-disclosure"
        raise InputError(f"{new.name}, compared with {folder}: {found[0]}; {allow} allows it; nothing was written")


def _may_be_released(build: Path) -> bool:
    """Whether a build passed its audit, without which nothing is published, and is still as it was then."""
    if not (build / AUDIT).is_file():
        return False
    try:
        read_manifest(build)
        return read_object(build / AUDIT).get("passed") is True
    except InputError:
        return False
