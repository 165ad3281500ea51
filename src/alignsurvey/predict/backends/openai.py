"""Models behind any endpoint that speaks OpenAI's chat completions: a vendor's, vLLM, llama.cpp, and others.

The key is read from OPENAI_API_KEY and goes nowhere else. The client tries again, with back-off and as Retry-After
says, when a call is refused for its rate or fails on the way.
"""

from __future__ import annotations

import math
import os
import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from ...schema import InputError, require
from ..endpoint import Served, failure, host, open_client, reply_text, status
from ..facts import packages
from . import Conversation, Options, Scored

CHUNK = 32  # records between two lines of the journal: what a kill costs at most
TOP = 20  # the most alternatives that the protocol returns for a token
_AROUND = " \t\n.:()[]*_`\"'、，。"  # marks that a token may hold beside its letter
_PROBE = [{"role": "user", "content": "Reply with one word."}]


def connect(options: Options) -> Endpoint:
    """Ask the endpoint once, so that a wrong key, model or setting is found before the run."""
    require("openai", "api")
    url = options.base_url or os.environ.get("OPENAI_BASE_URL")
    key = os.environ.get("OPENAI_API_KEY") or ("none" if url else None)
    if key is None:
        raise InputError("the endpoint needs a key: set OPENAI_API_KEY, or give --base-url of a server that needs none")
    if options.adapter:
        raise InputError("an endpoint serves an adapter under a name of its own; give that name as --model")
    client = open_client(url, key)
    facts = {
        "backend": "openai",
        "model": options.model,
        **dict.fromkeys(("revision", "adapter", "adapter_revision")),
        "endpoint": host(client.base_url),
        "packages": packages("openai"),
    }
    settings = {"max_tokens": options.max_new_tokens, "temperature": 0.0, "top_p": 1.0}
    endpoint = Endpoint(Served(client, options.model, settings), facts, options.concurrency)
    endpoint.probe()
    return endpoint


@dataclass
class Endpoint:
    """A served model. See `Backend`."""

    served: Served
    facts: dict[str, Any]
    concurrency: int = 8
    chunk: int = CHUNK
    cut: int = 0  # a prompt over the window is refused by the endpoint, not cut

    def probe(self) -> None:
        """Find out which parameters are accepted: some models take another name for the limit, or no temperature.

        What is sent in the end stands in run.json: without "temperature" the replies are not greedy.
        """
        self._try(lambda: self.served.negotiate(_PROBE, 16))
        self.facts["settings"] = dict(self.served.settings)

    def generate(self, prompts: Sequence[Conversation]) -> list[str]:
        """Replies at temperature 0; a reasoning trace that comes apart from the answer is put before it in <think>."""
        return self._each(lambda messages: _text(self._try(lambda: self.served.ask(messages)).message), prompts)

    def score(self, prompts: Sequence[Conversation], candidates: Sequence[Sequence[str]]) -> Sequence[Scored]:
        """Probabilities of the candidates' letters among the likeliest first tokens, as shares of what they have.

        Endpoints do not score a text that is given to them, so that candidates must differ in their first letter:
        forms letter and letter_text. A reply without any of the letters among its first tokens stands for itself.
        """
        labels = [[text.split(".")[0].strip() for text in texts] for texts in candidates]
        if any(label != chr(65 + place) for names in labels for place, label in enumerate(names)):
            raise InputError("an endpoint can only score letters: use --form letter or letter_text, or --mode generate")

        def one(pair: tuple[Conversation, list[str]]) -> Scored:
            choice = self._try(lambda: self.served.ask(pair[0], 1, logprobs=True, top_logprobs=TOP))
            first = choice.logprobs.content if choice.logprobs else None
            if not first:
                raise InputError(f"model {self.facts['model']}: the endpoint gives no logprobs; use --mode generate")
            return _shares(first[0].top_logprobs, pair[1]) or str(first[0].token)

        return self._each(one, list(zip(prompts, labels, strict=True)))

    def _each(self, work: Callable[[Any], Any], items: Sequence[Any]) -> list[Any]:
        """The work on all items, `concurrency` at a time, in their order; a failure stops what has not begun."""
        with ThreadPoolExecutor(self.concurrency) as pool:
            futures = [pool.submit(work, item) for item in items]
            try:
                return [future.result() for future in futures]
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    def _try(self, call: Callable[[], Any]) -> Any:
        """The call's result. Raises InputError for whatever the endpoint refuses."""
        import openai

        try:
            return call()
        except openai.OpenAIError as error:
            raise InputError(f"model {self.facts['model']}: {_reason(error)}") from None


def _text(message: Any) -> str:
    """The answer, after the reasoning trace that some servers give beside it."""
    answer, trace = reply_text(message)
    return f"<think>{trace}</think>{answer}" if trace else answer


def _shares(alternatives: Sequence[Any], labels: Sequence[str]) -> list[float]:
    """Probability of each label among the first tokens, as a share of what the labels have together; empty if none."""
    found = dict.fromkeys(labels, 0.0)
    for token in alternatives:
        label = unicodedata.normalize("NFKC", token.token).strip(_AROUND)
        if label in found:
            found[label] += math.exp(token.logprob)
    total = sum(found.values())
    return [found[label] / total for label in labels] if total else []


def _reason(error: Exception) -> str:
    """One line without key or prompt: what the endpoint did and what to do."""
    code = status(error)
    if code is None:
        return f"{failure(error)}; check --base-url or OPENAI_BASE_URL, and run again"
    advice = {
        400: "it refuses the request; the prompt may be over its window",
        401: "the key is refused; set OPENAI_API_KEY",
        403: "the key may not use this model; set OPENAI_API_KEY",
        404: "no such model or path; check --model and --base-url",
        429: "the rate limit holds; lower --concurrency or run again later",
    }.get(code, "run again later")
    return f"{failure(error)}: {advice}"
