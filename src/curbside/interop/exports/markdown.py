"""A document as Markdown, with quotes as end notes; words of sources are escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from curbside.interop.exports.document import (
    CRITERIA,
    HEADERS,
    MONITORING,
    SIDES,
    Dispute,
    Document,
    Dose,
    Entry,
    Line,
    Note,
    Watched,
    WorkedOut,
)
from curbside.interop.pages.markdown import text


def page(document: Document) -> str:
    """The whole document."""
    return "\n\n".join(part for part in _parts(document) if part) + "\n"


def pages(documents: Iterable[Document]) -> str:
    """Several documents, one after the other."""
    return "\n\n---\n\n".join(map(page, documents))


def _parts(document: Document) -> Iterator[str]:
    yield f"# {text(document.title)}"
    yield f"**{text(document.review.line)}**"
    yield f"*{text(document.intended_use)}*"
    yield "\n".join(f"- {label}: {text(value)}" for label, value in document.facts)
    yield "\n".join(f"> {text(notice)}\n>" for notice in document.notices).removesuffix("\n>")
    yield "## Bottom line"
    yield "\n\n".join(map(_line, document.bottom_line)) or text(document.no_bottom_line)
    if document.criteria:
        yield "## Criteria, with the values of the question"
    yield from map(_worked_out, document.criteria)
    if document.doses:
        yield "## Regimens"
    yield from map(_dose, document.doses)
    if document.monitoring:
        yield "## Monitoring plan"
        yield _watched(document.monitoring)
    for heading, lines in document.sections:
        yield f"## {text(heading)}"
        yield _list(map(_line, lines))
    if document.disputes:
        yield "## Where the sources disagree"
    yield from map(_dispute, document.disputes)
    if document.not_found:
        yield "## Not found in the library"
        yield _list(map(text, document.not_found))
    yield "## References"
    for group, entries in document.references:
        yield f"### {group}"
        yield _list(map(_entry, entries))
    yield "## Quotes"
    yield "\n".join(map(_note, document.notes))
    yield "## How this was made"
    yield "\n\n".join(map(text, document.made))
    yield f"---\n\n*{text(document.intended_use)}*\n\n{text(document.running)}"


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _marks(marks: Iterable[int]) -> str:
    return "".join(f"\\[{mark}\\]" for mark in marks)


def _notes(notes: Iterable[int]) -> str:
    told = ", ".join(f"q{number}" for number in notes)
    return f" ({told})" if told else ""


def _line(line: Line) -> str:
    told = f" *({text('; '.join(line.asides))})*" if line.asides else ""
    words = text(line.text) if line.text else f"*{text(line.withheld)}*"
    return f"{words} {_marks(line.marks)}{_notes(line.notes)}{told}"


def _worked_out(one: WorkedOut) -> str:
    quoted = f"“{text(one.rule)}” {_marks(one.marks)}{_notes(one.notes)}" if one.rule else ""
    result = f"{text(one.counted)} {_marks(one.marks)}: **{text(one.result)}**"
    told = _list(map(text, one.told))
    return "\n\n".join(part for part in (quoted, result, _table(CRITERIA, one.rows), told) if part)


def _watched(rows: Iterable[Watched]) -> str:
    lines = [
        " | ".join(MONITORING),
        " | ".join("---" for _ in MONITORING),
        *(f"{text(r.what)} | {text(r.when)} | {text(r.action)} | {_marks(r.marks)}" for r in rows),
    ]
    return "\n".join(f"| {line} |" for line in lines)


def _dose(dose: Dose) -> str:
    about = f": {text(dose.about)}" if dose.about else ""
    asides = f" *({text('; '.join(dose.asides))})*" if dose.asides else ""
    head = f"### {text(dose.drug)} ({text(dose.place)}) {_marks(dose.marks)}{_notes(dose.notes)}"
    beside = [f"- {label}: {_marks(marks) or 'not in the library'}" for label, marks in dose.beside]
    return "\n\n".join(
        (head, f"For{about}{asides}" if about or asides else "", _table(HEADERS, dose.rows), "\n".join(beside))
    )


def _table(headers: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names = list(headers)
    lines = [" | ".join(names), " | ".join("---" for _ in names), *(" | ".join(map(text, row)) for row in rows)]
    return "\n".join(f"| {line} |" for line in lines)


def _dispute(dispute: Dispute) -> str:
    rows = [(s.value, s.who, s.place, s.when, s.status) for s in dispute.sides]
    lines = [
        " | ".join(SIDES),
        " | ".join("---" for _ in SIDES),
        *(
            f"{' | '.join(map(text, row))} | {_marks(side.marks)}"
            for row, side in zip(rows, dispute.sides, strict=True)
        ),
    ]
    return "\n\n".join((f"### {text(dispute.about)}", "\n".join(f"| {line} |" for line in lines)))


def _entry(entry: Entry) -> str:
    told = "; ".join(words for words, _ in entry.chips)
    return f"\\[{entry.ref}\\] {text(entry.text)} *({text(told)})*"


def _note(note: Note) -> str:
    where = f" {text(note.where)}." if note.where else ""
    unsafe = f" *{text(note.unsafe)}*" if note.unsafe else ""
    quote = f"“{text(note.quote)}”" if note.quote else f"*{text(note.withheld)}*"
    return f"- q{note.number}: {quote} \\[{note.ref}\\]{where}{unsafe}"
