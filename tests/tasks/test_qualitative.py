import pytest

from alignsurvey import tasks


@pytest.mark.parametrize(
    ("language", "speaker", "shown"),
    [("en", "interviewee 2", "Write what Interviewee 2 says next."),
     ("zh-Hant", "interviewee 2", "请写出受访者2接下来说的话。"),
     ("zh-Hans", "interviewer", "请写出采访者接下来说的话。"),
     ("zh-Hans", "speaker 12", "请写出发言人12接下来说的话。"),
     ("en", "Moderator", "Write what Moderator says next.")],
)  # fmt: skip
def test_roles_are_called_in_the_language_of_the_talk_and_other_labels_stay(language, speaker, shown):
    record = {"language": language, "history": [{"speaker": speaker, "text": "?"}], "speaker": speaker, "response": "."}
    message = tasks.load("qualitative").prompt(record)[0]["content"]
    assert message.endswith(shown)
