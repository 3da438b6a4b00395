"""An overview in a terminal, in 80 columns: a page like that of an answer, doses as sentences instead of tables."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Container, Iterable, Mapping

from rich.console import Console
from rich.text import Text

from curbside.cli.article import Page, show_refusal
from curbside.interop.wording import marks, place
from curbside.types import LeftOut, Overview, Reference, Regimen, Relation, Source, Statement, Succession, TextIs

__all__ = ["show_overview", "show_refusal"]

MOST_LISTED = 12
LONGEST_BEGINNING = 100


def show_overview(console: Console, overview: Overview) -> None:
    """Print an overview as a page."""
    answer = overview.answer
    page = Page(console, answer.references)
    page.title(answer.title)
    page.facts([("Made of", made_of(overview)), ("For doses of", _jurisdiction(overview))])
    for notice in answer.notices[:-1]:
        page.notice(notice)
    _statements(page, overview)
    _new(page, overview.successions, {s.id for s in answer.statements})
    page.conflicts(answer.conflicts, {s.id: s for s in answer.statements})
    _left_out(page, overview)
    if answer.not_found:
        page.heading("Not found in your library")
        for line in answer.not_found:
            page.bullet(Text(line))
    page.references(answer.references)
    page.closing(answer.notices[-1], answer)


def _statements(page: Page, overview: Overview) -> None:
    answer = overview.answer
    said = {s.id: s for s in answer.statements}
    more = _asides(overview)
    if answer.bottom_line:
        page.heading("Bottom line")
        for key in answer.bottom_line:
            page.statement(said[key], bullet=False, more=more.get(key, ()))
    for section in answer.sections:
        page.heading(section.heading)
        lead = ""
        for key in section.statements:
            before, lead = lead, lead_in(said[key], answer.references)
            if lead and lead != before:
                page.plain(lead, apart=False)
            page.statement(said[key], more=more.get(key, ()), without=lead)
        drugs: dict[str, list[Regimen]] = {}
        for regimen in (r for r in answer.regimens if r.statement in section.statements):
            drugs.setdefault(regimen.drug, []).append(regimen)
        for regimens in drugs.values():
            _beside(page, regimens, said)


def lead_in(statement: Statement, references: Iterable[Reference]) -> str:
    """The words before the item of a list, which a page prints once over its items; empty where there are none."""
    sources = {(r.source.id, r.source.content_hash): r.source for r in references}
    first = statement.citations[0].source
    for citation in statement.citations:
        if citation.relation is Relation.CONTEXT and citation.source == first:
            texts = (sources[s.source, s.content_hash].text[s.start : s.end] for s in citation.spans)
            lead = " ".join(" ".join(texts).split()).rstrip(".: ") + ":"
            return lead if statement.text.startswith(lead) else ""
    return ""


def made_of(overview: Overview) -> str:
    """The sources in a phrase."""
    if overview.scope == "source":
        source = overview.sources[0]
        by = f"{source.kind}, {source.publisher or 'publisher unknown'}, {source.date or 'no date'}"
        return f"{source.id}: {by}, {place(source.jurisdiction)}, status {source.status.state}"
    kinds = Counter(str(source.kind) for source in overview.sources)
    told = ", ".join(f"{kind}: {n}" for kind, n in kinds.most_common())
    count = len(overview.sources)
    return f"{count} source{'s' if count > 1 else ''} of your library ({told})"


def _jurisdiction(overview: Overview) -> str:
    asked = overview.answer.question.understood.jurisdiction
    return place(asked) if asked else "every jurisdiction, none first"


def _asides(overview: Overview) -> Mapping[str, tuple[str, ...]]:
    """What is new, and grades that a statement has not in its own words: of its heading or of the sentence after it."""
    said = {s.id: " ".join(s.text.split()) for s in overview.answer.statements}
    told: dict[str, tuple[str, ...]] = {}
    for one in overview.graded:
        own = [" ".join(g.text.split()) for g in one.grades]
        apart = tuple(f"graded: {g}" for g in own if g not in said.get(one.statement, ""))
        told[one.statement] = tuple(dict.fromkeys((*told.get(one.statement, ()), *apart)))
    for change in (c for s in overview.successions for c in s.changes):
        word = "new" if change.old is None else "changed"
        told[change.new.id] = tuple(dict.fromkeys((*told.get(change.new.id, ()), word)))
    return told


def _beside(page: Page, regimens: list[Regimen], said: Mapping[str, Statement]) -> None:
    """Where the contraindications, the maximum and the boxed warning of a drug stand, once for all of its doses."""
    own = {r.statement for r in regimens}
    parts, absent = [], []
    for name in regimens[0].beside:
        ids = dict.fromkeys(key for r in regimens for key in r.beside[name])
        others = dict.fromkeys(marks(said[key]) for key in ids if key not in own)
        parts += [f"{name.replace('_', ' ')}: see {' '.join(others)}"] if others else []
        absent += [] if ids else [name.replace("_", " ")]
    parts += [f"not in your library: {', '.join(absent)}"] if absent else []
    page.aside(f"{regimens[0].drug}: {'; '.join(parts)}")


def _new(page: Page, successions: tuple[Succession, ...], shown: Container[str]) -> None:
    for n, one in enumerate(successions):
        if n == 0:
            page.heading("What is new")
        page.plain(f"Against {_named(one.older)}:", apart=False)
        for change in one.changes:
            if change.old is not None:
                page.pair(("now", change.new.text), ("before", f"{change.old.text} (superseded)"))
            elif change.new.id not in shown:
                page.bullet(Text(f"In the newer one only: {change.new.text}"))
        for line in _aside_of(one, shown):
            page.aside(line)


def _aside_of(one: Succession, shown: Container[str]) -> list[str]:
    told = []
    if any(change.old is None and change.new.id in shown for change in one.changes):
        told.append('What stands in the newer one only is marked "new" above.')
    only_summary = one.older.text_is is TextIs.SUMMARY
    if not one.changes:
        stored = "; the older is stored as a summary only" if only_summary else ""
        told.append(f"No number differs, as far as the stored texts say{stored}.")
    elif only_summary:
        told.append("Only a summary of it is stored: what only the newer one says is not told.")
    if one.more:
        told.append(f"{one.more} further differences are not shown.")
    return told


def _named(source: Source) -> str:
    return f"{source.title} ({source.date or 'no date'})"


def _beginning(one: LeftOut, references: Iterable[Reference]) -> str:
    """The first words of what is left out."""
    source = next(r.source for r in references if r.source.id == one.span.source)
    return textwrap.shorten(source.text[one.span.start : one.span.end], LONGEST_BEGINNING, placeholder=" ...")


def _left_out(page: Page, overview: Overview) -> None:
    if not overview.left_out and not overview.more:
        return
    page.heading("Left out")
    for one in overview.left_out[:MOST_LISTED]:
        where = " > ".join(one.headings[-2:]) or "no heading"
        grades = ", ".join(dict.fromkeys(g.text for g in one.grades))
        where += f" ({grades})" if grades else f", \u201c{_beginning(one, overview.answer.references)}\u201d"
        page.bullet(Text(f"{where}: {one.reason} [{one.span.source} {one.span.start}-{one.span.end}]"))
    further = len(overview.left_out) - MOST_LISTED
    if further > 0:
        page.bullet(Text(f"{further} further graded recommendations; --json lists all with their places."))
    if overview.more:
        page.bullet(Text(f"{overview.more} sentences without a grade."))
