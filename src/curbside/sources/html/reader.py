"""The reader of web pages that were saved as files."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import Final

from lxml import etree

from curbside.errors import InputError
from curbside.sources.base import Draft, Found, Input, Rejected
from curbside.sources.building import TextBuilder
from curbside.sources.html.clearing import cleared
from curbside.sources.html.decoding import decoded
from curbside.sources.html.facts import LONGEST_TITLE, Facts, facts
from curbside.sources.html.flow import Flow
from curbside.sources.html.refusing import refusal
from curbside.sources.html.tree import size, tag_of, tree, words
from curbside.sources.licences import licence_of

LARGEST: Final = 30_000_000
ENDINGS: Final = (".html", ".htm", ".xhtml")
MOST_PARTS: Final = 20
_PARTS: Final = ("main", "div", "section", "article", "td")
UNKNOWN_LANGUAGE: Final = "und"
_IS_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*"
    r"(?:<!doctype\s+html\b|<html[\s>]|<head[\s>]|<body[\s>]|<meta\s+(?:charset|name|http-equiv|content)\b)",
    re.IGNORECASE | re.DOTALL,
)
_IS_OTHER = re.compile(r"\s*(?:<\?xml|<!doctype\s+(?!html\b)|\{|\[|%PDF|PK\x03\x04)", re.IGNORECASE)


class HtmlReader:
    """Reads a page of HTML or XHTML as one source: its main part, as a reader of the page sees it.

    Title, publisher, date, jurisdiction, licence and identifiers come only from what the page declares for machines.
    """

    name = "html"
    extractor = "html/1"

    def accepts(self, name: str, head: bytes) -> bool:
        """A file that begins as HTML does, or is named so and begins as nothing else."""
        text = _start(head)
        if _IS_HTML.match(text):
            return True
        return name.lower().endswith(ENDINGS) and not _IS_OTHER.match(text) and "\x00" not in text

    def read(self, given: Input) -> Iterator[Found]:
        """The source, or why it is none."""
        try:
            yield _read(given.bytes(LARGEST), given.where, given.name, self.extractor)
        except InputError as error:
            yield Rejected(error.where, error.reason)


def _start(head: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "ignore")
    return head.decode("latin-1")


def _read(raw: bytes, where: str, name: str, extractor: str) -> Draft | Rejected:
    text, remarks = decoded(raw, where)
    root = tree(text, where)
    told = facts(root)
    left = cleared(root)
    builder = TextBuilder()
    flow = Flow(builder)
    main, outside = _main(root)
    flow.write(main)
    titles = tuple(t[:LONGEST_TITLE] for t in (told.title, flow.first, _heading(root)) if t)
    refused = refusal(tree(text, where), titles, builder.text()) if builder.length < 2000 else None
    if refused:
        return Rejected(where, refused)
    digest = hashlib.sha256(raw).hexdigest()
    draft = builder.draft(f"file:{digest[:16]}", where, extractor, digest)
    said = (*remarks, *told.remarks, *outside, *flow.remarks, *left.remarks())
    return _described(draft, told, _title(main, told, name), said)


def _described(draft: Draft, told: Facts, title: str, remarks: tuple[str, ...]) -> Draft:
    source = replace(
        draft.source,
        title=title,
        publisher=told.publisher,
        date=told.date,
        jurisdiction=told.jurisdiction,
        identifiers=told.identifiers,
        licence=licence_of("\n".join(told.licences)),
        authors=told.authors,
        keywords=told.keywords,
        language=told.language or UNKNOWN_LANGUAGE,
        remarks=tuple(dict.fromkeys(remarks)),
    )
    return replace(draft, source=source)


def _main(root: etree._Element) -> tuple[etree._Element, tuple[str, ...]]:
    """The part of the page to read, and a remark on what stands outside it.

    It is the only main element, or the only article; the body where these hold less than half of the text.
    """
    body = next((e for e in root if tag_of(e) == "body"), root)
    mains = [e for e in body.iter(*_PARTS) if e.tag == "main" or (e.get("role") or "").lower() == "main"]
    found = mains or list(body.iter("article"))
    chosen = [(e, number) for e in found if (number := size(e))] if len(found) <= MOST_PARTS else []
    if len(chosen) != 1:
        return body, ()
    main, number = chosen[0]
    rest = size(body) - number
    return (body, ()) if number < rest else (main, _outside(body, main, rest))


def _outside(body: etree._Element, main: etree._Element, number: int) -> tuple[str, ...]:
    if not number:
        return ()
    above = {id(e) for e in main.iterancestors()} | {id(main)}
    parts = [
        e
        for a in (main, *main.iterancestors())
        if a is not body
        for e in (*a.itersiblings(preceding=True), *a.itersiblings())
    ]
    said = [f'"{words(e)}"' for e in parts if id(e) not in above and tag_of(e) and size(e)][:5]
    return (
        f"left out: {number:,} characters outside the main part of the page{': ' if said else ''}{', '.join(said)}",
    )


def _heading(root: etree._Element) -> str | None:
    return next((said for e in root.iter("h1") if (said := words(e, LONGEST_TITLE))), None)


def _title(main: etree._Element, told: Facts, name: str) -> str:
    return _heading(main) or told.title or PurePath(name).stem
