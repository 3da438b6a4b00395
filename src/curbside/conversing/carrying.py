"""What a follow-up takes over: what the new question names replaces, what it leaves out is taken over.

A question that stands by itself takes over nothing of the topic. Each rule reads what was understood of both questions
and a few cues in the words of the new one (`cues`); docs/conversation.md says them in words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Final

from curbside.conversing import cues, people
from curbside.conversing.earlier import Earlier
from curbside.conversing.standing import stands_alone
from curbside.language import lexicon
from curbside.language.lexicon import Mention, concepts
from curbside.language.patient_measures import AGE
from curbside.language.subject import subject
from curbside.retrieval import understanding
from curbside.types import Carried, Facet, PatientValue, Question, Understood
from curbside.types.conversation import (
    ALLERGY,
    CONDITION,
    DRUG,
    INTENT,
    JURISDICTION,
    POPULATION,
    ROUTE,
    TOPIC,
    VALUE,
)

_OTHER: Final = "other"
_ASKED_AS: Final = {
    Facet.REGIMEN: "dose",
    Facet.INDICATION: "treatment",
    Facet.DISTINCTION: "diagnosis",
    Facet.RENAL_HEPATIC: "renal impairment",
}
_SWALLOWED: Final = frozenset({"tablet", "capsule", "oral solution", "modified-release", "fine granules"})
_INJECTED: Final = frozenset({"injection", "ampoule", "prefilled syringe"})
_ALLERGIES: Final = "allergy"
_WORDS: Final = 6

Found = Iterator[tuple[str, str]]


def carried_over(question: Question, earlier: Earlier, drop: Collection[str]) -> tuple[Carried, ...]:
    """What `question`, understood by itself, takes over from the one before. drop: what not, of `CARRIABLE`."""
    asked, before = question.understood, earlier.question
    found = [(JURISDICTION, before.understood.jurisdiction)] if asked.jurisdiction is None else []
    topic = () if stands_alone(question) else tuple(_topic(question, before))
    told = [(what, value) for what, value in (*topic, *found) if value and what not in drop]
    return tuple(Carried(what, value, earlier.origin(what, value)) for what, value in dict.fromkeys(told))


def _topic(question: Question, before: Question) -> Found:
    asked, was = question.understood, before.understood
    drugs = (*asked.drugs, *asked.unknown_drugs)
    if not drugs or _rejects_all(question) or _drugs_beside(question, before):
        yield from ((DRUG, d) for d in (*was.drugs, *was.unknown_drugs) if d not in drugs)
    yield from _conditions(question, before)
    if not cues.new_patient(question.text):
        yield from _patient(question, was)
    if _route_fits(question, was):
        yield ROUTE, was.route or ""
    if asked.intent == _OTHER and (cues.leans(question.text) or cues.corrects(question.text)):
        yield INTENT, "" if was.intent == _OTHER else was.intent


def _patient(question: Question, was: Understood) -> Found:
    """What is known of whom the question before is about."""
    asked = question.understood
    yield from ((POPULATION, p) for p in people.populations(question, was))
    yield from ((VALUE, _as_words(v)) for v in people.values(question, was))
    yield from ((ALLERGY, d) for d in was.avoid if d not in (*asked.avoid, *asked.drugs))


def _conditions(question: Question, before: Question) -> Found:
    """The conditions before, where the new question names none, or names one that comes on top of them."""
    asked, was = question.understood, before.understood
    if asked.conditions and not _on_top(question, was):
        return
    gone = subject(before.whole).absent
    covered = {b for c in asked.conditions for b in lexicon.broader("condition", c)}
    for name in was.conditions:
        if name not in asked.conditions and name not in covered:
            yield CONDITION, name
    yield from ((CONDITION, f"without {name}") for name in sorted(gone) if name not in _named(question))
    if not was.conditions and not asked.conditions and (words := _content(before)):
        yield TOPIC, " ".join(words)


def _on_top(question: Question, was: Understood) -> bool:
    """Whether all conditions that it names come on top: said so, or the case in which it is asked, of another kind."""
    text, own = question.text, lexicon.find(question.text, "condition")
    if not own:
        return False
    kin = any(_kin(m.concept, c) for m in own for c in was.conditions) or cues.corrects(text)
    return all(
        cues.stands_beside(text, m.start) or _is_allergy(m.concept) or (cues.circumstance(text, m.start) and not kin)
        for m in own
    )


def _is_allergy(condition: str) -> bool:
    return _ALLERGIES in (condition, *lexicon.broader("condition", condition))


def _kin(one: str, other: str) -> bool:
    """Whether two conditions are one of the other, or of one kind: the one is asked about instead of the other."""
    return bool({one, *lexicon.broader("condition", one)} & {other, *lexicon.broader("condition", other)})


def _drugs_beside(question: Question, before: Question) -> bool:
    """Whether every drug that it asks about is taken with, or set against, what was named before.

    One that says who is meant ("in people on Y") comes to what they are treated with, and replaces what said so before.
    """
    some = bool(_taken_by_some(before.whole))
    asked = [m for m in lexicon.drugs_in(question.text) if m.concept in question.understood.drugs]
    return bool(asked) and all(
        not some if cues.taken_by_some(question.text, m.start) else cues.drug_beside(question.text, m.start, m.end)
        for m in asked
    )


def _taken_by_some(text: str) -> frozenset[str]:
    """The drugs that say who is meant ("in people on ...")."""
    return frozenset(m.concept for m in lexicon.drugs_in(text) if cues.taken_by_some(text, m.start))


def _named(question: Question) -> frozenset[str]:
    """The conditions that the new question names, as there or as absent."""
    return frozenset(lexicon.concepts(lexicon.find(question.text, "condition")))


def _content(before: Question) -> tuple[str, ...]:
    """The words that say what the question before was about, where no list knows it."""
    named = set(cues.subjects(before.whole))
    return tuple(w for w in before.understood.words if w in named)[:_WORDS]


def _rejects_all(question: Question) -> bool:
    """Whether every drug that it names is taken back ("not cyanocobalamin")."""
    mentions = lexicon.drugs_in(question.text)
    return bool(mentions) and all(cues.rejected(question.text, m.start) for m in mentions)


def _route_fits(question: Question, was: Understood) -> bool:
    """Whether the route before may be meant still: the same drug or one of its group, and no form of another route."""
    asked = question.understood
    if was.route is None or lexicon.find(question.text, "route"):
        return False
    if any(m.concept not in _forms_of(was.route) for m in lexicon.find(question.text, "form")):
        return False
    family = {k for d in was.drugs for k in (d, *lexicon.related(d))}
    return not asked.unknown_drugs and (not asked.drugs or bool(family & set(asked.drugs)))


def _forms_of(route: str) -> frozenset[str]:
    """The forms that leave a route as it is ("the injections" of an intramuscular drug)."""
    if route == "oral":
        return _SWALLOWED
    return _INJECTED if "parenteral" in (route, *lexicon.broader("route", route)) else frozenset()


def completed(question: Question, carried: Iterable[Carried], before: Question) -> Question:
    """`question` with what it takes over."""
    asked, by_kind = _without_what_is_taken_back(question).understood, _by_kind(carried)
    drugs = tuple(dict.fromkeys((*asked.drugs, *(d for d in by_kind[DRUG] if d in before.understood.drugs))))
    strange = (d for d in by_kind[DRUG] if d not in before.understood.drugs)
    population = tuple(dict.fromkeys((*people.new_groups(question, before.understood), *by_kind[POPULATION])))
    names = (c for c in by_kind[CONDITION] if not c.startswith("without "))
    understood = replace(
        asked,
        drugs=drugs,
        relatives=understanding.relatives(drugs),
        unknown_drugs=tuple(dict.fromkeys((*asked.unknown_drugs, *strange))),
        conditions=understanding.together(tuple(dict.fromkeys((*asked.conditions, *names))), population),
        population=population,
        route=next(iter(by_kind[ROUTE]), asked.route),
        intent=next(iter(by_kind[INTENT]), asked.intent),
        jurisdiction=next(iter(by_kind[JURISDICTION]), asked.jurisdiction),
        values=(
            *asked.values,
            *(v for v in people.values(question, before.understood) if _as_words(v) in by_kind[VALUE]),
        ),
        words=tuple(dict.fromkeys((*asked.words, *(w for topic in by_kind[TOPIC] for w in topic.split())))),
        avoid=(*asked.avoid, *by_kind[ALLERGY]),
    )
    return replace(question, understood=understood, context=_in_words(by_kind, _taken_by_some(before.whole)))


def _without_what_is_taken_back(question: Question) -> Question:
    """Without what another of its kind is named in the place of ("I meant Y, not X", "Y rather than X")."""
    text, asked = question.text, question.understood
    drugs = _standing(text, lexicon.drugs_in(text), asked.drugs)
    conditions = _standing(text, lexicon.find(text, "condition"), asked.conditions)
    people_meant = _standing(text, lexicon.find(text, "population"), asked.population)
    found = lexicon.find(text, "route")
    routes = _standing(text, found, concepts(found))
    route = routes[0] if asked.route is None and len(found) > len(routes) == 1 else asked.route
    kept = replace(asked, drugs=drugs, conditions=conditions, population=people_meant, route=route)
    return replace(question, understood=kept)


def _standing(text: str, mentions: tuple[Mention, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    """`names` without those taken back, or all where none would be left."""
    back = cues.rejected if cues.corrects(text) else cues.displaced
    gone = {m.concept for m in mentions} - {m.concept for m in mentions if not back(text, m.start)}
    return tuple(n for n in names if n not in gone) or names


def _by_kind(carried: Iterable[Carried]) -> dict[str, tuple[str, ...]]:
    kinds = (DRUG, CONDITION, TOPIC, POPULATION, VALUE, ALLERGY, ROUTE, JURISDICTION, INTENT)
    told = tuple(carried)
    return {kind: tuple(c.value for c in told if c.what == kind) for kind in kinds}


def _in_words(by_kind: dict[str, tuple[str, ...]], taken: frozenset[str]) -> str:
    """What is taken over as words that are read again as the same: for the search and for the next question.

    taken: drugs that say who is meant.
    """
    drugs = (f"people on {d}" if d in taken else d for d in by_kind[DRUG])
    parts = [*drugs, *by_kind[ROUTE], *by_kind[CONDITION], *by_kind[TOPIC], *by_kind[POPULATION]]
    parts += [*by_kind[VALUE], *(f"allergic to {d}" for d in by_kind[ALLERGY])]
    parts += [_ASKED_AS.get(Facet(i), i.replace("_", " ")) for i in by_kind[INTENT]]
    return f"({', '.join(parts)})" if parts else ""


def _as_words(value: PatientValue) -> str:
    if value.quantity == AGE:
        units = {"a": "years", "mo": "months", "wk": "weeks", "d": "days"}
        return f"{value.value} {units.get(value.unit, value.unit)} old"
    unit = "" if value.unit == "1" else value.unit.replace("{1.73_m2}", "1.73 m2")
    return f"{value.quantity} {value.value} {unit}".strip()
