"""The selection as a whole: candidates, what must not be missing beside them, or what the library lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from curbside.evidence.appraise import appraise
from curbside.retrieval.query import query_against, query_harm, query_nursing
from curbside.retrieval.stock import Stock
from curbside.selecting.beside import gives, may_be_needed, names_of
from curbside.selecting.by_name import as_named, taken_as
from curbside.selecting.candidates import Candidate, Signals, candidates
from curbside.selecting.choose import Selection, choose
from curbside.selecting.complete import completed, disputable
from curbside.selecting.criteria import asked_by_value, with_criteria
from curbside.selecting.facets import facet_of
from curbside.selecting.fit_to_lead import helps_a_patient_now
from curbside.selecting.for_patients import may_be_shown
from curbside.selecting.held import dose_held
from curbside.selecting.holding import managing_poisoning, naming, on_the_question
from curbside.selecting.leading import forbidding
from curbside.selecting.leave import patient_would_act
from curbside.selecting.nursing import as_for_adults, may_nurse, speaks_of_nursing, without_nursing
from curbside.selecting.outlying import Outlying, with_flag
from curbside.selecting.relevance import alias, told_words
from curbside.selecting.whole_names import whole_name
from curbside.types import Evidence, Flag, Hit, Passage, Patient, Question
from curbside.vocabularies.words import is_short

PASSAGES_BESIDE = 12
DRUGS = 8


class Lack(StrEnum):
    """Why there is nothing to say."""

    MANAGEMENT = "no source on managing poisoning"
    WHAT_WAS_ASKED = "not in the library"
    AN_ANSWER = "nothing that answers or may be shown"


@dataclass(frozen=True, slots=True)
class Picked:
    """chosen: what the answer is made of. found: all candidates. missing: words of the question that no source has.

    held: whether any source has a dose of the asked drugs by the asked route, where both are asked for. notices: what
    is to be told beside the answer.
    """

    chosen: tuple[Candidate, ...] = ()
    found: tuple[Candidate, ...] = ()
    missing: tuple[str, ...] = ()
    lack: Lack | None = None
    held: bool = False
    notices: tuple[str, ...] = ()


def pick(
    question: Question,
    evidence: tuple[Evidence, ...],
    stock: Stock,
    *,
    poisoning: bool,
    names: Iterable[tuple[str, tuple[str, ...]]] = (),
    patient: Patient | None = None,
) -> Picked:
    """What the answer is made of.

    poisoning: use only sources on managing it (the clinical rules, section 8). names: names in the question with their
    other names (`retrieval.widening.other_names`). patient: whose criteria are to be shown, as given.
    """
    similar = stock.unit_similarity(question.whole, (e.hit.passage for e in evidence))
    named = tuple(names)
    # An abbreviation stands for one thing in one document and for another in the next.
    aliases = tuple(alias(name, tuple(o for o in others if not is_short(o))) for name, others in named)
    signals = Signals(stock.rarity, similar, aliases)
    name = whole_name(question, stock.rarity, aliases)
    if name is not None and question.understood.conditions:
        question = as_named(question)
    found = candidates(question, evidence, signals)
    if may_nurse(question):
        found = _as_for_adults(question, found, candidates(without_nursing(question), evidence, signals), stock)
    if poisoning and not (found := managing_poisoning(found)):
        return Picked(lack=Lack.MANAGEMENT)
    asked = question.understood
    if asked.unknown_drugs and not asked.drugs:
        found = naming(asked.unknown_drugs, found)
    if name is not None:
        found = tuple(c for c in found if c.on_it)
    missing = stock.unknown(tuple(dict.fromkeys((*asked.unknown_drugs, *asked.drugs, *told_words(question)))))
    on_it = on_the_question(question, found, missing) or asked_by_value(question, patient, found)
    if not on_it or set(missing) & set(asked.unknown_drugs):
        return Picked(found=found, missing=missing, lack=Lack.WHAT_WAS_ASKED)
    outlying = Outlying(stock)
    selection, found = _without_outliers_first(
        found, lambda some: choose(question, some, stock.answering, named), outlying
    )
    selection = _complete(question, selection, found, stock, (e.hit.passage for e in evidence))
    selection = _told(selection, outlying)
    chosen = (*selection.bottom_line, *selection.rest)
    chosen = chosen or asked_by_value(question, patient, found)
    if not chosen or _leaves_a_patient_to_read(question, selection):
        return Picked(found=found, missing=missing, lack=Lack.AN_ANSWER)
    held = dose_held(question, stock)
    told = taken_as(question, name, chosen[0].evidence.source.title)
    return Picked(with_criteria(question, patient, chosen, found, evidence), found, missing, held=held, notices=told)


def _without_outliers_first(
    found: tuple[Candidate, ...], chosen: Callable[[tuple[Candidate, ...]], Selection], outlying: Outlying
) -> tuple[Selection, tuple[Candidate, ...]]:
    """The selection made by `chosen`, anew wherever a dose in it turns out an outlier; with the candidates so flagged.

    Only the doses that would be shown are looked up in the library: those of every candidate would be too many.
    """
    known: set[tuple[str, int]] = set()
    while True:
        selection = chosen(found)
        told = outlying.flagged((*selection.bottom_line, *selection.rest))
        new = {c.key for c in told if Flag.OUTLIER in c.flags} - known
        if not new:
            return selection, found
        known |= new
        found = tuple(with_flag(c) if c.key in new else c for c in found)


def _told(selection: Selection, outlying: Outlying) -> Selection:
    """With the flag on what was added to a selection since; where that is a dose that would lead, it does not."""
    first = outlying.flagged(selection.bottom_line)
    back = (replace(c, facet=facet_of(c.text, c.unit.headings)) for c in first if Flag.OUTLIER in c.flags)
    leading = tuple(c for c in first if Flag.OUTLIER not in c.flags)
    return replace(selection, bottom_line=leading, rest=(*back, *outlying.flagged(selection.rest)))


def _as_for_adults(
    question: Question, found: tuple[Candidate, ...], without: tuple[Candidate, ...], stock: Stock
) -> tuple[Candidate, ...]:
    """With the doses for adults that a woman who breastfeeds may be given, as `curbside.selecting.nursing`."""
    dosed = dict.fromkeys(n for c in found if gives(c) for n in names_of(c, question.understood))
    hits = [h for drug in islice(dosed, DRUGS) for h in stock.search(query_nursing(drug), PASSAGES_BESIDE)]
    known = candidates(question, appraise(_new((), hits), question, stock.find), Signals(stock.rarity))
    return as_for_adults(question, found, {c.key: c for c in without}, known)


def _leaves_a_patient_to_read(question: Question, selection: Selection) -> bool:
    """Whether a patient asks for leave to act, and nothing leads or says stop: a clinician should be asked instead."""
    unled = patient_would_act(question) and not selection.bottom_line
    return unled and not (
        forbidding(question, selection.rest) or any(helps_a_patient_now(question, c) for c in selection.rest)
    )


def _new(known: Iterable[Passage], hits: Iterable[Hit]) -> list[Hit]:
    """The hits of passages that are not among the known, each passage once."""
    seen = {_key(passage) for passage in known}
    by_key = {_key(hit.passage): hit for hit in hits}
    return [hit for key, hit in by_key.items() if key not in seen]


def _key(passage: Passage) -> tuple[str, str, int]:
    return passage.source, passage.content_hash, passage.ordinal


def _complete(
    question: Question,
    selection: Selection,
    found: tuple[Candidate, ...],
    stock: Stock,
    known: Iterable[Passage],
) -> Selection:
    """With what must stand beside every dose, and the other side of a dispute, wherever in the library it is."""
    chosen = (*selection.bottom_line, *selection.rest)
    given = (
        n for c in (*selection.bottom_line, *selection.by_worth) if gives(c) for n in names_of(c, question.understood)
    )
    queries = [query_against(drug) for drug in islice(dict.fromkeys(given), DRUGS)]
    if may_nurse(question):
        queries += [query_nursing(drug) for drug in islice(dict.fromkeys(given), DRUGS)]
    queries += [query_harm(drug) for drug in disputable(chosen, found)]
    hits = _new(known, (h for query in queries for h in stock.search(query, PASSAGES_BESIDE)))
    wanted = speaks_of_nursing if may_nurse(question) else may_be_needed
    more = candidates(question, appraise(hits, question, stock.find), Signals(stock.rarity), only=wanted)
    return completed(question, selection, tuple(c for c in (*found, *more) if may_be_shown(question, c)))
