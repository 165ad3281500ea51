"""The finished pieces of a build, stored beside its output until it ends: a killed build resumes, tasks share work.

A piece holds only what would be published anyway: anonymised interviews and tables of records, no raw text, name, key
or mapping. The name of a piece is a keyed digest of everything that it was made from, code and lists included: nobody
can guess the input from it, and a piece that today's code would make differently is not found.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path

from ..files.atomic import private_folder
from ..files.errors import InputError

_PACKAGE = Path(__file__).parents[1]
_COMMON = ("schema.py", "languages.py", "project.py", "files", "tasks", "privacy")
# Rooms of the package whose code and lists decide what comes out of a stage. A test compares them with the imports.
ROOMS = {
    "interviews": (*_COMMON, *(f"corpus/{one}" for one in ("unfinished.py", "context.py", "defects.py", "codebook",
                                                           "transcripts", "interviews"))),
    "tables": (*_COMMON, "corpus"),
}  # fmt: skip
MODEL_VARIABLES = ("ALIGNSURVEY_SPACY_EN", "ALIGNSURVEY_SPACY_ZH")  # variables that name other models than the usual


@dataclass(frozen=True)
class Share:
    """What one task makes of a build: of the `stage` "interviews" or "tables", every `of`-th piece from `rank` on."""

    stage: str
    rank: int
    of: int

    def includes(self, number: int) -> bool:
        return number % self.of == self.rank


@dataclass(frozen=True)
class Unfinished:
    """The folder of what is finished of one build, for its owner's eyes alone; made when the first piece is."""

    folder: Path
    key: bytes = field(repr=False)

    @classmethod
    def of(cls, out: Path, dataset: str, key: bytes) -> Unfinished:
        return cls(out / f".{dataset}.unfinished", key)

    def path(self, stage: str, made_from: str) -> Path:
        """Where the piece made from this is stored; `files.atomic.replacing` writes it, privately."""
        message = f"{stage}\x1f{code_digest(stage)}\x1f{made_from}".encode()
        name = hmac.digest(self.key, message, "sha256").hex()
        # 256 folders, because the writer of a file looks through its folder for what a killed run left there.
        return self.folder / stage / name[:2] / name[2:]

    def has(self, stage: str) -> bool:
        """Whether any piece of a stage is kept."""
        return (self.folder / stage).is_dir()

    def open(self) -> None:
        private_folder(self.folder)

    @contextmanager
    def until_done(self) -> Iterator[None]:
        """Removed when the block ends well. Wrong input leaves nothing new, but does not lose what a kill left."""
        found = self.folder.exists()
        try:
            yield
        except InputError:
            if not found:
                self.remove()
            raise
        self.remove()

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


@cache
def code_digest(stage: str) -> str:
    """Digest of the code, the lists, the libraries and the models that decide what comes out of a stage."""
    digest = hashlib.sha256()
    for room in ROOMS[stage]:
        top = _PACKAGE / room
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(_PACKAGE)}\x1f".encode() + path.read_bytes())
    models = [os.environ.get(name, "") for name in MODEL_VARIABLES]
    behind = ("torch", "transformers") if any(models) else ()
    digest.update(repr([(name, _version(name)) for name in (*_libraries(), *models, *behind)]).encode())
    return digest.hexdigest()


def _libraries() -> list[str]:
    """The libraries of the privacy extra."""
    try:
        needed = metadata.requires(_PACKAGE.name) or []
    except metadata.PackageNotFoundError:
        return []
    # A requirement line such as "spacy>=3.8; extra == 'privacy'": its name is what comes first.
    names = [re.match(r"[\w.-]+", line) for line in needed if re.search(r"""extra == ["']privacy["']""", line)]
    return sorted(name[0] for name in names if name)


def _version(name: str) -> str:
    try:
        return metadata.version(name) if name else ""
    except (metadata.PackageNotFoundError, ValueError):
        return ""
