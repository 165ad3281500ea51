"""Chinese addresses of the mainland, Hong Kong and Taiwan: from the town or street down to flat and floor.

A street, an estate or a village with a number tells an address; how far to the left its name reaches, the words tell
(`organisations.left_border`). Everything below the number belongs to it.
"""

from __future__ import annotations

import re

from ..lists import listed
from .organisations import left_border

_CJK = "一-鿿"
_NUM = r"[\d０-９一二三四五六七八九十百零〇A-Za-z]"
_STREETS, _ESTATES = ("|".join(sorted(listed(f"zh/{name}"), key=len, reverse=True)) for name in ("streets", "estates"))
_UNITS = "|".join(sorted(listed("zh/address_units"), key=len, reverse=True))
_BUILDING = "(?:号楼|号院|号|栋|幢|座|单元|门牌|楼|期)"
# 解放路25号, 忠孝东路四段12巷3弄5号, 建国门外大街甲6号, 青山公路—荃湾段88号
_STREET = re.compile(
    rf"(?:{_STREETS})(?:[东西南北中](?:段|路|街)?|{_NUM}{{1,3}}[段巷弄])?(?:\s?{_NUM}{{1,4}}[段巷弄衖]){{0,3}}"
    rf"\s?[甲乙丙丁]?(?:{_NUM}{{1,5}}(?:[-—－之]\d{{1,4}})?(?:号楼|号院|号|弄|座|栋|幢)|[甲乙丙丁]座)"
)
_ESTATE = re.compile(rf"(?:{_ESTATES})\s?(?:{_NUM}{{1,4}}(?:期|区)|[东西南北中]区)?\s?{_NUM}{{1,4}}{_BUILDING}")
# A block with a name in an estate of Hong Kong: 沙角邨绿柳楼1203室.
_NAMED_BLOCK = re.compile(
    rf"(?:{_ESTATES})(?:(?![在的是了和])[{_CJK}]){{1,3}}(?:楼|阁|座|轩|苑)\s?\d{{1,4}}(?:室|楼|号)"
)
# Two numbers one below the other tell an estate, whatever it is called: 书香名邸22幢3单元1102.
_BLOCKS = re.compile(
    r"\d{1,4}(?:号楼|栋|幢|座|号|楼|期)\s?(?:\d{1,4}(?:单元|号楼|栋|幢|座|门|楼|层)\s?){0,3}"
    r"(?:[A-Za-z](?=[室座房])|[A-Z]?\d{1,4}[A-Z]?)(?:室|房|单元|号|楼|层|座)?(?:\s?\d{3,4}(?:室|房|号)?)?(?![\d年月日天元块万个])"
)
# A lane, row or group with a number of its own, and a house in it: 西九弄14号, 六组15号.
_LANE = re.compile(rf"[东西南北]?{_NUM}{{1,3}}(?:弄|巷|排|条|组|队|社)\s?{_NUM}{{1,4}}(?:[-—－]\d{{1,4}})?号")
# A house or a group of a village: 石桥村5社, 王家村3组12号.
_VILLAGE = re.compile(
    r"(?:村|庄|屯|寨|坝|塘|沟|湾|坪|岭)\s?(?:第)?[\d一二三四五六七八九十]{1,3}(?:组|社|队|排|号|生产队|村民小组)(?![人线])"
)
_PATTERNS = (_STREET, _ESTATE, _NAMED_BLOCK, _BLOCKS, _LANE, _VILLAGE)
# An estate after the number of its street: 翠苑25号桂花园24幢.
_ESTATE_NAME = rf"(?:(?![在的是了和与跟就也都有我你他她])[{_CJK}]){{2,7}}"
_NEXT_ESTATE = rf"(?:\s?{_ESTATE_NAME}(?=\s?\d{{1,4}}(?:号楼|栋|幢|座|楼|号|期|室)(?![年月日岁])))?"
_BELOW = (
    rf"(?:[\s，,、]?(?:[A-Za-z]?\d{{1,5}}[A-Za-z]?|[A-Za-z]|[一二三四五六七八九十]{{1,3}}|[东西南北])"
    rf"(?:{_UNITS})(?:之[\d一二三四五六七八九十]{{1,2}})?"
    r"|之[\d一二三四五六七八九十]{1,2}|附\d{1,3}号?|[甲乙丙丁](?:座|栋)?(?!方)|[-—－]\d{1,4}|[A-Z](?![A-Za-z])){0,7}"
)
# 1703 after 3单元, but no sum and no year.
_BELOW_ALL = re.compile(
    rf"{_NEXT_ESTATE}{_BELOW}(?:\s?\d{{3,4}}(?!\d|元|块|块钱|[万年月天多个])[A-Z]?)?(?:[\s，,]{{0,2}}\d{{6}}(?!\d))?"
)
# A street whose name the words do not show, right behind its district: 思明区莲前西路, where 莲前 is no word.
_DISTRICT_BEFORE = re.compile(rf"[省市区县镇乡州盟旗](?=(?![的了是在和])[{_CJK}]{{1,4}}$)")
_POSTCODE_BEFORE = re.compile(r"(?<!\d)\d{3}(?:\d{2,3})?\s{0,2}$")


def addresses(text: str, pieces: list[str]) -> list[tuple[int, int, float]]:
    """(start, end, score) of addresses with a number, from the town, street or estate on."""
    found = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start = left_border(text, pieces, match.start(), 30, first=True)
            district = _DISTRICT_BEFORE.search(text, max(0, start - 5), start)
            if district:
                start = left_border(text, pieces, district.end(), 30, first=True)
            if start < match.start() - (pattern is _BLOCKS):
                before = _POSTCODE_BEFORE.search(text, max(0, start - 8), start)
                below = _BELOW_ALL.match(text, match.end())
                end = below.end() if below else match.end()
                found.append((before.start() if before else start, end, 0.9))
    return found
