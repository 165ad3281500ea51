"""Words and layout that the tasks share, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ...files.errors import InputError
from ...languages import PROMPTS, resolve
from ...schema import Record

Message = dict[str, str]
_HAN = re.compile(r"[\u3400-\u9fff]")  # every Chinese prompt begins with such a character, no English one does

# How an answer is written: "B. average" (the paper), "average", "B". Small models cannot bind letters to texts.
FORMS = ("letter_text", "text", "letter")


def language(record: Record) -> str:
    """The prompt language of a record: its own, or the one that its codebook chose (`prompt_language`).

    A published record keeps no such column; its own prompt shows what was chosen.
    """
    found = resolve(record["language"])
    chosen = record.get("prompt_language") or None
    if chosen is None and found.base not in PROMPTS and record.get("prompt"):
        chosen = "zh" if _HAN.match(record["prompt"][0]["content"]) else "en"
    return found.prompt(chosen)


def ask(text: str) -> list[Message]:
    """One user turn. No system turn: the template of Mistral has none."""
    return [{"role": "user", "content": text}]


def reply(text: str) -> list[Message]:
    return [{"role": "assistant", "content": text}]


def label(index: int) -> str:
    """Letter of a shown choice: A to Z, then AA, AB, ..."""
    return chr(65 + index) if index < 26 else label(index // 26 - 1) + chr(65 + index % 26)


def check_form(form: str) -> None:
    if form not in FORMS:
        raise InputError(f"unknown answer form {form!r}; known: {', '.join(FORMS)}")


def answer(index: int, choices: Sequence[str], form: str) -> str:
    """A choice written in an answer form."""
    check_form(form)
    return {
        "letter_text": f"{label(index)}. {choices[index]}",
        "text": choices[index],
        "letter": label(index),
    }[form]


def options(choices: Sequence[str], form: str) -> str:
    """The choices as shown, one a line; lettered unless the reply is the text alone."""
    check_form(form)
    if form == "text":
        return "\n".join(f"- {choice}" for choice in choices)
    return "\n".join(f"{label(index)}. {choice}" for index, choice in enumerate(choices))


def attributes(items: Sequence[Mapping[str, str]], lang: str) -> str:
    """A profile or a group, one attribute a line."""
    colon = "：" if lang == "zh" else ": "
    return "\n".join(f"{item['attribute']}{colon}{item['value']}" for item in items)


def turns(items: Sequence[Mapping[str, str]], lang: str) -> str:
    """Utterances, one a line."""
    return attributes([{"attribute": turn["speaker"], "value": turn["text"]} for turn in items], lang)


def percentages(names: Sequence[str], shares: Sequence[float]) -> str:
    """A distribution as a model writes it: a lettered line a choice, in percent with one decimal."""
    pairs = zip(names, shares, strict=True)
    return "\n".join(f"{label(index)}. {name}: {100 * share:.1f}%" for index, (name, share) in enumerate(pairs))


def blocks(*parts: Any) -> str:
    """Paragraphs with an empty line between; empty ones are left out."""
    return "\n\n".join(str(part) for part in parts if part)
