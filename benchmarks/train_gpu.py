"""The part of train.py for a GPU: tokens and answers a second, memory, and the two attentions that know a mask.

It needs torch, transformers and peft alone.
"""

import time

import torch
from train_records import PADDED, examples_of, make_model, make_records
from transformers import Qwen2Config

from alignsurvey.train.choice_loss import choice_loss, table
from alignsurvey.train.tree_batches import Example, log_likelihoods, padded_batch, tree_batch

QWEN = {
    "vocab_size": 152064,
    "hidden_size": 3584,
    "intermediate_size": 18944,
    "num_hidden_layers": 28,
    "num_attention_heads": 28,
    "num_key_value_heads": 4,
    "max_position_embeddings": 32768,
    "rope_theta": 1000000.0,
    "tie_word_embeddings": False,
}


def timed_gpu(model, batches, answers, choices):
    """(answers a second, tokens a second, peak GiB) of forward, backward and update; the first batch warms up."""
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=2e-5)
    torch.cuda.reset_peak_memory_stats()
    model.train()
    for number, batch in enumerate([batches[0], *batches]):
        if number == 1:
            torch.cuda.synchronize()
            begun = time.perf_counter()
        given = {key: value.cuda() for key, value in batch.items()}
        values = log_likelihoods(model, given)
        if choices:
            loss = choice_loss(
                table(values, given["owners"], len(given["targets"])), given["targets"], given["weights"]
            )
        else:
            loss = -values.sum()
        (loss / len(given["targets"])).backward()
        optimizer.step()
        optimizer.zero_grad()
    torch.cuda.synchronize()
    seconds = time.perf_counter() - begun
    tokens = sum(batch["input_ids"].numel() for batch in batches)
    return answers / seconds, tokens / seconds, torch.cuda.max_memory_allocated() / 2**30


def forest(examples, size):
    """Trees of so many records."""
    return [tree_batch(examples[i : i + size]) for i in range(0, len(examples), size)]


def compare_gpu(name, model, chat, story_words, people):
    """Padded batches of 8, as TRL makes them, against trees of one respondent, in bfloat16."""
    records = make_records(people, story_words)
    plain, full = examples_of(records, chat), examples_of(records, chat, choices=True)
    items = len(records) // people
    padded = [padded_batch(plain[i : i + PADDED], 0) for i in range(0, len(plain), PADDED)]
    kinds = [  # what, batches, gradient checkpointing, all choices
        ("padded, checkpointing (TRL's defaults)", padded, True, False),
        ("padded", padded, False, False),
        ("tree, the answer alone", forest(plain, items), False, False),
        ("tree, all choices", forest(full, items), False, True),
        ("trees of 4 respondents, all choices", forest(full, 4 * items), False, True),
    ]
    print(f"{name}, prompts of {len(plain[0].prompt)} tokens, {items} questions a respondent, bfloat16:")
    base = None
    for kind, batches, checkpointing, choices in kinds:
        (model.gradient_checkpointing_enable if checkpointing else model.gradient_checkpointing_disable)()
        try:
            speed, tokens, peak = timed_gpu(model, batches, len(records), choices)
        except torch.OutOfMemoryError:
            print(f"  {kind}: does not fit", flush=True)
            torch.cuda.empty_cache()
            continue
        base = base or speed
        print(
            f"  {kind}: {speed:.1f} answers/s ({speed / base:.1f} times), {tokens:,.0f} tokens/s, {peak:.1f} GiB",
            flush=True,
        )


def paper_recipe(model, window=2048, size=4):
    """Whether 4 samples of the full window fit, with checkpointing, as in the paper's recipe."""
    model.gradient_checkpointing_enable()
    model.train()
    full = [Example([7 + n] * (window - 8), [[5] * 8], [1.0]) for n in range(size)]
    _, tokens, peak = timed_gpu(model, [padded_batch(full, 0)] * 2, 2 * size, False)
    print(
        f"  the paper's recipe, {size} x {window} tokens, checkpointing: {tokens:,.0f} tokens/s, {peak:.1f} GiB",
        flush=True,
    )


def attentions(chat, story_words):
    """Milliseconds of a tree's attention, forward and backward, in the shape of Qwen2.5-7B: SDPA and FlexAttention."""
    from torch.nn.attention.flex_attention import create_block_mask, flex_attention

    batch = tree_batch(examples_of(make_records(4, story_words), chat, choices=True))
    seen = batch["attention_mask"][0, 0].cuda()
    n = -(-len(seen) // 128) * 128
    mask = torch.eye(n, dtype=torch.bool, device="cuda")
    mask[: len(seen), : len(seen)] = seen
    blocks = create_block_mask(lambda b, h, q, k: mask[q, k], None, None, n, n, device="cuda")
    flex = torch.compile(flex_attention)
    shapes = [(1, heads, n, 128) for heads in (28, 4, 4)]
    query, key, value = (torch.randn(s, device="cuda", dtype=torch.bfloat16, requires_grad=True) for s in shapes)

    def sdpa():
        wide = (tensor.repeat_interleave(7, dim=1) for tensor in (key, value))
        return torch.nn.functional.scaled_dot_product_attention(query, *wide, attn_mask=mask)

    for name, attend in (
        ("SDPA", sdpa),
        ("FlexAttention", lambda: flex(query, key, value, block_mask=blocks, enable_gqa=True)),
    ):
        for turn in range(13):
            if turn == 3:
                torch.cuda.synchronize()
                begun = time.perf_counter()
            attend().sum().backward()
        torch.cuda.synchronize()
        print(f"  {name}, {n} nodes, forward and backward: {100 * (time.perf_counter() - begun):.2f} ms", flush=True)


def run(config, chat):
    """Print all figures of this card."""
    print(f"{torch.cuda.get_device_name()}, torch {torch.__version__}", flush=True)
    model = make_model(config, torch.bfloat16, "cuda")
    for words, people in ((0, 32), (560, 16)):
        compare_gpu("SmolLM2-135M", model, chat, words, people)
    del model
    torch.cuda.empty_cache()
    model = make_model(Qwen2Config(**QWEN), torch.bfloat16, "cuda")
    for words, people in ((0, 12), (560, 8)):
        compare_gpu("Qwen2.5-7B, random weights", model, chat, words, people)
    paper_recipe(model)
    del model
    torch.cuda.empty_cache()
    attentions(chat, 560)
