"""Whether the span of each field of a regimen holds what the field says, by rule and without the reader's own words.

Numbers are looked for as digits or number words; units, routes, forms, populations and roles by the words that may
stand for them (the lists of `src/curbside/language/data`, and the tables below); words of conditions and indications
as they are. A fault is one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from evals.regimens_gold import FIELDS, Phase, normal, stated

import curbside

DATA = Path(curbside.__file__).parent / "language" / "data"
NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
WORDS: dict[str, str] = {word: str(value) for value, word in enumerate(NUMBERS)} | {
    "a": "1",
    "an": "1",
    "once": "1",
    "single": "1",
    "twice": "2",
    "both": "2",
    "fortnight": "2",
    "fortnightly": "2",
    "thrice": "3",
    "twenty-four": "24",
    "thirty": "30",
    "forty-eight": "48",
    "half": "0.5",
    "½": "0.5",
    "quarter": "0.25",
    "third": "3",
    "fourth": "4",
    "the first": "1",
    "one and a half": "1.5",
}
TIMES = {
    "1": (
        r"\b(in (?:any )?24|intervals|o\.?d|q\.?d|once|every|each|q ?\d[\d-]* ?h|per|a|an"
        r"|nocte|mane|at \w+|in the \w+|alternate|hs)\b|/|ly\b"
    ),
    "2": r"\b(b\.?d\.?|b\.?i\.?d\.?)(?!\w)|\btwice|morning and (?:evening|night)",
    "3": r"\b(t\.?d\.?s\.?|t\.?i\.?d\.?)(?!\w)",
    "4": r"\b(q\.?d\.?s\.?|q\.?i\.?d\.?)(?!\w)",
}
LATIN_DAY = r"\b[obtq]\.?i?\.?d\.?s?\.?(?!\w)|nocte|mane|diem|night|morning|evening|bedtime|lunch|breakfast"
UNITS = {
    "mg": r"mg|milligram",
    "g": r"(?<![a-z])g(?![a-z])|(?<!li)(?<!cro)(?<!kilo)gram",
    "ug": r"mcg|microgram|ug|µg|μg",
    "ng": r"ng|nanogram",
    "kg": r"kg|kilogram",
    "mL": r"ml|millilit",
    "L": r"(?<!m)l\b|lit",
    "meq": r"meq|milliequivalent",
    "mmol": r"mmol|millimol",
    "[IU]": r"\biu\b|i\.u\.|international unit",
    "{unit}": r"unit|\bu\b",
    "{tablet}": r"tablet|\btabs?\b",
    "{capsule}": r"capsule|\bcaps?\b",
    "{puff}": r"puff|inhalation|actuation",
    "{drop}": r"drop|gtt",
    "{spray}": r"spray",
    "{patch}": r"patch",
    "{sachet}": r"sachet",
    "{suppository}": r"supposit",
    "{application}": r"appl",
    "{dose}": r"dose",
    "%": r"%|per ?cent",
    "min": r"(?<![a-z])min",
    "h": r"hour|\bh\b|hr|\dh\b|h(?=;|,|$)",
    "d": rf"day|daily|/d\b|/7\b|{LATIN_DAY}|24.hour|24 h",
    "wk": r"week|fortnight|wk|/52\b",
    "mo": r"month|\bmo\b|/12\b|quarter",
    "a": r"year|annual|yr|/a\b",
    "m2": r"m2|m²|m\^2|square met",
}
ROLES = {
    "start": r"start|initia|begin|commenc|first",
    "increase": r"increas|titrat|rais|rising|up to|doubl",
    "increase by": r"increas|titrat|rais|increment|step",
    "reduced": r"reduc|lower|decreas|halv|taper",
    "decrease by": r"reduc|decreas|taper|lower|withdraw",
    "repeat": r"repeat|again|further|second",
    "loading": r"load",
    "maintenance": r"maint",
    "usual": r"usual|normal|typical|recommended",
    "then": r"then|follow|thereafter|after|next|subsequent|continu|;|,",
    "or": r"\bor\b|alternativ",
}
ENDS = {
    "lifelong": r"life|indefinite",
    "until": r"until|till|(?:as|so) long as|for the duration of|while",
    "duration": "|".join(UNITS[unit] for unit in ("min", "h", "d", "wk", "mo", "a")),
    "count": r"dose|injection|single|once|one|stat|times|bolus",
}
AS_NEEDED = r"need|requir|p\.?\s?r\.?\s?n|necessary|on demand|sos"


def faults(phase: Phase, text: str, context: str) -> list[str]:
    """What is wrong with the spans of one phase as `curbside regimens` prints it."""
    return [fault for field in FIELDS if stated(phase, field) for fault in _field(phase, field, text, context)]


def _field(phase: Phase, field: str, text: str, context: str) -> Iterator[str]:
    spans: Mapping[str, Any] = phase.get("spans") or {}
    of, where = (text, spans.get(field)) if field in spans else (context, spans.get(f"context:{field}"))
    if where is None:
        yield f"{field} has no span"
        return
    start, end = where
    if not 0 <= start < end <= len(of):
        yield f"{field}: its span {start} to {end} is outside of {len(of)} characters"
        return
    words = of[start:end]
    missing = MISSING.get(field, _words)(phase[field], str(normal(words)))
    if missing:
        yield f"{field}: {missing} is not in {words!r}"


def numbers(words: str) -> set[Decimal]:
    """The numbers that the digits and the number words of `words` say (lower case)."""
    plain = re.sub(r"(?<=\d),(?=\d{3}\b)|(?<=\d) (?=\d{3}\b)", "", words)
    found = {Decimal(n) for n in re.findall(r"\d+(?:\.\d+)?|(?<!\d)\.\d+", plain)}
    found |= {
        Decimal(value)
        for word, value in WORDS.items()
        if re.search(rf"(?<![\w-]){word}(?!\w|-(?:one|two|three|four|five|six|seven|eight|nine)\b)", words)
    }
    if "million" in words:
        found |= {n * 1000000 for n in found}
    return found


def _quantity(value: Any, words: str) -> str:
    have = numbers(words)
    for end in ("low", "high"):
        number = value[end]
        if number is not None and not any(Decimal(number) in (n, n * 1000) for n in have):
            return str(number)
    return _unit(value["unit"], words)


def _unit(unit: Any, words: str) -> str:
    for part in re.split(r"[/.()]", str(unit)):
        if part and not re.search(UNITS.get(part, re.escape(part.casefold().strip("{}").rstrip("y"))), words):
            return f"the unit {part}"
    return ""


def _count(value: Any, words: str) -> str:
    if value == "1" and re.search(r"single|once|stat|one|a dose|bolus", words):
        return ""
    return "" if Decimal(value) in numbers(words) else str(value)


def _times(value: Any, words: str) -> str:
    have = numbers(words)
    for part in str(value).split("-"):
        if Decimal(part) not in have and not re.search(TIMES.get(part, r"$^"), words):
            return part
    return ""


def _period(value: Any, words: str) -> str:
    have = numbers(words)
    for part in str(value).split("-"):
        every = part == "1" and re.search("|".join(UNITS[u] for u in ("min", "h", "d", "wk", "mo", "a")), words)
        other = part == "2" and re.search(r"alternate|other|second|fortnight", words)
        quarter = part == "3" and "quarter" in words
        if Decimal(part) not in have and not every and not other and not quarter:
            return part
    return ""


def _divided(value: Any, words: str) -> str:
    if not re.search(r"divided|\b(?:doses|portions)\b", words):
        return "divided"
    parts = [] if value == "several" else str(value).split("-")
    return next((missing for part in parts if (missing := _count(part, words))), "")


def _end(value: Any, words: str) -> str:
    return "" if re.search(ENDS[value], words) else f"a word for {value}"


def _as_needed(_value: Any, words: str) -> str:
    return "" if re.search(AS_NEEDED, words) else "a word for as needed"


def _role(value: Any, words: str) -> str:
    parts = [value] if value in ROLES else ["or", str(value).removeprefix("or ")]
    found = any(re.search(ROLES.get(part, re.escape(part)), words) for part in parts)
    return "" if found else f"a word for {value}"


def _words(value: Any, words: str) -> str:
    missing = [piece for piece in str(normal(value)).split("; ") if piece not in words]
    return repr(missing[0]) if missing else ""


def _listed(name: str, column: int, between: str) -> Any:
    """A rule for fields whose values have a list: the value's name or one of its other names stands there."""
    names = dict(_names(DATA / name, column))

    def missing(value: Any, words: str) -> str:
        whole = str(normal(value))
        for part in [whole] if whole in words else whole.split(between):
            if not any(_stands(each, words) for each in [part, *names.get(part, ())]):
                return f"a word for {part}"
        return ""

    return missing


def _stands(name: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name.rstrip('.'))}(?!\w)", words) is not None


def _names(path: Path, column: int) -> Iterator[tuple[str, list[str]]]:
    for line in path.read_text("utf-8").splitlines():
        cells = line.split("\t")
        if line and not line.startswith("#"):
            others = cells[column].split("|") if len(cells) > column else []
            yield cells[0].casefold(), [other.casefold() for other in others]


def _route(value: Any, words: str) -> str:
    infused = "intravenous" in str(value) and re.search(r"infus|\biv\b|vein|drip", words)
    return "" if infused and value == "intravenous" else str(ROUTE(value, words))


def _form(value: Any, words: str) -> str:
    """A dilution with or without its thousands marks, else as the list of forms says."""
    if re.fullmatch(r"1:\d+", str(value)) and str(value) in re.sub(r"(?<=\d)[,\s](?=\d{3})|\s", "", words):
        return ""
    return str(FORM(value, words))


FORM = _listed("forms.tsv", 2, ", ")
ROUTE = _listed("routes.tsv", 2, ", ")
MISSING: dict[str, Any] = {
    "drug": _listed("drugs.tsv", 2, "; "),
    "form": _form,
    "route": _route,
    "population": _listed("populations.tsv", 2, " and "),
    "amount": _quantity,
    "duration": _quantity,
    "maximum_dose": _quantity,
    "maximum_per_period": _quantity,
    "per": _unit,
    "times": _times,
    "period": _period,
    "period_unit": _unit,
    "count": _count,
    "end": _end,
    "divided": _divided,
    "as_needed": _as_needed,
    "role": _role,
}
