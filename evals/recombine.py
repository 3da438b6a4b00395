"""Recombined sentences: what belongs to one phase, drug or group of people said of another.

They are the most dangerous edits of all, since every word of them stands in the evidence. The phrase of one clause or
sentence takes the place of the phrase of the same kind in another.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from evals.edit_rules import MASS, NUMBER, WORDS, times
from evals.sentences import Line

_UNITS = "minutes?|hours?|days?|weeks?|months?|years?"
_COUNT = rf"(?:\d+|{'|'.join(WORDS)})"
_SPAN = rf"{_COUNT}(?: (?:to|or) {_COUNT})?"
KINDS: Mapping[str, re.Pattern[str]] = {
    "dose": re.compile(rf"(?<![\w.,:/-]){NUMBER}(?: {MASS})?(?: to {NUMBER})? {MASS}(?![\w/]| \()"),
    "frequency": re.compile(
        r"\b(?:on alternate days|once daily|twice daily|(?:two or )?three times (?:daily|a day|a week)|twice a week|"
        r"twice weekly|once a week|weekly|monthly|(?<!once )(?<!twice )daily|"
        rf"every {_SPAN} (?:{_UNITS})|every other day)\b"
    ),
    "duration": re.compile(rf"\bfor (?:another )?{_SPAN} (?:{_UNITS})\b"),
    "route": re.compile(
        r"\b(?:intramuscularly(?: or intravenously)?|intravenously|by mouth|"
        r"by intramuscular or deep subcutaneous injection)(?! or intra)\b"
    ),
    "drug": re.compile(
        r"\b(?:hydroxocobalamin|cyanocobalamin|methylcobalamin|mecobalamin|folic acid|thiamine|labetalol|"
        r"extended-release nifedipine|nifedipine|methyldopa|aspirin|metformin|amoxicillin|apixaban|warfarin|adrenaline|"
        r"amitriptyline|duloxetine|gabapentin|pregabalin|tramadol|capsaicin cream)\b",
        re.I,
    ),
    "population": re.compile(
        r"\b(?:[Aa]dults of all ages and children|[Aa]dults and children|[Aa]dult outpatients|[Cc]hildren|[Aa]dults|"
        r"[Pp]regnant women|premature neonates|[Bb]reastfeeding women|[Pp]eople aged 16 and over|"
        r"[Pp]eople with pernicious anaemia|[Pp]eople with anaphylaxis)\b"
    ),
    "threshold": re.compile(
        rf"\b(?:below|above|over|under|less than|at least|minimum of|maximum of) {NUMBER}(?:/\d+)?"
        rf"(?: ?(?:mL/min(?:/1\.73 m2)?|pg/mL|pmol/L|g/L|mg/dL|mm Hg|%|{MASS}|years|months|days)(?!\w))?"
    ),
}
SAME = {
    "mecobalamin": "methylcobalamin",
    "extended-release nifedipine": "nifedipine",
    "three times daily": "three times a day",
    "daily": "once daily",
    "every other day": "on alternate days",
    "twice weekly": "twice a week",
    "weekly": "once a week",
    "adults of all ages and children": "adults and children",
}
BETWEEN_PHASES = re.compile(r"[;,]|\b(?:then|than|and|if|or started)\b")


@dataclass(frozen=True, slots=True)
class Recombined:
    """A claim that nothing says, the sentences that it was put together from, and how."""

    claim: str
    evidence: tuple[str, ...]
    rule: str


def recombine(lines: Sequence[Line], each: int = 40) -> tuple[Recombined, ...]:
    """Up to `each` claims of every rule; those of two sentences come with both of them, and with each alone."""
    found: dict[str, list[Recombined]] = {}
    for item in (*_within(lines), *_across(lines), *_rows(lines)):
        found.setdefault(item.rule, []).append(item)
    return tuple(item for rule in sorted(found) for item in chosen(found[rule], each))


def chosen(items: Sequence[Recombined], most: int) -> list[Recombined]:
    """At most `most` of the items, always the same ones, spread over all of them."""
    unique = list({(i.claim, i.evidence): i for i in items}.values())
    return sorted(unique, key=lambda i: hashlib.sha256(repr((i.claim, i.evidence)).encode()).digest())[:most]


def _within(lines: Sequence[Line]) -> Iterator[Recombined]:
    for line in lines:
        for kind in ("dose", "frequency", "duration", "route", "threshold"):
            for a, b in combinations(KINDS[kind].finditer(line.text), 2):
                apart = BETWEEN_PHASES.search(line.text[a.end() : b.start()])
                if apart and _differ(a[0], b[0]) and _comparable(kind, a[0], b[0]):
                    text = line.text
                    claim = text[: a.start()] + b[0] + text[a.end() : b.start()] + a[0] + text[b.end() :]
                    yield Recombined(claim, line.evidence, f"{kind} of another clause")


def _comparable(kind: str, a: str, b: str) -> bool:
    return kind != "threshold" or (a.split()[0], a.split()[-1]) == (b.split()[0], b.split()[-1])


def _rows(lines: Sequence[Line]) -> Iterator[Recombined]:
    """The label of one list item with the value of another under the same lead-in."""
    items = [line for line in lines if len(line.evidence) == 2]
    for a, b in permutations(items, 2):
        (lead, one), (other_lead, other) = a.evidence, b.evidence
        label, _, value = one.rpartition(": ")
        changed = other.rpartition(": ")[2]
        if lead == other_lead and label and changed != value:
            pair = (one, other) if items.index(a) < items.index(b) else (other, one)
            yield Recombined(f"{lead} {label}: {changed}", (lead, *pair), "value of another list item")


def _included(kind: str, mine: str, theirs: str) -> bool:
    """Whether what is put in is part of what it takes the place of, so that the claim might still be true."""
    if kind == "population" and mine.casefold() == "people aged 16 and over":
        return theirs.casefold() not in ("children", "premature neonates")
    return _tokens(theirs) <= _tokens(mine)


def _still_true(kind: str, text: str, theirs: str) -> bool:
    """Whether a contraindication of adults is now said of women who are adults."""
    return kind == "population" and "contraindicated" in text and "women" in theirs


def _across(lines: Sequence[Line]) -> Iterator[Recombined]:
    single = [line for line in lines if len(line.evidence) == 1]
    for a, b in combinations(single, 2):
        same_file = a.file == b.file
        if not same_file and not (0.12 <= _alike(a.text, b.text) < 0.4 and _related(a.text, b.text)):
            continue
        for one, other in ((a, b), (b, a)):
            yield from _joined(one, other, "sentence" if same_file else "source")


def _joined(one: Line, other: Line, of: str) -> Iterator[Recombined]:
    evidence = (one.text, other.text) if one is not other else (one.text,)
    for kind, pattern in KINDS.items():
        mine, theirs = pattern.search(one.text), pattern.search(other.text)
        if not mine or not theirs or not _differ(mine[0], theirs[0]) or _has(one.text, theirs[0]):
            continue
        if not _comparable(kind, mine[0], theirs[0]) or _included(kind, mine[0], theirs[0]):
            continue
        if _still_true(kind, one.text, theirs[0]):
            continue
        new = theirs[0]
        claim = one.text[: mine.start()] + _cased(mine[0], new) + one.text[mine.end() :]
        if kind == "drug":
            claim = re.sub(rf"\b{re.escape(mine[0])}\b", lambda m, new=new: _cased(m[0], new), one.text, flags=re.I)
        if _tokens(claim) <= _tokens(other.text):
            continue
        rule = f"{kind} of another {of}"
        yield Recombined(claim, evidence, f"{rule}, both given")
        yield from (Recombined(claim, (alone,), f"{rule}, one given") for alone in evidence)


def _differ(a: str, b: str) -> bool:
    a, b = a.casefold(), b.casefold()
    return SAME.get(a, a) != SAME.get(b, b) and (not re.match(r"\d", a) or _amounts(a) != _amounts(b))


def _amounts(dose: str) -> list[str]:
    """The amounts of a dose in micrograms."""
    unit = re.findall(r"micrograms?|mg|g", dose)[-1]
    factor = {"mg": "1000", "g": "1000000"}
    parts = re.findall(rf"({NUMBER})(?: (micrograms?|mg|g)\b)?", dose)
    return [times(number, factor.get(own or unit, "1")) for number, own in parts]


def _has(text: str, phrase: str) -> bool:
    names = {phrase.casefold(), SAME.get(phrase.casefold(), phrase.casefold())}
    names |= {k for k, v in SAME.items() if v in names}
    return any(re.search(rf"(?<!\w){re.escape(n)}(?!\w)", text.casefold()) for n in names)


def _tokens(text: str) -> set[str]:
    return set(re.findall(r"[\w.]*\w", text.casefold())) - set("a an the of in and or to is are by for with".split())


def _alike(a: str, b: str) -> float:
    one, other = _tokens(a), _tokens(b)
    return len(one & other) / len(one | other)


def _related(a: str, b: str) -> bool:
    """Whether both speak of a drug or a dose, so that a reader could take the one for the other."""
    return all(KINDS["drug"].search(t) or KINDS["dose"].search(t) for t in (a, b))


def _cased(old: str, new: str) -> str:
    return new[:1].upper() + new[1:] if old[:1].isupper() else new[:1].lower() + new[1:]
