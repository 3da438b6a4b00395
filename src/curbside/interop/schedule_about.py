"""What a schedule says besides its dates: its source, what must stand beside the dose, the intended use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from curbside.errors import UsageError
from curbside.interop.beside import beside, told
from curbside.language.notices import intended_use
from curbside.types import Answer, Regimen

NOT_REVIEWED: Final = "Nobody has reviewed this schedule."


@dataclass(frozen=True, slots=True)
class About:
    """What stands with every dose.

    reference: the source as a reference list prints it. beside: what must stand beside the dose, a line each.
    intended_use: the line that every export carries. status: who approved it.
    """

    reference: str
    intended_use: str
    beside: tuple[str, ...] = ()
    status: str = NOT_REVIEWED


def about_answer(answer: Answer, regimen: Regimen) -> About:
    """What stands with the doses of a regimen of an answer."""
    reference = next(r for r in answer.references if r.source.id == regimen.span.source)
    asked = answer.question
    use = intended_use(asked.audience, asked.understood.jurisdiction)
    return About(told(reference.source), use, beside(answer, regimen))


def one_of(regimens: Iterable[Regimen], chosen: str | None) -> Regimen:
    """The regimen of that id, or the only one. Raises UsageError where it is not told which is meant."""
    known = list(regimens)
    meant = [r for r in known if chosen in (None, r.id)]
    if len(meant) == 1:
        return meant[0]
    listed = "; ".join(f"{r.id} ({r.drug}, {r.indication or 'indication not stated'})" for r in known)
    if meant:
        raise UsageError(f"There are several regimens; choose one with --regimen: {listed}.")
    raise UsageError(f"There is no regimen {chosen!r}; there are {listed}." if known else "There is no regimen.")


def about_line() -> About:
    """What stands with the doses of a text that is in no library."""
    lines = ("Contraindications: not known, since the text is of no source in the library.",)
    return About("the text that was given; it is of no source in the library", intended_use("professional"), lines)
