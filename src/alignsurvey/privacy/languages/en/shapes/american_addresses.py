"""Street addresses in English: of the United States first, by suffix, state and postcode."""

from __future__ import annotations

from ...rules import Rule
from ..places import STATE, STATE_CODE

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

RULES = (
    Rule(
        "STREET_ADDRESS",
        rf"{_NUMBER}\s+{_WAY}(?:(?:\p{{Lu}}[\p{{L}}'’.-]*|\d{{1,3}}(?:st|nd|rd|th))\s+){{1,4}}{_SUFFIX}\b\.?"
        rf"(?:\s(?:North|South|East|West|[NSEW]{{1,2}})\b)?{_TAIL}{_LINES}",
        None,
        0.95,
    ),
    Rule(
        "STREET_ADDRESS",
        rf"(?i){_NUMBER}\s+{_WAY}(?!(?:minute|min|hour|hr|day|week|month|year|mile|km"
        rf"|block|lane|foot|ft|meter|car)s?\b)(?:[\p{{L}}'’.]+\s+){{1,2}}(?:street|avenue"
        rf"|ave|road|boulevard|blvd|lane|drive|highway|parkway|terrace)\b\.?{_UNIT}?",
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
        rf"{_PLACED}[^\d\n.;?!]{{0,30}}\s\K\d{{1,5}}[A-Za-z]?\s(?:\d{{1,5}}\s)?(?:\p{{L}}{{1,4}}\.?\s)?"
        rf"\p{{Lu}}[\p{{L}}'’.-]*"
        rf"(?:\s(?:\p{{Lu}}[\p{{L}}'’.-]*|\d{{1,5}}\.?)){{0,4}}(?:{_UNIT})?(?:,\s{_TOWN}){{0,2}}"
        rf"(?:\s\d{{4,5}}(?!\d))?{_LINES}",
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
        r"(?i)(?<!\w)[\p{L}-]+(?:straat|strasse|straße|gasse|gatan|gade|laan|stien|vej"
        r"|veien|platz)\s\d{1,4}[a-z]?(?!\w)"
        r"|(?<!\w)(?:\p{L}+\s){1,3}(?:utca|útja|ulica|ulice|ul\.|gürtel|tér|rkp\.)\s\d{1,4}\.?(?!\w)",
    ),
    Rule("STREET_ADDRESS", rf"(?<![A-Za-z]){STATE_CODE}\s+\d{{5}}(?:-\d{{4}})?(?!\d)"),
    Rule("STREET_ADDRESS", r"(?i)\b(?:zip(?: code)?|postal code|postcode)(?: is|:)?\s\K\d{5}(?:-\d{4})?(?!\d)"),
)
