"""Chinese, simplified and traditional."""

from __future__ import annotations

from ..language import Language
from ..rules import collect
from .amounts import AMOUNTS
from .characters import as_written, simplified
from .features import Coder
from .find import find
from .forms import FORMS
from .people import NAMES
from .replacements import REPLACEMENTS

LANGUAGE = Language(
    collect(f"{__name__}.shapes"),
    find,
    Coder,
    NAMES,
    FORMS,
    REPLACEMENTS,
    AMOUNTS,
    spaced=False,
    fold=simplified,
    write=as_written,
)
