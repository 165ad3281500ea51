"""Fonts of pictures: matplotlib's own, and behind it an installed one for the Chinese that it lacks."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from ..schema import InputError, require

VARIABLE = "ALIGNSURVEY_FONT"
_FIRST = "DejaVu Sans"  # comes with matplotlib
# Open fonts first, then those of Windows and macOS.
_CHINESE = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans CJK JP",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Noto Serif CJK SC", "Noto Serif CJK JP", "Microsoft YaHei", "SimHei",
    "PingFang SC", "Hiragino Sans GB", "STHeiti", "Arial Unicode MS",
)  # fmt: skip


def families(texts: Iterable[str]) -> list[str]:
    """Font families, in order, that together have every character of the texts.

    ALIGNSURVEY_FONT may name a font file to use before the installed ones. Raises InputError for characters that no
    font has: a picture with empty boxes is worse than none.
    """
    wanted = {ord(mark) for text in texts for mark in text if not mark.isspace()}
    chosen = [_FIRST]
    missing = wanted - _characters(_file(_FIRST) or "")
    for name in (*_own(), *_CHINESE):
        if not missing:
            break
        path = _file(name)
        if path and missing & _characters(path):
            chosen.append(name)
            missing -= _characters(path)
    if missing:
        marks = "".join(chr(code) for code in sorted(missing)[:8])
        raise InputError(
            f"no installed font has the characters {marks}; install Noto Sans CJK (Debian: fonts-noto-cjk), "
            f"or set {VARIABLE} to the file of a font that has them"
        )
    return chosen


def _own() -> list[str]:
    """The family of the font file that the user named."""
    named = os.environ.get(VARIABLE)
    if not named:
        return []
    from matplotlib import font_manager

    if not Path(named).is_file():
        raise InputError(f"{VARIABLE}: {named} is no file; name a .ttf, .otf or .ttc file")
    font_manager.fontManager.addfont(named)
    return [font_manager.FontProperties(fname=named).get_name()]


def _file(family: str) -> str | None:
    """File of an installed family; None where it is not installed."""
    font_manager = require("matplotlib.font_manager", "board")
    return next((entry.fname for entry in font_manager.fontManager.ttflist if entry.name == family), None)


@lru_cache(maxsize=32)
def _characters(path: str) -> frozenset[int]:
    """Code points of a font file."""
    if not path:
        return frozenset()
    font_manager = require("matplotlib.font_manager", "board")
    return frozenset(font_manager.get_font(path).get_charmap())
