"""The United Kingdom and Ireland: National Insurance, NHS, PPS and driving numbers, plates, postcodes."""

from __future__ import annotations

from ... import rules
from ...rules import Rule
from ..check_digits import valid


def nhs(text: str) -> bool:
    """Whether the check digit of a number of the National Health Service is right."""
    return valid("gb.nhs", text)


_NHS = rules.cue("nhs(?: number| no\\.?)?|chi(?: number)?|health (?:and care )?number")

RULES = (
    # The letters D, F, I, Q, U and V never begin a National Insurance number, nor is O second.
    Rule(
        "ID_NUMBER",
        r"(?i)(?<![A-Za-z0-9])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A"
        r"-D](?![A-Za-z0-9])",
    ),
    Rule("ID_NUMBER", r"(?<![\d-])\d{3}[ -]\d{3}[ -]\d{4}(?![\d-])", nhs, 0.95),
    Rule("ID_NUMBER", r"(?<![\d-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d-])", None, 0.9, _NHS, 25),
    # Driving licence: five characters of the surname, year, month, day, initials (DVLA).
    Rule("ID_NUMBER", r"(?<![A-Za-z0-9])[A-Z9]{5} ?\d{6} ?[A-Z9]{2} ?\d[A-Z]{2}(?: ?\d{2})?(?![A-Za-z0-9])"),
    Rule("ID_NUMBER", r"(?<![A-Za-z0-9])\d{7}[A-W][A-IW]?(?![A-Za-z0-9])", None, 0.8),  # PPS of Ireland
    Rule("LICENCE_PLATE", r"(?<![A-Za-z0-9])[A-Z]{2}\d{2} ?[A-HJ-PR-Y][A-Z]{2}(?![A-Za-z0-9])"),
    Rule(
        "LICENCE_PLATE",
        r"(?<![A-Za-z0-9])[A-HJ-NPR-Y]\d{1,3} [A-Z]{3}(?![A-Za-z0-9])|(?<![A-Za-z0-9])[A-Z]{3} \d{1,3}"
        r"[A-Y](?![A-Za-z0-9])",
        None,
        0.6,
    ),
    Rule(
        "LICENCE_PLATE",
        r"(?<![A-Za-z0-9-])\d{2,3}-(?:[CDGLW]|CE|CN|CW|DL|KE|KK|KY|LD|LH|LK|LM|LS|MH"
        r"|MN|MO|OY|RN|SO|TN|TS|WH|WX|WW)-\d{1,6}(?![A-Za-z0-9-])",
    ),
    Rule(
        "STREET_ADDRESS",
        r"(?<![A-Za-z0-9-])(?:[A-PR-UWYZ][A-HK-Y]?\d[A-HJKPSTUW\d]? \d[ABD-HJLNP-UW-Z]{2}|GIR 0AA)(?![A-Za-z0-9-])",
    ),
    Rule(
        "STREET_ADDRESS",
        r"(?<![A-Za-z0-9-])[A-PR-UWYZ][A-HK-Y]?\d[A-HJKPSTUW\d]?\d[ABD-HJLNP-UW-Z]{2}(?![A-Za-z0-9-])",
        None,
        0.5,
    ),
    Rule(
        "STREET_ADDRESS",
        r"(?<![A-Za-z0-9])(?:[AC-FHKNPRTV-Y]\d{2}|D6W) ?[0-9A-Z]{4}(?![A-Za-z0-9])",
        lambda text: any(s.isalpha() for s in text[3:]) and any(s.isdigit() for s in text[3:]),
        0.8,
    ),
)
