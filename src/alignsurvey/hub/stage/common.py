"""What all staging shares: where it goes, which files of a unit are copied, checksums, versions."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

from ...files.errors import InputError
from ...files.hashes import sha256
from .. import cards

# Semantic Versioning 2.0.0 without build metadata, which no tag may hold
_VERSION = re.compile(
    r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[A-Za-z-][\w-]*)(\.(0|[1-9]\d*|\d*[A-Za-z-][\w-]*))*)?",
    re.ASCII,
)
_TEXTS = {".py", ".md", ".txt", ".json", ".yaml", ".yml", ".csv", ".css", ".svg", ".png"}
CHECKSUMS = "SHA256SUMS"


def staged_folder(out: Path, repository: str) -> Path:
    """Folder of a repository's staged files; `repository` is its name without the organisation."""
    return out / repository / "files"


def tag_of(version: str) -> str:
    """1.0.0 becomes v1.0.0. Raises InputError for what is no semantic version."""
    if "_" in version or not _VERSION.fullmatch(version):
        raise InputError(f"--version {version}: not a semantic version; write it as 1.0.0")
    return f"v{version}"


def copy_texts(unit: Path, into: Path) -> None:
    """Copy a unit's source and text files; hidden files, caches and anything of another kind stay behind."""
    for path in sorted(unit.rglob("*")):
        name = path.relative_to(unit)
        hidden = any(part.startswith((".", "__")) and part != "__init__.py" for part in name.parts)
        if hidden or path.is_symlink() or not path.is_file() or path.suffix not in _TEXTS:
            continue
        (into / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, into / name)


def write_checksums(folder: Path) -> None:
    """SHA256SUMS of all files of a folder, as `sha256sum --check` reads it."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    lines = [f"{sha256(folder / name)}  {name}\n" for name in names if name != CHECKSUMS]
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8")


def space_front(readme: Path) -> tuple[dict[str, Any], str]:
    """Front matter and body of a Space's README. Raises InputError unless it can start on the Hub."""
    front, body = cards.read(readme)
    where = f"{readme.parent.name}/README.md"
    for key in ("title", "sdk", "sdk_version", "app_file"):
        if not isinstance(front.get(key), str):
            raise InputError(f"{where}: the front matter needs {key} as text")
    if front["sdk"] != "gradio":
        raise InputError(f"{where}: sdk is {front['sdk']!r}; Spaces of this project are gradio")
    for name in (front["app_file"], "requirements.txt"):
        if not (readme.parent / name).is_file():
            raise InputError(f"{readme.parent.name}/{name} is not there; a Space cannot start without it")
    return front, body
