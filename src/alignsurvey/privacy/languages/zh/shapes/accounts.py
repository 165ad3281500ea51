"""Accounts in Chinese talk: of networks by their name, in letters or in characters between quotation marks."""

from __future__ import annotations

from ...rules import Rule
from ...shared.numbers.accounts import mixed

_SERVICE = (
    r"(?i)(?:抖音|快手|小红书|微博|知乎|豆瓣|哔哩哔哩|B站|陌陌|探探|钉钉|飞书|闲鱼|淘宝|脸书|推特|领英|电报|微信|QQ|(?-i:LINE)"
    r"|(?<![a-z])(?:instagram|insta|ins|ig|telegram|line id|twitter|tiktok|facebook|fb|whatsapp"
    r"|discord|snapchat|linkedin|github|threads|wechat|signal)(?![a-z]))"
    r"(?:上|里)?(?:搜索?|关注)?(?:一下)?(?:的)?(?:号码?|账号|帐号|用户名|昵称|网名|名字|名|ID|handle)?(?:上)?(?:就)?(?:是|叫做?|系|为|：|:|\s){0,3}"
)

RULES = (
    Rule(
        "HANDLE",
        r"(?<![A-Za-z0-9_@/.])@?[A-Za-z](?:[A-Za-z0-9_]|[.-](?=[A-Za-z0-9_])){3,29}(?![A-Za-z0-9_@])",
        None,
        0.7,
        _SERVICE,
        3,
        digits=False,
    ),
    Rule("HANDLE", r"[“\"'「『][^”\"'」』\n]{2,16}[”\"'」』]", None, 0.6, _SERVICE, 2, digits=False),
    Rule("HANDLE", r"(?<!\d)\d{5,12}(?!\d)", None, 0.7, _SERVICE, 3),
    # 加我 zhang_wei88, 搜 lily.chen
    Rule(
        "HANDLE",
        r"(?<![A-Za-z0-9_@/.])[A-Za-z][A-Za-z0-9]{0,20}[._-]?[A-Za-z0-9._-]{2,20}(?![A-Za-z0-9_@])",
        mixed,
        0.6,
        "(?:用户名|昵称|网名|账号|帐号)(?:是|叫|：|:){0,2}|(?:关注|加)我的?(?:号)?|搜索?一下",
        3,
        digits=False,
    ),
)
