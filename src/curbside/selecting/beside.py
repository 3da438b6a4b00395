"""What must stand beside a drug that an answer gives: its warnings, its maximum, what forbids it to who is asked about.

A drug goes by its listed name; one that no list knows goes by the word before its amount ("exemplamine 10 mg") or by
the name that the question gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from curbside.evidence.conflicts import stance
from curbside.language import lexicon
from curbside.language.measured import measured
from curbside.language.subject import subject
from curbside.language.tokens import content_stems
from curbside.regimens.reading import phases_of
from curbside.selecting.alike import folded
from curbside.selecting.candidates import Candidate
from curbside.selecting.chapters import STUDIES
from curbside.selecting.facets import denies, facet_of, says_against
from curbside.selecting.matching import special_populations, states_dose
from curbside.selecting.relevance import asking
from curbside.selecting.stops import is_for_others
from curbside.types import Facet, Kind, Question, Understood, Unit

GROUPS: Final = 3
WATCHED: Final = 2
_ADVISING: Final = frozenset({Kind.GUIDELINE, Kind.PROTOCOL, Kind.SUMMARY, Kind.EVIDENCE_REVIEW})
_WATCHING: Final = frozenset({Facet.MONITORING, Facet.PITFALLS, Facet.ADVERSE_EFFECTS})
_GIVING: Final = frozenset({Facet.REGIMEN, Facet.MAINTENANCE, Facet.INDICATION, Facet.BOTTOM_LINE})
_BOXED: Final = re.compile(r"\bboxed warning\b|\bblack[- ]box\b|^\W*warning:", re.IGNORECASE)
_TO_AMOUNT: Final = (
    r"(?:\s+(?:with|at|is|in|of|up|to|a|an|the|single|dose|once|tablets?|capsules?|injection)){0,3}"
    r"\s+\d[\d.,]*\s*(?:-\s*\d[\d.,]*\s*)?(?:mg|g|micrograms?|mcg|[µμ]g|ng|ml|mL|units?|IU|mmol|tablets?"
    r"|capsules?|drops?|puffs?)\b"
)
_BEFORE_AMOUNT: Final = re.compile(rf"\b(?P<word>[^\W\d_][\w-]{{5,}}){_TO_AMOUNT}")
_AMOUNT_NEXT: Final = re.compile(_TO_AMOUNT)
_MODALS: Final = frozenset({"must", "should", "ought", "need", "needs"})
_LONG_WORD: Final = re.compile(r"[^\W\d_][\w-]{5,}")
_NO_NAME: Final = frozenset(
    "adults children people patients weight amount amounts maximum minimum starting initial loading maintenance "
    "injection infusion intravenous intramuscular subcutaneous increase increased reduced doubled additional tablet "
    "capsule solution daily weekly total single repeat receive received taking followed another between exceed "
    "exceeding containing contains strength".split()
)


def names_of(c: Candidate, asked: Understood) -> tuple[str, ...]:
    """The drugs that a candidate gives: those that it doses, else the listed ones that it names, else by their word.

    A drug that the patients of a trial take besides is not given by the sentence that doses another.
    """
    own = subject(c.text).drugs or (c.drugs if c.unit.context else frozenset[str]())
    listed = tuple(dict.fromkeys(p.drug for p in c.phases if p.drug)) or _studied(c) or tuple(sorted(own))
    if listed:
        return tuple(d for d in listed if not lexicon.is_group(d)) or listed
    wanted = {w.lower() for w in (*asked.unknown_drugs, *asked.words)}
    said = _LONG_WORD.findall(c.text.lower())
    over = _LONG_WORD.findall(c.context.lower()) if c.unit.context else []
    near = (m["word"].lower() for m in _BEFORE_AMOUNT.finditer(c.text))
    named = (w for w in (*over, *said) if w in wanted)
    # A label begins its sentences with the name that its title has.
    first = (w for w in said[:1] if w in c.evidence.source.title.lower())
    found = (w for w in (*near, *named, *first) if w not in _NO_NAME and not lexicon.find(w, "condition"))
    return tuple(dict.fromkeys(found))


def _studied(c: Candidate) -> tuple[str, ...]:
    """The drugs that the report of a study has an amount of; empty where it is no study, or names none with it."""
    if c.evidence.source.kind not in STUDIES:
        return ()
    dosed = (m.concept for m in lexicon.drugs_in(c.text) if _AMOUNT_NEXT.match(c.text, m.end))
    return tuple(dict.fromkeys(dosed))


def gives(c: Candidate) -> bool:
    """Whether a candidate gives a dose or recommends a drug."""
    return not c.warns and (bool(c.phases) or states_dose(c.text) or c.facet in _GIVING)


def in_boxed_warning(unit: Unit) -> bool:
    """Whether a heading over a unit is that of a boxed warning (21 CFR 201.57(c)(1))."""
    return any(map(is_boxed_heading, unit.headings))


def is_boxed_heading(heading: str) -> bool:
    """Whether a heading stands over a boxed warning."""
    return bool(_BOXED.search(heading))


def may_be_needed(unit: Unit, text: str, context: str) -> bool:
    """Whether a unit that was not found for the question may be needed beside what was: it warns, doses or disputes.

    text: what it says; context: its headings and lead-in.
    """
    if stance(text) is not None or phases_of(text, context) or facet_of(text, unit.headings) is Facet.CONTRAINDICATIONS:
        return True
    return says_against(f"{context} {text}") or in_boxed_warning(unit)


def beside(drug: str, found: Iterable[Candidate], limit: int = GROUPS) -> tuple[Candidate, ...]:
    """What the candidates say against a drug (its boxed warning, then contraindications) and its maximum, each once.

    Best evidence first. The items of one list, or the sentences under one heading, stay together: a part of them would
    pass for the whole.
    """
    against = [
        c
        for c in found
        if is_of(drug, c)
        and (c.warns or denies(c.text) or in_boxed_warning(c.unit) or _bounds(drug, c))
        and not _is_on_its_own_condition(c)
    ]
    groups: dict[tuple[object, ...], list[Candidate]] = {}
    for c in folded(sorted(against, key=lambda c: c.evidence.order)):
        whole = c.unit.context or (
            c.unit.heading_ranges if c.facet is Facet.CONTRAINDICATIONS or in_boxed_warning(c.unit) else c.key
        )
        groups.setdefault((c.evidence.source.id, whole), []).append(c)
    ordered = sorted(groups.values(), key=lambda g: not in_boxed_warning(g[0].unit))
    return tuple(c for group in ordered[:limit] for c in sorted(group, key=lambda c: c.key))


def forbids(question: Question, given: Candidate, drug: str, found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """What the candidates say against a drug for a population, a value or a condition that the question names.

    A condition that `given`, the sentence that gives the drug, speaks of itself is what is to be treated.
    """
    asked = question.understood
    beside_it = set(asked.conditions) - subject(f"{given.text} {given.context}").conditions
    against = (c for c in found if c.warns and is_of(drug, c))
    met = [c for c in against if _meets(asked, beside_it, _words(asked.words, given), c)]
    return folded(sorted(met, key=lambda c: c.evidence.order))[:GROUPS]


def forbids_it(question: Question, given: Candidate, drug: str, found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Of what `forbids`, that for which `given` may not stand in the bottom line by itself.

    The form of a drug ("injections") forbids nothing, nor does a "must" of the question itself. Where the question
    names no more about the patient than `given` does, nor does a caution on others of these patients alone ("in
    pregnant women, avoided in asthma"), or on a route that neither names.
    """
    asked = question.understood
    told = _words((w for w in asked.words if w not in _MODALS and not lexicon.find(w, "form")), given)
    beside_it = set(asked.conditions) - subject(f"{given.text} {given.context}").conditions
    against = [c for c in forbids(question, given, drug, found) if _meets(asked, beside_it, told, c)]
    if beside_it or asked.values or told.difference(*asking(question.whole).aspects):
        return tuple(against)
    return tuple(c for c in against if not is_for_others(question, given, drug, c))


def watched(question: Question, drug: str, found: Iterable[Candidate], limit: int = WATCHED) -> tuple[Candidate, ...]:
    """What the candidates say of a drug and of something that the question names as measured ("potassium is 3.3").

    Not where what is measured is the drug.
    """
    named = {m.concept for m in measured(question.whole)} - {
        drug,
        *lexicon.related(drug),
        *lexicon.broader("drug", drug),
    }
    told = [c for c in found if c.facet in _WATCHING and not c.phases and is_of(drug, c)]
    on_it = [c for c in told if named & {m.concept for m in measured(c.text)}]
    return folded(sorted(on_it, key=lambda c: c.evidence.order))[:limit]


def _words(words: Iterable[str], given: Candidate) -> frozenset[str]:
    return frozenset().union(*map(content_stems, words)) - subject(given.text).stems


def _meets(asked: Understood, beside_it: set[str], words: frozenset[str], c: Candidate) -> bool:
    said = subject(c.text)
    if c.match.fit > 0 or said.populations & set(special_populations(asked)):
        return True
    return bool(said.conditions & beside_it or words & said.stems)


def is_of(drug: str, c: Candidate) -> bool:
    """Whether a candidate is about a drug: it names it, or else its headings or title do."""
    if lexicon.drugs_in(drug):
        return bool(lexicon.family(drug) & c.drugs)
    wanted = content_stems(drug)
    if c.drugs and not wanted <= content_stems(c.text):
        return False
    return wanted <= content_stems(f"{c.text} {c.context} {c.evidence.source.title}")


def _is_on_its_own_condition(c: Candidate) -> bool:
    """Whether a guideline turns the drug down as a treatment of its own subject, which nobody asked about.

    Beside a dose stands what the library holds for that drug and indication (the clinical rules, section 6).
    """
    if c.evidence.source.kind not in _ADVISING or c.match.condition > 0 or in_boxed_warning(c.unit):
        return False
    return bool(subject(c.text).conditions & subject(c.evidence.source.title).conditions)


def _bounds(drug: str, c: Candidate) -> bool:
    """Whether it sets an upper bound of the drug's dose and gives none itself."""
    bounded = any(p.maximum_dose or p.maximum_per_period for p in c.phases if p.drug in (drug, None))
    return bounded and all(p.amount is None for p in c.phases)
