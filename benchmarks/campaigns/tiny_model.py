"""A base model of two layers with a tokenizer of bytes, and survey answers for it."""

TEMPLATE = (
    "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>' + '\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


def save(folder):
    """Write the model; returns records to train on."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    rows = [_record(number) for number in range(40)]
    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = decoders.ByteLevel()
    special = ["<|im_start|>", "<|im_end|>"]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=400, special_tokens=special, initial_alphabet=alphabet)
    bpe.train_from_iterator([str(row) for row in rows[:6]], trainer)
    fast = PreTrainedTokenizerFast(tokenizer_object=bpe, eos_token="<|im_end|>", pad_token="<|im_end|>")
    fast.chat_template = TEMPLATE
    torch.manual_seed(7)
    shape = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4}
    ids = {"vocab_size": len(fast), "bos_token_id": None, "eos_token_id": fast.eos_token_id}
    model = LlamaForCausalLM(LlamaConfig(**shape, **ids, num_key_value_heads=2, max_position_embeddings=512))
    model.save_pretrained(folder)
    fast.save_pretrained(folder)
    return rows


def _record(number):
    choices = ["too little", "about right", "too much"]
    turn = number % 3
    return {
        "id": f"test/r{number:03}/q", "respondent_id": f"r{number:03}", "source": "test", "country": "US",
        "language": "en", "prompt": [], "completion": [], "profile": [{"attribute": "Place", "value": "north"}],
        "question_id": "q", "question": "Do we spend too much on roads?", "choices": [*choices[turn:], *choices[:turn]],
        "scale": [float(place % 3) for place in range(turn, turn + 3)], "answer": turn, "weight": 1.0,
    }  # fmt: skip
