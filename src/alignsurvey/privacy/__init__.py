"""Anonymisation of survey answers and interviews, in English and Chinese, and the audit of what would be published.

Importing this package loads neither Presidio nor spaCy; the functions that need them do.
"""

from .keys import load_key, pseudonym

__all__ = ["load_key", "pseudonym"]
