"""English."""

from __future__ import annotations

from ..language import Language
from .amounts import AMOUNTS
from .features import Coder
from .find import find
from .forms import FORMS
from .patterns import RULES
from .people import NAMES
from .replacements import REPLACEMENTS

LANGUAGE = Language(RULES, find, Coder, NAMES, FORMS, REPLACEMENTS, AMOUNTS)
