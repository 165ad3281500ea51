"""Street addresses in English of any country, down to flat and floor, and up to town and postcode.

Each rule is one way to begin an address (a number and a street, a flat, a house with a name, a German street); what may
follow, in segments between commas, is the same for all.
"""

from __future__ import annotations

from ... import rules
from ...rules import Rule
from .address_parts import (
    GERMAN,
    HOUSES,
    ID,
    IN,
    LIVING,
    LOW,
    MORE,
    NOT,
    NUMBER,
    POSTCODE,
    SEGMENT,
    STOP,
    STREET,
    UNIT,
    UNITS,
    WAYS,
    WORD,
)

RULES = (
    # 45 Smith Street, Flat 2B, 14 Elm Road, Room 1203, 12/F, Block B, 12 King's Road
    Rule(
        "STREET_ADDRESS",
        rf"(?:(?<!\w){UNITS}(?:{HOUSES}|\p{{Lu}}[\p{{L}}'’]+)? ?,? ?)?{NUMBER},? {STREET}{IN}{MORE}",
        None,
        0.9,
    ),
    # Flat 302, Sai Residency, 4th Cross, Indiranagar, Bengaluru 560038
    Rule("STREET_ADDRESS", rf"(?<!\w){UNITS}(?<=, |,)(?:{NUMBER},? )?{SEGMENT}{STOP}{MORE}", None, 0.8),
    Rule("STREET_ADDRESS", rf"(?<!\w){UNIT},? (?:{WORD} ){{0,3}}{HOUSES}(?!\p{{L}}){MORE}", None, 0.8),
    # H.No. 12-5-67/A, D.No 4/55, B-204, Plot No 45, S.No.: what follows is an address
    Rule(
        "STREET_ADDRESS",
        rf"(?<!\w)(?i:h\.? ?no\.?|d\.? ?no\.?|door no\.?|house no\.?|house number|flat no\.?"
        rf"|plot no\.?|room no\.?|s\.? ?no\.?|qtr\.? no\.?|quarter no\.?)[ .:#-]{{0,3}}{ID}{MORE}",
        None,
        0.9,
    ),
    Rule(
        "STREET_ADDRESS",
        rf"(?<![\w-])[A-Z]-? ?\d{{1,4}}(?:/\d{{1,4}})?, ?(?:{WORD} ){{0,3}}(?:{HOUSES}"
        rf"|Nagar|Vihar|Colony|Sector|Block)(?!\p{{L}}){MORE}",
        None,
        0.8,
    ),
    # Rose Cottage, Mill Lane, Little Snoring
    Rule(
        "STREET_ADDRESS",
        rf"(?<!\w)(?:The )?(?:\p{{Lu}}[\p{{L}}'’-]{{1,20}} ){{1,3}}{HOUSES}, ?(?:{NUMBER},? )?"
        rf"(?:\p{{Lu}}[\p{{L}}'’.-]{{1,20}} ){{1,3}}(?:{WAYS})(?!\p{{L}}){MORE}",
        None,
        0.8,
    ),
    # Mill Lane, Little Snoring, NR21 0HY: no number, but a postcode at the end
    Rule(
        "STREET_ADDRESS",
        rf"(?<!\w)(?:(?:\p{{Lu}}[\p{{L}}'’-]{{1,20}} ){{0,3}}\p{{Lu}}[\p{{L}}'’-]{{1,20}}, ?)?"
        rf"(?:\p{{Lu}}[\p{{L}}'’.-]{{1,20}} ){{1,3}}(?:{WAYS})(?!\p{{L}})(?:, ?{SEGMENT}){{0,4}}"
        rf"(?:[,\s–-]{{1,4}}{POSTCODE}|, ?(?:Co\.|County) \p{{Lu}}\p{{L}}{{2,12}})",
        None,
        0.7,
        digits=False,
        needs=r"Co\. |County |\d",
    ),
    # 228 Elm, after words of living
    Rule(
        "STREET_ADDRESS",
        rf"{LIVING} (?:the )?(?:corner of )?\K(?:{UNITS})?(?<![\d$£€])\d{{1,5}}[A-Za-z]? {NOT}"
        rf"(?:[NSEW]\.? )?\p{{Lu}}[\p{{L}}'’-]{{1,20}}(?: \p{{Lu}}[\p{{L}}'’-]{{1,20}}){{0,2}}"
        rf"(?!\p{{L}})(?:,? {UNIT})?(?:, {SEGMENT}{STOP}){{0,3}}(?:[,\s–-]{{1,4}}{POSTCODE})?",
        None,
        0.6,
    ),
    # 67, Singh Ganj, Giridih 710209: a number, names, and the number of a post office
    Rule(
        "STREET_ADDRESS",
        rf"(?:{UNITS})?{NUMBER},? (?=\p{{Lu}}){SEGMENT}(?:, ?{SEGMENT}){{1,4}}[,\s–-]{{1,4}}{POSTCODE}",
        None,
        0.8,
    ),
    Rule("STREET_ADDRESS", LOW, None, 0.7, digits=False),
    # Hauptstraße 12, 10115 Berlin
    Rule(
        "STREET_ADDRESS",
        rf"(?<!\p{{L}}){GERMAN}(?!\p{{L}}|\d)(?:(?:, ?|\n| )\d{{5}} \p{{Lu}}[\p{{L}}.-]{{1,25}}"
        rf"(?:[ -](?:am|an der|im|ob der|\p{{Lu}}[\p{{L}}.-]{{1,20}})){{0,3}}|(?:,? in"
        rf"|,) \p{{Lu}}[\p{{L}}-]{{1,25}}{STOP})?",
        None,
        0.8,
    ),
    Rule(
        "STREET_ADDRESS",
        r"(?<![\w,.-])\d{5} \p{Lu}[\p{L}-]{2,25}(?:[ -](?:am|an der|im|ob der"
        r"|\p{Lu}[\p{L}.-]{1,20})){0,2}(?!\p{L})",
        None,
        0.4,
        rules.cue(r"live[sd]?|living|address|wohn\w{1,6}|in|plz|postcode|postal code"),
        3,
    ),
    Rule(
        "STREET_ADDRESS",
        r"(?<!\w)\p{Lu}[\p{L}-]{2,20}(?: \p{Lu}[\p{L}-]{2,20}){0,2} ?[–-] ?\d{3} ?\d{3}(?!\d)",
        None,
        0.7,
    ),  # Hyderabad - 500057
)
