"""One model behind an endpoint: what it is asked with, what it does not accept, and the text of what it answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...tasks import Message
from ...tasks.text.window import cut_middle

REFUSED = (400, 413, 422)  # of one request: the next one may be accepted
LIMITS = ("max_tokens", "max_completion_tokens")
_WEAKER_FORMAT = {"json_schema": {"type": "json_object"}}
_SHORTEST_KEY = 8  # a server without keys is given words such as "none", which replies may hold
# How servers say that a prompt is over the model's window.
_OVER_WINDOW = (
    "context length", "context_length", "context size", "context window", "maximum context", "max_model_len",
    "prompt is too long", "input is too long", "reduce the length", "too many tokens", "n_ctx",
)  # fmt: skip
_KEEP, _CUTS = 0.7, 10  # share of the longest message that a cut leaves; how often a prompt is cut


@dataclass
class Served:
    """One model behind an endpoint. `settings` are the parameters that are sent with every call; one of `LIMITS` is
    among them. `settled` is set once the model answered: from then on a refusal is about the prompt."""

    client: Any
    model: str
    settings: dict[str, Any]
    settled: bool = False
    cut: int = 0  # prompts that lost their middle
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, messages: Sequence[Message], limit: int | None = None, **more: Any) -> Any:
        """The first choice of one completion, of at most `limit` tokens. Raises openai.OpenAIError."""
        return self._create(messages, {**_within(self.settings, limit), **more})

    def ask_cut(self, messages: Sequence[Message], limit: int | None = None, **more: Any) -> Any:
        """As `ask`; a prompt that the model finds over its window loses its middle until it fits."""
        import openai

        for count in range(_CUTS + 1):
            try:
                choice = self.ask(messages, limit, **more)
            except openai.APIStatusError as error:
                if count == _CUTS or error.status_code not in REFUSED or not over_window(str(error)):
                    raise
                messages = shorter(messages)
                continue
            with self._lock:
                self.cut += count > 0
            return choice
        raise AssertionError("the last turn returns or raises")

    def negotiate(self, messages: Sequence[Message], limit: int | None = None) -> Any:
        """As `ask`; until the model has answered once, parameters that it refuses are renamed, weakened or left out,
        for good once it accepts the rest. Raises openai.OpenAIError."""
        import openai

        settings, settled = self.settings, self.settled
        while True:
            try:
                choice = self._create(messages, _within(settings, limit))
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                fewer = None if settled else weaker(settings, str(error))
                if fewer is None:
                    raise
                settings = fewer
                continue
            self.settings, self.settled = settings, True
            return choice

    def _create(self, messages: Sequence[Message], settings: Mapping[str, Any]) -> Any:
        answer = self.client.chat.completions.create(model=self.model, messages=list(messages), **settings)
        return answer.choices[0]


def weaker(settings: Mapping[str, Any], said: str) -> dict[str, Any] | None:
    """Settings that may be accepted after a refusal in the words of `said`; None if there is nothing to give up.

    A form of output goes last, but whatever was said: servers name that refusal in many ways, or not at all.
    """
    shape = settings.get("response_format")
    named = [name for name in settings if name in said and name != "response_format"]
    if {"temperature", "top_p"} <= set(named):
        named = ["top_p"]  # some take only one of them, and greedy decoding hangs on the other
    rest = {name: value for name, value in settings.items() if name not in named}
    if named and "response_format" not in said:
        return {**rest, LIMITS[1]: settings[LIMITS[0]]} if LIMITS[0] in named else _without_limits(rest, named)
    if shape is None:
        return None
    less = _WEAKER_FORMAT.get(shape["type"])
    rest = {name: value for name, value in settings.items() if name != "response_format"}
    return {**rest, "response_format": less} if less else rest


def _without_limits(rest: dict[str, Any], named: Sequence[str]) -> dict[str, Any] | None:
    """A limit is never given up: a reply without an end costs without an end."""
    return None if LIMITS[1] in named else rest


def _within(settings: dict[str, Any], limit: int | None) -> dict[str, Any]:
    """The settings with another limit of the reply's length, under the name that the model takes."""
    if limit is None:
        return settings
    return {**settings, next(name for name in LIMITS if name in settings): limit}


def described(settings: Mapping[str, Any]) -> str:
    """The names of the parameters in one line, with the form of output that was asked for."""
    shape = settings.get("response_format", {}).get("type")
    return " ".join(sorted(f"{name}={shape}" if name == "response_format" else name for name in settings))


def over_window(said: str) -> bool:
    """Whether a refusal in the words of `said` is of a prompt that is too long."""
    plain = said.lower()
    return any(words in plain for words in _OVER_WINDOW)


def shorter(messages: Sequence[Message]) -> list[Message]:
    """The messages with the middle of the longest ones left out; each keeps how it begins and how it ends."""
    limit = max(2, int(_KEEP * max(len(message["content"]) for message in messages)))
    return [{**message, "content": "".join(cut_middle(message["content"], limit))} for message in messages]


def reply_text(message: Any, key: str = "") -> tuple[str, str]:
    """(answer, reasoning trace that some servers give beside it) of a completion's message, without the key that a
    server may have put into it. A message that is nothing but a refusal is answered by its words."""
    parts = _parts(message.content)
    answer = "".join(text for kind, text in parts if kind == "text")
    trace = getattr(message, "reasoning_content", None) or getattr(message, "reasoning", None)
    thought = _plain(trace) if trace else "".join(text for kind, text in parts if kind != "text")
    refusal = getattr(message, "refusal", None)
    return safe(answer or _plain(refusal), key), safe(thought, key)


def _parts(content: Any) -> list[tuple[str, str]]:
    """[(kind, text)] of a message's content: a text, or the list of parts that some servers send."""
    if not isinstance(content, list):
        return [("text", _plain(content))]
    found = []
    for part in content:
        kind = str(part.get("type", "text")) if isinstance(part, Mapping) else "text"
        text = part.get("text") or part.get(kind) if isinstance(part, Mapping) else part
        inner = "".join(each for _, each in _parts(text)) if isinstance(text, list) else _plain(text)
        found.append(("text" if kind in ("text", "output_text", "refusal") else kind, inner))
    return found


def _plain(value: Any) -> str:
    """A text as it is, nothing as an empty one, and what a server parsed for us as JSON again."""
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)


def safe(text: str, key: str = "") -> str:
    """A text that can be written: halves of characters, which a cut reply may end with, become replacement marks."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace(key, "[key]") if len(key) >= _SHORTEST_KEY else whole
