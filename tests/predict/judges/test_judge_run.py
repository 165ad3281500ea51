"""Judges are asked once for each reply, told apart when they fail, and their texts stay apart from the candidate's."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.files.json import write_json, write_jsonl
from alignsurvey.predict.judges import judge_run as judging
from alignsurvey.predict.judges.panel import Judge, Panel
from alignsurvey.runs.published import read_split
from alignsurvey.schema import profile_items
from alignsurvey.scoring.interview import DIMENSIONS
from alignsurvey.tasks import features

KEY = "sk-canary"
GOOD = '{"naturalness": 4, "style_match": 3, "consistency": 5, "reason": "fits"}'


def make_dialogues(count):
    """Interview records, every second one in Chinese; four of each respondent."""
    rows = []
    for number in range(count):
        chinese = number % 2
        rows.append(
            {
                "id": f"talk/r{number // 4}/d{number:03}",
                "respondent_id": f"r{number // 4}",
                "source": "talk",
                "country": "CN" if chinese else "US",
                "language": "zh" if chinese else "en",
                "prompt": [],
                "completion": [],
                "profile": profile_items([("年龄", "40") if chinese else ("Age", "40")]),
                "theme": "社会流动" if chinese else "social mobility",
                "history": [{"speaker": "受访者" if chinese else "Me", "text": f"utterance {number}"}],
                "question": "为什么？" if chinese else "Why?",
                "response": f"real words {number}",
            }
        )
    return rows


def candidate(number):
    return f"candidate words {number}."


@pytest.fixture(autouse=True)
def _key(monkeypatch):
    monkeypatch.setenv("JUDGE_KEY", KEY)


def panel(*servers, **options):
    settings = {"key_env": "JUDGE_KEY", "retries": 0, **options}
    judges = [Judge(f"judge {number}", f"m{number}", each.url, **settings) for number, each in enumerate(servers)]
    return Panel(tuple(judges))


def judge(servers, tmp_path, count=6, out="out", **options):
    rows = make_dialogues(count)
    texts = [candidate(number) for number in range(count)]
    found, lines = judging.judge(
        rows, texts, panel(*servers, **options), tmp_path / out, cache=tmp_path / "cache", about={"run": "a"}
    )
    return found, lines, json.loads((tmp_path / out / "judge.json").read_text())


def judgements(folder):
    return [json.loads(line) for line in (folder / "judgements.jsonl").read_text().splitlines()]


def test_every_judge_sees_every_reply_and_texts_stay_apart(serve, tmp_path):
    servers = [serve(), serve()]
    for number, each in enumerate(servers):
        each.answer = lambda request, number=number: (200, servers[0].completion(f"{GOOD} {number}"))
    found, lines, facts = judge(servers, tmp_path)
    assert found == [[f"{GOOD} 0", f"{GOOD} 1"]] * 6
    assert lines[0] == "judge judge 0: 6 replies, 0 of them kept from before"
    written = judgements(tmp_path / "out")
    assert [set(line) for line in written] == [{"id", "judge", "reply"}] * 12
    assert {(line["id"], line["judge"], line["reply"][-1]) for line in written} == {
        (row["id"], f"judge {number}", str(number)) for row in make_dialogues(6) for number in range(2)
    }
    everything = "".join(path.read_text() for path in tmp_path.rglob("*") if path.is_file())
    assert "candidate words" not in everything
    assert "real words" not in everything
    asked = [request["messages"][0]["content"] for request in servers[1].asked]
    assert all(sum(candidate(number) in text for text in asked) == 1 for number in range(6))
    assert servers[0].asked[0]["response_format"]["json_schema"]["schema"]["required"][0] == "naturalness"
    assert servers[0].asked[0]["temperature"] == 0
    assert facts["judges"][0]["endpoint"] == "http://127.0.0.1"


def test_nothing_is_asked_twice(served, tmp_path):
    served.answer = lambda request: (200, served.completion(GOOD))
    judge([served], tmp_path)
    _, lines, _ = judge([served], tmp_path)
    assert len(served.asked) == 6
    assert lines == ["judge judge 0: 6 replies, 6 of them kept from before"]
    judge([served], tmp_path, out="other", max_tokens=99)
    assert len(served.asked) == 12


def test_equal_prompts_are_asked_once(served, tmp_path):
    served.answer = lambda request: (200, served.completion(GOOD))
    rows = [{**make_dialogues(1)[0], "id": f"d{number}"} for number in range(5)]
    found, _ = judging.judge(rows, ["same"] * 5, panel(served), tmp_path / "out", cache=tmp_path / "c", about={})
    assert found == [[GOOD]] * 5
    assert len(served.asked) == 1


def test_the_cache_is_for_its_owner_alone(served, tmp_path):
    served.answer = lambda request: (200, served.completion(GOOD))
    judging.judge(make_dialogues(1), ["a"], panel(served), tmp_path / "out", cache=tmp_path / "c", about={})
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "c").rglob("*.json")}
    assert ((tmp_path / "c").stat().st_mode & 0o777, modes) == (0o700, {0o600})


def test_torn_entry_of_the_cache_is_asked_again(served, tmp_path):
    served.answer = lambda request: (200, served.completion(GOOD))
    judge([served], tmp_path)
    entry = next((tmp_path / "cache").rglob("*.json"))
    entry.write_text(entry.read_text()[:9])
    judge([served], tmp_path)
    assert len(served.asked) == 7


def test_judge_that_is_down_is_given_up_and_reported(serve, tmp_path):
    good, down = serve(), serve()
    good.answer = lambda request: (200, good.completion(GOOD))
    down.answer = lambda request: (500, down.refusal("no"))
    found, lines, facts = judge([good, down], tmp_path, count=40, concurrency=2)
    assert found == [[GOOD, None]] * 40
    assert judging.GIVE_UP <= len(down.asked) <= judging.GIVE_UP + 1
    failed = facts["counts"]["judge 1"]["failed"]
    assert sum(failed.values()) == 40
    assert set(failed) == {"the endpoint answered 500", "not asked, because the endpoint answered 500"}
    assert f"40 failed (the endpoint answered 500), {40 - len(down.asked)} of them not asked" in lines[1]
    assert [line["reply"] for line in judgements(tmp_path / "out")[:2]] == [GOOD, None]


def test_refused_key_is_asked_for_no_more_than_once_a_thread(serve, tmp_path):
    good, shut = serve(), serve()
    good.answer = lambda request: (200, good.completion(GOOD))
    shut.answer = lambda request: (401, shut.refusal(f"wrong key {KEY}"))
    _, lines, _ = judge([good, shut], tmp_path, count=30, concurrency=3)
    assert len(shut.asked) <= 3
    assert "the endpoint answered 401" in lines[1]


def test_prompts_that_are_refused_do_not_bring_a_judge_down(served, tmp_path):
    def answer(request):
        odd = any(candidate(number) in request["messages"][0]["content"] for number in range(1, 30))
        return (400, served.refusal("the content filter says no")) if odd else (200, served.completion(GOOD))

    served.answer = answer
    found, _, facts = judge([served], tmp_path, count=31, concurrency=1, json_schema=False)
    assert found == [[GOOD], *[[None]] * 29, [GOOD]]
    assert facts["counts"]["judge 0"]["failed"] == {"the endpoint answered 400: it refuses the prompt or the model": 29}


def test_judge_that_refuses_every_prompt_is_given_up(serve, tmp_path):
    good, shut = serve(), serve()
    good.answer = lambda request: (200, good.completion(GOOD))
    shut.answer = lambda request: (400, shut.refusal("no such model"))
    _, lines, _ = judge([good, shut], tmp_path, count=80, concurrency=2, json_schema=False)
    assert judging.REFUSALS <= len(shut.asked) <= judging.REFUSALS + 1
    assert "80 failed (the endpoint answered 400" in lines[1]
    assert f"{80 - len(shut.asked)} of them not asked" in lines[1]


def test_judge_that_sits_twice_is_asked_twice_and_each_keeps_its_own_replies(served, tmp_path):
    replies = iter(range(100))
    served.answer = lambda request: (200, served.completion(str(next(replies))))
    twins = Panel(tuple(Judge(name, "m", served.url) for name in ("one", "other")))
    rows = make_dialogues(5)

    def ask():
        return judging.judge(rows, ["a"] * 5, twins, tmp_path / "out", cache=tmp_path / "c", about={})[0]

    first = ask()
    assert len({reply for row in first for reply in row}) == 10
    assert ask() == first
    assert len(served.asked) == 10


def test_parameters_stand_with_the_replies_that_they_were_asked_with(served, tmp_path):
    def answer(request):
        if "response_format" in request:
            return 400, served.refusal("response_format is not supported")
        return 200, served.completion(GOOD)

    served.answer = answer
    for _ in range(2):  # asked, then kept
        _, _, facts = judge([served], tmp_path, count=3)
        assert facts["counts"]["judge 0"]["parameters"] == {"max_tokens temperature": 3}


def test_half_a_character_does_not_stop_a_run(served, tmp_path):
    body = json.dumps(served.completion(GOOD)).replace("fits", "fits \\\\ud83d").encode()
    served.answer = lambda request: (200, body.replace(b"\\\\ud83d", b"\\ud83d"))
    found, _, _ = judge([served], tmp_path)
    assert "fits \ufffd" in found[0][0]


def test_candidate_with_half_a_character_is_judged(served, tmp_path):
    served.answer = lambda request: (200, served.completion(GOOD))
    about = {"cache": tmp_path / "c", "about": {}}
    found, _ = judging.judge(make_dialogues(1), ["cut \ud83d"], panel(served), tmp_path / "out", **about)
    assert found == [[GOOD]]
    assert "cut \ufffd" in served.asked[0]["messages"][0]["content"]


def test_failed_replies_are_asked_for_again_and_only_they(served, tmp_path):
    def answer(request):
        return (503, b"") if candidate(3) in request["messages"][0]["content"] else (200, served.completion(GOOD))

    served.answer = answer
    found, _, _ = judge([served], tmp_path)
    assert found[3] == [None]
    served.answer = lambda request: (200, served.completion(GOOD))
    before = len(served.asked)
    found, _, _ = judge([served], tmp_path)
    assert found == [[GOOD]] * 6
    assert len(served.asked) == before + 1


def test_no_judge_at_all_is_an_error_and_writes_nothing(served, tmp_path):
    served.answer = lambda request: (500, served.refusal(KEY))
    with pytest.raises(InputError, match="no judge replied: judge judge 0: 0 replies") as caught:
        judge([served], tmp_path)
    assert KEY not in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_slow_judge_is_tried_again(served, tmp_path):
    slow = set()

    def answer(request):
        text = request["messages"][0]["content"]
        if text not in slow:
            slow.add(text)
            time.sleep(0.6)
        return 200, served.completion(GOOD)

    served.answer = answer
    found, _, _ = judge([served], tmp_path, count=3, timeout=0.3, retries=2)
    assert found == [[GOOD]] * 3


def test_reply_that_was_cut_off_is_counted(served, tmp_path):
    served.answer = lambda request: (200, served.completion('{"naturalness": 4, "sty', finish="length"))
    _, lines, facts = judge([served], tmp_path)
    assert facts["counts"]["judge 0"]["cut_off"] == 6
    assert "6 cut off at max_tokens" in lines[0]


def test_replies_without_a_word_are_counted(served, tmp_path):
    served.answer = lambda request: (200, served.completion(None))
    _, lines, facts = judge([served], tmp_path)
    assert facts["counts"]["judge 0"]["empty"] == 6
    assert "6 empty" in lines[0]


def test_key_is_nowhere(served, tmp_path, capfd):
    def answer(request):
        if candidate(2) in request["messages"][0]["content"]:
            return 500, served.refusal(f"bad key {KEY}")
        return 200, served.completion(f"{GOOD} I was asked with {KEY}")

    served.answer = answer
    judge([served], tmp_path)
    assert served.keys == {f"Bearer {KEY}"}
    everything = "".join(path.read_text() for path in tmp_path.rglob("*") if path.is_file())
    assert f"{GOOD} I was asked with [key]".replace('"', '\\"') in everything
    assert KEY not in everything
    assert KEY not in "".join(capfd.readouterr())


def test_folder_of_other_judgements_is_refused(served, tmp_path):
    served.answer = lambda request: (200, served.completion(GOOD))
    judge([served], tmp_path)
    with pytest.raises(InputError, match="holds another run") as caught:
        judge([served], tmp_path, count=5, max_tokens=9)
    assert "other judges" in str(caught.value)
    assert len(str(caught.value)) < 600


@pytest.fixture
def study(tmp_path):
    """A built data set of interviews, and a run's predictions on it."""
    import pyarrow
    import pyarrow.parquet

    rows = make_dialogues(40)
    data = tmp_path / "study" / "data" / "interview"
    data.mkdir(parents=True)
    schema = features("interview").arrow_schema
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows, schema=schema), data / "test.parquet")
    _, about = read_split(str(tmp_path / "study"), "interview", None, "test")
    lines = [{"id": row["id"], "prediction": candidate(number)} for number, row in enumerate(rows)]
    write_jsonl(tmp_path / "run" / "predictions.jsonl", lines)
    write_json(tmp_path / "run" / "run.json", {"model": "tiny", "sample": None, "shots": 3, **about})
    return tmp_path


def command(study, **servers):
    judges = [
        {"name": name, "model": "m", "base_url": each.url, "key_env": "JUDGE_KEY", "concurrency": 2, "retries": 1}
        for name, each in servers.items()
    ]
    write_json(study / "judges.yaml", {"judges": judges})  # JSON is YAML
    words = ["judge", study / "run/predictions.jsonl", "--judges", study / "judges.yaml", "--out", study / "out",
             "--data", study / "study", "--cache", study / "cache"]  # fmt: skip
    return [sys.executable, "-m", "alignsurvey.cli", *map(str, words)]


REFUSED = "I would rather not say."
CUT = '{"naturalness": 4,'  # what it says counts, what it does not say is missing
FORMS = [
    GOOD,
    '{"naturalness": "4.5", "style_match": "3", "consistency": 5}',
    '```json\n{"对话自然度": "4分", "风格匹配度": {"评分": 3}, "访谈一致性": "5分"}\n```',
    f"Sure, here it is:\n{GOOD}\nAnything else?",
    REFUSED,
    CUT,
]


def form(request):
    number = int(re.search(r"candidate words (\d+)", request["messages"][0]["content"])[1])
    return FORMS[number % len(FORMS)]


def test_command_scores_what_the_judges_said(study, serve):
    mild, blunt, gone = serve(), serve(), serve()
    mild.answer = lambda request: (200, mild.completion(form(request)))
    blunt.answer = lambda request: (200, blunt.completion('{"naturalness": 1, "style_match": 1, "consistency": 1}'))
    gone.close()
    before = (study / "run/predictions.jsonl").read_bytes()
    done = subprocess.run(
        command(study, mild=mild, blunt=blunt, gone=gone), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "judge gone: 0 replies" in done.stdout
    assert "the endpoint cannot be reached" in done.stdout
    assert "judge mild: 12 of 40 dialogues without all three scores of it" in done.stdout
    results = json.loads((study / "out/results.json").read_text())
    read = [FORMS[number % len(FORMS)] for number in range(40)]
    scored = [text for text in read if text not in (REFUSED, CUT)]
    natural = [4.5 if "4.5" in text else 4 for text in read if text != REFUSED]
    assert results["by_judge"]["mild"]["naturalness"] == pytest.approx(sum(natural) / len(natural))
    assert results["style_match"] == (3 + 1) / 2
    assert results["by_judge"]["gone"] == {**dict.fromkeys(DIMENSIONS), "missing": 40}
    assert results["missing"]["style_match"] == 40 + 40 - len(scored)
    assert results["intervals"]["style_match"] == [2, 2]
    assert results["n"] == 40
    assert results["respondents"] == 10
    assert results["agreement"]["consistency"] < 0.1
    assert (results["run"]["model"], results["run"]["shots"]) == ("tiny", 3)
    assert results["judges"] == dict.fromkeys(("mild", "blunt", "gone"), "m")
    assert (study / "run/predictions.jsonl").read_bytes() == before
    assert KEY not in done.stdout + done.stderr


def test_killed_command_goes_on_and_pays_for_nothing_twice(study, served):
    def answer(request):
        time.sleep(0.05)
        return 200, served.completion(GOOD)

    served.answer = answer
    words = command(study, slow=served)
    started = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    cache = study / "cache"
    while len(list(cache.rglob("*.json"))) < 10:
        assert started.poll() is None
        time.sleep(0.01)
    os.kill(started.pid, signal.SIGKILL)
    started.wait()
    kept = len(list(cache.glob("*/*.json")))
    assert not (study / "out").exists()
    time.sleep(0.2)
    asked = len(served.asked)
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert f"judge slow: 40 replies, {kept} of them kept from before" in done.stdout
    assert len(served.asked) == asked + 40 - kept
    assert asked - kept <= 2  # the calls that were on their way
    assert json.loads((study / "out/results.json").read_text())["naturalness"] == 4


def test_two_commands_at_once_pay_once(study, served):
    def answer(request):
        time.sleep(0.05)
        return 200, served.completion(GOOD)

    served.answer = answer
    words = command(study, slow=served)
    others = [word if word != str(study / "out") else str(study / "out2") for word in words]
    started = [subprocess.Popen(each, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for each in (words, others)]
    assert [each.wait(120) for each in started] == [0, 0]
    assert len(served.asked) == 40


def test_interrupted_command_ends_at_once(study, served):
    begun = threading.Event()

    def answer(request):
        begun.set()
        time.sleep(20)
        return 200, served.completion(GOOD)

    served.answer = answer
    started = subprocess.Popen(command(study, slow=served), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert begun.wait(60)
    os.kill(started.pid, signal.SIGINT)
    assert started.wait(10) != 0
    assert not (study / "out").exists()


def test_command_refuses_data_that_were_not_predicted(study, served):
    about = json.loads((study / "run/run.json").read_text())
    write_json(study / "run/run.json", {**about, "data_commit": "sha256:other"})
    done = subprocess.run(command(study, only=served), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 2
    assert "the run is of data at sha256:other" in done.stderr
    assert served.asked == []


def test_command_refuses_another_task(study, served):
    about = json.loads((study / "run/run.json").read_text())
    (study / "study/data/interview").rename(study / "study/data/qualitative")
    write_json(study / "run/run.json", {**about, "config": "qualitative"})
    done = subprocess.run(command(study, only=served), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 2
    assert "judges are for config interview" in done.stderr
