"""Accounts on messengers and networks: WeChat, QQ, and @handles of any service."""

from __future__ import annotations

from ... import rules
from ...rules import Rule


def account(text: str) -> bool:
    """Letters enough for a name and a digit or a line: "pat-5" and "qfeng_1", not "mp3"."""
    return len(text) >= 5 and sum(sign.isalpha() for sign in text) >= 3


def mixed(text: str) -> bool:
    """Letters with digits, dots or low lines among them, as no word of a language has."""
    signs = any(sign.isdigit() or sign in "._" for sign in text[1:])
    return signs and any(sign.isalpha() for sign in text) and not text.isupper()


SERVICE = rules.cue(
    r"instagram|insta|ig|twitter|x account|tik ?tok|snap ?chat|snap|telegram|discord"
    r"|facebook|fb|messenger|linked ?in|reddit|twitch"
    r"|youtube|github|gitlab|pinterest|tumblr|skype|line (?:id|account|is)|viber|kik"
    r"|steam|xbox|gamer ?tag|psn|mastodon|bluesky|whats\s?app"
    r"|douyin|weibo|wei ?bo|xiao ?hong ?shu|red ?note|bilibili|b站|kuaishou|zhihu|douban|venmo|cash ?app|paypal|upi"
    r"|user ?name|screen ?name|handle|nick ?name online|account name|login|dm me|follow me"
    r"|add me|find me|look me up|profile",
    r"抖音|快手|小红书|微博|知乎|豆瓣|贴吧|哔哩|B站|陌陌|探探|钉钉|飞书|企业微信|闲鱼|淘宝|支付宝|脸书|推特|推特号|油管|领英|电报|飞机号|连我"
    r"|用户名|昵称|网名|账号|帐号|号是|号叫|搜|关注|加我|私信|ID",
)
_NAME = r"(?!(?:e\.g|i\.e|a\.k|p\.m|a\.m)(?![a-z]))[A-Za-z](?:[A-Za-z0-9]|[._-](?=[A-Za-z0-9_])){2,29}"
ACCOUNT = rf"(?<![A-Za-z0-9_@/.-]){_NAME}(?![A-Za-z0-9_@])"

RULES = (
    Rule("WECHAT", r"(?<![A-Za-z0-9_])wxid_[A-Za-z0-9_-]{5,30}", None, 1.0, digits=False),
    Rule(
        "WECHAT",
        r"(?i)(?:wechat|weixin|微信|薇信|(?<![a-z])(?:vx|wx)(?![a-z]))"
        r"(?:[^A-Za-z0-9\n]{0,12}|[^0-9\n.。]{0,40}?[\s:：\"'“])"
        r"\K(?=[a-z_-]{0,20}\d|[a-z0-9-]{0,20}_)[a-z][a-z0-9_-]{4,19}(?![A-Za-z0-9_@])",
        digits=False,
    ),
    Rule(
        "WECHAT",
        r"(?i)(?:微信|薇信|(?<![a-z])(?:vx|wx)(?![a-z]))(?:号码?|id|账号|帐号)?[是为叫:：\s“\"']{1,4}"
        r"\K[a-z][a-z0-9_-]{5,19}(?![A-Za-z0-9_@])",
        digits=False,
    ),
    Rule(
        "WECHAT",
        r"(?i)(?:wechat|weixin)\s(?:id|account|handle|name|username|number)(?:\s(?:is|was)|\s?[:=-])\s?[\"'“]?"
        r"\K[a-z][a-z0-9_-]{4,19}(?![A-Za-z0-9_@])",
        digits=False,
    ),
    Rule(
        "WECHAT",  # an account by its shape: small letters with digits, as no word has them
        r"(?<![A-Za-z0-9_@./#-])(?:(?=[a-z_]{0,20}\d[a-z0-9_]{0,20}\d)[a-z][a-z0-9]{0,19}_[a-z0-9_]{2,19}"
        r"|[a-z]{4,16}\d{0,2}-(?!(?:19|20)\d\d(?!\d))\d{3,6}|[a-z]{4,16}(?!(?:19|20)\d\d"
        r"(?!\d))\d{4,9}|[a-z]{2,3}\d{6,10})"
        r"(?![A-Za-z0-9_@/]|[.-][A-Za-z0-9])",
        None,
        0.6,
    ),
    Rule(
        "WECHAT",
        r"(?i)(?:\b(?:add|find|search(?: for)?|look up|message|text)(?: me| us)?"
        r"(?: there| here| on \w{1,20})?(?: under| as| by| at)?"
        r"|搜|加我|账号|帐号|賬號|帳號|\bid)(?:是|为|叫|就是)?[\s:：]{0,2}"
        r"\K(?=[a-z_-]{0,20}\d|[a-z0-9]{1,20}_)[a-z][a-z0-9]{0,19}[_-]?[a-z0-9]{1,19}(?![A-Za-z0-9_@])",
        account,
        0.6,
        digits=False,
    ),
    Rule(
        "QQ",
        r"(?i)(?:(?<![a-z])qq|扣扣|企鹅号)(?:[^0-9A-Za-z\n]{0,10}|\s(?:number|id|account)?\s?"
        r"(?:is|:)?\s?)\K[1-9]\d{4,10}(?!\d)",
    ),
    # An @ before a name, but not within an e-mail address; "@ 5pm" has a space.
    Rule(
        "HANDLE",
        r"(?<![A-Za-z0-9._%+@/-])@(?:[A-Za-z0-9_]{2,30}(?:[.-][A-Za-z0-9_]{1,20}){0,2}"
        r"|[A-Za-z0-9_\u4e00-\u9fff]{2,16})(?![A-Za-z0-9_@])",
        None,
        0.8,
        digits=False,
        needs="@",
    ),
    Rule("HANDLE", r"(?<![A-Za-z0-9_@/.])[A-Za-z][A-Za-z0-9_.]{1,31}#\d{4}(?!\d)", None, 0.8),  # Discord
    Rule("HANDLE", r"(?<![A-Za-z0-9/])[ur]/[A-Za-z0-9_-]{3,20}(?![A-Za-z0-9/])", None, 0.6, digits=False),  # Reddit
    Rule(
        "HANDLE",
        r"(?<![A-Za-z0-9_@/.])"
        + _NAME
        + r"@(?:ok(?:axis|icici|hdfcbank|sbi)|ybl|ibl|axl|paytm|upi|apl)(?![A-Za-z0-9.])",
        digits=False,
    ),  # India's payments
    Rule("HANDLE", r"(?<![A-Za-z0-9_@/.-])" + _NAME + r"(?![A-Za-z0-9_@])", mixed, 0.6, SERVICE, 25, digits=False),
    Rule(
        "HANDLE",
        r"(?<!\d)\d{6,12}(?![\d%年月日元块万])",
        None,
        0.6,
        rules.cue("", "抖音号?|快手号?|小红书号?|微博号?|B站|陌陌|钉钉|YY|直播间?|小红书ID"),
        8,
    ),
)
