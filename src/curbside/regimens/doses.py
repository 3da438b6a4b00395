"""Which quantities of a text are amounts to give, and which are strengths, thresholds or upper bounds."""

from __future__ import annotations

import re
from typing import Final

from curbside.language import lexicon
from curbside.language.measures import Measure
from curbside.regimens.amounts import COUNTS, DOSE_UNITS, KIND, MASSES, PRODUCT, in_brackets, plain_unit
from curbside.regimens.bounding import is_maximum
from curbside.regimens.names import NAME, is_name

_STRENGTH_AFTER: Final = re.compile(
    rf"(?:\s?/\s?(?:[0-9.]+\s?)?(?:ml|g|actuation|puff|spray|h|hours?|hr)\b)?[\s-]+(?:in\s+(?:an?\s+)?[0-9.]+\s?ml\b|{KIND}"
    r"(?:tablet|capsule|ampoule|vial|injection|patch|sachet|auto-?injector|pre-?filled|solution|suppositor|vaginal(?!ly)|"
    r"cream|ointment|gel|lotion|suspension|inhaler|pessar|lozenge)\w*)",
    re.IGNORECASE,
)
_STRENGTH_BEFORE: Final = re.compile(
    r"\b(?:[0-9.,]+\s?(?:mg|g|micrograms?|mcg|µg|units|mmol)\s+in\s+|contain(?:s|ing)?\s+|weigh(?:s|ing)\s+|"
    r"birth\s?weight\s+(?:\w+\s+){0,2})\Z",
    re.IGNORECASE,
)
_PERCENT_OF: Final = re.compile(
    r"\s*(?:w/[wv]\s*)?(?:[a-z-]+\s+){0,2}?(?:cream|ointment|gel|lotion|solution|paste|foam|shampoo|spray|eye|ear|nasal|"
    r"drops?|mouthwash|injection|emulsion|powder|suspension|patch)\w*",
    re.IGNORECASE,
)
_PERCENT_AFTER_FORM: Final = re.compile(
    r"\b(?:cream|ointment|gel|lotion|solution|paste|foam|shampoo|spray|drops|emulsion)\s*\(?\Z", re.IGNORECASE
)
_NOT_THIS: Final = re.compile(
    r"\b(?:not|rather\s+than|instead\s+of|in\s+place\s+of|from|other\s+than)\s+\Z", re.IGNORECASE
)
_SUPPLIED: Final = re.compile(
    r"\b(?:available|suppl(?:y|ied)|contain|each|strengths?|presentation|packs?|marketed|manufactured|stor(?:e|age)|crush|score|split)\w*",
    re.IGNORECASE,
)


def is_dose(text: str, measure: Measure) -> bool:
    """Whether a quantity can be an amount to give: no threshold, strength, upper bound or amount that is set aside."""
    value = measure.low if measure.low is not None else measure.high
    if value is None or value <= 0 or measure.comparator in ("<", ">"):
        return False
    if plain_unit(measure) not in DOSE_UNITS and not (measure.unit == "%" and _is_percentage(text, measure)):
        return False
    if in_brackets(text, measure.start) or is_maximum(text, measure):
        return False
    return not is_set_aside(text, measure) and not is_strength(text, measure)


def is_set_aside(text: str, measure: Measure) -> bool:
    """Whether the words before a quantity say that it is contained in something, or not what is given."""
    before = text[max(0, measure.start - 50) : measure.start]
    return bool(_STRENGTH_BEFORE.search(before) or _NOT_THIS.search(before))


def is_supplied(text: str) -> bool:
    """Whether a text tells what a product contains or how it is supplied."""
    return _SUPPLIED.search(text) is not None


def is_given_strength(text: str, measure: Measure) -> bool:
    """Whether a product's strength is all that is said of an amount ("20 mg tablets daily")."""
    if measure.unit not in MASSES or measure.per or measure.comparator or in_brackets(text, measure.start):
        return False
    before = text[max(0, measure.start - 50) : measure.start]
    return bool(PRODUCT.match(text, measure.end)) and not _SUPPLIED.search(text) and not _STRENGTH_BEFORE.search(before)


def is_strength(text: str, measure: Measure) -> bool:
    """Whether a quantity says how strong a product is ("500 mg tablets", "1% cream", "25 micrograms/hour patch")."""
    if measure.unit == "%":
        return bool(
            re.match(r",?\s+(?=[0-9])", text[measure.end :])
            or _PERCENT_OF.match(text, measure.end)
            or _PERCENT_AFTER_FORM.search(text[: measure.start])
            or (_is_named(text, measure.end) and not _names_end(text, measure.start))
        )
    if measure.unit in ("mg/mL", "ug/mL", "g/L", "g/mL", "[IU]/mL", "{unit}/mL"):
        return True
    return measure.unit not in COUNTS - {"mL"} and bool(_STRENGTH_AFTER.match(text, measure.end))


def _is_percentage(text: str, measure: Measure) -> bool:
    """Whether a percentage is all that is said of an amount: of a step ("reduced by 50%"), or beside a drug's name."""
    if re.match(r"\s*of\b", text[measure.end :]):
        return False
    before = text[max(0, measure.start - 60) : measure.start]
    step = re.search(
        r"\b(?:reduc|decreas|lower|increas|taper)\w*\s+(?:[a-z]+\s+){0,4}by\s+(?:about\s+)?\Z", before, re.I
    )
    return bool(step or _names_end(text, measure.start))


def _names_end(text: str, place: int) -> bool:
    if any(not text[m.end : place].strip() for m in lexicon.drugs_in(text) if m.end <= place):
        return True
    word = re.search(rf"({NAME})\s+\Z", text[:place])
    return bool(word and is_name(word[1].lower()))


def _is_named(text: str, place: int) -> bool:
    return any(not text[place : m.start].strip() for m in lexicon.drugs_in(text) if m.start >= place)
