"""Turns of talk into anonymised records."""
