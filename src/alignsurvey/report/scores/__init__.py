"""Scores of results.json: one module a kind of score, and the intervals that they share."""
