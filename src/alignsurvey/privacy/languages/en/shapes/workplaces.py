"""Employers and schools in English by their endings, and by what people say of those they work for."""

from __future__ import annotations

import re
from dataclasses import replace

from ...lists import lines, listed
from ...rules import Rule

_TOWN = r"\p{Lu}[\p{L}'’.-]+(?: \p{Lu}[\p{L}'’.-]+){0,3}"
_NAME = r"(?:St\. )?\p{Lu}[\p{L}\d'’&]*(?:[.&-][\p{L}\d]+)*"
_NAMES = rf"{_NAME}(?:(?:, (?:and )?|,? (?:and|&|of|for|the|de) | |-){_NAME}){{0,5}}"
_COMPANY = f"(?:{'|'.join(re.escape(ending) for ending in lines('en/company_endings'))})(?!\\w)"
_SCHOOL = (
    r"(?:University|College|High School|Middle School|Elementary(?: School)?|Primary School|Grammar School|Preparatory"
    r"(?: School)?|Prep School|Academy|Institute of Technology|Law School|Medical School|Business School|School)"
)
_NO_NAME = (
    r"(?:The|A|An|My|In|On|Our|At|Then|And|But|So|I|It|He|She|They|We|You|To|From|AI|LLMs?|GPT|ChatGPT|IT|HR"
    r"|Congress|Parliament|Senate|Government|House)\b(?!['’.-]\p{L})"
)
_JOBS = "|".join(listed("en/jobs"))
_WORKS = (
    r"(?i:\b(?:work(?:s|ed|ing)?(?: (?:nights|part[- ]time|full[- ]time|mostly|there|now))?|employed|jobs?|position"
    r"|hired|career|boss|bosses|colleagues?|co-?workers?|team|shifts?|intern(?:ed|ing)?|retired|laid off|fired"
    rf"|contract(?:or|ing)?|consult(?:s|ed|ing)?|{_JOBS}) (?:at|for|with|by|from|in)(?: a company called)?"
    r"|\b(?:been|years?|stint|summers?|months?) (?:with|at)"
    r"|\bemployer(?: is| was|:| name:?)|\bcompany (?:called|named))\s+"
)

_NAMED = (
    Rule("SCHOOL", rf"(?<!\w)(?!(?:The|A|My|In|Our|At|Then|And|But) ){_NAMES} {_SCHOOL}\b"),
    Rule(
        "SCHOOL",
        r"\b(?:University|College|Institute) of \p{Lu}[\p{L}.'-]+(?:(?: at|,)? \p{Lu}[\p{L}.'-]+){0,3}",
    ),
    Rule("EMPLOYER", rf"(?<!\w)(?:[Tt]he )?(?!{_NO_NAME}){_NAMES},? {_COMPANY}(?: of {_TOWN})?(?: and Sons)?(?!\w)"),
    Rule("EMPLOYER", rf"(?<!\w){_NAME}(?:, {_NAME}){{0,4}},? (?:and|&) Sons\b(?: {_NAME})?"),
    Rule(
        "EMPLOYER",  # a firm of partners
        r"(?i:\b(?:for|with|at|by|joined|left|from)) \K\p{Lu}[\p{L}'’]+"
        r"(?:, \p{Lu}[\p{L}'’]+,? (?:and|&) \p{Lu}[\p{L}'’]+| & \p{Lu}[\p{L}'’]+)",
    ),
    Rule("EMPLOYER", r"(?i:\b(?:at|for)) \K\p{Lu}\p{Ll}+-\p{Lu}\p{Ll}+(?!\w)"),
    Rule("EMPLOYER", rf"{_WORKS}(?:the )?\K(?!{_NO_NAME}){_NAMES}"),
    Rule(
        "EMPLOYER",  # who lays people off, hires or pays is an employer
        rf"(?<!\w)(?!{_NO_NAME}){_NAMES}"
        r"(?=,? (?i:laid (?:me|us|him|her|them|off|\w+ off)|let (?:me|us|him|her|\w+ (?:of us|people|workers)) go"
        r"|cut (?:my|our|his|her|their) hours|shut (?:down|its)|hired (?:me|us|him|her)|fired (?:me|us|him|her)"
        r"|pays (?:me|us)|paid (?:me|us)"
        r"|went (?:under|bankrupt)|is hiring))",
        None,
        0.6,
    ),
)

RULES = tuple(replace(rule, digits=False) for rule in _NAMED)
