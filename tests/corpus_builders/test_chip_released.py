"""The released records of task 4: prompts with their own order of options, the provider's key, ordered scales."""

import json
import os
from pathlib import Path

import pandas
import pyarrow.parquet as pq
import pyreadstat
import pytest

from alignsurvey.corpus import build_dataset, build_summary, read_codebook
from alignsurvey.files.errors import InputError
from alignsurvey.files.yaml import load
from alignsurvey.privacy import pseudonym

HOME = Path(__file__).parents[2] / "corpus_builders" / "chip_released"
FILE = "enitre_pipeline_task4_chip_example.json"
KEY = b"canary-key-of-thirty-two-bytes!!"
ORDERS = [(0, 1, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)]
PEOPLE = 80


def _questions():
    items = read_codebook(HOME / "codebook.yaml").waves[0].layouts[0].items
    return {item.question.text: item.question for item in items}


def _person(number):
    return f"3701030303{7011 + number}_1"


def _record(number, question, order, answer, key=None):
    lines = {
        "居住地": "山东省", "居住地区": "城镇" if number % 2 else "农村", "您的民族": "汉族", "目前婚姻状况": "初婚",
        "您的性别": "男女"[number // 2 % 2], "您的文化程度": "初中", "您的年龄": str(40 + number % 3),
        "您目前的户口性质": "居民户口", "一年要多少钱（包括自产部分）？": "30000",
    }  # fmt: skip
    shown = [question.choices[index] for index in order]
    options = "\n".join(f"{letter}. {text}" for letter, text in zip("ABC", shown, strict=True))
    background = "\n".join(f"{name}: {value}" for name, value in lines.items())
    prompt = f"扮演一位受访者。\n背景：\n{background}\n\n题目：\n{question.text}\n选项：\n{options}\n\n只写答案："
    return {
        "instruction": prompt, "input": "", "output": f"{'ABC'[answer]}. {shown[answer]}",
        "person_id": key or _person(number), "question": question.text,
    }  # fmt: skip


def _rows():
    return [
        _record(number, question, ORDERS[(number + place) % 4], (number + place) % 3)
        for number in range(PEOPLE)
        for place, question in enumerate(_questions().values())
    ]


def _write(folder, rows):
    (folder / FILE).write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=["made", "real"])
def raw(request, tmp_path_factory):
    if request.param == "made":
        return _write(tmp_path_factory.mktemp("released"), _rows())
    given = os.environ.get("ALIGNSURVEY_RAW")
    if not given:
        pytest.skip("ALIGNSURVEY_RAW names no folder of real raw files")
    folder = Path(given) / "alignsurvey_released"
    if not (folder / FILE).is_file():
        pytest.skip(f"{FILE} is not in the folder of real raw files")
    return folder


class Built:
    def __init__(self, raw, out, k):
        self.manifest = build_dataset("chip", raw, out, key=KEY, k=k)
        self.folder = out / "chip"
        self.released = json.loads((raw / FILE).read_text(encoding="utf-8"))
        self.defects = json.loads((self.folder / "defects.json").read_text(encoding="utf-8"))["chip_released"]

    def rows(self, config="survey_response"):
        parts = [pq.read_table(self.folder / "data" / config / f"{split}.parquet") for split in ("train", "test")]
        return [row for part in parts for row in part.to_pylist()]

    def pairs(self):
        built = {(row["respondent_id"], row["question"]): row for row in self.rows()}
        for record in self.released:
            yield record, built[_pseudonym(record), record["question"]]

    def kinds(self):
        return {row["kind"]: row["count"] for row in self.defects["defects"]}


def _pseudonym(record):
    wave = "chip-2018-urban" if "居住地区: 城镇" in record["instruction"] else "chip-2018-rural"
    return pseudonym(KEY, "chip", "\x1f".join((wave, *record["person_id"].split("_"))))


@pytest.fixture(scope="module")
def whole(raw, tmp_path_factory):
    return Built(raw, tmp_path_factory.mktemp("built"), 1)


def test_every_record_is_built_with_the_prompt_and_the_reply_to_the_letter(whole):
    assert len(whole.rows()) == len(whole.released)
    for released, row in whole.pairs():
        assert row["prompt"] == [{"role": "user", "content": released["instruction"]}]
        assert row["completion"] == [{"role": "assistant", "content": released["output"]}]


def test_columns_hold_all_that_the_prompt_shows(whole):
    for released, row in whole.pairs():
        for item in row["profile"]:
            assert f"{item['attribute']}: {item['value']}\n" in released["instruction"] + "\n"
        shown = released["instruction"].split("选项：\n")[1].split("\n\n")[0]
        assert "\n".join(f"{letter}. {text}" for letter, text in zip("ABC", row["choices"], strict=True)) == shown
        assert row["choices"][row["answer"]] == released["output"][3:]


def test_scales_are_those_of_the_codebook_in_whichever_order_options_are_shown(whole):
    questions = _questions()
    for row in whole.rows():
        question = questions[row["question"]]
        assert dict(zip(row["choices"], row["scale"], strict=True)) == dict(
            zip(question.choices, question.positions, strict=True)
        )


def test_groups_are_in_scale_order_and_count_the_right_answers(whole):
    answers = {(row["respondent_id"], row["question_id"]): row["choices"][row["answer"]] for row in whole.rows()}
    groups = whole.rows("survey_response_group")
    assert groups
    for row in groups:
        assert row["scale"] == [0.0, 1.0, 2.0]
        taken = [answers[person, row["question_id"]] for person in row["respondent_ids"]]
        assert row["distribution"] == pytest.approx([taken.count(choice) / row["n"] for choice in row["choices"]])


def test_the_counts_of_the_real_file_are_those_that_were_declared(whole, raw):
    declared = load(HOME / "records.yaml")["counts"]
    found = {name.split("/")[1]: counts for name, counts in whole.manifest["counts"].items()}
    if len(whole.released) == 3120:
        assert found == declared
        assert "counts differ" not in whole.kinds()
    else:
        assert whole.kinds()["counts differ"] == len(declared)
    assert all(list(found[name]) == list(declared[name]) for name in found)


def test_the_key_of_the_survey_is_reported_and_stands_nowhere(whole):
    assert whole.kinds()["raw key"] == len(whole.released)
    for path in (path for path in whole.folder.rglob("*") if path.is_file()):
        text = path.read_text("utf-8") if path.suffix != ".parquet" else json.dumps(pq.read_table(path).to_pylist())
        assert whole.released[0]["person_id"].split("_")[0] not in text


def test_a_respondent_has_the_pseudonym_that_the_survey_itself_gives_him(tmp_path):
    """So that nobody is on both sides of the split when raw survey and released records are built together."""
    person = {"hhcode": ["37010303037012"], "idcode": [1.0], "A03": [1.0], "A04_1": [1978.0]}
    for name in ("A10", "A13_1", "A16_1", "C03_1", "C03_2"):
        person[name] = [1.0]
    household = {"hhcode": ["37010303037012"], "P07_3": [3.0]}
    for name, columns in (("person", person), ("household", household)):
        pyreadstat.write_dta(pandas.DataFrame(columns), str(tmp_path / f"chip2018_urban_{name}.dta"))
    built = Built(_write(tmp_path, _rows()), tmp_path / "built", 1)
    by_source = {}
    for row in built.rows():
        by_source.setdefault(row["source"], set()).add(row["respondent_id"])
    assert by_source["chip-2018-urban"] <= by_source["chip-2018-released"]


def test_what_k_anonymity_changes_in_the_profile_changes_in_the_prompt(tmp_path):
    rows = _rows()
    for row in rows[:9]:  # one respondent whom nobody resembles
        row["instruction"] = row["instruction"].replace("汉族", "回族")
    built = Built(_write(tmp_path, rows), tmp_path / "built", None)
    assert built.manifest["k_anonymity"]["chip_released"]["suppressed"]
    for row in built.rows():
        shown = row["prompt"][0]["content"].split("背景：\n")[1].split("\n\n")[0]
        assert shown == "\n".join(f"{item['attribute']}: {item['value']}" for item in row["profile"])
        assert "回族" not in shown


def test_defects_of_answers_and_options_are_found(tmp_path):
    question = next(iter(_questions().values()))
    rows = _rows()
    rows[0]["output"] = rows[0]["output"][:3] + "别的"
    rows[1]["output"] = "A" + rows[1]["output"][1:] if rows[1]["output"][0] != "A" else "B" + rows[1]["output"][1:]
    rows[2]["output"] = rows[2]["output"][3:]
    rows[3]["question"] = "别的问题？"
    rows[4]["instruction"] = rows[4]["instruction"].replace("扩大\n", "扩张\n")
    rows.append(_record(0, question, ORDERS[0], 1))
    rows.append(rows[-1])
    kinds = Built(_write(tmp_path, rows), tmp_path / "built", 1).kinds()
    assert kinds["no option"] == kinds["letter and text disagree"] == kinds["answer without its letter"] == 1
    assert kinds["question and prompt differ"] == kinds["repeated record"] == 1


def test_the_summary_prints_counts_and_defects(whole):
    text = build_summary(whole.manifest)
    assert "raw key" in text
    assert "happiness" in text


def test_a_respondent_of_no_wave_is_named_by_file_and_number(tmp_path):
    rows = _rows()
    rows[5]["instruction"] = rows[5]["instruction"].replace("居住地区: ", "居住地区: 郊区")
    with pytest.raises(InputError, match=f"{FILE} record 6"):
        build_dataset("chip", _write(tmp_path, rows), tmp_path / "built", key=KEY)


@pytest.mark.parametrize("text", ["[]", '[{"instruction": "a", "input": "", "output": "b"}]', '[{"instruction": "a"'])
def test_a_file_without_a_usable_record_builds_nothing(tmp_path, text):
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="chip_released: its files hold no record that can be used"):
        build_dataset("chip", tmp_path, tmp_path / "built", key=KEY)
    assert not (tmp_path / "built" / "chip").exists()
