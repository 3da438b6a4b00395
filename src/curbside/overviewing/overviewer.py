"""The way of an overview: scope, appraise, choose, complete, compose, verify, assemble, compare.

It is the way of an answer (`curbside.engine`) with no question: what is looked for is every recommendation of one
source, or of the sources on a topic, instead of what answers.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import replace
from functools import cache
from typing import Final

from curbside import making
from curbside import settings as settings_
from curbside.composing import refusing
from curbside.composing.assembly import assembled
from curbside.composing.offered import bound, offer
from curbside.composing.quoting import QuotingComposer
from curbside.errors import UsageError
from curbside.evidence.appraise import appraise
from curbside.evidence.grades import is_grade_alone
from curbside.language import safety
from curbside.library.store import Library
from curbside.making import Clock
from curbside.overviewing import comparing, graded
from curbside.overviewing.arranging import (
    in_sections,
    on_topic,
    sources,
    without_replaced,
)
from curbside.overviewing.scope import SOURCE, Scope, nearest, scoped
from curbside.retrieval.base import Index
from curbside.retrieval.desk import Desk
from curbside.retrieval.query import query_against, query_harm
from curbside.selecting import chapters, overviews
from curbside.selecting.alike import once_each
from curbside.selecting.beside_doses import beside_dose, beside_group, dosed_drugs, other_sides
from curbside.selecting.candidates import Candidate, Signals, candidates
from curbside.selecting.chapters import placed
from curbside.selecting.complete import disputable
from curbside.selecting.matching import states_dose
from curbside.selecting.outlying import Outlying
from curbside.selecting.overviews import Chosen, asking_nothing, in_parts
from curbside.selecting.understood import points_back
from curbside.settings import Settings
from curbside.types import (
    LENGTHS,
    Evidence,
    Hit,
    Made,
    Overview,
    Refusal,
    Source,
)
from curbside.verifying.statements import checked

PASSAGES_BESIDE: Final = 12
LONGEST: Final = 1000
_LETHAL: Final = re.compile(r"\b(?:lethal|fatal|deadly)\b", re.IGNORECASE)


class Overviewer(Desk):
    """Makes overviews of one library. Close it when done (or use `with`)."""

    def __init__(self, settings: Settings, library: Library, index: Index) -> None:
        super().__init__(settings, library, index)
        self._composer = QuotingComposer()

    def overview(self, text: str, *, jurisdiction: str | None = None, length: str = "full") -> Overview | Refusal:
        """The overview of a source (its id) or of a topic, or why there is none.

        Raises UsageError where the text is empty or too long, or the length unknown.
        """
        _refuse_bad_usage(text, length)
        clock = Clock()
        asked_in = settings_.jurisdiction_code(jurisdiction) if jurisdiction else self.settings.jurisdiction
        with clock.stage("scope"):
            scope = scoped(text, asked_in, self.library, self._stock, self._vocabularies)
            risk = safety.assess(text, scope.question.audience, asked_in)
        if risk.refuse:
            return refusing.unsafe(scope.question, (), self._made(clock), risk.message or "")
        with clock.stage("appraise"):
            evidence = appraise(self._near_practice(scope), scope.question, self._stock.find)
            evidence, replaced = without_replaced(scope, evidence)
            found = self._candidates(scope, evidence)
        if not found:
            return self._refusal(text, scope, evidence, clock)
        return self._made_of(scope, evidence, replaced, found, length, clock)

    def _made_of(
        self,
        scope: Scope,
        evidence: tuple[Evidence, ...],
        replaced: tuple[Source, ...],
        found: tuple[Candidate, ...],
        length: str,
        clock: Clock,
    ) -> Overview | Refusal:
        made_of = sources(evidence, found)
        grades = graded.graded_units((*made_of, *replaced))
        if scope.asked:
            grades = {key: one for key, one in grades.items() if key in {c.key for c in found}}
        pairs = comparing.pairs(made_of, self.library)
        with clock.stage("select"):
            chosen = self._chosen(scope, found, grades, length, {older.id for _, older in pairs})
        picked = (*chosen.bottom_line, *chosen.rest)
        offered = offer(picked)
        with clock.stage("compose"):
            drafts = [bound(draft, offered) for draft in self._composer.compose(scope.question, picked)]
        with clock.stage("verify"):
            tried = [checked(draft, self._stock.version, offered) for draft in drafts]
        kept = [statement for statement, stands in tried if stands]
        failed = [statement for statement, stands in tried if not stands]
        if not kept:
            return refusing.nothing_stood(scope.question, (), self._made(clock))
        with clock.stage("assemble"):
            answer = assembled(scope.question, kept, len(failed), (), (), self._stock.version, self._stock.current)
            answer = in_sections(scope, answer, picked)
        with clock.stage("compare"):
            new = comparing.successions(
                scope.question, pairs, self._units(scope), grades, answer.statements, self._stock, length
            )
        shown = graded.shown(answer.statements, grades)
        why = graded.reasons(found, picked, failed, chosen.twice)
        why |= {key: graded.SUPERSEDED for key in grades if key[0] in {s.id for s in replaced}}
        return Overview(
            of=scope.of,
            scope=scope.kind,
            length=length,
            sources=made_of,
            answer=replace(answer, made=self._made(clock)),
            graded=shown,
            left_out=(
                *graded.unquoted_cautions(answer, picked, self._stock.version),
                *graded.left_out(grades, shown, why),
            ),
            more=len({c.key for c in found} - {o.key for c in picked for o in (c, *c.also)} - set(grades)),
            successions=new,
        )

    def _near_practice(self, scope: Scope) -> list[Hit]:
        """Without the chapters that an overview says nothing of (methods, pharmacology, ...)."""
        kept = []
        for hit in scope.hits:
            source = self._stock.find(hit.passage.source, hit.passage.content_hash)
            if source and chapters.depth_of(chapters.without_title(source, hit.passage.headings)) < chapters.FAR:
                kept.append(hit)
        return kept

    def _candidates(self, scope: Scope, evidence: Iterable[Evidence]) -> tuple[Candidate, ...]:
        found = candidates(scope.question, evidence, Signals(self._stock.rarity))
        found = on_topic(scope.question, found) if scope.asked else tuple(map(asking_nothing, found))
        found = tuple(map(placed, found))
        return tuple(
            c for c in found if not is_grade_alone(c.text) and not (_LETHAL.search(c.text) and states_dose(c.text))
        )

    def _chosen(
        self, scope: Scope, found: tuple[Candidate, ...], grades: graded.Units, length: str, older: Container[str]
    ) -> Chosen:
        """The selection with what must stand beside every dose and the other side of a dispute, from the library.

        older: the sources that those of the overview supersede; theirs is no other side.
        """
        outlying = Outlying(self._stock)
        found = outlying.flagged(found)
        beside = (c for c in self._beside(scope, found) if c.evidence.source.id not in older)
        whole = (*found, *outlying.flagged(beside))
        usable = [c for c in found if not points_back(c)]
        own = {key: one.grades for key, one in grades.items()}

        @cache
        def against(drug: str) -> tuple[Candidate, ...]:
            return beside_dose(drug, whole)

        alone = scope.kind == SOURCE
        chosen = overviews.choose(scope.question, usable, own, LENGTHS[length], against, alone)
        told = (*chosen.bottom_line, *chosen.rest)
        extra = {o.key: o for o in beside_group(told, against, usable)}
        known = {o.key for c in told for o in (c, *c.also)}
        rest = (*chosen.rest, *(o for key, o in extra.items() if key not in known))
        known |= set(extra)
        sides = other_sides((*chosen.bottom_line, *rest), whole, alone)
        sides = tuple(c for c in sides if c.key not in known)
        return replace(chosen, rest=in_parts(once_each((*rest, *sides))))

    def _beside(self, scope: Scope, found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        queries = [query_against(drug) for drug in dosed_drugs(found)]
        queries += [query_harm(drug) for drug in disputable(found, found)]
        hits = [h for query in queries for h in self._stock.search(query, PASSAGES_BESIDE)]
        more = candidates(scope.question, appraise(hits, scope.question, self._stock.find), Signals(self._stock.rarity))
        more = tuple(map(placed, more))
        return more if scope.asked else tuple(map(asking_nothing, more))

    def _units(self, scope: Scope) -> comparing.Units:
        def units(sources: Iterable[Source]) -> tuple[Candidate, ...]:
            passages = self.library.passages_of(sources)
            hits = [Hit(p, {"overview": 1.0}) for some in passages.values() for p in some]
            found = candidates(
                scope.question, appraise(hits, scope.question, self._stock.find), Signals(self._stock.rarity)
            )
            return tuple(asking_nothing(c) for c in found if not points_back(c))

        return units

    def _refusal(self, text: str, scope: Scope, evidence: tuple[Evidence, ...], clock: Clock) -> Refusal:
        made = self._made(clock)
        barred = [e for e in evidence if not e.usable]
        if barred and not scope.asked:
            why = "; ".join(dict.fromkeys(f"{e.source.id} is {r}" for e in barred for r in e.reasons))
            message = f"No overview can be made: {why}."
            return Refusal(scope.question, refusing.NOT_IN_LIBRARY, message, (text,), (), made)
        if not scope.asked:
            message = f"{scope.of}: no sentence of it can stand as a statement."
            return Refusal(scope.question, refusing.NOT_IN_LIBRARY, message, (text,), (), made)
        near = nearest(text, self.library)
        advice = f"The nearest are {', '.join(near)}." if near else "`curbside sources list` shows all sources."
        message = f"The library has no source and no topic {text.strip()!r}, and nothing on these words. {advice}"
        return Refusal(scope.question, refusing.NOT_IN_LIBRARY, message, (text,), (), made)

    def _made(self, clock: Clock) -> Made:
        return making.made(clock, self._composer.name, self.settings.hash, self.library.library_hash(), "")


def _refuse_bad_usage(text: str, length: str) -> None:
    if not text.strip():
        raise UsageError("Name a source or a topic.")
    if len(text) > LONGEST:
        raise UsageError(f"The topic has {len(text)} characters; name it in {LONGEST} or fewer.")
    if length not in LENGTHS:
        raise UsageError(f"There is no length {length!r}; it is one of {', '.join(LENGTHS)}.")
