"""Keeps the evaluation data sets out of what models are trained on: their questions, texts, waves and respondents.

Everything that is compared stays in memory; the report (contamination.json) holds names, counts and reasons, no text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ...files.errors import InputError
from ...files.hashes import sha256
from ...schema import Record
from ...tasks import spec_of
from ..records.chunks import Config, count_answers
from ..survey.survey import Survey, aliases
from .evaluations import TEXT, WORDING, Evaluation, evaluation
from .ngrams import DISTINCTIVE_CHARACTERS, DISTINCTIVE_WORDS, is_distinctive, normalised, token_numbers
from .passages import CHARACTERS, NGRAM, WORDS, kinds_of
from .same_answers import SHARED, find_same_respondents

__all__ = ["evaluation", "screen"]

# Utterances of an interview that an evaluation holds, from which all of it is the interview of one of its respondents.
SAME_TEXTS, SAME_SHARE = 3, 0.2
# A year in the name of a wave, such as gss-2018; not part of a longer number.
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


def screen(configs: dict[str, Config], against: Evaluation, key: bytes) -> dict[str, Any]:
    """Drop from the training configs what the evaluation data sets hold; the report.

    An empty config is removed.

    Args:
        configs: config name -> its surveys and records; changed in place.
        against: what the evaluation data sets hold.
        key: the key of the pseudonyms, by which respondents of an evaluation are recognised.

    Returns:
        Counts of checked and dropped records by config and reason, without any text.

    Raises:
        InputError: nothing at all is left.
    """
    report: dict[str, Any] = {
        "against": against.facts,
        "method": {
            "n_gram_words": WORDS,
            "n_gram_characters": CHARACTERS,
            "whole_text_from_words": DISTINCTIVE_WORDS,
            "whole_text_from_characters": DISTINCTIVE_CHARACTERS,
            "same_respondent_from": {"utterances": SAME_TEXTS, "share": SAME_SHARE, "answers": SHARED},
        },
        "checked": {},
        "dropped": {},
        "questions": {},
    }
    for name in sorted(name for name in configs if spec_of(name).foundation):
        config = configs[name]
        checked = config.size()
        reasons: Counter[str] = Counter()
        config.surveys = [
            kept
            for survey in config.surveys
            if (kept := _screen_survey(survey, against, key, reasons, report["questions"]))
        ]
        config.records = _screen_records(config.records, against, reasons, report["questions"])
        report["checked"][name] = checked
        report["dropped"][name] = dict(sorted(reasons.items()))
    emptied = {name for name, checked in report["checked"].items() if checked and not configs[name].size()}
    if emptied == set(configs):
        why = sorted({reason for name in emptied for reason in report["dropped"][name]})
        raise InputError(
            f"{', '.join(sorted(emptied))}: every record belongs to an evaluation data set ({', '.join(why)}); "
            "build from other sources"
        )
    for name in emptied:
        del configs[name]
    return report


def _screen_survey(
    survey: Survey, against: Evaluation, key: bytes, reasons: Counter[str], questions: dict[str, Any]
) -> Survey | None:
    """The survey without what the evaluation holds, None where all of it goes."""
    import polars as pl

    files = {sha256(path) for path in (survey.raw, *survey.joined)}
    whole = "wave" if survey.source in against.sources else "raw file" if files & against.raw else None
    if whole:
        reasons[whole] += count_answers(survey)
        return None
    known = _known_respondents(survey, against, key) | find_same_respondents(survey, against.answers)
    kept = replace(survey, frame=survey.frame.filter(~pl.col("respondent_id").is_in(list(known))))
    if known:
        reasons["respondent"] += count_answers(survey) - count_answers(kept)
    items = []
    for item in kept.items:
        reason = _question_reason(item.versions, item.question.choices, against)
        if reason is None:
            items.append(item)
            continue
        count = count_answers(replace(kept, items=(item,)))
        reasons[reason] += count
        questions[f"{survey.source}/{item.question.id}"] = {"reason": reason, "answers": count}
    return replace(kept, items=tuple(items)) if items else None


def _known_respondents(survey: Survey, against: Evaluation, key: bytes) -> set[str]:
    """Respondents who, by their raw key, are in a built evaluation wave of the same country and year.

    In other countries and years the same number is another person; a file without a respondent key identifies nobody.
    """
    if not (survey.read_as and survey.read_as[0].key):
        return set()
    years, countries = set(_YEAR.findall(survey.source)), set(survey.frame["country"].unique())
    known: set[str] = set()
    for wave in against.waves:
        people = against.people.get(wave.dataset)
        if people and years & set(_YEAR.findall(wave.source)) and countries & wave.countries:
            other = aliases(survey, key, wave.name, wave.corpus, wave.panel)
            known |= {own for own, alias in other.items() if alias in people}
    return known


def _question_reason(versions: Sequence[tuple[str, str]], choices: Iterable[str], against: Evaluation) -> str | None:
    """Why a question may not be trained on."""
    shown = frozenset(normalised(choice) for choice in choices)
    for _, wording in versions:
        known_choices = against.wordings.get(normalised(wording))
        if known_choices is not None:
            return f"{WORDING} and choices" if shown in known_choices else WORDING
    return next((kind for kind in kinds_of([wording for _, wording in versions], against.passages) if kind), None)


def _screen_records(
    records: Sequence[tuple[str | None, Record]], against: Evaluation, reasons: Counter[str], questions: dict[str, Any]
) -> list[tuple[str | None, Record]]:
    reasons_by_text = _utterance_reasons([record for _, record in records], against)
    people = _same_people([record for _, record in records], reasons_by_text)
    question_reasons: dict[tuple[str, ...], str | None] = {}
    kept = []
    for split, record in records:
        reason = "wave" if record["source"] in against.sources else None
        if record.get("interview_id") in people:
            reason = reason or "respondent"
        if reason is None and "question" in record:
            question = (record["question"], *sorted(record["choices"]))
            if question not in question_reasons:
                question_reasons[question] = _question_reason([("", record["question"])], record["choices"], against)
            reason = question_reasons[question]
            if reason:
                name = f"{record['source']}/{record['question_id']}"
                questions[name] = {"reason": reason, "answers": questions.get(name, {"answers": 0})["answers"] + 1}
        reason = reason or next(
            (reasons_by_text[text] for _, text in _utterances(record) if reasons_by_text[text]), None
        )
        if reason:
            reasons[reason] += 1
        else:
            kept.append((split, record))
    return kept


def _utterances(record: Record) -> list[tuple[str, str]]:
    """(speaker, text) of the utterances of a record."""
    if "response" not in record:
        return []
    return [*((turn["speaker"], turn["text"]) for turn in record["history"]), (record["speaker"], record["response"])]


def _utterance_reasons(records: Sequence[Record], against: Evaluation) -> dict[str, str | None]:
    """Utterance -> why it may not be trained on."""
    texts = list(dict.fromkeys(text for record in records for _, text in _utterances(record)))
    found = dict(zip(texts, kinds_of(texts, against.passages), strict=True))
    for text, kind in found.items():
        if kind:  # a text that is known as a whole is called so, though its n-grams are known, too
            words = normalised(text)
            found[text] = WORDING if words in against.wordings else TEXT if words in against.texts else kind
    return found


def _same_people(records: Sequence[Record], reasons_by_text: Mapping[str, str | None]) -> set[str]:
    """Interviews in which so many answers are those of an evaluation that the same person gave them, under any key."""
    answers: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for speaker, text in _utterances(record):
            if not speaker.startswith("interviewer") and is_distinctive(token_numbers(text)):
                answers[record["interview_id"]].add(text)
    known = {name: sum(reasons_by_text[text] in (TEXT, NGRAM) for text in texts) for name, texts in answers.items()}
    return {name for name, count in known.items() if count >= max(SAME_TEXTS, SAME_SHARE * len(answers[name]))}
