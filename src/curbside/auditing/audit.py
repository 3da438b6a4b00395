"""A text that somebody else wrote against the library, claim by claim.

A claim is supported where one unit of a usable source says the whole of it, in its own words (`curbside.verifying`) or
in others (`restated`); contradicted where a source says otherwise of the same thing; else not enough: not in this
library in a form that could be matched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from curbside.auditing.cited import Catalogue, References, references
from curbside.auditing.claims import Claim, Written, parts, taken_apart
from curbside.auditing.doses import agrees
from curbside.auditing.faults import Fault, FaultKind, by_danger
from curbside.auditing.finding import Found, candidates, said_by
from curbside.auditing.left_out import LeftOut, left_out
from curbside.auditing.manuscript import Manuscript
from curbside.auditing.outcome import Weighing, weigh
from curbside.auditing.profile import Profile, covered
from curbside.evidence.conflicts import disputes, placed
from curbside.evidence.rank import claim_of, order
from curbside.evidence.status import is_secondary
from curbside.language.tokens import content_words
from curbside.retrieval.stock import Stock
from curbside.selecting.facets import facet_of
from curbside.types import Citation, Facet, Flag, Kind, Outcome, Relation, Source, State

_SHOWN: Final = 3
_NEARLY: Final = 0.6
_SOME: Final = 0.3
_CASE_WORDS: Final = frozenset({"case", "report", "one", "singl", "seri", "person", "man", "woman", "n"})
_OF_SAFETY: Final = frozenset({Facet.REGIMEN, Facet.MAINTENANCE, Facet.CONTRAINDICATIONS})
Numbering = Callable[[Source], int]


@dataclass(frozen=True, slots=True)
class AuditedClaim:
    """A claim with what the library makes of it. score: the probability that the verdict is right.

    evidence: the best units, cited; those that contradict first. reasons: one line each, faults first.
    """

    claim: Claim
    verdict: Outcome
    score: float
    faults: tuple[Fault, ...]
    reasons: tuple[str, ...]
    evidence: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Omission:
    """What a source says and the text does not. why: "contraindication", "maximum", "conflict", ..."""

    text: str
    why: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Audit:
    """The whole. sources: those cited as evidence, the first is number 1."""

    written: Written
    claims: tuple[AuditedClaim, ...]
    references: References
    left_out: tuple[Omission, ...]
    sources: tuple[Source, ...]

    def count(self, verdict: Outcome) -> int:
        """How many claims have that verdict."""
        return sum(c.verdict is verdict for c in self.claims)


def audit(manuscript: Manuscript, stock: Stock, sources: Iterable[Source]) -> Audit:
    """The audit of a text.

    sources: all of the library, in any order (for the reference list; their texts are not used).
    """
    written = taken_apart(manuscript)
    listed = references(written, Catalogue(sources))
    numbered: dict[str, tuple[int, Source]] = {}

    def number(source: Source) -> int:
        return numbered.setdefault(source.id, (len(numbered) + 1, source))[0]

    judged, others = [], []
    for claim in written.claims:
        found = candidates(claim, written.topic, stock)
        whole = _judged(claim, found, _unheard_of(claim, stock), listed, number)
        apart = parts(claim) if whole.verdict is not Outcome.SUPPORTED else ()
        laid = [(one, candidates(one, written.topic, stock)) for one in apart]
        each = [_judged(one, near, (), listed, number) for one, near in laid]
        judged += each if _says_more(each, whole) else [whole]
        others += _other_sides(claim, whole, found)
    omitted = tuple(_omission(o, number) for o in left_out(written, stock, others))
    return Audit(written, tuple(judged), listed, omitted, tuple(s for _, s in numbered.values()))


def _says_more(each: list[AuditedClaim], whole: AuditedClaim) -> bool:
    """Whether the doses of a sentence, told one by one, tell all its faults and say which dose has them, or more."""
    kinds = {f.kind for e in each for f in e.faults}
    if any(f.kind not in kinds for f in whole.faults if f.against):
        return False
    return any(e.verdict is not whole.verdict for e in each) and any(e.verdict is not Outcome.NOT_ENOUGH for e in each)


def _unheard_of(claim: Claim, stock: Stock) -> tuple[str, ...]:
    """The word that a claim with no known drug begins with, where no source of the library has it."""
    words = [claim.said[start:end] for _, start, end in content_words(claim.said)][:1]
    return stock.unknown(tuple(words)) if words and not said_by(claim).drugs else ()


def _judged(
    claim: Claim, found: tuple[Found, ...], unheard: tuple[str, ...], listed: References, number: Numbering
) -> AuditedClaim:
    mine = said_by(claim)
    weighing = weigh(claim, mine, found)
    best = _best(mine, weighing.carrying, found)
    more = (*_of_sources(claim, mine, weighing.carrying, best, listed), *_no_evidence(best, unheard))
    faults = by_danger((*weighing.faults, *more))
    outcome, score = weighing.outcome, weighing.score
    reasons = (*(f.reason for f in faults), *_why(weighing, mine, best))
    evidence = _evidence(faults, weighing.carrying, best, number)
    return AuditedClaim(claim, outcome, score, faults, reasons, evidence)


def _best(mine: Profile, carrying: list[Found], found: tuple[Found, ...]) -> list[Found]:
    """The units to show: those that carry the claim by the order of evidence, else the nearest."""
    if carrying:
        kind = claim_of(facet_of(carrying[0].text, carrying[0].unit.headings))
        return sorted(carrying, key=lambda f: order(f.source, kind, None, f.standing.step))
    same = [f for f in found if agrees(mine, f)]
    near = [f for f in found if f.covers >= _SOME or f.overlap >= _SOME]
    return [*same, *(f for f in near if f not in same)]


def _of_sources(
    claim: Claim, mine: Profile, carrying: list[Found], best: list[Found], listed: References
) -> Iterator[Fault]:
    """What is wrong with what the claim rests on: its marks and its evidence."""
    yield from _of_marks(claim, listed)
    same = carrying or [f for f in best if agrees(mine, f)]
    if same and all(f.source.status.state is State.SUPERSEDED for f in same):
        yield _superseded(same[0])
    elif not same and best and best[0].source.status.state is State.SUPERSEDED and best[0].covers >= 2 * _SOME:
        yield _superseded(best[0])
    facets = {facet_of(f.text, f.unit.headings) for f in same}
    if same and facets & _OF_SAFETY and all(is_secondary(f.source) for f in same):
        said = "only a secondary source of this library says it; confirm in the original"
        yield Fault(FaultKind.SECONDARY_ONLY, (), said, same[0])
    yield from _of_one_case(mine, same or best[:1])


def _no_evidence(best: list[Found], unheard: tuple[str, ...]) -> Iterator[Fault]:
    if unheard:
        said = f'no source of this library has "{unheard[0]}"'
        yield Fault(FaultKind.NO_EVIDENCE_IN_LIBRARY, unheard, said)
    elif not best:
        yield Fault(FaultKind.NO_EVIDENCE_IN_LIBRARY, (), "nothing in this library speaks of it")


def _superseded(found: Found) -> Fault:
    by = found.source.status.by or "a newer version"
    return Fault(FaultKind.SUPERSEDED_SOURCE, (), f"{found.source.title} is superseded by {by}", found)


def _of_marks(claim: Claim, listed: References) -> Iterator[Fault]:
    missing = [m for m in claim.marks if m in listed.marks_without_entry]
    if missing:
        yield Fault(
            FaultKind.MARK_WITHOUT_ENTRY, tuple(map(str, missing)), f"no entry for {', '.join(map(str, missing))}"
        )
    entries = [e for m in claim.marks if (e := listed.of(m))]
    if entries and all(e.self_published or e.entry.mark in listed.circular for e in entries):
        yield Fault(FaultKind.SELF_PUBLISHED_SOURCE, (), "it rests only on somebody's own answer or summary")
    for entry in entries:
        if entry.entry.mark in listed.retracted:
            yield Fault(
                FaultKind.RETRACTED_SOURCE, (str(entry.entry.mark),), f"its source {entry.entry.mark} is retracted"
            )
        if entry.entry.mark in listed.misattributed and entry.source:
            said = f'the identifier of its source {entry.entry.mark} is that of "{entry.source.title}"'
            yield Fault(FaultKind.MISATTRIBUTED_REFERENCE, (str(entry.entry.mark),), said)
        if entry.entry.mark in listed.superseded and entry.source:
            by = entry.source.status.by or "a newer version"
            yield Fault(
                FaultKind.SUPERSEDED_SOURCE,
                (str(entry.entry.mark),),
                f"its source {entry.entry.mark} is superseded by {by}",
            )


def _of_one_case(mine: Profile, best: list[Found]) -> Iterator[Fault]:
    single = [f for f in best if f.source.kind is Kind.CASE_REPORT or Flag.SINGLE_CASE in f.standing.flags]
    if single and len(single) == len(best) and best[0].covers >= 2 * _SOME and not _told_as_case(mine):
        said = "the only source for it is a report of one case"
        yield Fault(FaultKind.CASE_REPORT_GENERALISED, (), said, single[0])


def _told_as_case(mine: Profile) -> bool:
    words = {w for t in mine.tokens for w in (t.text.lower().rstrip("s"),)}
    return bool(words & {"case", "report", "one", "single", "reported", "man", "woman"})


def _why(weighing: Weighing, mine: Profile, best: list[Found]) -> tuple[str, ...]:
    if weighing.outcome is Outcome.SUPPORTED:
        return (f"support: a source says the whole of it {weighing.how}",)
    if weighing.outcome is Outcome.CONTRADICTED:
        return ()
    told = tuple(f"{r.gate}: {r.message}" for r in weighing.gates if not r.passed and r.gate != "contradiction")
    if any(agrees(mine, f) for f in best[:_SHOWN]):
        return ("values: a source has the same dose of the same drug; the rest could not be matched to it", *told)
    if best and max(f.covers for f in best[:_SHOWN]) >= _NEARLY:
        return ("near: no sentence of this library could be matched to all of it; compare the nearest", *told)
    return ("not enough: nothing in this library says it", *told)


def _evidence(
    faults: tuple[Fault, ...], carrying: list[Found], best: list[Found], number: Numbering
) -> tuple[Citation, ...]:
    against = [f.place for f in faults if f.against and f.place]
    rows = [(f, Relation.CONTRADICTS) for f in against]
    rows += [(f, Relation.SUPPORTS if carrying else Relation.CONTEXT) for f in best]
    told: dict[tuple[str, int], tuple[Found, Relation]] = {}
    for found, relation in rows:
        told.setdefault(found.key, (found, relation))
    return tuple(
        replace(citation, ref=number(found.source))
        for found, relation in list(told.values())[:_SHOWN]
        for citation in found.citations(relation)
    )


def _other_sides(claim: Claim, judged: AuditedClaim, found: tuple[Found, ...]) -> list[Found]:
    """The other sides of conflicts that one side of which the claim tells."""
    mine = said_by(claim)
    sides = [f for f in found if covered(mine, f.said) >= _SOME]
    told = {str(f.key) for f in sides if f.said.phases and agrees(mine, f)}
    if not told:
        return []
    sayings = [placed(str(f.key), f.source, f.unit.start, f.text, f.said.phases) for f in sides]
    keyed = {str(f.key): f for f in sides}
    disputed = [d for d in disputes(sayings) if any(s.saying.key in told for s in d.sides)]
    return [keyed[s.saying.key] for d in disputed for s in d.sides if s.saying.key not in told]


def _omission(item: LeftOut, number: Numbering) -> Omission:
    own = item.found.citations(Relation.CONTEXT)[0]
    return Omission(" ".join(item.found.text.split()), item.why, replace(own, ref=number(item.found.source)))
