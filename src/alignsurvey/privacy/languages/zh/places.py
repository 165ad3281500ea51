"""Chinese administrative places: province, prefecture, county; which are broad enough, and what a narrower one becomes.

The table is the one that the `cpca` package carries (3,511 divisions with their codes, GB/T 2260).
"""

from __future__ import annotations

import csv
import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ....files.errors import InputError
from ..lists import listed

LEVELS = ("city", "state", "country")
MUNICIPALITIES = ("11", "12", "31", "50", "81", "82")
_NATIONS = listed("zh/nations")
_ENDINGS = ("特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "新区", *"省市盟州县区旗")
_KINDS = ("街道", "社区", *"县市区旗镇乡村屯寨庄")


@dataclass(frozen=True)
class Gazetteer:
    """`provinces`, `prefectures` and `counties` map a name, full or short, to the codes that bear it; `names` turns
    a code of 2 or 4 digits into the full name. `loose` are short county names, which need a hint of a place."""

    provinces: dict[str, str]
    prefectures: dict[str, str]
    counties: dict[str, tuple[str, ...]]
    loose: frozenset[str]
    names: dict[str, str]


def _short(name: str) -> str:
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            name = name[: -len(ending)]
            break
    found = [place for nation in _NATIONS if (place := name.find(nation)) >= 2]
    return name[: min(found)] if found else name


def _rows() -> list[tuple[str, str]]:
    spec = importlib.util.find_spec("cpca")  # only its table: the package itself imports the removed pkg_resources
    if spec is None or not spec.submodule_search_locations:
        raise InputError("this needs cpca: pip install 'alignsurvey[privacy]'")
    path = Path(spec.submodule_search_locations[0]) / "resources" / "adcodes.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return [(row["adcode"][:6], row["name"]) for row in csv.DictReader(stream)]


@cache
def gazetteer() -> Gazetteer:
    """The places of China, read once."""
    provinces: dict[str, str] = {}
    prefectures: dict[str, str] = {}
    counties: dict[str, list[str]] = {}
    others: dict[str, list[str]] = {}
    loose: set[str] = set()
    names: dict[str, str] = {}
    for code, name in sorted(_rows()):
        if name in ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划") or len(name) < 2:
            continue
        if code.endswith("0000"):
            names[code[:2]] = name
            provinces.update({name: code[:2], _short(name): code[:2]})
        elif code.endswith("00"):
            names[code[:4]] = name
            prefectures.update({name: code[:4], _short(name): code[:4]})
        else:
            counties.setdefault(name, []).append(code)
            short = _short(name)
            if short != name and len(short) >= 2 and name[-1] in "县市旗":
                counties.setdefault(short, []).append(code)
                loose.add(short)
                others.setdefault(short, []).append(code)
    # 威宁彝族回族苗族自治县 is called 威宁县; counties become cities or districts, and people keep the old name
    for short, codes in others.items():
        for kind in "县市区":
            if short + kind not in prefectures:
                counties.setdefault(short + kind, codes)
    loose -= set(provinces) | set(prefectures)
    table = {name: tuple(codes) for name, codes in counties.items()}
    return Gazetteer(provinces, prefectures, table, frozenset(loose), names)


def is_division(name: str) -> bool:
    """Whether a name, full or short, is that of a province, prefecture or county."""
    table = gazetteer()
    return name in table.provinces or name in table.prefectures or name in table.counties


def generalise(place: str, level: str) -> str:
    """What a place becomes: "city" keeps province and prefecture, "state" the province, "country" neither.

    "湖南省长沙市宁乡县花明楼镇" becomes 湖南省长沙市 at "city"; a county alone becomes its prefecture where only
    one bears the name, else 某县.
    """
    codes, rest = _read(place)
    if level == "country":
        return "国内某地"
    if not codes:
        return _some(place)
    code = codes[0]
    province = code[:2]
    table = gazetteer()
    if level == "state":
        return table.names[province]
    if not rest:
        return place  # nothing stands below the prefecture
    if province in MUNICIPALITIES or len(code) == 2:
        return table.names[province]
    prefecture = table.names.get(code[:4], "")
    return (table.names[province] if place.startswith(_start(place, province)) else "") + prefecture or _some(place)


def _start(place: str, province: str) -> str:
    """The name of the province as the place begins with it, or a sign that it does not."""
    return next((n for n, c in gazetteer().provinces.items() if c == province and place.startswith(n)), "\0")


def _read(place: str) -> tuple[list[str], str]:
    """Codes that fit the names at the start of a place, and what stands below the prefecture."""
    table = gazetteer()
    rest = place
    codes: list[str] = []
    for names in (table.provinces, table.prefectures):
        found = max((n for n in names if rest.startswith(n)), key=len, default="")
        if found and (not codes or names[found].startswith(codes[0])):
            codes, after = [names[found]], rest[len(found) :]
            # 楚雄市 is a county-level city of 楚雄彝族自治州, 长沙市 is 长沙 itself
            city = after.startswith("市") and f"{found}市" in table.counties
            rest = rest if city else after.removeprefix("市")
    if rest:
        found = max((n for n in table.counties if rest.startswith(n)), key=len, default="")
        fitting = [c for c in table.counties.get(found, ()) if not codes or c.startswith(codes[0])]
        if found and len({code[:4] for code in fitting}) == 1:
            codes = [fitting[0][:4] if fitting[0][:4] in table.names else fitting[0][:2]]
    return codes, rest


def _some(place: str) -> str:
    return "某" + next((end for end in _KINDS if place.endswith(end)), "地")
