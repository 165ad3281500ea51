"""Names to put into English training texts: the census, world lists (CC0), Faker's locales (MIT), GeoNames."""

from __future__ import annotations

import csv
import importlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from alignsurvey.privacy.languages.en import names as names_en

LOCALES = """
en_US en_GB en_IN en_NZ en_IE en_AU en_CA es_ES es_MX fr_FR fr_QC de_DE it_IT nl_NL pl_PL pt_BR pt_PT sv_SE tr_TR cs_CZ
hu_HU fi_FI no_NO da_DK ro_RO hr_HR sl_SI vi_VN id_ID yo_NG ha_NG ig_NG zu_ZA sw
"""


@dataclass(frozen=True)
class Pool:
    """Names of one kind: `common` ones are drawn more often than all the `rest`."""

    common: tuple[str, ...]
    rest: tuple[str, ...]

    def draw(self, random: Random, share: float = 0.5) -> str:
        return random.choice(self.common if random.random() < share else self.rest)


def _world(path: Path) -> set[str]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return {row["Romanized Name"].strip() for row in csv.DictReader(stream)}


def _faker(kind: str) -> set[str]:
    found: set[str] = set()
    for locale in LOCALES.split():
        try:
            provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        except ModuleNotFoundError:
            continue
        for name in (kind, f"{kind}_male", f"{kind}_female"):
            found |= set(getattr(provider, name, ()) or ())
    return found


def _clean(names: set[str]) -> list[str]:
    kept = {name.strip() for name in names}
    return sorted(n for n in kept if len(n) > 1 and n[0].isupper() and all(c.isalpha() or c in "-' " for c in n))


def _title(name: str) -> str:
    if name.startswith("mc") and len(name) > 4:
        return "Mc" + name[2:].title()
    return name.title()


@cache
def forenames(folder: Path) -> Pool:
    """First names: the common ones of the census, and all that there are."""
    given, _ = names_en.census()
    common = [_title(n) for n, share in given.items() if share >= 0.03]
    rest = _clean({_title(n) for n in given} | _world(folder / "world_forenames.csv") | _faker("first_names"))
    return Pool(tuple(sorted(common)), tuple(rest))


@cache
def surnames(folder: Path) -> Pool:
    """Surnames: the first 3,000 of the census, and all that there are."""
    common = [_title(n) for n in census_order()[:3000]]
    world = _clean(_world(folder / "world_surnames.csv") | _faker("last_names"))
    rest = [_title(n) for n in census_order()] + world * 6
    return Pool(tuple(common), tuple(rest))


@cache
def census_order() -> tuple[str, ...]:
    """The surnames of the census, the most frequent first."""
    spec = importlib.util.find_spec("names")
    path = Path(spec.submodule_search_locations[0]) / "dist.all.last"
    return tuple(line.split()[0].lower() for line in path.read_text(encoding="ascii").splitlines())


@cache
def cities(folder: Path) -> dict[str, list[str]]:
    """{country code: names of places in Latin letters}, from GeoNames."""
    found: dict[str, list[str]] = {}
    for line in (folder / "cities_5000.txt").read_text(encoding="utf-8").splitlines():
        name, _, country = line.split("\t")
        if all(c.isalpha() or c in " -'." for c in name) and ord(max(name)) < 0x250:
            found.setdefault(country, []).append(name)
    return found
