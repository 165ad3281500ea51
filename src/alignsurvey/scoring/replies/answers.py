"""Read which of the shown choices a reply means.

A reply counts as the letter ("B"), the text ("average"), both ("B. average"), or a sentence around them, in English or
Chinese, with full-width letters, fences, JSON or a thinking trace. A reply that means several choices, or whose letter
and text disagree, is unreadable; a reply that declines is told apart as refused.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from .choices import letter, shown_choices
from .exact import exact_choice
from .sentences import choice_in_sentences
from .texts import final, key, load_json, unfence

# Fields in which a JSON reply gives its answer.
_FIELDS = ("answer", "choice", "option", "prediction", "predict", "response", "答案", "选项", "选择", "回答", "预测")


def read_choice(text: str | None, choices: Sequence[str], lettered: bool = True) -> int:
    """The choice that a reply means.

    Args:
        text: the reply; None or an empty text for a missing one. Of a longer one `texts.READ` characters are read.
        choices: texts of the choices, as shown: the first is A.
        lettered: whether letters mean choices.

    Returns:
        Index into `choices`, else REFUSED or UNREADABLE, which are below 0.

    Raises:
        ValueError: there are no choices.
    """
    shown = shown_choices(tuple(choices), lettered)
    reply = final(text or "")
    body = unfence(reply)
    for whole in (reply,) if body == reply else (reply, body):
        found = exact_choice(whole, shown)
        if found is not None:
            return found
    value = _field(load_json(reply)) if any(mark in reply for mark in "{[`") else None
    if value is not None:
        return read_choice(value, choices, lettered)
    body = unicodedata.normalize("NFKC", body)
    return choice_in_sentences(shown.out_of.sub("", body) if shown.out_of else body, shown)


def choice_or_none(text: str | None, choices: Sequence[str]) -> int | None:
    """As `read_choice`, but None for a reply that is refused or unreadable."""
    found = read_choice(text, choices)
    return found if found >= 0 else None


def render_choice(index: int, choices: Sequence[str]) -> str:
    """A choice as the paper writes it: "B. average"."""
    return f"{letter(index)}. {choices[index]}"


def _field(value: object) -> str | None:
    """The answer that a JSON reply holds: a text, a list of one text, or an object's answer field."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict):
        fields = {key(str(name)): item for name, item in value.items()}
        named = [fields[name] for name in _FIELDS if name in fields]
        value = named[0] if named else next(iter(fields.values())) if len(fields) == 1 else None
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
    return value if isinstance(value, str) else None
