"""A tiny model with a chat template, and a small data set, made on the spot."""

import pytest

from alignsurvey.schema import features, profile_items

TEMPLATE = (
    "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>' + '\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
CHOICES = (("too little", "about right", "too much"), ("yes", "yes, often", "no"))
PLACES = ("north", "south", "east", "west")


def make_records(people, questions=4):
    """Answers that depend on the place; choices shown in an order that depends on the respondent."""
    records = []
    for person in range(people):
        place = PLACES[person % len(PLACES)]
        for question in range(questions):
            choices = CHOICES[question % 2]
            turn = (person + question) % 3
            shown = [*choices[turn:], *choices[:turn]]
            answer = choices[(PLACES.index(place) + question) % 3 if person % 5 else 1]
            records.append(
                {
                    "id": f"test/r{person:04}/q{question}",
                    "respondent_id": f"r{person:04}",
                    "source": "test",
                    "country": "US",
                    "language": "en",
                    "prompt": [],
                    "completion": [],
                    "profile": profile_items([("Place", place), ("Age", str(20 + person % 60))]),
                    "question_id": f"q{question}",
                    "question": f"Do we spend too much on item {question}?",
                    "choices": shown,
                    "scale": [float(choices.index(text)) for text in shown],
                    "answer": shown.index(answer),
                    "weight": 1.0 + person % 2,
                }
            )
    return records


@pytest.fixture(scope="session")
def records():
    return make_records(12)


@pytest.fixture(scope="session")
def build_folder(tmp_path_factory):
    """A built data set: 30 respondents in train and 500 in test."""
    import pyarrow
    import pyarrow.parquet

    folder = tmp_path_factory.mktemp("datasets") / "tiny"
    data = folder / "data" / "survey_response"
    data.mkdir(parents=True)
    everybody = make_records(530)
    for split, rows in (("train", everybody[:120]), ("test", everybody[120:])):
        schema = features("survey_response").arrow_schema
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows, schema=schema), data / f"{split}.parquet")
    return folder


@pytest.fixture(scope="session")
def tokenizer():
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = decoders.ByteLevel()
    special = ["<|im_start|>", "<|im_end|>"]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=400, special_tokens=special, initial_alphabet=alphabet)
    bpe.train_from_iterator([str(record) for record in make_records(8)], trainer)
    fast = PreTrainedTokenizerFast(tokenizer_object=bpe, eos_token="<|im_end|>", pad_token="<|im_end|>")
    fast.chat_template = TEMPLATE
    return fast


@pytest.fixture(scope="session")
def model_folder(tokenizer, tmp_path_factory):
    """A Llama of two layers, with weights large enough that its answers differ."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(7)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=48,
        intermediate_size=96,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=512,
        initializer_range=0.2,
        bos_token_id=None,
        eos_token_id=tokenizer.eos_token_id,
    )
    folder = tmp_path_factory.mktemp("model") / "tiny"
    LlamaForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def backend(model_folder):
    from alignsurvey.predict import Options, connect

    return connect("transformers", Options(str(model_folder), dtype="float32", max_new_tokens=8))
