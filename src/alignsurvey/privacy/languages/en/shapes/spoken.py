"""Numbers as they are said in English: "double oh seven", "nine hundred", "b for bravo"."""

from __future__ import annotations

import re
from itertools import pairwise

from ...rules import Rule
from ...shared import cues

_DIGITS = {"zero": "0", "oh": "0", "o": "0", "nought": "0", "naught": "0", "nil": "0"} | {
    word: str(value)
    for value, word in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), start=1)
}
DIGIT = r"(?:zero|oh|o|nought|naught|one|two|three|four|five|six|seven|eight|nine)"
TENS = (
    r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    r"|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three"
    r"|four|five|six|seven|eight|nine))?)"
)
_TIMES = (
    rf"(?:(?:double|triple|treble|quadruple) {DIGIT}|{DIGIT} hundred|{DIGIT} thousand|{DIGIT} "
    rf"(?:times )?(?:twice|thrice))"
)
# The spelling alphabet of telephones and aeroplanes.
_SPELT = (
    r"(?:alph?a|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliett?|kilo|lima"
    r"|mike|november|oscar|papa|quebec|romeo"
    r"|sierra|tango|uniform|victor|whisk[e]?y|x-?ray|yankee|zulu)"
)
_LETTER = rf"(?:(?:capital |letter )?[a-z](?![a-z'’])(?: (?:as in|for|like) [a-z]{{2,12}})?|{_SPELT})"
_GAP = r"(?:[\s,.;–-]{1,3}(?:(?:dash|hyphen|slash|space|then|and then|um|uh|point|dot|stroke)[\s,]{1,2})?)"
_TOKEN = rf"(?:{_TIMES}|{DIGIT}|\d)"
_ANY = rf"(?:{_TIMES}|{TENS}|{DIGIT}|\d{{1,4}})"
_CODE = rf"(?:{_TIMES}|{TENS}|{DIGIT}|{_LETTER}|\d{{1,5}})"


def spoken_digits(text: str) -> str:
    """The digits of a text in words; "double oh" gives two, a ten as many as it has."""
    found, times = [], 1
    for word in re.findall(r"[a-z]+|\d", text.lower()):
        if word in ("double", "triple", "treble", "quadruple"):
            times = {"double": 2, "quadruple": 4}.get(word, 3)
            continue
        digit = word if word.isdigit() else _DIGITS.get(word, "")
        if word == "hundred":
            digit = "00"
        elif word == "thousand":
            digit = "000"
        elif re.fullmatch(rf"{TENS}", word):
            digit = "99"
        found.append(digit * times)
        times = 1
    return "".join(found)


def _counting(digits: str) -> bool:
    """Whether digits go up or down by one, or are all alike: people count, and repeat themselves."""
    steps = {int(b) - int(a) for a, b in pairwise(digits)}
    return len(steps) == 1 and steps <= {-1, 0, 1}


def phone(text: str) -> bool:
    """Seven digits or more that do not count."""
    digits = spoken_digits(text)
    return 7 <= len(digits) <= 20 and not _counting(digits)


def number(text: str) -> bool:
    """Four digits or more that do not count and are no year."""
    digits = spoken_digits(text)
    return len(digits) >= 4 and not _counting(digits)


def telling(text: str) -> bool:
    """Four digits or more of which one is said as nobody says a quantity: oh, zero, double."""
    return number(text) and bool(re.search(r"(?i)\b(?:oh|zero|double|triple|nought)\b", text))


def code(text: str) -> bool:
    """Three digits or more with letters, or four."""
    digits = spoken_digits(text)
    return len(digits) >= 4 or (len(digits) >= 2 and len(re.findall(r"[\w]+", text)) >= 5)


def _said(token: str, most: int, least: int = 3) -> str:
    return rf"(?i)(?<![\w'’-])(?:plus[\s,]+)?{token}(?:{_GAP}{token}){{{least},{most}}}(?![\w'’])"


# Two digits in words one after the other: quicker to look for than a whole number.
_TWO = (
    rf"(?i)\b(?:{DIGIT}|double|triple|treble)\b[\s,.;–-]{{1,3}}(?:(?:{DIGIT}|{TENS}|double"
    rf"|triple|treble|hundred)\b|\d)"
)

RULES = (
    Rule("PHONE", _said(_TOKEN, 18, 5), phone, 0.8, digits=False, needs=_TWO),
    Rule("PHONE", _said(_ANY, 18, 3), phone, 0.85, cues.PHONE, 30, digits=False),
    Rule("ID_NUMBER", _said(_ANY, 18, 3), telling, 0.6, digits=False, needs=_TWO),
    Rule("ID_NUMBER", _said(_TOKEN, 18, 2), number, 0.45, digits=False, needs=_TWO),
    Rule("BANK_CARD", _said(_ANY, 24, 3), number, 0.85, cues.CARD, 30, digits=False),
    Rule("BANK_ACCOUNT", _said(_ANY, 24, 3), number, 0.85, cues.BANK, 30, digits=False),
    Rule("ID_NUMBER", _said(_CODE, 24, 3), code, 0.85, cues.IDENTITY, 30, digits=False),
    Rule("ID_NUMBER", _said(_CODE, 24, 3), code, 0.85, cues.RECORD, 30, digits=False),
    Rule("ID_NUMBER", _said(_CODE, 24, 3), code, 0.85, cues.DRIVING, 30, digits=False),
    Rule("PASSPORT", _said(_CODE, 24, 3), code, 0.85, cues.PASSPORT, 30, digits=False),
    Rule("LICENCE_PLATE", _said(_CODE, 12, 3), code, 0.85, cues.PLATE, 30, digits=False),
    Rule("STREET_ADDRESS", _said(_CODE, 8, 3), code, 0.85, cues.POSTCODE, 20, digits=False),
    Rule("ID_NUMBER", _said(_TOKEN, 8, 2), None, 0.4, cues.PIN, 20, digits=False),
)
