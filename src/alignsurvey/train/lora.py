"""The model that a stage trains: a base from the Hub with a new adapter, or with one whose training goes on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, PeftConfig, PeftModel, get_peft_model
from transformers import AutoModelForCausalLM, AutoTokenizer

from ..files.errors import InputError
from ..hub.client import hub_errors
from ..predict.chat_template import Chat, open_chat
from .recipe import Lora, Recipe


@dataclass(frozen=True)
class Start:
    """Commits that a stage starts from."""

    base: str
    continues: str | None


def use_bf16(precision: str) -> bool:
    """Whether to compute in bfloat16.

    On a CPU only where it has the instructions. SmolLM2 with LoRA, 8 x 181 tokens on two cores with AVX512_BF16: 4.1 s
    a step in bf16 and 8.0 s in fp32; emulated bf16 is slower than fp32.
    """
    if precision != "auto":
        return precision == "bf16"
    if torch.cuda.is_available():
        return bool(torch.cuda.is_bf16_supported())
    return bool(getattr(torch.cpu, "_is_avx512_bf16_supported", bool)())


def open_model(recipe: Recipe, start: Start) -> tuple[Any, Any]:
    """The model with a trainable adapter, and its tokenizer. The frozen base is kept in the precision of the run."""
    where = {} if Path(recipe.base).is_dir() else {"revision": start.base}
    dtype = torch.bfloat16 if use_bf16(recipe.precision) else torch.float32
    with hub_errors(f"model {recipe.base}"):
        tokenizer = AutoTokenizer.from_pretrained(recipe.base, **where)
        base = AutoModelForCausalLM.from_pretrained(recipe.base, dtype=dtype, **where)
    torch.manual_seed(recipe.seed)  # LoRA's A matrices are drawn
    if recipe.continues_id is None:
        return get_peft_model(base, _config(base, recipe.lora)), tokenizer
    return _continued(base, recipe, start.continues), tokenizer


def _config(base: Any, lora: Lora) -> LoraConfig:
    """PEFT's configuration; of the last layers alone it wants the names of their linear modules."""
    config: dict[str, Any] = {"r": lora.r, "lora_alpha": lora.alpha, "lora_dropout": lora.dropout}
    if lora.last_layers is None:
        return LoraConfig(**config, target_modules=lora.targets, task_type="CAUSAL_LM")
    count = base.config.get_text_config().num_hidden_layers
    inside = [
        name for name, module in base.named_modules() if isinstance(module, torch.nn.Linear) and ".layers." in name
    ]
    return LoraConfig(
        **config,
        target_modules=sorted({name.rsplit(".", 1)[-1] for name in inside}),
        layers_to_transform=list(range(max(0, count - lora.last_layers), count)),
        layers_pattern="layers",
        task_type="CAUSAL_LM",
    )


def _continued(base: Any, recipe: Recipe, sha: str | None) -> Any:
    """The base with the earlier stage's adapter. Raises InputError where its base or rank is another."""
    adapter = str(recipe.continues_id)
    where: dict[str, Any] = {} if Path(adapter).is_dir() else {"revision": sha}
    with hub_errors(f"adapter {adapter}"):
        config = PeftConfig.from_pretrained(adapter, **where)
    if config.base_model_name_or_path != recipe.base:
        raise InputError(
            f"adapter {adapter} was trained on {config.base_model_name_or_path}, not on {recipe.base}; "
            "continue one of the same base"
        )
    if (config.r, config.lora_alpha) != (recipe.lora.r, recipe.lora.alpha):
        raise InputError(
            f"adapter {adapter} has rank {config.r} and alpha {config.lora_alpha}, the recipe {recipe.lora.r} and "
            f"{recipe.lora.alpha}; make them equal"
        )
    adapted = recipe.lora.last_layers
    if (len(config.layers_to_transform or ()) or None) != adapted:
        raise InputError(
            f"adapter {adapter} adapts other layers than lora.last_layers {adapted or 'null'} says; make them equal"
        )
    with hub_errors(f"adapter {adapter}"):
        return PeftModel.from_pretrained(base, adapter, is_trainable=True, **where)


def chat_of(model: Any, tokenizer: Any, recipe: Recipe) -> Chat:
    """How prompts and replies become tokens, the same as when the model is asked later."""
    stops = model.generation_config.eos_token_id
    return open_chat(tokenizer, model.config, stops if isinstance(stops, list) else [stops], recipe.window)


def save_adapter(model: Any, folder: Path, recipe: Recipe) -> None:
    """adapter_model.safetensors and adapter_config.json, which names the base by its Hub id."""
    model.save_pretrained(folder)
    path = folder / "adapter_config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    config |= {"base_model_name_or_path": recipe.base, "revision": recipe.base_revision}
    config["target_modules"] = sorted(config["target_modules"])  # a set: another order in every run
    path.write_text(json.dumps(config, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    (folder / "README.md").unlink(missing_ok=True)  # PEFT's empty card; the release writes a full one
