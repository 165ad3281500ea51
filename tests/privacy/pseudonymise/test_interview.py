"""Interviews rewritten: consistent pseudonyms, known values, readable text."""

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.privacy import Interview, anonymise_interview, anonymise_interviews
from alignsurvey.privacy.languages.en.people import FEMALE, MALE, SURNAMES
from alignsurvey.privacy.languages.zh.people import SURNAMES as SURNAMES_ZH

KEY = bytes(range(32))


def rewrite(texts, language, known=(), name="i1", **options):
    turns = [{"speaker": "Respondent", "text": text} for text in texts]
    made, report = anonymise_interview(turns, language=language, key=KEY, interview_id=name, known=known, **options)
    return [turn["text"] for turn in made], report


def test_an_english_person_keeps_one_pseudonym_in_every_form():
    (full, first, titled), report = rewrite(
        ["I'm Sarah Miller.", "My brother says: Sarah, come home.", "Then Mrs. Miller has to wait."], "en"
    )
    given, surname = full.removeprefix("I'm ").rstrip(".").split()
    assert given in FEMALE + MALE
    assert surname in SURNAMES
    assert first == f"My brother says: {given}, come home."
    assert titled == f"Then Mrs. {surname} has to wait."
    assert report["persons"] == 1


def test_a_chinese_person_keeps_one_pseudonym_in_every_form():
    (full, old, titled), report = rewrite(["我叫张伟。", "大家都叫我老张。", "张老师，谢谢您。"], "zh")
    surname = full.removeprefix("我叫").removesuffix("某。")
    assert surname in SURNAMES_ZH
    assert old == f"大家都叫我老{surname}。"
    assert titled == f"{surname}老师，谢谢您。"
    assert report["persons"] == 1


def test_a_given_name_alone_follows_the_full_name():
    (full, given), _ = rewrite(["我爱人刘晓燕在家。", "后来晓燕找到工作了。"], "zh")
    name = full.removeprefix("我爱人").removesuffix("在家。")
    assert given == f"后来{name}找到工作了。"


def test_people_of_one_surname_stay_apart():
    (text,), report = rewrite(["我叫张伟，张建国是我父亲。"], "zh")
    assert report["persons"] == 2
    assert "某甲" in text
    assert "某乙" in text


def test_a_family_keeps_one_surname():
    (text,), _ = rewrite(["Sarah Miller and Tom Miller are my parents."], "en")
    first, second = text.removesuffix(" are my parents.").split(" and ")
    assert first.split()[1] == second.split()[1]
    assert first.split()[0] != second.split()[0]


def test_gender_is_kept_in_english():
    (text,), _ = rewrite(["Jennifer Brown met Robert White."], "en")
    woman, man = text.rstrip(".").split(" met ")
    assert woman.split()[0] in FEMALE
    assert man.split()[0] in MALE


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Call me at (415) 555-0132.", "Call me at [phone number]."),
        ("en", "I live at 482 Maple Grove Lane, Dayton, OH 45402.", "I live at [street address], Ohio."),
        ("en", "I grew up in Marietta, Ohio.", "I grew up in a town in Ohio."),
        ("en", "I moved to Chicago from Canada.", "I moved to Chicago from Canada."),
        ("en", "I was born on March 12, 1985.", "I was born on a day in the 1980s."),
        ("en", "I work at Brightwell Logistics.", "I work at Company A."),
        ("zh", "电话13812345678。", "电话[电话号码]。"),
        ("zh", "我住在长沙市岳麓区麓山南路932号。", "我住在长沙市某处。"),
        ("zh", "老家在湖南省长沙市宁乡县花明楼镇。", "老家在湖南省长沙市。"),
        ("zh", "我在北京工作。", "我在北京工作。"),
        ("zh", "我1985年3月12日出生。", "我1980年代某日出生。"),
        ("zh", "毕业于宁乡市第一中学。", "毕业于A中学。"),
    ],
)
def test_replacements_read_well(language, text, expected):
    assert rewrite([text], language)[0] == [expected]


@pytest.mark.parametrize(
    ("language", "text", "level", "expected"),
    [
        ("en", "We moved to Chicago.", "state", "We moved to a town."),
        ("en", "I grew up in Marietta, Ohio.", "country", "I grew up in a place in the US."),
        ("zh", "老家在湖南省长沙市宁乡县。", "state", "老家在湖南省。"),
        ("zh", "老家在湖南省长沙市宁乡县。", "country", "老家在国内某地。"),
    ],
)
def test_places_are_generalised_to_the_chosen_level(language, text, level, expected):
    assert rewrite([text], language, places=level)[0] == [expected]


@pytest.mark.parametrize(
    ("language", "known", "text"),
    [
        ("en", "(415) 555 0132", "So 4155550132 it is."),
        ("en", ("PERSON", "Wijtze Quill"), "They wrote WIJTZE  QUILL on it."),
        ("en", ("EMPLOYER", "Zorbex"), "At zorbex we never knew."),
        ("zh", ("PERSON", "仝莳"), "他们喊仝莳过去。"),
        ("zh", "138 1234 5678", "就是138-12345678。"),
        ("zh", ("EMPLOYER", "红星"), "红星那边不给。"),
    ],
)
def test_a_known_value_goes_however_it_is_written(language, known, text):
    (made,), _ = rewrite([text], language, known=[known])
    value = known if isinstance(known, str) else known[1]
    bare = "".join(sign for sign in value.casefold() if sign.isalnum())
    assert bare not in "".join(sign for sign in made.casefold() if sign.isalnum())


def test_a_speaker_label_that_is_a_name_goes_too():
    turns = [{"speaker": "Sarah Miller", "text": "I'm Sarah Miller."}, {"speaker": "Interviewer", "text": "Thanks."}]
    made, _ = anonymise_interview(turns, language="en", key=KEY, interview_id="x")
    assert made[0]["text"] == f"I'm {made[0]['speaker']}."
    assert made[1]["speaker"] == "Interviewer"


def test_pseudonyms_differ_between_interviews_and_keys():
    names = {rewrite(["我叫张伟。"], "zh", name=f"i{number}")[0][0] for number in range(20)}
    assert len(names) > 5


def test_many_interviews_give_what_each_gives_alone():
    texts = {"en": ["I'm Sarah Miller, 415-555-0132."], "zh": ["我叫张伟，电话13812345678。"]}
    interviews = [
        Interview(f"i{n}", language, [{"speaker": "Respondent", "text": text} for text in texts[language]])
        for n, language in enumerate(["en", "zh", "en", "zh"])
    ]
    together = list(anonymise_interviews(interviews, key=KEY, batch=3))
    for interview, (turns, report) in zip(interviews, together, strict=True):
        alone = anonymise_interview(interview.turns, language=interview.language, key=KEY, interview_id=interview.id)
        assert (turns, report) == alone


def test_the_report_counts_and_quotes_nothing():
    _, report = rewrite(["我叫张伟，电话13812345678，张伟。"], "zh")
    assert report["replaced"] == {"PERSON": 2, "PHONE": 1}
    assert "张伟" not in str(report)


def test_a_turn_without_text_is_refused():
    with pytest.raises(InputError, match="each needs both"):
        anonymise_interview([{"speaker": "A"}], language="en", key=KEY, interview_id="i")


def test_an_unknown_level_is_refused():
    with pytest.raises(InputError, match="unknown level"):
        rewrite(["x"], "en", places="village")


def test_traditional_text_is_answered_in_traditional_characters():
    (text,), _ = rewrite(["我叫劉曉燕，住在湖南省長沙市嶽麓區麓山南路932號，電話13812345678，趙老師說的。"], "zh-TW")
    assert "劉" not in text
    assert "趙" not in text
    assert "住在湖南省長沙市某處，電話[電話號碼]" in text
    assert text.endswith("老師說的。")


def test_phrases_to_keep_stay_and_names_beside_them_do_not():
    turns = [
        {"speaker": "受访者", "text": "我叫马云飞，属于第五层。"},
        {"speaker": "受访者", "text": "第五层的人不少。"},
    ]
    interview = Interview("i1", "zh", turns, keep=["第五层"])
    made, _ = next(anonymise_interviews([interview], key=KEY))
    assert [turn["text"].count("第五层") for turn in made] == [1, 1]
    assert "马云飞" not in made[0]["text"]


def test_a_known_value_goes_even_where_it_stands_in_a_phrase_to_keep():
    turns = [{"speaker": "受访者", "text": "我在恒远机械厂上班。"}]
    interview = Interview("i1", "zh", turns, [("EMPLOYER", "恒远机械厂")], keep=["在恒远机械厂"])
    made, _ = next(anonymise_interviews([interview], key=KEY))
    assert "恒远" not in made[0]["text"]


@pytest.mark.parametrize(
    ("language", "turns", "gone"),
    [
        (
            "en",
            ["I worked at Brightwell Logistics.", "So Brightwell paid us, and the Brightwell people knew."],
            "brightwell",
        ),
        ("en", ["We both went to Lincoln High School.", "Lincoln High was far away."], "lincoln"),
        ("en", ["I grew up in Marietta, Ohio.", "There was no work in Marietta then."], "marietta"),
        ("en", ["My WeChat ID is johnny_88.", "So add johnny_88 and write."], "johnny_88"),
        ("zh", ["在湖南宏远科技有限公司上班。", "宏远科技那边不发工资。"], "宏远"),
        ("zh", ["老家在宁乡县花明楼镇。", "花明楼的人都出去了。"], "花明楼"),
        ("zh", ["電話13812345678。", "就是138 1234 5678。"], "5678"),
    ],
)
def test_what_is_found_once_goes_everywhere(language, turns, gone):
    made, _ = rewrite(turns, language)
    assert gone not in "".join(made).casefold()


def test_all_forms_of_an_organisation_get_one_stand_in():
    (first, second), _ = rewrite(["I worked at Brightwell Logistics.", "So Brightwell paid us."], "en")
    assert first == "I worked at Company A."
    assert second == "So Company A paid us."


@pytest.mark.parametrize(
    ("turns", "kept"),
    [
        (["My friend Will called me.", "I will go. Will you come?"], "I will go. Will you come?"),
        (["Then May came in.", "It may rain. May I sit down?"], "It may rain. May I sit down?"),
        (["They were poor. It was hard.", "But it was home."], "But it was home."),
    ],
)
def test_a_word_of_the_interview_is_not_spread(turns, kept):
    made, _ = rewrite(turns, "en")
    assert made[-1] == kept


@pytest.mark.parametrize(
    ("known", "text", "gone"),
    [
        (("EMPLOYER", "永發茶餐廳"), "我在永发茶餐厅洗碗。", "永发"),
        (("SCHOOL", "霧台國小"), "她在雾台国小教书。", "雾台"),
        (("LOCATION", "鹽埕"), "那时候盐埕很热闹。", "盐埕"),
        (("PERSON", "周明鳳"), "明鳳那时候还小。", "明鳳"),
        (("PERSON", "周明鳳"), "明凤那时候还小。", "明凤"),
    ],
)
def test_a_contact_sheet_counts_in_either_script_and_shorter(known, text, gone):
    (made,), _ = rewrite([text], "zh", known=[known])
    assert gone not in made


def test_no_stand_in_needs_a_number():
    from alignsurvey.privacy.languages.en.people import FEMALE, MALE, SURNAMES

    assert min(len(FEMALE), len(MALE)) > 100
    assert len(SURNAMES) > 300
    assert not set(FEMALE) & set(MALE)
