"""What all blocks of a JATS article are made of: headings, paragraphs, and what is met within a line."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Final

from lxml import etree

from curbside.sources.building import TextBuilder
from curbside.sources.jats.inline import Inline
from curbside.sources.xml import local

SECTIONS: Final = frozenset({"sec", "app", "app-group", "ack", "notes", "glossary", "fn-group", "bio"})
_PARTING: Final = frozenset(
    "list def-list disp-quote boxed-text verse-group preformat code speech statement array disp-formula-group question"
    " question-wrap chem-struct-wrap sec".split()
)
HEADS: Final = frozenset({"title", "label", "sec-meta", "title-group"})


class Flow(ABC):
    """Writes into a builder. level: of the next heading, 1 outermost. note: what is written is a note."""

    def __init__(self, builder: TextBuilder, inline: Inline) -> None:
        self.builder = builder
        self.inline = inline

    @abstractmethod
    def block(self, element: etree._Element, level: int, note: bool = False) -> None:
        """One block of any kind."""

    def blocks(self, elements: Iterable[etree._Element], level: int, note: bool = False) -> None:
        """The blocks in order; what follows a section on its level stands under none of the section's headings."""
        after = False
        for element in elements:
            name = local(element)
            if name in HEADS:
                continue
            if after and name not in SECTIONS:
                self.builder.close(level)
            after = name in SECTIONS
            self.block(element, level, note)

    def heading(self, text: str, level: int) -> None:
        """A heading; without text, the end of what stood under the last one of its level."""
        if text:
            self.builder.heading(text, level)
        else:
            self.builder.close(level)

    def said(self, text: str, note: bool) -> None:
        """A paragraph."""
        self.builder.paragraph(text, note)

    def paragraph(self, element: etree._Element, level: int, note: bool = False, before: str = "") -> None:
        """A paragraph, parted where a list or the like stands in it. before: what is put in front of its text."""
        pieces = [before, element.text or ""] if before else [element.text or ""]
        for child in element:
            if local(child) in _PARTING:
                self.said(self.inline.finished(pieces), note)
                pieces = []
                self.block(child, level, note)
            else:
                pieces += self.inline.child(child, pieces)
            pieces.append(child.tail or "")
        self.said(self.inline.finished(pieces), note)
        self.held(level, note)

    def paragraph_or_blocks(self, element: etree._Element, level: int, note: bool = False) -> None:
        """What an abstract holds: blocks, or (as in NLM 1) words that stand in no paragraph."""
        if (element.text or "").strip():
            self.paragraph(element, level, note)
        else:
            self.blocks(element, level, note)

    def held(self, level: int, note: bool) -> None:
        """What was met within a line and is to come after it."""
        waiting, self.inline.held = self.inline.held, []
        for element in waiting:
            self.block(element, level, note)

    def titled(self, element: etree._Element) -> str:
        """The label and title of a section, list or box, as one line."""
        title = next((c for c in element if local(c) == "title"), None)
        label = self.inline.plain_label(element)
        text = self.inline.text(title)
        return f"{label} {text}".strip() if label and not text.startswith(label) else text
