"""What a narrative of Curbside's must be: XHTML of a few elements without attributes, so that nothing in it can run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from curbside.interop.fhir.narrative import XHTML

_ELEMENTS: Final = frozenset({"div", "p", "b", "ul", "li"})


def narrative_faults(text: object) -> Iterator[str]:
    """What is wrong with a narrative, each as a sentence without its place."""
    if not isinstance(text, Mapping) or text.get("status") != "generated" or not isinstance(text.get("div"), str):
        yield "it has no generated narrative."
        return
    try:
        root = etree.fromstring(text["div"], etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        yield f"its narrative is not XML ({error.msg})."
        return
    if root.tag != f"{{{XHTML}}}div":
        yield "its narrative is not a div of XHTML."
    for element in root.iter():
        name = element.tag.removeprefix(f"{{{XHTML}}}") if isinstance(element.tag, str) else "comment"
        if name not in _ELEMENTS or element.attrib:
            yield f"its narrative has an element or attribute that is not used here ({name})."
    if not "".join(str(part) for part in root.itertext()).strip():
        yield "its narrative says nothing."
