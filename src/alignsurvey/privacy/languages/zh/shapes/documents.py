"""Documents, cards and passports in Chinese, after a word for them."""

from __future__ import annotations

from ...rules import Rule

RULES = (
    # A case of a court: year, court, kind, number.
    Rule("ID_NUMBER", r"[（(](?:19|20)\d{2}[）)][一-鿿]{1,3}\d{0,4}[一-鿿]{1,4}\d{1,6}号"),
    Rule("ID_NUMBER", r"身份证[^\d\n]{0,15}?\K[1-9]\d{5}[\d ]{8,13}[\dXx](?![0-9A-Za-z])"),
    Rule(
        "ID_NUMBER",
        r"(?:身份证|证件|通行证|社保|医保|学号|工号|驾驶证|驾照)[号號]?[^\dA-Za-z\n]{0,10}?\K[A-Z]{0,2}\d{6,18}[Xx]?(?![0-9A-Za-z])",
    ),
    Rule("BANK_CARD", r"(?:银行卡|信用卡|储蓄卡|卡号|账号|帐号|存折|賬號)[^\d\n]{0,12}?\K\d(?:[ -]?\d){11,18}(?!\d)"),
    Rule("PASSPORT", r"护照[^A-Za-z0-9\n]{0,12}?\K(?:[A-Z]{1,2}\d{6,9}|\d{8,9})(?![A-Za-z0-9])"),
)
