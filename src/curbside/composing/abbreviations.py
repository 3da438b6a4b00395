"""Abbreviations spelled out where an answer first uses them, each from its own document's definition.

The last step of an answer: what is read off its statements (doses, conflicts, what was not found) is read off the
sources' words alone. Every statement that was changed passes the gates again, with the definition as a context citation
of it; where they do not take it, it stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from curbside.language.abbreviations import Definition, define
from curbside.language.canon import canon
from curbside.language.meanings import meaning, meaning_at
from curbside.language.spelled import Use, contracted, spelled_out, uses
from curbside.types import Answer, Citation, Relation, Source, Span, Statement

Find = Callable[[str, str], Source]
Check = Callable[[Statement], tuple[Statement, bool]]
_Known = set[tuple[str, tuple[str, ...]]]


def in_full(answer: Answer, find: Find, check: Check) -> Answer:
    """The answer with its abbreviations spelled out on first use, in reading order: bottom line, then sections.

    find: a source version by id and hash. check: the gates; a statement that they do not take with all its citations
    stays as it was. An abbreviation is told where every document that the statement rests on defines it, and alike.
    """
    statements = {s.id: s for s in answer.statements}
    known: _Known = set()
    for id in (*answer.bottom_line, *(i for section in answer.sections for i in section.statements)):
        statements[id] = _in_full(statements[id], find, check, known)
    return replace(answer, statements=tuple(statements[s.id] for s in answer.statements))


def as_quoted(statement: Statement, find: Find) -> Statement:
    """The statement without what `in_full` told in it, and without the citations of the definitions."""
    text, citations = statement.text, []
    for citation in statement.citations:
        kept = []
        for span in citation.spans:
            context = citation.relation is Relation.CONTEXT
            definition = meaning_at(find(span.source, span.content_hash), span.start, span.end) if context else None
            if definition and contracted(statement.text, definition) is not None:
                text = contracted(text, definition) or text
            else:
                kept.append(span)
        citations += [replace(citation, spans=tuple(kept))] if kept else []
    return replace(statement, text=text, citations=tuple(citations))


def _in_full(statement: Statement, find: Find, check: Check, known: _Known) -> Statement:
    sources = [find(s.source, s.content_hash) for s in _supports(statement)]
    told, here = [], set(known)
    for use, meanings in _defined(statement.text, sources):
        names = {_name(use, d) for d in meanings}
        if not names & here and not _says(statement.text, use, meanings):
            told.append((use, meanings))
        here |= names
    draft = _draft(statement, told, sources)
    checked, stands = check(draft) if told else (statement, True)
    if not stands or checked.citations != draft.citations:
        return statement
    known |= here
    return checked


def _supports(statement: Statement) -> tuple[Span, ...]:
    """The first span of each supporting citation."""
    return tuple(c.spans[0] for c in statement.citations if c.relation is Relation.SUPPORTS)


def _defined(text: str, sources: list[Source]) -> Iterator[tuple[Use, tuple[Definition, ...]]]:
    """The abbreviations in `text` that all sources define in the same words, with the definition of each source."""
    after = 0
    for use in uses(text):
        found = [next((d for short in use.shorts if (d := meaning(s, short))), None) for s in sources]
        meanings = tuple(d for d in found if d)
        if use.start >= after and len(meanings) == len(sources) and len({_plain(d.long) for d in meanings}) == 1:
            after = use.end
            yield use, meanings


def _name(use: Use, definition: Definition) -> tuple[str, tuple[str, ...]]:
    """What tells an abbreviation from the same letters of another meaning."""
    return min(use.shorts, key=len), canon(definition.long).keys


def _plain(long: str) -> str:
    return long.casefold()


def _says(text: str, use: Use, meanings: tuple[Definition, ...]) -> bool:
    """Whether the statement has the long form itself, or defines the abbreviation in other words."""
    return any(_plain(d.long) in _plain(text) for d in meanings) or any(d.short in use.shorts for d in define(text))


def _draft(statement: Statement, told: list[tuple[Use, tuple[Definition, ...]]], sources: list[Source]) -> Statement:
    """The statement with the long forms, and each supporting citation with the definitions of its source after it."""
    citations: list[Citation] = []
    for n, group in enumerate(_groups(statement)):
        source = sources[n]
        spans = (Span(source.id, source.content_hash, d.start, d.end) for d in (m[n] for _, m in told))
        defined = tuple(dict.fromkeys(spans))
        citations += [*group, Citation(source.id, defined, Relation.CONTEXT, group[0].ref)] if defined else group
    text = spelled_out(statement.text, [(use, meanings[0]) for use, meanings in told])
    return replace(statement, text=text, citations=tuple(citations))


def _groups(statement: Statement) -> list[list[Citation]]:
    """Each supporting citation with what follows it up to the next."""
    groups: list[list[Citation]] = []
    for citation in statement.citations:
        if citation.relation is Relation.SUPPORTS:
            groups.append([citation])
        else:
            groups[-1].append(citation)
    return groups
