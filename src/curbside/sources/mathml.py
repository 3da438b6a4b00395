"""A formula of MathML in a line of text, with its powers, roots and fractions kept apart.

Element names and their arguments are those of MathML 3 (W3C), section 3.1.3.2; an annotation of a formula is no part
of it, and what is a phantom is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from lxml import etree

from curbside.sources.raised import lowered, raised

MATH: Final = "math"
_TOKENS: Final = frozenset({"mi", "mn", "mo", "mtext", "ms"})
_LEFT_OUT: Final = frozenset({"annotation", "annotation-xml", "mphantom", "maligngroup", "malignmark"})
_SIMPLE = re.compile(r"(?:\w|[.⁰¹²³⁴-⁹₀-₉])*|[(√].*\)", re.DOTALL)
_SPACED: Final = frozenset("=<>≤≥≈≠±×→+~∼")
_INVISIBLE: Final = {0x2061: " ", 0x2062: " ", 0x2063: ", ", 0x2064: " + "}


def math_of(element: etree._Element) -> str:
    """The formula as one line: "x²", "(a + b)/c", "√(x)", "1 1/2"."""
    return " ".join(_written(element).split())


def _written(element: etree._Element) -> str:
    if isinstance(element, etree._Entity):
        return element.text or ""
    name = element.tag.rpartition("}")[2]
    if name in _LEFT_OUT:
        return ""
    if name in _TOKENS:
        return _token("".join(str(text) for text in element.itertext()), name)
    if name == "mmultiscripts":
        return _scripts(element)
    parts = [_written(child) for child in element]
    count, form = _FORMS.get(name, (-1, _side_by_side))
    if len(parts) == count:
        return form(*parts)
    if name == "mfenced":
        inner = f"{element.get('separators', ',').strip()[:1]} ".join(parts)
        return f"{element.get('open', '(')}{inner}{element.get('close', ')')}"
    return _LISTS.get(name, _side_by_side)(element.text or "", *parts)


def _token(text: str, name: str) -> str:
    bare = text.translate(_INVISIBLE) if name == "mtext" else text.strip().translate(_INVISIBLE)
    return f" {bare} " if name == "mo" and bare in _SPACED else bare


def _side_by_side(*parts: str) -> str:
    """The parts in a row; a space keeps two numbers two."""
    row = ""
    for part in parts:
        row += f" {part}" if row[-1:].isdigit() and part[:1].isdigit() else part
    return row


def _base(text: str) -> str:
    bare = text.strip()
    return bare if _SIMPLE.fullmatch(bare) else f"({bare})"


def _power(base: str, over: str) -> str:
    return _base(base) + raised(over.strip())


def _index(base: str, under: str) -> str:
    return _base(base) + lowered(under.strip(), base.strip()[-1:], "")


def _both(base: str, under: str, over: str) -> str:
    return _index(base, under) + raised(over.strip())


def _fraction(above: str, below: str) -> str:
    return f"{_base(above)}/{_base(below)}"


def _scripts(element: etree._Element) -> str:
    """Scripts in pairs, a lower and an upper one: those after the base, then, after <mprescripts/>, those before it."""
    children = list(element)
    written = _base(_written(children[0])) if children else ""
    places = [place for place, child in enumerate(children) if _name(child) == "mprescripts"]
    split = places[0] if places else len(children)
    for first, last, before in ((1, split, False), (split + 1, len(children), True)):
        for place in range(first, last):
            script = "" if _name(children[place]) == "none" else _written(children[place]).strip()
            upper = (place - first) % 2 == 1
            put = raised(script) if upper else lowered(script, "", "")
            written = f"{put}{written}" if before else f"{written}{put}"
    return written


def _name(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


_LISTS: Final[dict[str, Callable[..., str]]] = {
    "mspace": lambda *_: " ",
    "semantics": lambda _, *parts: parts[0] if parts else "",
    "msqrt": lambda *parts: f"√({_side_by_side(*parts).strip()})",
    "mtable": lambda *rows: "; ".join(row for row in rows if row.strip()),
    "mtr": lambda *cells: ", ".join(cell for cell in cells if cell.strip()),
}
_FORMS: Final[dict[str, tuple[int, Callable[..., str]]]] = {
    "msup": (2, _power),
    "mover": (2, _power),
    "msub": (2, _index),
    "munder": (2, _index),
    "msubsup": (3, _both),
    "munderover": (3, _both),
    "mfrac": (2, _fraction),
    "mroot": (2, lambda base, index: f"{raised(index.strip())}√({base.strip()})"),
}
