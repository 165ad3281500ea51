"""Writes made-up interview transcripts for the foundation corpus: a study of its own, with its own people and words.

`alignsurvey generate foundation --out DIR` writes to DIR/interviews/ transcripts/<id>.json, .csv or .txt in turn,
contacts.json with the contact sheets, and planted.json with the spans of all personal data in the talk.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from alignsurvey.corpus.synthetic.people import Cast, faker
from alignsurvey.corpus.synthetic.talk import Dialogue, Phrase, draw, draw_noted, pick, planted_entries, with_opener
from alignsurvey.files.atomic import replacing
from alignsurvey.files.errors import InputError
from alignsurvey.files.json import write_json
from alignsurvey.files.yaml import load

HERE = Path(__file__).parent
LANGUAGES = ("zh", "en")


def generate(out: Path, interviews: int, seed: int, noted_share: float = 1.0) -> None:
    """Write `interviews` transcripts to `out`/interviews. `noted_share` of the third parties are on the contact sheet.

    Raises InputError for a number that makes no sense.
    """
    if interviews < 1 or not 0 <= noted_share <= 1:
        raise InputError("--interviews must be at least 1, and --contact-sheet-share between 0 and 1")
    banks = {language: load(HERE / f"phrases.{language}.yaml") for language in LANGUAGES}
    contacts: dict[str, Any] = {}
    spans: list[dict[str, Any]] = []
    with replacing(out / "interviews") as folder:
        (folder / "transcripts").mkdir(parents=True)
        for number in tqdm(range(interviews), desc="transcripts", unit=" interviews"):
            language = LANGUAGES[number % len(LANGUAGES)]
            name = f"T{number + 1:04}"
            dialogue, contact = _talk(name, language, banks[language], seed)
            phrases = [said for _, _, said in dialogue.turns]
            named = draw_noted(phrases, draw("foundation-noted", seed, name), noted_share)
            contacts[name] = {"country": banks[language]["country"], **contact, "named": named}
            spans += planted_entries(name, "turn", phrases)
            suffix, write = FORMS[number // len(LANGUAGES) % len(FORMS)]
            text = write(name, language, [(who, said.text) for _, who, said in dialogue.turns])
            (folder / "transcripts" / f"{name}{suffix}").write_text(text, encoding="utf-8")
        write_json(folder / "contacts.json", contacts)
        write_json(folder / "planted.json", spans)


def _talk(name: str, language: str, bank: Mapping[str, Any], seed: int) -> tuple[Dialogue, dict[str, Any]]:
    """One interview: topics in an order of its own, each with follow-ups, and a few practical matters at the end."""
    rng = draw("foundation", seed, name)
    cast = Cast(language, bank, rng, faker(language, rng))
    gender = rng.choice(list(bank["titles"]))
    contact = cast.contact(gender, pick(rng, ("spouse", "child", "parent"), rng.randint(0, 3)))
    talk = Dialogue(rng, language)

    def said(templates: Sequence[str]) -> Phrase:
        figures = {"years": rng.randint(3, 30), "weeks": rng.randint(2, 12), "number": rng.randint(20, 90)}
        numbers = {name: str(value) for name, value in figures.items()}
        return talk.phrase(templates, {**cast.slots(contact, gender), **numbers})

    def answer(statement: Phrase) -> None:
        parts = [with_opener(rng.choice(bank["openers"]), statement)]
        if rng.random() < 0.5:
            parts.append(said(bank["asides"]))
        talk.say("", bank["speakers"]["respondent"], *parts)

    for topic in pick(rng, bank["topics"], rng.randint(3, 5)):
        talk.say("", bank["speakers"]["interviewer"], Phrase(rng.choice(topic["ask"])))
        answer(said(topic["say"]))
        for probe in pick(rng, bank["probes"], rng.randint(0, 2)):
            talk.say("", bank["speakers"]["interviewer"], Phrase(rng.choice(bank["acknowledge"])), Phrase(probe))
            answer(said(topic["say"]))
    for exchange in pick(rng, bank["closing"], rng.randint(0, 2)):
        talk.say("", bank["speakers"]["interviewer"], Phrase(exchange["ask"]))
        talk.say("", bank["speakers"]["respondent"], said(exchange["answer"]))
    return talk, contact


def _json(name: str, language: str, turns: Sequence[tuple[str, str]]) -> str:
    value = {
        "interview_id": name,
        "language": language,
        "turns": [{"speaker": who, "text": text} for who, text in turns],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _csv(name: str, language: str, turns: Sequence[tuple[str, str]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["interview_id", "language", "speaker", "text"])
    writer.writerows([name, language, who, text] for who, text in turns)
    return stream.getvalue()


def _txt(name: str, language: str, turns: Sequence[tuple[str, str]]) -> str:
    head = [f"# interview_id: {name}", f"# language: {language}", ""]
    return "\n".join([*head, *(f"{who}: {text}" for who, text in turns)]) + "\n"


FORMS: tuple[tuple[str, Callable[[str, str, Sequence[tuple[str, str]]], str]], ...] = (
    (".json", _json),
    (".csv", _csv),
    (".txt", _txt),
)
