"""Anonymisation of survey answers and interviews, in English and Chinese, and the audit of what would be published.

Importing this package loads neither Presidio nor spaCy; the functions that need them do.
"""

from .audit import audit
from .engines import spans, spans_batch
from .entities import DIRECT, ENTITIES, SHAPED, Span
from .interview import Interview, anonymise_interview, anonymise_interviews
from .keys import load_key, pseudonym
from .known import leaks, read_known
from .recall import recall

__all__ = [
    "DIRECT",
    "ENTITIES",
    "SHAPED",
    "Interview",
    "Span",
    "anonymise_interview",
    "anonymise_interviews",
    "audit",
    "leaks",
    "load_key",
    "pseudonym",
    "read_known",
    "recall",
    "spans",
    "spans_batch",
]
