"""Numbers and addresses of mail as they are said in Chinese: 幺三八零零..., 张伟艾特幺六三点com."""

from __future__ import annotations

from itertools import pairwise

from ...rules import Rule
from ...shared import cues

# 幺 is one and 洞, 拐, 勾 are zero, seven and nine to those who read numbers out; 两 stands for two.
_SIGN = "[零〇一二三四五六七八九幺两洞拐勾]"
_VALUES = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "幺": 1,
    "两": 2,
    "洞": 0,
    "拐": 7,
    "勾": 9,
}


def _digits(text: str) -> list[int]:
    return [_VALUES[sign] if sign in _VALUES else int(sign) for sign in text if sign in _VALUES or sign.isdigit()]


def _counting(values: list[int]) -> bool:
    """Whether digits go up or down by one, or are all alike: 一二三四五."""
    steps = {b - a for a, b in pairwise(values)}
    return len(steps) == 1 and steps <= {-1, 0, 1}


def phone(text: str) -> bool:
    """Seven digits or more that do not count."""
    return len(_digits(text)) >= 7 and not _counting(_digits(text))


def number(text: str) -> bool:
    """Digits that do not count: five or more, or three with 幺, which is said in numbers alone; no year."""
    values = _digits(text)
    return not _counting(values) and (len(values) >= 5 or ("幺" in text and len(values) >= 3))


def four(text: str) -> bool:
    """Four digits that do not count."""
    return len(_digits(text)) >= 4 and not _counting(_digits(text))


def _said(least: int, most: int, letters: str = "") -> str:
    one = rf"(?:{_SIGN}|[0-9{letters}])" if letters else rf"(?:{_SIGN}|\d)"
    before = rf"(?<![十百千万第{_SIGN[1:-1]}A-Za-z\d])(?={one}{{0,3}}{_SIGN}|[A-Za-z]{{1,2}}{_SIGN})"
    return rf"{before}{one}(?:[，、,\s-]?{one}){{{least - 1},{most}}}(?![十百千万亿{_SIGN[1:-1]}\d年月日号个块元岁点])"


_MAIL = r"(?:艾特|爱特|小老鼠|圈a|圈A|at|@)"
_HOST = (
    r"(?:qq|QQ|扣扣|gmail|Gmail|谷歌邮箱|163|126|一六三|幺六三|一二六|幺二六|139|189|hotmail|outlook|yahoo"
    r"|雅虎|foxmail|sina|新浪|sohu|icloud|live|msn|[a-z0-9-]{2,20})"
)

RULES = (
    Rule("PHONE", _said(7, 14), phone, 0.8, digits=False),
    Rule("ID_NUMBER", _said(3, 20), number, 0.6, digits=False),
    Rule("BANK_CARD", _said(4, 24), four, 0.85, cues.CARD, 20, digits=False),
    Rule("BANK_ACCOUNT", _said(4, 24), four, 0.85, cues.BANK, 20, digits=False),
    Rule("QQ", _said(5, 12), four, 0.9, "(?i)qq|扣扣", 12, digits=False),
    Rule("PHONE", _said(4, 14), four, 0.85, cues.PHONE, 15, digits=False),
    Rule("ID_NUMBER", _said(4, 24, "A-Za-z"), four, 0.85, cues.IDENTITY, 20, digits=False),
    Rule("ID_NUMBER", _said(4, 24, "A-Za-z"), four, 0.85, cues.RECORD, 20, digits=False),
    Rule("PASSPORT", _said(4, 14, "A-Za-z"), four, 0.85, cues.PASSPORT, 20, digits=False),
    Rule("LICENCE_PLATE", _said(3, 10, "A-Za-z"), None, 0.85, cues.PLATE, 15, digits=False),
    Rule("ID_NUMBER", _said(4, 8), None, 0.4, cues.PIN, 10, digits=False),
    Rule("STREET_ADDRESS", _said(6, 8), None, 0.85, cues.POSTCODE, 10, digits=False),
    Rule(
        "EMAIL",
        rf"(?<![A-Za-z0-9])(?:[A-Za-z0-9][A-Za-z0-9._-]{{0,30}}|{_SIGN}{{4,12}})(?:(?:下划线"
        rf"|点|杠|横杠|减号)(?:[A-Za-z0-9._-]{{1,20}}|{_SIGN}{{1,8}})){{0,4}}"
        rf"\s?{_MAIL}\s?{_HOST}(?:\s?(?:点|\.|dot)\s?(?:com|net|cn|edu|org|hk|tw|康姆)){{1,3}}(?![A-Za-z])",
        None,
        0.95,
        digits=False,
        needs="艾特|爱特|小老鼠|圈[aA]|at|@",
    ),
    # Only the signs are said for sure: a name in pinyin may be cut into words, or be in characters.
    Rule(
        "EMAIL",
        rf"[一-鿿A-Za-z0-9]{{1,4}}\s?(?:艾特|爱特|小老鼠)\s?{_HOST}(?:\s?(?:点|\.|dot)\s?(?:com"
        rf"|net|cn|edu|org|hk|tw)){{1,3}}(?![A-Za-z])",
        None,
        0.7,
        digits=False,
        needs="艾特|爱特|小老鼠",
    ),
)
