"""Interview transcripts: conversations from files of many forms, with language, roles, and windows of turns.

A format is a module of `formats/` that is named as the ending of its files; it is found by looking.
"""

from .contact_sheet import known_values
from .language_detection import is_foreign
from .roles import ROLES
from .rows import NAMES
from .talk import Shape, Turn
from .transcript import RawMaterial, Transcript, endings, read_transcripts, windows

__all__ = [
    "NAMES",
    "ROLES",
    "RawMaterial",
    "Shape",
    "Transcript",
    "Turn",
    "endings",
    "is_foreign",
    "known_values",
    "read_transcripts",
    "windows",
]
