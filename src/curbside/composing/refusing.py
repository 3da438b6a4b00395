"""Refusals: why there is no answer, and what was looked for. "Cannot answer" is a value."""

from __future__ import annotations

from collections.abc import Iterable

from curbside.language import lexicon
from curbside.language.notices import PATIENT
from curbside.language.subject import subject
from curbside.selecting.audiences import words
from curbside.selecting.candidates import Candidate
from curbside.selecting.picking import Lack, Picked
from curbside.selecting.relevance import asked_name
from curbside.types import Made, Question, Refusal

NOT_IN_LIBRARY, NOTHING_STOOD, UNSAFE = "not_in_library", "nothing_verified", "unsafe"


def lacking(
    picked: Picked, question: Question, notices: tuple[str, ...], made: Made, unsafe_message: str | None
) -> Refusal:
    """The refusal for what the library lacks."""
    if picked.lack is Lack.MANAGEMENT:
        return unsafe(question, notices, made, unsafe_message or "")
    if picked.lack is Lack.WHAT_WAS_ASKED:
        return not_in_library(question, notices, made, picked.found, picked.missing)
    return nothing_chosen(question, notices, made)


def not_in_library(
    question: Question, notices: tuple[str, ...], made: Made, found: Iterable[Candidate], missing: tuple[str, ...]
) -> Refusal:
    """The library does not hold what was asked for. missing: words of the question that no source has."""
    asked = question.understood
    wanted = looked_for(question)
    if question.audience == PATIENT:
        return Refusal(question, NOT_IN_LIBRARY, words("nothing"), wanted, notices, made)
    # Each by itself may stand in the library, and often does: what is missing is a sentence on all of it.
    message = f"Your library does not answer this. Looked for: {'; '.join(wanted) or question.text}."
    if missing:
        message += f" No source mentions {_or(missing)}."
    message += _instead(question, tuple(found))
    if asked.drugs or asked.conditions:
        message += " Add a source on it to the library, or ask about something else."
    return Refusal(question, NOT_IN_LIBRARY, message, wanted, notices, made)


def nothing_chosen(question: Question, notices: tuple[str, ...], made: Made) -> Refusal:
    """The library speaks of what was asked for, and has no sentence that answers it or may be shown."""
    if question.audience == PATIENT:
        message = words("unread")
    else:
        message = "Your library speaks of what was asked for, but has no sentence that answers the question."
    return Refusal(question, NOT_IN_LIBRARY, message, looked_for(question), notices, made)


def nothing_stood(question: Question, notices: tuple[str, ...], made: Made) -> Refusal:
    """Sentences were found, and none passed the gates."""
    message = "Sentences on the question were found, but none of them passed the checks, so none is shown."
    if question.audience == PATIENT:
        message = words("unread")
    return Refusal(question, NOTHING_STOOD, message, looked_for(question), notices, made)


def unsafe(question: Question, notices: tuple[str, ...], made: Made, message: str) -> Refusal:
    """A request that is not answered, with the help lines in the message."""
    return Refusal(question, UNSAFE, message, looked_for(question), notices, made)


def looked_for(question: Question) -> tuple[str, ...]:
    """The name that one aspect is asked of; else the drugs, conditions, populations and route; else the words."""
    asked = question.understood
    if (name := asked_name(question)) and not (asked.drugs or asked.unknown_drugs or asked.population or asked.route):
        return (name,)
    found = (*asked.drugs, *asked.unknown_drugs, *asked.conditions, *asked.population)
    found += (asked.route,) if asked.route else ()
    return found or asked.words


def _instead(question: Question, found: tuple[Candidate, ...]) -> str:
    """What the library does hold on an asked drug: the conditions, so that nobody takes one dose for another."""
    asked = question.understood
    said = []
    for drug in asked.drugs:
        own = [c for c in found if drug in c.drugs or c.drugs & set(lexicon.members(drug))]
        conditions = dict.fromkeys(n for c in own for n in sorted(subject(f"{c.text} {c.context}").conditions))
        if conditions:
            said.append(f"On {drug} your library speaks of {_and(tuple(conditions)[:5])}, which is not what was asked.")
    return "".join(f" {s}" for s in said)


def _and(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _or(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
