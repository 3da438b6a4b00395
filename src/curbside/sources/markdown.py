"""Markdown files with front matter (docs/starter-format.md)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date

from curbside.errors import InputError
from curbside.language.splitting import split
from curbside.language.text import content_hash, decode, normalise
from curbside.sources import frontmatter
from curbside.sources.base import Found, Input
from curbside.types import Kind, Source

ENDINGS = (".md", ".markdown")
LARGEST = 50_000_000


def is_markdown(path_name: str) -> bool:
    """Whether the file's name says so."""
    return path_name.lower().endswith(ENDINGS)


def drafted(text: str, markup: str, raw: bytes, where: str, extractor: str) -> Source:
    """A source of a normalised `text` of which nothing is known yet: named by the bytes, kind unknown, no title.

    Raises InputError where `text` is empty or has nothing to quote.
    """
    if not text.strip():
        raise InputError(where, "has no text")
    units = split(text, markup)
    if not units:
        raise InputError(where, "has no sentence to quote, only headings or code")
    digest = hashlib.sha256(raw).hexdigest()
    return Source(
        id=f"file:{digest[:16]}",
        text=text,
        content_hash=content_hash(text),
        kind=Kind.UNKNOWN,
        title="",
        units=units,
        raw_hash=digest,
        extractor=extractor,
        where=where,
    )


class MarkdownReader:
    """Reads a Markdown file with front matter as one source.

    today: what `review_due` is compared with; None is the day of reading.
    """

    name = "markdown"
    extractor = "markdown/1"

    def __init__(self, today: date | None = None) -> None:
        self._today = today

    def accepts(self, name: str, head: bytes) -> bool:
        """A Markdown file whose first line opens front matter."""
        start = head[:16].decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "ignore")
        return is_markdown(name) and start.startswith("---") and start[3:].lstrip(" \t\r")[:1] in ("\n", "")

    def read(self, given: Input) -> Iterator[Found]:
        """The source, and a mark on each document that it supersedes. Raises FrontMatterError or InputError."""
        source, fields = self._parsed(given.bytes(LARGEST), given.where)
        yield source
        yield from frontmatter.supersedes(source, fields)

    def parse(self, raw: bytes, where: str) -> Source:
        """The source in `raw`.

        Raises FrontMatterError or InputError that names file and line.
        """
        return self._parsed(raw, where)[0]

    def _parsed(self, raw: bytes, where: str) -> tuple[Source, frontmatter.Fields]:
        text = normalise(decode(raw, where))
        if not frontmatter.has_front_matter(text):
            raise InputError(where, "has no front matter: its first line is not ---")
        front, body = frontmatter.parted(text, where)
        given = frontmatter.fields(front, where)
        source = drafted(body, "markdown", raw, where, self.extractor)
        return frontmatter.applied(source, given, self._today or date.today()), given
