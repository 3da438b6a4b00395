"""Rewording, removing and adding statements; each is refused in words where it may not be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import cache

from curbside.composing.offered import bound, offer
from curbside.composing.quoting import QuotingComposer
from curbside.errors import EditRefused
from curbside.evidence.appraise import appraise
from curbside.interop.editing.rebuilding import EDITED, Versions, asked_again, rebuilt, reflagged
from curbside.interop.editing.together import refuse_parting, supports
from curbside.language.meanings import meaning_at
from curbside.language.notation import lint
from curbside.language.spelled import contracted
from curbside.library import Library
from curbside.retrieval.base import Index
from curbside.retrieval.query import query_against, query_harm
from curbside.retrieval.stock import Stock
from curbside.selecting.beside_doses import beside_dose, beside_group, dosed_drugs, other_sides
from curbside.selecting.candidates import Candidate, Signals, candidates
from curbside.selecting.complete import disputable
from curbside.selecting.for_patients import may_be_shown
from curbside.selecting.outlying import Outlying
from curbside.selecting.understood import points_back
from curbside.types import (
    Answer,
    Citation,
    Evidence,
    Hit,
    Question,
    Relation,
    Source,
    Statement,
    UnitKind,
    Verdict,
)
from curbside.verifying.statements import checked

PASSAGES_BESIDE = 12
LONGEST = 2000
Find = Callable[[str, str], Source]


class EditingDesk:
    """Edits answers on one library and its index; it closes neither.

    criteria: whether these are turned on here.
    """

    def __init__(self, library: Library, index: Index, *, criteria: bool = False) -> None:
        self._library, self._criteria = library, criteria
        self._stock = Stock(library, index)

    def checked(self, statement: Statement, text: str) -> tuple[Statement, bool]:
        """The statement in these words, through the gates against its own quotes, and whether it stands."""
        find = Versions(self._library).find
        draft = replace(statement, text=_in_line(text), citations=tuple(_told(statement, text, find)))
        return checked(draft, find, supports(statement))

    def reworded(self, answer: Answer, statement_id: str, text: str) -> Answer:
        """The answer with a statement in other words. Raises EditRefused, with the words that the quotes do not carry.

        A citation that carries the old words and not the new is dropped.
        """
        old = _of(answer, statement_id)
        _refuse_words(old, text, self._library)
        made, stands = self.checked(old, text)
        if not stands:
            raise EditRefused(*_failed(made.verdict))
        versions = Versions(self._library)
        named = [c for c in made.citations if c.relation is Relation.SUPPORTS]
        sources = [versions.find(c.source, c.spans[0].content_hash) for c in named]
        new = reflagged(made, answer.question, sources)
        return self._rebuilt(answer, [new if s.id == statement_id else s for s in answer.statements])

    def without(self, answer: Answer, statement_ids: Collection[str]) -> Answer:
        """The answer without these statements. Raises EditRefused where one of them may not be missing."""
        for one in statement_ids:
            _of(answer, one)
        kept = [s for s in answer.statements if s.id not in statement_ids]
        if not kept:
            raise EditRefused("An article has at least one statement.")
        return self._rebuilt(answer, kept)

    def quoting(self, answer: Answer, source_id: str, starts: Collection[int]) -> tuple[Answer, int]:
        """The answer with statements of the sentences of a source that begin at `starts`, and how many came in.

        Sentences that follow one another become one statement; a list item or table row brings its lead-in. What must
        stand beside a dose, and what contradicts, comes with it. Raises SourceNotFound; EditRefused where the source
        may be no evidence, or a sentence cannot stand by itself.
        """
        question = asked_again(answer.question)
        chosen = self._chosen(question, self._library.get(source_id), starts)
        hidden = [c for c in chosen if not may_be_shown(question, c)]
        if hidden:
            raise EditRefused("An article for patients gives no dose and no instruction to inject or to change one.")
        known = {unit for s in answer.statements for unit in supports(s)}
        beside = [c for c in self._beside(question, chosen) if may_be_shown(question, c)]
        drafts = self._drafts(question, (*chosen, *beside))
        new = [s for s in drafts if not supports(s) <= known]
        if not any(supports(s) - known for s in drafts[: len(chosen)]):
            raise EditRefused("The article has these sentences already.")
        return self._rebuilt(answer, (*answer.statements, *new)), len(new)

    def _rebuilt(self, answer: Answer, statements: Iterable[Statement]) -> Answer:
        new = rebuilt(answer, statements, self._library, criteria=self._criteria)
        refuse_parting(answer, new)
        composer = answer.made.composer
        by = composer if EDITED in composer else f"{composer}, {EDITED}"
        return replace(new, made=replace(new.made, composer=by))

    def _drafts(self, question: Question, found: tuple[Candidate, ...]) -> list[Statement]:
        offered = offer(found)
        made = []
        for n, draft in enumerate(QuotingComposer().compose(question, found)):
            statement, stands = checked(bound(draft, offered), self._stock.version, offered)
            if not stands:
                raise EditRefused(f"“{found[n].text}” cannot be quoted as it stands.", *_failed(statement.verdict))
            made.append(statement)
        return made

    def _chosen(self, question: Question, source: Source, starts: Collection[int]) -> tuple[Candidate, ...]:
        units = [u for u in source.units if u.start in set(starts)]
        if not units or len(units) != len(set(starts)):
            raise EditRefused("Choose at least one sentence of the source.")
        evidence = self._evidence(question, source)
        barred = [e for e in evidence if not e.usable]
        if barred:
            raise EditRefused(f"{source.title} may not be evidence: {'; '.join(barred[0].reasons)}.")
        read = candidates(question, evidence, Signals(self._stock.rarity))
        own = (c.alone for c in read if c.unit in units)
        found = {c.unit.start: c for c in Outlying(self._stock).flagged(own)}
        for unit in units:
            if unit.start not in found:
                said = source.text[unit.start : unit.end]
                raise EditRefused(
                    f"“{said}” cannot stand by itself: it points at what is said elsewhere, or is a title."
                )
        joined = _joined([found[u.start] for u in units], source)
        if back := next((c for c in joined if points_back(c)), None):
            raise EditRefused(f"“{back.text}” hangs on what stands elsewhere; choose the sentence before it too.")
        return joined

    def _evidence(self, question: Question, source: Source) -> tuple[Evidence, ...]:
        hits = [Hit(p, {"chosen": 1.0}) for p in self._library.passages(source.id, source.content_hash)]
        return appraise(hits, question, self._stock.find)

    def _beside(self, question: Question, chosen: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """What must stand beside the doses of the chosen, and the other sides of what they say, from the library."""
        queries = [query_against(drug) for drug in dosed_drugs(chosen)]
        queries += [query_harm(drug) for drug in disputable(chosen, chosen)]
        hits = [h for query in queries for h in self._stock.search(query, PASSAGES_BESIDE)]
        found = candidates(question, appraise(hits, question, self._stock.find), Signals(self._stock.rarity))
        found = Outlying(self._stock).flagged(found)

        @cache
        def against(drug: str) -> tuple[Candidate, ...]:
            return beside_dose(drug, found)

        extra = {c.key: c for c in (*beside_group(chosen, against, found), *other_sides(chosen, found, False))}
        own = {c.key for c in chosen}
        return tuple(c for key, c in extra.items() if key not in own)


def _joined(found: list[Candidate], source: Source) -> tuple[Candidate, ...]:
    """Sentences that follow one another under one heading as one candidate each."""
    order = {u.start: n for n, u in enumerate(source.units)}
    made: list[Candidate] = []
    for c in found:
        last = made[-1] if made else None
        if last is not None and _follows(last, c, order):
            units = (*last.units, *c.units)
            text = source.text[units[0].start : units[-1].end]
            flags = tuple(dict.fromkeys((*last.flags, *c.flags)))
            made[-1] = replace(last, said=units, text=text, flags=flags, phases=(*last.phases, *c.phases))
        else:
            made.append(c)
    return tuple(made)


def _follows(last: Candidate, c: Candidate, order: dict[int, int]) -> bool:
    before, after = last.units[-1], c.units[0]
    plain = before.kind is UnitKind.SENTENCE and after.kind is UnitKind.SENTENCE
    return plain and order[after.start] == order[before.start] + 1 and before.headings == after.headings


def _of(answer: Answer, statement_id: str) -> Statement:
    found = next((s for s in answer.statements if s.id == statement_id), None)
    if found is None:
        raise EditRefused(f"There is no statement {statement_id}; the text was changed meanwhile.")
    return found


def _refuse_words(statement: Statement, text: str, library: Library) -> None:
    if not text.strip():
        raise EditRefused("A statement has words; remove it to take it out.")
    if len(text) > LONGEST:
        raise EditRefused(f"The statement has {len(text)} characters; say it in {LONGEST} or fewer.")
    quotes = " ".join(library.read_spans(s for c in statement.citations for s in c.spans))
    if faults := [f for f in lint(text) if f.word not in quotes]:
        raise EditRefused(*(f"“{f.word}” is unsafe notation: {f.why}." for f in faults))


def _told(statement: Statement, text: str, find: Find) -> Iterable[Citation]:
    """The citations without definitions of abbreviations that the new words no longer spell out."""
    for citation in statement.citations:
        kept = []
        for span in citation.spans:
            context = citation.relation is Relation.CONTEXT
            said = meaning_at(find(span.source, span.content_hash), span.start, span.end) if context else None
            if said is None or contracted(text, said) is not None:
                kept.append(span)
        if kept:
            yield replace(citation, spans=tuple(kept))


def _failed(verdict: Verdict | None) -> tuple[str, ...]:
    reasons = [r for r in verdict.reasons if not r.passed] if verdict else []
    told = [f"{r.gate.capitalize()}: {r.message or 'it does not hold'}".rstrip(".") + "." for r in reasons]
    return tuple(told) or ("Its quotes do not carry it.",)


def _in_line(text: str) -> str:
    return " ".join(text.split())
