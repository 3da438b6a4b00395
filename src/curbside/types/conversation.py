"""A follow-up: what it takes over from the questions before it, and what it adds to the answer before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

DRUG, CONDITION, TOPIC, POPULATION = "drug", "condition", "topic", "population"
VALUE, ALLERGY, ROUTE, JURISDICTION, INTENT = "value", "allergy", "route", "jurisdiction", "intent"
CARRIABLE: Final = (DRUG, CONDITION, TOPIC, POPULATION, VALUE, ALLERGY, ROUTE, JURISDICTION, INTENT)
"""What a follow-up may take over. topic: words of a question whose drug or condition no list knows."""


@dataclass(frozen=True, slots=True)
class Carried:
    """One thing taken over. what: one of `CARRIABLE`; origin: the id of the answer whose question named it."""

    what: str
    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What makes an answer one to a follow-up.

    of: the id of the answer before. dropped: what was not to be taken over, of `CARRIABLE`. chain: the ids of all
    answers before, oldest first; the last is `of`. new: ids of the statements that the answer before does not have.
    """

    of: str
    carried: tuple[Carried, ...] = ()
    dropped: tuple[str, ...] = ()
    chain: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
