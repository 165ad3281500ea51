"""Inspect a raw file, guess what its variables are, and write a draft codebook."""
