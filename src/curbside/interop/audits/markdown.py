"""A report as Markdown: every claim in its place with a number and a sign, the evidence below its block.

What comes from a text or a source has every character that Markdown or HTML would read escaped.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from curbside.interop.audits.blocks import Block, Piece, Shape, blocks, claims_of, left_over
from curbside.interop.audits.inline import plain
from curbside.interop.audits.report import INTENDED_USE, SIGNS, VERDICTS, Quote, Report, Row
from curbside.interop.pages.markdown import no_list, text
from curbside.types import Relation

_BESIDE: Final = {
    Relation.CONTRADICTS: "Against it",
    Relation.SUPPORTS: "The source",
    Relation.CONTEXT: "Nearest in the library",
}


def document(report: Report) -> str:
    """The whole document."""
    return "\n\n".join(part for part in _parts(report) if part) + "\n"


def _parts(report: Report) -> Iterator[str]:
    yield f"# {text(report.kicker)}: {text(report.title)}"
    yield text(report.about)
    yield f"> {text(report.line)}"
    yield "## What is wrong, the most dangerous first"
    yield "\n".join(_wrong(report)) or "Nothing was found wrong."
    yield "## The text, with the evidence beside it"
    yield "✓ supported, ✗ contradicted, ? not enough in this library."
    for block, pieces in blocks(report):
        yield _block(block, pieces, report.markup)
        for row in claims_of(pieces):
            yield _note(row)
    yield from map(_note, left_over(report))
    yield from _lists(report)
    yield f"---\n\n{text(INTENDED_USE)}"


def _wrong(report: Report) -> Iterator[str]:
    for row in report.wrong:
        yield f"- **{row.number} {SIGNS[row.verdict]} {_verdict(row)}.** {text(_said(row, report.markup))}"
        yield from (f"  - **{text(f.name)}:** {text(f.message)}" for f in row.faults)
        yield from (f"  - {_quote(q)}" for q in row.quotes[:1])


def _said(row: Row, markup: str) -> str:
    return " ".join(plain(row.text, markup).replace("|", " · ").split())


def _verdict(row: Row) -> str:
    return "Dropped" if row.dropped else VERDICTS[row.verdict]


def _quote(quote: Quote) -> str:
    return f"{_BESIDE[quote.relation]}: “{text(f'{quote.lead} {quote.text}'.strip())}” \\[{quote.ref}\\]"


def _block(block: Block, pieces: tuple[Piece, ...], markup: str) -> str:
    inner = "".join(_piece(p, markup, block.shape) for p in pieces).strip()
    if block.shape is Shape.HEADING:
        return f"{'#' * min(block.level + 2, 6)} {inner}"
    if block.shape is Shape.ITEM:
        return f"{'  ' * block.level}- {inner}"
    return f"> {inner}" if block.shape in (Shape.QUOTE, Shape.TABLE_ROW) else no_list(inner)


def _piece(piece: Piece, markup: str, shape: Shape) -> str:
    said = plain(piece.text, markup)
    if shape is Shape.TABLE_ROW:
        said = said.strip().strip("|").replace("|", " · ")
    escaped = text(said, keep_ends=True)
    if piece.row is None or not piece.last:
        return escaped
    return f"{escaped} **({piece.row.number} {SIGNS[piece.row.verdict]})**"


def _note(row: Row) -> str:
    lines = [f"**{row.number} {SIGNS[row.verdict]} {_verdict(row)}.**"]
    if row.why and not row.faults:
        lines.append(text(row.why))
    lines += [f"**{text(f.name)}:** {text(f.message)}" for f in row.faults]
    lines += [_quote(q) for q in row.quotes]
    return "\n".join(f"> {line}  " for line in lines).rstrip()


def _lists(report: Report) -> Iterator[str]:
    entries = [f"- \\[{text(str(e.mark))}\\] {text(e.text)} ({text('; '.join(e.notes))})" for e in report.entries]
    if report.without_entry:
        entries.insert(0, f"- Marks with no entry: {text(', '.join(map(str, report.without_entry)))}")
    missing = [f"- **{text(m.why.capitalize())}.** “{text(m.text)}” \\[{m.ref}\\]" for m in report.missing]
    sources = [
        f"- \\[{n}\\] {text(s.title)}. {text(s.publisher or 'publisher unknown')}, {s.year or 'no date'} "
        f"({text(', '.join((str(s.kind), s.jurisdiction, f'status {s.status.state}', str(s.text_is))))})"
        for n, s in enumerate(report.sources, 1)
    ]
    for heading, lines in (
        ("The reference list", entries),
        ("What the sources say and the text does not", missing),
        ("Sources of this library", sources),
        ("Remarks", [f"- {text(r)}" for r in report.remarks]),
    ):
        if lines:
            yield f"## {heading}\n\n" + "\n".join(lines)
