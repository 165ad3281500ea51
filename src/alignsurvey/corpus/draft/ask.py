"""What is open of a draft, asked in the terminal, one question at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from .codebook_draft import write_draft
from .inspection import Inspection
from .plan import EQUAL, ORDER, WORDING, WORDS, PlannedQuestion, left_out, plan_questions

Ask = Callable[[str, str], str]  # (what is asked, answer that Enter gives) -> answer
Show = Callable[[str], None]

_ABOUT = {
    "country": "country where people were asked, two letters (ISO 3166-1)",
    "title": "title of the survey and wave",
    "provider": "who provides the file",
    "licence": "its licence, and what it asks of users",
    "citation": "how to cite it",
    "obtain": "how a stranger gets the file",
}


def ask_draft(
    inspection: Inspection, out: Path, ask: Ask, show: Show, only: Sequence[str] = (), most: int | None = None
) -> tuple[Path, Path]:
    """Draft a codebook and ask a person for all that is open of it; Enter takes the guess.

    Args:
        inspection: The file.
        out: Path of the codebook.
        ask: Asks a line of the person; it is given the question and what Enter means.
        show: Shows a line.
        only: Names of the variables to draft as questions.
        most: So many questions at most.

    Returns:
        The paths of the codebook and of SOURCE.yaml. Both hold CHECK where nothing was said.

    Raises:
        InputError: As `write_draft`.
    """
    planned = plan_questions(inspection, only, most)
    show(f"{inspection.file}: {len(planned)} questions. Enter keeps what is shown, - leaves a question out.")
    kept = [
        one for at, question in enumerate(planned, start=1) for one in _settle(at, len(planned), question, ask, show)
    ]
    given = {key: ask(words, "") for key, words in _ABOUT.items()}
    answers = {
        key: value.strip().upper() if key == "country" else value for key, value in given.items() if value.strip()
    }
    return write_draft(inspection, out, questions=kept, answers=answers)


def _settle(at: int, of: int, question: PlannedQuestion, ask: Ask, show: Show) -> Iterator[PlannedQuestion]:
    """The question as a person wants it; nothing where it is left out."""
    show(f"\n[{at}/{of}] {question.name}: {question.text or '(no wording)'}")
    for number, (words, codes) in enumerate([*question.scale, *question.off_scale], start=1):
        off = "  (no place on the scale)" if number > len(question.scale) else ""
        show(f"    {number}  {words}  [{', '.join(code or 'blank' for code in codes)}]{off}")
    if question.missing:
        show(f"    no answer: {question.meanings or ', '.join(question.missing)}")
    if WORDING in question.checks or not question.text:
        answer = ask("wording", question.text)
        if answer == "-":
            return
        question = replace(question, text=answer)
    elif ask("keep it", "yes") == "-":
        return
    question = _settle_scale(question, ask)
    yield replace(question, checks=tuple(check for check in question.checks if check == EQUAL))


def _settle_scale(question: PlannedQuestion, ask: Ask) -> PlannedQuestion:
    if WORDS in question.checks:
        words = ask("words of the answers, separated by |", "|".join(label for label, _ in question.scale)).split("|")
        if len(words) == len(question.scale):
            labels = zip(words, question.scale, strict=True)
            question = replace(question, scale=tuple((label.strip(), codes) for label, (_, codes) in labels))
    if ORDER in question.checks:
        numbers = " ".join(str(number) for number in range(1, len(question.scale) + 1))
        answer = ask("order, as numbers from one end to the other; none if there is no order", numbers)
        places = [int(part) - 1 for part in answer.replace(",", " ").split() if part.isdigit()]
        if answer.strip().lower() in ("none", "no"):
            question = replace(question, ordered=False)
        elif sorted(places) == list(range(len(question.scale))):
            question = replace(question, scale=tuple(question.scale[place] for place in places))
    return question


def draft_summary(inspection: Inspection, drafted: int) -> Iterator[str]:
    """What was drafted and what was left out, by reason."""
    reasons = left_out(inspection)
    yield f"{drafted} questions drafted; {sum(reasons.values())} variables left out" + (":" if reasons else "")
    yield from (f"  {count:>5}  {reason}" for reason, count in sorted(reasons.items(), key=lambda item: -item[1]))
