"""What a run or paragraph looks like where that changes what it says: hidden, struck, raised, heading, list.

A property is looked for in the run, its character style, the paragraph's style with those that it is based on, and the
document's defaults (ECMA-376 part 1, 17.7.2). Table styles are not followed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

from lxml import etree

from curbside.sources.docx.opening import W

DEEPEST: Final = 30
MOST_LOOKS: Final = 10_000
LEVELS: Final = 9
TINY: Final = 4
_PALE: Final = 0xF8
_TITLE: Final = "title"


@dataclass(frozen=True, slots=True)
class Look:
    """hidden: why the run is not seen, None where it is. raised: 1, 0 or -1 (lowered). wide: the font beyond ASCII."""

    hidden: str | None = None
    struck: bool = False
    raised: int = 0
    font: str | None = None
    wide: str | None = None


def value(element: etree._Element | None, default: str = "") -> str:
    """The w:val of `element`, `default` where there is none."""
    return default if element is None else element.get(f"{W}val", default)


def is_on(element: etree._Element | None) -> bool:
    """Whether an on-off property is there and not switched off (17.17.4)."""
    return element is not None and value(element, "1").lower() not in ("0", "false", "off", "none")


def number(text: str | None) -> int | None:
    """The whole number in `text`, None where it is none."""
    bare = (text or "").strip()
    return int(bare) if bare.lstrip("-").isascii() and bare.lstrip("-").isdigit() and len(bare) < 10 else None


class Styles:
    """The styles part of a document."""

    def __init__(self, root: etree._Element | None) -> None:
        found = [] if root is None else root.findall(f"{W}style")
        self._styles = {s.get(f"{W}styleId", ""): s for s in found}
        self._default = next((k for k, s in self._styles.items() if _is_default(s)), "")
        self._root = root
        self._looks: dict[tuple[bytes, str, str | None], Look] = {}
        self._found: dict[tuple[str, str], etree._Element | None] = {}
        self._levels: dict[str, int | None] = {}
        self.titled = False

    def language(self) -> str | None:
        """The language of the document's defaults."""
        found = None if self._root is None else self._root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
        return value(found) or None

    def look(self, run: etree._Element | None, paragraph: str, behind: str | None) -> Look:
        """How a run with the properties `run` in a paragraph of this style looks; behind: the colour of its ground."""
        key = (b"" if run is None or not len(run) else etree.tostring(run), paragraph, behind)
        if key not in self._looks:
            if len(self._looks) > MOST_LOOKS:
                self._looks.clear()
            self._looks[key] = self._look(run, paragraph, behind)
        return self._looks[key]

    def level(self, style: str) -> int | None:
        """The level of the headings of a style, outermost 1; None where it is none. A title is 1."""
        if style not in self._levels:
            self._levels[style] = self._level(style)
        return self._levels[style]

    def name(self, style: str) -> str:
        """The style's name in lower case."""
        found = self._styles.get(style or self._default)
        return value(None if found is None else found.find(f"{W}name")).lower()

    def paragraph(self, properties: etree._Element | None, path: str) -> etree._Element | None:
        """A property of a paragraph: its own, else its style's."""
        own = None if properties is None else properties.find(path)
        if own is not None:
            return own
        return self._from(style_of(properties), f"{W}pPr/{path}")

    def _look(self, run: etree._Element | None, paragraph: str, behind: str | None) -> Look:
        find = partial(self._run, run, paragraph)
        fonts = find("rFonts")
        font, wide = (None if fonts is None else fonts.get(f"{W}{name}") for name in ("ascii", "hAnsi"))
        vertical, height = value(find("vertAlign")), number(value(find("position"))) or 0
        up = {"superscript": 1, "subscript": -1}.get(vertical, (height > 0) - (height < 0))
        struck = is_on(find("strike")) or is_on(find("dstrike"))
        return Look(_hidden(find, behind), struck, up, font or wide, wide or font)

    def _run(self, run: etree._Element | None, paragraph: str, name: str) -> etree._Element | None:
        tag = f"{W}{name}"
        if run is not None:
            own = run.find(tag)
            if own is not None:
                return own
            character = value(run.find(f"{W}rStyle"))
            if character:
                styled = self._from(character, f"{W}rPr/{tag}")
                if styled is not None:
                    return styled
        styled = self._from(paragraph, f"{W}rPr/{tag}")
        if styled is None and self._root is not None:
            return self._root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{tag}")
        return styled

    def _from(self, style: str, path: str) -> etree._Element | None:
        """What a style, or the nearest that it is based on, has at `path`."""
        key = (style, path)
        if key not in self._found:
            self._found[key] = self._searched(style or self._default, path)
        return self._found[key]

    def _searched(self, name: str, path: str) -> etree._Element | None:
        for _ in range(DEEPEST):
            found = self._styles.get(name)
            there = None if found is None else found.find(path)
            if found is None or there is not None:
                return there
            name = value(found.find(f"{W}basedOn"))
        return None

    def _level(self, style: str) -> int | None:
        name, deep = self.name(style), int(self.titled)
        if name == _TITLE:
            return 1
        outline = number(value(self._from(style, f"{W}pPr/{W}outlineLvl")))
        if outline is None and name.startswith("heading "):
            named = number(name.removeprefix("heading "))
            outline = None if named is None else named - 1
        return outline + 1 + deep if outline is not None and 0 <= outline < LEVELS else None


def style_of(properties: etree._Element | None) -> str:
    """The id of a paragraph's style, "" for the default."""
    return "" if properties is None else value(properties.find(f"{W}pStyle"))


def shade(properties: etree._Element | None) -> str | None:
    """The colour that w:shd gives, None where it gives none."""
    found = None if properties is None else properties.find(f"{W}shd")
    fill = "" if found is None else found.get(f"{W}fill", "")
    return fill.upper() if len(fill) == 6 else None


def _hidden(find: partial[etree._Element | None], behind: str | None) -> str | None:
    if is_on(find("vanish")):
        return "hidden"
    size = number(value(find("sz")))
    if size is not None and size <= TINY:
        return f"size {size / 2:g}"
    colour = value(find("color")).upper()
    if len(colour) != 6 or behind is None:
        return None
    own, marker = find("shd"), value(find("highlight"))
    if marker and marker != "none":
        return None
    fill = "" if own is None else own.get(f"{W}fill", "").upper()
    return "the colour of what is behind it" if _alike(colour, fill if len(fill) == 6 else behind) else None


def _alike(one: str, other: str) -> bool:
    try:
        pairs = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (0, 2, 4)]
    except ValueError:
        return False
    return one == other or all(a >= _PALE and b >= _PALE for a, b in pairs)


def _is_default(style: etree._Element) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default", "0").lower() in ("1", "true", "on")
