"""From messages to tokens: the model's own chat template, the end of a turn, and the window."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..files.errors import InputError
from ..tasks import Message
from ..tasks.text.window import cut_middle


@dataclass
class Chat:
    """How one tokenizer writes a conversation. `window` is in tokens, `stops` are the ids that end a turn."""

    tokenizer: Any
    window: int
    stops: frozenset[int]
    cut: int = field(default=0, init=False)  # prompts that lost their middle so far

    def prompts(self, conversations: Sequence[Sequence[Message]], room: int) -> list[list[int]]:
        """Token ids of each conversation up to where the reply begins, with `room` tokens left for it."""
        texts = [self._render(messages, reply_next=True) for messages in conversations]
        return [self._fit(ids, room) for ids in self._tokens(texts)]

    def replies(
        self, conversations: Sequence[Sequence[Message]], candidates: Sequence[Sequence[str]]
    ) -> tuple[list[list[int]], list[list[list[int]]]]:
        """Token ids of each conversation and of each candidate reply to it, with the token that ends the turn.

        Prompt and reply are tokenised as one text, as in training, so that tokens at the seam are the same.
        """
        opened = [self._render(messages, reply_next=True) for messages in conversations]
        prompts = self._tokens(opened)
        whole = [
            self._render([*messages, {"role": "assistant", "content": text}], reply_next=False)
            for messages, texts in zip(conversations, candidates, strict=True)
            for text in texts
        ]
        joint = iter(zip(whole, self._tokens(whole), strict=True))
        replies = []
        for index, texts in enumerate(candidates):
            replies.append([self._reply(opened[index], prompts[index], *next(joint), text) for text in texts])
        rooms = [max(len(reply) for reply in options) for options in replies]
        return [self._fit(ids, room) for ids, room in zip(prompts, rooms, strict=True)], replies

    def _reply(self, opened: str, prompt: list[int], whole: str, ids: list[int], text: str) -> list[int]:
        if ids[: len(prompt)] == prompt:
            reply = ids[len(prompt) :]
        else:  # the template closes an answered turn in another way than it opens one
            tail = whole[len(opened) :] if whole.startswith(opened) else text
            reply = self._tokens([tail])[0]
        end = next((place for place, token in enumerate(reply) if token in self.stops), None)
        return [*reply, self.tokenizer.eos_token_id] if end is None else reply[: end + 1]

    def _fit(self, ids: list[int], room: int) -> list[int]:
        kept = cut_middle(ids, self.window - room)
        self.cut += len(kept) < len(ids)
        return kept

    def _tokens(self, texts: list[str]) -> list[list[int]]:
        encoded: list[list[int]] = self.tokenizer(texts, add_special_tokens=False)["input_ids"] if texts else []
        return encoded

    def _render(self, messages: Iterable[Message], reply_next: bool) -> str:
        from jinja2 import TemplateError

        try:
            text = self.tokenizer.apply_chat_template(list(messages), tokenize=False, add_generation_prompt=reply_next)
        except TemplateError as error:
            raise InputError(f"the model's chat template refuses the prompt ({error}); use another model") from None
        return str(text)


def open_chat(tokenizer: Any, config: Any, stops: Iterable[int | None], window: int | None) -> Chat:
    """A Chat whose window is the model's, or the smaller `window`. Raises InputError without a chat template."""
    if not tokenizer.chat_template:
        raise InputError(f"{tokenizer.name_or_path}: no chat template; use an instruction-tuned model")
    known = [tokenizer.model_max_length, getattr(config.get_text_config(), "max_position_embeddings", None), window]
    ends = {token for token in (*stops, tokenizer.eos_token_id) if token is not None}
    return Chat(tokenizer, min(size for size in known if size), frozenset(ends))
