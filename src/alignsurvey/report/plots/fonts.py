"""Fonts of pictures: matplotlib's own, behind it a Chinese one that comes with the package, then installed ones."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from ...files.errors import InputError, require

VARIABLE = "ALIGNSURVEY_FONT"
_FIRST = "DejaVu Sans"  # comes with matplotlib
# The characters of GB 2312, so that pictures look alike on every machine; typeface/OFL.txt says how it was made.
BUNDLED = Path(__file__).with_name("typeface") / "NotoSansCJKsc-GB2312.otf"
# For rarer characters: open fonts first, then those of Windows and macOS.
_CHINESE = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans CJK JP",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Noto Serif CJK SC", "Noto Serif CJK JP", "Microsoft YaHei", "SimHei",
    "PingFang SC", "Hiragino Sans GB", "STHeiti", "Arial Unicode MS",
)  # fmt: skip


def families(texts: Iterable[str]) -> list[str]:
    """Font families, in order, that together have every character of the texts.

    ALIGNSURVEY_FONT may name a font file that comes right after matplotlib's own. Raises InputError for characters that
    no font has: a picture with empty boxes is worse than none.
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
    """The families of the font file that the user named and of the bundled one."""
    named = os.environ.get(VARIABLE)
    if named and not Path(named).is_file():
        raise InputError(f"{VARIABLE}: {named} is no file; name a .ttf, .otf or .ttc file")
    return [_added(path) for path in (named, str(BUNDLED)) if path]


@lru_cache(maxsize=8)
def _added(path: str) -> str:
    """Make a font file known to matplotlib; returns its family."""
    font_manager = require("matplotlib.font_manager", "board")
    try:
        font_manager.fontManager.addfont(path)
        return str(font_manager.FontProperties(fname=path).get_name())
    except (OSError, RuntimeError):
        raise InputError(f"{path}: is no font that can be read; name a .ttf, .otf or .ttc file") from None


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
