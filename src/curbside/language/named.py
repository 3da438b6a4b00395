"""The parts of a text that have more than one name: quantities, frequencies, routes and drugs, as typed tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from curbside.language import frequencies as frequency_words
from curbside.language import lexicon, measures
from curbside.language.units import TIME_UNITS

_SPACES: Final = re.compile(r"\s+")
_GENERIC: Final = frozenset(
    ("oral parenteral intravenous intramuscular supplements supplementation tablets salts infusion").split()
)
_ROUTES: Final = {
    "intramuscular": "intramuscular intramuscularly im i.m. intra-muscular intra-muscularly into-the-muscle",
    "intravenous": "intravenous intravenously iv i.v. intra-venous intra-venously into-a-vein",
    "subcutaneous": "subcutaneous subcutaneously sc s.c. subcut sub-cutaneous sub-cutaneously under-the-skin",
    "intradermal": "intradermal intradermally",
    "intrathecal": "intrathecal intrathecally",
    "oral": "oral orally by-mouth po p.o. per-os",
    "sublingual": "sublingual sublingually under-the-tongue",
    "rectal": "rectal rectally",
    "topical": "topical topically",
    "intranasal": "intranasal intranasally",
}
_ROUTE_NAMES: Final = {name.replace("-", " "): route for route, names in _ROUTES.items() for name in names.split()}
_ROUTE: Final = re.compile(
    r"(?<![\w.])(?:"
    + "|".join(
        re.escape(name).replace(r"\ ", r"\s+").replace(r"\.", r"\.?\s?")
        for name in sorted(_ROUTE_NAMES, key=len, reverse=True)
    )
    + r")(?!\w)",
    re.IGNORECASE,
)
_TIME_OF_DAY: Final = re.compile(r"morning|evening|(?<!fort)night|bedtime|bed|nocte|mane|noon", re.IGNORECASE)
_FURTHER: Final = (
    (re.compile(r"\Ao\.\s?n\b", re.IGNORECASE), "night"),
    (
        re.compile(r"\A(?:in|into|over)\s.*(?<!divided )(?:doses|portions)\Z(?<!divided doses)", re.IGNORECASE),
        "not divided",
    ),
    (re.compile(r"\bdays\s+(?:a|per|each|every|of)\b", re.IGNORECASE), "on days"),
)
_N_WEEKLY: Final = re.compile(r"\w+\s+(?:hour|week|month|year)ly", re.IGNORECASE)
_SERIES: Final = re.compile(
    r"\s+(?:\w+\s+)?(?:doses|injections|infusions|courses|visits|treatments|tests|cycles|vaccinations)\b", re.I
)
_THAN: Final = re.compile(
    r" (?:and|or) (?:less|more|greater|higher|lower|fewer|older|younger|longer|shorter|over|under) than\b"
    r"| (?:and|or) (?:below|under|over|above)(?= [0-9])",
    re.IGNORECASE,
)
_AGE_BEFORE: Final = re.compile(
    r"\b(?:age[ds]?|child(?:ren)?|infants?|babies|people|patients|adults?|adolescents|women|men|those|or|and)\s+\Z",
    re.IGNORECASE,
)
_UNSURE: Final = re.compile(r"(?<![0-9.,])(?:0[0-9][0-9.,]*|[1-9][0-9]{0,2}\.[0-9]{2}0(?![0-9]))")
_DAY_NAMES: Final = {"nocte": "night", "mane": "morning", "bed": "bedtime"}
_MINUTES: Final = {"min": 1, "h": 60, "d": 1440, "wk": 10080}
_MONTHS: Final = {"mo": 1, "a": 12}


@dataclass(frozen=True, slots=True)
class Token:
    """One thing that a text says, at [start, end) of the normalised text.

    kind: measure, frequency, drug, route, population, one of `polarity` ("negation", ...), modality or word. key: what
    it is compared by. text: as it stands. mark: the divisions before it (`curbside.language.divisions`).
    """

    kind: str
    key: str
    start: int
    end: int
    text: str
    mark: str = ""


def named_tokens(norm: str) -> list[Token]:
    """Frequencies, measures, routes and drugs; what overlaps an earlier kind is left out, none for a shorter one."""
    quantities = list(_measures(norm))
    rates = [f for f in _frequencies(norm) if not any(_inside(f, m) for m in quantities)]
    found: list[Token] = []
    for batch in (rates, quantities, _routes(norm), _drugs(norm)):
        taken = list(found)
        found += [t for t in batch if not any(_clash(t, other) for other in taken)]
    return found


def _inside(token: Token, other: Token) -> bool:
    return (
        other.start <= token.start and token.end <= other.end and (other.start, other.end) != (token.start, token.end)
    )


def _clash(token: Token, other: Token) -> bool:
    return token.start < other.end and other.start < token.end


def _measures(norm: str) -> Iterator[Token]:
    for measure in measures.measures(_THAN.sub(_kept_apart, norm)):
        base = measures.canonical(measure)
        ends = "..".join("" if end is None else format(end.normalize(), "f") for end in (base.low, base.high))
        gloss = measure.text.find("(")
        end = measure.end if gloss < 1 else measure.start + gloss
        text = norm[measure.start : end]
        key = f"#{_sign(norm, measure)}{ends} {_unit(base.unit, text)}" + (f" per {base.per}" if base.per else "")
        written = _UNSURE.findall(text)
        yield Token("measure", " as ".join((key, *written)), measure.start, end, text)


def _kept_apart(match: re.Match[str]) -> str:
    """ "1% and less than 2%" so that "and less" is not read as a bound of 1%; offsets stay."""
    return "," + match[0][1:]


def _sign(norm: str, measure: measures.Measure) -> str:
    """The direction; "within" and "over" a time keep their own, since they may mean "in the course of"."""
    first = measure.text.split(maxsplit=1)[0].lower()
    if first == "within":
        return "within"
    timed = first == "over" and measure.unit in TIME_UNITS
    return "over" if timed and not _AGE_BEFORE.search(norm[: measure.start][-40:]) else measure.comparator or ""


def _unit(unit: str, text: str) -> str:
    """The unit; "MIU" (millions) is not "mIU" (thousandths), whatever the capitals elsewhere mean."""
    return "M[IU]" if unit == "m[IU]" and re.search(r"MIU\b", text) else unit


def _frequencies(norm: str) -> Iterator[Token]:
    for f in frequency_words.frequencies(norm):
        if _N_WEEKLY.fullmatch(f.text) and _SERIES.match(norm, f.end):
            continue
        when = sorted({_DAY_NAMES.get(w.lower(), w.lower()) for w in _TIME_OF_DAY.findall(f.text)})
        when += [name for pattern, name in _FURTHER if pattern.search(f.text)]
        key = f"@{f.times} every {_period(f.period, f.period_unit)} divided {f.divided} {' '.join(when)}".strip()
        yield Token("frequency", key, f.start, f.end, f.text)


def _period(period: str | None, unit: str | None) -> str:
    if period is None or unit is None:
        return "unstated"
    factor, base = (
        (_MINUTES[unit], "min") if unit in _MINUTES else (_MONTHS.get(unit, 1), "mo" if unit in _MONTHS else unit)
    )
    return "-".join(str(int(p) * factor) if p.isdigit() else p + unit for p in period.split("-")) + " " + base


def _routes(norm: str) -> Iterator[Token]:
    for match in _ROUTE.finditer(norm):
        name = _SPACES.sub(" ", match[0].lower().replace("-", " ")).strip()
        route = _ROUTE_NAMES.get(name) or _ROUTE_NAMES.get(re.sub(r"(?<=\w)\s?\.?\s?(?=\w\b)|$", ".", name))
        if route is None:
            route = next((r for n, r in _ROUTE_NAMES.items() if n.replace(".", "") == re.sub(r"[.\s]", "", name)), None)
        if route:
            yield Token("route", f"route {route}", match.start(), match.end(), match[0])


def _drugs(norm: str) -> Iterator[Token]:
    for mention in lexicon.drugs_in(norm):
        for start, end, concept in _smallest(mention):
            yield Token("drug", f"drug {concept}", start, end, norm[start:end])


def _smallest(mention: lexicon.Mention) -> Iterator[tuple[int, int, str]]:
    """The name itself: a mention such as "oral iron" holds a route besides, which must not be lost."""
    words = [(m[0], mention.start + m.start(), mention.start + m.end()) for m in re.finditer(r"\w+", mention.text)]
    kept = [w for w in words if w[0].lower() not in _GENERIC]
    if len(kept) == len(words) and (len(words) == 1 or not _core(mention, words)):
        yield mention.start, mention.end, mention.concept
        return
    core = _core(mention, words)
    if core:
        yield core[0], core[1], mention.concept
        return
    for word, start, _end in kept:
        for inner in lexicon.drugs_in(word):
            yield start + inner.start, start + inner.end, inner.concept


def _core(mention: lexicon.Mention, words: list[tuple[str, int, int]]) -> tuple[int, int] | None:
    """The shorter run of words that is a name of the same concept; "vitamin" belongs to the name."""
    if re.match(r"vit(?:amin)?\b", mention.text, re.IGNORECASE):
        return None
    for first, last in ((1, len(words)), (0, len(words) - 1)):
        if last - first < 1:
            continue
        start, end = words[first][1], words[last - 1][2]
        inner = mention.text[start - mention.start : end - mention.start]
        if any(m.concept == mention.concept and len(m.text) == len(inner) for m in lexicon.drugs_in(inner)):
            return start, end
    return None
