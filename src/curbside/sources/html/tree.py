"""The elements of a page, by libxml2's parser for HTML, with nothing fetched and nothing cut off unsaid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import Final

from lxml import etree

from curbside.errors import InputError
from curbside.sources.xml import line

VOID: Final = frozenset("area base br col embed hr img input link meta param source track wbr".split())
STEPS: Final = 200
MOST_ATTRIBUTES: Final = 5_000
# lxml writes no such character into a tree, though the parser may read one from a character reference.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_TAG = re.compile(rf"<[A-Za-z](?:{_QUOTED.pattern}|[^\"'>]++)*+>?")
_STRING = etree.XPath("string()")
_SELF_CLOSED = re.compile(r"<([A-Za-z][A-Za-z0-9:.-]*)((?:\s[^<>]*)?)/>")
_XHTML = re.compile(
    r"\s*(?:<\?xml|<!doctype\s+html\s+public\s+[\"'][^\"']*xhtml)|<html[^>]{0,500}?1999/xhtml", re.IGNORECASE
)
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")


def tree(text: str, where: str) -> etree._Element:
    """The root element; comments are kept in it, processing instructions not.

    Raises InputError where there is no element, for thousands of attributes, or where elements stand in each other so
    deep (2,048) that the parser gives up: what follows would be lost.
    """
    if _XHTML.search(text, 0, 2000):
        text = _SELF_CLOSED.sub(_opened, _XML_DECLARATION.sub("", text, count=1))
    _check_attributes(text, where)
    reading = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(text.encode("utf-8"), reading)
    except etree.XMLSyntaxError as error:
        raise InputError(where, "is not a page of HTML: it has no element") from error
    _check(reading.error_log, where)
    if root is None:
        raise InputError(where, "is not a page of HTML: it has no element")
    return root


def tag_of(element: etree._Element) -> str:
    """The tag, as the parser has it in lower case; "" for what is no element."""
    tag = element.tag
    return tag if isinstance(tag, str) else ""


def remove(elements: Sequence[etree._Element]) -> None:
    """Take elements, given in the order of the tree, out of it with all that is in them; the text after them stays."""
    at = 0
    while at < len(elements):
        run = [elements[at]]
        while at + len(run) < len(elements) and run[-1].getnext() is elements[at + len(run)]:
            run.append(elements[at + len(run)])
        _remove_run(run)
        at += len(run)


def _remove_run(run: Sequence[etree._Element]) -> None:
    """Take out siblings that follow each other; one by one their texts would be copied again and again."""
    parent, before = run[0].getparent(), run[0].getprevious()
    if parent is None:
        return
    tails = _NOT_XML.sub(" ", "".join(element.tail or "" for element in run))
    for element in run:
        element.tail = None
        parent.remove(element)
    if tails and before is not None:
        before.tail = _NOT_XML.sub(" ", before.tail or "") + tails
    elif tails:
        parent.text = _NOT_XML.sub(" ", parent.text or "") + tails


def words(element: etree._Element, most: int = 80) -> str:
    """The first characters of the text within `element`, as one line; "" where there is none near its beginning."""
    found, length = [], 0
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, inner in islice(walk, STEPS + most):
        if event == "start" and inner.tag in ("script", "style"):
            walk.skip_subtree()
            continue
        piece = inner.text if event == "start" else inner.tail if inner is not element else None
        if piece:
            found.append(piece[: 4 * most])
            length += len(piece.strip())
            if length > 2 * most:
                break
    return shortened(line("".join(found)), most)


def shortened(text: str, most: int = 80) -> str:
    """`text`, cut to `most` characters with "..." at its end where it is longer."""
    return text if len(text) <= most else f"{text[: most - 3].rstrip()}..."


def size(element: etree._Element) -> int:
    """How many characters of text that are no white space stand within `element`."""
    return sum(map(len, str(_STRING(element)).split()))


def _opened(match: re.Match[str]) -> str:
    return match[0] if match[1].lower() in VOID else f"<{match[1]}{match[2]}></{match[1]}>"


def _check_attributes(text: str, where: str) -> None:
    """Raise InputError for more attributes than `MOST_ATTRIBUTES`: libxml2's time grows with their square."""
    for tag in _TAG.finditer(text) if len(text) > MOST_ATTRIBUTES else ():
        if len(tag[0]) > MOST_ATTRIBUTES and len(_QUOTED.sub("", tag[0]).split()) > MOST_ATTRIBUTES:
            raise InputError(where, f"has an element with more than {MOST_ATTRIBUTES:,} attributes")


def _check(log: etree._ListErrorLog, where: str) -> None:
    for entry in log:
        if entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            raise InputError(f"{where}, line {entry.line}", "has elements nested too deep to be read")
