import pytest

from alignsurvey.corpus.transcripts.language_detection import is_foreign, language_of, language_tag
from alignsurvey.files.errors import InputError

ENGLISH = "I moved to the city eleven years ago because there was no work left at home."
GERMAN = "Ich bin vor elf Jahren in die Stadt gezogen, weil es zu Hause keine Arbeit mehr gab."
SPANISH = "Me mudé a la ciudad hace once años porque en casa ya no quedaba trabajo para nadie."
SIMPLIFIED = "我十一年前搬到城里来，因为老家已经没有什么活可以干了。"
TRADITIONAL = "我十一年前搬到城裡來，因為老家已經沒有什麼活可以幹了。"
JAPANESE = "十一年前に街に引っ越しました。故郷にはもう仕事がなかったからです。"
KOREAN = (
    "고향에는 더 이상 일자리가 없어서 십일 년 전에 도시로 이사했습니다. 형이 먼저 와 있었거든요. 그래서 저도 왔습니다."
)


@pytest.mark.parametrize(
    ("text", "tag"),
    [(ENGLISH, "en"), (GERMAN, "de"), (SPANISH, "es"), (SIMPLIFIED, "zh-Hans"), (TRADITIONAL, "zh-Hant"),
     (JAPANESE, "ja"), (KOREAN, "ko"), ("我在Zoom上开会。", "zh-Hans"), ("你好。", "zh-Hans"), ("Yes.", None)],
)  # fmt: skip
def test_languages_and_the_two_ways_of_writing_chinese(text, tag):
    assert language_of(text) == tag


def turns(*texts):
    return [{"speaker": "A", "text": text} for text in texts]


@pytest.mark.parametrize(
    ("text", "declared", "tag"),
    [(ENGLISH, None, "en"), (ENGLISH, "en-GB", "en-GB"), ("Good morning.", None, "en"), (SIMPLIFIED, "zh", "zh-Hans"),
     (TRADITIONAL, "zh", "zh-Hant"), (TRADITIONAL, "zh-TW", "zh-TW"), ("Hm.", "zh", "zh-Hans")],
)  # fmt: skip
def test_a_declared_language_stays_and_chinese_gets_its_script(text, declared, tag):
    assert language_tag(turns(text), declared, "a.txt", ("en", "zh")) == tag


@pytest.mark.parametrize("text", [GERMAN, SPANISH, JAPANESE, KOREAN])
def test_a_language_that_cannot_be_anonymised_is_refused(text):
    with pytest.raises(InputError, match=r"a\.txt: written in \w\w, which cannot be anonymised \(only en, zh\)"):
        language_tag(turns(text), None, "a.txt", ("en", "zh"))


@pytest.mark.parametrize(("text", "declared"), [(GERMAN, "en"), (SIMPLIFIED, "en"), (ENGLISH, "zh")])
def test_a_wrong_declaration_is_refused(text, declared):
    with pytest.raises(InputError, match=rf"a\.txt: declared as {declared}, but written in"):
        language_tag(turns(text), declared, "a.txt", ("en", "zh"))


@pytest.mark.parametrize("text", ["Да.", "Ναι.", "نعم"])
def test_a_text_too_short_to_tell_in_other_letters_is_refused(text):
    with pytest.raises(InputError, match=r"a\.txt: too short to detect its language"):
        language_tag(turns(text), None, "a.txt", ("en", "zh"))


@pytest.mark.parametrize(
    ("text", "tag", "other"),
    [(ENGLISH, "zh-Hans", True), (SIMPLIFIED, "en", True), (GERMAN, "en", True), (TRADITIONAL, "zh-Hans", False),
     ("OK.", "zh-Hans", False), ("OK thank you", "zh-Hans", False),
     ("Hi, I am Ann Lee, yes.", "zh-Hans", True), (ENGLISH, "en-GB", False)],
)  # fmt: skip
def test_an_utterance_in_another_language_is_told(text, tag, other):
    assert is_foreign(text, tag) is other
