"""Licence plates of mainland China: the character of a province, a letter, five or six more."""

from __future__ import annotations

from ...rules import Rule

_PROVINCE_SIGN = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼滬遼蘇贛陝閩貴雲魯寧瓊"

RULES = (
    # Said: 京A幺二三四五.
    Rule(
        "LICENCE_PLATE",
        rf"[{_PROVINCE_SIGN}][A-Z](?:[A-Z0-9]|[零〇一二三四五六七八九幺两洞拐]){{5,6}}(?![A-Za-z0-9])",
        digits=False,
    ),
    Rule(
        "LICENCE_PLATE",
        rf"[{_PROVINCE_SIGN}][A-HJ-NP-Z][·•.\s-]?(?=[A-Z0-9]{{0,5}}\d)[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-"
        rf"9挂学警港澳](?![A-Za-z0-9])",
    ),
)
