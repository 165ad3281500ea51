"""A tiny base model and a tiny data set made on the spot, and both on the local Hub."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from alignsurvey.schema import features, profile_items

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "trainers"))  # its scripts import one another by their plain names

TEMPLATE = (
    "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>' + '\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
BASE, DATA = "Tiny/base-Instruct", "Tiny/answers"


def make_record(number, words=3):
    choices = ["too little", "about right", "too much"]
    turn = number % 3
    return {
        "id": f"test/r{number:03}/q",
        "respondent_id": f"r{number:03}",
        "source": "test",
        "country": "US",
        "language": "en",
        "prompt": [],
        "completion": [],
        "profile": profile_items([("Place", " ".join(["north"] * (1 + number % words)))]),
        "question_id": "q",
        "question": "Do we spend too much on roads?",
        "choices": [*choices[turn:], *choices[:turn]],
        "scale": [float(place % 3) for place in range(turn, turn + 3)],
        "answer": number % 3,
        "weight": 1.0,
    }


def settings(**changes):
    """Keys of a recipe over the tiny model."""
    return {
        "name": "SurveyLM-tiny-foundation",
        "base": BASE,
        "license": "apache-2.0",
        "language": ["en"],
        "data": [{"dataset": DATA, "config": "survey_response", "revision": "v1.0.0"}],
        "form": "text",
        "max_steps": 6,
        "learning_rate": 0.01,
        "batch": 8,
        "per_device_batch": 2,
        "window": 256,
        "precision": "fp32",
        **changes,
    }


def write_recipe(path, **changes):
    path.write_text(yaml.safe_dump(settings(**changes)), encoding="utf-8")
    return path


@pytest.fixture
def recipe_file(tmp_path):
    """Write a recipe over the tiny model: recipe_file(seed=1)."""
    return lambda name="mine.yaml", **changes: write_recipe(tmp_path / name, **changes)


@pytest.fixture(scope="session")
def recipe_writer():
    """Write a recipe over the tiny model to a path."""
    return write_recipe


@pytest.fixture
def record():
    return make_record


@pytest.fixture(scope="session")
def tokenizer():
    """Byte-level BPE whose padding token is its end of turn, as SmolLM2's is."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    special = ["<|im_start|>", "<|im_end|>"]
    trainer = trainers.BpeTrainer(vocab_size=400, special_tokens=special, initial_alphabet=alphabet)
    bpe.train_from_iterator([str(make_record(number)) for number in range(6)], trainer)
    fast = PreTrainedTokenizerFast(tokenizer_object=bpe, eos_token="<|im_end|>", pad_token="<|im_end|>")
    fast.chat_template = TEMPLATE
    return fast


@pytest.fixture(scope="session")
def tiny(tokenizer):
    """A Llama of two layers."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(7)
    shape = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4}
    ids = {"vocab_size": len(tokenizer), "bos_token_id": None, "eos_token_id": tokenizer.eos_token_id}
    return LlamaForCausalLM(LlamaConfig(**shape, **ids, num_key_value_heads=2, max_position_embeddings=512))


@pytest.fixture(scope="session")
def chat(tiny, tokenizer):
    from alignsurvey.predict.chat_template import open_chat

    return open_chat(tokenizer, tiny.config, [tiny.generation_config.eos_token_id], 256)


@pytest.fixture(scope="session")
def stocked(hub, tiny, tokenizer, tmp_path_factory):
    """The local Hub with the tiny base and v1.0.0 of the tiny data set."""
    import pyarrow
    import pyarrow.parquet

    base, data = tmp_path_factory.mktemp("stock") / "base", tmp_path_factory.mktemp("stock") / "data"
    tiny.save_pretrained(base)
    tokenizer.save_pretrained(base)
    data.mkdir()
    schema = features("survey_response").arrow_schema
    rows = [make_record(number) for number in range(60)]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows, schema=schema), data / "train.parquet")
    files = [{"split": "train", "path": "train.parquet"}]
    front = yaml.safe_dump({"configs": [{"config_name": "survey_response", "data_files": files}]})
    (data / "README.md").write_text(f"---\n{front}---\n", encoding="utf-8")
    hub.python(
        """
        import sys
        from pathlib import Path
        from alignsurvey.hub.publish import publish
        base, base_id, data, data_id = sys.argv[1:]
        publish(Path(base), base_id, "model", None, "tiny base")
        publish(Path(data), data_id, "dataset", "v1.0.0", "tiny data")
        """,
        base, BASE, data, DATA,
    )  # fmt: skip
    return hub


@pytest.fixture(scope="session")
def alignsurvey(stocked):
    """Run a verb against the stocked Hub, in the checkout."""

    def verb(*words):
        command = [sys.executable, "-m", "alignsurvey.cli", *map(str, words)]
        env = {**stocked.env, "OMP_NUM_THREADS": "1"}
        return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)

    return verb
