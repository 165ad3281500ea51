"""What stands in the place of a finding that is no person: readable in the language, the same for the same text."""

from __future__ import annotations

import re

from ..languages.check_digits import digits
from ..languages.en import places as places_en
from ..languages.lists import lines
from ..languages.zh import places as places_zh

_FIXED = {
    "en": {
        "EMAIL": "[email address]",
        "URL": "[link]",
        "ID_NUMBER": "[ID number]",
        "BANK_CARD": "[card number]",
        "PASSPORT": "[passport number]",
        "WECHAT": "[WeChat ID]",
        "QQ": "[QQ number]",
        "PHONE": "[phone number]",
        "IP_ADDRESS": "[IP address]",
        "LICENCE_PLATE": "[licence plate]",
        "KNOWN": "[removed]",
    },
    "zh": {
        "EMAIL": "[邮箱]",
        "URL": "[链接]",
        "ID_NUMBER": "[证件号码]",
        "BANK_CARD": "[银行卡号]",
        "PASSPORT": "[护照号码]",
        "WECHAT": "[微信号]",
        "QQ": "[QQ号]",
        "PHONE": "[电话号码]",
        "IP_ADDRESS": "[IP地址]",
        "LICENCE_PLATE": "[车牌号]",
        "KNOWN": "[略]",
    },
}
# (what a name holds, or in Chinese ends in; the kind), the first that fits counts
_KINDS = {language: [line.split(" | ") for line in lines(f"{language}/kinds")] for language in ("en", "zh")}


def fixed(entity: str, language: str) -> str:
    """The placeholder of a number or an account."""
    return _FIXED[language].get(entity, _FIXED[language]["KNOWN"])


def place(text: str, language: str, level: str) -> str:
    """A place at the chosen level: "city", "state" (province) or "country"."""
    return places_zh.generalise(text, level) if language == "zh" else places_en.generalise(text, level)


def address(text: str, language: str, level: str) -> str:
    """A street address: the place it lies in at the chosen level, where it says so."""
    if language == "zh":
        broad = places_zh.generalise(text, level)
        return "某处" if broad.startswith("某") else broad + "某处" if not broad.endswith("某地") else broad
    state = re.search(rf"\b(?:{places_en.STATE_CODE}\b|{places_en.STATE})", text)
    if not state or level == "country":
        return "[street address]"
    return f"[street address], {places_en.STATES.get(state.group(), state.group())}"


def birth(text: str, language: str) -> str:
    """A date of birth as its decade, where a year is given."""
    year = re.search(r"(?:19|20)\d{2}", text) or re.search(r"\d{4}", text)
    if not year:
        return "[date of birth]" if language == "en" else "[出生日期]"
    decade = year.group()[:3] + "0"
    return f"a day in the {decade}s" if language == "en" else f"{decade}年代某日"


def organisation(text: str, language: str, number: int) -> str:
    """The `number`-th organisation of an interview by its kind: "Company B", "B公司"."""
    letter = chr(ord("A") + number % 26) + (str(number // 26) if number >= 26 else "")
    if language == "zh":
        kind = next((kind for ending, kind in _KINDS["zh"] if text.endswith(ending)), "单位")
        return letter + kind
    kind = next((kind for word, kind in _KINDS["en"] if word in text), "Company")
    return f"{kind} {letter}"


def canonical(entity: str, text: str) -> str:
    """Two spellings of one value have the same canonical form."""
    if entity in ("PHONE", "BANK_CARD", "ID_NUMBER", "QQ"):
        return digits(text)
    return re.sub(r"[\W_]+", "", text).casefold()
