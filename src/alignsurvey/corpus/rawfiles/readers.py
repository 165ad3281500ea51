"""Raw survey files into one table: the suffix of a file finds the module of `formats` that reads it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType

from ...files.errors import InputError
from . import formats
from .table import Table


@cache
def readers() -> Mapping[str, ModuleType]:
    """Suffix, such as ".sav" -> the module of `formats` that reads it."""
    found = (
        importlib.import_module(f"{formats.__name__}.{one.name}") for one in pkgutil.iter_modules(formats.__path__)
    )
    return {suffix: module for module in found for suffix in module.SUFFIXES}


def read_table(path: Path, variables: Sequence[str] | None = None, encoding: str | None = None) -> Table:
    """Read a raw survey file.

    Args:
        path: The file; its suffix says what it is.
        variables: The variables to read, all where none are named.
        encoding: Of its texts, where it is known; otherwise it is found (`encodings.find_encoding`).

    Returns:
        A table with a row a respondent, and notes for people on how the file was read.

    Raises:
        InputError: There is no such file, no reader for it, or it cannot be read; a variable is not in it; its texts
            may be in several encodings.
    """
    reader = _reader(path)
    if not path.is_file():
        raise InputError(f"{path}: {'is a folder' if path.is_dir() else 'there is no such file'}; check the path")
    table: Table = reader.read(path, variables, encoding)
    return table


def variable_names(path: Path, encoding: str | None = None) -> list[str]:
    """The variables of a raw file, in its order. Raises InputError where it cannot be read."""
    reader = _reader(path)
    if hasattr(reader, "names"):
        found: list[str] = reader.names(path, encoding)
        return found
    return read_table(path, None, encoding).frame.columns


def _reader(path: Path) -> ModuleType:
    reader = readers().get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(readers()))
        raise InputError(f"{path.name}: no reader for {path.suffix or 'this file'}; save it as .csv; known are {known}")
    return reader
