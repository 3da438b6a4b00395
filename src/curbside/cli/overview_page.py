"""An overview in a terminal, in 80 columns: a page like that of an answer, doses as sentences instead of tables."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

from curbside.cli.article import Page, show_refusal
from curbside.cli.wording import marks, place
from curbside.types import Overview, Regimen, Source, Statement, Succession

__all__ = ["show_overview", "show_refusal"]

MOST_LISTED = 12


def show_overview(console: Console, overview: Overview) -> None:
    """Print an overview as a page."""
    answer = overview.answer
    page = Page(console, answer.references)
    said = {s.id: s for s in answer.statements}
    grades = _grades(overview)
    page.title(answer.title)
    page.facts([("Made of", made_of(overview)), ("For doses of", _jurisdiction(overview))])
    for notice in answer.notices[:-1]:
        page.notice(notice)
    if answer.bottom_line:
        page.heading("Bottom line")
        for key in answer.bottom_line:
            page.statement(said[key], bullet=False, more=grades.get(key, ()))
    beside: dict[str | None, list[Regimen]] = {}
    for regimen in answer.regimens:
        beside.setdefault(regimen.statement, []).append(regimen)
    for section in answer.sections:
        page.heading(section.heading)
        for key in section.statements:
            page.statement(said[key], more=grades.get(key, ()))
            for regimen in beside.get(key, ()):
                _beside(page, regimen, said)
    for one in overview.successions:
        _new(page, one, said)
    page.conflicts(answer.conflicts, said)
    _left_out(page, overview)
    if answer.not_found:
        page.heading("Not found in your library")
        for line in answer.not_found:
            page.bullet(Text(line))
    page.references(answer.references)
    page.closing(answer.notices[-1], answer)


def made_of(overview: Overview) -> str:
    """The sources in a phrase."""
    if overview.scope == "source":
        source = overview.sources[0]
        return (
            f"{source.id}: {source.kind}, {source.publisher or 'publisher unknown'}, {source.date or 'no date'}, "
            + (f"{place(source.jurisdiction)}, status {source.status.state}")
        )
    kinds: dict[str, int] = {}
    for source in overview.sources:
        kinds[str(source.kind)] = kinds.get(str(source.kind), 0) + 1
    told = ", ".join(
        f"{n} {kind}{'s' if n > 1 and not kind.endswith('s') else ''}" for kind, n in sorted(kinds.items())
    )
    return f"{len(overview.sources)} sources of your library ({told})"


def _jurisdiction(overview: Overview) -> str:
    asked = overview.answer.question.understood.jurisdiction
    return place(asked) if asked else "every jurisdiction, none first"


def _grades(overview: Overview) -> Mapping[str, tuple[str, ...]]:
    """Grades that a statement does not have in its own words: of its heading, its row or the sentence after it."""
    said = {s.id: " ".join(s.text.split()) for s in overview.answer.statements}
    told: dict[str, tuple[str, ...]] = {}
    for one in overview.graded:
        own = [" ".join(g.text.split()) for g in one.grades]
        apart = tuple(f"graded: {g}" for g in own if g not in said.get(one.statement, ""))
        told[one.statement] = tuple(dict.fromkeys((*told.get(one.statement, ()), *apart)))
    return told


def _beside(page: Page, regimen: Regimen, said: Mapping[str, Statement]) -> None:
    parts = []
    for name, ids in regimen.beside.items():
        others = [marks(said[key]) for key in ids if key != regimen.statement]
        if others:
            parts.append(f"{name.replace('_', ' ')}: see {' '.join(dict.fromkeys(others))}")
        elif not ids:
            parts.append(f"{name.replace('_', ' ')}: not in your library")
    page.aside(f"{regimen.drug}: {'; '.join(parts)}")


def _new(page: Page, one: Succession, said: Mapping[str, Statement]) -> None:
    page.heading(f"What is new against {_named(one.older)}")
    if not one.changes:
        page.plain("No number that differs, and no recommendation that only the newer text has.")
        return
    for change in one.changes:
        if change.old is not None:
            page.pair(("now", change.new.text), ("before", f"{change.old.text} (superseded)"))
        else:
            known = change.new.id in said
            page.bullet(Text(f"In the newer one only: {_short(change.new.text) if known else change.new.text}"))
    if one.more:
        page.aside(f"{one.more} further differences: --json with --length full has more.")


def _named(source: Source) -> str:
    return f"{source.title} ({source.date or 'no date'})"


def _short(text: str, most: int = 14) -> str:
    words = text.split()
    return text if len(words) <= most else f"{' '.join(words[:most])} ..."


def _left_out(page: Page, overview: Overview) -> None:
    if not overview.left_out and not overview.more:
        return
    page.heading("Left out")
    for one in overview.left_out[:MOST_LISTED]:
        where = " > ".join(one.headings[-2:]) or "no heading"
        grades = ", ".join(dict.fromkeys(g.text for g in one.grades))
        page.bullet(Text(f"{where} ({grades}): {one.reason} [{one.span.source} {one.span.start}-{one.span.end}]"))
    further = len(overview.left_out) - MOST_LISTED
    if further > 0:
        page.bullet(Text(f"{further} further graded recommendations; --json lists all with their places."))
    if overview.more:
        page.bullet(Text(f"{overview.more} sentences without a grade."))
