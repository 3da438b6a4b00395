"""A report as one page of HTML: no script, nothing fetched, one style sheet in it whose hash its own policy names.

Everything that comes from a text or a source is escaped; a link is made only of an address of a source of the library
that begins with http:// or https://.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from curbside.interop.audits.blocks import Block, Piece, Shape, blocks, claims_of, left_over
from curbside.interop.audits.inline import plain
from curbside.interop.audits.report import INTENDED_USE, SIGNS, VERDICTS, Quote, Report, Row
from curbside.interop.pages import html as pages
from curbside.interop.pages.html import chip, sentence, text, titled
from curbside.types import Outcome, Relation, Source

_ORDER: Final = (Outcome.CONTRADICTED, Outcome.NOT_ENOUGH, Outcome.SUPPORTED)
# For what draws pages without applying their style sheet to drawings; where it is applied, it wins.
_FILLS: Final = {Outcome.CONTRADICTED: "#a4161a", Outcome.NOT_ENOUGH: "#dfc27a", Outcome.SUPPORTED: "#1d6b3d"}
_LESSER: Final = frozenset({"secondary_only", "no_evidence_in_library", "superseded_source", "mark_without_entry"})


def page(report: Report) -> str:
    """The whole page."""
    body = "\n".join(part for part in _body(report) if part)
    return pages.page(f"{report.kicker}: {report.title}", f"<main>\n{body}\n</main>", _style())


def policy() -> str:
    """The Content-Security-Policy under which the page is whole."""
    return pages.policy(_style())


def _style() -> str:
    return pages.style("curbside.interop.audits", "page.css")


def _body(report: Report) -> Iterator[str]:
    yield f'<header>\n<p class="kicker">{text(report.kicker)}</p>\n<h1>{text(report.title)}</h1>'
    yield f'<p class="about">{text(report.about)}</p>\n{_counts(report)}\n</header>'
    yield _section("What is wrong, the most dangerous first", _wrong(report))
    yield _section("The text, with the evidence beside it", _in_place(report))
    yield _section("The reference list", _entries(report))
    yield _section("What the sources say and the text does not", _missing(report))
    yield _section("Sources of this library", _sources(report.sources))
    yield (
        f'<footer>\n<h2>To quote</h2>\n<blockquote class="quotable">{text(report.line)}</blockquote>'
        f'\n<p class="small">{text(INTENDED_USE)}</p>\n{_remarks(report)}</footer>'
    )


def _section(heading: str, inner: str) -> str:
    return f"<section>\n<h2>{heading}</h2>\n{inner}\n</section>" if inner else ""


def _counts(report: Report) -> str:
    total = max(len(report.rows), 1)
    items = [f"<li><b>{len(report.rows)}</b>claim{'s' if len(report.rows) != 1 else ''}</li>"]
    bars, at = [], 0.0
    for verdict in _ORDER:
        number = report.count(verdict)
        items.append(f'<li class="{verdict}"><b>{number}</b>{text(VERDICTS[verdict].lower())}</li>')
        width = 100 * number / total
        bars.append(
            f'<rect class="{verdict}" fill="{_FILLS[verdict]}" x="{at:.2f}" y="0" width="{width:.2f}" height="1"/>'
        )
        at += width
    drawn = '<svg class="share" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">'
    return f'<ul class="counts">\n{"".join(items)}\n</ul>\n{drawn}{"".join(bars)}</svg>'


def _wrong(report: Report) -> str:
    items = [
        f'<li class="{row.verdict}">{_verdict(row, "t")}{_faults(row)}<div class="pair">'
        f'<p class="said">{_with_faults(_said(row, report.markup), row)}</p>{_quotes(row.quotes[:1])}</div></li>'
        for row in report.wrong
    ]
    return f'<ol class="danger">\n{chr(10).join(items)}\n</ol>' if items else "<p>Nothing was found wrong.</p>"


def _said(row: Row, markup: str) -> str:
    return " ".join(plain(row.text, markup).replace("|", " · ").split())


def _with_faults(said: str, row: Row) -> str:
    """The words of a claim, those at fault underlined, where they are found again."""
    words = sorted({w for f in row.faults for w in f.words if len(w) > 1}, key=len, reverse=True)
    if not words:
        return text(said)
    found = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)", re.IGNORECASE)
    parts, at = [], 0
    for m in found.finditer(said):
        parts.append(f'{text(said[at : m.start()])}<span class="faulty">{text(m[0])}</span>')
        at = m.end()
    return "".join([*parts, text(said[at:])])


def _verdict(row: Row, to: str) -> str:
    """to: "t" for a link to the place in the text, "" for none."""
    number = f'<span class="number {row.verdict}">{row.number}</span>'
    linked = f'<a href="#{to}{row.number}">{number}</a>' if to else number
    said = "Dropped" if row.dropped else VERDICTS[row.verdict]
    return f'<p class="verdict {row.verdict}">{SIGNS[row.verdict]} {said} {linked}</p>'


def _faults(row: Row) -> str:
    return "".join(
        f'<p class="fault{" lesser" if f.kind in _LESSER else ""}">'
        f"<b>{text(f.name)}.</b> {text(sentence(f.message))}</p>"
        for f in row.faults
    )


def _quotes(quotes: Iterable[Quote]) -> str:
    return "".join(
        f'<p class="source {_relation(q.relation)}">“{text(f"{q.lead} {q.text}".strip())}” '
        f'<a href="#s{q.ref}">[{q.ref}]</a></p>'
        for q in quotes
    )


def _relation(relation: Relation) -> str:
    return str(relation)


def _in_place(report: Report) -> str:
    rows = []
    for block, pieces in blocks(report):
        noted = claims_of(pieces)
        notes = "".join(_note(row) for row in noted)
        beside = f'<div class="notes">{notes}</div>' if notes else ""
        rows.append(f'<div class="row{" noted" if noted else ""}">{_block(block, pieces, report.markup)}{beside}</div>')
    rows += [f'<div class="row noted"><span id="t{r.number}"></span>{_note(r)}</div>' for r in left_over(report)]
    return f'<div class="text">\n{chr(10).join(rows)}\n</div>'


def _block(block: Block, pieces: tuple[Piece, ...], markup: str) -> str:
    inner = "".join(_piece(p, markup, block.shape) for p in pieces)
    if block.shape is Shape.HEADING:
        top = ' class="top"' if block.level == 1 else ""
        return f"<h3{top}>{inner}</h3>"
    if block.shape is Shape.ITEM:
        mark = "•" if block.mark in "-*+•" else block.mark
        deep = f" deep{block.level}" if block.level else ""
        return f'<p class="item{deep}"><span class="mark">{text(mark)}</span>{inner}</p>'
    named = {Shape.QUOTE: ' class="quoted"', Shape.TABLE_ROW: ' class="cells"'}.get(block.shape, "")
    return f"<p{named}>{inner}</p>"


def _piece(piece: Piece, markup: str, shape: Shape) -> str:
    said = plain(piece.text, markup)
    if shape is Shape.TABLE_ROW:
        said = said.strip().strip("|").replace("|", " · ")
    if piece.row is None:
        return text(said)
    row = piece.row
    number = f'<a class="number" href="#c{row.number}" id="t{row.number}">{row.number}</a>' if piece.last else ""
    dropped = " dropped" if row.dropped else ""
    return f'<span class="claim {row.verdict}{dropped}">{_with_faults(said, row)}{number}</span>'


def _note(row: Row) -> str:
    why = f"<p>{text(sentence(row.why))}</p>" if row.why and not row.faults else ""
    sure = f'<p class="small">Probability that this verdict is right: {row.score:.0%}</p>' if row.score else ""
    return (
        f'<div class="note" id="c{row.number}">{_verdict(row, "t")}{_faults(row)}{why}{_quotes(row.quotes)}{sure}</div>'
    )


def _entries(report: Report) -> str:
    items = [
        f'<li><span class="ref">[{text(str(e.mark))}]</span>{text(plain(e.text, report.markup))}<br>'
        + "".join(chip(n, e.bad and not n.startswith(("in this", "not in"))) for n in e.notes)
        + "</li>"
        for e in report.entries
    ]
    lost = ", ".join(map(str, report.without_entry))
    told = f"<p>{chip('marks with no entry: ' + lost, True)}</p>" if lost else ""
    return told + (f'<ul class="list">\n{chr(10).join(items)}\n</ul>' if items else "")


def _missing(report: Report) -> str:
    items = [
        f'<li><span class="ref">•</span><b>{text(m.why.capitalize())}.</b> “{text(m.text)}” '
        f'<a href="#s{m.ref}">[{m.ref}]</a></li>'
        for m in report.missing
    ]
    return f'<ul class="list">\n{chr(10).join(items)}\n</ul>' if items else ""


def _sources(sources: tuple[Source, ...]) -> str:
    items = [
        f'<li id="s{n}"><span class="ref">[{n}]</span>{titled(s)}. {text(s.publisher or "publisher unknown")}, '
        f"{s.year or 'no date'}.<br>"
        + "".join(chip(c, False) for c in (str(s.kind), s.jurisdiction, str(s.text_is)))
        + chip(f"status {s.status.state}", str(s.status.state) in ("superseded", "retracted", "withdrawn"))
        + "</li>"
        for n, s in enumerate(sources, 1)
    ]
    return f'<ul class="list">\n{chr(10).join(items)}\n</ul>' if items else ""


def _remarks(report: Report) -> str:
    return "".join(f'<p class="small">{text(sentence(r))}</p>' for r in report.remarks)
