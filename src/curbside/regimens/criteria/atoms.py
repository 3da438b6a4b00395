"""The conditions that a sentence sets on a patient: thresholds of measures, classes, groups, and what it is for.

Each keeps its place in the text. A change ("rises by"), a target ("aim for an INR of 2 to 3"), a reference range and
a count of times are no thresholds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from curbside.language import lexicon
from curbside.language.bound_measures import Bound, bound_measures
from curbside.language.measures import Measure, measures

INDICATION: Final = "indication"
SEX: Final = "sex"
WORDS: Final = "words"
BETWEEN: Final = "between"
IS: Final = "is"

_TARGET: Final = re.compile(
    r"\b(?:target\w*|aim\w*|goals?|maintain\w*|achiev\w*|titrat\w*\s+to|keep\w*|reference\s+(?:range|interval)|normal\s+(?:range|values?)|until"
    r"|therapeutic\s+range|desired)\b[^.;:]{0,45}\Z",
    re.IGNORECASE,
)
_UP_TO: Final = re.compile(
    r"\s*(?:to|[-\u2013]|and\s+up\s+to|up\s+to|but\s+not\s+(?:more\s+than|above))\s*", re.IGNORECASE
)
_GOES_ON: Final = re.compile(r"\s*,?\s*(?:to|and|but|[-\u2013])?\s*(?:is\s+)?", re.IGNORECASE)
_OR_MORE: Final = re.compile(
    r"\)?\s*(?:or|and)\s+(?:more|over|above|older|greater|higher|less|under|below|lower|fewer|younger)\b", re.IGNORECASE
)
_FROM: Final = re.compile(
    r"(?<![\d.])(?P<n>\d+(?:\.\d+)?)\s*(?:years?|months?|kg)?\s*(?:to|[-\u2013]|and|but)\s*(?:less\s+than\s+)?\Z",
    re.IGNORECASE,
)
_FOR_SOME: Final = re.compile(
    r"\s*(?:in|for)\s+(?:adult\s+)?(?:men|women|males?|females?|boys|girls|pregnancy|pregnant women|non-pregnant women)"
    r"\s*[,;]?\s*(?:and|or|but)?\s*(?:a\s+(?:level|score|value)\s+(?:of\s+)?)?",
    re.IGNORECASE,
)
_CLASS_LETTERS: Final = re.compile(
    r"\bchild[-\s\u2013]?(?:turcotte[-\s\u2013])?pugh\s*(?:class|grade|score|category|stage)?\s*\(?(?P<v>[ABC](?:\s*(?:,|/|or|and|to|-|\u2013)\s*(?:class\s+)?[ABC])*)\b",
    re.IGNORECASE,
)
_NYHA: Final = re.compile(
    r"\bNYHA\s*(?:functional\s+)?(?:class)?\s*(?P<v>(?:IV|I{1,3})(?:\s*(?:,|/|or|and|to|-|\u2013)\s*(?:class\s+)?(?:IV|I{1,3}))*)\b"
)
_LETTERS: Final = ("A", "B", "C")
_ROMANS: Final = ("I", "II", "III", "IV")
GOVERNS: Final = re.compile(
    r"\b(?:with|in|for|having|has|have|had|during|treating|treat|treatment\s+of|management\s+of|who\s+(?:are|is)|on|receiving|undergoing|"
    r"where|if|when|or|and)\s+(?P<between>(?:[\w'\u2019-]+\s+){0,3}?)\Z",
    re.IGNORECASE,
)
# Groups that a threshold beside them says in numbers, and groups that most patients belong to.
_SAID_BY_NUMBERS: Final = frozenset(
    {
        "renal impairment",
        "hepatic impairment",
        "chronic kidney disease",
        "adults",
        "children",
        "older people",
        "hypokalaemia",
        "infants",
        "neonates",
        "adolescents",
        "bradycardia",
        "hypertension",
    }
)
_GROUPS: Final = {
    "pregnancy": "pregnancy",
    "breastfeeding": "breastfeeding",
    "dialysis": "dialysis",
    "renal impairment": "renal impairment",
    "hepatic impairment": "hepatic impairment",
    "after bariatric surgery": "bariatric surgery",
}
_PART_OF_IT: Final = re.compile(
    r"\b(?:first|second|third|last|early|late|final)\s+(?:(?:and|or|two|three|few|second|third)\s+){0,2}(?:trimesters?|half|weeks|months)\s+of\s+\Z",
    re.IGNORECASE,
)
_SEXES: Final = {"women": "female", "men": "male"}


@dataclass(frozen=True, slots=True)
class Atom:
    """A condition at [start, end) of a text.

    comparator: "<", "<=", ">", ">=", "=", "between" or "is". low, high: of a threshold (">" and ">=" may have an upper
    end, included: "more than 30 to 60 kg"). also: the same bound in other
    units, as the text gives it. words: of an "is", as the text has them. concepts: listed conditions or groups, any of
    which is meant. quantity: the measure, "indication", "sex", a group, a class, or "words" for what no list knows.
    """

    quantity: str
    comparator: str
    start: int
    end: int
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    also: tuple[tuple[Decimal | None, Decimal | None, str], ...] = ()
    words: str = ""
    concepts: frozenset[str] = frozenset()

    @property
    def is_threshold(self) -> bool:
        """Whether it is about a number."""
        return self.comparator != IS


@lru_cache(maxsize=4096)
def thresholds(text: str) -> tuple[Atom, ...]:
    """The bounds on measures of a patient in `text`, in order; a second unit in brackets belongs to the first."""
    found: list[Atom] = []
    for bound in bound_measures(text):
        last = found[-1] if found else None
        if last is not None and _is_second_unit(text, last, bound):
            extra = (bound.measure.low, bound.measure.high, bound.measure.unit)
            if bound.measure.comparator is None and bound.measure.low == bound.measure.high:
                extra = (
                    bound.measure.low if last.low is not None else None,
                    bound.measure.high if last.high is not None else None,
                    bound.measure.unit,
                )
            more = _OR_MORE.match(text, bound.end)
            found[-1] = _with(last, extra, more.end() if more else bound.end)
        elif (atom := _threshold(text, bound)) is not None:
            found += [*_from(text, atom), atom]
    return _with_ellipses(text, found)


def _with_ellipses(text: str, found: list[Atom]) -> tuple[Atom, ...]:
    """With bounds of the measure before: "2 or more in men, 3 or more in women", "above 30 kg to 60 kg"."""
    made = list(found)
    for measure in measures(text):
        last = max((a for a in made if a.end <= measure.start), key=lambda a: a.end, default=None)
        if last is None or any(a.start <= measure.start < a.end for a in made) or not _is_of(last, measure):
            continue
        between = text[last.end : measure.start]
        sign = measure.comparator
        if (
            sign is None
            and last.comparator in (">", ">=")
            and measure.low == measure.high
            and _UP_TO.fullmatch(between)
        ):
            sign = "<="
        if sign is None or not (_FOR_SOME.fullmatch(between) or (_GOES_ON.fullmatch(between) and _turns(last, sign))):
            continue
        value = measure.low if measure.low is not None else measure.high
        low, high = (value, None) if sign in (">", ">=") else (None, value)
        made.append(Atom(last.quantity, sign, measure.start, measure.end, low, high, last.unit))
    return tuple(sorted(made, key=lambda a: a.start))


def _is_of(atom: Atom, measure: Measure) -> bool:
    """Whether a quantity without a name may be of the measure of the bound before."""
    unit = "" if measure.unit == "1" else measure.unit
    return measure.per is None and unit in (atom.unit, "")


def _turns(atom: Atom, sign: str) -> bool:
    """Whether a bound closes the interval that the one before opens ("above 30 and below 45")."""
    return (atom.comparator in (">", ">=")) != (sign in (">", ">="))


def _from(text: str, atom: Atom) -> Iterator[Atom]:
    """The lower end of "6 to under 12 years"."""
    lower = _FROM.search(text[: atom.start]) if atom.comparator == "<" else None
    if lower:
        yield Atom(atom.quantity, ">=", lower.start("n"), lower.end("n"), Decimal(lower["n"]), None, atom.unit)


def _with(atom: Atom, extra: tuple[Decimal | None, Decimal | None, str], end: int) -> Atom:
    return replace(atom, end=end, also=(*atom.also, extra))


def _is_second_unit(text: str, last: Atom, bound: Bound) -> bool:
    between = text[last.end : bound.start]
    other = bound.measure.unit != last.unit and bound.measured.name == last.quantity
    return other and bool(re.fullmatch(r"\s*(?:[(\[/=]|or)\s*(?:about\s+|approximately\s+)?", between))


def _threshold(text: str, bound: Bound) -> Atom | None:
    measure = bound.measure
    if _TARGET.search(text[: bound.start]):
        return None
    if measure.comparator is not None:
        comparator = measure.comparator
    elif measure.low != measure.high:
        comparator = BETWEEN
    elif bound.measured.score or _shares_a_bound(text, bound):
        comparator = _shares_a_bound(text, bound) or "="
    else:
        return None
    unit = (
        ""
        if measure.unit == "1"
        else {"{beats}": "/min", "{beats}/min": "/min", "{breaths}/min": "/min"}.get(measure.unit, measure.unit)
    )
    low, high = measure.low, measure.high
    if comparator in (">", ">="):
        # "More than 30 kg to 60 kg" has an upper end, which is included.
        high = None if low == high else high
    elif comparator in ("<", "<="):
        low = None
    return Atom(bound.measured.name, comparator, bound.start, bound.end, low, high, unit)


def _shares_a_bound(text: str, bound: Bound) -> str | None:
    """The direction that is said after a second unit: "1.5 mg/dL (133 micromol/L) or more"."""
    after = re.match(
        r"\s*[(\[][^()\[\]]{1,40}[)\]]\s*(?:or|and)\s+(?P<w>more|over|above|greater|higher|less|under|below|lower)\b",
        text[bound.end :],
    )
    if not after:
        return None
    return ">=" if after["w"] in ("more", "over", "above", "greater", "higher") else "<="


def classes(text: str) -> Iterator[Atom]:
    """Child-Pugh and NYHA classes; "A to C" is every class from the one to the other."""
    for name, pattern, order in (("Child-Pugh class", _CLASS_LETTERS, _LETTERS), ("NYHA class", _NYHA, _ROMANS)):
        for m in pattern.finditer(text):
            said = [w.upper() for w in re.findall(r"[A-Z]+", m["v"], re.IGNORECASE) if w.upper() in order]
            if re.search(r"\bto\b|[-\u2013]", m["v"], re.IGNORECASE) and len(said) == 2:
                said = list(order[order.index(said[0]) : order.index(said[1]) + 1])
            yield Atom(name, IS, m.start(), m.end(), words=" or ".join(dict.fromkeys(said)), concepts=frozenset(said))


def groups(text: str) -> Iterator[Atom]:
    """Groups of patients and their sex, where the sentence is about those that belong to them."""
    for m in lexicon.find(text, "population"):
        if m.concept in _SEXES:
            yield Atom(SEX, IS, m.start, m.end, words=_SEXES[m.concept], concepts=frozenset({_SEXES[m.concept]}))
        elif (m.concept in _GROUPS and GOVERNS.search(text[: m.start])) or m.concept in (
            "pregnancy",
            "breastfeeding",
            "dialysis",
        ):
            part = _PART_OF_IT.search(text[: m.start])
            start = part.start() if part else m.start
            words = " ".join(text[start : m.end].split())
            yield Atom(
                _GROUPS.get(m.concept, m.concept), IS, start, m.end, words=words, concepts=frozenset({m.concept})
            )


def said_by_numbers(concepts: frozenset[str]) -> bool:
    """Whether a group is one that a threshold in the same clause says in numbers."""
    return bool(concepts & _SAID_BY_NUMBERS)
