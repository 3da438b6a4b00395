"""An answer in a terminal: an article in 80 columns, with or without colour."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from curbside.cli import criteria as criteria_
from curbside.cli import doses, layout
from curbside.composing.refusing import NOT_IN_LIBRARY
from curbside.interop import follow_up, tables
from curbside.interop.wording import asides, explained, marks, not_shown, place, why_empty
from curbside.language.notices import PATIENT
from curbside.types import (
    Answer,
    Conflict,
    Criterion,
    Explained,
    FollowUp,
    MonitoringStep,
    Question,
    Reference,
    Refusal,
    Regimen,
    Source,
    Statement,
    TextIs,
    Untold,
)

WIDEST = 88
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def show_answer(console: Console, answer: Answer) -> None:
    """Print an answer as an article."""
    page = Page(console, answer.references, answer.follow_up, answer.glossary)
    said = {s.id: s for s in answer.statements}
    length = answer.question.length
    beside, stepped = doses.said_once(answer.regimens, said, length), doses.stepped(answer.regimens, length)
    page.title(answer.title)
    page.understood(answer.question)
    page.taken_over(answer.follow_up)
    for notice in answer.notices[:-1]:
        page.notice(notice)
    page.heading("Bottom line")
    if answer.bottom_line:
        for key in answer.bottom_line:
            page.statement(said[key], bullet=False, more=beside.get(key, ()))
            page.steps(stepped.get(key, ()), said, last=key == answer.bottom_line[-1])
    else:
        page.plain(f"No single sentence of your library may stand here: {why_empty(answer)}.")
    printed = {*answer.bottom_line, *(k for section in answer.sections for k in section.statements)}
    page.criteria(answer.criteria, said, printed)
    page.monitoring(answer.monitoring, said)
    for section in answer.sections:
        page.heading(section.heading)
        for key in section.statements:
            page.statement(said[key], more=beside.get(key, ()))
            page.steps(stepped.get(key, ()), said, last=key == section.statements[-1])
    page.conflicts(answer.conflicts, said)
    if answer.not_found:
        page.heading("Not found in your library")
        for line in answer.not_found:
            page.bullet(Text(line))
    page.for_the_reader(answer.glossary, answer.untold)
    page.references(answer.references)
    page.closing(answer.notices[-1], answer)


def show_refusal(console: Console, refusal: Refusal) -> None:
    """Print why there is no answer."""
    page = Page(console)
    page.title("No answer")
    page.understood(refusal.question)
    page.taken_over(refusal.follow_up)
    for notice in refusal.notices:
        page.notice(notice)
    page.plain(refusal.message)
    if refusal.reason == NOT_IN_LIBRARY and refusal.question.audience != PATIENT:
        page.plain("`curbside ingest` adds a source.")
    page.for_the_reader(refusal.glossary, refusal.untold)


def reference(source: Source) -> Text:
    """A source as an entry of the list; an address stands on a line of its own, so that it is not broken needlessly."""
    text = Text(f"{source.title}. {source.publisher or 'publisher unknown'}, {source.year or 'no date'}.")
    if source.identifier:
        own_line = "://" in source.identifier
        text.append(f"\n{source.identifier}\n" if own_line else f" {source.identifier} ")
    else:
        text.append(" ")
    wording = "our summary" if source.text_is is TextIs.SUMMARY else "original wording"
    more = [str(source.kind), place(source.jurisdiction), f"status {source.status.state}", wording]
    return text.append(f"[{'; '.join(more)}]", style="dim")


class Page:
    """A page in a terminal, part by part."""

    def __init__(
        self,
        console: Console,
        references: tuple[Reference, ...] = (),
        follow_up: FollowUp | None = None,
        glossary: tuple[Explained, ...] = (),
    ) -> None:
        self._console = console
        self._references = references
        self._follow_up = follow_up
        self._glossary = glossary
        self._width = min(console.width, WIDEST)

    def _print(self, what: Text | Table, left: int = 0) -> None:
        """Print line by line, so that no line ends in spaces and no source can steer the terminal."""
        options = self._console.options.update(width=self._width)
        for segments in self._console.render_lines(Padding(what, (0, 0, 0, left)), options, pad=False):
            line = Text.assemble(*((_CONTROL.sub("", s.text), s.style or "") for s in segments if not s.control))
            line.rstrip()
            self._console.print(line, soft_wrap=True)

    def title(self, text: str) -> None:
        self._console.print()
        self._print(Text(text, style="bold"))
        self._print(Text("=" * min(len(text), self._width), style="dim"))

    def heading(self, text: str) -> None:
        self._console.print()
        self._print(Text(text.upper(), style="bold cyan"))

    def plain(self, text: str, apart: bool = True) -> None:
        if apart:
            self._console.print()
        self._print(Text(text), 2)

    def bullet(self, text: Text) -> None:
        grid = Table.grid(padding=(0, 1))
        grid.add_column(width=1)
        grid.add_column(ratio=1, overflow="fold")
        grid.add_row("•" if self._console.encoding.startswith("utf") else "*", text)
        self._print(grid, 2)

    def notice(self, text: str) -> None:
        self._console.print()
        head, colon, rest = text.partition(": ")
        short = colon and len(head.split()) <= 3
        shown = Text("! ", style="bold yellow")
        shown.append(f"{head}: " if short else text, style="bold" if short else "")
        if short:
            shown.append(rest)
        self._print(shown)

    def understood(self, question: Question) -> None:
        known = question.understood
        parts = [
            ("drug", ", ".join((*known.drugs, *known.unknown_drugs))),
            ("route", known.route or ""),
            ("condition", ", ".join(known.conditions)),
            ("population", ", ".join(known.population)),
            ("asks for", known.intent.replace("_", " ")),
            ("jurisdiction", place(known.jurisdiction) if known.jurisdiction else "none given"),
        ]
        grid = Table.grid(padding=(0, 2))
        grid.add_column(style="dim")
        grid.add_column(ratio=1, overflow="fold")
        grid.add_row("Asked", Text(question.text))
        grid.add_row("Understood", Text("; ".join(f"{name}: {value}" for name, value in parts if value)))
        self._print(grid)

    def taken_over(self, link: FollowUp | None) -> None:
        """What a follow-up takes over, and how that is taken out."""
        if link is not None:
            self.facts(follow_up.facts(link))
            if link.carried:
                self.aside("--drop drug (condition, population, ...) takes one out.")

    def facts(self, rows: Iterable[tuple[str, str]]) -> None:
        grid = Table.grid(padding=(0, 2))
        grid.add_column(style="dim")
        grid.add_column(ratio=1, overflow="fold")
        for name, value in rows:
            grid.add_row(name, Text(value))
        self._print(grid)

    def aside(self, text: str) -> None:
        self._print(Text(text, style="dim"), 4)

    def pair(self, *rows: tuple[str, str]) -> None:
        for n, (name, text) in enumerate(rows):
            grid = Table.grid(padding=(0, 1))
            grid.add_column(width=8, style="bold" if n == 0 else "dim")
            grid.add_column(ratio=1, overflow="fold")
            grid.add_row(name, Text(text))
            self._print(grid, 2)

    def statement(self, statement: Statement, bullet: bool = True, more: Iterable[str] = (), without: str = "") -> None:
        text = Text(statement.text.removeprefix(without).lstrip())
        text.append(f" {marks(statement)}", style="bold green")
        told = [*asides(statement, self._references), *follow_up.asides(statement.id, self._follow_up), *more]
        if told:
            text.append(f" ({'; '.join(told)})", style="dim italic")
        if bullet:
            self.bullet(text)
        else:
            self._print(text, 2)
        for line in explained(statement.id, self._glossary):
            self.aside(line)

    def for_the_reader(self, glossary: Iterable[Explained], untold: Iterable[Untold]) -> None:
        """Words of the question in plain words; what a patient is not shown, and whom to ask about it."""
        for heading, lines in (("Words", explained(None, glossary)), ("Not shown here", not_shown(untold))):
            if lines:
                self.heading(heading)
            for line in lines:
                self.bullet(Text(line))

    def criteria(self, found: Iterable[Criterion], said: dict[str, Statement], printed: set[str]) -> None:
        """printed: the statements that the page has in full, which a rule only points to."""
        rule = ""
        for n, criterion in enumerate(found):
            if n == 0:
                self.heading("Criteria, with the values that you gave")
            self._console.print()
            if criterion.rule != rule:
                self._print(Text(criteria_.quoted(criterion, said, printed), style="dim"), 2)
            rule = criterion.rule
            told = asides(said[criterion.statement], self._references)
            self._print(criteria_.heading(criterion, told), 2)
            table = criteria_.table(criterion, self._width - 4)
            if table:
                self._print(table, 4)
            for line in (*(() if table else criteria_.lines(criterion)), *tables.notes(criterion)):
                self._print(Text(line), 4)

    def steps(self, groups: Sequence[tuple[Regimen, ...]], said: dict[str, Statement], last: bool) -> None:
        """Under a statement with a dose in steps: a table for the drugs of each group, which it gives alike.

        last: whether a heading follows, and no other statement.
        """
        for group in groups:
            self._console.print()
            self._steps(group, said)
        if groups and not last:
            self._console.print()

    def _steps(self, group: tuple[Regimen, ...], said: dict[str, Statement]) -> None:
        regimen = group[0]
        head = Text(doses.name(group), style="bold")
        head.append(f" {place(regimen.jurisdiction)}", style="bold yellow")
        about = "; ".join(w for w in (regimen.indication, regimen.population) if w)
        head.append(f" {about}" if about else "", style="dim")
        self._print(head, 4)
        self._phases(layout.fields(regimen))
        for line in dict.fromkeys(line for r in group for line in doses.beside(r, said)):
            self._print(Text(line, style="dim"), 6)

    def monitoring(self, steps: Iterable[MonitoringStep], said: dict[str, Statement]) -> None:
        """The steps as a table; what is not stated stays empty."""
        found = tables.monitoring(steps, lambda key: marks(said[key]))
        if not found:
            return
        self.heading("Monitoring plan")
        table = layout.table(found, self._width - 2, tables.MONITORING)
        if table:
            self._print(table, 2)
            return
        for row in found:
            self.bullet(Text("; ".join(cell for cell in row if cell)))

    def _phases(self, found: list[layout.Row]) -> None:
        table = layout.table(found, self._width - 6)
        if table:
            self._print(table, 6)
            return
        for row in found:
            for label, words in layout.lines(row):
                shown = Text(f"{label}: " if label else "", style="dim").append(words, style="not dim")
                self._print(shown, 8 if label else 6)

    def conflicts(self, found: Iterable[Conflict], said: dict[str, Statement]) -> None:
        for n, conflict in enumerate(found):
            if n == 0:
                self.heading("Where the sources disagree")
            self._print(Text(f"{conflict.about[0].upper()}{conflict.about[1:]}:", style="bold"), 2)
            for m in conflict.members:
                shown = Text(f"{m.value} ")
                shown.append(marks(said[m.statement]), style="bold green")
                shown.append(f" {m.publisher or m.source}, {place(m.jurisdiction)}, {m.date or 'no date'}", style="dim")
                self.bullet(shown)

    def references(self, references: Iterable[Reference]) -> None:
        self.heading("References")
        for entry in references:
            grid = Table.grid(padding=(0, 1))
            grid.add_column(width=4, justify="right", style="bold green")
            grid.add_column(ratio=1, overflow="fold")
            grid.add_row(f"[{entry.ref}]", reference(entry.source))
            self._print(grid)

    def closing(self, intended_use: str, answer: Answer) -> None:
        self._console.print()
        self._print(Text(intended_use, style="italic"))
        made = answer.made
        total = made.milliseconds.get("total", 0)
        how = f"Curbside {made.version}, {made.composer} composer, library {made.library_hash[:12]}, {total:.0f} ms."
        how += f" Searched by {made.search}." if made.search else ""
        how += f" Sentences chosen by {made.choice}." if made.choice else ""
        how += f" Language model: {made.model.name}." if made.model else ""
        self._print(Text(f"{how} Nobody has reviewed this answer.", style="dim"))
