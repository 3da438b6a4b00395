"""Taking out of a page what its reader does not see, what was struck through, and what is no part of its text.

Each kind is told once, with the number of its places and the first words of some of them, so that nothing is lost
without a word. What is taken out stays out of the stored text and so out of everything that can be quoted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from lxml import etree

from curbside.sources.html.styles import Ink, Sheet, declarations, hiding, ink, plain, unseen
from curbside.sources.html.tree import remove, shortened, size, tag_of, words
from curbside.sources.xml import line

SHOWN: Final = 5
FEW: Final = 10
HIDDEN: Final = "text that readers of the page do not see"
STRUCK: Final = "text that is struck through"
MARKS: Final = "marks of references and footnotes"
_SILENT: Final = frozenset({"script", "style", "link", "meta", "base", "head", "title", "param", "source", "track"})
_UNSHOWN: Final = {"noscript": "noscript", "template": "template", "datalist": "datalist"}
_CONTROLS: Final = frozenset({"button", "input", "select", "textarea", "option", "optgroup", "progress", "meter"})
_MEDIA: Final = {"img": "images", "svg": "drawings", "canvas": "drawings", "iframe": "frames"} | {
    **dict.fromkeys(("object", "embed", "applet"), "embedded objects"),
    **dict.fromkeys(("video", "audio"), "recordings"),
}
_STRUCK: Final = frozenset({"del", "s", "strike"})
_ROLES: Final = {
    **dict.fromkeys(("navigation", "menu", "menubar", "toolbar"), "menus"),
    **dict.fromkeys(("banner", "contentinfo"), "the header and footer of the page"),
    "search": "forms",
}
_SECTIONS: Final = frozenset({"article", "main", "section", "blockquote", "td", "figure", "details"})
_LABELS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt", "th"})
_SPECIAL: Final = (
    _SILENT | _CONTROLS | _STRUCK | {*_UNSHOWN, *_MEDIA, "sup", "a", "nav", "header", "footer", "aside", "form"}
)
_MARK = re.compile(r"[\[(]?[\d\s,;–-]{1,30}[\])]?|[\[(]?[a-z][\])]?|[*†‡§¶#∗]{1,4}", re.IGNORECASE)
_NOTE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:reference|footnote|fn|noteref|cite|citation|endnote)s?(?:$|[\s_-])", re.IGNORECASE
)
_POWER = re.compile(r"(?:^|[x×*·]\s*)10$")
_COOKIES = re.compile(r"cookie|gdpr|onetrust", re.IGNORECASE)
_LONG_FORM: Final = 400


@dataclass(slots=True)
class Left:
    """What was left out: by kind, the first words of each place (empty where it had none)."""

    places: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, said: str) -> None:
        """One more place of this kind."""
        self.places.setdefault(kind, []).append(said)

    def remarks(self) -> tuple[str, ...]:
        """One sentence for each kind."""
        return tuple(_told(kind, said) for kind, said in self.places.items())


def cleared(root: etree._Element) -> Left:
    """Take out of `root` all that is not to be read, and say what it was."""
    left = Left()
    comments = list(root.iter(etree.Comment))
    for comment in comments:
        left.add("comments", shortened(line(comment.text or "")))
    remove(comments)
    clearing = _Clearing(root, left)
    clearing.walk()
    remove(clearing.doomed)
    return left


class _Clearing:
    """One way through a page. within: how many elements of some tags are open. linked: it has style sheets."""

    def __init__(self, root: etree._Element, left: Left) -> None:
        self.root = root
        self.left = left
        self.doomed: list[etree._Element] = []
        self.sheet = _sheet(root)
        self.linked = self.sheet.present or any("stylesheet" in (e.get("rel") or "").lower() for e in root.iter("link"))
        self.within = dict.fromkeys((*_SECTIONS, *_LABELS, "aside", "form"), 0)
        self.colours = [Ink()]

    def walk(self) -> None:
        """Find what is to be taken out."""
        special = _SPECIAL | self.sheet.tags()
        walk = etree.iterwalk(self.root, events=("start", "end"))
        for event, element in walk:
            tag = tag_of(element)
            if event == "end":
                self.colours.pop()
                if tag in self.within:
                    self.within[tag] -= 1
                continue
            if tag not in special and plain(element):
                self.colours.append(self.colours[-1])
            elif self._goes(element, tag):
                walk.skip_subtree()
            if tag in self.within:
                self.within[tag] += 1

    def _goes(self, element: etree._Element, tag: str) -> bool:
        style = self.sheet.style(element)
        self.colours.append(ink(element, style, self.colours[-1]))
        kind = self._kind(element, tag, style)
        if kind is None:
            return False
        self.doomed.append(element)
        if kind in _MEDIA.values():
            self.left.add(kind, line(element.get("alt") or element.get("title") or "") or words(element))
        elif kind and (said := words(element)):
            self.left.add(kind, said)
        return True

    def _kind(self, element: etree._Element, tag: str, style: Mapping[str, str]) -> str | None:
        """Why `element` is left out; "" for what has nothing to tell, None for what stays."""
        if tag in _SILENT:
            return ""
        hidden = _hidden(element, tag, style, unseen(self.colours[-1], self.linked))
        if hidden:
            return f"{HIDDEN} ({hidden})"
        if tag in _STRUCK or "line-through" in f"{style.get('text-decoration')} {style.get('text-decoration-line')}":
            return STRUCK
        if _is_mark(element, tag):
            return MARKS
        return _MEDIA.get(tag) or self._furniture(element, tag)

    def _furniture(self, element: etree._Element, tag: str) -> str | None:
        role = (element.get("role") or "").lower()
        if tag == "nav" or role in _ROLES:
            return _ROLES.get(role, "menus")
        if tag in ("header", "footer") and not self._inside(_SECTIONS):
            return "the header and footer of the page"
        if tag in ("aside", "div", "section", "dialog") and _is_banner(element):
            return "notices on cookies"
        if tag == "aside":
            return "menus" if not self.within["aside"] and _is_menu(element) else None
        if tag == "form":
            return "forms" if not self.within["form"] and _is_form(element) else None
        if tag in _CONTROLS:
            return None if tag == "button" and self._inside(_LABELS) else "forms"
        return None

    def _inside(self, tags: frozenset[str]) -> bool:
        return any(self.within[tag] for tag in tags)


def _sheet(root: etree._Element) -> Sheet:
    sheet = Sheet()
    for element in root.iter("style"):
        media = (element.get("media") or "all").lower()
        if "screen" in media or "all" in media:
            sheet.add(element.text or "")
    return sheet


def _hidden(element: etree._Element, tag: str, style: Mapping[str, str], faint: bool) -> str | None:
    if tag in _UNSHOWN:
        return _UNSHOWN[tag]
    if element.get("hidden") is not None:
        return "hidden"
    if (element.get("aria-hidden") or "").lower() == "true" and tag not in ("svg", "img"):
        return "aria-hidden"
    found = hiding(style)
    if found:
        return shortened(found, 40)
    own = {*declarations(element.get("style") or ""), *(name for name in ("color", "bgcolor") if element.get(name))}
    return (
        "the colour of what is behind it"
        if faint and own & {"color", "background", "background-color", "bgcolor"}
        else None
    )


def _is_mark(element: etree._Element, tag: str) -> bool:
    """Whether `element` is a raised link to a note, or a link to one that is glued to the word before it."""
    if tag not in ("sup", "a"):
        return False
    if len(element) > 3 or sum(1 for _ in islice(element.iterdescendants(), FEW)) == FEW:
        return False
    said = words(element, 40)
    if not said or not _MARK.fullmatch(said):
        return False
    before = _before(element)
    if _POWER.search(before) or (element.tail or "").startswith("/"):
        return False
    links = [element] if tag == "a" else list(element.iter("a"))
    inward = any((a.get("href") or "").startswith("#") or "noteref" in (a.get("role") or "") for a in links)
    if tag == "sup":
        return inward or (bool(links) and bool(_NOTE_CLASS.search(element.get("class") or "")))
    return inward and (before[-1:].strip() != "" or element.find(".//sup") is not None) and before[-1:] not in "([–-"


def _before(element: etree._Element) -> str:
    """The characters before `element`, as far as its own line of siblings tells."""
    previous = element.getprevious()
    parent = element.getparent()
    text = (previous.tail or "") if previous is not None else (parent.text or "" if parent is not None else "")
    return text[-40:]


def _is_banner(element: etree._Element) -> bool:
    named = f"{element.get('id') or ''} {element.get('class') or ''}"
    return bool(_COOKIES.search(named)) and "cookie" in words(element, 2000).lower() and size(element) < 4000


def _is_menu(element: etree._Element) -> bool:
    """Whether most of what stands in `element` is links."""
    linked = sum(size(a) for a in element.iter("a"))
    return linked * 2 > size(element)


def _is_form(element: etree._Element) -> bool:
    """A form; not a whole page that stands in one."""
    holds = any(next(element.iter(tag), None) is not None for tag in ("p", "table", "li", "h1", "h2", "h3"))
    return not (holds and size(element) > _LONG_FORM)


def _told(kind: str, places: list[str]) -> str:
    number = f"{len(places)} places" if len(places) > 1 else "1 place"
    said = [f'"{text}"' for text in dict.fromkeys(places) if text]
    more = ", ..." if len(said) > SHOWN else ""
    return f"left out: {kind}, {number}{': ' if said else ''}{', '.join(said[:SHOWN])}{more}"
