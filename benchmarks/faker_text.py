"""Labelled text for measuring the recognisers: sentences of this file with values of Faker, en_US and zh_CN.

Nothing in the recognisers was written with these sentences or with Faker's lists at hand. "first" was looked at once to
find faults; "second" only ever gives the figures that are reported.
"""

from __future__ import annotations

import random
import re
from typing import Any

from alignsurvey.privacy.entities import Span
from alignsurvey.privacy.evaluate import Labelled

SENTENCES = {
    ("en", "first"): """
So I'm {name}, and for most of my adult life I've rented at {address}.
People usually reach me on {phone}, or they just write to {email}.
We moved to {city} because {first} had found a job with {company}.
{name} from the union came round and asked {name} to sign.
Officially I was born on {dob}, though my mother says the clerk was late.
The form wanted my social, {ssn}, and the card {card} for the deposit.
My boss at {company}, {last_title} {last}, never once raised our pay.
If you want to follow up, {first} has the same number as me, {phone}.
Letters go to {address}, the landlord keeps the rest.
You can find the family group on WeChat, my ID there is {wechat}.
Honestly {first} and {first} argue about taxes every Sunday.
They towed the car, plates {plate}, and charged me two hundred dollars for it.
I showed the officer my passport, {passport}, and waited three hours.
""",
    ("en", "second"): """
Well, {first} raised three kids alone, and I respect her for it.
The letter was addressed to {name}, {address}.
I've been a forklift operator with {company} since the plant reopened.
Do you mind calling back later? It's {phone}, ask for {first}.
My neighbour, {last_title} {last}, thinks the government spends too much on parks.
That was the year {name} ran for the school board in {city}.
Just e-mail me the consent form at {email}, I'll sign it tonight.
My driver friend gave them his social security number {ssn} over the phone.
On the receipt it still says {card}, which worries me.
My twin and I were both born {dob}, same hospital.
We used to live at {address} before the rents went up.
She goes by {first}, but on paper she is {name}.
On WeChat I am {wechat}, my cousins abroad use nothing else.
I told {first} that {first} would never vote again.
The dealer wrote the registration {plate} on the wrong form.
Years ago {name} and {name} opened a diner in {city} and it went broke.
""",
    ("zh", "first"): """
我姓名是{name}，现在住{address}。
有事就打{phone}，或者发邮件到{email}都行。
{name}和{name}都是我在{company}的老同事。
我们单位的{title}人不错，{name}也这么讲。
登记的时候要填身份证{ssn}，还有银行卡{card}。
我是{dob}出生的，属什么你自己算。
要加我的话，微信{wechat}，备注一下就行。
那辆车{plate}是我姐夫{name}的。
家里座机{landline}，白天没人接。
听{name}讲，{company}今年又裁了一批人。
护照{passport}去年过期了，一直没换。
我是{county}人，出来打工十几年了。
""",
    ("zh", "second"): """
昨天{name}来我家坐了一会儿，聊到孩子上学的事。
你记一下，我的号码{phone}，邮箱{email}。
房子在{address}，是前年买的二手房。
后来我就去了{company}，一直干到现在。
村里修路的钱是{name}垫的，{title}可以作证。
她身份证上写的是{ssn}，年龄其实对不上。
工资打到{card}这张卡里，每月十号。
我和我爱人{name}是{county}老乡，同一年出来的。
我母亲生于{dob}，一辈子没出过省。
不方便电话的话微信联系，{wechat}。
当时是{name}开的车，车牌{plate}，保险也是他买的。
打家里电话{landline}找{name}就可以。
出国那次办的护照{passport}，只用过一回。
说实话，要不是{name}帮忙，我早就不干了。
我女儿{name}今年考上了研究生，她同学{name}没考上。
""",
}
_ENTITY = {
    "name": "PERSON",
    "first": "PERSON",
    "last": "PERSON",
    "title": "PERSON",
    "address": "STREET_ADDRESS",
    "phone": "PHONE",
    "landline": "PHONE",
    "email": "EMAIL",
    "city": "LOCATION",
    "county": "LOCATION",
    "company": "EMPLOYER",
    "dob": "DATE_OF_BIRTH",
    "ssn": "ID_NUMBER",
    "card": "BANK_CARD",
    "wechat": "WECHAT",
    "plate": "LICENCE_PLATE",
    "passport": "PASSPORT",
}


def make(language: str, part: str, rounds: int, seed: int = 42) -> list[Labelled]:
    """`rounds` texts of each sentence of a part, with the spans of what Faker put in."""
    from faker import Faker

    fake = Faker("en_US" if language == "en" else "zh_CN")
    fake.seed_instance(seed)
    draw = random.Random(seed)
    sentences = [line for line in SENTENCES[language, part].strip().splitlines() if line]
    return [_fill(sentence, language, fake, draw) for _ in range(rounds) for sentence in sentences]


def _fill(sentence: str, language: str, fake: Any, draw: random.Random) -> Labelled:
    text, spans = "", []
    for piece in re.split(r"(\{\w+\})", sentence):
        slot = piece[1:-1]
        if not piece.startswith("{"):
            text += piece
            continue
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
        "dob": lambda: fake.date_of_birth(minimum_age=20).strftime(draw.choice(["%Y年%m月%d日", "%Y-%m-%d"])),
        "ssn": fake.ssn,
        "plate": lambda: draw.choice("京湘粤浙川") + draw.choice("ABCDE") + draw.choice("ABCDEFGH") + digits[:4],
    }
    return str(made[slot]())
