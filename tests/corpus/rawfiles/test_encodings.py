import pytest

from alignsurvey.corpus.rawfiles.encodings import BROKEN, find_encoding
from alignsurvey.files.errors import InputError

FRENCH = ["Très mal", "Assez mal", "Ni bien, ni mal", "Très bien", "A refusé", "Ne sait pas", "Homme", "Femme"]
SURE = {
    "cp1252": [
        ["Welche Partei würden Sie wählen?", "GRÜNE"], ["Köln"], ["¿Cómo está?", "Sí"], ["God…ABC"],
        ["Göteborg", "Malmö"], ["£5 or more"],
        [*FRENCH, "Comment décririez-vous vos conditions de vie ?"],
    ],
    "cp1250": [["Płeć respondenta", "Mężczyzna", "Kobieta"], ["Nem tudom", "Férfi", "Nő", "nagyon elégedett"]],
    "cp1254": [["Ne kadar mutlusunuz?", "Kadın", "Erkek", "çok değil"]],
    "cp1257": [["Lietuvių kalba", "Moteris", "Vyrų skaičius"]],
    "cp1251": [["Насколько вы доверяете правительству?", "полностью доверяю"], ["Да", "Нет"]],
    "koi8-r": [["полностью доверяю", "не доверяю"]],
    "cp866": [["Насколько вы доверяете правительству?", "полностью доверяю"]],
    "cp1253": [["Πόσο ευτυχισμένος είστε;"], ["Άνδρας", "Γυναίκα"]],
    "cp1255": [["מה המין שלך", "גבר", "אישה"]],
    "cp1256": [["ما هو جنسك؟", "ذكر", "أنثى"]],
    "cp874": [["คุณมีความสุขแค่ไหน", "ชาย", "หญิง"]],
    "gb18030": [["您觉得您的生活是否幸福？"], ["性别", "男", "女"], ["很不同意", "比较同意"], ["北京", "上海"]],
    "cp950": [["您覺得自己的生活幸福嗎？", "很不幸福", "還算幸福"], ["性別", "男", "女"]],
    "cp932": [["あなたの生活は幸せですか？", "とても幸せ"], ["性別", "はい", "いいえ"]],
    "euc_jp": [["あなたの生活は幸せですか？", "とても幸せ"]],
    "cp949": [["귀하의 성별은 무엇입니까?", "남성", "여성"], ["매우 만족"], ["모름", "무응답"]],
    "mac-roman": [["Welche Partei würden Sie wählen?", "GRÜNE"]],
}  # fmt: skip


@pytest.mark.parametrize(("codec", "texts"), [(codec, texts) for codec, sets in SURE.items() for texts in sets])
def test_labels_in_a_code_page_are_read_rightly(codec, texts):
    raw = [text.encode(codec) for text in texts]
    found = find_encoding(raw, "a.dta")
    assert [found.decode(one) for one in raw] == texts


@pytest.mark.parametrize(
    ("codec", "texts", "readings"),
    [
        ("cp1254", ["Hayır"], ("Hayır", "Hayýr")),
        ("cp932", ["男性", "女性"], ("shift_jis", "ibm866")),
        ("mac-roman", ["¿Cómo está?", "Sí"], ("mac-roman gives '¿Cómo está?'", "windows-1252 gives")),
        ("cp1252", ["Não sei"], ("Não sei", "Năo sei")),
    ],
)
def test_where_bytes_allow_several_readings_a_person_is_asked_with_a_sample_of_each(codec, texts, readings):
    with pytest.raises(
        InputError, match=r"^a.dta: its texts are not UTF-8, and several encodings .* --encoding"
    ) as said:
        find_encoding([text.encode(codec) for text in texts], "a.dta")
    assert all(reading in str(said.value) for reading in readings)
    assert "\n" not in str(said.value)


def test_one_broken_text_does_not_change_the_encoding_of_the_others():
    raw = [text.encode() for text in ("GRÜNE", "WÄHLER", "würden")] + [b"M\xc3 hle"]
    found = find_encoding(raw, "a.sav", declared="utf-8")
    assert (found.name, found.broken) == ("utf-8", 1)
    assert found.decode(raw[-1]) == f"M{BROKEN} hle"


def test_a_file_may_mix_utf_8_into_a_latin_code_page():
    raw = [b"DON\xe2\x80\x99T KNOW", b"I\x92m always willing to admit it", b"helpers\x97extraction workers"]
    found = find_encoding(raw, "gss.dta")
    assert [found.decode(text)[:6] for text in raw] == ["DON’T ", "I’m al", "helper"]


def test_what_the_file_declares_counts_where_its_letters_agree():
    assert find_encoding(["Год".encode("cp1251")], "a.sav", declared="cp1251").name == "cp1251"
    chinese = ["您觉得您的生活是否幸福？".encode("gbk")]
    assert find_encoding(chinese, "a.sav", declared="windows-1252").name == "gb18030"


def test_an_encoding_that_was_asked_for_is_taken_or_refused():
    raw = ["男", "女"]
    assert find_encoding([text.encode("gbk") for text in raw], "a", "gbk").why == "it was asked for"
    with pytest.raises(InputError, match="its texts are not ascii"):
        find_encoding([text.encode("gbk") for text in raw], "a", "ascii")
    with pytest.raises(InputError, match="'klingon' is no encoding"):
        find_encoding([], "a", "klingon")
