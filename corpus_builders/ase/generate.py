"""Writes made-up raw material as an ASE-like study keeps it: interviews, annotations, questionnaires.

`alignsurvey generate ase --out DIR` writes to DIR/ase/ interviews/<id>.json, questionnaires_<language>.csv and
planted.json, the spans of all personal data in the texts. Everything follows from the seed; one person's material does
not depend on how many there are. The weights below are invented: they give a structure that can be learnt, no more.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from alignsurvey.corpus import read_codebook
from alignsurvey.corpus.codebook.codebook import Attribute, Layout
from alignsurvey.corpus.synthetic.people import Cast, faker
from alignsurvey.corpus.synthetic.talk import (
    Dialogue,
    Personal,
    Phrase,
    draw,
    draw_noted,
    fill,
    join_phrases,
    pick,
    planted_entries,
    with_opener,
)
from alignsurvey.files.atomic import replacing
from alignsurvey.files.errors import InputError
from alignsurvey.files.json import write_json
from alignsurvey.files.yaml import load

HERE = Path(__file__).parent
LANGUAGES = ("en", "zh")
STANCES = ("negative", "neutral", "positive")
ANNOTATORS = ("A1", "A2", "A3", "A4", "A5", "A6")

# How traits between -1 and 1 move the view on a theme, and an answer to an item; a constant comes first.
VIEWS: dict[str, tuple[float, Mapping[str, float]]] = {
    "q5": (0.0, {"urban": 0.7, "age": 0.6, "stress": -0.7, "female": 0.2}),
    "q6": (0.25, {"education": 0.9, "income": 0.8, "stress": -0.3, "urban": 0.2}),
    "q7": (0.15, {"income": 0.8, "age": -0.5, "stress": -0.9}),
    "q8": (0.2, {"income": -0.9, "urban": -0.4, "education": 0.5, "female": 0.4}),
}
ITEMS = {
    "health": "q5", "schools": "q5", "offices": "q5", "effort": "q6", "children": "q6", "hope": "q7",
    "income_ahead": "q7", "gap": "q8", "tax": "q8", "life": "q7",
}  # fmt: skip
REVERSED = {"tax"}  # who wants redistribution finds these taxes too low
ANSWERED = 0.98


@dataclass(frozen=True)
class Person:
    """`profile` maps a variable to its code (age in years); `members` and `spending` are indices of the lists."""

    key: str
    language: str
    profile: Mapping[str, int]
    members: tuple[int, ...]
    spending: tuple[int, ...]


def generate(out: Path, interviews: int, questionnaires: int, seed: int, noted_share: float = 1.0) -> None:
    """Write `interviews`, and `questionnaires` of as many respondents, to `out`/ase.

    `noted_share` of the third parties named in an interview are on its contact sheet, as field staff note them for the
    anonymisation; with 0 the recognisers alone must find them. Raises InputError for a number that makes no sense.
    """
    if min(interviews, questionnaires) < 0 or interviews + questionnaires == 0:
        raise InputError("--interviews and --questionnaires must be numbers of at least 0, and not both 0")
    if not 0 <= noted_share <= 1:
        raise InputError("--contact-sheet-share must be between 0 and 1")
    studies = {language: _study(language) for language in LANGUAGES}
    with replacing(out / "ase") as folder:
        (folder / "interviews").mkdir(parents=True)
        spans: list[dict[str, Any]] = []
        for number in tqdm(range(interviews), desc="interviews", unit=" interviews"):
            made = person(number, seed)
            interview, found = Talk(made, studies[made.language], seed).interview(number, noted_share)
            write_json(folder / "interviews" / f"{interview['interview_id']}.json", interview)
            spans += found
        for language in LANGUAGES:
            _questionnaires(folder, studies[language], questionnaires, seed)
        write_json(folder / "planted.json", spans)


@dataclass(frozen=True)
class Study:
    """What one language needs: phrases, the layout of its questionnaire, and the lists of interviews.yaml."""

    language: str
    bank: Mapping[str, Any]
    layout: Layout
    lists: Mapping[str, Any]

    def attribute(self, variable: str) -> Attribute:
        return next(attribute for attribute in self.layout.profile if attribute.variable == variable)

    def words(self, variable: str, code: int) -> str:
        """The label of a code; for an age, its band."""
        attribute = self.attribute(variable)
        if attribute.bands:
            return next(words for words, low, high in attribute.bands if low <= code <= high)
        return attribute.codes[str(code)]


def _study(language: str) -> Study:
    waves = {wave.name: wave for wave in read_codebook(HERE / "codebook.yaml").waves}
    lists = load(HERE / "interviews.yaml")["lists"]
    return Study(language, load(HERE / f"phrases.{language}.yaml"), waves[language].layouts[0], lists)


def person(number: int, seed: int) -> Person:
    """The respondent of a number; English and Chinese take turns."""
    rng = draw("ase-person", seed, number)
    age, rural = round(rng.triangular(18, 84, 38)), rng.random() < 0.4
    education = _level(rng, 3.3 - 0.9 * rural - (age - 45) / 45, 5)
    occupation = _occupation(rng, age, rural, education)
    income = _level(rng, 1.1 + 0.5 * education - 0.4 * rural - 0.8 * (occupation in (7, 8)), 5)
    stress = _level(rng, 3.6 - 0.5 * income + 0.9 * (28 < age < 52), 5)
    size = rng.choices(range(1, 8), [2, 4, 5, 5, 2, 1, 1])[0]
    profile = {
        "gender": rng.randint(1, 2),
        "age": age,
        "residence": 1 + rural,
        "occupation": occupation,
        "education": education,
        "size": size,
        "home": 1 + (rng.random() > 0.25 + 0.1 * income + 0.2 * (age > 35)),
        "car": 1 + (rng.random() > 0.3 + 0.1 * income + 0.2 * rural),
        "income": income,
        "stress": stress,
    }
    return Person(
        f"P{number + 1:05}", LANGUAGES[number % 2], profile, _members(rng, size, age), _spending(rng, profile)
    )


def _level(rng: random.Random, centre: float, highest: int) -> int:
    return min(max(round(rng.gauss(centre, 0.9)), 1), highest)


def _occupation(rng: random.Random, age: int, rural: bool, education: int) -> int:
    if age < 24 and rng.random() < 0.6:
        return 7
    if age > 61 and rng.random() < 0.8:
        return 8
    weights = [3, 2, 2, 2 * (education > 3), 3 * (education < 4), 4 * rural, 0, 0, 1]
    return rng.choices(range(1, 10), weights)[0]


def _members(rng: random.Random, size: int, age: int) -> tuple[int, ...]:
    """Indices into the list `family` of those who share the household of `size` people."""
    if size == 1:
        return (6,)
    likely = [0, 1] if age > 28 else [2, 4]
    others = [index for index in range(6) if index not in likely and not (index == 3 and age > 55)]
    kinds = [*likely, *pick(rng, others, len(others))][: min(size - 1, 3)]
    return tuple(sorted(kinds))


def _spending(rng: random.Random, profile: Mapping[str, int]) -> tuple[int, ...]:
    weights = [3, 2 * (28 < profile["age"] < 55), profile["age"] / 25, 2.5 * (profile["home"] == 2) + 1]
    weights += [2 * (profile["car"] == 1), profile["income"] / 2, 1, 1.5 * (profile["stress"] > 3)]
    ranked = sorted(range(8), key=lambda index: -weights[index] * rng.random())
    return tuple(ranked[:3])


def traits(person: Person) -> dict[str, float]:
    """The profile as numbers between about -1 and 1."""
    profile = person.profile
    return {
        "urban": 3.0 - 2 * profile["residence"],
        "age": (profile["age"] - 45) / 30,
        "female": 2.0 * profile["gender"] - 3,
        **{name: (profile[name] - 3) / 2 for name in ("education", "income", "stress")},
    }


def view(person: Person, theme: str, rng: random.Random, noise: float = 0.4) -> float:
    """Where the person stands on a theme, from below -1 (negative) to above 1 (positive)."""
    constant, weights = VIEWS[theme]
    values = traits(person)
    return constant + sum(weight * values[name] for name, weight in weights.items()) + rng.gauss(0, noise)


def stance_of(value: float, threshold: float = 0.35) -> str:
    return STANCES[(value > -threshold) + (value > threshold)]


def contact(made: Person, study: Study, seed: int) -> dict[str, Any]:
    """The contact sheet of a person, the same for interview and questionnaire."""
    rng = draw("ase-contact", seed, made.key)
    cast = Cast(study.language, study.bank, rng, faker(study.language, rng))
    kin = [name for index, name in enumerate(("spouse", "child", "parent")) if index in made.members]
    return cast.contact(study.words("gender", made.profile["gender"]), kin)


class Talk(Dialogue):
    """One interview of the study."""

    def __init__(self, person: Person, study: Study, seed: int) -> None:
        rng = draw("ase-talk", seed, person.key)
        super().__init__(rng, study.language)
        self.person, self.study, self.seed, self.bank = person, study, seed, study.bank
        self.contact = contact(person, study, seed)  # before the cast, which shares the seeded Faker
        self.cast = Cast(study.language, study.bank, rng, faker(study.language, rng))
        self.gender = study.words("gender", person.profile["gender"])
        self.job = rng.choice(self.bank["jobs"][study.words("occupation", person.profile["occupation"])])

    def slots(self) -> dict[str, str | Personal | Phrase]:
        rng = self.rng
        spending = [list(self.bank["spending"].values())[index] for index in self.person.spending]
        return {
            **self.cast.slots(self.contact, self.gender),
            "job": self.job,
            "spending": _listed(spending, self.language),
            "minutes": str(rng.choice([5, 8, 10, 15, 20, 25, 40])),
            "weeks": str(rng.randint(2, 9)),
            "years": str(rng.randint(2, 12)),
            "hours": str(rng.randint(20, 60)),
            "hour": str(rng.randint(5, 7)),
            "number": str(rng.randint(12, 300)),
        }

    def one_of(self, templates: Sequence[str]) -> Phrase:
        return self.phrase(templates, self.slots())

    def clue(self) -> Phrase:
        """A sentence from which one attribute of the profile can be guessed."""
        variable = self.rng.choice(list(self.bank["clues"]))
        bank = self.bank["clues"][variable]
        if variable != "family":
            return self.one_of(bank[self.study.words(variable, self.person.profile[variable])])
        names = [self.study.lists["family"]["choices"][self.language][index] for index in self.person.members]
        known = [bank[name] for name in names if name in bank]
        if not known:
            return self.one_of(self.bank["clues"]["size"]["1"])
        chosen = self.rng.choice(known)
        return self.one_of(chosen[self.gender] if isinstance(chosen, dict) else chosen)

    def reply(self, question: str, statement: str) -> None:
        """The respondent's utterance around a statement: an opener, clues, asides, a closing remark."""
        rng = self.rng
        parts = [with_opener(rng.choice(self.bank["openers"]), self.one_of([statement]))]
        if rng.random() < 0.55:
            parts.append(self.clue())
        if rng.random() < 0.3:
            parts.append(self.one_of(self.bank["asides"]))
        closer = Phrase(rng.choice(self.bank["closers"]).strip())
        self.say(question, self.bank["speakers"]["respondent"], *parts, closer)

    def ask(self, question: str, *phrases: Phrase) -> None:
        self.say(question, self.bank["speakers"]["interviewer"], *phrases)

    def question(self, asked: Mapping[str, Any], first: bool) -> tuple[str | None, list[tuple[str, Mapping[str, str]]]]:
        """Ask one core question with its follow-ups; the stance taken and (stance, statement) in the order of talk."""
        rng, key, statements = self.rng, asked["key"], asked["say"]
        stance = stance_of(view(self.person, key, rng)) if key in VIEWS else None
        count = 1 + rng.choice([0, 1, 1, 2])
        own = [(stance or "any", said) for said in pick(rng, statements[stance or "any"], count)]
        if stance and len(own) > 1 and rng.random() < 0.3:
            hedge = rng.choice([other for other in STANCES if other != stance])
            own[-1] = (hedge, rng.choice(statements[hedge]))
        probes = pick(rng, self.bank["probes"], len(own))
        for place, (_, said) in enumerate(own):
            if place:
                self.ask(key, Phrase(rng.choice(self.bank["acknowledge"]).strip()), Phrase(probes[place]))
            else:
                greeting = [self.one_of(self.bank["greetings"])] if first else []
                self.ask(key, *greeting, Phrase(rng.choice(asked["ask"])))
            self.reply(key, said["say"].removeprefix("{job}").strip() if place else said["say"])
        return stance, own

    def closing(self, key: str) -> None:
        for exchange in pick(self.rng, self.bank["closing"], self.rng.randint(1, 3)):
            self.ask(key, Phrase(exchange["ask"]))
            self.say(key, self.bank["speakers"]["respondent"], self.one_of(exchange["answer"]))

    def interview(self, number: int, noted_share: float) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """The interview as kept, and the spans of its personal data."""
        questions, annotations = self.bank["questions"], []
        for place, asked in enumerate(questions):
            stance, said = self.question(asked, first=place == 0)
            if stance:
                annotations += [self.annotation(name, asked, stance, said) for name in ANNOTATORS]
        self.closing(questions[-1]["key"])
        name = f"{self.language}-{number + 1:04}"
        phrases = [said for _, _, said in self.turns]
        named = draw_noted(phrases, draw("ase-noted", self.seed, name), noted_share)
        kept = {
            "study": "ase-synthetic",
            "interview_id": name,
            "person": self.person.key,
            "language": self.language,
            "country": self.bank["country"],
            "header": {**self.contact, "named": named},
            "profile": self._profile(),
            "questions": [{"key": asked["key"], "theme": asked["theme"]} for asked in questions],
            "turns": [{"question": key, "speaker": who, "text": said.text} for key, who, said in self.turns],
            "annotations": [{**facts, "reasoning": reason.text} for facts, reason in annotations],
        }
        spans = planted_entries(name, "turn", phrases)
        return kept, spans + planted_entries(name, "annotation", [reason for _, reason in annotations])

    def _profile(self) -> dict[str, Any]:
        profile = self.person.profile
        words = {name: value if name == "age" else self.study.words(name, value) for name, value in profile.items()}
        chosen = {"family": self.person.members, "spending": self.person.spending}
        lists = {name: self.study.lists[name]["choices"][self.language] for name in chosen}
        return {**words, **{name: [lists[name][index] for index in indices] for name, indices in chosen.items()}}

    def annotation(
        self, annotator: str, asked: Mapping[str, Any], stance: str, said: Sequence[tuple[str, Mapping[str, str]]]
    ) -> tuple[dict[str, str], Phrase]:
        """How one annotator reads the answers: by what was said, a bias of their own, and chance."""
        rng = self.rng
        heard = sum(STANCES.index(taken) - 1 for taken, _ in said) / len(said)
        bias = draw("ase-annotator", self.seed, annotator).gauss(0, 0.15)
        reading = stance_of(heard + bias + rng.gauss(0, 0.3), 0.5)
        fitting = [words for taken, words in said if taken == reading] or [said[0][1]]
        evidence = rng.choice(fitting)
        words = self.bank["stance_words"][reading]
        extra = {"gist": evidence["gist"], "stance": words, "stance_cap": words.capitalize(), "theme": asked["theme"]}
        templates = self.bank["named_reasoning" if rng.random() < 0.06 else "reasoning"]
        parts = [fill(rng.choice(templates), {**self.slots(), **extra})]
        rest = [words for _, words in said if words is not evidence]
        if rest and rng.random() < 0.35:
            parts.append(fill(rng.choice(self.bank["both"]), {"gist": rng.choice(rest)["gist"]}))
        return {"annotator": annotator, "question": asked["key"], "stance": words}, join_phrases(parts, self.gap)


def _listed(words: Sequence[str], language: str) -> str:
    if language == "zh":
        return "、".join(words)
    return f"{', '.join(words[:-1])}, and {words[-1]}"


def _questionnaires(folder: Path, study: Study, count: int, seed: int) -> None:
    """Write the coded answers of those of the first `count` people who speak the language."""
    rows = []
    for number in range(count):
        made = person(number, seed)
        if made.language == study.language:
            rows.append(_row(made, study, seed))
    if rows:
        with (folder / f"questionnaires_{study.language}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def _row(made: Person, study: Study, seed: int) -> dict[str, Any]:
    rng, header = draw("ase-questionnaire", seed, made.key), contact(made, study, seed)
    answers = {item.question.id: _answer(made, item.question, rng) for item in study.layout.items}
    return {"person": made.key, "name": header["name"], "phone": header["phone"], **made.profile, **answers}


def _answer(made: Person, question: Any, rng: random.Random) -> int:
    """A code: the step of the scale that the view reaches, 8 for don't know, 99 for no answer."""
    if rng.random() > ANSWERED:
        return 99
    if -1.0 in question.positions and rng.random() < 0.05:
        return 8
    steps = sum(position >= 0 for position in question.positions)
    value = view(made, ITEMS[question.id], rng, 0.6) * (-1 if question.id in REVERSED else 1)
    step = round((value / 1.2 + 1) / 2 * (steps - 1))
    return 1 + min(max(step, 0), steps - 1)
