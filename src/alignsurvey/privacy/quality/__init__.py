"""Recall and precision of the recognisers on labelled text."""
