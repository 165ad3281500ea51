"""What each language needs, one folder a language: its `__init__.py` holds `LANGUAGE`, a `language.Language`.

A folder is found by looking; `shared` is no language, its rules hold in all of them.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from ...files.errors import InputError
from .language import Language

SHARED = "shared"


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a folder, such as "en" and "zh"."""
    found = (module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)
    return tuple(sorted(name for name in found if name != SHARED))


@cache
def load(language: str) -> Language:
    """What a language needs.

    Args:
        language: The name of a folder, as `alignsurvey.languages.resolve` gives it in `base`.

    Raises:
        InputError: The language has no folder.
    """
    if language not in languages():
        raise InputError(f"no recognisers for language {language!r}; known: {', '.join(languages())}")
    made: Language = importlib.import_module(f"{__name__}.{language}").LANGUAGE
    return made


def fold(text: str) -> str:
    """Full-width characters as ASCII and, of characters with several forms, one of them; positions stay."""
    if text.isascii():
        return text
    text = text.translate(_WIDE)
    for language in languages():
        text = load(language).fold(text)
    return text


# Chinese punctuation stays: the rules read clauses by it.
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，：；！？（）～"}
