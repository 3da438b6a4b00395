"""What in a question would tell who a patient is: found by rules, and masked before anything is logged, stored or sent.

The rules are those of the clinical rules, section 8; the kinds follow the identifiers that the Safe Harbor method of
the HIPAA Privacy Rule (45 CFR 164.514(b)(2)) removes, and the NHS number of the NHS Data Dictionary. Clinical numbers
stay as they are. `docs/safety.md` says what is found and what is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from curbside.language.identifiers.ages import ages
from curbside.language.identifiers.dates import dates
from curbside.language.identifiers.joined import apart
from curbside.language.identifiers.names import names
from curbside.language.identifiers.numbers import emails, nhs_numbers, phones, social_security_numbers
from curbside.language.identifiers.places import addresses
from curbside.language.identifiers.postcodes import postcodes
from curbside.language.identifiers.records import record_numbers
from curbside.language.identifiers.spans import MASKS, Masked, PatientIdentifier, protected, without_masks

__all__ = ["MASKS", "Masked", "PatientIdentifier", "find_identifiers", "mask", "told_of_a_patient", "without_masks"]

Finder = Callable[[str], Iterable[PatientIdentifier]]

_NOW = re.compile(r",?\s+(?:has|is|feels?|cannot|can't|keeps?|just|suddenly|now)\b", re.IGNORECASE)

# Where two overlap, the finder that comes first is right.
_FINDERS: tuple[Finder, ...] = (
    emails,
    record_numbers,
    nhs_numbers,
    social_security_numbers,
    dates,
    phones,
    addresses,
    postcodes,
    ages,
    names,
)


def find_identifiers(text: str) -> tuple[PatientIdentifier, ...]:
    """The identifiers of a patient in `text`, in order, none overlapping; offsets are code points."""
    taken = list(protected(text))
    found: list[PatientIdentifier] = []
    for candidate in (*_as_written(text), *_beside_a_slash(text)):
        if not any(start < candidate.end and candidate.start < end for start, end in taken):
            taken.append((candidate.start, candidate.end))
            found.append(candidate)
    return tuple(sorted(found, key=lambda identifier: identifier.start))


def _as_written(text: str) -> Iterable[PatientIdentifier]:
    for finder in _FINDERS:
        yield from finder(text)


def _beside_a_slash(text: str) -> Iterable[PatientIdentifier]:
    """The identifiers that a slash joins to something else, and that only a text without it shows."""
    parted = apart(text)
    if parted is not None:
        for one in _as_written(parted):
            if "/" in (text[one.end : one.end + 1], text[max(0, one.start - 1) : one.start]):
                yield one


def told_of_a_patient(text: str) -> str:
    """`text` as a case: without the numbers and addresses of a patient, and "the patient" for whoever is named with
    something that is the matter now ("Mrs Doe, NHS number ..., has chest pain"). Other names, ages and dates stay.
    """
    for one in reversed([f for f in find_identifiers(text) if f.kind not in ("name", "age", "date")]):
        text = f"{text[: one.start]}{MASKS[one.kind]}{text[one.end :]}"
    text = without_masks(text)
    for one in reversed([f for f in find_identifiers(text) if f.kind == "name"]):
        if _NOW.match(text, one.end):
            text = f"{text[: one.start]}the patient{text[one.end :]}"
    return text


def mask(text: str) -> Masked:
    """`text` with every identifier replaced by its mask; `found` has the offsets in the text as given."""
    found = find_identifiers(text)
    pieces: list[str] = []
    last = 0
    for identifier in found:
        pieces += [text[last : identifier.start], MASKS[identifier.kind]]
        last = identifier.end
    return Masked("".join([*pieces, text[last:]]), found)
