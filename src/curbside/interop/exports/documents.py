"""A document out of an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from curbside.interop import follow_up, tables
from curbside.interop.approval import Approval, day, fingerprint, reviewed
from curbside.interop.contract import ReadSpan
from curbside.interop.exports import listing, rights
from curbside.interop.exports.document import Dispute, Document, Dose, Line, Note, Side, Watched, WorkedOut
from curbside.interop.wording import asides, not_shown, place, why_empty
from curbside.language.notation import note_on_quote, safe
from curbside.regimens import table
from curbside.types import Answer, Conflict, Criterion, Flag, Regimen, Relation, Source, Span, Statement

ASKED: Final = "Question"
GIVEN: Final = "Question as given"
NOT_KEPT: Final = (
    "Not kept here: this library does not keep this answer. Its quotes, doses, conflicts and rules were read from the "
    "library again; its labels on how strongly a source says something, and a patient's values where something of the "
    "question was masked, were not."
)
_BESIDE: Final = (
    ("Boxed warning", "boxed_warning"),
    ("Maximum", "maximum"),
    ("Contraindications and cautions", "contraindications"),
)


@dataclass(frozen=True, slots=True)
class Printing:
    """What an export is made under.

    read: a span's quote, read again. today: the day of printing. name: the id under which the library keeps the
    answer, None where it does not. answered: the day on which it was made, None where it is not known. address: where
    its present status can be seen, None where there is no such page. start, regimen: of a calendar, the day of the
    first dose and the id of the regimen; None for the only one.
    """

    read: ReadSpan
    today: date
    name: str | None = None
    answered: date | None = None
    approval: Approval | None = None
    address: str | None = None
    start: date | None = None
    regimen: str | None = None


def document(answer: Answer, how: Printing, rendition: str) -> Document:
    """The answer as a document of that rendition ("pdf", "docx", "md", "html").

    Raises UsageError where citeproc-py, which prints the list of references, is not installed.
    """
    text = fingerprint(answer, how.read)
    answer = rights.without_hidden_rules(answer)
    made = _Made(answer, how)
    sections = tuple((s.heading, tuple(made.line(key) for key in s.statements)) for s in answer.sections)
    sections += tuple((heading, tuple(Line(safe(t), ()) for t in told)) for heading, told in _on_top(answer) if told)
    return Document(
        title=safe(answer.title),
        review=reviewed(how.approval, text, rendition, how.today),
        facts=_facts(answer, how, text),
        notices=tuple(map(safe, (*made.withheld, *([] if how.name else [NOT_KEPT]), *answer.notices[:-1]))),
        bottom_line=tuple(made.line(key) for key in answer.bottom_line),
        no_bottom_line=safe(f"No single sentence of the library may stand here: {why_empty(answer)}."),
        criteria=made.criteria(),
        doses=tuple(made.dose(r) for r in answer.regimens if r.statement not in made.hidden),
        monitoring=made.monitoring(),
        sections=sections,
        disputes=tuple(made.dispute(c) for c in answer.conflicts),
        not_found=tuple(map(safe, answer.not_found)),
        references=listing.grouped(answer.references),
        notes=made.notes,
        made=_how_made(answer, text),
        intended_use=answer.notices[-1],
        printed=how.today,
        running=f"Printed {day(how.today)} \u00b7 version {text[:12]}",
    )


class _Made:
    """The statements of an answer with the numbers of their quotes."""

    def __init__(self, answer: Answer, how: Printing) -> None:
        self._answer, self._how = answer, how
        self._said = {s.id: s for s in answer.statements}
        self._sources = {r.ref: r.source for r in answer.references}
        self.hidden = rights.hidden_ids(answer)
        self._numbers: dict[Span, int] = {}
        printed = [s for s in answer.statements if s.id not in self.hidden]
        found = [(span, c.ref) for s in printed for c in s.citations for span in c.spans]
        for span, _ in found:
            self._numbers.setdefault(span, len(self._numbers) + 1)
        refs = dict(found)
        self.notes = tuple(self._note(span, n, refs[span]) for span, n in self._numbers.items())

    @property
    def withheld(self) -> tuple[str, ...]:
        """What is told of statements whose words may not be exported."""
        number = len(self.hidden)
        if not number:
            return ()
        count = "1 statement is" if number == 1 else f"{number} statements are"
        return (f"Rights: {count} not printed, as the licence does not allow it; the reference stands in the place.",)

    def line(self, key: str) -> Line:
        """A statement as a line."""
        statement = self._said[key]
        told = tuple(map(safe, asides(statement, self._answer.references)))
        told += follow_up.asides(key, self._answer.follow_up)
        if key in self.hidden:
            source = self._sources[_marks(statement)[0]]
            return Line("", _marks(statement), asides=told, withheld=rights.why_not(source))
        return Line(statement.text, _marks(statement), self._noted(statement), told)

    def dose(self, regimen: Regimen) -> Dose:
        """A regimen as a table."""
        statement = self._said[regimen.statement or ""]
        about = "; ".join(w for w in (regimen.indication, regimen.population) if w)
        beside = [(label, self._all_marks(regimen.beside.get(key, ()))) for label, key in _BESIDE]
        return Dose(
            drug=safe(_drug(regimen)),
            place=place(regimen.jurisdiction),
            about=about,
            marks=_marks(statement),
            notes=self._noted(statement),
            asides=tuple(map(safe, asides(statement, self._answer.references))),
            rows=tuple(tuple(map(safe, row)) for row in table.rows(regimen)),
            beside=tuple((label, marks) for label, marks in beside if marks or label == _BESIDE[-1][0]),
        )

    def criteria(self) -> tuple[WorkedOut, ...]:
        """The criteria; a rule that several are of is said once."""
        rules = ["", *(one.rule for one in self._answer.criteria)]
        return tuple(
            self._worked_out(one, one.rule != last) for last, one in zip(rules, self._answer.criteria, strict=False)
        )

    def _worked_out(self, one: Criterion, is_said: bool) -> WorkedOut:
        noted = (self._numbers[s] for s in one.spans if s in self._numbers)
        flags = "; ".join(asides(self._said[one.statement], self._answer.references))
        told = (f"Of the rule: {flags}." if flags else "", tables.lacking(one), *tables.notes(one))
        return WorkedOut(
            rule=one.rule if is_said else "",
            marks=(one.ref,),
            notes=tuple(dict.fromkeys(noted)),
            counted=tables.counted(one) if is_said else f"Of the same sentence, {tables.counted(one)}",
            result=str(one.result),
            rows=tuple(tables.members(one, f"[{one.ref}]")),
            told=tuple(safe(line) for line in told if line),
        )

    def monitoring(self) -> tuple[Watched, ...]:
        """The rows of the monitoring plan of what may be exported."""
        steps = [m for m in self._answer.monitoring if m.statement not in self.hidden]
        rows = tables.monitoring(steps, lambda key: key)
        return tuple(
            Watched(what, when, action, _marks(self._said[key]) if key else ()) for what, when, action, key in rows
        )

    def dispute(self, conflict: Conflict) -> Dispute:
        """A conflict set; of a side whose wording may not be exported the value is not printed."""
        sides = tuple(
            Side(
                value="not printed (rights)" if m.statement in self.hidden else m.value,
                marks=_marks(self._said[m.statement]),
                who=m.publisher or m.source,
                place=place(m.jurisdiction),
                when=m.date or "no date",
                status=str(m.status),
            )
            for m in conflict.members
        )
        return Dispute(safe(f"{conflict.about[:1].upper()}{conflict.about[1:]}"), sides)

    def _all_marks(self, keys: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(mark for key in keys for mark in _marks(self._said[key])))

    def _noted(self, statement: Statement) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self._numbers[s] for c in statement.citations for s in c.spans))

    def _note(self, span: Span, number: int, ref: int) -> Note:
        source = self._sources[ref]
        quote = " ".join(self._how.read(span).split())
        where = _headings(source, span)
        if not rights.may_export(source):
            return Note(number, ref, "", where, withheld=rights.why_not(source))
        return Note(number, ref, quote, where, note_on_quote(quote) or "")


def _marks(statement: Statement) -> tuple[int, ...]:
    return tuple(dict.fromkeys(c.ref for c in statement.citations if c.relation is Relation.SUPPORTS))


def _headings(source: Source, span: Span) -> str:
    unit = next((u for u in source.units if (u.start, u.end) == (span.start, span.end)), None)
    return " \u203a ".join(unit.headings[1:] or unit.headings) if unit else ""


def _drug(regimen: Regimen) -> str:
    forms = {p.form for p in regimen.phases}
    form = forms.pop() if len(forms) == 1 else None
    return f"{regimen.drug} {form}" if form else regimen.drug


def _facts(answer: Answer, how: Printing, text: str) -> tuple[tuple[str, str], ...]:
    asked = answer.question.understood
    kept = f"curbside export {how.name} --to html" if how.name else "ask the question again"
    rows = (
        (ASKED if how.name else GIVEN, answer.question.text),
        ("For", f"{answer.question.audience}s"),
        *(follow_up.facts(answer.follow_up) if answer.follow_up else ()),
        ("Jurisdiction", place(asked.jurisdiction) if asked.jurisdiction else "none given"),
        ("Answered", day(how.answered) if how.answered else "date not known"),
        ("Printed", day(how.today)),
        ("Version", f"{text[:12]} (Curbside {answer.made.version})"),
        ("Present status", how.address or kept),
    )
    return tuple((label, value if label in (ASKED, GIVEN) else safe(value)) for label, value in rows)


def _on_top(answer: Answer) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What students and patients are given: words in plain words, and what a patient is not shown."""
    words = tuple(f"{e.word}: {e.plain} (our words, from {e.source})" for e in answer.glossary)
    return ("Words explained", words), ("Not shown here", not_shown(answer.untold))


def _how_made(answer: Answer, text: str) -> tuple[str, ...]:
    made = answer.made
    flags: Mapping[Flag, int] = {f: sum(f in s.flags for s in answer.statements) for f in Flag}
    lines = [
        f"Made by Curbside {made.version} with the {made.composer} composer: every sentence of this answer stands on a "
        "quote of a stored source, listed under Quotes, and passed the checks of drug, dose, unit, route, timing, "
        "population, negation and wording against it.",
        f"Library {made.library_hash[:12]}, settings {made.settings_hash[:12]}, text {text}.",
        f"{len(answer.statements)} statements from {len(answer.references)} sources; "
        f"{flags[Flag.SECONDARY_ONLY]} on a secondary source only, {flags[Flag.CONFLICT]} in a conflict.",
    ]
    return (*lines, f"Searched by {safe(made.search)}.") if made.search else tuple(lines)
