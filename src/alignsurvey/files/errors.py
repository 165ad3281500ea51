"""Errors for the person who meets them."""

from __future__ import annotations

import importlib
from typing import Any


class InputError(ValueError):
    """What a person gave cannot be used. One line: the file, row or variable, what was wrong, what to do."""


def require(module: str, extra: str) -> Any:
    """Import a heavy library, or say which extra brings it. Raises InputError."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name and module.split(".")[0] != error.name.split(".")[0]:
            raise
        raise InputError(f"this needs {module}: pip install 'alignsurvey[{extra}]'") from None
