"""Anonymisation of survey answers and interviews, and the audit of what would be published.

Importing this package loads neither Presidio nor spaCy; the functions that need them do.
"""

from .audit.audit import audit, figures
from .audit.seal import sealed
from .entities import DIRECT, ENTITIES, SHAPED, Span
from .k_anonymity import K, Rules, anonymise, private_attribute
from .keys import load_key, pseudonym
from .known_values import Raw, leaks, raw_of, read_known
from .languages import fold
from .pseudonymise.contact_sheet import is_broad
from .pseudonymise.interview import Interview, anonymise_interview, anonymise_interviews
from .recognise.engines import spans, spans_batch

__all__ = [
    "DIRECT",
    "ENTITIES",
    "SHAPED",
    "Interview",
    "K",
    "Raw",
    "Rules",
    "Span",
    "anonymise",
    "anonymise_interview",
    "anonymise_interviews",
    "audit",
    "figures",
    "fold",
    "is_broad",
    "leaks",
    "load_key",
    "private_attribute",
    "pseudonym",
    "raw_of",
    "read_known",
    "sealed",
    "spans",
    "spans_batch",
]
