"""Reference marks and addresses of a web page kept as text: the reader of sources drops them, an audit needs them.

A mark is a raised run of numbers in brackets or with a link, or a link whose words are such a run; it becomes "[1]",
or "[1](address)" where it leads out of the page. A raised number without either stays as it is: it may be a power. A
link under the heading of a reference list is followed by its address.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from lxml import etree

from curbside.auditing.references import is_heading
from curbside.sources.html.decoding import decoded
from curbside.sources.html.tree import tree, words

_RUN: Final = re.compile(r"\s*(?P<open>[\[(])?\s*(?P<run>\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\s*[\])]?\s*")
_BRACKETED: Final = re.compile(r"\[\s*$")
_OUTWARD: Final = re.compile(r"https?://[^\s()<>\"]+")
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "strong", "b", "dt", "summary"})


def marked_page(raw: bytes, where: str) -> bytes:
    """The page `raw` with its reference marks and the addresses of its references as text, in UTF-8.

    Raises InputError where it is no page.
    """
    text, _ = decoded(raw, where)
    root = tree(text, where)
    listed = False
    for element in list(root.iter("sup", "a", *_HEADINGS)):
        if element.tag in _HEADINGS:
            listed = listed or is_heading(words(element, 40))
        elif (mark := _mark(element)) is not None:
            _become(element, mark)
        elif listed and (url := _outward(element)) and url not in words(element, 300):
            element.tail = f" {url} {element.tail or ''}"
    return codecs.BOM_UTF8 + etree.tostring(root, method="html", encoding="utf-8")


def _mark(element: etree._Element) -> str | None:
    """The mark that an element is, None where it is none or a part of one."""
    found = _RUN.fullmatch(words(element, 60))
    if found is None or not _is_attached(element):
        return None
    links = [element] if element.tag == "a" else list(element.iter("a"))
    if not links and found["open"] != "[":
        return None
    url = next((u for a in links if (u := _outward(a))), "")
    run = found["run"] if _BRACKETED.search(_before(element)) else f"[{found['run']}]"
    return f"{run}({url})" if url and run.startswith("[") else run


def _is_attached(element: etree._Element) -> bool:
    """Whether it is still a part of the page: what stood in a mark is not."""
    above = list(element.iterancestors())
    return bool(above) and above[-1].tag in ("html", "body")


def _become(element: etree._Element, mark: str) -> None:
    for inner in list(element):
        element.remove(inner)
    element.text, element.tag = mark, "span"
    element.attrib.clear()


def _outward(element: etree._Element) -> str | None:
    found = _OUTWARD.match(element.get("href") or "")
    return found[0] if found else None


def _before(element: etree._Element) -> str:
    previous, parent = element.getprevious(), element.getparent()
    text = previous.tail if previous is not None else parent.text if parent is not None else ""
    return text or ""
