"""What a person reads when a verb could not do its work: one line, and the exit status."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

import typer

from ..files.errors import InputError, disk_is_full, unwritable

NAME = "alignsurvey"
USAGE: Any = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "UsageError")


def explained(error: Exception) -> tuple[str, int] | None:
    """The line for stderr and the exit status, 2 for what a person can mend; None for an error to be seen whole."""
    if isinstance(error, USAGE):
        verb = error.ctx.command_path if error.ctx else NAME
        said = " ".join(error.format_message().split()).rstrip(".")
        return f"{verb}: {said}; see {verb} --help", 2
    if isinstance(error, InputError):
        return f"{NAME}: {error}", 2
    if isinstance(error, OSError) or disk_is_full(error):
        # What no verb foresaw of the disk: full, read-only, a file where a folder should be.
        return f"{NAME}: {_of_disk(error)}", 2
    return (f"{NAME}: {_unforeseen(error)}", 1) if _reads_raw_files() else None


def _of_disk(error: Exception) -> str:
    """A full disk says no path: then it is one of the folders that this verb writes."""
    named = getattr(error, "filename", None)
    if disk_is_full(error):
        folders = ", ".join(dict.fromkeys((*_outputs(), tempfile.gettempdir())))
        return str(unwritable(named or f"one of {folders}", error))
    where = f"{named}: " if named else ""
    return f"{where}{getattr(error, 'strerror', None) or error}; check the path and its permissions"


def _outputs() -> list[str]:
    """The folders that the command line names, and the Hub's cache."""
    words = sys.argv[1:]
    given = [words[place + 1] for place, word in enumerate(words[:-1]) if word in ("--out", "--results", "--cache")]
    return [*(given or ["build"]), os.environ.get("HF_HOME") or "~/.cache/huggingface"]


def _reads_raw_files() -> bool:
    return sys.argv[1:2] in (["build"], ["audit"], ["inspect"], ["draft"])


def _unforeseen(error: Exception) -> str:
    """Where an error of ours happened, without what it says: that may quote raw data, and outputs are kept in logs."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if NAME in frame.filename]
    where = (
        f"{'/'.join(Path(frames[-1].filename).parts[-2:])} line {frames[-1].lineno}" if frames else "an unknown place"
    )
    return (
        f"{type(error).__name__} in {where}: an error of this program; what it says may quote raw data and is not shown"
    )
