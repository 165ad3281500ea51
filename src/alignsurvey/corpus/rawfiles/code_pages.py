"""Chinese text that was read as Windows-1252, which older .dta and .sav files do not tell apart."""

from __future__ import annotations

from collections.abc import Iterable

_COMMON = range(0xB0, 0xD8)  # the first byte of the 3,755 common characters in GB 2312, and of GBK and GB 18030
_SIGNS = range(0xA1, 0xA4)  # and of its punctuation
_LEAST = 0.8


def chinese_in_disguise(texts: Iterable[str]) -> bool:
    """Whether the letters above ASCII come in pairs that are common Chinese characters.

    In European texts they stand alone between others, and in Greek or Cyrillic they are of higher rows.
    """
    pairs = common = 0
    for text in texts:
        if text.isascii():
            continue
        try:
            raw = text.encode("windows-1252")
        except UnicodeEncodeError:
            return False
        while raw:
            high = raw[0] >= 0x80
            pairs += high
            common += high and raw[0] in (*_COMMON, *_SIGNS) and len(raw) > 1 and raw[1] >= 0xA1
            raw = raw[2 if high else 1 :]
    return pairs > 0 and common / pairs >= _LEAST
