"""Places and what they become at each level."""

import pytest

from alignsurvey.privacy.languages.en import places as places_en
from alignsurvey.privacy.languages.zh import places as places_zh


@pytest.mark.parametrize(
    ("place", "level", "expected"),
    [
        ("湖南省长沙市宁乡县花明楼镇", "city", "湖南省长沙市"),
        ("湖南省长沙市宁乡县花明楼镇", "state", "湖南省"),
        ("长沙市", "city", "长沙市"),
        ("北京市海淀区", "city", "北京市"),
        ("花明楼镇", "city", "某镇"),
        ("王家村", "city", "某村"),
        ("长沙", "country", "国内某地"),
        ("楚雄市", "city", "楚雄彝族自治州"),
        ("毕节市威宁县", "city", "毕节市"),
        ("内蒙古自治区呼和浩特市新城区", "city", "内蒙古自治区呼和浩特市"),
    ],
)
def test_a_chinese_place_is_generalised(place, level, expected):
    assert places_zh.generalise(place, level) == expected


def test_every_county_is_generalised_away():
    table = places_zh.gazetteer()
    broad = {*table.provinces, *table.prefectures}
    kept = [name for name in table.counties if name not in broad and places_zh.generalise(name, "city") == name]
    assert kept == []


@pytest.mark.parametrize(
    ("place", "level", "expected"),
    [
        ("Marietta, Ohio", "city", "a town in Ohio"),
        ("Dayton, OH", "state", "a town in Ohio"),
        ("Orange County, California", "city", "a county in California"),
        ("Chicago", "city", "Chicago"),
        ("Chicago", "state", "a town"),
        ("Ohio", "state", "Ohio"),
        ("Canada", "country", "Canada"),
        ("Marietta", "city", "a town"),
    ],
)
def test_an_english_place_is_generalised(place, level, expected):
    assert places_en.generalise(place, level) == expected
