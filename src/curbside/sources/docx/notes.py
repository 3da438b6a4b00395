"""Footnotes and endnotes, put after the paragraph, list or table that refers to them."""

from __future__ import annotations

from typing import Final

from lxml import etree

from curbside.sources.docx.opening import Opened, W
from curbside.sources.docx.runs import Runs
from curbside.sources.html.inline import BREAK
from curbside.sources.xml import line

_TAGS: Final = {"footnotes": f"{W}footnote", "endnotes": f"{W}endnote"}


class Notes:
    """The notes of a document. wanted: those that were referred to and are still to be written."""

    def __init__(self, found: Opened) -> None:
        self.wanted: list[tuple[str, str]] = []
        self._notes: dict[tuple[str, str], etree._Element] = {}
        for kind, tag in _TAGS.items():
            root = found.part(kind)
            for note in () if root is None else root.iter(tag):
                if note.get(f"{W}type", "normal") == "normal":
                    self._notes[kind, note.get(f"{W}id", "")] = note

    def taken(self, runs: Runs) -> list[str]:
        """The texts of the notes that are wanted; each note is given once."""
        wanted, self.wanted = self.wanted, []
        notes = [note for name in dict.fromkeys(wanted) if (note := self._notes.pop(name, None)) is not None]
        return [text for note in notes if (text := _text(note, runs))]

    def left(self) -> int:
        """How many notes nothing refers to."""
        return len(self._notes)


def _text(note: etree._Element, runs: Runs) -> str:
    said = [runs.said(paragraph, "", None).text for paragraph in note.iter(f"{W}p")]
    return line(" ".join(said).replace(BREAK, " "))
