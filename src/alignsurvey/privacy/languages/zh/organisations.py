"""Chinese schools and employers: a telling ending, and how far to the left the name reaches.

Chinese marks no capitals, so the left border comes from the words: a verb, a pronoun or a particle ends the name.
"""

from __future__ import annotations

import re

from ..lists import listed, words
from .names import COMPOUND, SURNAMES, odds
from .places import is_division

_CJK = "一-鿿"
_NUMBERED = "[一二三四五六七八九十]中(?!学|學|心|间|国|旬)"  # 宁乡一中
_SCHOOL = re.compile("|".join((*listed("zh/school_endings"), _NUMBERED)))
_EMPLOYER = re.compile("|".join((*listed("zh/employer_endings"), rf"[{_CJK}]厂")))
_SHOP = re.compile("|".join(sorted(listed("zh/shops"), key=len, reverse=True)))
# Tags of jieba that end a name to the left: verb, pronoun, particle, adverb, conjunction, preposition, measure, time.
_STOP_TAGS = ("v", "r", "u", "d", "c", "p", "q", "t", "y", "e", "o", "zg", "vn")
_STOP_WORDS = words("zh/stop")
_GENERIC = words("zh/generic") | words("zh/kinds_of")
_OWN_WORDS = words("zh/name_words")


def schools(text: str, pieces: list[str]) -> list[tuple[int, int, float]]:
    """(start, end, score) of schools with a name of their own."""
    return _named(text, pieces, _SCHOOL)


def employers(text: str, pieces: list[str]) -> list[tuple[int, int, float]]:
    """(start, end, score) of firms, hospitals, offices and shops with a name of their own."""
    return [*_named(text, pieces, _EMPLOYER), *_shops(text, pieces)]


def _shops(text: str, pieces: list[str]) -> list[tuple[int, int, float]]:
    """Shops, which are told only by a family name: 张记汽修, 老李面馆."""
    found = []
    for match in _SHOP.finditer(text):
        named = _OWNER.search(text, max(0, match.start() - 4), match.start())
        if named:
            found.append((named.start(), match.end(), 0.8))
    return found


_FAMILY = f"(?:{'|'.join(sorted(COMPOUND))}|[{''.join(sorted(SURNAMES))}])"
_OWNER = re.compile(rf"(?:老{_FAMILY}|{_FAMILY}(?:记|家|氏))$")


def _named(text: str, pieces: list[str], ending: re.Pattern[str]) -> list[tuple[int, int, float]]:
    found: list[tuple[int, int, float]] = []
    for match in ending.finditer(text):
        start = left_border(text, pieces, match.start(), 20)
        if found and start <= found[-1][1]:  # 惠派国际公司传媒有限公司 is one name
            found[-1] = (found[-1][0], match.end(), 0.8)
            continue
        start = _trim(text, pieces, start, match.start())
        name = text[start : match.start()]
        if name and not is_generic(name):
            found.append((start, match.end(), 0.8))
    return found


def _trim(text: str, pieces: list[str], start: int, end: int) -> int:
    """Without words of number and kind on the left: 很多 of 很多芯片公司."""
    place = 0
    for word in pieces:
        if place == start and word in _GENERIC and word not in _OWN_WORDS and start + len(word) <= end:
            start += len(word)
        place += len(word)
        if place > start:
            break
    return start


def is_generic(name: str) -> bool:
    """Whether what stands before the ending says only of which kind it is."""
    if name in _GENERIC or len(name) < 2:
        return True
    rest = name
    while rest:
        part = next((rest[:size] for size in range(min(4, len(rest)), 0, -1) if rest[:size] in _GENERIC), "")
        if not part:
            return False
        rest = rest[len(part) :]
    return True


def has_own_name(name: str) -> bool:
    """Whether an organisation is called by more than what it is: not 菜场超市, but 永发超市."""
    ends = [m for pattern in (_SCHOOL, _EMPLOYER, _SHOP) for m in pattern.finditer(name) if m.end() == len(name)]
    stem = name[: min((m.start() for m in ends), default=len(name))]
    return bool(stem) and not is_generic(stem)


def left_border(text: str, pieces: list[str], end: int, reach: int, first: bool = False) -> int:
    """Where the name that runs up to `end` begins: words are taken from right to left until one ends it.

    With `first` the last two signs may be words of any kind, as streets and estates have such names: 解放路, 书香名邸.
    """
    place, starts = 0, []
    for word in pieces:
        if place >= end:
            break
        starts.append((place, word))
        place += len(word)
    start = end
    for place, (begin, word) in reversed(list(enumerate(starts))):
        piece = text[begin : min(begin + len(word), start)]
        before = starts[place - 1][1] if place else ""
        after = starts[place + 1][1] if place + 1 < len(starts) and start < end else ""
        anything = first and end - start < 3 and len(piece) < 4 and piece not in _STOP_WORDS and _HAN.fullmatch(piece)
        if begin < end - reach:
            break
        if start == end and not first and not _belongs(piece, word) and not _divides(piece, before):
            break
        if not (anything or _belongs(piece, word) or _divides(piece, before) or _joins(piece, before, after)):
            break
        start = begin
    return start


_HAN = re.compile(rf"[{_CJK}]+")
_LINKS = ("和", "来", "时", "同", "为", "中", "上", "本", "家", "里", "比", "会", "先", "原", "日", "年", "都")


def _joins(piece: str, before: str, after: str) -> bool:
    """Whether a word that usually ends a name is part of it: 和 of 万和物流 or of 和泰科技 joins no two things.

    It joins two where a word of its own stands on both sides; here one side is a lone sign, or none at all.
    """
    if len(piece) > 1 or (piece in _STOP_WORDS and piece not in _LINKS) or not _HAN.fullmatch(piece):
        return False
    alone = len(before) == 1 and _HAN.fullmatch(before) is not None and before not in _STOP_WORDS
    if alone:
        count, tag = odds().words.get(before, (0, "x"))
        return not after or not tag.startswith(_STOP_TAGS) or count < 5000
    return (
        piece in _LINKS
        and len(after) == 1
        and after not in _STOP_WORDS
        and (not before or before in _STOP_WORDS or not _HAN.fullmatch(before))
    )


def _divides(piece: str, before: str) -> bool:
    """Whether a word is the ending of an administrative name, 县 after 丽丽, rather than a word of its own."""
    return piece in ("省", "市", "县", "區", "区", "镇", "乡", "州", "旗", "盟") and _belongs(before, before)


def _belongs(piece: str, word: str) -> bool:
    if not re.fullmatch(rf"[{_CJK}\dA-Za-z()（）·]+", piece) or piece in _STOP_WORDS:
        return False
    if word in _OWN_WORDS or is_division(word):
        return True
    count, tag = odds().words.get(word, (0, "x"))
    if len(piece) == 1 and (piece in SURNAMES or tag.startswith(("n", "j", "b", "g"))):
        return True
    if len(piece) == 1 and count > 20000 and tag.startswith(_STOP_TAGS):
        return False
    return not (len(piece) > 1 and tag.startswith(_STOP_TAGS) and count > 800)
