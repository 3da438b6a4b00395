"""Compose and verify: statements as they pass the gates, and never before; with a model, what fails once more."""

from __future__ import annotations

from curbside.composing.base import Composer
from curbside.composing.model import ModelComposer
from curbside.drafting.base import Drafting, Find
from curbside.drafting.modelled import Modelled
from curbside.drafting.plain import Plain
from curbside.making import Clock
from curbside.models.spending import Spending
from curbside.selecting.candidates import Candidate
from curbside.types import Question

__all__ = ["Drafting", "drafting"]


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
