"""Chinese patterns: phones, documents, plates, birth dates."""

from __future__ import annotations

from ..check_digits import digits
from ..rules import Rule

_PROVINCE_SIGN = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼滬遼蘇贛陝閩貴雲魯寧瓊"
_DAY = r"(?:\d{1,2}|[一二三四五六七八九十廿]{1,3})"
_YEAR = r"(?:(?:19|20)\d{2}|\d{2}|[一二三四五六七八九零〇○]{2,4})"
_DATE = (
    rf"(?:{_YEAR}年(?:农历|阴历|腊月)?(?:{_DAY}|正|冬|腊)月初?{_DAY}[日号號]?"
    r"|(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}|(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d))"
)
_SPOKEN = "[零〇一二三四五六七八九幺两]"


def _phone_length(text: str) -> bool:
    return 7 <= len(digits(text)) <= 15


RULES = (
    Rule("ID_NUMBER", r"身份证[^\d\n]{0,15}?\K[1-9]\d{5}[\d ]{8,13}[\dXx](?![0-9A-Za-z])"),
    Rule(
        "ID_NUMBER",
        r"(?:身份证|证件|通行证|社保|医保|学号|工号|驾驶证|驾照)[号號]?[^\dA-Za-z\n]{0,10}?\K[A-Z]{0,2}\d{6,18}[Xx]?(?![0-9A-Za-z])",
    ),
    Rule("BANK_CARD", r"(?:银行卡|信用卡|储蓄卡|卡号|账号|帐号|存折|賬號)[^\d\n]{0,12}?\K\d(?:[ -]?\d){11,18}(?!\d)"),
    Rule("PASSPORT", r"护照[^A-Za-z0-9\n]{0,12}?\K(?:[A-Z]{1,2}\d{6,9}|\d{8,9})(?![A-Za-z0-9])"),
    Rule(
        "PHONE",
        r"(?<![\dA-Za-z.-])(?:(?:\+|00)?86[\s-]?)?1[3-9]\d[\s-]?(?:\d{4}[\s-]?\d{4}|\d{3}[\s-]\d{5})(?!\d)",
        None,
        1.0,
    ),
    Rule(
        "PHONE",
        r"(?<![\d.-])(?:\(0\d{2,3}\)|（0\d{2,3}）|(?:\+86[\s-]?)?0?(?<=[+(（0])\d{2,3}|0\d{2,3})[\s-]?[2-8]\d{2,3}[\s-]?\d{4}(?:[-转]\d{1,5})?(?!\d)",
    ),
    Rule("PHONE", r"(?<![\d.-])0\d{2,3}-\d{7,8}(?!\d)"),
    Rule("PHONE", r"(?<![\d.])(?:400|800)[\s-]?\d{3}[\s-]?\d{4}(?!\d)"),
    Rule(
        "PHONE",
        r"(?:电话|座机|手机|号码|热线|电話|手機|传真|拨打|联系方式)[^\d\n]{0,12}?\K(?:\+?\d{1,4}[\s-]?)?\d{3,4}[\s-]?\d{3,4}(?:[\s-]?\d{1,4})?(?!\d)",
        _phone_length,
    ),
    Rule("PHONE", rf"(?<!{_SPOKEN})[一幺1][三四五六七八九](?:[，、\s]?{_SPOKEN}){{9}}(?!{_SPOKEN})"),
    Rule("PHONE", rf"(?<!{_SPOKEN})[零〇](?:[，、\s]?{_SPOKEN}){{9,11}}(?!{_SPOKEN})"),
    Rule(
        "LICENCE_PLATE",
        rf"[{_PROVINCE_SIGN}][A-HJ-NP-Z][·•.\s-]?(?=[A-Z0-9]{{0,5}}\d)[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警港澳](?![A-Za-z0-9])",
    ),
    Rule("DATE_OF_BIRTH", rf"(?:出生|生日|生于|生於|生在|诞辰)[^\d\n。]{{0,12}}?\K(?<!\d){_DATE}"),
    Rule("DATE_OF_BIRTH", rf"(?<!\d){_DATE}(?=[^\n。！？]{{0,6}}?(?:出生|生的|生人|生日|降生|出世|来到这个世))"),
)
