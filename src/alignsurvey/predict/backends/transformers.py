"""Models that run here, through transformers and PEFT."""

from __future__ import annotations

import contextlib
import gc
import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from ...files.errors import InputError, require
from ...hub.client import hub_errors
from ...runs.environment import packages
from ...runs.published import commit
from ...runs.training_data import training
from ..chat_template import Chat, open_chat
from ..prefix_tree import Tree, groups
from . import Conversation, Options

Item = TypeVar("Item")
Result = TypeVar("Result")

# Nodes of one tree: a larger one shares more, but its attention grows with the square. Measured for the CPU with
# SmolLM2-135M on two cores: 512 to 1,024 are alike, 256 and 1,536 slower.
TREE_TOKENS = {"cpu": 768, "cuda": 4096}
GENERATE_BATCH = {"cpu": 16, "cuda": 64}
CHUNK = {"cpu": 64, "cuda": 512}


def connect(options: Options) -> Transformers:
    """Load the model, and the adapter over it. Raises InputError naming what cannot be had."""
    if options.temperature is not None:
        raise InputError("--samples is for endpoints without probabilities; this back end gives them: omit --samples")
    torch = require("torch", "train")
    transformers = require("transformers", "train")
    transformers.utils.logging.disable_progress_bar()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    dtype = _dtype(torch, options.dtype, device)
    revision = commit(options.model, "model", options.revision)
    adapter_revision = commit(options.adapter, "model", options.adapter_revision) if options.adapter else None
    with hub_errors(f"model {options.model}"), _memory(torch, f"model {options.model}"):
        pinned = {} if Path(options.model).is_dir() else {"revision": revision}
        tokenizer = transformers.AutoTokenizer.from_pretrained(options.model, **pinned)
        model = transformers.AutoModelForCausalLM.from_pretrained(
            options.model, dtype=dtype if device == "cuda" else torch.float32, **pinned
        )
    if options.adapter:
        with hub_errors(f"adapter {options.adapter}"):
            model = _adapted(model, options.adapter, adapter_revision, merge=device == "cpu")
    with _memory(torch, f"model {options.model}"):
        model = model.to(device=device, dtype=dtype).eval()
    stops = model.generation_config.eos_token_id
    chat = open_chat(tokenizer, model.config, stops if isinstance(stops, list) else [stops], options.window)
    facts = {
        "backend": "transformers",
        "model": options.model,
        "revision": revision,
        "adapter": options.adapter,
        "adapter_revision": adapter_revision,
        **(training(options.adapter, adapter_revision) if options.adapter else {}),
        "dtype": str(dtype).removeprefix("torch."),
        "device": device,
        "window": chat.window,
        "packages": packages("torch", "transformers", "peft"),
    }
    return Transformers(model, chat, facts, options.max_new_tokens)


def _adapted(model: Any, adapter: str, revision: str | None, merge: bool) -> Any:
    """The model with a LoRA adapter: merged where that is exact (float32 on CPU), else beside the weights."""
    peft = require("peft", "train")
    pinned = {} if Path(adapter).is_dir() else {"revision": revision}
    try:
        adapted = peft.PeftModel.from_pretrained(model, adapter, **pinned)
    except (RuntimeError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        reason = str(error).splitlines()[0]
        raise InputError(f"adapter {adapter}: does not fit the model ({reason}); give its base as --model") from None
    return adapted.merge_and_unload() if merge else adapted.get_base_model()


def _dtype(torch: Any, name: str, device: str) -> Any:
    """auto: bfloat16 where the processor computes in it, else float32."""
    if name not in ("auto", "float32", "bfloat16"):
        raise InputError(f"unknown dtype {name!r}; known: auto, float32, bfloat16")
    if name != "auto":
        return getattr(torch, name)
    if device == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32
    native = getattr(torch.cpu, "_is_avx512_bf16_supported", bool)
    return torch.bfloat16 if native() else torch.float32


@contextlib.contextmanager
def _memory(torch: Any, what: str) -> Iterator[None]:
    """Turn a lack of memory into an InputError."""
    try:
        yield
    except (RuntimeError, MemoryError) as error:
        if not _lacks_memory(torch, error):
            raise
        raise InputError(f"{what}: does not fit into memory; use a smaller model") from None


def _lacks_memory(torch: Any, error: BaseException | None) -> bool:
    allocator = isinstance(error, RuntimeError) and "DefaultCPUAllocator" in str(error)
    return isinstance(error, (torch.OutOfMemoryError, MemoryError)) or allocator


@dataclass
class Transformers:
    """A causal language model in this process. See `Backend`."""

    model: Any
    chat: Chat
    facts: dict[str, Any]
    max_new_tokens: int = 64
    chunk: int = field(init=False)
    packs: bool = field(init=False)

    def __post_init__(self) -> None:
        self.chunk = CHUNK[self._kind]
        self.packs = self._packs()

    @property
    def cut(self) -> int:
        return self.chat.cut

    @property
    def _kind(self) -> str:
        return "cuda" if self.model.device.type == "cuda" else "cpu"

    def score(self, prompts: Sequence[Conversation], candidates: Sequence[Sequence[str]]) -> list[list[float]]:
        """Softmax over the log-likelihoods of the candidates, each with the token that ends the turn."""
        ids, replies = self.chat.replies(prompts, candidates)
        sizes = [sum(len(reply) for reply in options) for options in replies]
        rows: list[list[float]] = []
        for group in groups(ids, sizes, TREE_TOKENS[self._kind]):
            pairs = [(ids[index], replies[index]) for index in group]
            rows += [_softmax(row) for row in self._halving(self.log_likelihoods, pairs)]
        return rows

    def log_likelihoods(self, pairs: Sequence[tuple[list[int], list[list[int]]]]) -> list[list[float]]:
        """Log-likelihood in nats of each reply given its prompt, from one pass over their common tree."""
        longest = max(len(prompt) + len(reply) for prompt, replies in pairs for reply in replies)
        if not self.packs or longest > (self._sliding_window() or longest):
            return [self._one_by_one(prompt, replies) for prompt, replies in pairs]
        tree = Tree()
        spans: list[list[list[int]]] = []
        for prompt, replies in pairs:
            end = tree.add(prompt)[-1]
            spans.append([[end, *tree.add(reply, after=end)] for reply in replies])
        asked = sorted({node for record in spans for path in record for node in path[:-1]})
        table = self._log_probabilities(tree.tokens, tree.positions, tree.mask(), asked)
        row = {node: index for index, node in enumerate(asked)}
        sources = [row[node] for record in spans for path in record for node in path[:-1]]
        targets = [tree.tokens[node] for record in spans for path in record for node in path[1:]]
        values = iter(table[sources, targets].tolist())
        return [[sum(next(values) for _ in path[1:]) for path in record] for record in spans]

    def hidden_states(self, prompts: Sequence[Conversation], layers: Sequence[int]) -> Any:
        """(prompts, layers, width) hidden states of the last token of each prompt, after each of `layers` (from 1)."""
        ids = self.chat.prompts(prompts, room=1)
        found = []
        for group in groups(ids, [0] * len(ids), TREE_TOKENS[self._kind] if self.packs else 0):
            found += self._halving(lambda part: self._states(part, layers), [ids[index] for index in group])
        return np.stack(found)

    def _states(self, ids: Sequence[list[int]], layers: Sequence[int]) -> list[Any]:
        torch = require("torch", "train")
        tree = Tree()
        ends = [tree.add(prompt)[-1] for prompt in ids]
        device = self.model.device
        given = {
            "input_ids": torch.tensor([tree.tokens], device=device),
            "position_ids": torch.tensor([tree.positions], device=device),
            "attention_mask": torch.from_numpy(tree.mask())[None, None].to(device),
        }
        plain = {"input_ids": given["input_ids"]}
        with torch.inference_mode():
            out = self.model(**(given if len(ids) > 1 else plain), output_hidden_states=True, use_cache=False)
        states = torch.stack([out.hidden_states[layer][0, ends] for layer in layers], dim=1).float().cpu().numpy()
        return list(states)

    def generate(self, prompts: Sequence[Conversation]) -> list[str]:
        """Greedy replies; prompts of like length share a batch."""
        ids = self.chat.prompts(prompts, room=self.max_new_tokens)
        order = sorted(range(len(ids)), key=lambda index: (len(ids[index]), index))
        size = GENERATE_BATCH[self._kind]
        replies: dict[int, str] = {}
        for start in range(0, len(order), size):
            batch = order[start : start + size]
            texts = self._halving(self._continue, [ids[index] for index in batch])
            replies.update(zip(batch, texts, strict=True))
        return [replies[index] for index in range(len(ids))]

    def _continue(self, ids: Sequence[list[int]]) -> list[str]:
        torch = require("torch", "train")
        transformers = require("transformers", "train")
        tokenizer = self.chat.tokenizer
        pad = tokenizer.pad_token_id if tokenizer.pad_token_id is not None else tokenizer.eos_token_id
        width = max(map(len, ids))
        tokens = torch.tensor([[pad] * (width - len(row)) + row for row in ids], device=self.model.device)
        mask = torch.tensor([[0] * (width - len(row)) + [1] * len(row) for row in ids], device=self.model.device)
        # The model's own settings may sample or punish repetition: greedy has to be said in full.
        self.model.generation_config = transformers.GenerationConfig(
            do_sample=False,
            num_beams=1,
            max_new_tokens=self.max_new_tokens,
            eos_token_id=sorted(self.chat.stops),
            pad_token_id=pad,
        )
        with torch.inference_mode():
            out = self.model.generate(tokens, attention_mask=mask)
        return [text.strip() for text in tokenizer.batch_decode(out[:, width:], skip_special_tokens=True)]

    def _log_probabilities(self, tokens: list[int], positions: list[int], mask: Any, asked: list[int]) -> Any:
        """(len(asked), vocabulary) log-probabilities of the token after each asked place, in float32."""
        torch = require("torch", "train")
        device = self.model.device
        keep = torch.tensor(asked, device=device)
        given = {
            "input_ids": torch.tensor([tokens], device=device),
            "position_ids": torch.tensor([positions], device=device),
            "attention_mask": torch.from_numpy(mask)[None, None].to(device),
            "use_cache": False,
        }
        narrow = "logits_to_keep" in inspect.signature(self.model.forward).parameters
        with torch.inference_mode():
            logits = self.model(**given, **({"logits_to_keep": keep} if narrow else {})).logits[0]
            return torch.log_softmax((logits if narrow else logits[keep]).float(), dim=-1)

    def _one_by_one(self, prompt: list[int], replies: Sequence[list[int]]) -> list[float]:
        """The plain way: each reply after its whole prompt, for models that cannot take a tree."""
        torch = require("torch", "train")
        found = []
        for reply in replies:
            with torch.inference_mode():
                tokens = torch.tensor([[*prompt, *reply]], device=self.model.device)
                logits = self.model(tokens, use_cache=False).logits[0, len(prompt) - 1 : -1]
            table = torch.log_softmax(logits.float(), dim=-1)
            found.append(float(table[range(len(reply)), reply].sum()))
        return found

    def _packs(self) -> bool:
        """Whether the model honours the tree's mask and positions: a forked sequence is scored both ways.

        Recurrent layers, or attention that ignores a mask, see the other branch and miss by nats.
        """
        top = self.model.config.get_text_config().vocab_size
        ids = [index * 7919 % top for index in range(1, 15)]
        prompt, replies = ids[:6], [ids[6:10], ids[10:14]]
        self.packs = True
        try:
            packed = self.log_likelihoods([(prompt, replies)])[0]
        except (TypeError, ValueError, RuntimeError, NotImplementedError):
            return False
        tolerance = 1e-2 if self.facts.get("dtype") == "float32" else 1.0
        return bool(np.allclose(packed, self._one_by_one(prompt, replies), rtol=0, atol=tolerance))

    def _sliding_window(self) -> int | None:
        return getattr(self.model.config.get_text_config(), "sliding_window", None)

    def _halving(self, work: Callable[[Sequence[Item]], list[Result]], items: Sequence[Item]) -> list[Result]:
        """The work on all items, in halves where memory lacks; how it is halved depends on the items alone."""
        torch = require("torch", "train")
        try:
            return work(items)
        except (RuntimeError, MemoryError) as error:
            if not _lacks_memory(torch, error):
                raise
        gc.collect()
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        if len(items) == 1:
            raise InputError("one prompt does not fit into memory; use a smaller model or a smaller --window")
        middle = len(items) // 2
        return self._halving(work, items[:middle]) + self._halving(work, items[middle:])


def _softmax(values: Sequence[float]) -> list[float]:
    powers = np.exp(np.asarray(values) - max(values))
    shares: list[float] = (powers / powers.sum()).tolist()
    return shares
