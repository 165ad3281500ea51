import pytest

from alignsurvey.corpus.transcripts.roles import assign_roles, names_in, names_of, role_of


def turns(*pairs):
    return [{"speaker": who, "text": text} for who, text in pairs]


@pytest.mark.parametrize(
    ("label", "role"),
    [("Interviewer", "interviewer"), ("MODERATOR", "interviewer"), ("AI", "interviewer"),
     ("Ａｓｓｉｓｔａｎｔ", "interviewer"), ("採訪者", "interviewer"), ("主持人", "interviewer"),
     ("Interviewer 2", "interviewer"),
     ("Ann Lee (Interviewer)", "interviewer"), ("Respondent", "interviewee"), ("Participant_03", "interviewee"),
     ("受訪者2", "interviewee"), ("User", "interviewee"), ("Q", None), ("A", None), ("Ann", None), ("Speaker 1", None),
     ("王芳", None), ("3", None)],
)  # fmt: skip
def test_labels_that_name_a_role(label, role):
    assert role_of(label) == role


@pytest.mark.parametrize(
    ("asks", "answers"),
    [("Q", "A"), ("I", "R"), ("I", "P1"), ("问", "答"), ("問", "答"), ("Host", "Ann"), ("Ann", "Guest")],
)
def test_who_answers_one_who_asks_is_the_interviewee(asks, answers):
    assert assign_roles(turns((asks, "Well."), (answers, "Fine."))) == ["interviewer", "interviewee"]


def test_people_of_one_role_are_numbered_and_words_for_one_role_are_not():
    said = turns(("Assistant", "Hello."), ("R1", "Hi."), ("R2", "Hi."), ("AI", "Well?"), ("R1", "Yes."))
    roles = {"interviewee": ("R1", "R2")}
    assert assign_roles(said, roles) == ["interviewer", "interviewee", "interviewee 2", "interviewer", "interviewee"]


@pytest.mark.parametrize(
    ("question", "answer"),
    [("Where do you live?", "By the sea."), ("您住在哪里呢", "住在海边。"), ("您住在哪里？", "住海边。")],
)
def test_without_labels_the_one_who_asks_is_the_interviewer(question, answer):
    said = turns(
        ("Ann", question), ("Bob", answer), ("Ann", question), ("Bob", answer), ("Ann", "I see."), ("Bob", answer)
    )
    assert assign_roles(said) == ["interviewer", "interviewee"] * 3


def test_where_all_ask_alike_everybody_is_a_speaker():
    said = turns(("Ann", "And you?"), ("Bob", "Fine, you?"), ("Cy", "Me?"))
    assert assign_roles(said) == ["speaker", "speaker 2", "speaker 3"]


@pytest.mark.parametrize(
    ("label", "names"),
    [("Mary Quill", ["Mary Quill"]), ("Mary Quill (Interviewer)", ["Mary Quill"]), ("王芳", ["王芳"]),
     ("Interviewer", []), ("R2", []), ("Speaker 4", []), ("说话人1", []), ("7", []), ("Q", [])],
)  # fmt: skip
def test_names_are_found_in_labels_and_roles_are_none(label, names):
    assert names_in(label) == names


@pytest.mark.parametrize(
    ("label", "text", "names"),
    [("Will", "I will go. So will Ann.", set()), ("Chef", "My chef is here. Chef!", set()),
     ("Will", "So Will went.", {"Will"}),
     ("Mary", "mary said she left and then we all left", {"Mary"}), ("王芳", "王芳说好。", {"王芳"}),
     ("Mary Quill", "I quill. Mary, no.", {"Mary Quill"})],
)  # fmt: skip
def test_a_label_that_is_a_word_in_the_talk_is_not_looked_for_everywhere(label, text, names):
    assert names_of(turns(("Interviewer", "and?"), (label, text))) == names


def test_numbers_of_questions_and_capitals_make_no_further_people():
    said = turns(("Q1", "Where?"), ("A1", "Here."), ("Q2", "Why?"), ("A2", "So."))
    assert assign_roles(said) == ["interviewer", "interviewee"] * 2
    assert assign_roles(turns(("Interviewer", "?"), ("ANN", "Yes."), ("Ann", "No."))) == [
        "interviewer",
        *["interviewee"] * 2,
    ]
