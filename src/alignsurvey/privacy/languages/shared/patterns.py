"""Patterns that mean the same in both languages: mail, links, accounts, cards."""

from __future__ import annotations

from functools import cache
from typing import Any

from ....files.errors import require
from ..check_digits import chinese_id, chinese_id_shape, luhn
from ..rules import Rule


@cache
def _extractor() -> Any:
    """The public suffix list that tldextract carries: no network, no cache on disk."""
    return require("tldextract", "privacy").TLDExtract(suffix_list_urls=(), cache_dir=None)


def has_domain(text: str) -> bool:
    """Whether a mail address or a link ends in a registered suffix; one written out in words passes."""
    if "@" in text:
        return bool(_extractor()(text.rsplit("@", 1)[1]).fqdn)
    return "://" in text or text.lower().startswith("www.") or " " in text.strip()


def account(text: str) -> bool:
    """Letters enough for a name and a digit or a line: "pat-5" and "qfeng_1", not "mp3"."""
    return len(text) >= 5 and sum(sign.isalpha() for sign in text) >= 3


_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"

RULES = (
    Rule("EMAIL", rf"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+'-]*\s?@\s?{_HOST}", has_domain, 1.0),
    Rule(
        "EMAIL",
        r"(?i)(?<![\w.])[a-z0-9][a-z0-9._-]*(?: (?:dot|underscore|dash) [a-z0-9]+){0,3} ?(?:\bat\b|\(at\)|\[at\]) ?"
        r"[a-z0-9-]+(?: ?(?:\bdot\b|\(dot\)|\[dot\]) ?[a-z]{2,10}){1,2}(?![A-Za-z])",
    ),
    Rule("URL", r"(?i)(?<![A-Za-z0-9])(?:https?://|www\.)[^\s<>\"'，。；！？、）)]+[^\s<>\"'，。；！？、）).,;:!?]"),
    Rule("IP_ADDRESS", r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])"),
    Rule("ID_NUMBER", r"(?<![0-9A-Za-z])[1-9]\d{16}[\dXx](?![0-9A-Za-z])", chinese_id, 1.0),
    Rule("ID_NUMBER", r"(?<![0-9A-Za-z])[1-9]\d{16}[\dXx](?![0-9A-Za-z])", chinese_id_shape, 0.7),
    Rule(
        "ID_NUMBER",
        r"(?<![0-9A-Za-z])[1-9]\d{5}[ -]((?:18|19|20)\d{2})[ -]?(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ -]"
        r"\d{3}[\dXx](?![0-9A-Za-z])",
    ),
    Rule(
        "BANK_CARD",
        r"(?<![\dA-Za-z+-])\d{12,19}(?!\d)|(?<![\d-])[2-9]\d{3}([ -])(?:\d{4}\1\d{4}\1\d{1,7}|\d{6}\1\d{5})(?!\d)",
        luhn,
    ),
    Rule("BANK_CARD", r"(?<![\d-])\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?(?![\d])"),
    Rule("PASSPORT", r"(?<![A-Za-z0-9])(?:E[A-HJ-NP-Z]\d{7}|[EGDSPHK]\d{8})(?![A-Za-z0-9])", None, 0.6),
    Rule("WECHAT", r"(?<![A-Za-z0-9_])wxid_[A-Za-z0-9_-]{5,30}", None, 1.0),
    Rule(
        "WECHAT",
        r"(?i)(?:wechat|weixin|微信|薇信|(?<![a-z])(?:vx|wx)(?![a-z]))"
        r"(?:[^A-Za-z0-9\n]{0,12}|[^0-9\n.。]{0,40}?[\s:：\"'“])"
        r"\K(?=[a-z_-]*\d|[a-z0-9-]*_)[a-z][a-z0-9_-]{4,19}(?![A-Za-z0-9_@])",
    ),
    Rule(
        "WECHAT",
        r"(?i)(?:微信|薇信|(?<![a-z])(?:vx|wx)(?![a-z]))(?:号码?|id|账号|帐号)?[是为叫:：\s“\"']{1,4}"
        r"\K[a-z][a-z0-9_-]{5,19}(?![A-Za-z0-9_@])",
    ),
    Rule(
        "WECHAT",
        r"(?i)(?:wechat|weixin)\s(?:id|account|handle|name|username|number)(?:\s(?:is|was)|\s?[:=-])\s?[\"'“]?"
        r"\K[a-z][a-z0-9_-]{4,19}(?![A-Za-z0-9_@])",
    ),
    Rule(
        "WECHAT",  # an account by its shape: small letters with digits, as no word has them
        r"(?<![A-Za-z0-9_@./#-])(?:(?=[a-z_]*\d[a-z0-9_]*\d)[a-z][a-z0-9]*_[a-z0-9_]{2,19}"
        r"|[a-z]{4,16}\d{0,2}-(?!(?:19|20)\d\d(?!\d))\d{3,6}|[a-z]{4,16}(?!(?:19|20)\d\d(?!\d))\d{4,9}|[a-z]{2,3}\d{6,10})(?![A-Za-z0-9_@/]|[.-][A-Za-z0-9])",
        None,
        0.6,
    ),
    Rule(
        "WECHAT",
        r"(?i)(?:\b(?:add|find|search(?: for)?|look up|message|text)(?: me| us)?"
        r"(?: there| here| on \w+)?(?: under| as| by| at)?"
        r"|搜|加我|账号|帐号|賬號|帳號|\bid)(?:是|为|叫|就是)?[\s:：]{0,2}\K(?=[a-z_-]*\d|[a-z0-9]+_)[a-z][a-z0-9]*[_-]?[a-z0-9]{1,19}(?![A-Za-z0-9_@])",
        account,
        0.6,
    ),
    Rule(
        "QQ", r"(?i)(?<![a-z])qq(?:[^0-9A-Za-z\n]{0,10}|\s(?:number|id|account)?\s?(?:is|:)?\s?)\K[1-9]\d{4,10}(?!\d)"
    ),
)
