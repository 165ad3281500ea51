"""Made-up people with names, numbers and places, for synthetic studies in English and Chinese."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ...files.errors import require
from .talk import Personal, Phrase, fill

# What the contact sheet holds and the slots show, with its entity.
OWN = {
    "name": "PERSON",
    "given": "PERSON",
    "phone": "PHONE",
    "id_number": "ID_NUMBER",
    "email": "EMAIL",
    "wechat": "WECHAT",
    "address": "STREET_ADDRESS",
    "employer": "EMPLOYER",
    "home_town_said": "HOME_TOWN",
}
# Offices of the Social Security Administration never gave out area numbers 000, 666 and 900 to 999.
_AREAS = [number for number in range(1, 900) if number != 666]
_AREA_CODES = (205, 304, 318, 406, 419, 478, 503, 515, 540, 601, 606, 620, 712, 719, 724, 740, 775, 806, 906, 928)


def faker(language: str, rng: random.Random) -> Any:
    """The Faker of a language, seeded from `rng`. Raises InputError without the privacy extra."""
    made = _faker(language)
    made.seed_instance(rng.getrandbits(32))
    return made


@cache
def _faker(language: str) -> Any:
    return require("faker", "privacy").Faker({"en": "en_US", "zh": "zh_CN"}[language])


@dataclass(frozen=True)
class Cast:
    """Draws people: `bank` is the phrase file of the language (names, towns, titles, employers)."""

    language: str
    bank: Mapping[str, Any]
    rng: random.Random
    fake: Any

    def name(self, gender: str) -> tuple[str, str, str]:
        """(full name, given name, family name) of somebody of the gender, as the bank spells genders."""
        female = gender == list(self.bank["titles"])[1]
        if self.rng.random() < 0.06:
            rare = self.rng.choice(self.bank["rare_names"][gender])
            given, last = (rare[0], rare[-1]) if self.language == "en" else (rare[-1], rare[0])
            return "".join(rare) if self.language == "zh" else " ".join(rare), given, last
        given, last = (self.fake.first_name_female() if female else self.fake.first_name_male()), self.fake.last_name()
        return (last + given if self.language == "zh" else f"{given} {last}"), given, last

    def third_party(self) -> tuple[Personal, Phrase]:
        """(full name, form of address) of a third person; the span is the family name, in Chinese the whole form."""
        gender = self.rng.choice(list(self.bank["titles"]))
        full, _, last = self.name(gender)
        title = str(self.rng.choice(self.bank["titles"][gender]))
        if self.language == "en":
            return Personal("PERSON", full), fill(title, {"last": Personal("PERSON", last)})
        form = title.format(last=last)
        return Personal("PERSON", full), Phrase(form, ((0, len(form), "PERSON"),))

    def town(self) -> tuple[list[str], str]:
        """(the place, from the largest part to the smallest; how people say it)."""
        parts = [str(part) for part in self.rng.choice(self.bank["towns"])]
        if self.language == "en":
            return parts, parts[1] if self.rng.random() < 0.5 else f"{parts[1]}, {parts[0]}"
        form = self.rng.choice(self.bank["home_town_forms"])
        township = self.rng.choice(self.bank["townships"])
        county = parts[2].removesuffix("市") if self.rng.random() < 0.3 and len(parts[2]) > 2 else parts[2]
        return parts, form.format(province=parts[0], city=parts[1], county=county, township=township)

    def employer(self) -> str:
        town = self.rng.choice(self.bank["towns"])
        if self.rng.random() < 0.3:
            return self.fake.company()
        place = town[1] if self.language == "en" else town[2].rstrip("市县")
        brand = self.rng.choice(self.bank.get("brands", [""]))
        form = self.rng.choice(self.bank["employers"])
        return form.format(town=place, last=self.fake.last_name(), brand=brand)

    def address(self) -> str:
        """A street address as people write it, down to the house or flat."""
        if self.language == "en":
            kept = self.fake.street_address()
            return kept if self.rng.random() < 0.6 else kept.split(" Apt.")[0].split(" Suite")[0]
        rng = self.rng
        road = rng.choice(self.bank["roads"]) + rng.choice(self.bank["road_kinds"])
        district = rng.choice(self.bank["towns"])[2]
        estate = rng.choice(self.bank["estates"])
        flat = f"{rng.randint(1, 28)}{rng.choice('幢栋号楼')}".replace("号楼", "号") + rng.choice(
            [
                f"{rng.randint(1, 4)}单元{rng.randint(1, 18)}0{rng.randint(1, 4)}",
                f"{rng.randint(2, 18)}0{rng.randint(1, 4)}室",
            ]
        )
        number = f"{rng.randint(1, 980)}号"
        forms = [
            f"{road}{number}{estate}{flat}",
            f"{district}{road}{number}",
            f"{estate}{flat}",
            f"{road}{number}{flat}",
        ]
        return rng.choice(forms)

    def phone(self) -> str:
        rng = self.rng
        if self.language == "en":
            parts = f"{rng.choice(_AREA_CODES)}", f"{rng.randint(200, 999)}", f"{rng.randint(0, 9999):04}"
            form = rng.choice(["{}-{}-{}", "({}) {}-{}", "{}.{}.{}", "{} {} {}", "+1 {} {} {}", "{}{}{}", "1-{}-{}-{}"])
            return form.format(*parts)
        if rng.random() < 0.12:
            return f"{rng.choice(['0571', '010', '021', '0755', '028', '0577'])}-{rng.randint(2000000, 88999999)}"
        digits = f"1{rng.choice(['30', '35', '38', '39', '50', '58', '59', '76', '77', '82', '86', '88', '99'])}"
        digits += f"{rng.randint(0, 99999999):08}"
        form = rng.choice(["{}{}{}", "{}{}{}", "{} {} {}", "{}-{}-{}", "+86 {}{}{}", "+86 {} {} {}"])
        return form.format(digits[:3], digits[3:7], digits[7:])

    def id_number(self) -> str:
        if self.language == "zh":
            number = self.fake.ssn()
            return number if self.rng.random() < 0.8 else f"{number[:6]} {number[6:14]} {number[14:]}"
        rng = self.rng
        parts = f"{rng.choice(_AREAS):03}", f"{rng.randint(1, 99):02}", f"{rng.randint(1, 9999):04}"
        return rng.choice(["-", "-", "-", " "]).join(parts)

    def email(self) -> str:
        return self.fake.free_email() if self.language == "zh" or self.rng.random() < 0.7 else self.fake.company_email()

    def wechat(self) -> str:
        rng, user = self.rng, self.fake.user_name()
        digits = str(rng.randint(10, 99999))
        return rng.choice([f"{user}_{digits}", f"{user}{digits}", f"wxid_{user}{digits}", f"{user}-{digits}"])[:20]

    def contact(self, gender: str, relations: Sequence[str]) -> dict[str, Any]:
        """The contact sheet of a respondent, as field staff keep it; `relations` are kinds of kin in the household."""
        full, given, last = self.name(gender)
        town, said = self.town()
        return {
            "name": full,
            "given": given,
            "last": last,
            "phone": self.phone(),
            "id_number": self.id_number(),
            "email": self.email(),
            "wechat": self.wechat(),
            "address": self.address(),
            "employer": self.employer(),
            "home_town": town,
            "home_town_said": said,
            "household": [self._kin(relation, gender, last) for relation in relations],
        }

    def _kin(self, relation: str, gender: str, last: str) -> dict[str, str]:
        genders = list(self.bank["titles"])
        other = genders[1 - genders.index(gender)] if relation == "spouse" else self.rng.choice(genders)
        full, given, _ = self.name(other)
        if self.language == "en":
            name = given
        else:
            name = last + given if relation == "child" and len(last) < 3 and len(given) < 3 else full
        called = gender if relation == "spouse" else other
        return {"relation": self.bank["kin"][relation][called], "name": name}

    def slots(self, contact: Mapping[str, Any], gender: str) -> dict[str, str | Personal | Phrase]:
        """Slots of personal data for one utterance: the respondent's own, and third parties that are new each time."""
        other, other_title = self.third_party()
        own = {name: Personal(entity, contact[name]) for name, entity in OWN.items()}
        made: dict[str, str | Personal | Phrase] = {
            **own,
            "other": other,
            "other_title": other_title,
            "phone2": Personal("PHONE", self.phone()),
            "address2": Personal("STREET_ADDRESS", self.address()),
            "employer2": Personal("EMPLOYER", self.employer()),
        }
        if "polite" in self.bank:
            made["polite"] = Personal("PERSON", self.bank["polite"][gender].format(last=contact["last"]))
        if contact["household"]:
            member = self.rng.choice(contact["household"])
            made |= {"kin": member["relation"], "kin_name": Personal("PERSON", member["name"])}
        return made
