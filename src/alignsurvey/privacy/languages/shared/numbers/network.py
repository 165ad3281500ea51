"""Addresses of machines and places on the globe: IPv4, IPv6, MAC, coordinates."""

from __future__ import annotations

import ipaddress

from ... import rules
from ...rules import Rule


def _ipv6(text: str) -> bool:
    try:
        return (
            ipaddress.ip_address(text.split("/")[0].split("%")[0]).version == 6
            and text.count(":") > 1
            and len(text) > 5
        )
    except ValueError:
        return False


_CUE = rules.cue(
    r"coordinates?|gps|lat(?:itude)?|long?(?:itude)?|located at|location|position|pin|map|google maps",
    r"坐标|经纬度|定位|北纬|东经|纬度|经度|导航|位置",
)
_DEGREES = (
    r"\d{1,3}\s?(?:°|º|degrees?)\s?(?:\d{1,2}(?:\.\d+)?\s?(?:['′’]|minutes?)\s?)?(?:\d{1,2}"
    r"(?:\.\d+)?\s?(?:[\"″”]|''|seconds?)\s?)?"
)

RULES = (
    Rule("IP_ADDRESS", r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\d|\.\d)"),
    Rule(
        "IP_ADDRESS",
        r"(?<![A-Za-z0-9:])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?:%[a-z0-9]{1,8})?(?:/\d{1,3})?(?![A-Za-z0-9:])",
        _ipv6,
    ),
    Rule(
        "MAC_ADDRESS",
        r"(?<![A-Fa-f0-9:-])[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}"
        r"(?![A-Fa-f0-9:-])|(?<![A-Fa-f0-9.])(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}(?![A-Fa-f0-9.])",
    ),
    # Decimal degrees with four places or more lead to a house, in pairs.
    Rule(
        "COORDINATES",
        r"(?<![\d.])[-+−]?\d{1,3}\.\d{3,10}\s?°?\s?[NSns]?[\s,，、/和]{1,4}(?:and\s|by\s"
        r"|minus\s|longitude\s)?[-+−]?\d{1,3}\.\d{3,10}(?:\s?°?\s?[EWew](?![A-Za-z]))?"
        r"(?!\d)",
    ),
    Rule(
        "COORDINATES",
        rf"(?<![\d.]){_DEGREES}[NSns](?:orth|outh)?[\s,，、and]{{1,6}}{_DEGREES}[EWew](?:ast|est)?(?![A-Za-z])",
    ),
    Rule(
        "COORDINATES",
        r"北纬\s?[\d.°度′'分″\"秒]{2,20}[\s,，、和]{0,3}东经\s?[\d.°度′'分″\"秒]{2,20}|东经\s?[\d.°度′'分″\"秒]{2,20}[\s"
        r",，、和]{0,3}北纬\s?[\d.°度′'分″\"秒]{2,20}",
    ),
    Rule("COORDINATES", r"(?<![\d.])[-+−]?\d{1,3}\.\d{4,10}(?!\d)", None, 0.7, _CUE, 12),
)
