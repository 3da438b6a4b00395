"""Which quantities of a text are amounts to give, and which are strengths, thresholds or upper bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from curbside.language import lexicon
from curbside.language.frequencies import frequencies
from curbside.language.measures import Measure, measures
from curbside.regimens.names import NAME, is_name

DOSE_UNITS: Final = frozenset(
    "g mg ug ng mL L [IU] {unit} mmol meq {tablet} {capsule} {ampoule} {vial} {sachet} {drop} {puff} {spray} {patch} "
    "{suppository} {injection} {auto-injector} {application} {lozenge} {pessary} kcal".split()
)
"""Codes of units in which something is given; a length of time, a concentration and a bare number are none."""

BOUND_UNITS: Final = DOSE_UNITS | {"{dose}"}
"""What an upper bound may count too ("no more than 4 doses in 24 hours")."""

_COUNTS: Final = frozenset(
    "{tablet} {capsule} {ampoule} {vial} {sachet} {drop} {puff} {spray} {patch} {suppository} {lozenge} {pessary} mL".split()
)
_MASSES: Final = frozenset("g mg ug ng [IU] {unit} mmol meq".split())
_PRODUCTS: Final = (
    (r"tablets?", "{tablet}"),
    (r"capsules?", "{capsule}"),
    (r"suppositor(?:y|ies)", "{suppository}"),
    (r"patch(?:es)?", "{patch}"),
    (r"sachets?", "{sachet}"),
    (r"vials?", "{vial}"),
    (r"ampoules?", "{ampoule}"),
    (r"puffs?|actuations?|inhalations?", "{puff}"),
    (r"sprays?", "{spray}"),
    (r"lozenges?", "{lozenge}"),
    (r"pessar(?:y|ies)", "{pessary}"),
    (r"injections?", "{injection}"),
)
_KIND: Final = (
    r"(?:(?:modified|extended|prolonged|sustained|slow|immediate|delayed)[-\s]release\s+|film-coated\s+|"
    r"enteric-coated\s+|gastro-resistant\s+|chewable\s+|soluble\s+|effervescent\s+|oral\s+|transdermal\s+)*"
)
_PRODUCT: Final = re.compile(
    rf"[\s-]+{_KIND}(?:" + "|".join(f"(?P<p{i}>{p})" for i, (p, _) in enumerate(_PRODUCTS)) + r")\b", re.IGNORECASE
)
_STRENGTH_AFTER: Final = re.compile(
    rf"(?:\s?/\s?(?:[0-9.]+\s?)?(?:ml|g|actuation|puff|spray|h|hour|hr)\b)?[\s-]+(?:in\s+(?:an?\s+)?[0-9.]+\s?ml\b|{_KIND}"
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
_MAXIMUM: Final = re.compile(
    r"maximum|\bmax\b|not\s+exceed|no\s+more\s+than|not\s+more\s+than|not\s+above|not\s+over|at\s+most", re.IGNORECASE
)
_MAXIMUM_BEFORE: Final = re.compile(
    r"\b(?:up\s+to\s+)?a\s+(?:maximum\s+|cumulative\s+)*total(?:\s+dose)?\s+of\s*\Z|\b(?:maximum|max\.?)(?:\s+(?:single|daily|total|recommended))*(?:\s+dose)?(?:\s+per\s+(?:dose|day))?(?:\s+(?:of|for)\s+\w+(?:\s+\w+)?)?(?:\s+(?:is|of|being|:))?[\s:]*\Z",
    re.IGNORECASE,
)
_EXCEEDING: Final = re.compile(
    r"\b(?:(?:not|never)\s+(?:to\s+)?(?:be\s+)?exceed(?:ing|ed)?|without\s+exceeding)\s+(?:(?:a|the)\s+"
    r"(?:total\s+|maximum\s+|daily\s+)*(?:dose\s+)?(?:of\s+)?)?\Z",
    re.IGNORECASE,
)
_NOT_MORE: Final = re.compile(r"\b(?:not|never)\s+(?:to\s+)?(?:be\s+)?(?:take|taken|use|used|give|given|receive)\s*(?:at|in|as|doses\s+of|in\s+doses\s+of)?\s*\Z", re.IGNORECASE)
_IS_MAXIMUM: Final = re.compile(
    r"[^,;.()]{0,25}\bis\s+the\s+(?:recommended\s+)?(?:maximum|highest|upper)\b|[^,;.()]{0,25}\bshould\s+not\s+be\s+exceeded\b"
    r"|\s*(?:[a-z]+\s+)?(?:\((?:max(?:imum)?)\)|max(?:imum)?\b(?!\s*:?\s*(?:of\s+)?[0-9]))",
    re.IGNORECASE,
)
_MAXIMUM_OF: Final = re.compile(
    r"\b(?:(?:maximum|highest|largest|max\.?)(?:\s+[a-z-]+){0,2}\s+dose\b[^,;.()0-9]{0,70}?(?:\b(?:is|of|being)|:)"
    r"|(?:capped|limited)\s+(?:at|to)|\bdoses?\b[^,;.()0-9]{0,40}?\bnot\s+exceed)\s*\Z",
    re.IGNORECASE,
)
_PUT_ON: Final = re.compile(
    r"\b(?:appl(?:y|ied)|instil|insert|rub|spray|cream|ointment|gel|lotion|patch(?:es)?|paste|foam|shampoo|drops)\b", re.IGNORECASE
)
_SUPPLIED: Final = re.compile(
    r"\b(?:available|suppl(?:y|ied)|contain|each|strengths?|presentation|packs?|marketed|manufactured|stor(?:e|age)|crush|score|split)\w*", re.IGNORECASE
)
_UP_TO: Final = re.compile(r"up\s+to\b", re.IGNORECASE)
_PER_DOSE: Final = re.compile(r"\s+(?:per|in\s+(?:a|any(?:\s+one)?)|as\s+a)\s+(?:single\s+)?dose\b", re.IGNORECASE)
_RAISED: Final = re.compile(r"\b(?:increas|rais|titrat|escalat)\w*\s+(?:[a-z]+\s+){0,3}\Z", re.IGNORECASE)


def quantities(text: str, start: int, end: int) -> tuple[Measure, ...]:
    """The quantities of `text` that stand in [start, end).

    A rate "10 mL/h" is an amount per hour. A count with its strength ("two 500 mg tablets") is a count of that product;
    a count with its mass in brackets ("one tablet (5 mg)") is the mass, since that is read without arithmetic.
    """
    return tuple(m for m in _quantities(text) if start <= m.start < end)


@lru_cache(maxsize=4096)
def _quantities(text: str) -> tuple[Measure, ...]:
    return tuple(_counted(text, [_flow(m) for m in measures(text)]))


def _flow(measure: Measure) -> Measure:
    if measure.unit != "mL/h":
        return measure
    return replace(measure, unit="mL", per=f"{measure.per}.h" if measure.per else "h")


def _counted(text: str, found: list[Measure]) -> Iterator[Measure]:
    skip = False
    for i, measure in enumerate(found):
        if skip:
            skip = False
            continue
        following = found[i + 1] if i + 1 < len(found) else None
        merged = _merged(text, measure, following) if following else None
        skip = merged is not None
        yield merged or measure


def _merged(text: str, a: Measure, b: Measure) -> Measure | None:
    """`a` and `b` as one amount: a count and its strength, or a count and its mass in brackets."""
    between = text[a.end : b.start]
    if a.unit == "1" and b.unit == "mL" and re.fullmatch(r"\s+(?:tea|table|dessert)?spoonfuls?\s*\(\s*", between, re.IGNORECASE):
        close = re.compile(r"\s*\)").match(text, b.end)
        return replace(b, start=a.start, end=close.end(), text=text[a.start : close.end()]) if close else None
    if a.unit == "1" and re.fullmatch(r"\s+(?:of\s+(?:the\s+)?)?|\s?[x×]\s?", between) and b.unit in _MASSES:
        product = _PRODUCT.match(text, b.end) if not b.per else None
        if product:
            unit = next(code for i, (_, code) in enumerate(_PRODUCTS) if product[f"p{i}"])
            return replace(a, end=product.end(), unit=unit, text=text[a.start : product.end()])
    if a.unit in _COUNTS and b.unit in _MASSES and not b.per and not a.per and re.fullmatch(r"\s*\(\s*", between):
        close = re.compile(r"\s*\)").match(text, b.end)
        if close and a.comparator is None and b.comparator is None:
            return replace(b, start=a.start, end=close.end(), text=text[a.start : close.end()])
    return None


def may_dose(text: str) -> bool:
    """Whether there is anything in a text that could be a dose: a quantity that is given, or something put on so often."""
    if any(plain_unit(m) in BOUND_UNITS for m in measures(text)):
        return True
    return any(m.unit == "%" for m in measures(text)) or bool(_PUT_ON.search(text) and frequencies(text))


def plain_unit(measure: Measure) -> str:
    """The unit without "per dose", which says no more than the amount itself."""
    return measure.unit.removesuffix("/{dose}")


def is_maximum(text: str, measure: Measure) -> bool:
    """Whether the amount is an upper bound ("to a maximum of 4 g", "a single dose above 75 mg is not recommended")."""
    bounded = measure.comparator == "<=" and _MAXIMUM.search(measure.text)
    if _IS_MAXIMUM.match(text, measure.end):
        return True
    limit = measure.comparator == "<=" and text[measure.start - 1 : measure.start] == "("
    if bounded or limit or _MAXIMUM_BEFORE.search(text[max(0, measure.start - 40) : measure.start]):
        return True
    before, after = text[max(0, measure.start - 110) : measure.start], text[measure.end : measure.end + 60]
    if _MAXIMUM_OF.search(before) or _EXCEEDING.search(before) or _is_ceiling(text, measure):
        return True
    if measure.comparator == ">" and _NOT_MORE.search(before):
        return True
    above = measure.comparator == ">" and re.search(r"\bdoses?\s+(?:of\s+\w+\s+)?\Z", before, re.IGNORECASE)
    return bool(above and re.search(r"\bnot\s+(?:be\s+)?(?:recommended|used|given|exceeded)\b", after, re.IGNORECASE))


def _is_ceiling(text: str, measure: Measure) -> bool:
    """Whether "up to 4 g daily" or "up to 2 g per dose" bounds an amount that stands before it in the sentence."""
    if measure.comparator != "<=" or not _UP_TO.match(measure.text):
        return False
    start = max((m.end() for m in re.finditer(r"[.;](?=\s)|\n", text[: measure.start])), default=0)
    before = text[start : measure.start]
    given = [m for m in measures(text) if start <= m.start < measure.start and plain_unit(m) in DOSE_UNITS]
    if not given or _RAISED.search(before):
        return False
    if _PER_DOSE.match(text, measure.end):
        return True
    if re.search(r"\b(?:increas|rais|titrat|escalat)\w*\b[^.;]*\b(?:by|steps|increments)\b", before, re.IGNORECASE):
        return True
    joined = re.search(r"(?:[,(]|\bto|\b(?:required|needed|necessary)|p\.?r\.?n\.?)\s*(?:and\s+)?\Z", before, re.IGNORECASE)
    follows = next((f for f in frequencies(text) if 0 <= f.start - measure.end <= 2), None)
    every = bool(re.search(r"\bevery\b|\bq[0-9]", text[given[-1].end : measure.start], re.IGNORECASE))
    return bool(follows and follows.times == "1" and (joined or every))


def is_dose(text: str, measure: Measure) -> bool:
    """Whether a quantity can be an amount to give: no threshold, strength, upper bound or amount that is set aside."""
    value = measure.low if measure.low is not None else measure.high
    if value is None or value <= 0 or measure.comparator in ("<", ">"):
        return False
    if plain_unit(measure) not in DOSE_UNITS and not (measure.unit == "%" and _is_percentage(text, measure)):
        return False
    if in_brackets(text, measure.start) or is_maximum(text, measure):
        return False
    before = text[max(0, measure.start - 50) : measure.start]
    if _STRENGTH_BEFORE.search(before) or _NOT_THIS.search(before):
        return False
    return not is_strength(text, measure)


def is_given_strength(text: str, measure: Measure) -> bool:
    """Whether the strength of a product that is counted one by one is all that is said of an amount ("20 mg tablets daily")."""
    if measure.unit not in _MASSES or measure.per or measure.comparator or in_brackets(text, measure.start):
        return False
    before = text[max(0, measure.start - 50) : measure.start]
    return bool(_PRODUCT.match(text, measure.end)) and not _SUPPLIED.search(text) and not _STRENGTH_BEFORE.search(before)


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
    return measure.unit not in _COUNTS - {"mL"} and bool(_STRENGTH_AFTER.match(text, measure.end))


def _is_percentage(text: str, measure: Measure) -> bool:
    """Whether a percentage is all that is said of an amount: of a step ("reduced by 50%"), or beside the drug's name."""
    before = text[max(0, measure.start - 60) : measure.start]
    step = re.search(r"\b(?:reduc|decreas|lower|increas|taper)\w*\s+(?:[a-z]+\s+){0,4}by\s+(?:about\s+)?\Z", before, re.I)
    return bool(step or _names_end(text, measure.start))


def _names_end(text: str, place: int) -> bool:
    if any(not text[m.end : place].strip() for m in lexicon.drugs_in(text) if m.end <= place):
        return True
    word = re.search(rf"({NAME})\s+\Z", text[:place])
    return bool(word and is_name(word[1].lower()))


def _is_named(text: str, place: int) -> bool:
    return any(not text[place : m.start].strip() for m in lexicon.drugs_in(text) if m.start >= place)


def in_brackets(text: str, place: int) -> bool:
    """Whether `place` stands in brackets."""
    before = text[:place]
    return before.count("(") > before.count(")")
