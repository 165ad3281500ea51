"""The released records of tasks 1 to 3: nothing lost, prompts kept, nobody named, defects reported.

The files are made here in the shape of the real ones, with other words; where ALIGNSURVEY_RAW has the real ones, the
tests that need no planted text run on them too.
"""

import ast
import json
import os
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from alignsurvey.corpus import build_dataset, build_summary
from alignsurvey.corpus.codebook.sources import corpora
from alignsurvey.corpus.decontaminate.evaluations import evaluation
from alignsurvey.corpus.decontaminate.ngrams import normalised
from alignsurvey.corpus.released.background import to_prefecture
from alignsurvey.files.errors import InputError
from alignsurvey.privacy import pseudonym

ROOT = Path(__file__).parents[2] / "corpus_builders"
KEY = b"canary-key-of-thirty-two-bytes!!"
TASKS = {"social_role": 1, "interview": 2, "attitude_stance": 3}
QUESTIONS = {"问题5": "公共服务评价", "问题6": "和父辈相比"}
PEOPLE = range(3, 17)
CHOICES = ["5万以下", "5万-20万", "20万-50万"]


def _profile(person):
    town = ["浙江省台州市临海市", "浙江省杭州市", "浙江省金华市浦江县"][person % 3]
    named = "（1）受访者叫王晓梅；\n（2）就职于杭州恒远机械厂。"
    return {
        "性别": "男女"[person % 2],
        "年龄": ["18-25岁", "26-35岁"][person % 2],
        "户籍地": town,
        "常住地": "浙江省杭州市",
        "户籍状态": "农村",
        "职业": "学生",
        "最高教育程度": "本科",
        "家里人口数": 3,
        "家庭成员关系": ["父母", "子女"],
        "有房": "有",
        "有车": "无",
        "家庭年收入": [CHOICES[person % 3]],
        "家庭月消费主要支出项目": ["住房支出（房租等）", "其他"],
        "主要支出项目进行排序": ["其他"],
        "生活压力程度": "无压力",
        "额外信息补充": named if person == 4 else f"（1）受访者是学生；\n（2）受访者上过{person}门课。",
        "职业类型": "学生",
    }


def _talk(person, question):
    """(question, answer) of one core question; the second answer of person 5 is empty, person 4 names people."""
    named = "我叫王晓梅，电话13812345678。" if person == 4 else "还可以，路修好了，看病也比从前方便多了。"
    return [(f"请谈谈{question}，好吗？", named), ("为什么呢？", "" if person == 5 else "说不上来")]


def _roles():
    for person in PEOPLE:
        for question in QUESTIONS:
            talk = "\n".join(f"采访者：{asked}\n受访者：{said}" for asked, said in _talk(person, question))
            asked = f"请推断 “家庭年收入”。\n可选值：{'、'.join(CHOICES)}。"
            prompt = f"读下面的访谈。\n\n==访谈对话==\n{talk}\n\n{asked}\n\n只写选项。"
            yield {
                "instruction": prompt, "input": "", "output": str([CHOICES[person % 3]]),
                "id": person, "question_key": question, "field": "家庭年收入",
            }  # fmt: skip


def _interviews():
    for person in PEOPLE:
        for question in QUESTIONS:
            talk = _talk(person, question)
            for place, (asked, said) in enumerate(talk):
                before = "".join(f"提问:{one}\n回答:{two}" for one, two in talk[:place])
                prompt = (
                    f"\n扮演受访者。\n\n==你的背景==\n{_profile(person)}\n\n==先前对话==\n{before}\n\n"
                    f"==当前问题==\n{asked}\n\n请回答：\n"
                )
                yield {"instruction": prompt, "input": "", "output": said, "id": person, "qua": question}


def _stances():
    for person in PEOPLE:
        lines = "\n".join(f"{k}: {', '.join(v) if isinstance(v, list) else v}" for k, v in _profile(person).items())
        for theme in QUESTIONS.values():
            reason = "王晓梅说变好了。" if person == 4 else "无推理" if person == 6 else "受访者说变好了。"
            prompt = f"你在研究访谈。\n背景信息：\n{lines}\n\n请判断受访者对{theme}的倾向，并说明理由。\n用JSON。"
            output = json.dumps({"predict": "积极中立消极"[person % 3 * 2 :][:2], "reason": reason}, ensure_ascii=False)
            yield {"instruction": prompt, "input": " ", "output": output, "id": person}


def _write(folder):
    for number, rows in enumerate((_roles, _interviews, _stances), start=1):
        text = json.dumps(list(rows()), ensure_ascii=False)
        (folder / f"enitre_pipeline_task{number}_example.json").write_text(text, encoding="utf-8")
    return folder


def _real(name):
    raw = os.environ.get("ALIGNSURVEY_RAW")
    if not raw:
        pytest.skip("ALIGNSURVEY_RAW names no folder of real raw files")
    folder = Path(raw) / "alignsurvey_released"
    if not (folder / name).is_file():
        pytest.skip(f"{name} is not in the folder of real raw files")
    return folder


@pytest.fixture(scope="module", params=["made", "real"])
def raw(request, tmp_path_factory):
    if request.param == "real":
        return _real("enitre_pipeline_task1_example.json")
    return _write(tmp_path_factory.mktemp("released"))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return _write(tmp_path_factory.mktemp("released"))


class Built:
    def __init__(self, raw, out, k):
        self.raw = raw
        self.manifest = build_dataset("ase", raw, out, key=KEY, k=k)
        self.folder = out / "ase"
        self.defects = json.loads((self.folder / "defects.json").read_text(encoding="utf-8"))["ase_released"]

    def rows(self, config):
        return [row for split in ("train", "test") for row in self.split(config, split)]

    def split(self, config, split):
        return pq.read_table(self.folder / "data" / config / f"{split}.parquet").to_pylist()

    def released(self, config):
        path = self.raw / f"enitre_pipeline_task{TASKS[config]}_example.json"
        return path.name, json.loads(path.read_text(encoding="utf-8"))

    def pairs(self, config):
        """(number in the file, released record, built record), matched by respondent and order."""
        _, released = self.released(config)
        built = {}
        for row in sorted(self.rows(config), key=lambda row: row["id"]):
            built.setdefault(row["respondent_id"], []).append(row)
        for number, record in enumerate(released, start=1):
            yield number, record, built[pseudonym(KEY, "ase_released", str(record["id"]))].pop(0)

    def with_defect(self, config, kind):
        file, _ = self.released(config)
        found = next((row for row in self.defects["defects"] if (row["file"], row["kind"]) == (file, kind)), None)
        parts = [part.split("-") for part in found["records"].split(", ")] if found else []
        return {number for part in parts for number in range(int(part[0]), int(part[-1]) + 1)}


@pytest.fixture(scope="module")
def whole(raw, tmp_path_factory):
    """Built without k-anonymity, so that profiles are as released."""
    return Built(raw, tmp_path_factory.mktemp("built"), 1)


@pytest.fixture(scope="module")
def safe(made, tmp_path_factory):
    return Built(made, tmp_path_factory.mktemp("built"), None)


@pytest.mark.parametrize("config", TASKS)
def test_every_record_of_the_files_is_a_record_or_is_reported(whole, config):
    file, released = whole.released(config)
    facts = whole.defects["files"][file]
    assert facts["records"] == len(released)
    assert facts["made"] == len(whole.rows(config))
    assert facts["made"] + facts["left_out"] == len(released)


def test_roles_keep_their_options_answer_question_and_segment(whole):
    themes = {}
    for _, released, row in whole.pairs("social_role"):
        assert row["choices"] == released["instruction"].split("可选值：")[1].split("。")[0].split("、")
        assert row["answer"] == ast.literal_eval(released["output"])
        assert row["attribute"] == released["field"]
        assert row["id"].split("/")[2] == f"q{released['question_key'][-1]}"
        assert themes.setdefault(released["question_key"], row["theme"]) == row["theme"]
        said = released["instruction"].split("==访谈对话==\n")[1].split("\n\n")[0]
        assert len(row["segment"]) == said.count("采访者：") + said.count("受访者：")
    assert len(set(themes.values())) == len(themes)


def test_interviews_keep_profile_question_and_history(whole):
    personal = whole.with_defect("interview", "personal data in the text")
    for number, released, row in whole.pairs("interview"):
        shown = ast.literal_eval(released["instruction"].split("==你的背景==\n")[1].split("\n\n==先前对话==")[0])
        own = {item["attribute"]: item["value"] for item in row["profile"]}
        for name, value in shown.items():
            text = ", ".join(value) if isinstance(value, list) else str(value)
            if name in ("户籍地", "常住地"):
                assert own[name] == to_prefecture(text)
            elif name != "额外信息补充":
                assert own[name] == text
        assert len(row["history"]) == released["instruction"].count("提问:") + released["instruction"].count("回答:")
        if number not in personal:
            assert row["response"] == released["output"]
            assert row["question"] in released["instruction"]


def test_stances_keep_theme_stance_and_reasoning(whole):
    stances = {"积极": "positive", "中立": "neutral", "消极": "negative"}
    personal = whole.with_defect("attitude_stance", "personal data in the text")
    for number, released, row in whole.pairs("attitude_stance"):
        said = json.loads(released["output"])
        assert row["stance"] == stances[said["predict"]]
        assert f"受访者{row['theme']}的倾向" in released["instruction"]
        if number not in personal:
            assert row["reasoning"] == said["reason"]


def test_prompts_and_completions_are_the_released_ones_to_the_letter(whole):
    """But for home towns, which are compared at the level at which they are published, and for what names somebody."""
    kept = Counter()
    for config in TASKS:
        personal = whole.with_defect(config, "personal data in the text")
        for number, released, row in whole.pairs(config):
            shown = released["instruction"]
            for item in row.get("profile", ()):
                if item["attribute"] in ("户籍地", "常住地"):
                    name = item["attribute"]
                    start = shown.index(name) + len(name)
                    place = shown[start:].lstrip("': ").split("\n")[0].split("'")[0]
                    shown = shown[:start] + shown[start:].replace(place, item["value"], 1)
            story = {item["attribute"]: item["value"] for item in row.get("profile", ())}.get("额外信息补充", "")
            if number in personal or not (story in shown or story.replace("\n", "\\n") in shown):
                continue
            kept[config] += 1
            assert row["prompt"] == [{"role": "user", "content": shown}]
            assert row["completion"] == [{"role": "assistant", "content": released["output"]}]
    assert all(kept[config] > 0.5 * len(whole.rows(config)) for config in TASKS), kept


def test_a_respondent_has_one_pseudonym_and_one_split_over_all_tasks(whole):
    people = [{row["respondent_id"] for row in whole.rows(config)} for config in TASKS]
    assert people[0] == people[1] == people[2]
    train, test = ({row["respondent_id"] for config in TASKS for row in whole.split(config, split)}
                   for split in ("train", "test"))  # fmt: skip
    assert not train & test


def test_the_defects_of_the_files_are_found(safe):
    kinds = {(row["file"][16:21], row["kind"]): row["count"] for row in safe.defects["defects"]}
    people = len(PEOPLE)
    assert kinds[("task1", "few attributes")] == 1
    assert kinds[("task1", "serial number")] == 2 * people
    assert kinds[("task1", "empty utterance")] == 2
    assert kinds[("task2", "empty output")] == 2
    assert kinds[("task2", "unfinished output")] == 2 * (people - 1)
    assert kinds[("task2", "life story")] == 4 * people
    assert kinds[("task3", "blank input")] == 2 * people
    assert kinds[("task3", "no reason")] == 2
    assert kinds[("task2", "personal data in the text")] == 4
    assert "empty output" in build_summary(safe.manifest)


def test_nobody_is_named_and_no_home_town_or_number_is_left(safe):
    for path in (path for path in safe.folder.rglob("*") if path.is_file()):
        text = path.read_bytes()
        if path.suffix == ".parquet":
            text = json.dumps(pq.read_table(path).to_pylist(), ensure_ascii=False).encode()
        for canary in ("王晓梅", "13812345678", "恒远", "临海", "浦江"):
            assert canary.encode() not in text, f"{canary} in {path.name}"


def test_one_person_has_one_stand_in_in_every_task(made, tmp_path):
    built = Built(made, tmp_path, 1)
    stand_ins = set()
    for config, column in (("interview", "response"), ("attitude_stance", "reasoning")):
        own = [row for row in built.rows(config) if row["respondent_id"] == pseudonym(KEY, "ase_released", "4")]
        stand_ins |= {text for row in own for text in [row[column]] if "某" in text}
        assert all(json.dumps(row[column], ensure_ascii=False)[1:-1] in row["completion"][0]["content"] for row in own)
    names = {text.removeprefix("我叫").split("，")[0].split("说变")[0] for text in stand_ins}
    assert len(names) == 1


def test_what_k_anonymity_takes_from_the_profile_is_gone_from_the_prompt(safe):
    assert safe.manifest["k_anonymity"]["ase_released"]["suppressed"]["额外信息补充"] == len(PEOPLE)
    for config in ("interview", "attitude_stance"):
        for row in safe.rows(config):
            own = {item["attribute"]: item["value"] for item in row["profile"]}
            shown = row["prompt"][0]["content"]
            assert "额外信息补充" not in shown
            assert all(value in shown for value in own["户籍地"].split(", "))


def test_records_that_no_column_can_hold_are_left_out_and_listed(tmp_path):
    folder = _write(tmp_path)
    path = folder / "enitre_pipeline_task3_example.json"
    rows = list(_stances())
    rows[0]["output"] = "我不知道"
    rows[1]["instruction"] = "别的话"
    rows.append(rows[2])
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    built = Built(folder, tmp_path / "built", None)
    facts = built.defects["files"][path.name]
    assert facts["left_out"] == 3
    for kind, number in (("other output", 1), ("other prompt", 2), ("repeated record", len(rows))):
        assert built.with_defect("attitude_stance", kind) == {number}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"qua": "问题9"}, "unknown question"),
        ({"mood": "gut"}, "field 'mood'"),
        ({"output": 3}, "expected texts"),
    ],
)
def test_what_the_importer_does_not_know_is_one_line_with_file_and_record(tmp_path, change, message):
    folder = _write(tmp_path)
    path = folder / "enitre_pipeline_task2_example.json"
    rows = list(_interviews())
    rows[1] |= change
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        build_dataset("ase", folder, tmp_path / "built", key=KEY)
    assert path.name in str(caught.value)
    assert not (tmp_path / "built" / "ase").exists()


def test_the_records_are_evaluation_material(safe):
    """What a training corpus is compared with: every respondent, every longer utterance and every wording."""
    found = evaluation("foundation", corpora(ROOT), safe.folder.parent)
    assert found.people["ase"] == {row["respondent_id"] for row in safe.rows("interview")}
    assert "ase-released" in found.sources
    assert {normalised(row["response"]) for row in safe.rows("interview")} & found.texts
    assert (
        normalised("您认为，过去五年，我国人与人之间的财产差距在扩大还是缩小？") in found.wordings
    )  # of CHIP, which is not built
