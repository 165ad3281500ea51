"""Accounts of letters alone in English talk: "my insta is janeroe"."""

from __future__ import annotations

from ... import rules
from ...lists import words
from ...rules import Rule

# Only right after "is", "under", "called" or a colon, or what people say of a service would count.
_NAMED = rules.cue(
    r"(?:instagram|insta|ig|twitter|tik ?tok|snap ?chat|snap|telegram|discord|facebook"
    r"|fb|linked ?in|reddit|skype|line id|twitch|github|pinterest"
    r"|douyin|weibo|red ?note|xiaohongshu|bluesky|steam|venmo)"
    r"(?: (?:account|user ?name|handle|id|name|profile|channel|tag|page))? ?(?:is|was"
    r"|[:=]|under|called|@|name is|handle is)"
    r"|(?:user ?name|handle|screen name|gamer ?tag) ?(?:is|was|[:=]|there is|on \w{1,12} is)"
    r"|follow me (?:at|on \w{1,12} at|@|as)|find me (?:at|as|under|on \w{1,12} (?:as"
    r"|at|under))"
    r"|(?:on|over on) (?:instagram|insta|twitter|tik ?tok|snap ?chat|snap|telegram|discord"
    r"|facebook|reddit|github|threads|bluesky|linked ?in|skype) (?:as|under|i am|i['’]m"
    r"|it['’]s)"
)
_WORDS = words("en/after_services")


def no_word(text: str) -> bool:
    """Whether a candidate is none of the words that follow "Instagram is"."""
    return text.lower().strip("._") not in _WORDS


RULES = (
    Rule(
        "HANDLE",
        r"(?<![A-Za-z0-9_@/.'’-])[A-Za-z](?:[A-Za-z0-9_]|[.-](?=[A-Za-z0-9_])){3,29}(?![A-Za-z0-9_@'’])",
        no_word,
        0.45,
        _NAMED,
        2,
        digits=False,
    ),
)
