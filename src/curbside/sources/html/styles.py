"""What hides text from the reader of a page, as far as the page itself says so: attributes, styles, simple rules.

Style sheets that are linked are not part of the file and are not known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from curbside.sources.html.tree import tag_of

LONGEST_VALUE: Final = 200
_SELECTOR = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?:(?P<mark>[.#])(?P<name>-?[_a-z][\w-]*))?", re.IGNORECASE)
_NOUGHT = re.compile(r"[+-]?0*\.?0*(?:[a-z%]*)")
_LENGTH = re.compile(r"(?P<number>[+-]?(?:\d+\.?\d*|\.\d+))(?P<unit>px|pt|em|rem|ex|ch|vw|vh|cm|mm|in|%)?")
_AWAY: Final = {"px": 900, "pt": 700, "em": 50, "rem": 50, "ex": 100, "ch": 100, "vw": 99, "vh": 99, "%": 99}
_CLIPPED = re.compile(
    r"rect\(\s*(?:0(?:px)?|1px)[\s,]+(?:0(?:px)?|1px)[\s,]+(?:0(?:px)?|1px)[\s,]+(?:0(?:px)?|1px)\s*\)"
)
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*(?:[,/]\s*([\d.]+%?))?\s*\)")
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})(?:[0-9a-f]{0,2})")
_NAMED: Final = {"white": "ffffff", "black": "000000", "snow": "fffafa", "ivory": "fffff0", "red": "ff0000"}
_TELLING: Final = frozenset(
    "display visibility content-visibility color background background-color left top right bottom text-indent "
    "margin-left margin-top transform clip clip-path font-size opacity width height max-width max-height overflow "
    "text-decoration text-decoration-line".split()
)
_NO_COLOUR: Final = frozenset({"", "none", "transparent", "inherit", "initial", "unset", "currentcolor"})
WHITE: Final = "ffffff"


@dataclass(frozen=True, slots=True)
class Ink:
    """The colour of text and of what is behind it, as the page says; None is "not said"."""

    text: str | None = None
    behind: str | None = None
    styled: bool = False


@dataclass(slots=True)
class Sheet:
    """Declarations of the rules in the page's own style elements whose selector is one tag, class or id."""

    rules: dict[tuple[str, str, str], dict[str, str]] = field(default_factory=dict)
    present: bool = False

    def add(self, css: str) -> None:
        """Read the rules of `css`; those within an at-rule (a printer's, a narrow screen's) are passed over."""
        self.present = True
        for rule in _without_at_rules(_without_comments(css)).split("}"):
            selectors, _, body = rule.rpartition("{")
            given = {name: value for name, value in declarations(body).items() if name in _TELLING}
            for selector in selectors.split(",") if given else ():
                found = _SELECTOR.fullmatch(selector.strip())
                if found and selector.strip():
                    key = ((found["tag"] or "").lower(), found["mark"] or "", found["name"] or "")
                    self.rules.setdefault(key, {}).update(given)

    def tags(self) -> frozenset[str]:
        """The tags for which there are rules whatever the class or id."""
        return frozenset(tag for tag, mark, _ in self.rules if not mark)

    def style(self, element: etree._Element) -> Mapping[str, str]:
        """The declarations that hold for `element`: by tag, then class, then id, then its own."""
        found: dict[str, str] = {}
        if self.rules:
            tag, classes, name = tag_of(element), (element.get("class") or "").split(), element.get("id")
            marked = [*((".", c) for c in classes), *((("#", name),) if name else ())]
            for key in [(tag, "", ""), *((t, *m) for m in marked for t in ("", tag))]:
                found.update(self.rules.get(key, {}))
        own = element.get("style")
        return {**found, **declarations(own)} if own else found


def declarations(style: str) -> dict[str, str]:
    """The properties and values of a style attribute, in lower case, without "!important"."""
    found = {}
    for piece in _without_comments(style).split(";"):
        name, colon, value = piece.partition(":")
        if colon:
            found[name.strip().lower()] = value[:LONGEST_VALUE].partition("!")[0].strip().lower()
    return found


def hiding(style: Mapping[str, str]) -> str | None:
    """The declaration that keeps the text from being seen ("display: none"); None where there is none."""
    for name, value in style.items():
        if _hides(name, value, style):
            return f"{name}: {value}"
    return None


def plain(element: etree._Element) -> bool:
    """Whether `element` has no attribute, so that only the rules of a style sheet can hold for it."""
    return not element.keys()


def ink(element: etree._Element, style: Mapping[str, str], outer: Ink) -> Ink:
    """The colours within `element`, whose surroundings have `outer`."""
    text = _said(style.get("color") or (element.get("color") or "").lower())
    behind = _said(style.get("background-color") or style.get("background") or (element.get("bgcolor") or "").lower())
    styled = outer.styled or bool(element.get("class") or element.get("id"))
    return Ink(text or outer.text, behind or outer.behind, styled)


def unseen(inked: Ink, sheets: bool) -> bool:
    """Whether text has the colour of what is behind it; sheets: the page has style sheets that may say otherwise.

    White text on what is not said is unseen unless a style sheet may have put a colour behind it.
    """
    if inked.text is None:
        return False
    if inked.behind is not None:
        return inked.text == inked.behind
    return inked.text == WHITE and not (sheets and inked.styled)


def _hides(name: str, value: str, style: Mapping[str, str]) -> bool:
    if name in ("display", "visibility", "content-visibility"):
        return value in ("none", "hidden", "collapse")
    if name == "color":
        return value == "transparent" or _is_clear(value)
    if name in ("left", "top", "right", "bottom", "text-indent", "margin-left", "margin-top"):
        return _is_away(value)
    if name == "transform":
        return "scale(0)" in value or bool(re.search(r"translate[xy]?\(\s*-\d{4,}", value))
    if name in ("clip", "clip-path"):
        return bool(_CLIPPED.fullmatch(value)) or value in ("inset(100%)", "inset(50%)", "circle(0)")
    if name == "font-size":
        return _is_tiny(value)
    nought = bool(value) and bool(_NOUGHT.fullmatch(value))
    if name in ("width", "height", "max-height", "max-width"):
        return nought and style.get("overflow", "").startswith(("hidden", "clip"))
    return nought and name == "opacity"


def _is_tiny(value: str) -> bool:
    found = _LENGTH.fullmatch(value)
    if found is None:
        return False
    number = float(found["number"])
    return number == 0 or (number <= 1 and found["unit"] in ("px", "pt"))


def _is_away(value: str) -> bool:
    found = _LENGTH.fullmatch(value)
    return found is not None and float(found["number"]) <= -_AWAY.get(found["unit"] or "px", 100)


def _is_clear(value: str) -> bool:
    found = _RGB.fullmatch(value)
    return bool(found and found[4] and _NOUGHT.fullmatch(found[4]))


def _said(value: str) -> str | None:
    """The colour, as digits where they are known, else by its name; None where `value` says none."""
    return None if value in _NO_COLOUR else _colour(value) or value


def _colour(value: str) -> str | None:
    found = _RGB.match(value)
    if found:
        return "".join(f"{min(int(n), 255):02x}" for n in found.groups()[:3])
    first = value.split()[0] if value.split() else ""
    hexed = _HEX.fullmatch(first)
    if hexed:
        return "".join(c * 2 for c in hexed[1]) if len(hexed[1]) == 3 else hexed[1]
    return _NAMED.get(first)


def _without_comments(css: str) -> str:
    kept: list[str] = []
    at = 0
    while (found := css.find("/*", at)) >= 0:
        kept.append(css[at:found])
        end = css.find("*/", found + 2)
        at = len(css) if end < 0 else end + 2
    return "".join([*kept, css[at:]])


def _without_at_rules(css: str) -> str:
    kept: list[str] = []
    at = 0
    while (found := css.find("@", at)) >= 0:
        kept.append(css[at:found])
        at = _after_at_rule(css, found)
    return "".join([*kept, css[at:]])


def _after_at_rule(css: str, start: int) -> int:
    depth = 0
    for found in re.compile(r"[{};]").finditer(css, start):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth <= 0:
            return found.end()
    return len(css)
