"""Put replies before judges: judgements.jsonl and judge.json out; what was answered once is never asked again.

Every judge's reply is kept under the hash of what was asked, of whom and with which parameters, in a file of its own
that appears whole or not at all. So a killed run continues, and another run that asks the same costs nothing. The
candidate's text goes into the prompt and nowhere else; a judge's reply stands beside the record's id and nowhere else.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Any

from ...files.errors import InputError
from ...files.json import read_object, write_json, write_jsonl
from ...runs.environment import packages, prompt_hash
from ...schema import Record
from ...tasks import Message
from ..endpoints.chat_endpoint import REFUSED, Served, described, reply_text, safe
from ..endpoints.client import failure, open_client, status
from ..endpoints.reply_cache import Reply, claimed, open_locks, place, recall
from ..endpoints.worker_threads import side_by_side
from ..run import refuse_other
from . import prompt as judging
from .panel import Judge, Panel

GIVE_UP = 8  # calls in a row that failed in spite of their retries: the judge is down, the rest is not asked
REFUSALS = 32  # prompts in a row that were refused where none was ever accepted: it is not about the prompts
FINISHES = ("stop", "length", "content_filter", "tool_calls", "function_call")  # nothing else is written down
NEVER = (401, 403, 404)  # a key or a model that is refused now will be refused again
_UNASKED = "not asked, because "
_ADVICE = {
    400: "it refuses the prompt or the model",
    401: "check its key",
    403: "check its key, and that the key may use the model",
    404: "check model and base_url; most addresses end in /v1",
    429: "lower concurrency or set requests_per_minute",
}


class Unanswered(Exception):
    """A judge did not reply; the text says why, without key, prompt or what the endpoint wrote."""


@dataclass
class Seat:
    """A judge at work. `down` says why it is asked no more; `answered` is set by its first reply, be it a kept one."""

    judge: Judge
    key: str
    served: Served
    down: str = ""
    failed: int = 0  # in a row
    refused: int = 0  # in a row
    answered: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, messages: Sequence[Message]) -> Reply:
        """Its reply. Raises Unanswered."""
        import openai

        if self.down:
            raise Unanswered(_UNASKED + self.down)
        try:
            choice = self.served.negotiate(messages)
        except openai.OpenAIError as error:
            self._count(error)
            raise Unanswered(_why(error)) from None
        self.failed, self.answered = 0, True
        text, _ = reply_text(choice.message, self.key if self.judge.key_env else "")
        finish = choice.finish_reason if choice.finish_reason in FINISHES else None
        return {"reply": text, "finish_reason": finish, "parameters": described(self.served.settings)}

    def _count(self, error: Exception) -> None:
        """A prompt that is refused says nothing of the next one, unless none was ever accepted; all else does."""
        code = status(error)
        with self.lock:
            if code in REFUSED:
                self.refused += 1
            else:
                self.failed += 1
            hopeless = self.refused >= REFUSALS and not self.answered
            if code in NEVER or self.failed >= GIVE_UP or hopeless:
                self.down = _why(error)


def _why(error: Exception) -> str:
    advice = _ADVICE.get(status(error) or 0)
    return f"{failure(error)}: {advice}" if advice else failure(error)


def judge(
    records: Sequence[Record],
    replies: Sequence[str],
    panel: Panel,
    out: Path,
    *,
    cache: Path,
    about: Mapping[str, Any],
) -> tuple[list[list[str | None]], list[str]]:
    """Each judge's reply to each record's candidate reply, None where it gave none: a list over judges a record. And
    a line a judge that says how often it replied and why it did not.

    Writes judgements.jsonl {"id", "judge", "reply"} and judge.json: `about`, the judges, and by judge the counts of
    replies, of those from the cache, of those cut off at the limit, and of failures with their reasons. Raises
    InputError when no judge replied at all, or when `out` holds other judgements; then nothing is written.
    """
    pairs = zip(records, replies, strict=True)
    prompts = [judging.prompt(record, safe(reply), panel.reference) for record, reply in pairs]
    facts = {
        **about,
        "reference": panel.reference,
        "judges": [each.facts() for each in panel.judges],
        "prompt_hash": prompt_hash([[record["id"] for record in records], prompts]),
        "packages": packages("openai"),
    }
    _refuse_other_judgements(out, facts)
    seats = [_seat(each) for each in panel.judges]
    columns, counts = [], {}
    for seat, (found, count) in zip(seats, _ask_all(seats, prompts, cache), strict=True):
        columns.append(found)
        counts[seat.judge.name] = count
    if not any(count["replies"] for count in counts.values()):
        raise InputError(f"no judge replied: {'; '.join(summary(counts))}")
    rows = [list(row) for row in zip(*columns, strict=True)]
    names = [each.name for each in panel.judges]
    out.mkdir(parents=True, exist_ok=True)
    write_jsonl(
        out / "judgements.jsonl",
        (
            {"id": record["id"], "judge": name, "reply": reply}
            for record, row in zip(records, rows, strict=True)
            for name, reply in zip(names, row, strict=True)
        ),
    )
    write_json(out / "judge.json", {**facts, "counts": counts})
    return rows, summary(counts)


def summary(counts: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """One line a judge: how often it replied, and why it did not."""
    lines = []
    for name, count in counts.items():
        cut = f", {count['cut_off']} cut off at max_tokens" if count["cut_off"] else ""
        empty = f", {count['empty']} empty" if count["empty"] else ""
        failed = "".join(_failed(count["failed"]))
        kept = f"{count['replies']} replies, {count['cached']} of them kept from before"
        lines.append(f"judge {name}: {kept}{cut}{empty}{failed}")
    return lines


def _failed(reasons: Mapping[str, int]) -> Iterator[str]:
    """How often each reason stood in the way, and how many were not even asked because of it."""
    for reason in dict.fromkeys(each.removeprefix(_UNASKED) for each in reasons):
        unasked = reasons.get(_UNASKED + reason, 0)
        more = f", {unasked} of them not asked" if unasked else ""
        yield f", {reasons.get(reason, 0) + unasked} failed ({reason}){more}"


def _seat(each: Judge) -> Seat:
    key = each.key()
    client = open_client(
        each.base_url, key, retries=each.retries, timeout=each.timeout, per_minute=each.requests_per_minute
    )
    return Seat(each, key, Served(client, each.model, each.settings()))


def _ask_all(
    seats: Sequence[Seat], prompts: Sequence[Sequence[Message]], cache: Path
) -> list[tuple[list[str | None], dict[str, Any]]]:
    """For each judge its replies in the order of the prompts, and the counts. Equal prompts are asked once."""
    from tqdm import tqdm

    places = _places([seat.judge for seat in seats], prompts, cache)
    kept = [{path: recall(path) for path in set(paths)} for paths in places]
    before = [sum(kept[number][path] is not None for path in paths) for number, paths in enumerate(places)]
    reasons: list[dict[Path, str]] = [{} for _ in seats]
    with open_locks(cache) as locks, tqdm(total=len(seats) * len(prompts), desc="judge", unit="reply") as bar:
        lanes, new = [], []
        for number, seat in enumerate(seats):
            seat.answered = before[number] > 0
            asked = dict(zip(places[number], prompts, strict=True))
            new.append([pair for pair in asked.items() if kept[number][pair[0]] is None])
            lanes.append((seat.judge.concurrency, partial(_ask, seat, locks), new[number]))
        bar.update(len(seats) * len(prompts) - sum(map(len, new)))
        for number, item, found in side_by_side(lanes):
            path = new[number][item][0]
            if isinstance(found, str):
                reasons[number][path] = found
            else:
                kept[number][path] = found
            bar.update()
    return [_column(paths, kept[number], reasons[number], before[number]) for number, paths in enumerate(places)]


def _places(judges: Sequence[Judge], prompts: Sequence[Sequence[Message]], cache: Path) -> list[list[Path]]:
    """For each judge where its replies are kept: by prompt, judge and parameters. Two servers may give a name to two
    models, so that the address counts; and a judge that sits twice on the panel is asked twice."""
    seen: Counter[str] = Counter()
    found = []
    for each in judges:
        about = [each.base_url, each.model, each.settings()]
        same = json.dumps(about, sort_keys=True)
        turn = [seen[same]] if seen[same] else []
        seen[same] += 1
        found.append([place(cache, [*about, list(messages), *turn]) for messages in prompts])
    return found


def _column(
    paths: Sequence[Path], found: Mapping[Path, Reply | None], reasons: Mapping[Path, str], before: int
) -> tuple[list[str | None], dict[str, Any]]:
    given = [found[path] for path in paths]
    replied = [item for item in given if item]
    return [item["reply"] if item else None for item in given], {
        "replies": len(replied),
        "cached": before,
        "cut_off": sum(item["finish_reason"] == "length" for item in replied),
        "empty": sum(not item["reply"].strip() for item in replied),
        "failed": dict(sorted(Counter(reasons[path] for path in paths if path in reasons).items())),
        "parameters": dict(sorted(Counter(item["parameters"] for item in replied).items())),
    }


def _ask(seat: Seat, locks: IO[bytes], item: tuple[Path, Sequence[Message]]) -> Reply | str:
    """Ask and keep, in this thread: a reply that was paid for is on the disk before it is counted. A text says why
    there is none."""
    path, messages = item
    with claimed(locks, path):
        reply = recall(path)  # of another process, meanwhile
        if reply is None:
            try:
                reply = seat.ask(messages)
            except Unanswered as why:
                return str(why)
            write_json(path, reply, private=True)
    return reply


def _refuse_other_judgements(out: Path, facts: Mapping[str, Any]) -> None:
    path = out / "judge.json"
    if not path.exists():
        return
    found = read_object(path, "remove the folder or choose another --out", where=str(path))
    found.pop("counts", None)
    refuse_other(out, found, facts)
