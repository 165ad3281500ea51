"""English."""

from __future__ import annotations

from ..language import Language
from ..rules import collect
from .amounts import AMOUNTS
from .features import Coder
from .find import find
from .forms import FORMS
from .people import NAMES
from .replacements import REPLACEMENTS

LANGUAGE = Language(collect(f"{__name__}.shapes"), find, Coder, NAMES, FORMS, REPLACEMENTS, AMOUNTS)
