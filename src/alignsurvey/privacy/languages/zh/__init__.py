"""Chinese, simplified and traditional."""

from __future__ import annotations

from ..language import Language
from .amounts import AMOUNTS
from .characters import as_written, simplified
from .find import find
from .patterns import RULES
from .people import NAMES
from .replacements import REPLACEMENTS

LANGUAGE = Language(RULES, find, NAMES, REPLACEMENTS, AMOUNTS, spaced=False, fold=simplified, write=as_written)
