"""A document as one page of HTML, which prints as a PDF too: no script, nothing fetched, usable without a mouse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

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
    is_urgent,
)
from curbside.interop.pages import html as pages
from curbside.interop.pages.html import chip, text


def page(document: Document) -> str:
    """The whole page."""
    body = "\n".join(part for part in _body(document) if part)
    return pages.page(document.short_title, body, pages.style("curbside.interop.exports", "page.css"))


def pages_of(documents: Sequence[Document]) -> str:
    """One page of several documents, whose references and quotes are numbered on."""
    first = documents[0]
    inner = "\n<hr>\n".join("\n".join(part for part in _content(d) if part) for d in documents)
    body = f"{_running(first)}\n<main>\n{inner}\n</main>\n{_footer(first)}"
    return pages.page(first.short_title, body, pages.style("curbside.interop.exports", "page.css"))


def _body(document: Document) -> Iterator[str]:
    yield _running(document)
    yield "<main>"
    yield from _content(document)
    yield "</main>"
    yield _footer(document)


def _footer(document: Document) -> str:
    return f'<footer class="use"><p>{text(document.intended_use)}</p><p>{text(document.running)}</p></footer>'


def _content(document: Document) -> Iterator[str]:
    yield _header(document)
    yield _section("Bottom line", _bottom(document), "bottom")
    yield _section("Criteria, with the values of the question", "\n".join(map(_worked_out, document.criteria)))
    yield _section("Regimens", "\n".join(map(_dose, document.doses)))
    yield _section("Monitoring plan", _watched(document.monitoring))
    for heading, lines in document.sections:
        yield _section(heading, _statements(lines))
    yield _section("Where the sources disagree", "\n".join(map(_dispute, document.disputes)))
    yield _section("Not found in the library", _items(document.not_found))
    yield _section("References", "\n".join(_group(*g) for g in document.references))
    yield _section("Quotes", _quotes(document.notes), "quotes")
    yield _section("How this was made", "".join(f"<p>{text(line)}</p>" for line in document.made), "made")


def _running(document: Document) -> str:
    """What stands on every printed page; a screen does not show it, since it has the header and the footer."""
    told = f"{document.review.line} {document.intended_use}"
    head = f"<span>{text(document.short_title)}</span><span>{text(document.running)}</span>"
    foot = f"<span>{text(told)}</span>"
    return (
        f'<div class="running-head" aria-hidden="true">{head}</div>'
        f'<div class="running-foot" aria-hidden="true">{foot}</div>'
    )


def _header(document: Document) -> str:
    kind = "approved" if document.review.approval else "unreviewed"
    (_, asked), *facts = document.facts
    rows = "".join(f"<div><dt>{label}</dt><dd>{text(value)}</dd></div>" for label, value in facts)
    notices = "".join(f"<li{_danger(n)}>{_notice(n)}</li>" for n in document.notices)
    told = f'<ul class="notices" aria-label="To be known first">{notices}</ul>' if notices else ""
    return "\n".join(
        (
            '<header>\n<p class="kicker">Answer from stored sources</p>',
            f"<h1>{text(document.title)}</h1>",
            f'<p class="status {kind}">{text(document.review.line)}</p>',
            f'<p class="question"><b>Question</b> {text(asked)}</p>',
            f'<dl class="facts">{rows}</dl>\n{told}\n</header>',
        )
    )


def _danger(notice: str) -> str:
    return ' class="urgent"' if is_urgent(notice) else ""


def _notice(notice: str) -> str:
    """A notice, the words before its colon in bold where they are few."""
    head, colon, rest = notice.partition(": ")
    short = bool(colon) and len(head.split()) <= 3
    return f"<b>{text(head)}:</b> {text(rest)}" if short else text(notice)


def _section(heading: str, inner: str, name: str = "") -> str:
    named = f' class="{name}"' if name else ""
    return f"<section{named}>\n<h2>{text(heading)}</h2>\n{inner}\n</section>" if inner else ""


def _bottom(document: Document) -> str:
    lines = "".join(f"<p>{_line(line)}</p>" for line in document.bottom_line)
    return lines or f"<p>{text(document.no_bottom_line)}</p>"


def _statements(lines: Iterable[Line]) -> str:
    return f'<ul class="statements">{"".join(f"<li>{_line(line)}</li>" for line in lines)}</ul>'


def _line(line: Line) -> str:
    words = text(line.text) if line.text else f'<em class="withheld">{text(line.withheld)}</em>'
    return f"{words} {_marks(line.marks)}{_notes(line.notes)}{_asides(line.asides)}"


def _marks(marks: Iterable[int]) -> str:
    return "".join(f'<a class="mark" href="#r{m}">[{m}]</a>' for m in marks)


def _notes(notes: Iterable[int]) -> str:
    found = ", ".join(f'<a href="#q{n}" aria-label="quote {n}">q{n}</a>' for n in notes)
    return f"<sup>{found}</sup>" if found else ""


def _asides(asides: Iterable[str]) -> str:
    told = "; ".join(asides)
    return f' <span class="aside">{text(told[:1].upper() + told[1:])}</span>' if told else ""


def _items(lines: Iterable[str]) -> str:
    found = "".join(f"<li>{text(line)}</li>" for line in lines)
    return f'<ul class="plain">{found}</ul>' if found else ""


def _worked_out(one: WorkedOut) -> str:
    quoted = f'<p class="rule"><q>{text(one.rule)}</q> {_marks(one.marks)}{_notes(one.notes)}</p>' if one.rule else ""
    result = f'<b class="result {_name(one.result)}">{text(one.result)}</b>'
    caption = f"<caption>{text(one.counted)} {_marks(one.marks)}: {result}</caption>"
    rows = "".join(
        f'<tr><th scope="row">{text(name)}</th><td>{text(edge)}</td><td>{text(value)}</td>'
        f'<td class="verdict {_name(verdict)}">{text(verdict)}</td></tr>'
        for name, edge, value, verdict in one.rows
    )
    told = "".join(f"<li>{text(line)}</li>" for line in one.told)
    below = f'\n<ul class="beside told">{told}</ul>' if told else ""
    table = f"<table>\n{caption}\n{_head(CRITERIA)}\n<tbody>{rows}</tbody>\n</table>"
    return f'<div class="criterion">{quoted}{table}{below}</div>'


def _name(verdict: str) -> str:
    """A verdict or result as the class of an element."""
    return {"fulfilled": "met", "not fulfilled": "not-met", "open": "not-given"}.get(verdict, verdict.replace(" ", "-"))


def _watched(rows: Iterable[Watched]) -> str:
    found = "".join(
        f'<tr><th scope="row">{text(r.what)}</th><td>{text(r.when)}</td><td>{text(r.action)}</td>'
        f"<td>{_marks(r.marks)}</td></tr>"
        for r in rows
    )
    return f'<div class="watched"><table>\n{_head(MONITORING)}\n<tbody>{found}</tbody>\n</table></div>' if found else ""


def _head(names: Iterable[str]) -> str:
    cells = "".join(f'<th scope="col">{name}</th>' for name in names)
    return f"<thead><tr>{cells}</tr></thead>"


def _dose(dose: Dose) -> str:
    rows = "".join(_row(row) for row in dose.rows)
    about = f'<span class="about">{text(dose.about)}</span>' if dose.about else ""
    beside = "".join(
        f"<li>{label}: {'see ' + _marks(marks) if marks else 'not in the library'}</li>" for label, marks in dose.beside
    )
    drug = text(dose.drug[:1].upper() + dose.drug[1:])
    told = f"{_marks(dose.marks)}{_notes(dose.notes)}{about}{_asides(dose.asides)}"
    caption = f'<caption><b>{drug}</b> <span class="place">{text(dose.place)}</span> {told}</caption>'
    table = f"<table>\n{caption}\n{_head(HEADERS)}\n<tbody>{rows}</tbody>\n</table>"
    return f'<div class="dose">{table}\n<ul class="beside">{beside}</ul></div>'


def _row(row: tuple[str, ...]) -> str:
    first, *rest = row
    return f'<tr><th scope="row">{text(first)}</th>{"".join(f"<td>{text(cell)}</td>" for cell in rest)}</tr>'


def _dispute(dispute: Dispute) -> str:
    rows = "".join(
        f'<tr><th scope="row">{text(s.value)}</th><td>{text(s.who)}</td><td>{text(s.place)}</td><td>{text(s.when)}</td>'
        f"<td>{text(s.status)}</td><td>{_marks(s.marks)}</td></tr>"
        for s in dispute.sides
    )
    caption = f"<caption><b>{text(dispute.about)}</b></caption>"
    table = f"<table>\n{caption}\n{_head(SIDES)}\n<tbody>{rows}</tbody>\n</table>"
    return f'<div class="dispute">{table}</div>'


def _group(heading: str, entries: Iterable[Entry]) -> str:
    return f'<h3>{text(heading)}</h3>\n<ul class="list">{"".join(map(_entry, entries))}</ul>'


def _entry(entry: Entry) -> str:
    words = text(entry.text)
    if entry.url:
        address = escape(entry.url, quote=True)
        link = f'<a href="{address}" rel="noopener noreferrer">{text(entry.url)}</a>'
        words = words.replace(text(entry.url), link) if text(entry.url) in words else f"{words} {link}"
    chips = "".join(chip(told, bad) for told, bad in entry.chips)
    return f'<li id="r{entry.ref}"><span class="ref">[{entry.ref}]</span>{words}<br>{chips}</li>'


def _quotes(notes: Iterable[Note]) -> str:
    return f'<ol class="list">{"".join(map(_note, notes))}</ol>'


def _note(note: Note) -> str:
    where = f'<span class="where">{text(note.where)}</span>' if note.where else ""
    unsafe = f'<span class="unsafe">{text(note.unsafe)}</span>' if note.unsafe else ""
    quote = f"<q>{text(note.quote)}</q>" if note.quote else f'<em class="withheld">{text(note.withheld)}</em>'
    number = f'<span class="ref">q{note.number}</span>'
    return f'<li id="q{note.number}">{number}{quote} {_marks((note.ref,))}{where}{unsafe}</li>'
