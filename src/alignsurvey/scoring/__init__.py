"""Pure functions, one module a metric; standard library, numpy and scipy only.

A metric on the Hub stands alone, so the modules here are copied beside its script when it is staged: they import
nothing of the project but each other, one `from .module import name` a line.
"""
