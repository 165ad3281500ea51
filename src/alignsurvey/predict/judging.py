"""Put replies before judges: judgements.jsonl and judge.json out; what was answered once is never asked again.

Every judge's reply is kept under the hash of what was asked, of whom and with which parameters, in a file of its own
that appears whole or not at all. So a killed run continues, and another run that asks the same costs nothing. The
candidate's text goes into the prompt and nowhere else; a judge's reply stands beside the record's id and nowhere else.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..schema import InputError, Record, write_json, write_jsonl
from ..tasks import Message, judging
from .endpoint import Served, failure, open_client, reply_text, status
from .facts import packages, prompt_hash
from .judges import Judge, Panel
from .runs import refuse_other

GIVE_UP = 8  # calls in a row that failed in spite of their retries: the judge is down, the rest is not asked
NEVER = (401, 403, 404)  # a key or a model that is refused now will be refused again
Reply = dict[str, Any]  # {"reply", "finish_reason"}


class Unanswered(Exception):
    """A judge did not reply; the text says why, without key, prompt or what the endpoint wrote."""


@dataclass
class Seat:
    """A judge at work. `down` says why it is asked no more."""

    judge: Judge
    key: str
    served: Served
    down: str = ""
    failed: int = 0  # in a row
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, messages: Sequence[Message]) -> Reply:
        """Its reply. Raises Unanswered."""
        import openai

        if self.down:
            raise Unanswered(f"not asked, because {self.down}")
        try:
            choice = self.served.negotiate(messages)
        except openai.OpenAIError as error:
            self._count(error)
            raise Unanswered(failure(error)) from None
        self.failed = 0
        text, _ = reply_text(choice.message)
        if self.judge.key_env:
            text = text.replace(self.key, "[key]")
        return {"reply": text, "finish_reason": choice.finish_reason}

    def _count(self, error: Exception) -> None:
        """A prompt that is refused says nothing of the next one; all else does."""
        code = status(error)
        with self.lock:
            self.failed += code not in (400, 413, 422)
            if code in NEVER or self.failed >= GIVE_UP:
                self.down = failure(error)


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
    prompts = [judging.prompt(record, reply, panel.reference) for record, reply in zip(records, replies, strict=True)]
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
        failed = "".join(f", {times} failed ({reason})" for reason, times in count["failed"].items())
        lines.append(f"judge {name}: {count['replies']} replies, {count['cached']} of them kept from before{failed}")
    return lines


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

    places = [[_place(cache, seat.judge, messages) for messages in prompts] for seat in seats]
    kept = [{path: recall(path) for path in set(paths)} for paths in places]
    reasons: list[dict[Path, str]] = [{} for _ in seats]
    with _pools(seats) as pools, tqdm(total=len(seats) * len(prompts), desc="judge", unit="reply") as bar:
        jobs: dict[Future[Reply], tuple[int, Path]] = {}
        for number, seat in enumerate(seats):
            new = {path: messages for path, messages in zip(places[number], prompts, strict=True)
                   if kept[number][path] is None}  # fmt: skip
            bar.update(len(prompts) - len(new))
            jobs |= {pools[number].submit(_ask, seat, path, text): (number, path) for path, text in new.items()}
        before = [sum(kept[number][path] is not None for path in paths) for number, paths in enumerate(places)]
        for job in as_completed(jobs):
            number, path = jobs[job]
            try:
                kept[number][path] = job.result()
            except Unanswered as why:
                reasons[number][path] = str(why)
            bar.update()
    return [
        _column(paths, kept[number], reasons[number], before[number], seats[number].served.settings)
        for number, paths in enumerate(places)
    ]


def _column(
    paths: Sequence[Path],
    found: Mapping[Path, Reply | None],
    reasons: Mapping[Path, str],
    before: int,
    sent: Mapping[str, Any],
) -> tuple[list[str | None], dict[str, Any]]:
    given = [found[path] for path in paths]
    failed = Counter(reasons[path] for path in paths if path in reasons)
    return [item["reply"] if item else None for item in given], {
        "replies": sum(item is not None for item in given),
        "cached": before,
        "cut_off": sum(item is not None and item["finish_reason"] == "length" for item in given),
        "failed": dict(sorted(failed.items())),
        "parameters": sorted(sent),
    }


@contextmanager
def _pools(seats: Sequence[Seat]) -> Iterator[list[ThreadPoolExecutor]]:
    """One pool of threads a judge; what has not begun is dropped when the block fails."""
    with ExitStack() as stack:
        pools = [stack.enter_context(ThreadPoolExecutor(seat.judge.concurrency)) for seat in seats]
        try:
            yield pools
        except BaseException:
            for pool in pools:
                pool.shutdown(wait=False, cancel_futures=True)
            raise


def _ask(seat: Seat, path: Path, messages: Sequence[Message]) -> Reply:
    """Ask and keep, in this thread: a reply that was paid for is on the disk before it is counted."""
    reply = seat.ask(messages)
    write_json(path, reply)
    return reply


def recall(path: Path) -> Reply | None:
    """A kept reply; None where there is none, or none that is whole."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {"reply": str(found["reply"]), "finish_reason": found["finish_reason"]}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _place(cache: Path, each: Judge, messages: Sequence[Message]) -> Path:
    """Where a reply is kept: the hash of prompt, judge and parameters. Two servers may give a name to two models, so
    that the address counts."""
    asked = json.dumps([each.base_url, each.model, each.settings(), list(messages)], ensure_ascii=False, sort_keys=True)
    name = hashlib.sha256(asked.encode()).hexdigest()
    return cache / name[:2] / f"{name}.json"


def _refuse_other_judgements(out: Path, facts: Mapping[str, Any]) -> None:
    try:
        found = json.loads((out / "judge.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return
    except ValueError:
        raise InputError(f"{out / 'judge.json'}: not JSON; remove the folder or choose another --out") from None
    found.pop("counts", None)
    refuse_other(out, found, facts)
