"""From messages to tokens: the turn's end, the seam between prompt and reply, and the window."""

import copy

import pytest
from transformers import LlamaConfig

from alignsurvey.files.errors import InputError
from alignsurvey.predict.chat_template import open_chat

ASKED = [{"role": "user", "content": "Do we spend too much? Reply yes or no."}]


@pytest.fixture
def config():
    return LlamaConfig(max_position_embeddings=512)


def test_reply_is_the_text_and_the_end_of_the_turn(tokenizer, config):
    chat = open_chat(tokenizer, config, [], None)
    _, [replies] = chat.replies([ASKED], [["yes", "yes, often"]])
    assert [tokenizer.decode(reply) for reply in replies] == ["yes<|im_end|>", "yes, often<|im_end|>"]


def test_prompt_and_reply_are_the_whole_conversation(tokenizer, config):
    chat = open_chat(tokenizer, config, [], None)
    [prompt], [[reply]] = chat.replies([ASKED], [["no"]])
    whole = tokenizer.apply_chat_template([*ASKED, {"role": "assistant", "content": "no"}], tokenize=False)
    assert tokenizer.decode([*prompt, *reply]) + "\n" == whole


def test_template_without_end_of_turn_gets_the_eos(tokenizer, config):
    bare = copy.deepcopy(tokenizer)
    bare.chat_template = "{% for m in messages %}{{ m['content'] + '\n' }}{% endfor %}"
    _, [[reply]] = open_chat(bare, config, [], None).replies([ASKED], [["no"]])
    assert reply[-1] == tokenizer.eos_token_id


def test_long_prompt_loses_its_middle_and_is_counted(tokenizer, config):
    chat = open_chat(tokenizer, config, [], 40)
    long = [{"role": "user", "content": "begin " + "word " * 200 + "end?"}]
    prompts = chat.prompts([ASKED, long], room=10)
    text = tokenizer.decode(prompts[1])
    assert len(prompts[1]) == 30
    assert "begin" in text
    assert text.endswith("end?<|im_end|>\n<|im_start|>assistant\n")
    assert chat.cut == sum(len(prompt) == 30 for prompt in prompts)


def test_smaller_window_wins(tokenizer, config):
    assert open_chat(tokenizer, config, [], None).window == 512
    assert open_chat(tokenizer, config, [], 100).window == 100
    assert open_chat(tokenizer, config, [], 9999).window == 512


def test_tokenizer_without_template_is_an_input_error(tokenizer, config):
    bare = copy.deepcopy(tokenizer)
    bare.chat_template = None
    with pytest.raises(InputError, match="no chat template"):
        open_chat(bare, config, [], None)


def test_template_that_refuses_is_an_input_error(tokenizer, config):
    strict = copy.deepcopy(tokenizer)
    strict.chat_template = "{{ raise_exception('no system turn') }}"
    with pytest.raises(InputError, match="no system turn"):
        open_chat(strict, config, [], None).prompts([ASKED], room=4)
