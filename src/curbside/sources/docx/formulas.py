"""Formulas of Word (Office MathML, ECMA-376 part 1, 22.1) in a line of text, powers and fractions kept apart."""

from __future__ import annotations

from typing import Final

from lxml import etree

from curbside.sources.raised import lowered, raised

_M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MATH: Final = frozenset({f"{_M}oMath", f"{_M}oMathPara"})


def formula(element: etree._Element) -> str:
    """The formula as one line: "x²", "(a + b)/c", "√(x)"."""
    name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
    if name == "t":
        return element.text or ""
    form = {"sSup": _power, "sSub": _index, "sSubSup": _both, "f": _fraction, "rad": _root}.get(name)
    if form is not None:
        return form(element)
    if name.endswith("Pr"):
        return ""
    inner = "".join(formula(child) for child in element)
    if name == "d":
        return f"({inner})"
    return f"{inner} " if name in ("mr", "e") and element.getparent() is not None and _is_row(element) else inner


def _is_row(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag in (f"{_M}m", f"{_M}mr", f"{_M}eqArr")


def _part(element: etree._Element, name: str) -> str:
    found = element.find(f"{_M}{name}")
    return "" if found is None else "".join(formula(child) for child in found).strip()


def _power(element: etree._Element) -> str:
    return f"{_whole(_part(element, 'e'))}{raised(_part(element, 'sup'))}"


def _index(element: etree._Element) -> str:
    base = _part(element, "e")
    return f"{base}{lowered(_part(element, 'sub'), base[-1:], '')}"


def _both(element: etree._Element) -> str:
    base = _part(element, "e")
    return f"{base}{lowered(_part(element, 'sub'), base[-1:], '')}{raised(_part(element, 'sup'))}"


def _fraction(element: etree._Element) -> str:
    return f" {_whole(_part(element, 'num'))}/{_whole(_part(element, 'den'))} "


def _root(element: etree._Element) -> str:
    degree = _part(element, "deg")
    return f"{raised(degree) if degree else ''}√({_part(element, 'e')})"


def _whole(text: str) -> str:
    """`text` in brackets where it is more than one number or word."""
    return (
        text
        if text.replace(".", "").isalnum() or (text[:1] == "(" and text.find(")") == len(text) - 1)
        else f"({text})"
    )
