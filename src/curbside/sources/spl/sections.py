"""The sections of a label, in order, each under its title and with its LOINC code as its place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from curbside.sources.spl.blocks import Narrative
from curbside.sources.spl.codes import HIGHLIGHTS, LOINC, heading_of
from curbside.sources.spl.products import Product, products_of
from curbside.sources.spl.tree import attribute, child, children, local, words

_SILENT: Final = frozenset({"id", "code", "title", "effectivetime", "confidentialitycode", "languagecode", "excerpt"})
_OUTER: Final = frozenset({"component", "structuredbody", "document"})


@dataclass(slots=True)
class Sections:
    """Writes all sections of a document. products: those met. untitled: how many got the name of their code."""

    narrative: Narrative
    products: list[Product] = field(default_factory=list)
    untitled: int = 0
    highlighted: int = 0
    others: list[str] = field(default_factory=list)

    def write(self, root: etree._Element) -> None:
        """The highlights, where there are any, as a part of their own; then the sections."""
        self._highlights(root)
        for section in sections_in(root):
            self._section(section, 1)

    def _highlights(self, root: etree._Element) -> None:
        builder = self.narrative.builder
        for section in root.iter("{*}section"):
            texts = [t for e in children(section, "excerpt") for t in e.iterdescendants("{*}text") if words(t)]
            if not texts:
                continue
            if not self.highlighted:
                builder.heading(HIGHLIGHTS, 1)
            self.highlighted += 1
            with builder.place("element", "highlight"), self._place(section):
                builder.heading(self._title(section) or heading_of(_code(section)) or "", 2)
                for text in texts:
                    self.narrative.write(text)
        builder.close(1)

    def _section(self, section: etree._Element, level: int) -> None:
        with self._place(section):
            inner = level + 1 if self._heading(section, level) else level
            for piece in section:
                self._piece(piece, inner)
            for name in _pictures(section):
                self.narrative.describe(name)

    def _heading(self, section: etree._Element, level: int) -> bool:
        """Write the heading; whether there is one.

        A title with nothing under it is what the section says ("4.1 Active liver disease"): it is written as text.
        """
        builder = self.narrative.builder
        title = self._title(section)
        builder.close(level)
        if title and not _holds(section):
            if child(section, "excerpt") is None:
                builder.paragraph(title)
            return False
        standard = None if title or not _holds(section) else heading_of(_code(section))
        self.untitled += standard is not None
        builder.heading(title or standard or "", level)
        return bool(title or standard)

    def _piece(self, piece: etree._Element, level: int) -> None:
        name = local(piece)
        if name == "text":
            self.narrative.write(piece)
        elif name == "section":
            self._section(piece, level)
        elif name == "component":
            for inner in piece:
                if local(inner) != "observationmedia":
                    self._piece(inner, level)
        elif name == "subject":
            self._subject(piece)
        elif name not in _SILENT:
            self._other(piece, name)

    def _subject(self, subject: etree._Element) -> None:
        found = products_of(subject)
        if not found:
            self._other(subject, "subject")
        for product in found:
            self.products.append(product)
            for line in product.told():
                self.narrative.builder.paragraph(line, note=True)

    def _other(self, element: etree._Element, name: str) -> None:
        text = words(element)
        if text:
            self.others.append(name)
            self.narrative.builder.paragraph(text, note=True)

    def _title(self, section: etree._Element) -> str | None:
        title = child(section, "title")
        text = None if title is None else self.narrative.inline.one_line(title)
        return text or None

    def _place(self, section: etree._Element) -> AbstractContextManager[None]:
        code = _code(section)
        return self.narrative.builder.place("section", code) if code else nullcontext()


def sections_in(root: etree._Element) -> Iterator[etree._Element]:
    """The outermost sections, in order, however deep they stand."""
    for section in root.iter("{*}section"):
        if next(section.iterancestors("{*}section"), None) is None:
            yield section


def pictures_in(root: etree._Element) -> dict[str, str]:
    """The description of each picture (observationMedia) by its id, where there is one."""
    media = ((e.get("ID") or "", words(child(e, "text"))) for e in root.iter("{*}observationMedia"))
    return {name: text for name, text in media if name and text}


def _code(section: etree._Element) -> str | None:
    """The LOINC code of a section; None where it has none, or one of another system."""
    code = child(section, "code")
    return attribute(code, "code") if attribute(code, "codeSystem") in (LOINC, None) else None


def _holds(section: etree._Element) -> bool:
    """Whether anything is written under its heading."""
    own = any(words(piece) for piece in section if local(piece) not in _SILENT)
    return own or next(section.iterdescendants("{*}section", "{*}renderMultiMedia"), None) is not None


def _pictures(section: etree._Element) -> list[str]:
    media = (e for piece in children(section, "component") for e in children(piece, "observationmedia"))
    return [name for e in media if (name := e.get("ID"))]
