import pytest

from alignsurvey.corpus import inspect
from alignsurvey.corpus.draft.ask import ask_draft, draft_summary
from alignsurvey.corpus.draft.plan import plan_questions


@pytest.fixture
def found(tmp_path):
    path = tmp_path / "my.csv"
    vote = ("SPD", "CDU", "FDP")
    agree = ("Agree", "Disagree", "Strongly agree", "Strongly disagree")
    path.write_text(
        "id,gender,vote,I trust the government.,when\n"
        + "".join(f"{n},{'mf'[n % 2]},{vote[n % 3]},{agree[n % 4]},2024-01-01 10:0{n % 9}:00\n" for n in range(60)),
        encoding="utf-8",
    )
    return inspect(path)


def test_a_walk_asks_for_wording_order_and_source_alone(found, tmp_path):
    asked = []
    answers = {"wording": "Which party would you vote for?", "order": "none", "country": "de", "title": "Mine"}

    def ask(question, default):
        asked.append(question)
        return next((answer for start, answer in answers.items() if question.startswith(start)), default)

    codebook, source = ask_draft(found, tmp_path / "m" / "codebook.yaml", ask, lambda line: None)
    text = codebook.read_text(encoding="utf-8")
    assert len([one for one in asked if not one.startswith(("country", "title", "who", "its", "how"))]) == 3
    assert 'text: "Which party would you vote for?"\n' in text
    assert "ordered: false" in text
    assert "country: DE\n" in text
    assert "title: Mine\n" in source.read_text(encoding="utf-8")
    assert "{Strongly disagree: Strongly disagree, Disagree: Disagree, Agree: Agree, Strongly agree: " in text


def test_a_question_can_be_left_out_and_the_number_is_bounded(found, tmp_path):
    text = ask_draft(found, tmp_path / "m" / "codebook.yaml", lambda *_: "-", lambda line: None)[0].read_text()
    assert "questions: CHECK" in text
    assert [one.variable for one in plan_questions(found, most=1)] == ["I trust the government."]


def test_the_summary_counts_what_was_left_out_by_reason(found):
    assert list(draft_summary(found, 2)) == [
        "2 questions drafted; 3 variables left out:",
        "      1  key",
        "      1  profile",
        "      1  ids, times and addresses",
    ]
