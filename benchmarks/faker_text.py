"""Labelled text for measuring the recognisers: the sentences of `sentences/` with values of Faker, en_US and zh_CN.

"first" and "second" may be looked at to find faults. "held" was written before any figure on it was seen and is never
looked at to change a recogniser; it also has values of its own, for what Faker does not make.
"""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path
from typing import Any

from alignsurvey.privacy.entities import Span
from alignsurvey.privacy.quality.evaluate import Labelled

SENTENCES = Path(__file__).parent / "sentences"
PARTS = ("first", "second", "held")
_ENTITY = {
    "name": "PERSON",
    "first": "PERSON",
    "last": "PERSON",
    "title": "PERSON",
    "nick": "PERSON",
    "foreign": "PERSON",
    "minority": "PERSON",
    "compound": "PERSON",
    "address": "STREET_ADDRESS",
    "phone": "PHONE",
    "landline": "PHONE",
    "email": "EMAIL",
    "city": "LOCATION",
    "county": "LOCATION",
    "town": "LOCATION",
    "street": "STREET_ADDRESS",
    "company": "EMPLOYER",
    "employer": "EMPLOYER",
    "school": "SCHOOL",
    "qq": "QQ",
    "dob": "DATE_OF_BIRTH",
    "ssn": "ID_NUMBER",
    "card": "BANK_CARD",
    "wechat": "WECHAT",
    "plate": "LICENCE_PLATE",
    "passport": "PASSPORT",
}
# Slots that Faker fills and the held-out part has values for, too: one half of each.
_FAKER = {"en": ("street", "employer"), "zh": ("address", "title", "employer")}


def make(language: str, part: str, rounds: int, seed: int = 42) -> list[Labelled]:
    """`rounds` texts of each sentence of a part, with the spans of what Faker put in."""
    from faker import Faker

    fake = Faker("en_US" if language == "en" else "zh_CN")
    fake.seed_instance(seed)
    draw = random.Random(seed)
    own = values(language) if part == "held" else {}
    return [_fill(text, language, fake, draw, own) for _ in range(rounds) for text in _lines(f"{language}-{part}")]


@cache
def _lines(name: str) -> tuple[str, ...]:
    text = (SENTENCES / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


def values(language: str) -> dict[str, list[str]]:
    """The values of the held-out part by slot."""
    rows = (line.split(" | ") for line in _lines(f"{language}-values"))
    return {slot: made for slot, *made in rows}


def _fill(sentence: str, language: str, fake: Any, draw: random.Random, own: dict[str, list[str]]) -> Labelled:
    text, spans = "", []
    for piece in re.split(r"(\{\w+\})", sentence):
        slot = piece[1:-1]
        if not piece.startswith("{"):
            text += piece
            continue
        if slot in own and (slot not in _FAKER[language] or draw.random() < 0.5):
            value = draw.choice(own[slot])
        else:
            value = _value(slot, language, fake, draw)
        if slot in _ENTITY:
            spans.append(Span(len(text), len(text) + len(value), _ENTITY[slot]))
        text += value
    return Labelled(text, language, tuple(spans))


def _value(slot: str, language: str, fake: Any, draw: random.Random) -> str:
    """One value of a slot, in the shape in which people write it."""
    digits = "".join(str(draw.randrange(10)) for _ in range(12))
    if slot == "last_title":
        return draw.choice(["Mr.", "Mrs.", "Ms.", "Dr."])
    if slot == "wechat":
        return fake.user_name().replace(".", "") + draw.choice(["_", ""]) + digits[:3]
    if slot == "qq":
        return str(1 + int(digits[0]) % 9) + digits[1 : draw.randrange(6, 10)]
    if slot == "card":
        return str(fake.credit_card_number())
    if slot == "passport":
        return ("E" + digits[:8]) if language == "zh" else str(1 + int(digits[0]) % 9) + digits[1:9]
    if language == "en":
        made = {
            "name": lambda: f"{fake.first_name()} {fake.last_name()}",
            "first": fake.first_name,
            "last": fake.last_name,
            "address": lambda: fake.address().replace("\n", ", "),
            "phone": fake.phone_number,
            "email": fake.email,
            "city": lambda: f"{fake.city()}, {fake.state()}",
            "company": fake.company,
            "employer": fake.company,
            "street": fake.street_address,
            "dob": lambda: fake.date_of_birth(minimum_age=20).strftime(
                draw.choice(["%B %d, %Y", "%m/%d/%Y", "%d %B %Y"])
            ),
            "ssn": fake.ssn,
            "plate": fake.license_plate,
        }
        return str(made[slot]())
    made = {
        "name": fake.name,
        "title": lambda: fake.last_name() + draw.choice(["老师", "书记", "主任", "师傅", "大姐", "经理"]),
        "address": lambda: fake.address().rsplit(" ", 1)[0] + f"{draw.randrange(1, 400)}号",
        "phone": fake.phone_number,
        "landline": lambda: f"0{draw.choice(['10', '731', '755', '571'])}-{draw.randrange(2, 9)}{digits[:7]}",
        "email": fake.email,
        "county": lambda: (
            fake.city_name() + draw.choice(["市", "县"]) + fake.last_name() + "家" + draw.choice(["村", "镇"])
        ),
        "company": fake.company,
        "employer": fake.company,
        "dob": lambda: fake.date_of_birth(minimum_age=20).strftime(draw.choice(["%Y年%m月%d日", "%Y-%m-%d"])),
        "ssn": fake.ssn,
        "plate": lambda: draw.choice("京湘粤浙川") + draw.choice("ABCDE") + draw.choice("ABCDEFGH") + digits[:4],
    }
    return str(made[slot]())
