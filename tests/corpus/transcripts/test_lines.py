import pytest

from alignsurvey.corpus.transcripts.lines import like_a_name, turns_of


def pairs(text, labels=()):
    return [(turn["speaker"], turn["text"]) for turn in turns_of(text, "a.txt", labels)[1]]


@pytest.mark.parametrize(
    "text",
    [
        "Ann: Hello.\nBob: Hi there.",
        "[00:00:01] Ann: Hello.\n[00:00:04] Bob: Hi there.",
        "00:01 Ann: Hello.\n00:04 Bob: Hi there.",
        "Ann (00:01): Hello.\nBob (00:04): Hi there.",
        "Ann 00:00:01\nHello.\n\nBob 00:00:04\nHi there.",
        "**Ann:** Hello.\n**Bob:** Hi\nthere.",
        "# Interview with two people\nAnn：Hello.\nBob：Hi there.",
    ],
)
def test_times_and_marks_of_tools_that_write_transcripts_go(text):
    assert pairs(text) == [("Ann", "Hello."), ("Bob", "Hi there.")]


@pytest.mark.parametrize("line", ["See http://example.org for more", "At 12:30 I wake up", "3: is a number"])
def test_a_colon_does_not_make_a_speaker(line):
    assert pairs(f"Ann: Hello.\n{line}") == [("Ann", f"Hello. {line}")]


def test_where_both_roles_are_named_a_label_that_stands_once_is_a_word_in_the_talk():
    text = "Q: What now?\nA: Two things.\nFirst Steps: I read.\nQ: And?\nA: Nothing."
    assert pairs(text)[1] == ("A", "Two things. First Steps: I read.")


def test_a_third_person_who_comes_back_is_a_speaker():
    text = "Interviewer: What now?\nRespondent: Sleep.\nMaria: No!\nInterviewer: Why?\nMaria: Too early."
    assert [who for who, _ in pairs(text)] == ["Interviewer", "Respondent", "Maria", "Interviewer", "Maria"]


def test_without_roles_every_label_that_looks_like_a_name_is_a_speaker():
    assert [who for who, _ in pairs("张三：早。\n李四：早。\n王五：走吧。")] == ["张三", "李四", "王五"]


@pytest.mark.parametrize(
    ("label", "names"),
    [("Mary Quill", True), ("Dr. Quill", True), ("P12", True), ("john", True), ("欧阳晓峰", True), ("说话人 1", True),
     ("Here's my final question", False), ("Well, Ann", False), ("2. Harmonics", False),
     ("我想说的是这样的一件事情吧对", False)],
)  # fmt: skip
def test_what_could_name_a_speaker(label, names):
    assert like_a_name(label) is names


def test_a_header_is_read_and_a_turn_without_words_is_none():
    header, turns = turns_of("# language: en\n# free note\nQ: \nA: Yes.", "a.txt")
    assert header == {"language": "en"}
    assert turns == [{"speaker": "A", "text": "Yes."}]
