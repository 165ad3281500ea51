"""Chinese personal names: a surname, and a given name whose characters are likelier in names than in running text.

Character odds come from the 60,000 names in the dictionary that jieba carries (tag nr). jieba's own joint tagger splits
compound and rare names and is seven times slower than its segmenter; here the segmenter gives word borders only.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ....files.errors import require
from ..lists import lines, listed, words

COMPOUND = words("zh/compound_surnames")
COMMON = words("zh/surnames_common")
SURNAMES = COMMON | words("zh/surnames_rare")

TITLES = words("zh/titles")
_PARTS = words("zh/minority_parts")
_SOUND = "".join(listed("zh/minority_signs"))
_START = _SOUND.replace("和", "").replace("不", "").replace("比", "")
WRITTEN = _SOUND + "".join(listed("zh/foreign_signs"))
_CJK = r"一-鿿㐀-䶿"


def _either(listing: Iterable[str]) -> str:
    """A pattern of any of the words, the longer first."""
    return "|".join(sorted(listing, key=lambda word: (-len(word), word)))


_MINORITY = re.compile(
    rf"[{_START}]{{0,3}}(?:{_either(_PARTS)})(?:{_either(_PARTS)}|[{_SOUND.replace('和', '')}]){{0,4}}"
)
_LAST = rf"(?:(?![也和与跟在是的了我你他她说来去都就打讲问告吃看走跑住做])[{_CJK}]){{1,6}}"
_DOTTED = re.compile(rf"[{WRITTEN}]{{1,6}}(?:[·•・‧]{_LAST}){{1,3}}")
_BEFORE = re.compile(rf"(?:{_either(words('zh/before_names'))})[:：]?\s?$")
SURE_BEFORE = re.compile(
    r"(?:名叫|名字叫|名字是|我叫|他叫|她叫|叫做|姓名[是为:：]?\s?|名字[:：]\s?|联系人[:：]?\s?|户主[:：]?\s?)$"
)


@dataclass(frozen=True)
class Odds:
    """Log odds of a character in a place of a name against running text."""

    surname: dict[str, float]
    first: dict[str, float]  # first of two given characters
    second: dict[str, float]
    only: dict[str, float]
    words: dict[str, tuple[int, str]]  # dictionary word: frequency, tag


@cache
def tokenizer() -> Any:
    """jieba's segmenter, quiet."""
    jieba = require("jieba", "privacy")
    jieba.setLogLevel(60)
    made = jieba.Tokenizer()
    made.initialize()
    return made


@cache
def odds() -> Odds:
    """Character odds from the dictionary of jieba, read once."""
    path = Path(require("jieba", "privacy").__file__).parent / "dict.txt"
    known: dict[str, tuple[int, str]] = {}
    text: Counter[str] = Counter()
    places: tuple[Counter[str], ...] = (Counter(), Counter(), Counter(), Counter())
    for line in path.read_text(encoding="utf-8").splitlines():
        word, count, tag = line.split()
        known[word] = (int(count), tag)
        for sign in word:
            text[sign] += int(count)
        if tag == "nr" and word[0] in SURNAMES:
            if len(word) == 3:
                for counter, sign in zip(places[:3], word, strict=True):
                    counter[sign] += 1
            elif len(word) == 2:
                places[3][word[1]] += 1
    total = text.total()

    def log_odds(counter: Counter[str]) -> dict[str, float]:
        size = counter.total()
        return {c: math.log((n + 0.5) / size) - math.log((text[c] + 50) / total) for c, n in counter.items()}

    surname, first, second, only = (log_odds(counter) for counter in places)
    return Odds(surname, first, second, only, known)


def find(text: str, pieces: list[str]) -> list[tuple[int, int, float]]:
    """(start, end, score) of the names in `text`, which the segmenter cut into `pieces`."""
    borders, covers, place = set(), {}, 0
    for word in pieces:
        borders.add(place)
        if len(word) > 1:
            for inner in range(place, place + len(word)):
                covers[inner] = (place, place + len(word))
        place += len(word)
    borders.add(place)
    found = [
        (m.start(), m.end(), 0.995)
        for pattern in (_DOTTED, _MINORITY)
        for m in pattern.finditer(text)
        if m.end() - m.start() > 2
    ]
    found = [span for span in found if _is_foreign_name(text, span, borders)]
    found.extend((_before_dot(text, m.start(), pieces), m.end(), 0.995) for m in _DOT.finditer(text))
    for start, sign in enumerate(text):
        if sign in SURNAMES or text[start : start + 2] in COMPOUND:
            found.extend(_at(text, start, borders, covers))
        elif sign in "老小阿":
            found.extend(_familiar(text, start, borders, covers))
    return _best(found)


_TITLE = re.compile(_either(TITLES))
_DOT = re.compile(rf"(?<=[{_CJK}])(?:[·•・‧]{_LAST}){{1,3}}")


def _before_dot(text: str, dot: int, pieces: list[str]) -> int:
    """Where a name with a dot begins, 阿卜杜拉 of 阿卜杜拉·买买提, by its words, whatever signs it has."""
    place, starts = 0, []
    for word in pieces:
        if place >= dot:
            break
        starts.append((place, word))
        place += len(word)
    start = dot
    for begin, word in reversed(starts):
        count, tag = odds().words.get(word, (0, "nr"))
        foreign = tag.startswith("nr") or count < 200 or (len(word) == 1 and word in WRITTEN and word not in NEVER)
        if dot - begin > 8 or not foreign or not re.fullmatch(rf"[{_CJK}]+", word):
            break
        start = begin
    return start if start < dot else dot - 1


def _is_foreign_name(text: str, span: tuple[int, int, float], borders: set[int]) -> bool:
    word = text[span[0] : span[1]]
    count, tag = odds().words.get(word, (0, "nr"))
    return span[0] in borders and (tag.startswith("nr") or (count < 3 and tag not in ("ns", "nt")))


def _at(text: str, start: int, borders: set[int], covers: dict[int, tuple[int, int]]) -> list[tuple[int, int, float]]:
    """Names that begin with a surname at `start`: with a title, or with one or two given characters."""
    size = next((n for n in (4, 2) if text[start : start + n] in COMPOUND), 1)
    end = start + size
    found = []
    title = _TITLE.match(text, end)
    if title and _titled(text, start, end, title.end(), borders, covers):
        found.append((start, title.end(), 0.85))
    for given in (2, 1):
        if end + given <= len(text) and all("一" <= sign <= "鿿" for sign in text[end : end + given]):
            score = _score(text, start, size, given, borders, covers)
            if score >= THRESHOLD:
                found.append((start, end + given, min(0.99, 0.7 + score / 20)))
    return found


def _titled(text: str, start: int, end: int, stop: int, borders: set[int], covers: dict[int, tuple[int, int]]) -> bool:
    """Whether surname and title stand as words of their own; a short title also must not begin a longer word."""
    if start not in borders or (end - start == 1 and text[start] not in COMMON and stop - end < 2):
        return False
    if stop not in borders and stop - end < 2:  # 蔡经理人不错: the segmenter reads 经理人
        return False
    whole = covers.get(start)
    if whole and whole[1] - whole[0] > end - start:
        tag = odds().words.get(text[whole[0] : whole[1]], (0, "nr"))[1]
        return whole == (start, stop) and tag.startswith("nr")
    return stop - end > 1 or odds().surname.get(text[start], 0.0) > 2.0


def _familiar(
    text: str, start: int, borders: set[int], covers: dict[int, tuple[int, int]]
) -> list[tuple[int, int, float]]:
    """老张, 小李, 阿芳: the word must not be in the dictionary as anything else."""
    end = start + 2
    if end > len(text) or start not in borders or end not in borders:
        return []
    count, tag = odds().words.get(text[start:end], (0, "nr"))
    sign = text[start + 1]
    if text[start] == "阿":
        called = max(odds().only.get(sign, 0.0), odds().second.get(sign, 0.0)) > 0.5 and sign not in NEVER
        return [(start, end, 0.7)] if called and tag.startswith("nr") else []
    if sign in COMMON and (count < 100 or tag.startswith("nr")) and tag not in ("ns", "nz", "nt"):
        return [(start, end, 0.7)]
    surname = sign in COMMON and odds().surname.get(sign, 0.0) > 2.5
    if count and not tag.startswith("nr") and not (tag == "n" and surname):  # 老张 is in the dictionary, as a noun
        return []
    usual = sign in SURNAMES and odds().surname.get(sign, 0.0) > 2.5
    affectionate = text[start] == "小" and odds().second.get(sign, 0.0) > 2.5
    return [(start, end, 0.7)] if usual or affectionate else []


NEVER = words("zh/never_given")
UNSEEN = -2.0  # log odds of a character that no name of the dictionary has in this place
THRESHOLD = -2.5  # log odds; at -2 names are missed, at -3 one finding in seven is none (benchmarks/privacy_quality.py)
_WEIGHTS = {key: float(value) for key, value in (line.split() for line in lines("zh/name_weights"))}


def _score(
    text: str, start: int, size: int, given: int, borders: set[int], covers: dict[int, tuple[int, int]]
) -> float:
    """Log odds of a name: surname of `size` signs at `start`, `given` signs after it."""
    table, weights, end = odds(), _WEIGHTS, start + size
    stop = end + given
    name = text[end:stop]
    score = weights["base"] + weights["surname"] * min(5.0, table.surname.get(text[start], 1.0) if size == 1 else 5.0)
    score += weights["compound"] if size > 1 else 0.0
    if given == 2:
        score += weights["first"] * table.first.get(name[0], UNSEEN) + weights["second"] * table.second.get(
            name[1], UNSEEN
        )
    else:
        alone = max(table.only.get(name, UNSEEN), table.second.get(name, UNSEEN) - 1)
        score += weights["single"] + weights["only"] * alone
    if any(sign in NEVER for sign in name):
        score -= 6.0
    said = text[stop : stop + 1] in ("说", "說", "告")  # 李明说: the segmenter reads 明说
    score += (0 if start in borders else weights["left_inside"]) + (
        0 if stop in borders or said else weights["right_inside"]
    )
    if SURE_BEFORE.search(text, max(0, start - 6), start):
        score += 4 * weights["before"]
    elif _BEFORE.search(text, max(0, start - 4), start):
        score += weights["before"]
    for span in {covers[inner] for inner in range(start, stop) if inner in covers}:
        score += _word(text, span, start, end, stop, said)
    return score + _neighbours(text, start, stop, borders)


def _word(text: str, word: tuple[int, int], start: int, end: int, stop: int, said: bool) -> float:
    """What one dictionary word says about a name in `text[start:stop]` whose given part begins at `end`."""
    left, right = word
    count, tag = odds().words.get(text[left:right], (0, "nr"))
    often = math.log1p(count)
    if (left, right) == (start, stop) and tag.startswith("nr"):
        if odds().surname.get(text[start], 0.0) > 2 and odds().second.get(text[stop - 1], UNSEEN) > 1.5:
            return 0.0  # 李鹏, 张旭: a name if any
        return _WEIGHTS["nr"] + _WEIGHTS["nr_log"] * often
    if (left, right) == (start, stop):
        return _WEIGHTS["word"] * (1 + often)
    if left < start:
        return _WEIGHTS["cross_left"]
    if right > stop:
        return 0.0 if said else _WEIGHTS["cross_right"]
    return _WEIGHTS["given_word"] * often if left >= end else _WEIGHTS["word"] * (1 + often / 2)


def _neighbours(text: str, start: int, stop: int, borders: set[int]) -> float:
    """What the kinds of the words before and after say."""
    left, right = start - 1, stop + 1
    while left > 0 and left not in borders:
        left -= 1
    while right < len(text) and right not in borders:
        right += 1
    before, after = _kind(text[max(left, 0) : start]), _kind(text[stop:right])
    return _WEIGHTS.get(f"prev_{before}", 0.0) + _WEIGHTS.get(f"next_{after}", 0.0)


@cache
def _kind(word: str) -> str:
    """The tag of a word in brief: "$" for the border of the text, "x" for signs, else jieba's first letter."""
    if not word:
        return "$"
    tag = odds().words.get(word, (0, "n" if len(word) > 1 or "一" <= word <= "鿿" else "x"))[1]
    return tag[:2] if tag[:2] in ("nr", "ns") else tag[0]


def _best(found: list[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """Findings without overlap, the likelier first; of equals the longer."""
    kept: list[tuple[int, int, float]] = []
    for span in sorted(found, key=lambda s: (-s[2], s[0] - s[1], s[0])):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return sorted(kept)
