"""run.json, results.json and predictions.jsonl: written, read, and matched to records."""
