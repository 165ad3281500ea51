"""Errors for the person who meets them."""

from __future__ import annotations

import errno
import importlib
from pathlib import Path
from typing import Any

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class InputError(ValueError):
    """What a person gave cannot be used. One line: the file, row or variable, what was wrong, what to do."""


def unreadable(path: Path | str, error: Exception | str | None = None, advice: str = "check the path") -> InputError:
    """The one sentence about a file that cannot be read, to be raised.

    Args:
        path: The file, as the person named it.
        error: The `OSError`, or what is wrong with the content.
        advice: What to do.
    """
    reason = error.strerror if isinstance(error, OSError) else error
    return InputError(f"{path}: cannot be read{f' ({reason})' if reason else ''}; {advice}")


def unwritable(path: Path | str, error: Exception) -> InputError:
    """The one sentence about a file or folder that cannot be written, to be raised."""
    full = disk_is_full(error)
    reason = (error.strerror if isinstance(error, OSError) else None) or ("the disk is full" if full else str(error))
    advice = "free some space" if full else "check its permissions"
    return InputError(f"{path}: cannot be written ({reason}); {advice}, or choose another place")


def disk_is_full(error: BaseException) -> bool:
    """Whether an error says that the disk takes no more, whichever library met it.

    safetensors, pyarrow and torch raise errors of their own kinds, which quote the system's words.
    """
    if isinstance(error, OSError) and error.errno in _FULL:
        return True
    return "No space left on device" in str(error) or "os error 28" in str(error)


def require(module: str, extra: str) -> Any:
    """Import a heavy library, or say which extra brings it.

    Args:
        module: Dotted name of the module.
        extra: The extra of this package that installs it.

    Returns:
        The module.

    Raises:
        InputError: It is not installed.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name and module.split(".")[0] != error.name.split(".")[0]:
            raise
        raise InputError(f"this needs {module}: pip install 'alignsurvey[{extra}]'") from None
