"""Addresses of mail and accounts as they are said in English: "jane dot roe at gmail dot com"."""

from __future__ import annotations

from ... import rules
from ...rules import Rule
from .spoken import DIGIT, TENS

_NAME = r"[a-z0-9](?:[a-z0-9'._-]{0,40}[a-z0-9])?"
_JOINT = r"(?:dot|period|point|underscore|under score|dash|hyphen|minus|plus)"
_AT = r"(?:at the rate(?: of)?|at sign|at-sign|at|@|\(at\)|\[at\])"
_HOSTS = (
    r"(?:g ?mail|google ?mail|hot ?mail|outlook|yahoo|i ?cloud|me|aol|proton(?: ?mail)?|live|msn|btinternet"
    r"|rediff(?: ?mail)?|gmx|web|qq|163|126|one six three|one two six|foxmail|sina|sky|comcast|verizon|optus(?:net)?"
    r"|bigpond|eircom|zoho|fast ?mail|ymail|mail|hey|tutanota)"
)
# The last parts of names of hosts that people have mail at; others would turn "meet at noon dot dot dot" into mail.
_ENDS = (
    r"(?:com|co|net|org|edu|ac|gov|io|info|biz|me|uk|de|ie|in|au|cn|hk|tw|ca|us|eu|nz|sg|fr|nhs)"
    r"(?:\s?(?:dot|\.)\s?(?:uk|in|au|nz|hk|tw|cn|jp|za|ie|sg|us))?(?![A-Za-z])"
)
_DOT = r"\s?(?:dot|\(dot\)|\[dot\]|\.)\s?"
_SERVICE = rules.cue(
    r"instagram|insta|ig|twitter|tik ?tok|snap ?chat|snap|telegram|discord|facebook|linked ?in|reddit|skype|user ?name"
    r"|handle|screen name|account|login|wechat|github|youtube|threads|bluesky"
)

RULES = (
    # Up to six words before "at", of which each joint is a word for a sign, and digits may be said one by one.
    Rule(
        "EMAIL",
        rf"(?i)(?<![\w.@'’])(?:[a-z]\s){{0,2}}{_NAME}(?:\s{_JOINT}\s{_NAME}|\s(?:{DIGIT}|{TENS}|\d{{1,6}}|[a-z])){{0,6}}"
        rf"(?:\s{_AT}\s|\s?[@(\[](?:at[)\]])?\s?)"
        rf"(?:{_HOSTS}|(?:[a-z]\s){{0,3}}[a-z0-9-]{{2,30}}(?:\s(?:dot)\s[a-z0-9-]{{2,30}}){{0,2}}?){_DOT}{_ENDS}",
        None,
        0.9,
        digits=False,
        needs=r"(?i)\bdot\b|[@)\]]|\bat [a-z0-9-]{2,30}\.[a-z]{2}",
    ),
    Rule(
        "EMAIL",
        rf"(?i)(?<![\w.@]){_NAME}(?:\s{_JOINT}\s{_NAME}){{0,3}}\s{_AT}\s(?:gmail|hotmail"
        rf"|outlook|yahoo|icloud)(?![A-Za-z])",
        None,
        0.7,
        digits=False,
        needs=r"(?i)(?:at|@) (?:gmail|hotmail|outlook|yahoo|icloud)",
    ),
    # jane underscore roe ninety two, after the name of a service
    Rule(
        "HANDLE",
        rf"(?i)(?<![\w.@])(?:at\s)?{_NAME}(?:\s(?:dot|underscore|under score|dash|hyphen)\s{_NAME}){{1,4}}"
        rf"(?:\s(?:{DIGIT}|{TENS}|\d{{1,4}})){{0,4}}(?![A-Za-z])",
        None,
        0.6,
        _SERVICE,
        30,
        digits=False,
        needs=r"(?i)\s(?:dot|underscore|under score|dash|hyphen)\s",
    ),
)
