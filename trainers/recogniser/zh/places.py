"""Names of places for the Chinese recogniser: divisions of China and places of the world, whole and short."""

from __future__ import annotations

import gzip
from pathlib import Path

from alignsurvey.privacy.languages import fold
from alignsurvey.privacy.languages.zh.forms import is_word

_ENDS = ("街道", "地区", "省", "市", "县", "区", "镇", "乡", "盟", "州", "旗")


def write(names: Path, path: Path) -> None:
    """Write whole names and, after "-", short ones that are no ordinary words."""
    lines = (names / "zh_divisions.txt").read_text("utf-8").split() + (names / "cities_zh.txt").read_text(
        "utf-8"
    ).split()
    whole = {fold(line) for line in lines if 1 < len(line) < 12}
    found = {name.removesuffix(end) for name in whole for end in _ENDS if name.endswith(end)}
    short = {name for name in found if 1 < len(name) < 5 and not is_word(name)} - whole
    text = "".join(f"{name}\n" for name in sorted(whole)) + "".join(f"-{name}\n" for name in sorted(short))
    with path.open("wb") as stream, gzip.GzipFile("", "wb", 9, stream, mtime=0) as packed:
        packed.write(text.encode("utf-8"))
