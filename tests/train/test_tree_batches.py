"""Trees give the log-likelihoods and gradients of padded batches; models that cannot take one are known."""

import pytest
import torch
from transformers import AutoModelForCausalLM, LlamaConfig, MambaConfig, MistralConfig, Qwen2Config

from alignsurvey.train.choice_loss import choice_loss, table
from alignsurvey.train.tree_batches import Example, log_likelihoods, padded_batch, tree_batch, why_no_tree

_SHAPE = {
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "vocab_size": 101,
    "max_position_embeddings": 128,
}
# SmolLM2-135M's own shape but for its depth and vocabulary: nine heads over three, tied output layer.
_SMOLLM2 = _SHAPE | {
    "hidden_size": 576,
    "intermediate_size": 1536,
    "num_attention_heads": 9,
    "num_key_value_heads": 3,
    "tie_word_embeddings": True,
}
_MODELS = {
    "smollm2": LlamaConfig(**_SMOLLM2),
    "llama": LlamaConfig(**_SHAPE),
    "qwen2": Qwen2Config(**_SHAPE),
    "mistral": MistralConfig(**_SHAPE, sliding_window=64),
}


def make_model(config):
    torch.manual_seed(3)
    return AutoModelForCausalLM.from_config(config, dtype=torch.float32).train()


@pytest.fixture
def examples():
    """Two respondents, three records; replies that share tokens, and one record with a choice fewer."""
    first, second = [1, 2, 3, 4, 5], [1, 2, 9, 8]
    return [
        Example([*first, 20, 21], [[30, 31, 0], [30, 32, 0], [33, 0]], [0.5, 0.25, 0.25], 1.0),
        Example([*first, 20, 25, 26], [[40, 0], [41, 42, 43, 0]], [0.0, 1.0], 0.5),
        Example([*second, 20, 21], [[33, 0], [30, 31, 0], [30, 32, 0]], [1.0, 0.0, 0.0], 2.0),
    ]


def gradients(model, batch):
    """Loss and the gradient of every parameter that has one."""
    model.zero_grad()
    scores = table(log_likelihoods(model, batch), batch["owners"], len(batch["targets"]))
    loss = choice_loss(scores, batch["targets"], batch["weights"])
    loss.backward()
    return loss.item(), {name: value.grad.clone() for name, value in model.named_parameters() if value.requires_grad}


def assert_same(found, expected):
    for parameter, value in expected.items():
        assert (found[parameter] - value).norm() <= 1e-4 * value.norm() + 1e-9, parameter


@pytest.mark.parametrize("name", _MODELS)
def test_gradients_equal_those_of_padded_batches(name, examples):
    model = make_model(_MODELS[name])
    loss, found = gradients(model, tree_batch(examples))
    expected_loss, expected = gradients(model, padded_batch(examples, pad=0))
    assert loss == pytest.approx(expected_loss, rel=1e-5)
    assert_same(found, expected)


def test_gradient_checkpointing_changes_no_gradient_of_an_adapter(examples):
    from peft import LoraConfig, get_peft_model

    model = get_peft_model(make_model(_MODELS["llama"]), LoraConfig(r=4, target_modules="all-linear"))
    _, expected = gradients(model, tree_batch(examples))
    model.gradient_checkpointing_enable({"use_reentrant": False})
    _, found = gradients(model, tree_batch(examples))
    assert len(found) > 0
    assert_same(found, expected)


def test_a_tree_holds_each_shared_prefix_once(examples):
    # 5 and 2 of the backgrounds; 2, 2 and 2 of the questions; then 7, 6 and 7 of the replies.
    assert tree_batch(examples)["input_ids"].shape == (1, 33)
    assert padded_batch(examples, pad=0)["input_ids"].shape == (8, 12)


@pytest.mark.parametrize("name", _MODELS)
def test_these_models_take_a_tree(name):
    assert why_no_tree(make_model(_MODELS[name]), longest=60) is None


def test_a_recurrent_model_takes_none():
    config = MambaConfig(vocab_size=101, hidden_size=32, state_size=4, num_hidden_layers=2)
    assert why_no_tree(make_model(config), longest=60) is not None


def test_a_path_longer_than_the_sliding_window_takes_none():
    reason = why_no_tree(make_model(_MODELS["mistral"]), longest=65)
    assert reason == "its attention sees 64 tokens, and the longest prompt and reply have 65"
