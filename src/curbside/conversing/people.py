"""Who a follow-up is about: which populations and values of the question before are still those of its patient."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from curbside.conversing import cues
from curbside.language import lexicon
from curbside.language.patient_measures import AGE, HEIGHT, WEIGHT
from curbside.retrieval.patient import age_groups
from curbside.types import PatientValue, Question, Understood

_AGES: Final = frozenset({"adults", "children", "adolescents", "infants", "neonates", "older people"})
_SEXES: Final = frozenset({"women", "men"})
_MOTHERS: Final = frozenset({"pregnancy", "breastfeeding"})
_NO_MOTHERS: Final = (_AGES - {"adolescents"}) | {"men"}
"""Who is not pregnant and does not breastfeed; and adults, since a pregnancy says as much."""
_YOUNG: Final = frozenset({"children", "infants", "neonates"})
_CIRCUMSTANCES: Final = _MOTHERS | {"renal impairment", "dialysis", "hepatic impairment", "after bariatric surgery"}


def excludes(one: str, other: str) -> bool:
    """Whether nobody is of both populations, or the one makes the other needless to say."""
    pair = {one, other}
    if len(pair) == 1:
        return False
    grown = bool(pair & _SEXES) and bool(pair & _YOUNG)
    return pair <= _AGES or pair <= _SEXES or grown or (bool(pair & _MOTHERS) and bool(pair & _NO_MOTHERS))


def populations(question: Question, was: Understood) -> Iterator[str]:
    """Those before that the new question neither names, nor denies, nor excludes.

    Of circumstances a new one replaces the one before ("in renal impairment?", then "and in pregnancy?"), unless it is
    told of the same patient ("and if she is pregnant?").
    """
    mentioned = {m.concept for m in lexicon.find(question.text, "population")}
    now = {*question.understood.population, *_bare_groups(question, was)}
    other = bool(now & _CIRCUMSTANCES) and not _of_the_same(question)
    for name in was.population:
        if name in mentioned | now or any(excludes(name, new) for new in now):
            continue
        if not (other and name in _CIRCUMSTANCES):
            yield name


def values(question: Question, was: Understood) -> tuple[PatientValue, ...]:
    """The values before, without those of a quantity that the new question gives, and those of somebody of another age.

    A bare number is another value of the only one before, or else another age.
    """
    asked = question.understood
    replaced = {v.quantity for v in asked.values} | _not_of(question, was)
    kept = tuple(v for v in was.values if v.quantity not in replaced)
    bare, measured = cues.bare_value(question.text), _meant_by_a_bare_number(kept)
    return tuple(replace(v, value=bare) if bare is not None and v is measured else v for v in kept)


def new_groups(question: Question, was: Understood) -> tuple[str, ...]:
    """The populations that the question is about by an age of its own, a bare one too."""
    return tuple(dict.fromkeys((*question.understood.population, *_bare_groups(question, was))))


def _bare_groups(question: Question, was: Understood) -> tuple[str, ...]:
    bare, meant = cues.bare_value(question.text), _meant_by_a_bare_number(was.values)
    if bare is None or meant is None or meant.quantity != AGE:
        return ()
    return age_groups((replace(meant, value=bare),))


def _meant_by_a_bare_number(kept: tuple[PatientValue, ...]) -> PatientValue | None:
    rest = [v for v in kept if v.quantity != AGE]
    meant = rest or list(kept)
    return meant[0] if len(meant) == 1 else None


def _not_of(question: Question, was: Understood) -> frozenset[str]:
    """The quantities that are not those of whom the new question is about."""
    now = set(question.understood.population)
    groups = {*age_groups(was.values), *(p for p in was.population if p in _AGES)}
    grown = groups - {"adults"} if now & _MOTHERS else groups
    another = any(excludes(group, new) for group in grown for new in now)
    gone = set()
    if now & _AGES or another or (now & _MOTHERS and not _of_the_same(question)):
        gone.add(AGE)
    if another and not now & groups:
        gone |= {WEIGHT, HEIGHT}
    return frozenset(gone)


def _of_the_same(question: Question) -> bool:
    """Whether all populations that it names are told of the patient who was spoken of before."""
    found = lexicon.find(question.text, "population")
    return bool(found) and all(cues.stands_beside(question.text, m.start) for m in found)
