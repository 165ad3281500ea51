"""English patterns: numbers of American documents, phones, birth dates, addresses, employers and schools."""

from __future__ import annotations

import re

from ..check_digits import american_phone, digits
from ..lists import lines, listed
from ..rules import Rule
from .places import STATE, STATE_CODE

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DATE = (
    rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:\d{{4}}|\d{{2}})|\d{{4}}[/.-]\d{{1,2}}[/.-]\d{{1,2}}"
    rf"|(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? (?:19|20)\d{{2}}"
    rf"|{_MONTH} (?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?:,? (?:of )?(?:19|20)\d{{2}})?)"
)

# Street suffixes: USPS Publication 28, appendix C1, without those that are plain words of conversation.
_SUFFIX = (
    r"(?:Alley|Aly|Arcade|Avenue|Ave|Bayou|Bend|Bluffs?|Boulevard|Blvd|Bridge|Brooks?|Burgs?|Bypass|Camp|Canyon|Cape"
    r"|Causeway|Centers?|Circles?|Cir|Cliffs?|Club|Commons?|Corners?|Course|Courts?|Ct|Coves?|Creek|Crescent|Crest"
    r"|Crossing|Crossroads?|Curve|Dale|Dam|Divide|Drives?|Dr|Estates?|Expressway|Extensions?|Falls?|Ferry|Fields?"
    r"|Flats?|Fords?|Forest|Forges?|Forks?|Fort|Freeway|Gardens?|Gateway|Glens?|Greens?|Groves?|Harbors?|Haven"
    r"|Heights|Highway|Hwy|Hills?|Hollow|Inlet|Islands?|Isle|Junctions?|Keys?|Knolls?|Lakes?|Landing|Lane|Ln|Light"
    r"|Lights|Loaf|Locks?|Lodge|Loop|Mall|Manors?|Meadows?|Mews|Mills?|Mission|Motorway|Mountains?|Mount|Neck"
    r"|Orchard|Oval|Overpass|Parks?|Parkways?|Pkwy|Pass|Passage|Path|Pike|Pines?|Place|Pl|Plains?|Plaza|Points?"
    r"|Ports?|Prairie|Radial|Ramp|Ranch|Rapids?|Rest|Ridges?|River|Roads?|Rd|Route|Row|Run|Shoals?|Shores?|Skyway"
    r"|Springs?|Spurs?|Squares?|Sq|Station|Stravenue|Stream|Streets?|St|Summit|Terrace|Ter|Throughway|Trace|Track"
    r"|Trafficway|Trail|Trl|Tunnel|Turnpike|Underpass|Unions?|Valleys?|Via|Viaduct|Views?|Villages?|Ville|Vista|Walks?"
    r"|Wall|Ways?|Wells?)"
)
_NUMBER = r"(?<![\w$£€#.,:/-])\d{1,5}(?:-\d{1,4})?[A-Za-z]?"
_WAY = r"(?:(?:North|South|East|West|[NSEW]{1,2}\.?)\s+)?"
_UNIT = (
    r"(?:[,\s]{1,3}(?i:apt|apartment|suite|ste|unit|room|rm|floor|fl|#)\.?\s*#?\s?[A-Za-z]?-?\d*[A-Za-z]?(?![A-Za-z]))"
)
_TOWN = r"\p{Lu}[\p{L}'’.-]+(?: \p{Lu}[\p{L}'’.-]+){0,3}"
_TAIL = (
    rf"(?:{_UNIT})?(?:[,\s]{{1,3}}(?:in )?{_TOWN},?\s(?:{STATE_CODE}|{STATE})(?![A-Za-z])"
    rf"(?:[,\s]{{1,2}}\d{{5}}(?:-\d{{4}})?(?!\d))?)?"
)
# An address over several lines ends in the number of its post office.
_LINES = r"(?:(?:[\s,]*\n[\s,]*(?:[\p{L}'’.]+[ -]?){1,4}){1,3}[\s,]*\d{4,5}(?!\d))?"
_PLACED = (
    r"(?i:\baddress(?:es)?|\b(?:lives?|lived|living|stay(?:ed|ing)?|reside[sd]?|residing|located) (?:at|in|on)"
    r"|\bmoved to"
    r"|\b(?:return|mail|send|ship|deliver|write)(?: it| them| this| that)? to|\bgrew up at)"
)
_NAME = r"(?:St\. )?\p{Lu}[\p{L}\d'’&]*(?:[.&-][\p{L}\d]+)*"
_NAMES = rf"{_NAME}(?:(?:, (?:and )?|,? (?:and|&|of|for|the|de) | |-){_NAME}){{0,5}}"
_COMPANY = f"(?:{'|'.join(re.escape(ending) for ending in lines('en/company_endings'))})(?!\\w)"
_SCHOOL = (
    r"(?:University|College|High School|Middle School|Elementary(?: School)?|Primary School|Grammar School|Preparatory"
    r"(?: School)?|Prep School|Academy|Institute of Technology|Law School|Medical School|Business School|School)"
)
_NO_NAME = (
    r"(?:The|A|An|My|In|On|Our|At|Then|And|But|So|I|It|He|She|They|We|You|To|From|AI|LLMs?|GPT|ChatGPT|IT|HR"
    r"|Congress|Parliament|Senate|Government|House)\b(?!['’.-]\p{L})"
)
_JOBS = "|".join(listed("en/jobs"))
_WORKS = (
    r"(?i:\b(?:work(?:s|ed|ing)?(?: (?:nights|part[- ]time|full[- ]time|mostly|there|now))?|employed|jobs?|position"
    r"|hired|career|boss|bosses|colleagues?|co-?workers?|team|shifts?|intern(?:ed|ing)?|retired|laid off|fired"
    rf"|contract(?:or|ing)?|consult(?:s|ed|ing)?|{_JOBS}) (?:at|for|with|by|from|in)(?: a company called)?"
    r"|\b(?:been|years?|stint|summers?|months?) (?:with|at)"
    r"|\bemployer(?: is| was|:| name:?)|\bcompany (?:called|named))\s+"
)


def social_security(text: str) -> bool:
    """Whether nine digits can be a number of the Social Security Administration."""
    number = digits(text)
    area, group, serial = number[:3], number[3:5], number[5:]
    return area not in ("000", "666") and area < "900" and group != "00" and serial != "0000"


def _plate(text: str) -> bool:
    """Letters and digits, five to eight of them, and no model of a car ("F150", "CX5")."""
    signs = [sign for sign in text if sign.isalnum()]
    return 5 <= len(signs) <= 8 and 1 <= sum(sign.isdigit() for sign in signs) < 8


def grouped_phone(text: str) -> bool:
    """Whether groups of digits can be a phone: neither years nor a number with its thousands apart."""
    groups = [digits(group) for group in text.replace("-", " ").replace(".", " ").split()]
    years = all(len(group) == 4 and group[:2] in ("18", "19", "20") for group in groups)
    thousands = all(len(group) == 3 for group in groups[1:])
    address = "." in text and len(groups) == 4
    return 9 <= sum(map(len, groups)) <= 13 and max(map(len, groups)) > 2 and not (years or thousands or address)


def _seven_to_fifteen(text: str) -> bool:
    return 7 <= len(digits(text)) <= 15


_WORD_DIGIT = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double)"

RULES = (
    Rule("ID_NUMBER", r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])", None, 1.0),
    Rule("ID_NUMBER", r"(?<!\d[ .,])(?<![\d.,$-])\d{3}[ .–]\d{2}[ .–]\d{4}(?! ?\d)", social_security),
    Rule("ID_NUMBER", r"(?i)(?:\bssn|social security|social)[^\d\n]{0,30}\K\d{3}[ .-]?\d{2}[ .-]?\d{4}(?!\d)"),
    Rule(
        "ID_NUMBER",
        r"(?i)(?:driver'?s?'? licen[cs]e|driving licen[cs]e|\bDL)[^\d\n]{0,25}?\K[A-Z]?\d[\d -]{5,14}\d(?!\d)",
    ),
    Rule(
        "ID_NUMBER",
        r"(?i)(?:identity card|id card|\bid number|\bid no)[^\d\n]{0,20}?\K[A-Z]{0,2}\d[\d-]{5,17}[\dX](?!\d)",
    ),
    Rule("PASSPORT", r"(?i)passport[^\d\n]{0,25}?\K(?<![A-Za-z0-9])[A-Z]{0,2}\d{6,9}(?![A-Za-z0-9])"),
    Rule(
        "PHONE",
        r"(?<![\w.$-])(?:(?:\+|00)?1[\s.-]?)?(?:\(\d{3}\)|\d{3})[\s.-]{0,2}\d{3}[\s.-]?\d{4}"
        r"(?:\s?(?:x|ext\.?|extension)\s?\d{1,5})?(?![\d])",
        american_phone,
    ),
    Rule(
        "PHONE",
        r"(?<![\w.])(?:\+|00)\d{1,3}[\s.-]?(?:\(\d{1,4}\)[\s.-]?)?\d{1,4}(?:[\s.-]?\d{2,5}){1,4}(?:x\d{1,5})?(?!\d)",
        _seven_to_fifteen,
    ),
    Rule("PHONE", r"(?<![\w.,$-])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"),
    Rule(
        "PHONE",
        r"(?<![\w.,$/-])(?:\(0?\d{1,4}\)|0\d{1,4})[\s.-]\d{2,4}(?:[\s.-]\d{2,4}){1,3}(?![\d-])",
        _seven_to_fifteen,
    ),
    Rule(
        "PHONE",
        r"(?i)(?:\bcall|phone|number|\bcell|mobile|\btel|\btext|\bfax|reach|contact|\bring)\b[^\d\n]{0,30}?"
        r"\K(?<![\w$])[(+]{0,2}\d{1,4}\)?(?:[\s.-]?\(?\d{2,5}\)?){1,4}(?:x\d{1,5})?(?![\d%])",
        _seven_to_fifteen,
    ),
    Rule("PHONE", r"(?<![\w.,$/-])\d{2,4}(?:([ .-])\d{2,4})(?:\1\d{2,4}){1,3}(?![\d%,]|[ .-]\d)", grouped_phone, 0.6),
    Rule("PHONE", rf"(?i)\b(?:{_WORD_DIGIT}[\s,-]+){{6,12}}{_WORD_DIGIT}\b"),
    Rule(
        "LICENCE_PLATE",
        r"(?:(?i:licen[cs]e plates?|number plates?|plate number|registration|\bplates?)"
        r"(?i:\s(?:is|was|number|reads?|no\.?)"
        r"|[\s:#-]){1,4})\K(?=[A-Z0-9 -]*\d)[A-Z0-9]{1,4}(?:[ -]?[A-Z0-9]{1,5}){1,2}(?![A-Za-z0-9])",
    ),
    Rule(
        "LICENCE_PLATE",
        r"(?i:\b(?:car|truck|pickup|van|sedan|suv|jeep|motorcycle|trailer|vehicle|plates?|tags?|registration|licen[cs]e))\b"
        r"[^\n.!?]{0,40}?[\s\"'“(:#]\K(?=[A-Z0-9 •·-]*\d)(?=[0-9 •·-]*[A-Z])"
        r"[A-Z0-9]{1,4}[ •·-]?[A-Z0-9]{2,5}(?![A-Za-z0-9%])",
        _plate,
        0.7,
    ),
    Rule(
        "DATE_OF_BIRTH",
        rf"(?i:\bborn|birthday|\bbirth ?date|date of birth|\bd\.?o\.?b\b|(?:came|come|brought) into th(?:e|is) world)"
        rf"[^\d\n]{{0,60}}?\K\b{_DATE}(?!\d)",
    ),
    Rule(
        "STREET_ADDRESS",
        rf"{_NUMBER}\s+{_WAY}(?:(?:\p{{Lu}}[\p{{L}}'’.-]*|\d{{1,3}}(?:st|nd|rd|th))\s+){{1,4}}{_SUFFIX}\b\.?"
        rf"(?:\s(?:North|South|East|West|[NSEW]{{1,2}})\b)?{_TAIL}{_LINES}",
        None,
        0.95,
    ),
    Rule(
        "STREET_ADDRESS",
        rf"(?i){_NUMBER}\s+{_WAY}(?!(?:minute|min|hour|hr|day|week|month|year|mile|km|block|lane|foot|ft|meter|car)s?\b)(?:[\p{{L}}'’.]+\s+){{1,2}}(?:street|avenue|ave|road|boulevard|blvd|lane|drive|highway|parkway|terrace)\b\.?{_UNIT}?",
    ),
    Rule(
        "STREET_ADDRESS",  # whatever the street is called, a town, a state and a code after it tell
        rf"{_NUMBER}\s+{_WAY}(?:\p{{Lu}}[\p{{L}}\d'’.-]*\s){{0,4}}\p{{Lu}}[\p{{L}}\d'’.-]*"
        rf"(?:{_UNIT})?,\s(?:in )?{_TOWN},?\s(?:{STATE_CODE}|{STATE})[,\s]{{1,2}}\d{{5}}(?:-\d{{4}})?(?!\d)",
        None,
        0.95,
    ),
    Rule(
        "STREET_ADDRESS",  # "address: 46 Velka 426, Town": a number, a proper name, and what belongs to them
        rf"{_PLACED}[^\d\n.;?!]{{0,30}}\s\K\d{{1,5}}[A-Za-z]?\s(?:\d{{1,5}}\s)?(?:\p{{L}}{{1,4}}\.?\s)?\p{{Lu}}[\p{{L}}'’.-]*"
        rf"(?:\s(?:\p{{Lu}}[\p{{L}}'’.-]*|\d{{1,5}}\.?)){{0,4}}(?:{_UNIT})?(?:,\s{_TOWN}){{0,2}}(?:\s\d{{4,5}}(?!\d))?{_LINES}",
    ),
    Rule("STREET_ADDRESS", r"(?i)\bP\.? ?O\.? Box \d{1,6}"),
    Rule(
        "STREET_ADDRESS",
        r"(?:PSC|Unit|CMR) \d{2,5},? Box \d{2,5}(?:[,\s]{1,3}(?:APO|FPO|DPO) A[AEP] \d{5})?"
        r"|(?:USS|USNS|USNV|USCGC) \p{Lu}\p{L}+[,\s]{1,3}(?:APO|FPO|DPO) A[AEP] \d{5}",
    ),
    Rule("STREET_ADDRESS", r"(?<![\w])(?i:apt|apartment|suite|ste)\.?\s#?\d{1,5}[A-Za-z]?(?!\w)"),
    Rule(
        "STREET_ADDRESS",
        r"(?<![\w])\d{1,5}(?:[-/]\d+)?\s(?i:rue|via|calle|rua|chemin|corso|piazza|place)\s"
        r"(?:\p{L}+['’ ]){0,3}\p{Lu}[\p{L}'’-]+",
    ),
    Rule(
        "STREET_ADDRESS",
        r"(?i)(?<!\w)[\p{L}-]+(?:straat|strasse|straße|gasse|gatan|gade|laan|stien|vej|veien|platz)\s\d{1,4}[a-z]?(?!\w)"
        r"|(?<!\w)(?:\p{L}+\s){1,3}(?:utca|útja|ulica|ulice|ul\.|gürtel|tér|rkp\.)\s\d{1,4}\.?(?!\w)",
    ),
    Rule("STREET_ADDRESS", rf"(?<![A-Za-z]){STATE_CODE}\s+\d{{5}}(?:-\d{{4}})?(?!\d)"),
    Rule("STREET_ADDRESS", r"(?i)\b(?:zip(?: code)?|postal code|postcode)(?: is|:)?\s\K\d{5}(?:-\d{4})?(?!\d)"),
    Rule("SCHOOL", rf"(?<!\w)(?!(?:The|A|My|In|Our|At|Then|And|But) ){_NAMES} {_SCHOOL}\b"),
    Rule(
        "SCHOOL",
        r"\b(?:University|College|Institute) of \p{Lu}[\p{L}.'-]+(?:(?: at|,)? \p{Lu}[\p{L}.'-]+){0,3}",
    ),
    Rule("EMPLOYER", rf"(?<!\w)(?:[Tt]he )?(?!{_NO_NAME}){_NAMES},? {_COMPANY}(?: of {_TOWN})?(?: and Sons)?(?!\w)"),
    Rule("EMPLOYER", rf"(?<!\w){_NAME}(?:, {_NAME})*,? (?:and|&) Sons\b(?: {_NAME})?"),
    Rule(
        "EMPLOYER",  # a firm of partners
        r"(?i:\b(?:for|with|at|by|joined|left|from)) \K\p{Lu}[\p{L}'’]+"
        r"(?:, \p{Lu}[\p{L}'’]+,? (?:and|&) \p{Lu}[\p{L}'’]+| & \p{Lu}[\p{L}'’]+)",
    ),
    Rule("EMPLOYER", r"(?i:\b(?:at|for)) \K\p{Lu}\p{Ll}+-\p{Lu}\p{Ll}+(?!\w)"),
    Rule("EMPLOYER", rf"{_WORKS}(?:the )?\K(?!{_NO_NAME}){_NAMES}"),
    Rule(
        "EMPLOYER",  # who lays people off, hires or pays is an employer
        rf"(?<!\w)(?!{_NO_NAME}){_NAMES}"
        r"(?=,? (?i:laid (?:me|us|him|her|them|off|\w+ off)|let (?:me|us|him|her|\w+ (?:of us|people|workers)) go"
        r"|cut (?:my|our|his|her|their) hours|shut (?:down|its)|hired (?:me|us|him|her)|fired (?:me|us|him|her)"
        r"|pays (?:me|us)|paid (?:me|us)"
        r"|went (?:under|bankrupt)|is hiring))",
        None,
        0.6,
    ),
)
