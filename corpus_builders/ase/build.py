"""ASE-shaped interviews and questionnaires to records: role, interview and stance from talk, answers from the forms.

Every text is anonymised before a record is made of it; the raw header goes no further than this file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tqdm import tqdm

from alignsurvey.corpus import Context, read_codebook
from alignsurvey.corpus.codebook.codebook import Layout
from alignsurvey.corpus.interviews import planted_values as planted
from alignsurvey.corpus.interviews.anonymisation import anonymise
from alignsurvey.corpus.survey.survey import Survey, read_waves, respondents
from alignsurvey.corpus.transcripts import RawMaterial, Transcript, Turn, known_values
from alignsurvey.files.errors import InputError
from alignsurvey.files.json import read_json
from alignsurvey.files.yaml import load
from alignsurvey.schema import STANCES, Record, profile_items

HERE = Path(__file__).parent
# The words with which annotators code a stance.
STANCE_CODES = {
    **{stance: stance for stance in STANCES},
    **{"消极": "negative", "中立": "neutral", "积极": "positive"},
}
KINDS = {
    **dict.fromkeys(("interview_id", "person", "language", "country"), str),
    **dict.fromkeys(("header", "profile"), dict),
    **dict.fromkeys(("questions", "turns", "annotations"), list),
}
PARTS = {
    "questions": ("key", "theme"),
    "turns": ("question", "speaker", "text"),
    "annotations": ("annotator", "question", "stance", "reasoning"),
}


class Interview(NamedTuple):
    """An interview whose texts are anonymised: `turns` and `annotations` carry no raw text any more."""

    raw: Mapping[str, Any]
    respondent_id: str
    turns: Sequence[Turn]
    annotations: Sequence[Mapping[str, str]]


class Rules(NamedTuple):
    """interviews.yaml and the layout of the questionnaire in each language, whose labels the interviews share."""

    settings: Mapping[str, Any]
    layouts: Mapping[str, Layout]


def records(raw: Path, context: Context) -> Iterator[tuple[str, Record]]:
    """(config, record) of social_role, interview, attitude_stance and survey_response. Raises InputError.

    Nothing is yielded before every interview is anonymised and no planted direct identifier is left.
    """
    rules = _rules()
    for interview in _interviews(raw, rules, context):
        profile = _profile(interview, rules)
        yield from (("social_role", record) for record in _social_roles(interview, rules))
        yield from (("interview", record) for record in _dialogues(interview, profile, rules))
        yield from (("attitude_stance", record) for record in _stances(interview, profile, rules))
    yield from (("survey_response", record) for record in _answers(raw, context))


def raw_material(raw: Path) -> RawMaterial:
    """The interviews, and the keys of their respondents. Raises InputError."""
    items = _read_all(raw, _rules())
    return RawMaterial(frozenset(str(item["person"]) for item in items), tuple(map(_transcript, items)))


def _rules() -> Rules:
    codebook = read_codebook(HERE / "codebook.yaml")
    return Rules(load(HERE / "interviews.yaml"), {wave.layouts[0].language: wave.layouts[0] for wave in codebook.waves})


def _read_all(raw: Path, rules: Rules) -> list[dict[str, Any]]:
    """The files of all interviews, each with an id of its own."""
    items = [_read(path, rules) for path in sorted((raw / "interviews").glob("*.json"))]
    if len({str(item["interview_id"]) for item in items}) < len(items):
        raise InputError(f"{raw.name}/interviews: two files have the same interview_id; give each its own")
    return items


def _interviews(raw: Path, rules: Rules, context: Context) -> list[Interview]:
    """Read all interviews, anonymise them, and check what was planted."""
    items = _read_all(raw, rules)
    transcripts = {str(item["interview_id"]): _transcript(item) for item in items}
    pairs = list(anonymise(list(transcripts.values()), context))
    published = dict(zip(transcripts, (turns for turns, _ in pairs), strict=True))
    spoken = {item["interview_id"]: len(item["turns"]) for item in items}
    _report(raw, spoken, transcripts, published, [report for _, report in pairs], context)
    return [_published(item, published[item["interview_id"]], context) for item in items]


def _read(path: Path, rules: Rules) -> dict[str, Any]:
    item = read_json(path)
    absent = [key for key in KINDS if not isinstance(item, dict) or key not in item]
    if absent:
        raise InputError(f"{path.name}: key {absent[0]!r} is needed")
    if item["language"] not in rules.layouts:
        raise InputError(f"{path.name}: language must be one of {', '.join(rules.layouts)}")
    _check_shape(item, path.name)
    _check_profile(item, path.name, rules)
    for number, note in enumerate(item["annotations"]):
        if note["stance"] not in STANCE_CODES:
            raise InputError(f"{path.name}: annotation {number}: no such stance; use {', '.join(STANCE_CODES)}")
    return item


def _check_shape(item: Mapping[str, Any], file: str) -> None:
    """Every part is of its kind and has its keys, and belongs to one of the core questions."""
    for name, kind in KINDS.items():
        if not isinstance(item[name], kind):
            raise InputError(
                f"{file}: {name} must be a {'list' if kind is list else 'mapping' if kind is dict else 'text'}"
            )
    for name, keys in PARTS.items():
        for number, part in enumerate(item[name]):
            absent = [key for key in keys if not isinstance(part, dict) or not isinstance(part.get(key), str)]
            if absent:
                raise InputError(f"{file}: {name} {number}: key {absent[0]!r} is needed, a text")
    asked = {question["key"] for question in item["questions"]}
    for name in ("turns", "annotations"):
        for number, part in enumerate(item[name]):
            if part["question"] not in asked:
                raise InputError(f"{file}: {name} {number}: its question is none of `questions`; add it there")


def _check_profile(item: Mapping[str, Any], file: str, rules: Rules) -> None:
    """Every attribute is there, with values that the codebook declares. The value itself is not repeated."""
    for name in rules.settings["attributes"]:
        if name not in item["profile"]:
            raise InputError(f"{file}: profile: attribute {name!r} is missing")
        values = _values(item, name, rules)
        if not values or not set(values) <= set(_choices(item["language"], name, rules)):
            raise InputError(f"{file}: profile: {name} has a value that the codebook does not declare; add it there")


def _transcript(item: Mapping[str, Any]) -> Transcript:
    """Turns, and after them the annotators' reasoning, so that a person has one pseudonym in both."""
    notes = [{"speaker": note["annotator"], "text": note["reasoning"]} for note in item["annotations"]]
    turns = [{"speaker": turn["speaker"], "text": turn["text"]} for turn in item["turns"]]
    return Transcript(item["interview_id"], item["language"], (*turns, *notes), known_values(item))


def _published(item: Mapping[str, Any], turns: Sequence[Turn], context: Context) -> Interview:
    spoken = len(item["turns"])
    said = [{**turn, "question": raw["question"]} for turn, raw in zip(turns, item["turns"], strict=False)]
    notes = [
        {
            "annotator": raw["annotator"],
            "question": raw["question"],
            "stance": STANCE_CODES[raw["stance"]],
            "reasoning": note["text"],
        }
        for note, raw in zip(turns[spoken:], item["annotations"], strict=True)
    ]
    return Interview(item, context.respondent_id(item["person"]), said, notes)


def _report(
    raw: Path,
    spoken: Mapping[str, int],
    transcripts: Mapping[str, Transcript],
    published: Mapping[str, Sequence[Turn]],
    reports: Sequence[Mapping[str, Any]],
    context: Context,
) -> None:
    """Figures for privacy.json: what was replaced, and recall on what was planted, where that is known."""
    replaced: Counter[str] = Counter()
    for report in reports:
        replaced.update(report["replaced"])
    context.report("interviews", len(transcripts))
    context.report("replaced", dict(sorted(replaced.items())))
    if not (raw / "planted.json").is_file():
        return
    recall = planted.measure_recall(
        planted.read_planted(raw / "planted.json", transcripts, spoken), transcripts, published
    )
    context.report("recall", recall)
    tqdm.write(f"recall on planted personal data\n{planted.recall_table(recall)}")


def _choices(language: str, name: str, rules: Rules) -> list[str]:
    """Values of an attribute in a language, in the order of the codebook."""
    if name in rules.settings["lists"]:
        return list(rules.settings["lists"][name]["choices"][language])
    attribute = next(item for item in rules.layouts[language].profile if item.variable == name)
    return [words for words, _, _ in attribute.bands] or list(attribute.codes.values())


def _values(item: Mapping[str, Any], name: str, rules: Rules) -> list[str]:
    """The respondent's value or values: a number in its band, a label as kept."""
    value = item["profile"][name]
    if name in rules.settings["lists"]:
        return list(value) if isinstance(value, list) else []
    attribute = next(one for one in rules.layouts[item["language"]].profile if one.variable == name)
    if attribute.bands:
        inside = isinstance(value, int | float)
        return [words for words, low, high in attribute.bands if inside and low <= value <= high]
    return [str(value)]


def _name(language: str, name: str, rules: Rules) -> str:
    if name in rules.settings["lists"]:
        return rules.settings["lists"][name]["name"][language]
    return next(one.name for one in rules.layouts[language].profile if one.variable == name)


def _profile(interview: Interview, rules: Rules) -> list[dict[str, str]]:
    """The profile as published: ages and incomes in bands, the home town as state or prefecture."""
    raw, language = interview.raw, interview.raw["language"]
    comma, gap = ("、", "") if language == "zh" else (", ", " ")
    pairs = [
        (_name(language, name, rules), comma.join(_values(raw, name, rules))) for name in rules.settings["attributes"]
    ]
    region = gap.join(raw["header"].get("home_town", [])[:-1])
    return profile_items([*pairs, *([(rules.settings["region"][language], region)] if region else [])])


def _shared(interview: Interview, name: str, rules: Rules) -> Record:
    source = rules.settings["source"]
    return {
        "id": f"{source}/{interview.respondent_id}/{name}",
        "respondent_id": interview.respondent_id,
        "source": source,
        "country": interview.raw["country"],
        "language": interview.raw["language"],
    }


def _themes(interview: Interview) -> dict[str, str]:
    return {question["key"]: question["theme"] for question in interview.raw["questions"]}


def _spoken(turn: Turn) -> Turn:
    return {"speaker": turn["speaker"], "text": turn["text"]}


def _social_roles(interview: Interview, rules: Rules) -> Iterator[Record]:
    """Task 1: every attribute asked of every segment; a segment is the talk about one core question."""
    language, themes = interview.raw["language"], _themes(interview)
    for segment in rules.settings["segments"]:
        turns = [_spoken(turn) for turn in interview.turns if turn["question"] == segment]
        for name, group in rules.settings["attributes"].items() if turns else ():
            yield {
                **_shared(interview, f"{segment}/{name}", rules),
                "theme": themes[segment],
                "segment": turns,
                "attribute": _name(language, name, rules),
                "attribute_group": group,
                "choices": _choices(language, name, rules),
                "answer": _values(interview.raw, name, rules),
            }


def _dialogues(interview: Interview, profile: Sequence[Mapping[str, str]], rules: Rules) -> Iterator[Record]:
    """Task 2: every answer of the respondent, after a question and the last utterances before it."""
    themes, turns = _themes(interview), interview.turns
    interviewer = turns[0]["speaker"] if turns else ""
    for place in range(1, len(turns)):
        asked, answered = turns[place - 1], turns[place]
        if asked["speaker"] == interviewer and answered["speaker"] != interviewer:
            yield {
                **_shared(interview, f"turn-{place:03}", rules),
                "profile": profile,
                "theme": themes[answered["question"]],
                "history": [_spoken(turn) for turn in turns[max(place - 1 - rules.settings["history"], 0) : place - 1]],
                "question": asked["text"],
                "response": answered["text"],
            }


def majority(stances: Sequence[str]) -> str:
    """The stance that most annotators gave; where two or three lead together, neutral."""
    counts = Counter(stances).most_common()
    return counts[0][0] if len(counts) == 1 or counts[0][1] > counts[1][1] else "neutral"


def _stances(interview: Interview, profile: Sequence[Mapping[str, str]], rules: Rules) -> Iterator[Record]:
    """Task 3: the majority stance, with the reasoning of the first annotator who holds it.

    After a tie that nobody called neutral, the reasoning is that of the first annotator of each leading stance.
    """
    themes = _themes(interview)
    for question in rules.settings["stances"]:
        notes = [note for note in interview.annotations if note["question"] == question]
        if not notes:
            continue
        stance = majority([note["stance"] for note in notes])
        first = {note["stance"]: note["reasoning"] for note in reversed(notes)}
        gap = "" if interview.raw["language"] == "zh" else " "
        yield {
            **_shared(interview, question, rules),
            "profile": profile,
            "theme": themes[question],
            "stance": stance,
            "reasoning": first.get(stance) or gap.join(first[name] for name in STANCES if name in first),
            "annotations": [{key: note[key] for key in ("annotator", "stance", "reasoning")} for note in notes],
        }


def _answers(raw: Path, context: Context) -> Iterator[Record]:
    """Task 4: the questionnaires, read by the codebook; choices in scale order, which the build shuffles."""
    surveys = list(read_waves(read_codebook(HERE / "codebook.yaml"), raw, context.key))
    context.report("questionnaires", sum(len(survey.frame) for survey in surveys))
    for survey in surveys:
        yield from _of_survey(survey)


def _of_survey(survey: Survey) -> Iterator[Record]:
    questions = {item.question.id: item.question for item in survey.items}
    for person in respondents(survey):
        for name, answer in person.answers.items():
            question = questions[name]
            yield {
                "id": f"{person.source}/{person.id}/{name}",
                "respondent_id": person.id,
                "source": person.source,
                "country": person.country,
                "language": person.language,
                "profile": profile_items(person.profile),
                "question_id": name,
                "question": question.text,
                "choices": list(question.choices),
                "scale": list(question.positions),
                "answer": answer,
                "weight": person.weight,
            }
