"""The whole of an answer out of checked statements: ids, references by first use, sections, title, notices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from curbside.composing.absent import listed, not_found
from curbside.composing.derived import conflicts, plans, regimens
from curbside.composing.merging import merged
from curbside.composing.weighing import Current, weighed
from curbside.language import lexicon
from curbside.language.notices import PATIENT, intended_use
from curbside.selecting.audiences import words
from curbside.selecting.direction import direction_of
from curbside.selecting.facets import HEADINGS
from curbside.types import (
    PROFESSIONAL,
    Answer,
    Facet,
    Flag,
    Made,
    Question,
    Reference,
    Relation,
    Section,
    Source,
    Statement,
    TextIs,
    Understood,
)

LEFT_OUT: Final = " drafted statements did not pass the checks and were left out."


def assembled(
    question: Question,
    kept: Iterable[Statement],
    dropped: int,
    missing: tuple[str, ...],
    notices: tuple[str, ...],
    find: Callable[[str, str], Source],
    current: Current = lambda _: None,
    held: bool = False,
) -> Answer:
    """The answer out of statements that passed the gates; `made` is filled in by the engine.

    dropped: how many drafts did not pass. missing: words of the question that no source has. notices: those of safety,
    which stand above everything. held: as `Picked.held`. current: the library's source of an id, None where it holds
    none.
    """
    statements, references = numbered(merged(kept), find)
    statements, disputes = conflicts(statements, find)
    statements = weighed(question, statements, find, current)
    doses = regimens(statements, find)
    dosed = tuple(dict.fromkeys(r.drug for r in doses))
    asked = question.understood
    told = (
        *notices,
        *asked_notices(asked, statements, dosed),
        *provenance_notices(statements, references, question.audience),
        f"{dropped}{LEFT_OUT}" if dropped else None,
        intended_use(question.audience, asked.jurisdiction),
    )
    return Answer(
        question=question,
        title=title(question),
        bottom_line=tuple(s.id for s in statements if s.facet is Facet.BOTTOM_LINE),
        sections=sections(statements),
        statements=statements,
        regimens=doses,
        conflicts=disputes,
        not_found=not_found(question, statements, doses, missing, held, find),
        references=references,
        notices=tuple(n for n in told if n),
        made=Made("", "", "", "", {}),
        direction=direction(question, statements, find),
        monitoring=plans(statements, find),
    )


def asked_notices(asked: Understood, statements: tuple[Statement, ...], dosed: tuple[str, ...]) -> tuple[str, ...]:
    """What must be said of how a question was read. dosed: the drugs that the answer has doses of."""
    told = (
        *(f"\u201c{wrong}\u201d was read as {right}." for wrong, right in asked.corrections),
        *(f"Read as: \u201c{words}\u201d as {condition}." for words, condition in asked.told),
        *same_drug_notices(asked, statements),
        allergy_notice(asked),
        other_drug_notice(asked, statements, dosed),
        jurisdiction_notice(asked, dosed),
    )
    return tuple(n for n in told if n)


def direction(question: Question, statements: Iterable[Statement], find: Callable[[str, str], Source]) -> str | None:
    """What the bottom line says to a yes-or-no question, source by source; None where nothing leads."""
    quoted: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    for statement in statements:
        if statement.facet is Facet.BOTTOM_LINE:
            citation = next(c for c in statement.citations if c.relation is Relation.SUPPORTS)
            source = find(citation.source, citation.spans[0].content_hash)
            quoted.setdefault(citation.source, []).extend(source.text[s.start : s.end] for s in citation.spans)
            titles.setdefault(citation.source, source.title)
    if question.understood.kind != "yes_no" or not quoted:
        return None
    return str(direction_of(question.whole, list(quoted.values()), list(titles.values())))


def numbered(
    statements: Iterable[Statement], find: Callable[[str, str], Source]
) -> tuple[tuple[Statement, ...], tuple[Reference, ...]]:
    """Statements with ids s1, s2, ... and marks by first use, and the reference list: the same set of marks."""
    refs: dict[tuple[str, str], Reference] = {}
    out = []
    for n, statement in enumerate(statements, 1):
        citations = []
        for citation in statement.citations:
            key = (citation.source, citation.spans[0].content_hash)
            if key not in refs:
                refs[key] = Reference(len(refs) + 1, find(*key))
            citations.append(replace(citation, ref=refs[key].ref))
        out.append(replace(statement, id=f"s{n}", citations=tuple(citations)))
    return tuple(out), tuple(refs.values())


def sections(statements: Iterable[Statement]) -> tuple[Section, ...]:
    """The statements under the heading of their facet, in order; the bottom line is no section."""
    found: dict[Facet, list[str]] = {}
    for s in statements:
        if s.facet is not Facet.BOTTOM_LINE:
            found.setdefault(s.facet, []).append(s.id)
    return tuple(Section(HEADINGS[facet], facet, tuple(ids)) for facet, ids in found.items())


def title(question: Question) -> str:
    """A title out of what was understood; the question itself where little was."""
    asked = question.understood
    about, where = ", ".join((*asked.drugs, *asked.unknown_drugs)), _with(asked.conditions)
    kind = "" if asked.intent in ("other", "indication") else HEADINGS[Facet(asked.intent)].lower()
    route = asked.route if asked.route and about else None
    head = " ".join(w for w in (route, about) if w)
    whole = " in ".join(p for p in (head, where) if p)
    if not whole:
        return question.text.strip().rstrip("?").strip()
    special = [p for p in asked.population if p not in ("adults", "women", "men")]
    whole += f" ({', '.join(special)})" if special else ""
    whole += f": {kind}" if kind else ""
    return whole[0].upper() + whole[1:]


def _with(conditions: tuple[str, ...]) -> str:
    if len(conditions) < 3:
        return " with ".join(conditions)
    return f"{conditions[0]} with {', '.join(conditions[1:-1])} and {conditions[-1]}"


def same_drug_notices(asked: Understood, statements: Iterable[Statement]) -> tuple[str, ...]:
    """Which other names in the statements mean a drug that was asked about ("mecobalamin" is methylcobalamin)."""
    names: dict[str, tuple[str, str]] = {}
    for mention in (m for s in statements for m in lexicon.drugs_in(s.text)):
        name = mention.text.lower()
        if mention.concept in asked.drugs and name not in mention.concept.lower() and " " not in name:
            names.setdefault(name, (mention.text, mention.concept))
    return tuple(f"Names: {name} is another name of {drug}." for name, drug in names.values())


def allergy_notice(asked: Understood) -> str | None:
    """What was left out for an allergy that the question names."""
    if not asked.avoid:
        return None
    named = f"Allergy: you named one to {listed(asked.avoid)}."
    return f"{named} Sentences that give it, or a drug of its group, are left out."


def other_drug_notice(asked: Understood, statements: Iterable[Statement], dosed: Iterable[str]) -> str | None:
    """The notice that (part of) an answer speaks of another drug than the one asked about, or None."""
    if not asked.drugs:
        return None
    told = {d for s in statements if Flag.OTHER_DRUG in s.flags for d in lexicon.concepts(lexicon.drugs_in(s.text))}
    relatives = sorted(d for d in told & set(asked.relatives) if not lexicon.is_group(d))
    if not relatives:
        return None
    doses = sorted(set(dosed) & set(relatives))
    names, wanted = listed(relatives), listed(asked.drugs)
    tail = f" A dose given here for {listed(doses)} is not a dose of {wanted}." if doses else ""
    return f"Another drug: you asked about {wanted}. Parts of this answer are about {names} and say so.{tail}"


def provenance_notices(
    statements: tuple[Statement, ...], references: tuple[Reference, ...], audience: str = PROFESSIONAL
) -> tuple[str, ...]:
    """What must be said of the texts that were quoted: summaries, secondary sources, what is out of date."""
    if audience == PATIENT:
        return tuple(_plain_notices(statements, references))
    notices = []
    if any(r.source.text_is is TextIs.SUMMARY for r in references):
        notices.append(
            "Summaries: the quoted texts marked \u201csummary\u201d restate the named source and are not its wording; "
            "confirm in the original before acting."
        )
    flagged = {f for s in statements for f in s.flags}
    if Flag.SECONDARY_ONLY in flagged:
        notices.append("Some statements rest on a secondary source only; confirm in the original.")
    for reference in references:
        state = reference.source.status
        if Flag.SUPERSEDED in flagged and state.state == "superseded":
            notices.append(f"[{reference.ref}] is superseded by {state.by or 'a newer version'}.")
        if Flag.REVIEW_OVERDUE in flagged and state.state == "review overdue":
            notices.append(f"[{reference.ref}] is past its own review date (since {state.since or 'unknown'}).")
    return tuple(notices)


def _plain_notices(statements: tuple[Statement, ...], references: tuple[Reference, ...]) -> Iterator[str]:
    flagged = {f for s in statements for f in s.flags}
    if any(r.source.text_is is TextIs.SUMMARY for r in references):
        yield words("summary")
    if Flag.SECONDARY_ONLY in flagged:
        yield words("secondary")
    if flagged & {Flag.SUPERSEDED, Flag.REVIEW_OVERDUE}:
        yield words("old")


def jurisdiction_notice(asked: Understood, dosed: Iterable[str]) -> str | None:
    """What is said where no jurisdiction was given and the answer holds doses."""
    if asked.jurisdiction is not None or not tuple(dosed):
        return None
    return (
        "No jurisdiction was given: the doses of every jurisdiction in the library stand side by side and none is put "
        "first. Give one with --jurisdiction, or once for all with `curbside init --jurisdiction`."
    )
