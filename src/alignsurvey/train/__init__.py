"""Train one stage: recipe, samples, LoRA adapter, trainer."""
