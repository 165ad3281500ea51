"""What addresses in English are made of: units, numbers, streets, segments between commas, postcodes."""

from __future__ import annotations

from ...lists import listed

WAYS = "|".join(sorted(listed("en/ways"), key=lambda word: (-len(word), word)))
_LOW_WAYS = "|".join(sorted((word.lower() for word in listed("en/plain_ways")), key=lambda word: (-len(word), word)))
HOUSES = (
    r"(?:Cottages?|House|Farm(?:house)?|Lodge|Barn|Rectory|Vicarage|Manor|Hall|Villas?"
    r"|Apartments?|Apts|Residency|Residences?|Heights|Towers?|Court"
    r"|Mansions?|Building|Bldg|Estate|Complex|Nivas|Bhavan|Niwas|Sadan|Enclave|Society"
    r"|Chambers|Arcade|Plaza|Centre|Center|Gardens?|Mill|Wharf|Flats|Nilaya|Kunj"
    r"|Chuen|Tsuen|Court|Lau|Mun|Yuen)"
)
WORD = r"[\p{Lu}\d](?:[\p{L}\d'’&-]|\.(?=\p{L})){0,24}"
LINK = r"(?:of|the|and|de|du|la|le|upon|on|under|in|by|cum|Sri|St\.?)"
# One segment between commas: "Little Snoring", "Co. Cork", "4th Cross", "Lai Chi Kok", "NSW 2010", "Dublin 6W".
SEGMENT = rf"(?:(?:St|Mt|Ft|Co)\. )?{WORD}(?:[ -](?:{LINK} )?{WORD}){{0,5}}"
# A segment must end where a name of a place ends; "Mum said" after the comma begins the next clause.
STOP = (
    r"(?=\s{0,2}(?:[,.;:!?)\n\"”]|$|-\s|–|\d{4,6}(?!\d)|[A-Z]{1,2}\d)|\s(?:and|since|with|for|now|near|in|which"
    r"|where|but|so|is|was|until|till|when|if|because|then|before|after"
    r"|opposite|behind|beside|at|that|you|we|I|it|as|from|to|my|ok|okay|please|right"
    r"|last|this|next|every|any|again|once|when|who|your|our|her|his|their|there|where"
    r"|if|during|over|just|still|while|about|the|by)\b)"
)
POSTCODE = (
    r"(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[\dW] ?[A-Z0-9]{4}|(?:[A-Z]{2,3},? )?\d{4,6}"
    r"(?:-\d{4})?|\d{3} \d{3}|[A-Z]\d[A-Z] ?\d[A-Z]\d)(?![\w%])"
)
ID = r"(?:[A-Za-z]{1,2}-?)?\d{1,5}(?:[-/.]\d{1,5}){0,3}(?:[-/]?[A-Za-z](?![a-z]))?"
UNIT = (
    r"(?:(?i:flat|apt|apartment|unit|suite|ste|room|rm|shop|level|lot|villa|plot|door"
    r"|block|blk|tower|wing|floor|studio|house|bungalow|penthouse|townhouse|office|stall"
    r"|phase|pocket|sector|ward)\.?"
    r"(?: ?(?i:no\.?|number|nr\.?|#))?[ .:#-]{0,2}"
    rf"(?:{ID}|[A-Z](?![a-z])|(?i:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-h])(?![A-Za-z]))"
    r"|\d{1,3}(?:/F|(?:st|nd|rd|th) (?i:floor))|(?i:(?:ground|top|first|second|third"
    r"|fourth|fifth|sixth|lower ground|upper ground|basement) floor|the basement)|#\d{1,3}"
    r"(?:-\d{1,4})?[A-Z]?)"
)
UNITS = rf"(?:{UNIT}(?:, ?| of | at | in | on the | )(?:the )?){{1,4}}"
AFTER = rf"(?:,? {{0,2}}(?:- )?{UNIT}(?![a-z])){{0,3}}"
MORE = (
    rf"{AFTER}(?:(?:, ?|\n)(?:Co\.? )?(?:{UNIT}|{SEGMENT}){STOP}){{0,6}}(?:[,\s–-]{{1,4}}{POSTCODE})?"
    rf"(?:, ?(?:UK|England|Scotland|Wales|Northern Ireland|Ireland|India|Australia|Germany"
    rf"|USA|US|Hong Kong|Kowloon|N\.T\.|HK))?"
)
IN = r"(?:,? in (?:\p{Lu}[\p{L}'’.-]+ ?){1,3}(?<! )" + STOP + ")?"
NUMBER = r"(?<![\w$£€#.,:/-])(?:[Nn]o\.? ?|[Nn]umber )?\d{1,5}(?:[-–/]\d{1,5})?[A-Za-z]?(?: ?½)?"
STREET = (
    rf"(?:(?:[NSEW]{{1,2}}\.? |North |South |East |West |Old |New |Upper |Lower |Great |Little "
    rf"|The |St\.? )?(?:\p{{Lu}}[\p{{L}}'’.-]{{0,24}} |\d{{1,3}}(?:st|nd|rd|th) ){{0,4}}"
    rf"(?:{WAYS})(?![\p{{L}}'’])\.?(?: (?:North|South|East|West|Upper|Lower|[NSEW]{{1,2}})"
    rf"(?!\p{{L}}))?)"
)

NOT = (
    r"(?!(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|AM|PM|Am|Pm|GMT|UTC"
    r"|EST|PST|O['’]clock|Kids|Years?|Days?|Hours?|Minutes?|People|Celsius|Fahrenheit"
    r"|Degrees?|Percent|AI|D|Euros?|Dollars|Pounds|Rupees|I|If|So|And|But|We|They|He"
    r"|She|It|Then)\b)"
)
LIVING = (
    r"(?i:\baddress(?:es)?(?: is| was|:)?|\b(?:live|lives|lived|living|stay|stays|stayed"
    r"|staying|reside[sd]?|residing|house|home|place|flat|apartment|office|based|located"
    r"|born|grew up|raised) (?:is |was )?(?:at|on|over at)"
    r"|\bmoved (?:in)?to|\b(?:back|over|down|up|here) at|\bcome to|\bround to|\bneighbou?rs? at"
    r"|\bkeys? (?:to|for)|\b(?:pick|dropp?)(?:ed)? (?:me|him|her|it|them) (?:up|off) at"
    r"|\b(?:rent(?:ed|ing)?(?: out)?|bought|own(?:ed|s)?|sold|share[ds]?|inherited|painted"
    r"|found|viewed)(?: us)?|\bdeliver(?:ed)? to|\bsen[dt] (?:it |them )?to|\bat)"
)
SPELT = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety|hundred|oh|zero)"
)
SAID = rf"(?:{SPELT}(?:[ -](?:and )?{SPELT}){{0,5}}|\d{{1,5}}[a-z]?)"
_NO_NAME = (
    r"(?!(?:the|a|an|this|that|my|our|your|his|her|their|down|of|off|up|long|in|on|at"
    r"|to|and|or|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|miles?|km|kilomet\w{1,4}"
    r"|blocks?|lanes?|feet|foot|ft|met\w{1,4}|cars?"
    r"|people|kids|times?|percent|dollars|pounds|bucks|way|more|other|different|main"
    r"|major|big|small|same|whole|busy|first|second|third|people|of|out|from|by|with"
    r"|for|is|was|are|were|went|every|each|some|no|point|hundred|thousand|million|or"
    r"|if|so|car|bus|train|houses|doors|streets|roads)\b)"
)
# Small letters, as recognisers of speech write: "two twenty eight elm street apartment four b".
LOW = (
    rf"(?<![\w$£€.,])(?i:(?:flat|apartment|apt|unit|suite|number|no) {SAID}[, ]{{1,2}})?"
    rf"(?i:{SAID}) (?:{_NO_NAME}[\p{{L}}'’]{{2,20}} ){{1,3}}(?i:{_LOW_WAYS})(?![\p{{L}}'’])"
    rf"(?i:[, ]{{1,2}}(?:flat|apartment|apt|unit|suite|floor|room|number) (?:number )?"
    rf"(?:{SAID}(?: ?[a-h](?![\w'’]))?|[a-z](?![\w'’]))){{0,2}}"
)
GERMAN = (
    r"(?:(?:\p{Lu}[\p{L}.-]{1,20}[ -]){0,2}(?:[\p{L}-]{1,30}(?:straße|strasse|str\.)"
    r"|(?=\p{Lu})[\p{L}-]{0,30}(?:Straße|Strasse|weg|Weg|allee|Allee|platz|Platz|gasse"
    r"|Gasse|ring|damm|Damm|ufer|Ufer|steig|chaussee|Chaussee|markt|Markt|stieg|pfad"
    r"|graben|wall|hof|berg|kamp|brücke|tor))"
    r"|(?:Am|An der|An den|Auf dem|Auf der|Im|In der|In den|Zum|Zur|Unter den|Hinter der"
    r"|Vor dem|Alter|Alte|Neuer|Neue|Am Alten) \p{Lu}[\p{L}-]{1,25}(?: \p{Lu}[\p{L}-]{1,25})?)"
    r"(?<!Ring)(?: |\s)\d{1,4}(?: ?[a-z](?!\p{L}))?(?:[/-]\d{1,4})?"
)
