"""Keep what evaluations hold, and duplicates, out of what models are trained on."""
