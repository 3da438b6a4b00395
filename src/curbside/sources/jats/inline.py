"""The text within a paragraph, title or cell of JATS: one line, nothing glued to a number.

Elements are those of the Journal Archiving and Interchange Tag Library (jats.nlm.nih.gov/archiving/tag-library/).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from curbside.sources.jats.citations import is_only_marks, marked, plain, unlinked, unmarked
from curbside.sources.mathml import math_of
from curbside.sources.raised import lowered, raised
from curbside.sources.xml import line, local

HREF: Final = "{http://www.w3.org/1999/xlink}href"
PICTURE: Final = "[picture]"
FORMULA: Final = "[formula]"
BLOCKS: Final = frozenset(
    "array boxed-text chem-struct-wrap code def-list disp-formula-group disp-quote fig fig-group fn fn-group graphic"
    " list media preformat question question-wrap sec speech statement supplementary-material table table-wrap"
    " table-wrap-group verse-group floats-group".split()
)
_APART: Final = frozenset(
    "p title break hr term def list-item label day month year disp-formula attrib verse-line line speaker td th".split()
)
_SKIPPED: Final = frozenset(
    "alt-text long-desc object-id index-term glyph-data permissions x-data processing-meta".split()
)
_PICTURES: Final = frozenset("inline-graphic private-char glyph-ref graphic inline-media".split())
_UNDERLINED: Final = {"+": "±", "<": "≤", ">": "≥"}


@dataclass(slots=True)
class Inline:
    """Writes the text of elements of one article.

    references: the ids of the entries of its reference list. number: how many there are. left: what was left out, by
    name. held: the blocks (figures, footnotes) that were met within a line and are to come after it.
    """

    references: frozenset[str]
    number: int
    left: Counter[str] = field(default_factory=Counter)
    held: list[etree._Element] = field(default_factory=list)

    def text(self, element: etree._Element | None, without: frozenset[str] = frozenset()) -> str:
        """The text within `element` as one line, but for its children of the tags `without`; "" for none."""
        if element is None:
            return ""
        return self.finished(self.pieces(element, without))

    def finished(self, pieces: Iterable[str]) -> str:
        """`pieces` as one line, marks of citations taken out and counted."""
        text, count = unmarked("".join(pieces))
        if count:
            self.left["citation marks"] += count
        return line(text)

    def pieces(self, element: etree._Element, without: frozenset[str] = frozenset()) -> list[str]:
        """The text within `element` in order, white space as it stands and citations marked."""
        parts = [plain(element.text or "")]
        for child in element:
            if local(child) not in without:
                parts += self.child(child, parts)
            parts.append(plain(child.tail or ""))
        return parts

    def child(self, child: etree._Element, before: list[str]) -> list[str]:
        """The text of one child of a line of which `before` is what stands in front of it."""
        name = local(child)
        if name in _SKIPPED:
            self.left[name] += 1
            return []
        if name in BLOCKS:
            self.held.append(child)
            return [f" [{self.plain_label(child)}] "] if name == "fn" and self.plain_label(child) else [" "]
        if name in _PICTURES:
            self.left["pictures within a line"] += 1
            return [PICTURE]
        written = _WRITTEN.get(name)
        if written is not None:
            return written(self, child, before)
        inner = self.pieces(child)
        return [" ", *inner, " "] if name in _APART else inner

    def plain_label(self, element: etree._Element) -> str:
        """The label of a footnote or other object."""
        label = next((c for c in element if local(c) == "label"), None)
        return line(raw_text(label)) if label is not None else ""


def raw_text(element: etree._Element) -> str:
    """All characters within `element`, as they stand."""
    return "".join(str(text) for text in element.itertext())


def _last(parts: list[str]) -> str:
    return next((part[-1] for part in reversed(parts) if part), "")


def _sup(inline: Inline, element: etree._Element, before: list[str]) -> list[str]:
    inner = "".join(inline.pieces(element))
    if is_only_marks(inner):
        return [marked(inner)]
    inner, count = unmarked(inner)
    inline.left["citation marks"] += count
    citation = unlinked(inner, _last(before), inline.number)
    if citation is not None:
        return [citation]
    return [inner if inner.lstrip().startswith("[") else raised(inner)]


def _sub(inline: Inline, element: etree._Element, before: list[str]) -> list[str]:
    inner = "".join(inline.pieces(element))
    return [lowered(inner, _last(before), (element.tail or "")[:1])]


def _xref(inline: Inline, element: etree._Element, before: list[str]) -> list[str]:
    kind, targets = element.get("ref-type"), (element.get("rid") or "").split()
    if kind in ("bibr", "ref") or any(t in inline.references for t in targets):
        return [marked("".join(_flat(inline, element)))]
    if kind in ("table-fn", "fn"):
        mark = line("".join(_flat(inline, element)))
        return [f" [{mark}]" if mark[:1].isalnum() else mark]
    return inline.pieces(element)


def _flat(inline: Inline, element: etree._Element) -> list[str]:
    """The text of a mark, what is raised in it as it stands: it is taken out or put in brackets."""
    parts = [plain(element.text or "")]
    for child in element:
        parts += (
            _flat(inline, child) if local(child) in ("sup", "italic", "bold", "sub") else inline.child(child, parts)
        )
        parts.append(plain(child.tail or ""))
    return parts


def _struck(inline: Inline, element: etree._Element, before: list[str]) -> list[str]:
    inline.left["struck-out words"] += len(raw_text(element).split())
    return [" "]


def _underline(inline: Inline, element: etree._Element, before: list[str]) -> list[str]:
    inner = inline.pieces(element)
    return [_UNDERLINED.get("".join(inner).strip(), "")] if "".join(inner).strip() in _UNDERLINED else inner


def _math(inline: Inline, element: etree._Element, before: list[str]) -> list[str]:
    return [math_of(element)]


def _tex(inline: Inline, element: etree._Element, before: list[str]) -> list[str]:
    return [f" {tex_of(raw_text(element))} "]


def tex_of(text: str) -> str:
    """The formula within a TeX document, without its preamble and its signs of mathematical mode."""
    begun, found, rest = text.partition("\\begin{document}")
    body = (rest if found else begun).partition("\\end{document}")[0].strip()
    return plain(body.strip("$ \n\t") if body.startswith("$") else body)


_FIRST: Final = ("math", "tex-math", "table", "textual-form", "chem-struct", "name", "collab", "string-name")


def _alternatives(inline: Inline, element: etree._Element, before: list[str]) -> list[str]:
    """The first of the forms of one object that is text; a picture only where there is no other."""
    children = {local(c): c for c in reversed(element)}
    chosen = next((children[name] for name in _FIRST if name in children), None)
    if chosen is None:
        chosen = next((c for c in element if local(c) not in _PICTURES), None)
    if chosen is None and len(element):
        chosen = element[0]
    return [] if chosen is None else inline.child(chosen, before)


def _formula(inline: Inline, element: etree._Element, before: list[str]) -> list[str]:
    """A formula in its line; one that is only a picture leaves `FORMULA`, so that no sentence closes over the gap."""
    pictures = inline.left["pictures within a line"]
    inner = inline.finished(inline.pieces(element, frozenset({"label"})))
    if inner.replace(PICTURE, "").strip():
        return [" ", inner, " "] if local(element) == "disp-formula" else [inner]
    held = [b for b in inline.held if local(b) == "graphic" and b.getparent() is element]
    inline.held = [b for b in inline.held if b not in held]
    inline.left["pictures within a line"] = pictures
    inline.left["formulae that are pictures"] += 1
    return [f" {FORMULA} "]


def _link(inline: Inline, element: etree._Element, before: list[str]) -> list[str]:
    inner = inline.pieces(element)
    return inner if "".join(inner).strip() else [plain(element.get(HREF) or "")]


def _abbreviation(inline: Inline, element: etree._Element, before: list[str]) -> list[str]:
    meaning = [c for c in element if local(c) == "def"]
    inner = inline.pieces(element, frozenset({"def"}))
    return [*inner, *(f" ({inline.text(c)})" for c in meaning)]


_WRITTEN: Final[dict[str, Callable[[Inline, etree._Element, list[str]], list[str]]]] = {
    "sup": _sup,
    "sub": _sub,
    "xref": _xref,
    "strike": _struck,
    "underline": _underline,
    "math": _math,
    "tex-math": _tex,
    "alternatives": _alternatives,
    "citation-alternatives": _alternatives,
    "inline-formula": _formula,
    "disp-formula": _formula,
    "ext-link": _link,
    "uri": _link,
    "abbrev": _abbreviation,
}
