"""A new config is one module: it goes through build, predict, score, report and board, and nothing else is touched."""

import pytest

from alignsurvey import baselines, predict, report
from alignsurvey.corpus import build_dataset
from alignsurvey.leaderboard.board import table, track
from alignsurvey.leaderboard.store import Submission
from alignsurvey.runs.predictions import read_predictions
from alignsurvey.runs.published import read_split

CONFIG = "town_poll"
MODULE = '''
"""A poll in a town hall: a choice of one's own wording, ranked by F1."""

from dataclasses import replace

from alignsurvey.tasks.spec import ACCURACY, Score, TablePart
from alignsurvey.tasks.survey_response import SPEC as SURVEY_RESPONSE
from alignsurvey.tasks.survey_response import candidates, completion
from alignsurvey.tasks.text import wording

F1 = Score("f1", "F1")
SPEC = replace(
    SURVEY_RESPONSE,
    group=None,
    baselines=("uniform", "marginal"),
    headline=F1,
    table=TablePart(9, "town poll", (F1, ACCURACY), "poll"),
    radar=(F1,),
    ranking=(F1, ACCURACY),
)


def prompt(record, form="letter_text"):
    return wording.ask(f"Town poll: {record['question']}\\n{wording.options(record['choices'], form)}")
'''


class FirstChoice:
    """A back end that takes the first choice shown."""

    facts = {"model": "first", "revision": None, "adapter": None, "adapter_revision": None, "packages": {}}  # noqa: RUF012
    chunk, cut = 50, 0

    def __init__(self):
        self.prompts = []

    def score(self, prompts, candidates):
        self.prompts += prompts
        return [[0.5, *[0.5 / (len(texts) - 1)] * (len(texts) - 1)] for texts in candidates]


@pytest.fixture
def built(toy, key, add_config):
    add_config(CONFIG, MODULE)
    toy.codebook((toy.folder / "codebook.yaml").read_text() + f"config: {CONFIG}\n")
    build_dataset("toy", toy.raw_folder, toy.out, key=key, root=toy.root)
    return toy.out / "toy"


def _run(built, folder, backend):
    records, about = read_split(str(built), CONFIG, "v1.0.0", "test")
    path = predict.run(records, CONFIG, backend, folder, about=about)
    lines = read_predictions(path)
    scored = report.score_predictions(records, lines, CONFIG)
    return records, about, lines, scored


def test_a_new_config_is_built_predicted_and_scored(built, tmp_path):
    backend = FirstChoice()
    records, _, lines, scored = _run(built, tmp_path / "run", backend)
    assert records[0]["prompt"] == list(backend.prompts[0])
    assert records[0]["prompt"][0]["content"].startswith("Town poll: ")
    assert len(lines) == scored["n"] == len(records)
    assert scored["config"] == CONFIG


def test_a_new_config_has_the_baselines_that_its_spec_names(built):
    train, test = (read_split(str(built), CONFIG, None, split)[0] for split in ("train", "test"))
    assert baselines.fitting_baselines(CONFIG) == ("uniform", "marginal")
    lines = baselines.predict_baseline("marginal", train, test, 42, CONFIG)
    assert report.score_predictions(test, lines, CONFIG)["parse_rate"] == 1


def test_a_new_config_is_reported_in_its_own_table(built, tmp_path):
    records, about, lines, scored = _run(built, tmp_path / "run", FirstChoice())
    facts = {**about, "model": "first"}
    run = report.ScoredRun(str(tmp_path), "first", "zero-shot", facts, scored, tuple(records), tuple(lines))
    files = report.write([run], tmp_path / "report", k=2)
    shown = next(path for path in files if path.name == "task9.md").read_text()
    assert "Task 9: town poll" in shown
    assert "toy poll" in shown


def test_a_new_config_is_ranked_by_the_scores_that_its_spec_names(built, tmp_path):
    _, about, _, scored = _run(built, tmp_path / "run", FirstChoice())
    worse = {**scored, "f1": scored["f1"] / 2, "accuracy": 1.0}
    items = [Submission(name, {**about, "model": name}, of) for name, of in (("worse", worse), ("better", scored))]
    assert [row["model"] for row in table(items, track(items[0].run))] == ["better", "worse"]
