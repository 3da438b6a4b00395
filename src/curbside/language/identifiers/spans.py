"""The nouns of identifiers, their masks, and the spans that are never one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from curbside.language.patterns import Lazy

MASKS = {
    "name": "[name]",
    "nhs_number": "[NHS number]",
    "record_number": "[record number]",
    "social_security_number": "[social security number]",
    "phone": "[phone number]",
    "email": "[e-mail address]",
    "date": "[date]",
    "address": "[address]",
    "postcode": "[postcode]",
    "age": "90 or over",
}

# What may follow a number only where it is an amount, a measurement or a count.
UNIT_AFTER = Lazy(
    r"\s*(?:[%/°×^<>]|x(?![a-z])|(?:mg|g|kg|mcg|ug|[µμ]g|ng|pg|m?[lL]|dL|mmol|[µμu]mol|pmol|nmol|mol|mEq|mm|cm|m|bpm|kPa|kcal|cal|"
    r"micrograms?|milligrams?|grams?|nanograms?|units?|IU|iu|IE|kIU|MBq|doses?|tablets?|capsules?|drops?|puffs?|patients?|"
    r"people|adults|children|women|men|participants|cases|births|deaths|steps|metres|feet|copies|cells|weeks?|months?|"
    r"days?|hours?|minutes?|years?|times|per)\b)"
)

_PROTECTED = Lazy(
    r"\bhttps?://\S+|\b(?:doi\W{0,3})?10\.\d{4,9}/\S+|"
    r"\b(?:PMID|PMCID|PMC|NCT|ISRCTN|CD|NBK|EudraCT|ISBN|ISSN|SNOMED(?: CT)?|RxNorm|RXCUI|CUI|NDC|LOINC|ATC|GTIN|"
    r"PLGB|PL(?=[\s:.#-]{0,3}\d{4,5}[/-]\d)|UNII|CAS)(?: (?:no|number|code|id))?[\s:.#-]{0,3}\d[\w./-]*|"
    r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|"
    + "|".join(re.escape(m) for m in MASKS.values() if m.startswith("[")),
    re.IGNORECASE,
)

_LABELLED = re.compile(
    r",?\s*(?:\b(?:(?:NHS|record|hospital|social security|phone|telephone|mobile)\s+(?:number|no\.?)|NHS|MRN|SSN|phone"
    r"|tel(?:ephone)?|e-?mail|address|post ?code|DOB|date of birth|born(?: on)?|(?:who )?lives at|living at)[\s:.,#]*)?"
    + f"(?:{'|'.join(re.escape(m) for m in MASKS.values() if m.startswith('['))})"
    + r"(?:\s*,)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PatientIdentifier:
    """A run of text that may tell who a patient is. kind: a key of `MASKS`; end is exclusive."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without identifiers, and what was found in the text as given."""

    text: str
    found: tuple[PatientIdentifier, ...]


def without_masks(text: str) -> str:
    """A masked text without its masks and the words that only announce them ("NHS number [NHS number],")."""
    return " ".join(_LABELLED.sub(" ", text).split()) if "[" in text else text


def protected(text: str) -> Iterator[tuple[int, int]]:
    """Where identifiers of documents, trials, codes and substances stand, addresses of pages, and masks."""
    for match in _PROTECTED.finditer(text):
        yield match.span()
