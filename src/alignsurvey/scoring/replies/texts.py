"""What a model wrote, made comparable: thinking traces and fences taken off, width, case and blanks folded."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache
from typing import Any

_THOUGHT = re.compile(r"</(?:think|thinking|thought|reasoning)>|assistantfinal", re.IGNORECASE)
_THINKING = re.compile(r"<(?:think|thinking|thought|reasoning)>", re.IGNORECASE)
_FENCE = re.compile(r"```[\w-]*[ \t]*\n?(.*?)```", re.DOTALL)
_SIGNS = str.maketrans({"‘": "'", "’": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-"})
_NUMBERS = re.compile(r"[\d万千岁元][\s,~至到-]")  # what the two below begin with, found fast
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_RANGE = re.compile(r"(?<=[\d万千岁元])\s*(?:\bto\b|至|到|~|-)\s*(?=[$¥€£]?\d)")
EDGES = " \t\r\n*_`\"'“”‘’«»<>()[]{}【】「」『』《》〈〉.。．,，;；:：、!！?？~#"


def final(text: str) -> str:
    """The reply after its thinking trace; nothing when the trace never ends.

    Traces are those of <think>, <thinking>, <thought>, <reasoning>, and of the "assistantfinal" channel mark.
    """
    if _THINKING.search(text) or _THOUGHT.search(text):
        parts = _THOUGHT.split(text)
        text = parts[-1] if len(parts) > 1 else ""
        if _THINKING.search(text):
            return ""
    return text.strip()


def unfence(text: str) -> str:
    """The content of the only fenced block; the text itself where there is none or more than one."""
    blocks = _FENCE.findall(text)
    if len(blocks) == 1:
        return str(blocks[0]).strip()
    return text.removeprefix("```json").removeprefix("```").strip() if text.startswith("```") else text


@lru_cache(maxsize=4096)  # one reply is folded several times while it is read
def fold(text: str) -> str:
    """Full-width letters and punctuation made half-width, case folded, runs of blanks made one; dashes, apostrophes,
    thousands ("1,000") and ranges of numbers ("30 to 49", "30–49") written in one way."""
    wide = text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_SIGNS)
    plain = " ".join(wide.casefold().split())
    return _RANGE.sub("-", _THOUSANDS.sub("", plain)) if _NUMBERS.search(plain) else plain


def key(text: str) -> str:
    """Folded, with quotes, brackets, marks and full stops at both ends taken off."""
    return fold(text).strip(EDGES)


def load_json(text: str) -> Any:
    """The JSON value that a reply is or holds (fenced, or with words around it); None where there is none."""
    body = unfence(text)
    for part in (body, _between(body, "{", "}"), _between(body, "[", "]")):
        if part:
            try:
                return json.loads(part, strict=False)
            except (ValueError, RecursionError):
                continue
    return None


def _between(text: str, opening: str, closing: str) -> str:
    start, end = text.find(opening), text.rfind(closing)
    return text[start : end + 1] if 0 <= start < end else ""
