"""Models behind any endpoint that speaks OpenAI's chat completions: a vendor's, vLLM, llama.cpp, and others.

The key is read from OPENAI_API_KEY and goes nowhere else. The client tries again, with back-off and as Retry-After
says, when a call is refused for its rate or fails on the way.
"""

from __future__ import annotations

import math
import os
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ...files.errors import InputError, require
from ...runs.environment import packages
from ..endpoints.chat_endpoint import REFUSED, Served, reply_text, safe
from ..endpoints.client import address_fault, clean_key, failure, host, open_client, status
from ..endpoints.worker_threads import side_by_side
from . import Conversation, Options, Scored

CHUNK = 32  # records between two lines of the journal: what a kill costs at most
TOP = 20  # the most alternatives that the protocol returns for a token
_AROUND = " \t\n.:()[]*_`\"'、，。"  # marks that a token may hold beside its letter
HOPELESS = 8  # records that are refused before any was answered: it is not about the records
PROBE_TOKENS = 16
_NO_LOGPROBS = "the endpoint gives no logprobs; use --mode generate"
_PROBE = [{"role": "user", "content": "Reply with one word."}]


def connect(options: Options) -> Endpoint:
    """Ask the endpoint once, so that a wrong key, model or setting is found before the run."""
    require("openai", "api")
    url = _address(options.base_url)
    given = clean_key(os.environ.get("OPENAI_API_KEY", ""), "OPENAI_API_KEY")
    if not given and not url:
        raise InputError("the endpoint needs a key: set OPENAI_API_KEY, or give --base-url of a server that needs none")
    if options.adapter:
        raise InputError("an endpoint serves an adapter under a name of its own; give that name as --model")
    client = open_client(url, given or "none", per_minute=options.requests_per_minute)
    facts = {
        "backend": "openai",
        "model": options.model,
        **dict.fromkeys(("revision", "adapter", "adapter_revision")),
        "endpoint": host(client.base_url),
        "packages": packages("openai"),
    }
    settings = {"max_tokens": options.max_new_tokens, "temperature": options.temperature or 0.0, "top_p": 1.0}
    endpoint = Endpoint(Served(client, options.model, settings), facts, given, options.concurrency)
    endpoint.probe()
    return endpoint


def _address(base_url: str | None) -> str | None:
    """The endpoint's address as given, or from the environment; None for the vendor's own."""
    url = (os.environ.get("OPENAI_BASE_URL", "") if base_url is None else base_url).strip()
    fault = address_fault(url) if url or base_url is not None else ""
    if fault:
        raise InputError(f"{'OPENAI_BASE_URL' if base_url is None else '--base-url'} {fault}")
    return url or None


@dataclass
class Endpoint:
    """A served model. See `Backend`. `answered` is set by its first answer to a record."""

    served: Served
    facts: dict[str, Any]
    key: str = ""
    concurrency: int = 8
    chunk: int = CHUNK
    answered: bool = False

    @property
    def cut(self) -> int:
        return self.served.cut

    def probe(self) -> None:
        """Find out which parameters are accepted: some models take another name for the limit, or no temperature.

        What is sent in the end stands in run.json: without "temperature" the replies are not greedy.
        """
        import openai

        try:
            self.served.negotiate(_PROBE, PROBE_TOKENS)
        except openai.BadRequestError as error:
            if "could not finish the message" not in str(error).lower():  # it thinks longer, but took the parameters
                raise InputError(f"model {self.facts['model']}: {_reason(error)}") from None
        except openai.OpenAIError as error:
            raise InputError(f"model {self.facts['model']}: {_reason(error)}") from None
        self.facts["settings"] = dict(self.served.settings)

    def generate(self, prompts: Sequence[Conversation]) -> list[str]:
        """Replies at the temperature of the options, 0 by default; a reasoning trace that comes apart from the answer
        is put before it in <think>. A prompt that is refused has an empty one."""
        return self._each(lambda messages: self._text(self.served.ask_cut(messages).message), prompts)

    def score(self, prompts: Sequence[Conversation], candidates: Sequence[Sequence[str]]) -> Sequence[Scored]:
        """Probabilities of the candidates' letters among the likeliest first tokens, as shares of what they have.

        Endpoints do not score a text that is given to them, so that candidates must differ in their first letter:
        forms letter and letter_text. A reply without any of the letters among its first tokens stands for itself.
        """
        labels = [[text.split(".")[0].strip() for text in texts] for texts in candidates]
        if any(label != chr(65 + place) for names in labels for place, label in enumerate(names)):
            raise InputError("an endpoint can only score letters: use --form letter or letter_text, or --mode generate")

        def one(pair: tuple[Conversation, list[str]]) -> Scored:
            choice = self.served.ask_cut(pair[0], 1, logprobs=True, top_logprobs=TOP)
            first = choice.logprobs.content if choice.logprobs else None
            alternatives = getattr(first[0], "top_logprobs", None) if first else None
            if not first or not alternatives:
                raise InputError(f"model {self.facts['model']}: {_NO_LOGPROBS}")
            return _shares(alternatives, pair[1]) or safe(str(first[0].token), self.key)

        return self._each(one, list(zip(prompts, labels, strict=True)))

    def _each(self, ask: Callable[[Any], Any], items: Sequence[Any]) -> list[Any]:
        """What the endpoint answers to each item, in their order, "" where it refuses one; `concurrency` at a time.
        Raises InputError for other failures, and when it refuses every one before it has answered any."""
        import openai

        def one(item: Any) -> Any:
            try:
                return ask(item)
            except openai.OpenAIError as error:
                if status(error) in REFUSED and "logprob" not in str(error).lower():
                    return error
                raise InputError(f"model {self.facts['model']}: {_reason(error)}") from None

        found: list[Any] = [None] * len(items)
        for _, place, answer in side_by_side([(self.concurrency, one, items)]):
            found[place] = answer
        refused = [answer for answer in found if isinstance(answer, Exception)]
        self.answered = self.answered or len(refused) < len(found)
        if not self.answered and len(refused) >= HOPELESS:
            raise InputError(f"model {self.facts['model']}: {_reason(refused[0])}")
        return ["" if isinstance(answer, Exception) else answer for answer in found]

    def _text(self, message: Any) -> str:
        """The answer, after the reasoning trace that some servers give beside it."""
        answer, trace = reply_text(message, self.key)
        return f"<think>{trace}</think>{answer}" if trace else answer


def _shares(alternatives: Sequence[Any], labels: Sequence[str]) -> list[float]:
    """Probability of each label among the first tokens, as a share of what the labels have together; empty if none."""
    found = dict.fromkeys(labels, 0.0)
    for token in alternatives:
        label = unicodedata.normalize("NFKC", token.token).strip(_AROUND)
        if label in found and token.logprob is not None:
            found[label] += math.exp(min(0.0, token.logprob))
    total = sum(found.values())
    return [found[label] / total for label in labels] if total else []


def _reason(error: Exception) -> str:
    """One line without key or prompt: what the endpoint did and what to do."""
    code = status(error)
    if code is None:
        return f"{failure(error)}; check --base-url or OPENAI_BASE_URL, and run again"
    if "logprob" in str(error).lower():
        return _NO_LOGPROBS
    advice = {
        400: "it refuses the request; check --model and --max-new-tokens",
        401: "the key is refused; set OPENAI_API_KEY",
        403: "the key may not use this model; set OPENAI_API_KEY",
        404: "no such model or path; check --model and --base-url; most addresses end in /v1",
        429: "the rate limit holds; set --requests-per-minute, lower --concurrency, or run again later",
    }.get(code, "run again later")
    return f"{failure(error)}: {advice}"
