"""Scores from the tree are those of whole sequences, and replies are those of the model alone."""

import pytest
import torch

from alignsurvey import tasks
from alignsurvey.files.errors import InputError
from alignsurvey.predict import Options, backends, connect
from alignsurvey.predict.backends import transformers as subject

TASK = tasks.load("survey_response")


def asked(records, form="text"):
    return [TASK.prompt(record, form) for record in records], [TASK.candidates(record, form) for record in records]


def whole_sequence_scores(backend, prompts, candidates):
    """Each candidate on its own: the template's text, one forward pass, the sum over the reply's tokens."""
    rows = []
    tokenizer = backend.chat.tokenizer
    for messages, texts in zip(prompts, candidates, strict=True):
        opened = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        start = len(tokenizer(opened, add_special_tokens=False)["input_ids"])
        values = []
        for text in texts:
            ids = tokenizer(opened + text + "<|im_end|>", add_special_tokens=False, return_tensors="pt")["input_ids"]
            with torch.inference_mode():
                logits = torch.log_softmax(backend.model(ids).logits[0].float(), dim=-1)
            values.append(sum(float(logits[place - 1, ids[0, place]]) for place in range(start, ids.shape[1])))
        rows.append(torch.softmax(torch.tensor(values), dim=0).tolist())
    return rows


@pytest.mark.parametrize("form", ["text", "letter_text", "letter"])
def test_tree_scores_equal_whole_sequence_scores(backend, records, form):
    prompts, candidates = asked(records[:16], form)
    assert backend.packs
    expected = whole_sequence_scores(backend, prompts, candidates)
    for row, wanted in zip(backend.score(prompts, candidates), expected, strict=True):
        assert row == pytest.approx(wanted, abs=1e-4)
        assert sum(row) == pytest.approx(1)


def test_scores_do_not_depend_on_the_batch(backend, records):
    prompts, candidates = asked(records)
    together = backend.score(prompts, candidates)
    alone = [backend.score([prompt], [texts])[0] for prompt, texts in zip(prompts, candidates, strict=True)]
    reverse = backend.score(prompts[::-1], candidates[::-1])[::-1]
    for row, single, backward in zip(together, alone, reverse, strict=True):
        assert row == pytest.approx(single, abs=1e-5)
        assert row == pytest.approx(backward, abs=1e-5)


def test_greedy_reply_is_the_likeliest_token_each_time(backend, records):
    prompts, _ = asked(records[:6])
    tokenizer = backend.chat.tokenizer
    for messages, reply in zip(prompts, backend.generate(prompts), strict=True):
        ids = backend.chat.prompts([messages], room=8)[0]
        said = []
        while len(said) < 8 and (not said or said[-1] != tokenizer.eos_token_id):
            with torch.inference_mode():
                said.append(int(backend.model(torch.tensor([ids + said])).logits[0, -1].argmax()))
        assert reply == tokenizer.decode(said, skip_special_tokens=True).strip()


def test_model_that_cannot_take_a_tree_is_scored_plainly(tokenizer, records):
    from transformers import BloomConfig, BloomForCausalLM

    from alignsurvey.predict.chat_template import open_chat

    torch.manual_seed(3)
    config = BloomConfig(vocab_size=len(tokenizer), hidden_size=32, n_layer=2, n_head=4, initializer_range=0.3)
    model = BloomForCausalLM(config).eval()
    alibi = subject.Transformers(model, open_chat(tokenizer, config, [], 512), {"dtype": "float32"})
    prompts, candidates = asked(records[:3])
    assert not alibi.packs
    for row, wanted in zip(
        alibi.score(prompts, candidates), whole_sequence_scores(alibi, prompts, candidates), strict=True
    ):
        assert row == pytest.approx(wanted, abs=1e-4)


def test_adapter_changes_the_scores_as_peft_does(model_folder, records, tmp_path):
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    torch.manual_seed(5)
    wrapped = get_peft_model(
        AutoModelForCausalLM.from_pretrained(model_folder),
        LoraConfig(r=4, target_modules="all-linear", init_lora_weights=False, task_type="CAUSAL_LM"),
    ).eval()
    wrapped.save_pretrained(tmp_path / "adapter")
    options = Options(str(model_folder), adapter=str(tmp_path / "adapter"), dtype="float32")
    adapted = connect("transformers", options)
    assert adapted.facts["adapter_revision"].startswith("sha256:")
    prompts, candidates = asked(records[:4])
    found = adapted.score(prompts, candidates)
    adapted.model = wrapped
    for row, wanted in zip(found, whole_sequence_scores(adapted, prompts, candidates), strict=True):
        assert row == pytest.approx(wanted, abs=1e-4)
    base = connect("transformers", Options(str(model_folder), dtype="float32")).score(prompts, candidates)
    assert base[0] != pytest.approx(found[0], abs=1e-3)


def test_lack_of_memory_halves_the_work(backend):
    largest = []

    def work(items):
        if len(items) > 2:
            raise torch.OutOfMemoryError("CUDA out of memory")
        largest.append(len(items))
        return [item * 2 for item in items]

    assert backend._halving(work, [1, 2, 3, 4, 5]) == [2, 4, 6, 8, 10]
    assert max(largest) == 2


def test_one_prompt_too_large_for_memory_is_an_input_error(backend):
    def work(items):
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory")

    with pytest.raises(InputError, match="smaller --window"):
        backend._halving(work, [1, 2])


def test_folder_without_a_model_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="holds no model"):
        connect("transformers", Options(str(tmp_path)))


def test_unknown_dtype_is_an_input_error(model_folder):
    with pytest.raises(InputError, match="bfloat16"):
        connect("transformers", Options(str(model_folder), dtype="int4"))


def test_adapter_of_another_base_is_an_input_error(model_folder, tmp_path):
    from peft import LoraConfig, get_peft_model
    from transformers import LlamaConfig, LlamaForCausalLM

    config = LlamaConfig(
        vocab_size=64, hidden_size=32, intermediate_size=64, num_hidden_layers=1, num_attention_heads=2
    )
    other = get_peft_model(LlamaForCausalLM(config), LoraConfig(r=2, target_modules="all-linear"))
    other.save_pretrained(tmp_path / "adapter")
    with pytest.raises(InputError, match="does not fit the model"):
        connect("transformers", Options(str(model_folder), adapter=str(tmp_path / "adapter")))


def test_back_ends_are_found_by_looking():
    assert "transformers" in backends.names()
    with pytest.raises(InputError, match="transformers"):
        connect("telepathy", Options("any"))
