"""Plain text, and Markdown without front matter: files that do not say what they are.

Kind, status and jurisdiction are unknown, and so is whether their writer had read what they speak of. A description
beside the file (NAME.meta.yaml) says more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

from curbside.language.text import decode, normalise
from curbside.sources.base import Found, Input
from curbside.sources.markdown import ENDINGS, LARGEST, drafted, is_markdown
from curbside.types import Seen, Source

PLAIN_ENDINGS = (".txt", ".text")
LONGEST_TITLE = 160


class PlainReader:
    """Reads a text file as one source whose title is its first heading, else its first line, else its name."""

    name = "plain"
    extractor = "plain/1"

    def accepts(self, name: str, head: bytes) -> bool:
        """Any file whose name says that it is plain text or Markdown."""
        return name.lower().endswith((*PLAIN_ENDINGS, *ENDINGS))

    def read(self, given: Input) -> Iterator[Found]:
        """The source. Raises InputError where it is no text, or has none."""
        yield self.parse(given.bytes(LARGEST), given.where)

    def parse(self, raw: bytes, where: str) -> Source:
        """The source in `raw`.

        Raises InputError where it is no text, or has none.
        """
        text = normalise(decode(raw, where))
        markup = "markdown" if is_markdown(where) else "plain"
        source = drafted(text, markup, raw, where, self.extractor)
        return replace(source, title=_title(source) or PurePath(where).name, seen=Seen.UNKNOWN)


def _title(source: Source) -> str:
    headings = [r for u in source.units for r in u.heading_ranges]
    if headings:
        first = min(headings, key=lambda r: r.start)
        return _shortened(source.text[first.start : first.end])
    return _shortened(next((line for line in source.text.split("\n") if any(c.isalnum() for c in line)), ""))


def _shortened(line: str) -> str:
    bare = " ".join("".join(c for c in line if c.isprintable() or c == "\t").split()).strip("#*_`>•- ")
    if len(bare) <= LONGEST_TITLE:
        return bare
    return bare[:LONGEST_TITLE].rsplit(" ", 1)[0] + " ..."
