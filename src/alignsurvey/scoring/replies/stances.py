"""Read the stance, and the reasoning behind it, that a reply gives: JSON, also fenced or cut off, else free text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .answers import read_choice
from .exact import UNREADABLE
from .texts import final, key, load_json, unfence

STANCES = ("negative", "neutral", "positive")  # in scale order: 0, 1, 2
_WORDS = {
    "negative": "negative", "neutral": "neutral", "positive": "positive",
    "消极": "negative", "中立": "neutral", "积极": "positive",
    "负面": "negative", "中性": "neutral", "正面": "positive",
}  # fmt: skip
# Other words for them, read only where they are all that is said of the stance.
_SYNONYMS = {
    "negative": "opposed oppose against unfavorable unfavourable critical pessimistic 反对 不支持 否定 悲观",
    "neutral": "mixed ambivalent balanced undecided 中庸 矛盾 复杂",
    "positive": "supportive support favorable favourable optimistic approving 支持 赞成 肯定 乐观",
}
_WHOLE = _WORDS | {word: stance for stance, words in _SYNONYMS.items() for word in words.split()}
_STANCE_FIELDS = (
    "stance", "predict", "prediction", "attitude", "sentiment", "label", "answer", "立场", "态度", "倾向", "预测",
)  # fmt: skip
_REASON_FIELDS = (
    "reason", "reasoning", "rationale", "explanation", "justification", "理由", "原因", "判断理由", "推理",
)  # fmt: skip
# Fields of a reply that is no JSON: cut off, or written as lines.
_STANCE_LOST = re.compile(
    r"[\"“']?(?:stance|predict|立场|态度|倾向)[\"”'*]*\s*[:：=]\s*[\"“'*]*([^\"“'”',，;；。\n}]+)", re.IGNORECASE
)
_REASON_LOST = re.compile(
    r"[\"“']?(?:reason(?:ing)?|理由|原因)[\"”'*]*\s*[:：=]\s*[\"“'*]*(.+)\Z", re.IGNORECASE | re.DOTALL
)
_FLAT = re.compile(r"\{[^{}]*\}")  # an object without another one inside
_LAST_COMMA = re.compile(r",(\s*\})")
_LETTER = re.compile(r"^\W*[A-Za-zＡ-Ｚ]\s*[.．、:：)）]\s*")


class StanceReply(NamedTuple):
    """What a reply says: `stance` is an index into STANCES, else REFUSED or UNREADABLE; `reason` may be empty."""

    stance: int
    reason: str


def read_stance_reply(text: str | None) -> StanceReply:
    """The stance and the reasoning of a reply; None or an empty text is a missing reply."""
    reply = final(text or "")
    values = _objects(reply)
    if values:
        found = [_parsed(value, reply) for value in values]
        # Of objects that take several stances, none could be told for the answer.
        return found[0] if len({item.stance for item in found}) == 1 else StanceReply(UNREADABLE, found[0].reason)
    stance_lost, reason_lost = _STANCE_LOST.search(reply), _REASON_LOST.search(reply)
    stance = stance_lost[1] if stance_lost else reply[: reason_lost.start()] if reason_lost else reply
    return StanceReply(read_stance(stance), _unclosed(reason_lost[1]) if reason_lost else "")


def _unclosed(reason: str) -> str:
    """A reason without the quotes and the brace that close its field."""
    bare = reason.rstrip()
    bare = bare[:-1].rstrip() if bare[-1:] in ("}", "｝") else bare
    return (bare.rstrip("\"”'*") or reason[0]).strip(" *\n")


def read_stance(text: str) -> int:
    """Index into STANCES of an English or Chinese stance, else REFUSED or UNREADABLE. A letter alone is no stance."""
    whole = _WHOLE.get(key(_LETTER.sub("", text)))
    if whole:
        return STANCES.index(whole)
    found = read_choice(text, tuple(_WORDS), lettered=False)
    return STANCES.index(tuple(_WORDS.values())[found]) if found >= 0 else found


def english_stances(text: str) -> str:
    """A distribution's text with Chinese stances in English, so that it names the choices as the records do."""
    for word, stance in _WORDS.items():
        text = text.replace(word, stance)
    return text


def _objects(reply: str) -> list[Mapping[str, Any]]:
    """The JSON objects of a reply: one in most, also with a comma too many."""
    body = unfence(reply)
    value = _unwrapped(load_json(body))
    if isinstance(value, Mapping):
        return [value]
    parts = [_unwrapped(load_json(_LAST_COMMA.sub(r"\1", part))) for part in _FLAT.findall(body)]
    found = [part for part in parts if isinstance(part, Mapping)]
    return [part for part in found if {key(str(name)) for name in part} & set(_STANCE_FIELDS)] or found


def _parsed(value: Mapping[str, Any], reply: str) -> StanceReply:
    fields = {key(str(name)): item for name, item in value.items()}
    stance, reason = _first(fields, _STANCE_FIELDS), _first(fields, _REASON_FIELDS)
    behind = None if fields.keys() & set(_REASON_FIELDS) else _REASON_LOST.search(reply[reply.rfind("}") + 1 :])
    return StanceReply(read_stance(stance) if stance else UNREADABLE, _unclosed(behind[1]) if behind else reason)


def _unwrapped(value: Any) -> Any:
    """A JSON value out of a list or an object that holds nothing else."""
    while isinstance(value, list | Mapping) and len(value) == 1:
        inner = value[0] if isinstance(value, list) else next(iter(value.values()))
        if not isinstance(inner, list | Mapping):
            return value
        value = inner
    return value


def _first(fields: Mapping[str, Any], names: Sequence[str]) -> str:
    value = next((fields[name] for name in names if fields.get(name) is not None), "")
    return " ".join(str(item) for item in value) if isinstance(value, list) else str(value)
