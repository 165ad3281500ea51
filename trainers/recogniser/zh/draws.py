"""What a slot of a Chinese frame becomes: people, places, organisations, and words that name nobody."""

from __future__ import annotations

from functools import cache, partial
from itertools import accumulate
from pathlib import Path
from random import Random

from examples import Piece
from word_lists import table, words

from alignsurvey.privacy.languages.zh import names as names_zh

OTHERS = table("zh/others")
_KIND = {
    **dict.fromkeys(("full", "given", "nick", "titled", "minority", "foreign", "western", "who"), "PERSON"),
    **dict.fromkeys(("city", "town", "village", "road", "abroad"), "LOCATION"),
    **dict.fromkeys(("company", "school", "office"), "ORG"),
}
ABROAD, TITLES = OTHERS["abroad"], OTHERS["titles"]


def drawing(folder: Path) -> partial[Piece]:
    """The function that `frames.expand` calls for each slot, over the name lists of a folder."""
    return partial(_draw, folder)


def _draw(folder: Path, slot: str, random: Random, said: dict[str, str]) -> Piece:
    """(string, kind); `full2` is another than `full`, and a slot that comes again is the same."""
    name = slot.rstrip("0123456789")
    if name in ("word", "handle"):
        return (word if name == "word" else handle)(random), ""
    if name in OTHERS and name not in _KIND:
        return random.choice(OTHERS[name]), ""
    if slot not in said:
        said[slot] = _MAKE[name](folder, random)
    return said[slot], _KIND[name]


@cache
def names() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """From jieba's dictionary: given names of two and of one character, transliterated names, ordinary short words."""
    two, one, abroad, plain = [], [], [], []
    for word, (count, tag) in sorted(names_zh.odds().words.items()):
        if tag == "nr" and word[0] in names_zh.SURNAMES and len(word) in (2, 3):
            (two if len(word) == 3 else one).append(word[1:])
        elif tag in ("nrt", "nrfg") and 2 <= len(word) <= 5:
            abroad.append(word)
        elif len(word) == 2 and 20 < count < 3000 and tag in ("n", "v", "a", "vn", "nz", "ad", "d", "i"):
            plain.append(word)
    return tuple(two), tuple(one), tuple(abroad), tuple(plain)


@cache
def _plain() -> tuple[list[str], list[float]]:
    """Words of jieba's dictionary that are no names, and how much each weighs: the root of its frequency, added up."""
    found = {
        word: count**0.5
        for word, (count, tag) in names_zh.odds().words.items()
        if count > 2 and tag[:1] not in ("x", "e", "o") and tag[:2] not in ("nr", "ns", "nt", "nz") and len(word) < 5
    }
    return list(found), list(accumulate(found.values()))


def word(random: Random) -> str:
    """An ordinary word."""
    words_, sums = _plain()
    return random.choices(words_, cum_weights=sums)[0]


def handle(random: Random) -> str:
    """The name of an account."""
    tail = random.choice(("", "", str(random.randrange(2000)), "_", "Miss", "大人", "酱", "君", "官方微博"))
    return f"{word(random)}{word(random)}{tail}"


def surname(folder: Path, random: Random) -> str:
    chance = random.random()
    if chance < 0.62:
        return random.choice(names_zh.listed("zh/surnames_common"))
    if chance < 0.85:
        return random.choice(names_zh.listed("zh/surnames_rare"))
    if chance < 0.93:
        return random.choice(names_zh.listed("zh/compound_surnames"))
    return random.choice(_family_names(folder))


@cache
def _family_names(folder: Path) -> tuple[str, ...]:
    return tuple((folder / "zh_family_names.txt").read_text(encoding="utf-8").split())


def given(folder: Path, random: Random) -> str:
    two, one, _, plain = names()
    chance = random.random()
    if chance < 0.58:
        return random.choice(two)
    if chance < 0.68:
        return random.choice(two)[0] + random.choice(two)[1]
    if chance < 0.86:
        return random.choice(one)
    if chance < 0.93:
        return random.choice(plain)
    return random.choice(two)[0] * 2


def full(folder: Path, random: Random) -> str:
    chance = random.random()
    if chance < 0.03:
        return random.choice(words("zh/western")) + random.choice(("", " ")) + surname(folder, random)
    if chance < 0.05:
        return surname(folder, random) + surname(folder, random)[0] + given(folder, random)
    return surname(folder, random) + given(folder, random)


def nick(folder: Path, random: Random) -> str:
    """小X, 老X, X哥 and the like: X is a surname, or a character of a given name."""
    form = random.choice(words("zh/nicknames"))
    return form.replace("名", random.choice(random.choice(names()[0]))).replace("姓", surname(folder, random))


def titled(folder: Path, random: Random) -> str:
    head = surname(folder, random) if random.random() < 0.85 else full(folder, random)
    return head + random.choice(TITLES)


def minority(folder: Path, random: Random) -> str:
    parts = names_zh.listed("zh/minority_parts")
    made = "".join(random.choice(parts) for _ in range(random.choice((1, 2, 2))))
    return (
        f"{made}·{random.choice(parts)}{random.choice(('', random.choice(parts)))}" if random.random() < 0.4 else made
    )


def foreign(folder: Path, random: Random) -> str:
    names_ = names()[2]
    made = random.choice(names_)
    return f"{made}·{random.choice(names_)}" if random.random() < 0.3 else made


def western(folder: Path, random: Random) -> str:
    chance = random.random()
    if chance < 0.5:
        return random.choice(words("zh/western"))
    syllables = words("en/pinyin")
    given_ = "".join(random.choice(syllables) for _ in range(random.choice((1, 2)))).title()
    last = random.choice(words("en/chinese_surnames"))
    made = f"{last} {given_}" if chance < 0.7 else f"{given_} {last}" if chance < 0.8 else last + given_.lower()
    return made.lower() if chance > 0.9 else made


def who(folder: Path, random: Random) -> str:
    """Anybody."""
    makers = (full,) * 10 + (given,) * 3 + (nick,) * 4 + (titled,) * 3 + (minority, foreign, western)
    return random.choice(makers)(folder, random)


@cache
def _places(folder: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Divisions of China, and places of the world, in Chinese characters alone."""
    both = [(folder / name).read_text(encoding="utf-8").split() for name in ("zh_divisions.txt", "cities_zh.txt")]
    china, world = ([p for p in names_ if all("一" <= c <= "鿿" for c in p) and len(p) < 9] for names_ in both)
    return tuple(china[:3500]) * 6 + tuple(china), tuple(world)


def city(folder: Path, random: Random) -> str:
    china, world = _places(folder)
    name = random.choice(china if random.random() < 0.75 else world)
    if random.random() < 0.55 and len(name) > 2:
        for end in ("街道", "地区", "省", "市", "县", "区", "镇", "乡", "盟", "州"):
            if name.endswith(end) and len(name) - len(end) >= 2:
                return name.removesuffix(end)
    if random.random() < 0.15:
        return name + random.choice(china[3500 * 6 :])
    return name


def town(folder: Path, random: Random) -> str:
    return _stem(folder, random) + random.choice(OTHERS["townend"])


def _stem(folder: Path, random: Random) -> str:
    chance = random.random()
    if chance < 0.35:
        return random.choice(names_zh.listed("zh/surnames_common")) + random.choice("家家家店庄楼集坝桥河")
    if chance < 0.7:
        return random.choice(names()[0])
    return random.choice(words("zh/brand"))


def village(folder: Path, random: Random) -> str:
    return city(folder, random) + town(folder, random) if random.random() < 0.3 else town(folder, random)


def road(folder: Path, random: Random) -> str:
    return random.choice((_stem, city))(folder, random) + random.choice(OTHERS["roadend"])


def abroad(folder: Path, random: Random) -> str:
    return random.choice(ABROAD)


def company(folder: Path, random: Random) -> str:
    chance = random.random()
    if chance < 0.2:
        return random.choice(words("zh/known_firms"))
    head = city(folder, random) if random.random() < 0.4 else ""
    brand = random.choice(words("zh/brand")) if chance < 0.8 else random.choice(names()[0])
    if chance < 0.3:
        brand = f"{random.choice(names_zh.listed('zh/surnames_common'))}记"
    if not head and random.random() < 0.2:
        return brand + random.choice(words("zh/industries"))
    kind = random.choice(words("zh/industries")) if random.random() < 0.7 else ""
    return head + brand * (random.random() < 0.85 or not head) + kind + random.choice(words("zh/firms"))


def school(folder: Path, random: Random) -> str:
    head = city(folder, random) if random.random() < 0.65 else _stem(folder, random)
    return head + random.choice(words("zh/schools"))


def office(folder: Path, random: Random) -> str:
    return (city if random.random() < 0.7 else town)(folder, random) + random.choice(words("zh/offices"))


_MAKE = {
    **{"full": full, "given": given, "nick": nick, "titled": titled, "who": who},
    **{"minority": minority, "foreign": foreign, "western": western},
    **{"city": city, "town": town, "village": village, "road": road, "abroad": abroad},
    **{"company": company, "school": school, "office": office},
}
