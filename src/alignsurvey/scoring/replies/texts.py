"""What a model wrote, made comparable: thinking traces and fences taken off, width, case and blanks folded."""

from __future__ import annotations

import ast
import json
import re
import unicodedata
import warnings
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

_THOUGHT = re.compile(r"</(?:think|thinking|thought|reasoning)>|assistantfinal", re.IGNORECASE)
_THINKING = re.compile(r"<(?:think|thinking|thought|reasoning)>", re.IGNORECASE)
_FENCE = re.compile(r"```[\w-]*+[ \t]*+\n?(.*?)```", re.DOTALL)
_SIGNS = str.maketrans({"‘": "'", "’": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-"})
_NUMBERS = re.compile(r"[\d万千岁元][\s,~至到-]")  # what the two below begin with, found fast
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_RANGE = re.compile(r"(?<=[\d万千岁元])\s*(?:\bto\b|至|到|~|-)\s*(?=[$¥€£]?\d)")
_BRACKET = re.compile(r"[\[\]{}()]")
DEEPEST = 50  # brackets within brackets
READ = 20_000  # characters; an answer needs a few, and a reply of any length must be read in bounded time
EDGES = " \t\r\n*_`\"'“”‘’«»<>()[]{}【】「」『』《》〈〉.。．,，;；:：、!！?？~#"


def final(text: str) -> str:
    """What is read of a reply: the first READ characters after its thinking trace; nothing when the trace never ends.

    Traces are those of <think>, <thinking>, <thought>, <reasoning>, and of the "assistantfinal" channel mark.
    """
    return _after_thought(text)[:READ]


def is_cut(text: str | None) -> bool:
    """Whether a reply is longer than what is read of it."""
    return text is not None and len(text) > READ and len(_after_thought(text)) > READ


def count_cut(texts: Iterable[object]) -> dict[str, int]:
    """{"cut_replies": number of texts that are longer than what is read}, empty where none is."""
    count = sum(isinstance(text, str) and is_cut(text) for text in texts)
    return {"cut_replies": count} if count else {}


def check_whole(**replies: Iterable[object]) -> None:
    """Raises ValueError, naming the row, for a text of which protocol "paper" would have to read too much."""
    for name, texts in replies.items():
        for row, text in enumerate(texts):
            if isinstance(text, str) and is_cut(text):
                raise ValueError(
                    f"row {row}: {name} hold a text of over {READ:,} characters, which protocol 'paper' reads whole; "
                    "score it with protocol 'robust'"
                )


def _after_thought(text: str) -> str:
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


@lru_cache(maxsize=1024)  # one reply is folded several times while it is read
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
        if part and not nested_too_deep(part):
            try:
                return json.loads(part, strict=False)
            except (ValueError, RecursionError):
                continue
    return None


def load_literal(text: str) -> Any:
    """The value of a text in Python's notation, such as {'a': 1}; None where it is none."""
    if nested_too_deep(text):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes that Python does not know
            return ast.literal_eval(text)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return None


def nested_too_deep(text: str) -> bool:
    """Whether brackets are nested deeper than any answer is; what is, is not read."""
    depth = 0
    for mark in _BRACKET.findall(text):
        depth = depth + 1 if mark in "[{(" else max(depth - 1, 0)
        if depth > DEEPEST:
            return True
    return False


def _between(text: str, opening: str, closing: str) -> str:
    start, end = text.find(opening), text.rfind(closing)
    return text[start : end + 1] if 0 <= start < end else ""
