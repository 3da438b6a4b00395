"""One thing that a model said, through all gates: what of it stands, and what does not, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from curbside.composing.linting import form, without_marks
from curbside.composing.model import Failed, drafts_of
from curbside.composing.numbering import Evidence
from curbside.composing.tolerant import Said
from curbside.language.splitting import sentences
from curbside.types import Facet, Outcome, Reason, Statement, Verdict

EVIDENCE: Final = "evidence"
_MOST_SENTENCES: Final = 6
_MOST_NUMBERS: Final = 8
Check = Callable[[Statement], tuple[Statement, bool]]


@dataclass(frozen=True, slots=True)
class Tried:
    """stand: the statements that passed, as the model worded them. pointed: evidence that it named without words."""

    stand: tuple[Statement, ...] = ()
    pointed: tuple[Evidence, ...] = ()
    failed: tuple[Failed, ...] = ()


def tried(said: Said, evidence: Mapping[int, Evidence], check: Check) -> Tried:
    """What of `said` stands: the whole of it, else each of its sentences by itself. check: the gates."""
    wrong = _numbers(said, evidence)
    if not wrong.passed:
        return Tried(failed=(_failed(said, (), wrong),))
    named = [evidence[n] for n in said.numbers]
    if not said.text:
        return Tried(pointed=tuple(named))
    said = replace(said, text=without_marks(said.text, said.numbers))
    formed = form(said.text, [e.quote.text for e in named])
    if not formed.passed:
        return Tried(failed=(_failed(said, named, formed),))
    whole, first = _passes(said, named, check)
    if whole is not None:
        return Tried((whole,))
    parts = [said.text[start:end] for start, end in sentences(said.text)]
    if not 1 < len(parts) <= _MOST_SENTENCES:
        return Tried(failed=(Failed(said, first),))
    stand, failed = [], []
    for part in (replace(said, text=text) for text in parts):
        passed, statement = _passes(part, named, check)
        stand += [passed] if passed is not None else []
        failed += [] if passed is not None else [Failed(part, statement)]
    return Tried(tuple(stand), (), tuple(failed))


def _numbers(said: Said, evidence: Mapping[int, Evidence]) -> Reason:
    unknown = tuple(str(n) for n in said.numbers if n not in evidence)
    if unknown:
        return Reason(EVIDENCE, False, unknown[:3], "there is no evidence with the number " + ", ".join(unknown[:3]))
    if not said.numbers:
        return Reason(EVIDENCE, False, (), "it names no evidence")
    if len(said.numbers) > _MOST_NUMBERS:
        return Reason(EVIDENCE, False, (), f"it names more than {_MOST_NUMBERS} sentences of evidence")
    return Reason(EVIDENCE, True)


def _passes(said: Said, named: Sequence[Evidence], check: Check) -> tuple[Statement | None, Statement]:
    """The first draft that stands, or None; and the first that was tried, with its verdict."""
    checks: Iterator[tuple[Statement, bool]] = (check(draft) for draft in drafts_of(said, named))
    first, stands = next(checks)
    if stands:
        return first, first
    return next((statement for statement, stands in checks if stands), None), first


def _failed(said: Said, named: Sequence[Evidence], reason: Reason) -> Failed:
    citations = tuple(c for e in named for c in e.quote.citations)
    verdict = Verdict(Outcome.NOT_ENOUGH, (reason,))
    return Failed(said, Statement("", said.text, Facet.OTHER, citations, verdict))
