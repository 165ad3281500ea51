import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.leaderboard.validate import check_submission
from alignsurvey.runs.info import RunInfo

RUN = {
    "model": "m", "dataset": "PiLabZJU/alignsurvey-gss", "config": "survey_response", "data_revision": "v1.0.0",
    "split": "test", "sample": None,
}  # fmt: skip


def test_a_run_of_a_release_may_stand_on_the_board():
    check_submission(RunInfo(**RUN), "run.json")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"data_revision": "main"}, "no release"),
        ({"data_revision": None}, "not on a published version"),
        ({"dataset": "someone/else"}, "is not one of PiLabZJU/alignsurvey-"),
        ({"config": "other"}, "unknown config"),
        ({"split": "train"}, r"run\.json: split 'train'; rows of the board are of the test split"),
    ],
)
def test_what_cannot_be_compared_is_refused(change, message):
    with pytest.raises(InputError, match=message):
        check_submission(RunInfo(**{**RUN, **change}), "run.json")
