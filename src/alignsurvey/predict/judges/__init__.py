"""Who judges interview replies, their prompt, and a judge run."""
