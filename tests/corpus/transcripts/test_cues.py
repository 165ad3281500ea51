from alignsurvey.corpus.transcripts.cues import turns_of

VTT = """WEBVTT
Kind: captions

NOTE made by a tool
over two lines

STYLE
::cue { color: red }

first
00:00:01.000 --> 00:00:03.000 align:start
<v.loud John Smith>Hello <i>there</i> &amp; all</v>

00:00:03.000 --> 00:00:04.000
<v Mary Quill>Hi</v>
<v John Smith>Good to <00:03.500>see you</v>

00:00:05.000 --> 00:00:06.000
<v John Smith>today.</v>
"""
SRT = """1\r
00:00:01,000 --> 00:00:02,000\r
- INTERVIEWER: Where do {\\an8}you\r
\r
2\r
00:00:02,000 --> 00:00:03,000\r
<b>live</b>?\r
- ANN: In town.\r
\r
3\r
00:00:03,000 --> 00:00:04,000\r
ANN: By the sea.\r
"""


def pairs(text):
    return [(turn["speaker"], turn["text"]) for turn in turns_of(text, "a.vtt")]


def test_voices_of_one_cue_are_apart_and_one_voice_over_cues_is_one_turn():
    assert pairs(VTT) == [
        ("John Smith", "Hello there & all"),
        ("Mary Quill", "Hi"),
        ("John Smith", "Good to see you today."),
    ]


def test_labels_of_a_subrip_file_hold_until_the_next_one():
    assert pairs(SRT) == [("INTERVIEWER", "Where do you live?"), ("ANN", "In town. By the sea.")]


def test_captions_of_meeting_tools_carry_the_name_before_the_text():
    text = (
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n王芳: 大家好\n\n2\n00:00:02.000 --> 00:00:03.000\n王芳: 我们开始\n"
    )
    assert pairs(text) == [("王芳", "大家好我们开始")]
