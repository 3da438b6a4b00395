"""Elements by their names without namespaces, as SPL and its rendering in HTML both have them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from curbside.errors import InputError
from curbside.sources.building import line_of

DEEPEST: Final = 150
_UNWRITTEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


def clean(text: str | None) -> str:
    """`text` with U+FFFD for control characters and halves of characters; "" for None.

    Such a character is mostly a dash or a quotation mark of another encoding: without it "5-10 mg" would be "510 mg".
    """
    return _UNWRITTEN.sub("\ufffd", text) if text else ""


def local(element: etree._Element) -> str:
    """The name without its namespace, in lower case (an HTML parser keeps no other)."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def children(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """The children of these names, in order."""
    if element is not None:
        yield from (child for child in element if local(child) in names)


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child of the first name, its first child of the second name, and so on."""
    found = element
    for name in path:
        found = next(children(found, name), None)
    return found


def words(element: etree._Element | None) -> str | None:
    """All text in it as one line, None where there is none."""
    if element is None:
        return None
    return line_of(clean(" ".join(str(piece) for piece in element.itertext()))) or None


def attribute(element: etree._Element | None, name: str) -> str | None:
    """An attribute as one line, None where it is missing or empty."""
    value = None if element is None else element.get(name)
    return (line_of(clean(value)) or None) if value else None


def check_depth(root: etree._Element, where: str) -> None:
    """Raises InputError where elements are nested deeper than in any label."""
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise InputError(where, f"is nested deeper than {DEEPEST} elements")
