"""问卷星 (wjx.cn): numbered wordings above the answers, the number of the respondent in the column 序号."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import Header, cells

PLATFORM = "问卷星"
METADATA = (
    r"序号|答题序号|提交答卷时间|提交时间|开始(答题)?时间|结束时间|所用时间|答题时长|来源|来源详情|来自ip|ip(地址)?|答卷者|用户id|"
    r"昵称|总分|省份\(ip\)|城市\(ip\)"
)
KEY = ("序号", "答题序号")
MISSING = ("(跳过)", "（跳过）", "(空)", "（空）", "-3", "-2")
_NUMBER = re.compile(r"^\s*(?:Q)?\d{1,3}\s*[、.．:：]\s*")
_NOTE = re.compile(r"\s*[\[【（(](?:单选题|多选题|必答|选填|矩阵\S*|填空题|量表题)[\]】）)]\s*\*?$")


def header(rows: Sequence[Sequence[str]]) -> Header | None:
    first = cells(rows[0])
    if not first or first[0] not in KEY:
        return None
    asked = [name for name in first[1:] if not re.fullmatch(METADATA, name, re.IGNORECASE)]
    if not asked or sum(bool(_NUMBER.match(name)) for name in asked) < len(asked) / 2:
        return None
    return Header(PLATFORM, tuple(first), tuple(_NOTE.sub("", _NUMBER.sub("", name)) for name in first))
