"""Transcripts in their formats, windows of turns, and what a contact sheet tells must go."""

import json

import pytest

from alignsurvey.corpus.transcripts import READERS, known_values, language_of, read_transcript, windows
from alignsurvey.schema import InputError

TURNS = [{"speaker": "访谈员", "text": "你好。"}, {"speaker": "受访人", "text": "你好，今天真冷。"}]


def _write(folder, suffix):
    texts = {
        ".json": json.dumps({"interview_id": "t1", "turns": TURNS}, ensure_ascii=False),
        ".csv": "interview_id,speaker,text\n" + "".join(f"t1,{turn['speaker']},{turn['text']}\n" for turn in TURNS),
        ".txt": "# interview_id: t1\n\n访谈员：你好。\n受访人：你好，\n今天真冷。\n",
    }
    path = folder / f"file{suffix}"
    path.write_text(texts[suffix], encoding="utf-8")
    return path


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_every_format_gives_the_same_turns_id_and_language(tmp_path, suffix):
    transcript = read_transcript(_write(tmp_path, suffix))
    assert (transcript.id, transcript.language) == ("t1", "zh")
    assert [turn["text"].replace(" ", "") for turn in transcript.turns] == [turn["text"] for turn in TURNS]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.json", '{"turns": [', "not complete JSON"),
        ("a.json", '{"turns": [{"speaker": "A"}]}', "a.json turn 0: expected speaker and text"),
        ("a.csv", "who,what\nA,hello\n", "a.csv row 2: expected speaker and text"),
        ("a.csv", "interview_id,speaker,text\n1,A,x\n2,B,y\n", "holds 2 interviews"),
        ("a.txt", "no speaker here\n", "a.txt line 1: text before the first speaker"),
        ("a.txt", "", "no speaker turns"),
        ("a.pdf", "x", "no reader for .pdf"),
    ],
)
def test_a_bad_transcript_is_named_with_its_place(tmp_path, name, text, message):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_transcript(tmp_path / name)


def test_a_transcript_that_is_not_utf8_is_named(tmp_path):
    (tmp_path / "a.txt").write_bytes("访谈员：你好".encode("gb18030"))
    with pytest.raises(InputError, match=r"a\.txt: not UTF-8"):
        read_transcript(tmp_path / "a.txt")


def test_windows_hold_the_utterances_before_and_at_most_five():
    turns = [{"speaker": "A", "text": str(place)} for place in range(8)]
    found = [([turn["text"] for turn in history], turn["text"]) for history, turn in windows(turns)]
    assert found[0] == (["0"], "1")
    assert found[-1] == (["2", "3", "4", "5", "6"], "7")
    assert len(found) == 7


@pytest.mark.parametrize(
    ("text", "language"), [("Good morning.", "en"), ("早上好。", "zh"), ("我在Zoom上开会。", "zh")]
)
def test_language_is_told_from_the_script(text, language):
    assert language_of([{"speaker": "A", "text": text}]) == language


def test_a_contact_sheet_names_everything_but_the_larger_parts_of_a_place():
    header = {
        "header": {
            "name": "王秀兰", "home_town": ["浙江省", "台州市", "临海市"], "phone": "13800001111",
            "household": [{"relation": "我女儿", "name": "李静"}], "named": ["老赵"],
        }
    }  # fmt: skip
    assert set(known_values(header)) == {
        ("PERSON", "王秀兰"), ("PERSON", "李静"), ("PERSON", "老赵"), ("PHONE", "13800001111"), ("LOCATION", "临海市"),
    }  # fmt: skip


def test_a_transcript_does_not_show_its_contacts_when_printed(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"header": {"name": "Canary Featherstone"}, "turns": TURNS}), encoding="utf-8")
    transcript = read_transcript(path)
    assert transcript.known
    assert "Canary" not in repr(transcript)
