"""Task 3, individual: the stance a respondent takes on a theme, and the reasoning behind it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .classification import macro, totals
from .distributions import compute as distances_of_rows
from .distributions import names
from .protocols import check_lengths, check_texts, masses, robust
from .replies.answers import REFUSED, UNREADABLE, read
from .replies.texts import final, fold, key, load_json, unfence

STANCES = ("negative", "neutral", "positive")  # in scale order: 0, 1, 2
SIMILARITIES = ("rouge1", "rouge2", "rougeL", "jaccard", "cosine")
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
    r"[\"“']?(?:reason(?:ing)?|理由|原因)[\"”'*]*\s*[:：=]\s*[\"“'*]*(.+?)[\"”'*]*\s*[}｝]?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_FLAT = re.compile(r"\{[^{}]*\}")
_LAST_COMMA = re.compile(r",(\s*\})")
_LETTER = re.compile(r"^\W*[A-Za-zＡ-Ｚ]\s*[.．、:：)）]\s*")
_TOKEN = re.compile(r"[\u3400-\u9fff]+|[^\W_\u3400-\u9fff]+(?:['’][^\W_]+)?")

Ints = NDArray[np.int64]
Tokenizer = Callable[[str], list[str]]


@dataclass(frozen=True)
class Rows:
    """Coded stances (index into STANCES, below 0 when not read) and similarity of the reasoning, one item a row."""

    predicted: Ints
    reference: Ints
    similarity: dict[str, list[float]]


def compute(
    predictions: Sequence[str],
    references: Sequence[str],
    weights: Sequence[float] | None = None,
    tokenizer: Tokenizer | None = None,
    protocol: str = "robust",
) -> dict[str, Any]:
    """Score JSON texts with a stance and a reason, in English or Chinese, against references of the same form.

    Macro precision, recall and F1 are means over the stances that occur in the references; a reply without a readable
    stance is a miss and lowers parse_rate. The reasoning's ROUGE F-measures, Jaccard and cosine (of word counts) are
    means over all rows; a reply without a reason has similarity 0, whatever its stance. Words are segmented by
    `tokenizer`, by default `words` (jieba for Chinese). Raises ValueError for references without stance.
    """
    if not robust(protocol):
        from .paper.attitude_stance import compute as paper

        return paper(predictions, references)
    check_lengths(references=references, predictions=predictions)
    check_texts(predictions=predictions, references=references)
    if tokenizer is not None and not callable(tokenizer):
        raise ValueError("tokenizer must be a function from a text to the list of its words")
    return summary(rows(predictions, references, tokenizer), weights)


def group(
    predictions: Sequence[str | Sequence[float]],
    references: Sequence[str | Sequence[float]],
    positions: Sequence[Any] | None = None,
    choices: Sequence[Any] | None = None,
    question_ids: Sequence[str] | None = None,
    protocol: str = "robust",
    instructions: str | Sequence[str | None] | None = None,
) -> dict[str, Any]:
    """Distances between distributions over stances: as `distributions.compute`, with the stances as choices.

    Without `choices`, texts may name stances in English or Chinese, in any order, and positions are negative 0,
    neutral 1, positive 2; letters follow the reference's text, or that order where the reference is a list.
    """
    if not robust(protocol) or choices is not None:
        return distances_of_rows(predictions, references, positions, choices, question_ids, protocol, instructions)
    check_lengths(references=references, predictions=predictions)
    orders = [_order(row, truth) for row, truth in enumerate(references)]
    places = [[STANCES.index(name) for name in order] for order in orders]
    given = [canonical(item) if isinstance(item, str) else item for item in predictions]
    truths = [canonical(item) if isinstance(item, str) else item for item in references]
    return distances_of_rows(given, truths, places if positions is None else positions, orders, question_ids)


def _order(row: int, truth: str | Sequence[float]) -> list[str]:
    """The stances in the order in which the reference has them; those that its text leaves out come last."""
    try:
        named = [name for name in names(canonical(truth)) if name in STANCES] if isinstance(truth, str) else []
    except ValueError as error:
        raise ValueError(f"row {row}: {error}") from None
    return [*named, *(name for name in STANCES if name not in named)]


def rows(predictions: Sequence[str], references: Sequence[str], tokenizer: Tokenizer | None = None) -> Rows:
    """Read and compare every pair."""
    check_lengths(references=references, predictions=predictions)
    split = tokenizer or words
    truths = [parse(text) for text in references]
    given = [parse(text) for text in predictions]
    lost = next((row for row, (stance, _) in enumerate(truths) if stance < 0), None)
    if lost is not None:
        raise ValueError(f"row {lost}: the reference holds no stance; it needs JSON with the fields stance and reason")
    pairs = [similarity(split(mine), split(theirs)) for (_, mine), (_, theirs) in zip(given, truths, strict=True)]
    return Rows(
        np.array([stance for stance, _ in given], np.int64),
        np.array([stance for stance, _ in truths], np.int64),
        {name: [pair[name] for pair in pairs] for name in SIMILARITIES},
    )


def summary(table: Rows, weights: Sequence[float] | None = None) -> dict[str, Any]:
    """Scores of coded rows."""
    mass = masses(weights, len(table.reference))
    sums = totals(table.reference, table.predicted, mass, len(STANCES))
    precision, recall, f1 = macro(sums)
    return {
        "accuracy": float(sums[0].sum() / sums[2].sum()),
        "precision": float(precision),
        "recall": float(recall),
        "f1": float(f1),
        **{name: float(np.average(values, weights=mass)) for name, values in table.similarity.items()},
        "parse_rate": float((table.predicted >= 0).mean()),
        "refusal_rate": float((table.predicted == REFUSED).mean()),
        "n": len(table.reference),
    }


def parse(text: str | None) -> tuple[int, str]:
    """(index into STANCES, or below 0; reasoning) of a reply: JSON, also fenced or cut off, else free text."""
    reply = final(text or "")
    values = _objects(reply)
    if values:
        found = [_parsed(value, reply) for value in values]
        # Of objects that take several stances, none could be told for the answer.
        return found[0] if len({stance for stance, _ in found}) == 1 else (UNREADABLE, found[0][1])
    stance_lost, reason_lost = _STANCE_LOST.search(reply), _REASON_LOST.search(reply)
    stance = stance_lost[1] if stance_lost else reply[: reason_lost.start()] if reason_lost else reply
    return read_stance(stance), reason_lost[1].strip(" *\n") if reason_lost else ""


def _objects(reply: str) -> list[Mapping[str, Any]]:
    """The JSON objects of a reply: one in most, also with a comma too many."""
    body = unfence(reply)
    value = _unwrapped(load_json(body))
    if isinstance(value, Mapping):
        return [value]
    parts = [_unwrapped(load_json(_LAST_COMMA.sub(r"\1", part))) for part in _FLAT.findall(body)]
    found = [part for part in parts if isinstance(part, Mapping)]
    return [part for part in found if {key(str(name)) for name in part} & set(_STANCE_FIELDS)] or found


def _parsed(value: Mapping[str, Any], reply: str) -> tuple[int, str]:
    fields = {key(str(name)): item for name, item in value.items()}
    stance, reason = _first(fields, _STANCE_FIELDS), _first(fields, _REASON_FIELDS)
    behind = None if fields.keys() & set(_REASON_FIELDS) else _REASON_LOST.search(reply[reply.rfind("}") + 1 :])
    return (read_stance(stance) if stance else UNREADABLE), behind[1].strip(" *\n") if behind else reason


def _unwrapped(value: Any) -> Any:
    """A JSON value out of a list or an object that holds nothing else."""
    while isinstance(value, list | Mapping) and len(value) == 1:
        inner = value[0] if isinstance(value, list) else next(iter(value.values()))
        if not isinstance(inner, list | Mapping):
            return value
        value = inner
    return value


def read_stance(text: str) -> int:
    """Index into STANCES of an English or Chinese stance, else REFUSED or UNREADABLE. A letter alone is no stance."""
    whole = _WHOLE.get(key(_LETTER.sub("", text)))
    if whole:
        return STANCES.index(whole)
    found = read(text, tuple(_WORDS), lettered=False)
    return STANCES.index(tuple(_WORDS.values())[found]) if found >= 0 else found


def canonical(text: str) -> str:
    """A distribution's text with Chinese stances in English, so that it names the choices as the records do."""
    for word, stance in _WORDS.items():
        text = text.replace(word, stance)
    return text


def similarity(mine: Sequence[str], theirs: Sequence[str]) -> dict[str, float]:
    """ROUGE-1, -2 and -L F-measures, Jaccard of word sets and cosine of word counts, each 0 to 1."""
    left, right = Counter(mine), Counter(theirs)
    shared = len(left.keys() & right.keys())
    norm = math.sqrt(sum(count**2 for count in left.values()) * sum(count**2 for count in right.values()))
    return {
        "rouge1": _f_measure(sum((left & right).values()), len(mine), len(theirs)),
        "rouge2": _rouge2(mine, theirs),
        "rougeL": _f_measure(_common_subsequence(mine, theirs), len(mine), len(theirs)),
        "jaccard": shared / len(left.keys() | right.keys()) if shared else 0.0,
        "cosine": sum(left[word] * right[word] for word in left.keys() & right.keys()) / norm if norm else 0.0,
    }


def words(text: str) -> list[str]:
    """Words of a text in either language, folded: runs of letters or digits, and Chinese as jieba cuts it."""
    found: list[str] = []
    for run in _TOKEN.findall(fold(text)):
        found.extend(segmenter()(run) if re.match("[\u3400-\u9fff]", run) else [run])
    return found


@lru_cache(maxsize=1)
def segmenter() -> Callable[[str], list[str]]:
    """jieba's cut in its accurate mode. Raises ImportError that says how to get it."""
    try:
        import jieba
    except ModuleNotFoundError:
        raise ImportError("Chinese reasoning needs jieba: pip install jieba, or pass a tokenizer") from None
    jieba.setLogLevel("WARNING")
    return lambda text: list(jieba.cut(text))


def _first(fields: Mapping[str, Any], names: Sequence[str]) -> str:
    value = next((fields[name] for name in names if fields.get(name) is not None), "")
    return " ".join(str(item) for item in value) if isinstance(value, list) else str(value)


def _f_measure(common: int, left: int, right: int) -> float:
    return 2 * common / (left + right) if common else 0.0


def _rouge2(mine: Sequence[str], theirs: Sequence[str]) -> float:
    left, right = Counter(pairwise(mine)), Counter(pairwise(theirs))
    return _f_measure(sum((left & right).values()), sum(left.values()), sum(right.values()))


def _common_subsequence(mine: Sequence[str], theirs: Sequence[str]) -> int:
    """Length of the longest common subsequence."""
    before = [0] * (len(theirs) + 1)
    for word in mine:
        row = [0]
        for place, other in enumerate(theirs):
            row.append(before[place] + 1 if word == other else max(before[place + 1], row[-1]))
        before = row
    return before[-1]
