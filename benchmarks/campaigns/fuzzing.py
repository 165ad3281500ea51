"""Whatever a file holds is read or refused in one line, soon; whatever a model writes is read or unread."""

import json
import random
import time
from functools import partial

from campaigns.faulty_hub import Found

from alignsurvey.corpus.codebook.codebook import read_codebook
from alignsurvey.corpus.rawfiles.readers import read_table
from alignsurvey.corpus.transcripts import Shape
from alignsurvey.corpus.transcripts.formats import csv, docx, jsonl, srt, txt, vtt
from alignsurvey.corpus.transcripts.formats import json as json_format
from alignsurvey.files.errors import InputError
from alignsurvey.hub import cards
from alignsurvey.predict.judges.panel import read_panel
from alignsurvey.runs.info import read_run_info
from alignsurvey.runs.predictions import read_predictions
from alignsurvey.runs.results import read_results
from alignsurvey.scoring.replies.answers import read_choice
from alignsurvey.scoring.replies.attribute_values import read_values
from alignsurvey.scoring.replies.distributions import read_distribution
from alignsurvey.scoring.replies.judge_scores import read_judge_scores
from alignsurvey.scoring.replies.stances import read_stance_reply

SOON = 5.0  # seconds of this processor for a file or a reply
CHOICES = ("too little", "about right", "too much")
TOKENS = (
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\\ud800", b"\n" * 50, b"{" * 300, b"[" * 300, b"}" * 300, b'"', b"'",
    b"9" * 5000, b"1e999", b"NaN", b"-Infinity", b"null", b"true", b": ", b"- ", b"&a ", b"*a", b"<think>", b"</think>",
    b"\xe2\x80\xae", b"\x1b[2J", b"\xef\xbb\xbf", b",", b";", b"\t", b"A. ", b"%", "不知道".encode(), b"--- \n", b"-->",
)  # fmt: skip
RUN = {
    "model": "m",
    "dataset": "a/b",
    "config": "survey_response",
    "split": "test",
    "sample": {"respondents": 3, "seed": 1},
}
RESULTS = {"config": "survey_response", "accuracy": 0.5, "n": 3, "intervals": {"accuracy": [0.1, 0.9]}}
TALK = {"language": "en", "turns": [{"speaker": "Interviewer", "text": "Hello"}, {"speaker": "Bob", "text": "Hi."}]}
CODEBOOK = """dataset: toy
country: US
language: en
key: id
profile:
  Sex: {variable: sex, codes: {male: 1, female: 2}}
questions:
  q: {text: "Roads?", scale: {too little: 1, about right: 2}, variable: q}
waves:
  toy-2020: {files: {a.csv: {}}}
"""
PANEL = "judges:\n- {name: a, model: m, base_url: 'http://127.0.0.1:1/v1'}\nreference: true\n"
CARD = "---\nlicense: mit\nconfigs:\n- config_name: a\n---\n\nText\n"
CAPTIONS = "1\n00:00:01,000 --> 00:00:02,000\nInterviewer: Hello\n\n2\n00:00:02,000 --> 00:00:03,000\nBob: Hi\n"


def _talk(module, path):
    return list(module.read(path, Shape()))


FILES = {
    "run.json": (json.dumps(RUN), read_run_info),
    "results.json": (json.dumps(RESULTS), read_results),
    "predictions.jsonl": ('{"id": "a", "prediction": "B. yes", "probabilities": [0.5, 0.5]}\n' * 2, read_predictions),
    "codebook.yaml": (CODEBOOK, read_codebook),
    "judges.yaml": (PANEL, read_panel),
    "README.md": (CARD, cards.read),
    "a.csv": ("id,sex,q\n1,1,2\n2,2,1\n", read_table),
    "talk.csv": ("speaker,text\nInterviewer,Hello\nBob,Hi\n", partial(_talk, csv)),
    "talk.txt": ("Interviewer: Hello\nBob: Hi\n", partial(_talk, txt)),
    "talk.srt": (CAPTIONS, partial(_talk, srt)),
    "talk.vtt": ("WEBVTT\n\n" + CAPTIONS.replace(",", "."), partial(_talk, vtt)),
    "talk.json": (json.dumps(TALK), partial(_talk, json_format)),
    "talk.jsonl": ("\n".join(map(json.dumps, TALK["turns"])), partial(_talk, jsonl)),
    "talk.docx": (None, partial(_talk, docx)),
}  # fmt: skip
_read_shares = partial(read_distribution, choices=CHOICES)
REPLIES = {
    "choice": ("B. about right", lambda text: read_choice(text, CHOICES)),
    "distribution": ('{"too little": 20, "about right": "30%", "too much": 50}', _read_shares),
    "shares": ("too little: 20%, about right: 30%, too much: 50%", _read_shares),
    "stance": ('{"stance": "positive", "reason": "they said so"}', read_stance_reply),
    "attribute": ('["yes", "no"]', lambda text: read_values(text, ("yes", "no"))),
    "judge": ('{"naturalness": 4, "style_match": "4.5", "consistency": 3}', read_judge_scores),
}  # fmt: skip


def of_readers(root, count, seed):
    """Half of them files, half of them replies."""
    found, draw = Found(f"read, or refused in one line; within {SOON:g} s"), random.Random(seed)
    folder = root / "fuzz"
    folder.mkdir()
    samples = {name: _sample(folder / name, text) for name, (text, _) in FILES.items()}
    for number in range(count):
        found.tried += 1
        if number % 2:
            name, (text, read) = draw.choice(sorted(REPLIES.items()))
            given = _mutated(text.encode(), draw).decode("utf-8", draw.choice(("replace", "surrogateescape")))
        else:
            name = draw.choice(sorted(FILES))
            read, given = FILES[name][1], folder / name
            given.write_bytes(_mutated(samples[name], draw))
        _try(found, name, read, given, number)
    return found


def _try(found, name, read, given, number):
    begun = time.process_time()
    told = ""
    try:
        read(given)
    except InputError as error:
        told = str(error)
        if number % 2:
            found.broken.append(f"{name} {number}: a reply was refused: {told[:80]}")
    except Exception as error:
        found.broken.append(f"{name} {number}: {type(error).__name__}: {str(error)[:80]!r}")
    if len(told.splitlines()) > 1:
        found.broken.append(f"{name} {number}: more than one line")
    if time.process_time() - begun > SOON:
        found.broken.append(f"{name} {number}: {time.process_time() - begun:.0f} s")


def _sample(path, text):
    if text is not None:
        return text.encode()
    from docx import Document

    document = Document()
    for line in ("Interviewer: Hello", "Bob: Hi"):
        document.add_paragraph(line)
    document.save(str(path))
    return path.read_bytes()


def _mutated(content, draw):
    for _ in range(draw.randint(1, 4)):
        place, length = draw.randrange(len(content) + 1), draw.randint(0, 40)
        change = draw.choice(("flip", "cut", "drop", "insert", "insert", "repeat", "repeat many"))
        if change == "flip" and content:
            place = min(place, len(content) - 1)
            content = content[:place] + bytes([content[place] ^ (1 << draw.randrange(8))]) + content[place + 1 :]
        elif change == "cut":
            content = content[:place]
        elif change == "drop":
            content = content[:place] + content[place + length :]
        elif change == "insert":
            content = content[:place] + draw.choice(TOKENS) + content[place:]
        else:
            times = draw.randint(2, 4) if change == "repeat" else draw.choice((100, 1000))
            content = content[:place] + content[place : place + length] * times + content[place:]
        content = content[:200_000]
    return content
