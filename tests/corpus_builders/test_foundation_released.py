"""The two released samples of the foundation corpus: no JSON, and one of them on a question of an evaluation survey."""

import json
import os
from pathlib import Path

import pytest

from alignsurvey.corpus import Context, build_dataset
from alignsurvey.corpus.released import answers, dialogues

HOME = Path(__file__).parents[2] / "corpus_builders" / "foundation_released"
KEY = b"canary-key-of-thirty-two-bytes!!"
CUT = "and so we went on talking about the weather and the harvest until everybody had left the room, " * 3
TALK = f"Interviewee: {CUT[:200]}\nInterviewee: Yes, it was.\nInterviewee: {CUT[50:250]}"
ASKED = (
    "Compared with American families in general, would you say your family income is far below average, below average, "
    "average, above average, or far above average?"
)


def _sample(record):
    return f"[\n  {json.dumps(record)},\n]"


def _write(folder, question="Do you like rain?"):
    said = {"instruction": "Write what comes next.", "input": TALK, "output": "I liked it."}
    prompt = (
        f"Answer as this person.\nYour background:\nyour age: 20.0\nyour sex: female\n\nThe question:\n{question}\n"
        "A. more than others\nB. as others\n\nAnswer:"
    )
    asked = {"instruction": prompt, "input": "", "output": "As others"}
    (folder / "foundation_qual_example.json").write_text(_sample(said), encoding="utf-8")
    (folder / "foundation_quan_example.json").write_text(_sample(asked), encoding="utf-8")
    return folder


@pytest.fixture(params=["made", "real"])
def raw(request, tmp_path):
    if request.param == "made":
        return _write(tmp_path)
    given = os.environ.get("ALIGNSURVEY_RAW")
    if not given:
        pytest.skip("ALIGNSURVEY_RAW names no folder of real raw files")
    folder = Path(given) / "alignsurvey_released"
    if not (folder / "foundation_qual_example.json").is_file():
        pytest.skip("the samples are not in the folder of real raw files")
    return folder


def test_both_samples_are_recovered_from_what_is_no_json(raw):
    context = Context("foundation_released", 42, KEY, 1)
    made = [*dialogues.records(HOME, raw, context), *answers.records(HOME, raw, context, "quantitative")]
    assert [config for config, _ in made] == ["qualitative", "quantitative"]
    kinds = {(row["file"][11:15], row["kind"]) for row in context.defects.rows()}
    assert kinds >= {
        ("qual", "trailing comma"), ("qual", "one speaker"), ("qual", "cut utterance"), ("qual", "no respondent id"),
        ("quan", "trailing comma"), ("quan", "answer without its letter"), ("quan", "answer in other case"),
    }  # fmt: skip
    assert all(facts["records"] == facts["made"] == 1 for facts in context.defects.files.values())


def test_the_prompts_are_the_released_ones(tmp_path):
    context = Context("foundation_released", 42, KEY, 1)
    raw = _write(tmp_path)
    (_, said), (_, asked) = (
        *dialogues.records(HOME, raw, context),
        *answers.records(HOME, raw, context, "quantitative"),
    )
    assert said["messages"](said)["prompt"][0]["content"] == f"Write what comes next.\n{TALK}"
    assert [turn["text"] for turn in said["history"]] == [CUT[:200], "Yes, it was.", CUT[50:250]]
    assert asked["messages"](asked)["completion"][0]["content"] == "As others"
    assert asked["choices"][asked["answer"]] == "as others"


def test_a_sample_on_a_question_of_an_evaluation_survey_is_not_trained_on(tmp_path):
    manifest = build_dataset("foundation", _write(tmp_path, ASKED), tmp_path / "built", key=KEY)
    assert list(manifest["configs"]) == ["qualitative"]
    assert sum(manifest["left_out"]["quantitative"]["contamination"].values()) == 1


def test_another_question_may_be_trained_on(tmp_path):
    manifest = build_dataset("foundation", _write(tmp_path), tmp_path / "built", key=KEY)
    assert sum(facts["rows"] for facts in manifest["configs"]["quantitative"].values()) == 1
