"""The shown choices, prepared for reading replies: the forms of their texts, and how they look within a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .texts import EDGES, fold

_CJK = "\u3400-\u9fff"
# Everyday words: in a sentence they are an answer only when they stand between marks ("No, never", not "no idea").
_EVERYDAY = {"no", "yes", "none", "all", "other", "others", "same", "both", "some", "more", "less", "any", "little"}
# Marks between a letter and its text; a dash only before a blank, because it may be the sign of a number.
_MARKS = r"(?:[\s.．。)）:：、,，\]】*_\"'“”`>|=]|[-–—]+(?=\s))+"
LETTERED = re.compile(
    r"^[^\w\u3400-\u9fff]*(?:(?:option|choice|answer|选项|选择|答案|我?选)\s*(?:[:：]\s*)?)?"
    rf"([A-Za-zＡ-Ｚａ-ｚ]{{1,2}})({_MARKS}|(?=[\u3400-\u9fff]))(.+)$",
    re.IGNORECASE | re.DOTALL,
)
_LETTER = re.compile(r"^\W*[A-Za-z]\s*[.)、:]\s*(?=\S)")
# "Agree strongly" is "strongly agree".
_DEGREE = re.compile(
    r"\b((?:dis)?agree|disapprove|approve|favou?r|oppose|support) (strongly|somewhat|slightly|completely)\b"
)
_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])")
_DO_NOT = re.compile(r"\bdo(?: not|nt)\b")
_YES_OR_NO = re.compile(r"(yes|no|是|否|有|没有)[,，]", re.IGNORECASE)
_LEADING_CJK = re.compile(f"[{_CJK}]+")
# What a whole reply may say for a choice that is not among the others.
_SAME = (("没有", "无"), ("无", "没有"), ("不是", "否"))


def spelled(text: str) -> str:
    """Folded, with words of degree before what they qualify, no hyphens between words, and "don't" in one way."""
    return _DEGREE.sub(r"\2 \1", _DO_NOT.sub("don't", _HYPHEN.sub(" ", fold(text))))


_FORMS: tuple[Callable[[str], str], ...] = (str.strip, spelled, lambda text: spelled(text).strip(EDGES))


@dataclass(frozen=True)
class ShownChoices:
    """The shown choices, prepared for reading; each level maps a form of the text to the choices that have it."""

    count: int
    levels: tuple[dict[str, frozenset[int]], ...]
    mention: re.Pattern[str]
    names: dict[str, int]
    out_of: re.Pattern[str] | None


@lru_cache(maxsize=65536)
def shown_choices(choices: tuple[str, ...], lettered: bool = True) -> ShownChoices:
    """Prepare choices (as shown, first is A; without `lettered` no letter means any). Raises ValueError for none."""
    if not choices:
        raise ValueError("choices must hold at least one text")
    plain = _unlabelled(choices)
    levels = tuple(_level([form(choice) for choice in plain]) for form in _FORMS)
    names = {name: next(iter(found)) for name, found in levels[2].items() if name and len(found) == 1}
    short = _level([_shortened(choice) for choice in plain])
    names |= {
        name: next(iter(found)) for name, found in short.items() if name and name not in levels[2] and len(found) == 1
    }
    whole = {name: names[choice] for name, choice in _SAME if choice in names} | _beginnings(levels[2]) | names
    shortened = {name: frozenset({index}) for name, index in whole.items()}
    ordered = sorted(names, key=lambda name: (-len(name), name))
    mention = re.compile("|".join(_bounded(name) for name in ordered) or r"(?!)")
    return ShownChoices(len(choices) if lettered else 0, (*levels, shortened), mention, names, _out_of(plain))


def letter(index: int) -> str:
    """Letter of a shown choice: A to Z, then AA, AB, ..."""
    return chr(65 + index) if index < 26 else letter(index // 26 - 1) + chr(65 + index % 26)


def without_letter(text: str) -> str:
    """A text without the letter in front: "good" for "A. good"."""
    return _LETTER.sub("", text)


def _unlabelled(choices: tuple[str, ...]) -> tuple[str, ...]:
    """Choices without their letters, when all of them carry the right one ("A. good", "B. bad")."""
    found = [LETTERED.match(choice) for choice in choices]
    if all(m and m[2].strip() and index_of_letters(m[1]) == i for i, m in enumerate(found)) and len(choices) > 1:
        return tuple(str(m[3]) for m in found if m)
    return choices


def _level(forms: Sequence[str]) -> dict[str, frozenset[int]]:
    level: dict[str, frozenset[int]] = {}
    for index, form in enumerate(forms):
        level[form] = level.get(form, frozenset()) | {index}
    return level


def _shortened(choice: str) -> str:
    """A choice without what stands in brackets, after a dash (极高压力 - 严重影响生活), or after "Yes," and "No,"."""
    verdict = _YES_OR_NO.match(choice.strip())
    return _FORMS[2](verdict[1] if verdict else re.split(r"\s+[-–—]+\s+|[（(]", choice.strip(), maxsplit=1)[0])


def _beginnings(names: dict[str, frozenset[int]]) -> dict[str, int]:
    """What just one choice begins with: two words or characters at least ("not at all" for "not at all important",
    农村 for 农村户籍), "neither", or numbers without their unit (31-45 for 31-45岁)."""
    found: dict[str, set[int]] = {}
    for name, indices in names.items():
        words, characters = name.split(), _LEADING_CJK.match(name)
        least = 1 if words[:1] == ["neither"] else 2
        starts = [" ".join(words[:count]).strip(EDGES) for count in range(least, len(words))]
        starts += [name[:count] for count in range(2, characters.end() + 1 if characters else 0)]
        starts += re.findall(rf"^\d+-\d+(?=[{_CJK}%])", name)
        for start in starts:
            found.setdefault(start, set()).update(indices)
    return {start: indices.pop() for start, indices in found.items() if len(indices) == 1}


def _out_of(choices: tuple[str, ...]) -> re.Pattern[str] | None:
    """What says of which scale a mark is, "/10" or "out of 10", where the choices are the numbers of one."""
    if len(choices) < 3 or not all(choice.isascii() and choice.isdigit() for choice in choices):
        return None
    marks = sorted(int(choice) for choice in choices)
    whole = marks == list(range(marks[0], marks[-1] + 1))
    return re.compile(rf"(?<!\s)\s*(?:/|out of)\s*{marks[-1]}(?!\d)", re.IGNORECASE) if whole else None


def _bounded(name: str) -> str:
    """Pattern of a name that is no part of a longer word or number."""
    body = re.escape(name)
    if name in _EVERYDAY:
        return rf"(?<![^\s.,;:!?\"“。，])(?<![a-z0-9,] ){body}(?=\s*(?:$|[.,;:!?\"”。，]))"
    if len(name) == 1 and re.match(f"[{_CJK}]", name):
        cues = {"否": "为选", "有": "为选是我家里"}.get(name, "为选是")
        before = rf"(?:(?<![{_CJK}])|(?<=[{cues}]))"
        return rf"{before}{body}(?=[的性]?(?![{_CJK}]))"
    sign = r"(?<![-+])" if name[0].isdigit() else ""
    before = sign + r"(?<![a-z0-9])(?<!\d[.,])" if re.match(r"[a-z0-9]", name) else ""
    after = r"(?![a-z0-9]|[.,-]\d)" if re.search(r"[a-z0-9]$", name) else ""
    return before + body + after


def index_of_letters(letters: str) -> int:
    number = 0
    for letter in unicodedata.normalize("NFKC", letters).upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
