"""The reader of Word files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import Final

from curbside.errors import InputError
from curbside.sources.base import Draft, Found, Input, Rejected
from curbside.sources.building import TextBuilder
from curbside.sources.docx.body import PAGE, Body
from curbside.sources.docx.notes import Notes
from curbside.sources.docx.numbering import Numbering
from curbside.sources.docx.opening import Opened, W, opened
from curbside.sources.docx.runs import Runs, balanced
from curbside.sources.docx.styles import Styles, style_of
from curbside.sources.docx.tables import words
from curbside.sources.docx.telling import Telling
from curbside.sources.xml import line

LARGEST: Final = 100_000_000
LONGEST_TITLE: Final = 300
UNKNOWN_LANGUAGE: Final = "und"
ENDINGS: Final = (".docx", ".docm", ".dotx", ".dotm")
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF: Final = b"{\\rtf"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_NO_TITLE = re.compile(
    r"(?:microsoft )?word(?: document)?|microsoft word - .*|document ?\d*|untitled.*|template.*|normal|title"
    r"|.*\.(?:docx?|docm|dotx?|rtf|tmp)",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


class DocxReader:
    """Reads a Word file as one source. Macros are not run, links not followed, tracked changes read as accepted."""

    name = "docx"
    extractor = "docx/1"

    def accepts(self, name: str, head: bytes) -> bool:
        """A zip that is named as a Word file or shows Word's parts; an old or protected one, to say what it is."""
        named = name.lower().endswith(ENDINGS)
        if head.startswith(_ZIP):
            return named or b"word/document.xml" in head or b"word/_rels/" in head
        return head.startswith((_OLE, _RTF)) and (named or name.lower().endswith((".doc", ".dot")))

    def read(self, given: Input) -> Iterator[Found]:
        """The source, or why it is none."""
        try:
            yield _read(given.bytes(LARGEST), given.where, given.name, self.extractor)
        except InputError as error:
            yield Rejected(error.where, error.reason)


def _read(raw: bytes, where: str, name: str, extractor: str) -> Draft:
    _check(raw, where)
    found = opened(raw, where)
    styles = Styles(found.part("styles"))
    styles.titled = any(styles.name(style_of(p.find(f"{W}pPr"))) == "title" for p in found.body.iter(f"{W}p"))
    telling = Telling()
    runs = Runs(styles, telling, balanced(found.body))
    builder = TextBuilder()
    body = Body(builder, styles, Numbering(found.part("numbering"), styles), runs, Notes(found))
    body.write(found.body, PAGE if found.page in (None, "auto") else found.page)
    body.end()
    _around(found, telling)
    digest = hashlib.sha256(raw).hexdigest()
    draft = builder.draft(f"file:{digest[:16]}", where, extractor, digest)
    return _described(draft, found, styles, body.first or PurePath(name).stem, telling)


def _check(raw: bytes, where: str) -> None:
    if raw.startswith(_RTF):
        raise InputError(where, "is a file in Rich Text Format; save it as .docx")
    if raw.startswith(_OLE):
        protected = "is protected by a password; save it without one"
        raise InputError(where, protected if _ENCRYPTED in raw else "is an old Word file (.doc); save it as .docx")


def _described(draft: Draft, found: Opened, styles: Styles, title: str, telling: Telling) -> Draft:
    given = {name: line(text) for name, text in found.properties.items()}
    own = given.get("title", "")
    language = (given.get("language") or styles.language() or "").replace("_", "-")
    keywords = tuple(dict.fromkeys(word for word in map(line, re.split("[,;]", given.get("keywords", ""))) if word))
    source = replace(
        draft.source,
        title=own if own and not _NO_TITLE.fullmatch(own) and len(own) <= LONGEST_TITLE else title,
        language=language if _LANGUAGE.fullmatch(language) else UNKNOWN_LANGUAGE,
        keywords=keywords,
        remarks=(*telling.remarks(), *_properties(given), *_macros(found)),
    )
    return replace(draft, source=source)


def _properties(given: dict[str, str]) -> tuple[str, ...]:
    """What the file says of itself that need not be true of the document."""
    named = {"author": "author", "created": "creation", "modified": "last change"}
    said = [f"{what} {given[name]}" for name, what in named.items() if given.get(name)]
    return (f"the file's properties say: {'; '.join(said)}; they were not taken as facts",) if said else ()


def _macros(found: Opened) -> tuple[str, ...]:
    return ("holds macros, which were neither read nor run",) if found.macros else ()


def _around(found: Opened, telling: Telling) -> None:
    """Tell what stands beside the body: comments, headers and footers."""
    for part in found.parts.get("comments", ()):
        for comment in part.iter(f"{W}comment"):
            telling.left("comments", words(comment))
    for name in ("header", "footer"):
        for part in found.parts.get(name, ()):
            said = line(words(part))
            if said:
                telling.left("headers and footers of the pages", said)
