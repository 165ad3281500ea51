"""Accounts of letters alone in English talk: "my insta is janeroe"."""

from __future__ import annotations

from ... import rules
from ...lists import words
from ...rules import Rule
from ...shared.numbers.accounts import ACCOUNT, mixed

# Only right after "is", "under", "called" or a colon, or what people say of a service would count.
_NAMED = rules.cue(
    r"(?:instagram|insta|ig|twitter|tik ?tok|snap ?chat|snap|telegram|discord|facebook"
    r"|fb|linked ?in|reddit|skype|line id|twitch|github|pinterest"
    r"|douyin|weibo|red ?note|xiaohongshu|bluesky|steam|venmo|you ?tube)"
    r"(?: (?:account|user ?name|handle|id|name|profile|channel|tag|page))? ?(?:is|was"
    r"|[:=]|under|called|@|name is|handle is)"
    r"|(?:user ?name|handle|screen name|gamer ?tag) ?(?:is|was|[:=]|there is|on \w{1,12} is)"
    r"|follow me (?:at|on \w{1,12} at|@|as)|find me (?:at|as|under|on \w{1,12} (?:as"
    r"|at|under))"
    r"|(?:on|over on) (?:instagram|insta|twitter|tik ?tok|snap ?chat|snap|telegram|discord"
    r"|facebook|reddit|github|threads|bluesky|linked ?in|skype) (?:as|under|(?:i am"
    r"|i['’]m|it['’]s)(?: called| named| known as)?)"
    r"|(?:i go by|i was known as|goes by|i post as|i play as|i stream as)"
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
    # find me, janeroe, on Instagram
    Rule(
        "HANDLE",
        r"(?i)(?:find|add|follow|look up|search|dm|message|tag)(?: me| us| her| him| for)?[,:]? "
        r"(?:at |as |under |for )?\K"
        r"[a-z][a-z0-9_.]{3,29}(?=,? on (?:instagram|insta|twitter|tik ?tok|snap ?chat"
        r"|telegram|discord|facebook|threads))",
        no_word,
        0.45,
        digits=False,
        needs=r"(?i),? on (?:insta|twitter|tik|snap|telegram|discord|facebook|threads)",
    ),
    # I'm n0ra.k on there: digits, dots or low lines within a word are an account after words of being.
    Rule(
        "HANDLE",
        ACCOUNT,
        mixed,
        0.45,
        rules.cue(r"i['’]m|i am|it['’]s|she['’]s|he['’]s|as|under|find|add|called"),
        2,
        digits=False,
    ),
    # pat_mcg: nobody says a low line but in an account.
    Rule(
        "HANDLE",
        r"(?<![A-Za-z0-9_@/.])[A-Za-z][A-Za-z0-9]{1,15}(?:_[A-Za-z0-9]{1,15}){1,3}(?![A-Za-z0-9_@"
        r"(])",
        None,
        0.45,
        digits=False,
        needs=r"[A-Za-z0-9]_[A-Za-z0-9]",
    ),
)
