"""The question as understood, by rules and word lists: drugs, conditions, population, route, intent, values.

Nothing here widens what a sentence is about: a synonym or a relative of a drug helps to find, it never makes a
sentence about one drug count as a sentence about another.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from curbside.language import lexicon
from curbside.language.lexicon import Mention, concepts
from curbside.language.tokens import content_words
from curbside.types import PatientValue, Question, Understood

_AGE = re.compile(
    r"\b(?P<value>\d{1,3})[\s-]*(?P<unit>year|yr|month|week|day)s?[\s-]*old\b"
    r"|\baged?\s+(?P<value2>\d{1,3})(?:\s*(?P<unit2>year|month|week|day)s?)?\b"
    r"|\b(?P<value3>\d{1,3})\s*y/?o\b",
    re.IGNORECASE,
)
_UCUM = {"year": "a", "yr": "a", "month": "mo", "week": "wk", "day": "d"}
_YEARS = {"a": 1.0, "mo": 1 / 12, "wk": 1 / 52, "d": 1 / 365}
_NAMED_AS_DRUG = re.compile(
    r"\b(?:dose|doses|dosage|dosing|course|prescribe|prescribing)\s+(?:of|for)\s+(?:an?\s+|the\s+)?(?P<a>[a-z][\w-]{4,})"
    r"|^(?P<b>[a-z][\w-]{4,})\s+(?:dose|dosage|dosing|regimen)\b",
    re.IGNORECASE,
)
_NEIGHBOUR = re.compile(r"[^\W\d_]{7,}")
_ASKING = frozenset(
    "what which who when where why how much many often should recommend recommended course dose dosage dosing give "
    "given patient patients people person someone treatment treat treated treating therapy use used using best first "
    "line choice drug medicine medication tell please need take taking start started guideline advice management "
    "manage managed help work usual long good option options right correct does can may safe indicated prescribe "
    "year years old aged month months week weeks day days versus better than adult adults mg microgram micrograms "
    "injection inject tablet tablets route jurisdiction uk us usa england america american british think know".split()
)


def understand(text: str, jurisdiction: str | None = None, audience: str = "professional") -> Question:
    """`text` (identifiers of a patient already masked) as a Question."""
    corrected, corrections = _correct(text)
    conditions = lexicon.find(corrected, "condition")
    drugs = _outside(lexicon.drugs_in(corrected), conditions)
    populations = lexicon.find(corrected, "population")
    routes = lexicon.find(corrected, "route")
    values = _ages(corrected)
    names = concepts(drugs)
    understood = Understood(
        drugs=names,
        relatives=tuple(sorted(frozenset().union(*map(lexicon.related, names)) - set(names))),
        unknown_drugs=_unknown_drugs(corrected, (*drugs, *conditions, *populations, *routes)),
        conditions=_conditions(concepts(conditions)),
        population=tuple(dict.fromkeys((*concepts(populations), *_from_age(values)))),
        route=routes[0].concept if routes else None,
        intent=_intent(corrected),
        jurisdiction=jurisdiction,
        values=values,
        words=_words(corrected, (*drugs, *conditions, *populations, *routes)),
        corrections=corrections,
    )
    return Question(text=text, understood=understood, audience=audience)


def _outside(mentions: tuple[Mention, ...], others: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The mentions that are no part of another ("vitamin B12" in "vitamin B12 deficiency" is no drug asked about)."""
    return tuple(m for m in mentions if not any(o.start <= m.start and m.end <= o.end for o in others))


def _conditions(found: tuple[str, ...]) -> tuple[str, ...]:
    """Without those of which a narrower one was found too."""
    covered = {b for c in found for b in lexicon.broader("condition", c)}
    return tuple(c for c in found if c not in covered or c in ("pain", "peripheral neuropathy"))


def _ages(text: str) -> tuple[PatientValue, ...]:
    found = []
    for m in _AGE.finditer(text):
        value = m["value"] or m["value2"] or m["value3"]
        unit = _UCUM[(m["unit"] or m["unit2"] or "year").lower()]
        found.append(PatientValue("age", value, unit))
    return tuple(found)


def _from_age(values: tuple[PatientValue, ...]) -> tuple[str, ...]:
    ages = [float(v.value) * _YEARS[v.unit] for v in values if v.quantity == "age"]
    return tuple("children" if age < 18 else "adults" for age in ages)


def _unknown_drugs(text: str, known: tuple[Mention, ...]) -> tuple[str, ...]:
    """Words that stand where a drug's name stands ("dose of ...") and that no list knows."""
    words = []
    for m in _NAMED_AS_DRUG.finditer(text):
        group = "a" if m["a"] else "b"
        start, end = m.span(group)
        taken = any(k.start < end and start < k.end for k in known)
        if not taken and m[group].lower() not in _ASKING:
            words.append(m[group].lower())
    return tuple(dict.fromkeys(words))


def _words(text: str, known: tuple[Mention, ...]) -> tuple[str, ...]:
    taken = {i for m in known for i in range(m.start, m.end)}
    rest = [text[s:e] for _, s, e in content_words(text) if s not in taken]
    return tuple(dict.fromkeys(w.lower() for w in rest if w.lower() not in _ASKING and not w.isdigit()))


@cache
def _intents() -> tuple[tuple[str, re.Pattern[str]], ...]:
    path = resources.files("curbside.language") / "data" / "intents.tsv"
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return tuple((facet, re.compile(patterns, re.IGNORECASE)) for facet, patterns in rows)


def _intent(text: str) -> str:
    return next((facet for facet, pattern in _intents() if pattern.search(text)), "other")


@cache
def _drug_words() -> tuple[str, ...]:
    names = (n for c in lexicon.names("drug") for n in lexicon.synonyms("drug", c))
    return tuple(sorted({n for n in names if " " not in n and len(n) >= 7}))


def _correct(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Read a misspelt drug ("metylcobalamin") as the one listed name that is a slip away, and say so.

    A listed name is never changed, nor a word that is more than a slip away: look-alike names are other drugs
    ("prednisone" is no misspelt "prednisolone").
    """
    fixes: list[tuple[str, str]] = []
    for m in _NEIGHBOUR.finditer(text):
        word = m.group().lower()
        if lexicon.find(word, "drug") or lexicon.find(word, "condition") or word in _ASKING:
            continue
        near = {
            n for n in _drug_words() if abs(len(n) - len(word)) <= 2 and slips(word, n) <= (1 if len(word) < 11 else 2)
        }
        if len({lexicon.drugs_in(n)[0].concept for n in near}) == 1:
            fixes.append((m.group(), min(near)))
    for wrong, right in fixes:
        text = re.sub(rf"\b{re.escape(wrong)}\b", right, text)
    return text, tuple(fixes)


def slips(a: str, b: str) -> int:
    """Letters put in, left out, exchanged or swapped with their neighbour to get from `a` to `b`.

    Damerau, F. J. (1964), Communications of the ACM 7(3):171-176 (restricted edit distance).
    """
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
