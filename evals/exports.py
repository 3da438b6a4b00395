"""Exports the answer of every reviewed question in every format and reads each back by what others wrote.

    python evals/exports.py [--length LENGTH] [--formats csl,ris,...] [--json] [--write]

Each answer is first read back from its JSON (`curbside.interop.saved`), which must print as it did. Then: CSL-JSON by
its rules, RIS by rispy, BibTeX by pybtex, JSON-LD by the expansion of PyLD and the terms of schema.org, a page by lxml,
a PDF by PDFium, a Word file by python-docx and its XML; and in every document all statements, all quotes, what it is
for, and nobody's review. `--write` puts the figures into `docs/export.md`. Exit code 0 where all of it held, else 1.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import docx as python_docx
import rispy
from evals import schema_org
from evals.exports_reading import docx_parts, letters, page_words, pdf_pages
from evals.marked import write
from evals.starter_questions import FILES, load
from lxml import html as lxml_html
from pybtex.database import parse_string
from pyld import jsonld

from curbside.engine import Engine
from curbside.errors import CurbsideError, UsageError
from curbside.interop import tables
from curbside.interop.contract import as_json
from curbside.interop.exports import FORMATS, Printing, csl
from curbside.interop.saved import answer_of
from curbside.types import LENGTHS, Answer

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "export.md"
NOBODY = "Nobody has reviewed this answer."


@dataclass
class Tally:
    """What came of one format: how many files, what was wrong with them, their seconds and bytes."""

    files: int = 0
    faults: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)


def said(answer: Answer, how: Printing) -> Iterator[str]:
    """What every document must have."""
    yield from (s.text for s in answer.statements)
    yield from (how.read(span) for s in answer.statements for c in s.citations for span in c.spans)
    yield answer.notices[-1]
    yield NOBODY
    yield from answer.not_found
    for criterion in answer.criteria:
        yield criterion.rule
        yield tables.counted(criterion)
        yield str(criterion.result)
        yield from tables.notes(criterion)
        for row in tables.members(criterion, f"[{criterion.ref}]"):
            yield " ".join(row)
    for step in answer.monitoring:
        yield from (words for words in (step.step.what, step.step.action) if words)


def missing(whole: str, answer: Answer, how: Printing) -> list[str]:
    """What of an answer is not in the words of a document."""
    words = letters(whole)
    return [f"missing: {one[:60]}" for one in said(answer, how) if letters(one) not in words]


def of_csl(raw: bytes, answer: Answer, _: Printing) -> list[str]:
    found = json.loads(raw)
    return csl.faults(found) + ([] if len(found) == len(answer.references) else ["another number of items"])


def of_ris(raw: bytes, answer: Answer, _: Printing) -> list[str]:
    titles = [(r["id"], r["title"].split()) for r in rispy.loads(raw.decode())]
    same = titles == [(str(r.ref), r.source.title.split()) for r in answer.references]
    return [] if same else ["other titles or numbers"]


def of_bibtex(raw: bytes, answer: Answer, _: Printing) -> list[str]:
    keys = list(parse_string(raw.decode(), "bibtex").entries)
    return [] if keys == [f"ref{r.ref}" for r in answer.references] else ["other keys"]


def of_jsonld(raw: bytes, answer: Answer, _: Printing) -> list[str]:
    page = {**json.loads(raw), "@context": {"@vocab": schema_org.BASE}}
    (node,) = jsonld.expand(page)
    claims = [c["text"] for c in page["hasPart"]]
    return schema_org.faults(node) + ([] if claims == [s.text for s in answer.statements] else ["other claims"])


def of_html(raw: bytes, answer: Answer, how: Printing) -> list[str]:
    page = lxml_html.document_fromstring(raw.decode())
    targets = {a.get("href") for a in page.iter("a") if (a.get("href") or "").startswith("#")}
    ids = {f"#{e.get('id')}" for e in page.iter() if isinstance(e.tag, str) and e.get("id")}
    told = [] if targets == ids else ["marks and entries are not the same"]
    return told + missing(page_words(raw.decode()), answer, how)


def of_json(raw: bytes, answer: Answer, how: Printing) -> list[str]:
    told = json.loads(raw)
    texts = {s["text"] for s in told["statements"]}
    return [f"missing: {s.text[:60]}" for s in answer.statements if s.text not in texts]


def of_md(raw: bytes, answer: Answer, how: Printing) -> list[str]:
    return missing(raw.decode().replace(" | ", " ").replace("\\", ""), answer, how)


def of_pdf(raw: bytes, answer: Answer, how: Printing) -> list[str]:
    pages = pdf_pages(raw)
    bare = [n for n, page in enumerate(pages, 1) if letters(answer.notices[-1]) not in letters(page)]
    unnumbered = [n for n, page in enumerate(pages, 1) if letters(f"Page {n} of {len(pages)}") not in letters(page)]
    told = [f"page {n} does not say what it is for" for n in bare] + [f"page {n} has no number" for n in unnumbered]
    return told + missing(" ".join(pages), answer, how)


def of_docx(raw: bytes, answer: Answer, how: Printing) -> list[str]:
    document = python_docx.Document(io.BytesIO(raw))
    told = [] if document.core_properties.title else ["no title"]
    return told + missing(" ".join(docx_parts(raw).values()), answer, how)


READERS: dict[str, Callable[[bytes, Answer, Printing], list[str]]] = {
    "csl": of_csl,
    "ris": of_ris,
    "bibtex": of_bibtex,
    "jsonld": of_jsonld,
    "html": of_html,
    "md": of_md,
    "json": of_json,
    "pdf": of_pdf,
    "docx": of_docx,
}


ELSEWHERE = frozenset(("fhir", "fhir-r4b", "ics"))
"""Formats that `evals/fhir_and_calendars.py` reads back, with invariants and dates of their own."""


def answers(engine: Engine, length: str) -> Iterator[tuple[str, Answer]]:
    """The answers to the reviewed questions, by the names of these; refusals and bad calls are passed over."""
    for question in load(FILES):
        try:
            found = engine.ask(
                question["question"],
                jurisdiction=question["jurisdiction"],
                audience=question["audience"],
                length=length,
            )
        except UsageError:
            continue
        if isinstance(found, Answer):
            yield question["id"], found


def run(engine: Engine, length: str, formats: list[str]) -> dict[str, Tally]:
    """Export and read back all answers."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    read = engine.library.read_span
    for name, answer in answers(engine, length):
        how = Printing(read, date(2026, 12, 1), name, date(2026, 12, 1))
        _kept(tallies["read back"], name, engine, answer)
        for to in formats:
            _exported(tallies[to], name, to, answer, how)
    return tallies


def _kept(tally: Tally, name: str, engine: Engine, answer: Answer) -> None:
    read = engine.library.read_span
    printed = json.loads(json.dumps(as_json(answer, read)))
    start = time.perf_counter()
    tally.files += 1
    try:
        again = json.loads(json.dumps(as_json(answer_of(printed, engine.library), read)))
    except CurbsideError as error:
        tally.faults.append(f"{name}: {error}")
        return
    tally.seconds.append(time.perf_counter() - start)
    tally.sizes.append(len(json.dumps(printed).encode()))
    if again != printed:
        tally.faults.append(f"{name}: {[k for k in printed if printed[k] != again[k]]} differ")


def _exported(tally: Tally, name: str, to: str, answer: Answer, how: Printing) -> None:
    start = time.perf_counter()
    raw = FORMATS[to].made(answer, how)
    tally.seconds.append(time.perf_counter() - start)
    tally.files += 1
    tally.sizes.append(len(raw))
    tally.faults += [f"{name}: {fault}" for fault in READERS[to](raw, answer, how)]


def rows(tallies: dict[str, Tally]) -> list[dict[str, Any]]:
    """One row a format."""
    return [
        {
            "format": to,
            "files": t.files,
            "sound": t.files - len({f.partition(":")[0] for f in t.faults}),
            "median_seconds": round(median(t.seconds), 3) if t.seconds else None,
            "median_kilobytes": round(median(t.sizes) / 1000, 1) if t.sizes else None,
        }
        for to, t in tallies.items()
    ]


def table(found: list[dict[str, Any]], length: str) -> str:
    """The rows as Markdown."""
    lines = [
        f"| answers of the length `{length}` | files | read back whole | median seconds | median kB |",
        "|---|---|---|---|---|",
    ]
    fields = ("format", "files", "sound", "median_seconds", "median_kilobytes")
    lines += [f"| {' | '.join(str(row[name]) for name in fields)} |" for row in found]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--length", choices=tuple(LENGTHS), default="standard")
    parser.add_argument("--formats", default=",".join(READERS), help="some of them, with commas")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/export.md")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Engine.open(Path(folder)) as engine:
        tallies = run(engine, given.length, given.formats.split(","))
    found = rows(tallies)
    print(json.dumps(found, indent=1) if given.json else table(found, given.length))
    faults = [f"{to}: {fault}" for to, t in tallies.items() for fault in t.faults]
    print("\n".join(faults[:50]), file=sys.stderr)
    if given.write:
        write(PAGE, {f"exports_{given.length}": table(found, given.length)})
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
