"""Personal values of a respondent in a contact sheet or the header of an interview; none may be published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...files.errors import InputError

# Keys of a header and the entities (`privacy.ENTITIES`) of their values.
ENTITY_OF = {
    "name": "PERSON",
    "given": "PERSON",
    "phone": "PHONE",
    "id_number": "ID_NUMBER",
    "email": "EMAIL",
    "wechat": "WECHAT",
    "qq": "QQ",
    "address": "STREET_ADDRESS",
    "employer": "EMPLOYER",
    "school": "SCHOOL",
    "home_town": "LOCATION",
    "home_town_said": "LOCATION",
}


def known_values(header: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """(entity, value) of everything in a header that identifies the respondent and must be replaced wherever it occurs.

    Read are the keys of ENTITY_OF, in `header` itself or in its part "header"; of a list such as a home town, from the
    largest part to the smallest, the smallest; the names of the household, and the people noted as `named` in the talk.
    """
    contact = header.get("header") or header
    try:
        found = {("PERSON", _text(member["name"])) for member in contact.get("household") or ()}
        found |= {("PERSON", _text(name)) for name in contact.get("named") or ()}
    except (TypeError, KeyError, AttributeError):
        raise InputError(
            "a header or contact sheet has another shape than corpus_builders/ase/README.md shows: household is a list "
            "of {relation, name}, named a list of names"
        ) from None
    for name, entity in ENTITY_OF.items():
        value = contact.get(name)
        value = value[-1] if isinstance(value, list) and value else value
        if isinstance(value, str) and len(value.strip()) > 1:
            found.add((entity, value.strip()))
    return tuple(sorted(found))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
