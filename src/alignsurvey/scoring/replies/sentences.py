"""Read the choice that a longer reply means: the stated answer, a line of its own, a mention that nothing denies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .choices import ShownChoices, index_of_letters, spelled
from .exact import REFUSED, UNREADABLE, exact_choice
from .texts import EDGES, fold

# How far around a mention is looked, and at how many of the last cues: replies that repeat themselves run long.
_NEAR, _LAST = 40, 20

_LABEL = re.compile(r"(?<![A-Za-z0-9])(?<!N/)([A-Z]{1,2})(?![A-Za-z0-9'’])")
_WORD_AFTER = re.compile(r"(?<![^\S\n])[^\S\n]+(?!because\b|since\b|or\b|and\b)\S")
_CUE_BEFORE = re.compile(r"(?:option|choice|choose|pick|select|answer|is)$|[:(（\u3400-\u9fff]$", re.IGNORECASE)
_STRONG = re.compile(
    r"(?:final answer|my answer|the answer|(?:^|\n)\W{0,20}answer|答案|最终选择|我的选择)[^\w$+-]*"
    r"(?:is|would be|应该是|应为|是|为)?[^\w$+-]*",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"(?:\bi(?: would|'d|’d| will|'ll)? (?:choose|select|pick|go with|answer|say)|\b(?:choice|option|answer)(?: is|:)"
    r"|我(?:会|想)?(?:选择|选|回答)|选择|回答(?:是|为|：|:))[^\w$+-]*",
    re.IGNORECASE,
)
_NOT_EN = re.compile(
    r"(?:\b(?:not|never|neither|nor|hardly|rather than|instead of|less than)|n't|n’t)\s+"
    r"(?:(?!but\b)[a-z']+\s+){0,2}[\"'“(]*$"
)
_NOT_ZH = re.compile(
    r"(?:(?<!差)不(?![过仅错同论管但止])|没(?!错)|未(?!来)|并非|非(?!常)|无(?![疑论])|谈不上)[\u3400-\u9fff]{0,3}[“「]?$"
)
_DENIED = re.compile(
    r"[^\w]{0,3}(?:(?:is|are|would be|seems)\s+(?:wrong|incorrect|not\b)|[也都]?(?:不对|错|不合适|不符))"
    r"|(?<!\s)\s+not\s*(?:$|[.,;!])",
    re.IGNORECASE,
)
_DECLINES = re.compile(
    r"\b(?:can ?not|can['’]t|unable to|not able to|won['’]t|will not|refuse to|decline to|prefer not|rather not"
    r"|do(?:n['’]t| not) (?:wish|want)|(?:choose|opt|decide) not) (?:to )?"
    r"(?:answer|choose|respond|select|pick|provide|say|give|assist|help|share|disclose|decide|determine|judge|comment|express)"
    r"|(?:无法|不能|不便|不方便|不愿意?|不想|难以|拒绝)(?:回答|提供|选择|判断|作答|确定|透露|给出|表达|参与)|拒答"
)
_EVASIVE = re.compile(
    r"\bas an? (?:ai|artificial|language model|large language)|language model|no personal (?:opinion|view)"
    r"|have (?:personal )?(?:opinions|feelings|beliefs)|\bsorry\b|no comment|declined?\b|refused?\b"
    r"|prefer not|rather not"
    r"|作为(?:一[个名款])?(?:ai|人工智能|语言模型|大模型)|抱歉|对不起|不便|不愿|拒绝|无可奉告"
)
_REASON = re.compile(r"\b(?:because|since|over|rather than|instead of)\b|因为|由于|而不是", re.IGNORECASE)
_TURNS = re.compile(r"\b(?:but|however|if i (?:had|have) to|forced to)\b|但是?|不过|然而|如果|非要")


def choice_in_sentences(text: str, shown: ShownChoices) -> int:
    """Read a longer reply: the stated answer, a line of its own, letter and text together, then any one mention."""
    for evidence in (_stated(text, _STRONG, shown), _lines(text, shown), _pairs(text, shown)):
        if len(evidence) == 1:
            return next(iter(evidence))
    if _DECLINES.search(fold(text)):
        turn = list(_TURNS.finditer(text))
        rest = text[turn[-1].end() :] if turn else ""
        if not rest or _DECLINES.search(fold(rest)):
            return REFUSED
        text = rest
    head = _REASON.split(text, maxsplit=1)[0]  # what is said before reasons, which may mention other choices
    for evidence in (_stated(text, _WEAK, shown), _votes(head, shown), _votes(text, shown)):
        if len(evidence) == 1:
            return next(iter(evidence))
    return REFUSED if _EVASIVE.search(fold(text)) else UNREADABLE


def _stated(text: str, cue: re.Pattern[str], shown: ShownChoices) -> set[int]:
    """What stands behind the last words that announce an answer."""
    for match in reversed(list(cue.finditer(text))[-_LAST:]):
        if _negated(_before(text, match.start())):
            continue
        end = text.find("\n", match.end())
        tail = text[match.end() : end if end >= 0 else len(text)]
        for part in (tail, _REASON.split(tail, maxsplit=1)[0]):
            found = exact_choice(part, shown)
            if found is not None:
                return {found}
        evidence = _votes(tail, shown)
        if evidence:
            return evidence if len(evidence) == 1 else _pairs(tail, shown)
    return set()


def _lines(text: str, shown: ShownChoices) -> set[int]:
    lines = text.splitlines()
    # A text of one line was read as a whole before.
    found = (exact_choice(line, shown) for line in lines if line.strip() and len(lines) > 1)
    return {index for index in found if index is not None}


def _pairs(text: str, shown: ShownChoices) -> set[int]:
    """Letters that are followed at once by their own text; two are enough to see that there is more than one."""
    found: set[int] = set()
    reach = 2 * max(map(len, shown.names), default=0) + _NEAR
    tried: set[tuple[int, str]] = set()
    for index, end in _labels(text, shown, found):
        behind = text[end : end + reach]
        if (index, behind) not in tried:
            tried.add((index, behind))
            match = shown.mention.match(spelled(behind).lstrip(EDGES + "-"))
            if match and shown.names[match[0]] == index:
                found.add(index)
        if len(found) > 1:
            break
    return found


def _votes(text: str, shown: ShownChoices) -> set[int]:
    """The choices that are mentioned, by letter or by text, and not denied; two of them where there are more."""
    folded, found = spelled(text), set[int]()
    for match in shown.mention.finditer(folded):
        index = shown.names[match[0]]
        if index in found or _DENIED.match(folded, match.end()) or _negated(_before(folded, match.start())):
            continue
        found.add(index)
        if len(found) > 1:
            return found
    for index, _ in _labels(text, shown, found):
        found.add(index)
        if len(found) > 1:
            break
    return found


def _labels(text: str, shown: ShownChoices, known: set[int]) -> Iterator[tuple[int, int]]:
    """(index, end) of each letter that is used as a label, but for the `known`; "A" and "I" are mostly words of a
    sentence."""
    for match in _LABEL.finditer(text):
        index = index_of_letters(match[1])
        if index >= shown.count or index in known:
            continue
        before = _before(text, match.start())
        if _negated(before.lower()):
            continue
        word = match[1] in ("A", "I") and _WORD_AFTER.match(text, match.end())
        if not _DENIED.match(text, match.end()) and (not word or _CUE_BEFORE.search(before.rstrip())):
            yield index, match.end()


def _before(text: str, place: int) -> str:
    return text[max(0, place - _NEAR) : place]


def _negated(before: str) -> bool:
    return bool(_NOT_EN.search(before) or _NOT_ZH.search(before))
