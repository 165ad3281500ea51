"""Shuffled, split, grouped and k-anonymous records."""
