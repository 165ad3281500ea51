"""What a variable probably is, from its name and labels: for `alignsurvey inspect`, where a person decides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ...languages import resolve


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


# Labels of codes that are no answer, in the words of GSS, ESS, ATP, CGSS, CSS and CHIP. They begin so: "baptist, don't
# know which" is an answer, and so are "refuse sorters" and "does not apply at all".
_MISSING = _any(
    r"refus(ed|al|es)\b|(i )?do(n.?t| not|es not|n t) ?know|cannot (say|choose)|can.?t (say|choose)|can t (say|choose)",
    r"no answer|not answered|no response|not? applic|not applied\b|inapplic|not avail|not asked|not assigned",
    r"not ascertained|missing|skipped|unknown|web blank|uncodeable",
    r"(dk|na|n/?a|iap|nap|ref|rf|dk/na|dk/ref)\b",
    r"不知道|不清楚|说不清|拒绝|拒答|不适用|缺失|缺省|[无未不]回答|没有回答|不愿(意)?回答|跳答|无法(回答|判断|选择)",
)
_NUMBERED = re.compile(r"^\W*(\d{1,2}\b[\W_]*)?")
_ASIDE = re.compile(r"[(（【].*?[)）】]")
# Answers that have no place between the others.
_OFF_SCALE = _any(
    r"\bdepends\b|^other\b|no opinion|^both\b|volunteered|^(not sure|unsure|undecided)\b",
    r"^其他|没有意见|视情况|看情况",
)
_KEY = _any(
    r"(case|resp(ondent)?|person|participant|interview|questionnaire)[_ ]?(id|no|nr|number|serial)?",
    r"qkey|id|idno|uid|pid|hhid|hhcode|idcode|key",
    r"编号|.*(样本|问卷|个人|受访者)(编号|编码|号)",
)
_KEY_LABEL = _any(
    r"\bidenti(ty|fi)|respondent.*\b(id|number)\b|case (id|number)", r"(样本|问卷|个人|受访者)(编号|编码|号)"
)
_NAMES = _any(r"name|interviewer|enumerator|supervisor|operator|coder", r"姓名|名字|访问员|访员|督导|录入员")
_KEY_PART = _any(
    r"c?ntry|country|wave|year|(ess)?round|hh(id|code)|household.*|province|city|ballot|idcode|person|.*id"
)
_WEIGHT = _any(r"weight|wgt|wght|(^|_)wt|^wt|权重|权数|加权")
_BODY = _any(r"\b(kg|pounds?|lbs?|body|birth ?weight|overweight|height)\b|体重")
# A variable about somebody or some time else is no attribute of the respondent's profile.
_ELSE = _any(
    r"\b(spouse|partner|husband|wife|mother|father|parent|child|kid|son|daughter|sibling|grandparent|interviewer)",
    r"\b16\b|\bfirst\b|in school|of members|other person|配偶|父亲|母亲|父母|子女|孩子|访问员|14岁",
)
# Profile attributes: names of their variables in the surveys named above, and what their labels say.
_PROFILE = {
    "Age": (
        "age agea age_r f_agecat 年龄",
        _any(r"^age( |$)|\bage of (the )?resp|^r.?s age|respondent.?s age|^how old are you|^your age", "^您?的?年龄"),
    ),
    "Year of birth": ("yrbrn birthyear a31 a3a 出生年", _any(r"year of birth|birth ?year|year born", "出生(年|日期)")),
    "Sex": (
        "sex gender gndr female f_sex f_gender a2 性别",
        _any(r"^(what.s |what is |are you )?(your |respondent.?s? )?(sex|gender|male or female)\b", "^您?的?性别"),
    ),
    "Education": (
        "degree educ eisced edulvlb f_educcat a7a 学历",
        _any("highest (level of education|degree)|education(al)? (level|attainment)", "教育程度|文化程度|最高学历"),
    ),
    "Race or ethnicity": (
        "race racef racethn f_racethn ethnicity a4 民族",
        _any(r"race of|race.ethnicity", "^您?的?民族"),
    ),
    "Marital status": ("marital maritalb f_marital a69 婚姻", _any("marital status", "婚姻状")),
    "Household income": (
        "income16 hinctnta f_income a62 家庭收入",
        _any(r"(household|family).{0,12}income", "家庭.{0,6}收入"),
    ),
    "Income": ("rincom16 a8a 个人收入", _any(r"respondent.?s income|personal income", "个人.{0,6}收入")),
    "Work status": (
        "wrkstat mnactic a58 就业状况",
        _any(r"(work|labor|labour|employment|activity) (force )?status|main activity", "(就业|工作)状|工作经历及状况"),
    ),
    "Place of residence": (
        "xnorcsiz domicil f_metro 城乡",
        _any("urban.rural|type of (place|area)", "城乡|居住地|居委会"),
    ),
    "Household registration": ("a18 户口", _any("hukou|household registration", "户口(登记|类型|性质)")),
    "Region": ("region state province f_cregion s41 省份", _any(r"^region\b|census region", "^省")),
    "Religion": ("relig rlgdnade f_relig a5 宗教信仰", _any("religious (affiliation|denomination)", "宗教信仰")),
    "Party identification": ("partyid pid7 pid7na f_party_final a10", _any("party (ident|affil)", "政治面貌")),
}  # fmt: skip

_CHINESE = {
    "Age": "年龄",
    "Sex": "性别",
    "Education": "最高教育程度",
    "Race or ethnicity": "民族",
    "Marital status": "婚姻状况",
    "Household income": "家庭年收入",
    "Income": "个人年收入",
    "Work status": "工作状况",
    "Place of residence": "居住地",
    "Household registration": "户口",
    "Region": "地区",
    "Religion": "宗教信仰",
    "Party identification": "政治面貌",
}
# What stands before the words of a label: "[年] A3. ", "Q12a) ".
_NUMBERING = re.compile(r"^\s*(\[.{0,3}\]\s*)?([A-Za-z]{0,3}\d+[a-z]?(_\w+)?[.、:)：]\s*)?")

_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?")
# What programs write for an absent value where a number or a text would stand.
ABSENT = frozenset({"NA", "N/A", "NaN", "nan", "NULL", "null", "None", ".", "-", "#N/A", "#NULL!"})


def is_number(code: str) -> bool:
    return bool(_NUMBER.fullmatch(code))


def is_no_answer(label: str) -> bool:
    """Whether the label of a code says that there is no answer."""
    bare = _ASIDE.sub("", label).strip() or label  # "independent (neither, no response)" is an answer, "(DK)" is none
    return bool(_MISSING.match(_NUMBERED.sub("", bare)))


def is_off_scale(label: str) -> bool:
    return bool(_OFF_SCALE.search(label))


def attributes(variables: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Profile attribute -> names of the (name, label) pairs that may hold it, the likeliest first."""
    found: dict[str, list[tuple[int, str]]] = {}
    for name, label in variables:
        for attribute, (names, pattern) in _PROFILE.items():
            known = name.lower() in names.split()
            words = _ASIDE.sub("", _NUMBERING.sub("", label)).strip()
            # Short names such as a2 mean one thing in one survey and another in the next: the label decides.
            telling = known and (len(name) > 3 or not label)
            if telling or (pattern.search(words) and not _ELSE.search(words)):
                found.setdefault(attribute, []).append((0 if known else 1, name))
    return {
        attribute: [name for _, name in sorted(ranked, key=lambda item: item[0])] for attribute, ranked in found.items()
    }


def in_language(attribute: str, language: str) -> str:
    """The name of an attribute in the language of a survey."""
    return _CHINESE.get(attribute, attribute) if resolve(language).base == "zh" else attribute


def is_country(name: str, codes: Iterable[str]) -> bool:
    """Whether a variable holds countries as two letters (ISO 3166-1), which tell nothing of a single person."""
    return name.lower() in ("cntry", "country", "iso2") and all(re.fullmatch("[A-Z]{2}", code) for code in codes)


def is_weight(name: str, label: str) -> bool:
    return bool(_WEIGHT.search(name) or _WEIGHT.search(label)) and not _BODY.search(label)


def names_people(name: str, label: str) -> bool:
    """Whether a text variable may hold names, of respondents or of those who worked on the survey."""
    return bool(_NAMES.search(name) or _NAMES.search(label))


def key_rank(name: str, label: str) -> int:
    """How much a variable looks like a respondent key: 0 most, 2 not at all."""
    if _KEY.fullmatch(name):
        return 0
    return 1 if _KEY_LABEL.search(label) or name.lower().endswith("id") else 2


def is_key_part(name: str) -> bool:
    """Whether a variable may tell apart respondents whose numbers repeat: country, wave, household."""
    return bool(_KEY_PART.fullmatch(name))


def stray_codes(codes: Sequence[str]) -> list[str]:
    """Codes of an unlabelled variable that stand apart as missing codes do: negative, or 7, 8, 9 repeated.

    >>> stray_codes(["1", "2", "3", "88", "99"])
    ['88', '99']
    """
    apart = [code for code in codes if re.fullmatch(r"-\d+|7{2,4}|8{2,4}|9{2,4}", code)]
    inside = sorted(float(code) for code in codes if code not in apart)
    if len(inside) < 2:
        return []
    return [code for code in apart if float(code) < 0 <= inside[0] or float(code) > 2 * inside[-1]]
