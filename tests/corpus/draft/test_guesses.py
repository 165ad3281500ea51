import pytest

from alignsurvey.corpus.draft.guesses import (
    attributes,
    in_language,
    is_country,
    is_no_answer,
    is_off_scale,
    is_weight,
)


@pytest.mark.parametrize(
    "label",
    [
        "Refused", "refusal", "(Refused)", "Don't know", "don’t know", "DONT KNOW", "Don t Know Uncodeable", "DK,NA",
        "IAP, DK, NA, uncodeable", "6. can't choose?", "CAN T CHOOSE", "Not applicable", "skipped on web", "No answer",
        "不知道", "拒绝回答", "不适用", "无法选择", "不愿回答",
    ],
)  # fmt: skip
def test_labels_that_are_no_answer(label):
    assert is_no_answer(label)


@pytest.mark.parametrize(
    "label",
    [
        "independent (neither, no response)", "Does not apply at all", "refuse sorters", "baptist, don't know which",
        "1980, don't know when", "no, i do not own and do not know if my company has stock", "no", "Norway", "nap",
        "试图采取行动，但不知道怎么办", "不同意",
    ],
)  # fmt: skip
def test_labels_that_only_speak_of_not_knowing_are_answers(label):
    assert is_no_answer(label) == (label == "nap")  # an abbreviation of GSS and CHIP


@pytest.mark.parametrize(
    "label", ["it depends", "Other", "not sure (phone mode only, volunteered)", "其他，请注明：", "undecided"]
)
def test_answers_without_a_place_between_the_others(label):
    assert is_off_scale(label)


def test_countries_are_two_letters_in_a_variable_that_is_called_so():
    assert is_country("cntry", ["AT", "NO"])
    assert not is_country("cntry", ["AT", "Norway"])
    assert not is_country("initials", ["AT", "NO"])


def test_a_weight_of_the_body_is_no_weight():
    assert is_weight("pspwght", "")
    assert not is_weight("weight", "Body weight in kg")


def test_a_variable_about_the_spouse_is_no_attribute_of_the_respondent():
    assert attributes([("spdeg", "spouse's highest degree"), ("degree", "r's highest degree")]) == {
        "Education": ["degree"]
    }


@pytest.mark.parametrize(
    ("name", "label", "attribute"),
    [
        ("A2", " A2. 性别【访问员记录】", "Sex"),
        ("A3_1", "[年]  A3. 您的出生日期是什么？", "Year of birth"),
        ("A4", "A4. 您的民族是：", "Race or ethnicity"),
        ("A18", "A18. 您目前的户口登记状况是：", "Household registration"),
        ("A58", "A58. 您的工作经历及状况是？", "Work status"),
        ("type", "居委会还是村委会", "Place of residence"),
        ("Q1", "Q1. What is your gender?", "Sex"),
        ("Q2", "Q2) How old are you?", "Age"),
    ],
)
def test_numbers_before_a_label_and_notes_to_the_interviewer_hide_nothing(name, label, attribute):
    assert list(attributes([(name, label)])) == [attribute]


def test_attributes_have_the_language_of_the_survey():
    assert in_language("Age", "zh") == "年龄"
    assert in_language("Age", "en") == "Age"


@pytest.mark.parametrize(
    "label",
    [
        "A refusé", "Ne sait pas", "Sans réponse", "No sabe", "No contesta", "NS/NC", "Verweigert", "Keine Angabe",
        "Weiß nicht", "Não sabe", "Não respondeu", "لا أعرف", "رفض الإجابة", "Non sa", "Weet niet", "Nie wiem",
        "Затрудняюсь ответить", "わからない", "모름", "(跳过)",
    ],
)  # fmt: skip
def test_refusals_and_dont_knows_in_other_languages(label):
    assert is_no_answer(label)


@pytest.mark.parametrize(
    "label", ["so so", "so-so", "Trifft nicht zu", "Nada", "Ni bien, ni mal", "Nunca", "Nein", "Non", "Norte"]
)
def test_answers_in_other_languages(label):
    assert not is_no_answer(label)


@pytest.mark.parametrize(
    ("label", "attribute"),
    [
        ("Âge du répondant", "Age"), ("Sexe du répondant", "Sex"), ("Niveau d'études", "Education"),
        ("Geschlecht", "Sex"), ("Wie alt sind Sie?", "Age"), ("Haushaltsnettoeinkommen", "Household income"),
        ("Edad", "Age"), ("Estado civil", "Marital status"), ("Religión", "Religion"), ("الجنس", "Sex"),
        ("您的年龄段：", "Age"), ("Date of birth", "Year of birth"),
    ],
)  # fmt: skip
def test_attributes_are_known_in_other_languages(label, attribute):
    assert list(attributes([("v1", label)])) == [attribute]
