"""Text files, read whole, with a limit on their size and one line for what is wrong."""

from __future__ import annotations

import re
from pathlib import Path

from .errors import InputError, unreadable

MOST = 2**30  # bytes of a text that is read whole, unless a format says less


def read_bytes(path: Path, most: int = MOST, advice: str = "check the path", where: str | None = None) -> bytes:
    """The content of a file.

    Args:
        path: The file.
        most: The largest size in bytes that is read.
        advice: What to do where it cannot be read.
        where: What a message calls the file, by default its name.

    Raises:
        InputError: It cannot be opened, or is larger than `most`.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(most + 1)
    except OSError as error:
        raise unreadable(path, error, advice) from None
    if len(content) > most:
        raise InputError(f"{where or path.name}: larger than {_size(most)}; give a smaller file")
    return content


def read_text(path: Path, most: int = MOST, advice: str = "check the path", where: str | None = None) -> str:
    """The text of a UTF-8 file, without a byte order mark; arguments and errors as in `read_bytes`.

    Raises:
        InputError: It is not UTF-8, too.
    """
    try:
        return read_bytes(path, most, advice, where).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{where or path.name}: not UTF-8; save the file as UTF-8") from None


def _size(count: int) -> str:
    return f"{count // 2**20} MB" if count >= 2**20 else f"{count // 2**10} kB"


def unprintable(text: str) -> bool:
    """Whether a name or a setting holds what is not shown as it is: a control character (C0, C1), a bidirectional
    control, which can make a name look like another, or half of a surrogate pair, which no file can hold."""
    return bool(_UNPRINTABLE.search(text))


# C0 and DEL and C1; the Unicode bidirectional controls; line and paragraph separators; surrogates
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]")
