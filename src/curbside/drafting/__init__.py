"""Compose and verify: statements as they pass the gates, and never before; with a model, what fails once more."""

from __future__ import annotations

from curbside.composing.base import Composer
from curbside.composing.model import ModelComposer
from curbside.drafting.base import Drafting, Find
from curbside.drafting.modelled import Modelled, spent_on
from curbside.drafting.plain import Plain
from curbside.making import Clock
from curbside.models.spending import Spending
from curbside.selecting.candidates import Candidate
from curbside.types import ModelUse, Question

__all__ = ["Drafting", "drafting", "spent"]


def drafting(
    question: Question,
    chosen: tuple[Candidate, ...],
    composer: Composer | ModelComposer,
    find: Find,
    clock: Clock,
    spending: Spending | None,
) -> Drafting:
    """The drafting of one answer, not yet run. spending: what a model may spend; None where there is no model."""
    if isinstance(composer, ModelComposer):
        return Modelled(question, chosen, composer.model, find, clock, spending or Spending(composer.caps))
    return Plain(question, chosen, composer, find, clock)


def spent(composer: Composer | ModelComposer, spending: Spending | None) -> ModelUse | None:
    """The record of a model that was asked before there was anything to draft; None where none was."""
    if spending is None or not spending.requests or not isinstance(composer, ModelComposer):
        return None
    return spent_on(composer.model, spending)
