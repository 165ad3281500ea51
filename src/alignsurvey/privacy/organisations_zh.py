"""Chinese addresses, schools and employers: a telling ending, and how far to the left the name reaches.

Chinese marks no capitals, so the left border comes from the words: a verb, a pronoun or a particle ends the name.
"""

from __future__ import annotations

import re

from .lists import listed, words
from .names_zh import SURNAMES, odds

_CJK = "一-鿿"
_NUM = r"[\d０-９一二三四五六七八九十百零〇A-Za-z]"
_UNITS, _STREETS, _ESTATES = ("|".join(listed(f"zh_{name}")) for name in ("address_units", "streets", "estates"))
_UNIT = rf"(?:\s?{_NUM}{{1,5}}(?:{_UNITS})|[甲乙丙丁东西南北]座|之{_NUM}|[-—－]\d{{1,4}}){{0,6}}"
_STREET = re.compile(
    rf"(?:{_STREETS})(?:[东西南北中](?:段|路|街)?|{_NUM}{{1,3}}[段巷弄])?"
    rf"\s?(?:{_NUM}{{1,5}}(?:[-—－]\d{{1,4}})?(?:号|號|弄|座|栋|幢)|[甲乙丙丁]座){_UNIT}"
)
_BUILDING = "(?:号楼|号院|号|栋|幢|座|单元|组|队|门牌|楼)"
_ESTATE = re.compile(rf"(?:{_ESTATES})\s?(?:{_NUM}{{1,4}}(?:期|区))?(?:{_NUM}{{1,4}}{_BUILDING}){_UNIT}")
_NUMBERED = "[一二三四五六七八九十]中(?!学|學|心|间|国|旬)"  # 宁乡一中
_SCHOOL = re.compile("|".join((*listed("zh_school_endings"), _NUMBERED)))
_EMPLOYER = re.compile("|".join((*listed("zh_employer_endings"), r"[^\s]厂")))
# Tags of jieba that end a name to the left: verb, pronoun, particle, adverb, conjunction, preposition, measure, time.
_STOP_TAGS = ("v", "r", "u", "d", "c", "p", "q", "t", "y", "e", "o", "zg", "vn")
_STOP_WORDS = words("zh_stop")
_GENERIC = words("zh_generic")


def addresses(text: str, pieces: list[str]) -> list[tuple[int, int, float]]:
    """(start, end, score) of street addresses with a house number, from the town or street name on."""
    found = []
    for pattern in (_STREET, _ESTATE):
        for match in pattern.finditer(text):
            start = _left(text, pieces, match.start(), 30)
            if start < match.start():
                tail = re.compile(r"[\s，,]{0,2}\d{6}(?!\d)").match(text, match.end())
                found.append((start, tail.end() if tail else match.end(), 0.9))
    return found


def schools(text: str, pieces: list[str]) -> list[tuple[int, int, float]]:
    """(start, end, score) of schools with a name of their own."""
    return _named(text, pieces, _SCHOOL)


def employers(text: str, pieces: list[str]) -> list[tuple[int, int, float]]:
    """(start, end, score) of firms, hospitals, offices and the like with a name of their own."""
    return _named(text, pieces, _EMPLOYER)


def _named(text: str, pieces: list[str], ending: re.Pattern[str]) -> list[tuple[int, int, float]]:
    found = []
    for match in ending.finditer(text):
        start = _left(text, pieces, match.start(), 20)
        name = text[start : match.start()]
        if name and not _generic(name):
            found.append((start, match.end(), 0.8))
    return found


def _generic(name: str) -> bool:
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


def _left(text: str, pieces: list[str], end: int, reach: int) -> int:
    """Where the name that runs up to `end` begins: words are taken from right to left until one ends it."""
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
        if begin < end - reach or not (_belongs(piece, word) or _divides(piece, before)):
            break
        start = begin
    return start


def _divides(piece: str, before: str) -> bool:
    """Whether a word is the ending of an administrative name, 县 after 丽丽, rather than a word of its own."""
    return piece in ("省", "市", "县", "區", "区", "镇", "乡", "州", "旗", "盟") and _belongs(before, before)


def _belongs(piece: str, word: str) -> bool:
    if not re.fullmatch(rf"[{_CJK}\dA-Za-z()（）·]+", piece) or piece in _STOP_WORDS:
        return False
    count, tag = odds().words.get(word, (0, "x"))
    if len(piece) == 1 and (piece in SURNAMES or tag.startswith(("n", "j", "b", "g"))):
        return True
    if len(piece) == 1 and count > 20000 and tag.startswith(_STOP_TAGS):
        return False
    return not (len(piece) > 1 and tag.startswith(_STOP_TAGS) and count > 2500)
