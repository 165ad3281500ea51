"""Tables of text and findings: what the recognisers must find, and what they must leave alone."""

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.privacy import ENTITIES, spans, spans_batch

FOUND = {
    "en": [
        ("My name is Sarah Miller, nice to meet you.", [("PERSON", "Sarah Miller")]),
        ("i'm john smith and that is all", [("PERSON", "john smith")]),
        ("Dr. Okafor told Jim about it.", [("PERSON", "Okafor"), ("PERSON", "Jim")]),
        ("You can call me at (415) 555-0132.", [("PHONE", "(415) 555-0132")]),
        ("Text 415.555.0199 x12 please.", [("PHONE", "415.555.0199 x12")]),
        ("From abroad it is +44 20 7946 0958.", [("PHONE", "+44 20 7946 0958")]),
        ("My number is five five five, oh one nine nine.", [("PHONE", "five five five, oh one nine nine")]),
        ("Write to sarah.m@example.com.", [("EMAIL", "sarah.m@example.com")]),
        ("It is sarah dot miller at example dot com.", [("EMAIL", "sarah dot miller at example dot com")]),
        ("The SSN is 219-09-9999.", [("ID_NUMBER", "219-09-9999")]),
        ("my social security number is 219099999", [("ID_NUMBER", "219099999")]),
        ("Passport number 512345678.", [("PASSPORT", "512345678")]),
        ("I paid with 4532 2766 4457 7020.", [("BANK_CARD", "4532 2766 4457 7020")]),
        ("My WeChat ID is johnny_88.", [("WECHAT", "johnny_88")]),
        ("The license plate is 7ABC123.", [("LICENCE_PLATE", "7ABC123")]),
        ("I was born on March 12, 1985.", [("DATE_OF_BIRTH", "March 12, 1985")]),
        ("DOB: 03/12/1985", [("DATE_OF_BIRTH", "03/12/1985")]),
        (
            "I live at 482 Maple Grove Lane, Apt 3B, Dayton, OH 45402.",
            [("STREET_ADDRESS", "482 Maple Grove Lane, Apt 3B, Dayton, OH 45402")],
        ),
        ("Send it to P.O. Box 1123.", [("STREET_ADDRESS", "P.O. Box 1123")]),
        ("I work at Brightwell Logistics.", [("EMPLOYER", "Brightwell Logistics")]),
        ("We both went to Lincoln High School.", [("SCHOOL", "Lincoln High School")]),
        ("My son Dale and my daughter April set it up.", [("PERSON", "Dale"), ("PERSON", "April")]),
        ("Leave it with Kwame Asante downstairs.", [("PERSON", "Kwame Asante")]),
        ("It was Bethany Ellis who asked.", [("PERSON", "Bethany Ellis")]),
        ("I have it on a card, 215 45 4210.", [("ID_NUMBER", "215 45 4210")]),
        ("Look for me there, it's jessicabuck-83032.", [("WECHAT", "jessicabuck-83032")]),
        ("At First Baptist Church of Ely they cut our hours.", [("EMPLOYER", "First Baptist Church of Ely")]),
        ("I'm from Valdosta originally.", [("LOCATION", "Valdosta")]),
        ("We moved to Arnoldview, North Dakota.", [("LOCATION", "Arnoldview, North Dakota")]),
        ("My truck, ABC 1234, was there.", [("LICENCE_PLATE", "ABC 1234")]),
        ("I live at 29702 Joel Rue, Bruceview, AZ 79811.", [("STREET_ADDRESS", "29702 Joel Rue, Bruceview, AZ 79811")]),
        ("I grew up in Marietta, Ohio.", [("LOCATION", "Marietta, Ohio")]),
        ("The server has 58.74.121.78 as address.", [("IP_ADDRESS", "58.74.121.78")]),
    ],
    "zh": [
        ("我叫张伟，今年四十岁。", [("PERSON", "张伟")]),
        ("欧阳晓峰和古丽娜尔是同事。", [("PERSON", "欧阳晓峰"), ("PERSON", "古丽娜尔")]),
        ("买买提·艾力也来了。", [("PERSON", "买买提·艾力")]),
        ("李老师是我邻居，王书记也来。", [("PERSON", "李老师"), ("PERSON", "王书记")]),
        ("老张和小李都去了。", [("PERSON", "老张"), ("PERSON", "小李")]),
        ("王建国說過這件事。", [("PERSON", "王建国")]),
        ("劉曉燕老師說得對。", [("PERSON", "劉曉燕")]),
        ("电话13812345678，白天打。", [("PHONE", "13812345678")]),
        ("我的号码是138-1234-5678。", [("PHONE", "138-1234-5678")]),
        ("手机一三八一二三四五六七八", [("PHONE", "一三八一二三四五六七八")]),
        ("座机0731-88822345没人接", [("PHONE", "0731-88822345")]),
        ("全角的１３８１２３４５６７８也算", [("PHONE", "１３８１２３４５６７８")]),
        ("邮箱zhang@qq.com", [("EMAIL", "zhang@qq.com")]),
        ("身份证110101199003078515", [("ID_NUMBER", "110101199003078515")]),
        ("护照E12345678过期了", [("PASSPORT", "E12345678")]),
        ("银行卡6222 0212 3456 7890 128", [("BANK_CARD", "6222 0212 3456 7890 128")]),
        ("微信号zhangwei_88，QQ 123456789", [("WECHAT", "zhangwei_88"), ("QQ", "123456789")]),
        ("车牌湘A·12345", [("LICENCE_PLATE", "湘A·12345")]),
        ("我1985年3月12日出生", [("DATE_OF_BIRTH", "1985年3月12日")]),
        ("出生日期：1985-03-12", [("DATE_OF_BIRTH", "1985-03-12")]),
        (
            "我住在长沙市岳麓区麓山南路932号3栋502室。",
            [("STREET_ADDRESS", "长沙市岳麓区麓山南路932号3栋502室")],
        ),
        ("你去问阿卜杜拉·买买提，他家也一样", [("PERSON", "阿卜杜拉·买买提")]),
        ("次仁拉姆和其其格都来了", [("PERSON", "次仁拉姆"), ("PERSON", "其其格")]),
        ("租在书香名邸22幢3单元1102。", [("STREET_ADDRESS", "书香名邸22幢3单元1102")]),
        ("住人民北街174号翠苑25号3单元1703", [("STREET_ADDRESS", "人民北街174号翠苑25号3单元1703")]),
        ("汾阳市青年东路718号", [("STREET_ADDRESS", "汾阳市青年东路718号")]),
        ("住白云街道牡丹新村西九弄14号", [("STREET_ADDRESS", "白云街道牡丹新村西九弄14号")]),
        ("在长安路3号院2号楼1门501住", [("STREET_ADDRESS", "长安路3号院2号楼1门501")]),
        ("叫阿芬来吃饭", [("PERSON", "阿芬")]),
        ("你搜tao29_14375", [("WECHAT", "tao29_14375")]),
        ("桐城市下面的杨柳镇", [("LOCATION", "桐城市下面的杨柳镇")]),
        ("毕节市威宁县", [("LOCATION", "毕节市威宁县")]),
        ("我俩都在宋记汽修", [("EMPLOYER", "宋记汽修")]),
        ("我在万和物流有限公司干", [("EMPLOYER", "万和物流有限公司")]),
        ("监利供电所给我们减了班", [("EMPLOYER", "监利供电所")]),
        ("她去江城晚报了", [("EMPLOYER", "江城晚报")]),
        ("老家在宁乡县花明楼镇", [("LOCATION", "宁乡县花明楼镇")]),
        ("在湖南宏远科技有限公司上班", [("EMPLOYER", "湖南宏远科技有限公司")]),
        ("毕业于宁乡市第一中学", [("SCHOOL", "宁乡市第一中学")]),
    ],
}
LEFT_ALONE = {
    "en": [
        "The will of the people may change by April, and hope matters more than grace.",
        "I use AI every day, ChatGPT mostly, and it saved me 15000 dollars in 2019.",
        "Between 1990 and 1995 about 120,000 people moved; that is 35% of 342,857.",
        "Social Security and Medicare should stay, says every poll of 1,000 people.",
        "We talked for 45 minutes about roads, schools and taxes.",
        "It is a 10 minute drive, and we paid 120 000 000 in 1990 1995 2000.",
        "The dawn of May is mild. Congress laid off staff, Police said.",
        "I am 52 years old and I earn about 48,000 a year.",
        "The waves cgss-2018 and chip-2018 were compared with covid-19 and ess-11.",
    ],
    "zh": [
        "这个城市的和谐发展，老师和老板都很高兴，小时候在农村，时间过得快。",
        "我觉得政府应该多投入教育，医院看病贵，房价也高，谢谢您。",
        "去年花了120000元，比2019年多了百分之三十五。",
        "现在的年轻人压力大，大学毕业找工作难，工厂也不招人。",
        "该交的钱都交得上，要是由您来定，干到干不动为止。",
        "周末去趟菜场超市，还有很多学校和一些公司，受访者认可学校。",
        "一家人住在一起，孩子上小学，周末去超市。",
    ],
}


def _found(text, language):
    return [(span.entity, text[span.start : span.end]) for span in spans(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [(lang, *row) for lang, rows in FOUND.items() for row in rows],
    ids=lambda v: str(v)[:40],
)
def test_what_identifies_people_is_found(language, text, expected):
    assert _found(text, language) == expected


@pytest.mark.parametrize(("language", "text"), [(lang, text) for lang, texts in LEFT_ALONE.items() for text in texts])
def test_plain_talk_is_left_alone(language, text):
    assert _found(text, language) == []


def test_an_id_with_a_wrong_check_digit_scores_less_than_a_right_one():
    (right,), (wrong,) = spans("证件110101199003078515", "zh"), spans("编码110101199003078516", "zh")
    assert (right.score, wrong.score) == (1.0, 0.7)


def test_language_tags_choose_the_recognisers():
    assert _found("我叫张伟。", "zh-TW") == [("PERSON", "张伟")]


def test_both_languages_look_for_the_same_entities():
    planted = {
        language: {entity for _, rows in [*rows_of] for entity, _ in rows} for language, rows_of in FOUND.items()
    }
    assert planted["en"] - {"IP_ADDRESS"} == planted["zh"] - {"QQ"}
    assert planted["en"] | planted["zh"] <= set(ENTITIES)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_batch_finds_what_single_texts_find(language):
    texts = [text for text, _ in FOUND[language]]
    assert spans_batch(texts, language) == [spans(text, language) for text in texts]


@pytest.mark.parametrize(("language", "filler"), [("en", "We talked about the roads. "), ("zh", "我们聊了修路的事。")])
def test_a_long_text_is_searched_to_its_end(language, filler):
    text, expected = FOUND[language][0]
    long = filler * (100_000 // len(filler)) + text
    assert _found(long, language) == expected


def test_a_missing_model_is_named(monkeypatch):
    from alignsurvey.privacy.recognise.engines import engine

    engine.cache_clear()
    monkeypatch.setenv("ALIGNSURVEY_SPACY_EN", "en_core_web_absent")
    with pytest.raises(InputError, match="en_core_web_absent is not installed"):
        spans("hello", "en")
    engine.cache_clear()
