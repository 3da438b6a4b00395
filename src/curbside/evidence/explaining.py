"""An appraisal in sentences for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from curbside.evidence.directness import DRUG, INDICATION, POPULATION, ROUTE
from curbside.evidence.estimating import DISAGREE, PREPRINT
from curbside.sources.licences import permitted
from curbside.types import Appraisal, Appraised, Currency, Estimate, Kind, Source, State, Step, Study, Words
from curbside.types.appraisals import KIND, PUBLICATION_TYPES, SUBJECTS, TEXT, TITLE

SHOWN: Final = 5
_WHERE: Final = {
    TITLE: "its title",
    PUBLICATION_TYPES: "its PubMed publication type",
    SUBJECTS: "its subject heading",
}
_QUOTED: Final = 90
_GRADES: Final = 6
_FLAGGED: Final = frozenset({DRUG, POPULATION, ROUTE, INDICATION, DISAGREE})
_NONE: Final = "Curbside's estimate: not stated; it is given for the findings of a study, one by one."
_NONE_OF_GUIDELINE: Final = (
    "Curbside's estimate: not stated; a guideline has one only where the study under it is in the library."
)


def sentences(found: Appraisal, source: Source) -> tuple[str, ...]:
    """What study it is, how big, what it grades itself, how sure its findings are, how current, and where it holds."""
    return (
        *_study(found.study),
        *_grades(found),
        *_outcomes(found, source),
        *_currency(found.currency),
        _jurisdiction(found.jurisdiction),
    )


def brief(estimate: Estimate) -> str:
    """An estimate in a few words: "Very low: fewer than 100 people, open label with a subjective outcome".

    Where the design alone comes to it, that is named; what flags of the statement say already is left out, unless
    nothing else lowers it.
    """
    if estimate.level == estimate.start:
        return f"{estimate.level}: {estimate.begins}"
    own = [s.reason for s in estimate.steps if s.reason not in _FLAGGED]
    return f"{estimate.level}: {', '.join(own or [s.reason for s in estimate.steps])}"


def _study(study: Study) -> Iterator[str]:
    design = study.design
    if design is None:
        yield "Design: not stated."
        return
    if design.words.where == KIND:
        yield f"Design: {design.name}, as its description says."
    else:
        yield f"Design: {design.name}, by {_place(design.words)}."
    if study.studies:
        yield f"Studies that it took in: {study.studies.number} ({_quotes(study.studies.words)})."
    if study.sample:
        yield f"Sample: {study.sample.number} people ({_quotes(study.sample.words)})."
    for feature in study.features:
        yield f"{feature.name[0].upper()}{feature.name[1:]}, by {_place(feature.words)}."


def _grades(found: Appraisal) -> Iterator[str]:
    if not found.grades:
        yield "Own grades: the source gives none that could be read."
        return
    told = list(dict.fromkeys(f"\u201c{g.text}\u201d ({g.system})" for g in found.grades))
    more = f", and {len(told) - _GRADES} others" if len(told) > _GRADES else ""
    yield f"Own grades, in its words: {', '.join(told[:_GRADES])}{more}."


def _outcomes(found: Appraisal, source: Source) -> Iterator[str]:
    if not found.outcomes:
        yield _NONE_OF_GUIDELINE if source.kind is Kind.GUIDELINE else _NONE
        return
    for one in found.outcomes[:SHOWN]:
        yield _outcome(one, source)
    if len(found.outcomes) > SHOWN:
        yield f"And {len(found.outcomes) - SHOWN} more findings, which --json has."
    yield "An estimate is worked out by rules for one outcome. It is not a GRADE rating, and nobody has judged it."


def _outcome(one: Appraised, source: Source) -> str:
    estimate = one.estimate
    quote = " ".join(source.text[one.start : one.end].split())
    shown = quote if len(quote) <= _QUOTED else f"{quote[:_QUOTED].rsplit(' ', 1)[0]} ..."
    what = f"\u201c{shown}\u201d"
    if permitted(source.licence, "quote").allowed == "no":
        what = f"the sentence at {one.start} to {one.end}"
    told = [f"Estimate {estimate.level} for {what}: it starts {estimate.start} ({estimate.begins})"]
    told += [_step(s) for s in estimate.steps]
    finding = f" It found {estimate.finding}." if estimate.finding else ""
    under = f" The study under it is {estimate.under}." if estimate.under else ""
    return f"{'; '.join(told)}.{finding}{under}"


def _step(step: Step) -> str:
    if step.name == PREPRINT:
        return f"{step.reason}, since it is a preprint"
    return f"one step down, {step.name}: {step.reason}{_said(step.words)}"


def _currency(currency: Currency) -> Iterator[str]:
    if currency.overdue_since:
        yield f"Currency: its review is overdue since {currency.overdue_since}."
    elif currency.state is State.REVIEW_OVERDUE:
        yield "Currency: its review is overdue; since when is not known."
    elif currency.state in (State.RETRACTED, State.WITHDRAWN):
        yield f"Currency: {currency.state}; it is never evidence, and has no estimate."
    elif currency.state is State.SUPERSEDED:
        yield f"Currency: superseded by {currency.superseded_by or 'a newer version'}; it never leads an answer."
    else:
        yield f"Currency: {'status not known' if currency.state is State.UNKNOWN else currency.state}."
    if currency.age is None:
        yield "Age: it has no date."
    else:
        years = "less than a year" if currency.age == 0 else f"{currency.age} year{'s' * (currency.age > 1)}"
        yield f"Age: {years} ({currency.year})."


def _jurisdiction(code: str) -> str:
    return (
        f"Jurisdiction: {code.upper() if len(code) <= 3 else code}."
        if code != "unknown"
        else "Jurisdiction: not known; it ranks last."
    )


def _place(words: Words) -> str:
    if words.where == TEXT:
        return f"\u201c{words.text.strip()}\u201d in its text"
    named = _WHERE.get(words.where, f"its {words.where}")
    return f"{named} (\u201c{words.text.strip()}\u201d)"


def _quotes(words: Iterable[Words]) -> str:
    return ", ".join(f"\u201c{w.text.strip()}\u201d" for w in words)


def _said(words: Iterable[Words]) -> str:
    told = [w for w in words if len(w.text) <= _QUOTED]
    return f" ({_quotes(told)})" if told else ""
