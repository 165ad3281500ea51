"""E-mail addresses and links."""

from __future__ import annotations

from functools import cache
from typing import Any

from .....files.errors import require
from ...rules import Rule


@cache
def _extractor() -> Any:
    """The public suffix list that tldextract carries: no network, no cache on disk."""
    return require("tldextract", "privacy").TLDExtract(suffix_list_urls=(), cache_dir=None)


def has_domain(text: str) -> bool:
    """Whether a mail address or a link ends in a registered suffix; one written out in words passes."""
    if "@" in text:
        return bool(_extractor()(text.rsplit("@", 1)[1].strip()).fqdn)
    return "://" in text or text.lower().startswith("www.") or " " in text.strip()


def bare_domain(text: str) -> bool:
    """Whether a name with dots and a path is an address on the web: its suffix is registered."""
    return bool(_extractor()(text.split("/")[0]).fqdn)


_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,5}[A-Za-z]{2,24}"

RULES = (
    # The part before @ has at most 64 characters (RFC 5321), which also bounds the search.
    Rule(
        "EMAIL",
        rf"(?<![A-Za-z0-9._%+'-])[A-Za-z0-9][A-Za-z0-9._%+'-]{{0,63}}\s?@\s?{_HOST}",
        has_domain,
        1.0,
        digits=False,
        needs="@",
    ),
    Rule(
        "EMAIL",
        r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}\s?[(\[]\s?(?:at|AT)\s?[)\]]\s?[A-Za-z"
        r"0-9-]{2,40}(?:\.|\s?[(\[]\s?(?:dot|DOT)\s?[)\]]\s?)[A-Za-z]{2,10}",
        digits=False,
        needs=r"[(\[]\s?(?:at|AT)",
    ),
    Rule(
        "URL",
        r"(?i)(?<![A-Za-z0-9])(?:https?://|www\.)[^\s<>\"'，。；！？、）)]{1,300}[^\s<>\"'，。；！？、）).,;:!?]",
        digits=False,
    ),
    # A profile without http: linkedin.com/in/jane-doe, github.com/jdoe, weibo.com/u/1234.
    Rule(
        "URL",
        rf"(?<![A-Za-z0-9@./-]){_HOST}/[A-Za-z0-9_@~][A-Za-z0-9_.~@%/?=&-]{{0,100}}(?<![.,?!])",
        bare_domain,
        digits=False,
        needs=r"\w/[\w@~]",
    ),
)
