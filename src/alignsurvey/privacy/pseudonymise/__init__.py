"""Rewrite interviews so that they name nobody."""
