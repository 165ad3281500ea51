"""Transcripts in their formats, windows of turns, and what a contact sheet tells must go."""

import json
import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alignsurvey.corpus.transcripts import Shape, endings, known_values, read_transcripts, windows
from alignsurvey.files.errors import InputError

TURNS = [{"speaker": "访谈员", "text": "你好。"}, {"speaker": "受访人", "text": "你好，今天真冷。"}]


def word(path, lines=(), rows=()):
    docx = pytest.importorskip("docx")
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    document.save(str(path))
    return path


def _write(folder, suffix):
    path = folder / f"t1{suffix}"
    said = [(turn["speaker"], turn["text"]) for turn in TURNS]
    if suffix == ".docx":
        return word(path, [f"{who}：{text}" for who, text in said])
    texts = {
        ".json": json.dumps({"interview_id": "t1", "turns": TURNS}, ensure_ascii=False),
        ".jsonl": "".join(json.dumps({"interview_id": "t1", **turn}, ensure_ascii=False) + "\n" for turn in TURNS),
        ".csv": "interview_id,speaker,text\r\n" + "".join(f"t1,{who},{text}\r\n" for who, text in said),
        ".txt": "# interview_id: t1\r\n\r\n访谈员：你好。\r\n受访人：你好，\r\n今天真冷。\r\n",
        ".srt": "1\n00:00:01,000 --> 00:00:02,000\n访谈员：你好。\n\n2\n00:00:02,000 --> 00:00:03,000\n受访人：你好，\n"
        "\n3\n00:00:03,000 --> 00:00:04,000\n今天真冷。\n",
        ".vtt": "WEBVTT - x\n\n00:01.000 --> 00:02.000\n<v 访谈员>你好。</v>\n\n00:02.000 --> 00:03.000\n"
        "<v 受访人>你好，今天<i>真冷</i>。\n",
    }
    path.write_bytes(b"\xef\xbb\xbf" + texts[suffix].encode())
    return path


def test_the_formats_are_those_of_the_issue():
    assert set(endings()) >= {".json", ".jsonl", ".csv", ".docx", ".srt", ".vtt", ".txt"}


@pytest.mark.parametrize("suffix", endings())
def test_every_format_gives_the_same_turns_roles_id_and_language(tmp_path, suffix):
    path = _write(tmp_path, suffix)
    if suffix == ".jsonl":
        path.write_bytes(path.read_bytes()[3:])
    (transcript,) = read_transcripts(path)
    assert (transcript.id, transcript.language) == ("t1", "zh-Hans")
    assert transcript.who == ("interviewer", "interviewee")
    assert [turn["text"] for turn in transcript.turns] == [turn["text"] for turn in TURNS]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.json", '{"turns": [', "not complete JSON"),
        ("a.json", '{"turns": [{"speaker": "A"}]}', "a.json turn 0: expected speaker and text"),
        ("a.json", '"x"', "a.json: expected turns or interviews"),
        ("a.json", "[1]", "a.json entry 0: expected an object"),
        ("a.json", "[]", "a.json: no speaker turns"),
        ("a.jsonl", '{"speaker": ["A"], "text": ["x", "y"]}', "a.jsonl line 1: 1 speakers but 2 texts"),
        ("a.jsonl", '{"speaker": "A", "text": "x"}\n{"spe', "a.jsonl line 2: not a complete JSON object"),
        ("a.csv", "who,what\nA,hello\n", "a.csv row 2: expected speaker and text, or turns"),
        ("a.csv", "speaker,text\nA,hello, you\n", "a.csv row 2: more cells than columns"),
        ("a.csv", 'speaker,text\nA,"hello\n', "a.csv: no complete table"),
        ("a.csv", "speaker,text\n", "a.csv: no speaker turns"),
        ("a.txt", "no speaker here\n", "a.txt line 1: text before the first speaker"),
        ("a.txt", "", "no speaker turns"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nHello\n", "a.srt line 3: a cue that names no speaker"),
        ("a.vtt", "WEBVTT\n\nHello\n", "a.vtt line 3: a cue without a line of times"),
        ("a.docx", "PK", r"a.docx: no Word document \(\w+\); open it and save it as .docx"),
        ("a.pdf", "x", "no reader for .pdf"),
    ],
)
def test_a_bad_transcript_is_named_with_its_place(tmp_path, name, text, message):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        list(read_transcripts(tmp_path / name))


def test_a_transcript_that_is_not_utf8_is_named(tmp_path):
    (tmp_path / "a.txt").write_bytes("访谈员：你好".encode("gb18030"))
    with pytest.raises(InputError, match=r"a\.txt: not UTF-8"):
        list(read_transcripts(tmp_path / "a.txt"))


def test_a_table_of_word_has_a_speaker_a_time_and_what_is_said(tmp_path):
    rows = [("Interviewer", "00:01", "Where do you live?"), ("P1", "00:04", "In a small town\nby the sea.")]
    (transcript,) = read_transcripts(word(tmp_path / "a.docx", ["# language: en"], rows))
    assert [turn["text"] for turn in transcript.turns] == ["Where do you live?", "In a small town by the sea."]
    assert transcript.who == ("interviewer", "interviewee")


def test_tracked_changes_of_word_are_refused(tmp_path):
    docx = pytest.importorskip("docx")
    document = docx.Document()
    paragraph = document.add_paragraph("Q: Where?")
    paragraph._p.append(paragraph._p.makeelement(docx.oxml.ns.qn("w:ins"), {}))
    document.save(str(tmp_path / "a.docx"))
    with pytest.raises(InputError, match=r"a\.docx: holds tracked changes; accept or reject them"):
        list(read_transcripts(tmp_path / "a.docx"))


def test_rows_of_turns_belong_to_the_interview_that_they_name(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "interview_id;speaker;text\nx;Q;One?\ny;Q;Two?\nx;A;Yes.\ny;A;No; not I.\n".replace("No; not I", "No")
    )
    first, second = read_transcripts(path)
    assert (first.id, [turn["text"] for turn in first.turns]) == ("x", ["One?", "Yes."])
    assert (second.id, [turn["text"] for turn in second.turns]) == ("y", ["Two?", "No."])


def test_a_row_may_hold_an_interview_of_many_lines(tmp_path):
    path = tmp_path / "a.csv"
    text = "Assistant: Hello.\n\nReady?\n\nUser: Yes.\nFirst Steps: I read.\n\nAI: And then?\n\nUser: I slept.\n"
    path.write_text(f'transcript_id,text\n7,"{text}"\n8,"{text}"\n', encoding="utf-8")
    first, second = read_transcripts(path)
    assert (first.id, second.id) == ("7", "8")
    assert [turn["text"] for turn in first.turns] == [
        "Hello. Ready?", "Yes. First Steps: I read.", "And then?", "I slept."
    ]  # fmt: skip
    assert first.who == ("interviewer", "interviewee", "interviewer", "interviewee")


def test_two_lists_and_names_of_the_files_own(tmp_path):
    path = tmp_path / "a.jsonl"
    row = {"nr": 3, "av": 9, "who": [1, 2], "context": [["早上好。", "今天谈什么？"], ["谈房价。"]]}
    path.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    (transcript,) = read_transcripts(path, Shape({"id": "nr", "group": "av", "speaker": "who", "text": "context"}))
    assert (transcript.id, transcript.group) == ("3", "9")
    assert [turn["text"] for turn in transcript.turns] == ["早上好。今天谈什么？", "谈房价。"]


def test_windows_hold_the_utterances_before_and_at_most_five():
    turns = [{"speaker": "A", "text": str(place)} for place in range(8)]
    found = [([turn["text"] for turn in history], turn["text"]) for history, turn in windows(turns)]
    assert found[0] == (["0"], "1")
    assert found[-1] == (["2", "3", "4", "5", "6"], "7")
    assert len(found) == 7


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


def test_a_transcript_does_not_show_its_contacts_or_its_talk_when_printed(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"header": {"name": "Canary Featherstone"}, "turns": TURNS}), encoding="utf-8")
    (transcript,) = read_transcripts(path)
    assert transcript.known
    assert "Canary" not in repr(transcript)
    assert "你好" not in repr(transcript)


def test_names_of_speakers_are_known_to_the_anonymiser(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Interviewer: Where do you live?\nMary Quill: By the sea.\nMary Quill: Alone.\n", encoding="utf-8")
    (transcript,) = read_transcripts(path)
    assert transcript.known == (("PERSON", "Mary Quill"),)
    assert transcript.who == ("interviewer", "interviewee", "interviewee")


LINES = st.lists(
    st.sampled_from(
        ["Q: Why?", "A: So.", "", "WEBVTT", "1", "00:00:01.000 --> 00:00:02.000", "<v Ann>Hi", "speaker,text", 'Ann,"x',
         '{"turns": [{"speaker": "A", "text": "x"}]}', "[1, 2]", "{", "张三：你好", "# language: zh", "NOTE", "a,b,c"]
    ) | st.text(max_size=20)
)  # fmt: skip


@pytest.mark.parametrize("suffix", [".txt", ".srt", ".vtt", ".csv", ".json", ".jsonl"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
def test_any_file_gives_turns_or_one_line_that_names_it(tmp_path, suffix, lines):
    path = tmp_path / f"fuzz{suffix}"
    path.write_bytes("\n".join(lines).encode("utf-8", "replace"))
    found, message = [], "fuzz"
    try:
        found = list(read_transcripts(path))
    except InputError as error:
        message = str(error)
    assert "fuzz" in message
    assert "\n" not in message
    assert all(turn["text"] and turn["speaker"] for one in found for turn in one.turns)
    assert all(len(one.who) == len(one.turns) for one in found)


@pytest.mark.parametrize(
    "header", [{"household": "Ann"}, {"household": [{"x": 1}]}, {"named": [["Ann"]]}, {"header": 5}]
)
def test_a_header_of_another_shape_is_refused_without_its_values(tmp_path, header):
    path = tmp_path / "one.json"
    path.write_text(json.dumps({"interview_id": "one", **header, "turns": TURNS}), encoding="utf-8")
    with pytest.raises(InputError, match=r"one.json.*a header or contact sheet has another shape") as error:
        list(read_transcripts(path))
    assert "Ann" not in str(error.value)


def _bomb(path):
    """A Word document of a few kilobytes that holds 80 MB of XML."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (80 << 20))
    return path


def test_a_document_that_is_huge_when_unpacked_is_refused_within_a_second(tmp_path):
    path = _bomb(tmp_path / "a.docx")
    start = time.perf_counter()
    with pytest.raises(InputError, match=r"a\.docx: larger than 64 MB when unpacked"):
        list(read_transcripts(path))
    assert time.perf_counter() - start < 1


def test_a_table_of_too_many_columns_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(",".join(f"c{number}" for number in range(1001)) + "\n" + "," * 1000 + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.csv: more than 1,000 columns"):
        list(read_transcripts(path))
