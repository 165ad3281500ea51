"""What a slot of an English frame becomes: people, places and organisations, and words that name nobody."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from random import Random

from en import pools
from examples import Piece
from word_lists import table, words

OTHERS = table("en/others")
_INITIALS = "ABCDEFGHJKLMNPRSTW"
_KIND = {
    **dict.fromkeys(("first", "last", "full", "nick", "formal", "initial"), "PERSON"),
    **dict.fromkeys(("city", "place", "state", "country"), "LOCATION"),
    **dict.fromkeys(("company", "school", "body"), "ORG"),
}


def drawing(folder: Path) -> partial[Piece]:
    """The function that `frames.expand` calls for each slot, over the name lists of a folder."""
    return partial(_draw, folder)


def _draw(folder: Path, slot: str, random: Random, said: dict[str, str]) -> Piece:
    """(string, kind); `first2` is another first name than `first`, and a name that comes again is the same."""
    name = slot.rstrip("0123456789")
    kind = _KIND.get(name.lower(), "")
    if not kind:
        return random.choice(OTHERS[name]), ""
    if slot not in said:
        said[slot] = _MAKE[name.lower()](folder, random)
    return said[slot].upper() if name.isupper() else said[slot], kind


def first(folder: Path, random: Random) -> str:
    chance = random.random()
    if chance < 0.10:
        return random.choice(words("en/wordlike_first"))
    if chance < 0.17:
        return pinyin(random)
    name = pools.forenames(folder).draw(random, 0.45)
    if chance < 0.20 and " " not in name:
        return f"{name}-{pools.forenames(folder).draw(random)}"
    return name


def pinyin(random: Random) -> str:
    return "".join(random.choice(words("en/pinyin")) for _ in range(random.choice((1, 2, 2)))).title()


def last(folder: Path, random: Random) -> str:
    chance = random.random()
    if chance < 0.08:
        return random.choice(words("en/wordlike_last"))
    if chance < 0.15:
        return random.choice(words("en/chinese_surnames"))
    name = pools.surnames(folder).draw(random, 0.45)
    if chance < 0.18:
        return f"{name}-{pools.surnames(folder).draw(random)}"
    return random.choice(PREFIXES) + name if chance < 0.22 else name


PREFIXES = ("van ", "de ", "von ", "De ", "O'", "Mc", "St. ", "van der ", "bin ", "Al-", "del ", "Mac")


def full(folder: Path, random: Random) -> str:
    chance = random.random()
    if chance < 0.05:
        return f"{pinyin(random)} {random.choice(words('en/chinese_surnames'))}"
    if chance < 0.08:
        return f"{random.choice(words('en/chinese_surnames'))} {pinyin(random)}"
    parts = [first(folder, random), last(folder, random)]
    if chance < 0.22:
        parts.insert(1, f"{random.choice(_INITIALS)}." if chance < 0.18 else first(folder, random))
    if chance > 0.98:
        parts.append(random.choice(("Jr.", "Sr.", "III", "Junior")))
    return " ".join(parts)


def formal(folder: Path, random: Random) -> str:
    return f"{last(folder, random)}, {first(folder, random)}"


def initial(folder: Path, random: Random) -> str:
    return f"{random.choice(_INITIALS)}. {last(folder, random)}"


def nick(folder: Path, random: Random) -> str:
    if random.random() < 0.6:
        return random.choice(words("en/nicknames"))
    return f"{random.choice(OTHERS['big'])} {first(folder, random)}"


def city(folder: Path, random: Random) -> str:
    chance = random.random()
    if chance < 0.15:
        return random.choice(pools.census_order()[:8000]).title() + random.choice(words("en/place_ends"))
    name = random.choice(pools.cities(folder)[random.choice(OTHERS["countries"])])
    return f"{random.choice(OTHERS['parts'])} {name}" if chance < 0.2 else name


def place(folder: Path, random: Random) -> str:
    own = random.choice((last, city))(folder, random)
    return f"{own} {random.choice(OTHERS['tails'])}"


def state(folder: Path, random: Random) -> str:
    return random.choice(words("en/states"))


def country(folder: Path, random: Random) -> str:
    return random.choice(words("en/nations"))


def company(folder: Path, random: Random) -> str:
    chance, kinds, ends = random.random(), words("en/company_kinds"), words("en/company_ends")
    if chance < 0.12:
        other = random.choice((last(folder, random), "Sons", "Daughters"))
        return f"{last(folder, random)} {random.choice(('&', 'and'))} {other}"
    if chance < 0.2:
        return f"{last(folder, random)}'s {random.choice(kinds)}"
    if chance < 0.25:
        return random.choice(pools.census_order()[3000:]).title()
    head = random.choice((lambda *_: random.choice(words("en/company_words")), last, city))(folder, random)
    if chance < 0.33:
        return f"{head} {random.choice(ends)}"
    return f"{head} {random.choice(kinds)}" + (f" {random.choice(ends)}" if random.random() < 0.25 else "")


def school(folder: Path, random: Random) -> str:
    chance = random.random()
    if chance < 0.15:
        return f"University of {random.choice((state, city))(folder, random)}"
    kind = random.choice(words("en/schools"))
    if chance < 0.25:
        return f"{random.choice(OTHERS['saints'])} {first(folder, random)} {kind}"
    return f"{random.choice((last, city, city, full))(folder, random)} {kind}"


def body(folder: Path, random: Random) -> str:
    return f"{random.choice((city, city, last))(folder, random)} {random.choice(words('en/bodies'))}"


_MAKE = {
    **{"first": first, "last": last, "full": full, "nick": nick, "formal": formal, "initial": initial},
    **{"city": city, "place": place, "state": state, "country": country},
    **{"company": company, "school": school, "body": body},
}
