"""XML, read with nothing fetched, nothing expanded without bound and nothing dropped unsaid.

External entities and DTDs are never loaded. An entity that the document declares itself is put in where its value is
plain characters, and one of ISO's and W3C's character entities (those of HTML) where the document's DTD was not loaded;
any other is an InputError, never an empty place in a sentence. Comments and processing instructions are left out.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Iterator
from html.entities import html5
from typing import Any, BinaryIO, Final

from lxml import etree

from curbside.errors import InputError
from curbside.language.text import normalise
from curbside.sources.mathml import MATH, math_of
from curbside.sources.raised import lowered, raised

LONGEST_RECORD: Final = 20_000_000
MOST_WARNINGS: Final = 100
LONGEST_ENTITY: Final = 64
_ET = etree.ErrorTypes
_CUT = frozenset({_ET.ERR_TAG_NOT_FINISHED, _ET.ERR_GT_REQUIRED, _ET.ERR_COMMENT_NOT_FINISHED})
_EMPTY = frozenset({_ET.ERR_DOCUMENT_EMPTY})
_ENCODING = frozenset({_ET.ERR_INVALID_ENCODING, _ET.ERR_UNKNOWN_ENCODING})
_UNSUPPORTED = frozenset({_ET.ERR_UNSUPPORTED_ENCODING})
_PLACE = re.compile(r"(?:, line \d+, column \d+)?(?: \(.*\))?$", re.DOTALL)
_REFERENCE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z_:][\w.:-]*;")
_NOT_TEXT = re.compile("[\x7f-\x84\x86-\x9f]")
_RAISED: Final = frozenset({"sup", "superscript"})
_LOWERED: Final = frozenset({"sub", "subscript"})


def parser() -> etree.XMLParser:
    """A parser that loads no DTD, expands no entity in text, opens no address and refuses what is built to exhaust."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def parsed(raw: bytes, where: str, first_line: int = 1, reading: etree.XMLParser | None = None) -> etree._Element:
    """The root element of `raw`, its entities resolved.

    first_line: that of the file on which `raw` begins. reading: a `parser()` to be used again, for many documents.

    Raises InputError, with the line, where it is no well-formed XML in the encoding that it declares, or uses an entity
    whose characters are not known.
    """
    reading = reading or parser()
    try:
        root = etree.fromstring(raw, reading)
    except etree.XMLSyntaxError as error:
        raise failure(error, where, first_line) from error
    log = reading.error_log
    if log or next(root.iter(etree.Entity), None) is not None:
        seen, undeclared = len(list(root.iter(etree.Entity))), _undeclared(root)
        unknown = resolved(root)
        if unknown:
            raise InputError(where, f"uses the entity &{unknown[0]};, whose characters are not known")
        if len(log) < MOST_WARNINGS or len(_REFERENCE.findall(raw)) > seen:
            _check_attributes(log, undeclared, where)
    return root


def root_of(head: bytes) -> str | None:
    """The name of the root element of an XML file by its first bytes, namespace in braces; None where there is none."""
    pull = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True, load_dtd=False)
    with contextlib.suppress(etree.XMLSyntaxError):  # the end of `head` may be anywhere
        pull.feed(head)
    first: Any = next(iter(pull.read_events()), None)
    return None if first is None else str(first[1].tag)


def events(
    stream: BinaryIO, where: str, tags: Collection[str], longest: int = LONGEST_RECORD
) -> Iterator[etree._Element]:
    """Each element of these tags when it is complete, in the order of the file; emptied when the next is asked for.

    The elements before it are removed, so that memory holds one record. Entities whose characters are known are
    resolved; the others stay, and `unknown_entities` names them. Raises InputError, with the line, where the XML is
    faulty or cut off (what was complete before has been yielded), or where `longest` bytes hold no complete element.
    """
    counted = _Counted(stream, where, longest)
    found = etree.iterparse(
        counted,
        events=("end",),
        tag=tuple(tags),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    seen = 0
    try:
        for _, element in found:
            counted.since = 0
            if next(element.iter(etree.Entity), None) is not None:
                seen += _undeclared(element)
                resolved(element)
            yield element
            _forget(element)
    except etree.XMLSyntaxError as error:
        raise failure(error, where) from error
    _check_attributes(found.error_log, seen, where)


def unknown_entities(element: etree._Element) -> tuple[str, ...]:
    """The names of the entities in `element` whose characters are not known."""
    return tuple(dict.fromkeys(_name(entity) for entity in element.iter(etree.Entity)))


def resolved(element: etree._Element) -> tuple[str, ...]:
    """Put the characters of the entities within `element` in their places; the names of those that are not known.

    A value declared in the document is taken only where it is at most `LONGEST_ENTITY` plain characters.
    """
    entities = list(element.iter(etree.Entity))
    if not entities:
        return ()
    declared = _declared(element)
    for parent in dict.fromkeys(entity.getparent() for entity in entities):
        if parent is not None:
            _resolve_within(parent, declared)
    return unknown_entities(element)


def failure(error: etree.XMLSyntaxError, where: str, first_line: int = 1) -> InputError:
    """What the parser's error means, in one sentence, with the line."""
    place = f"{where}, line {error.lineno + first_line - 1}" if error.lineno else where
    code = getattr(error, "code", None)
    if code in _EMPTY:
        return InputError(where, "has no XML element in it")
    if code in _ENCODING:
        return InputError(place, "is not in the encoding that it declares (UTF-8 where it declares none)")
    said = _PLACE.sub("", error.msg or "no reason given").strip(" \n.")
    if code in _UNSUPPORTED:
        return InputError(place, f"declares an encoding that cannot be read ({said[:1].lower()}{said[1:]})")
    if code in _CUT:
        return InputError(place, f"ends too early: {said}")
    return InputError(place, f"is not well-formed XML: {said}")


def text_of(element: etree._Element | None, apart: Collection[str] = ()) -> str:
    """All text within `element` as one line in NFC; "" where there is none.

    What is raised or lowered stays so (`curbside.sources.raised`), formulas are written in a line
    (`curbside.sources.mathml`). apart: tags whose text is set off by a space ("title", "p", "break").
    """
    if element is None:
        return ""
    if not len(element):
        return line(element.text or "")
    return line("".join(pieces(element, apart)))


def line(text: str) -> str:
    """`text` as `curbside.sources.building.line_of` has it; a C1 control, of which nothing is sure, is U+FFFD.

    Such a control is mostly a dash or quotation mark of Windows-1252: without it "5-10 mg" would be "510 mg".
    """
    if not text.isprintable():
        text = " ".join(normalise(_NOT_TEXT.sub("\ufffd", text)).split())
    elif "  " in text or text[:1] == " " or text[-1:] == " ":
        text = " ".join(text.split())
    return text if text.isascii() else normalise(text)


def local(element: etree._Element) -> str:
    """The tag of `element` without its namespace; "" for an entity that is not known."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def pieces(element: etree._Element, apart: Collection[str] = ()) -> list[str]:
    """The text within `element`, in order, as `text_of` joins it, white space as it stands."""
    parts = [element.text or ""]
    for child in element:
        parts += _inner(child, apart, parts)
        parts.append(child.tail or "")
    return parts


def _inner(child: etree._Element, apart: Collection[str], before: list[str]) -> list[str]:
    if isinstance(child, etree._Entity):
        return [child.text or ""]
    name = local(child)
    if name == MATH:
        return _apart_from_digits(math_of(child), _last(before), (child.tail or "")[:1])
    inner = pieces(child, apart)
    if name in _RAISED:
        return [raised("".join(inner))]
    if name in _LOWERED:
        return [lowered("".join(inner), _last(before), (child.tail or "")[:1])]
    return [" ", *inner, " "] if name in apart else inner


def _apart_from_digits(formula: str, before: str, after: str) -> list[str]:
    first = " " if before.isdigit() and formula[:1].isdigit() else ""
    last = " " if formula[-1:].isdigit() and after.isdigit() else ""
    return [first, formula, last]


def _last(parts: list[str]) -> str:
    return next((part[-1] for part in reversed(parts) if part), "")


class _Counted:
    """A stream that ends in an error where too much comes without a complete element."""

    def __init__(self, stream: BinaryIO, where: str, longest: int) -> None:
        self._stream, self._where, self._longest = stream, where, longest
        self.since = 0

    def read(self, size: int = -1) -> bytes:
        """As of a file; raises InputError."""
        piece = self._stream.read(size)
        self.since += len(piece)
        if self.since > self._longest:
            raise InputError(self._where, f"has a record, or what is none, of more than {self._longest:,} bytes")
        return piece


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and parent[0] is not element:
        del parent[0]


def _declared(element: etree._Element) -> dict[str, str | None]:
    """The entities of the internal subset: their characters, or None where they are not plain characters."""
    subset: Any = element.getroottree().docinfo.internalDTD
    values: dict[str, str | None] = {}
    for entity in () if subset is None else subset.iterentities():
        content = entity.content
        plain = content is not None and len(content) <= LONGEST_ENTITY and not set("&<") & set(content)
        values.setdefault(entity.name, content if plain else None)
    return values


def _undeclared(element: etree._Element) -> int:
    declared = _declared(element)
    return len([entity for entity in element.iter(etree.Entity) if _name(entity) not in declared])


def _name(entity: Any) -> str:
    return str(entity.name)


def _resolve_within(parent: etree._Element, declared: dict[str, str | None]) -> None:
    """Put the characters of the entities among the children of `parent` in their places."""
    before: etree._Element | None = None
    held = [parent.text or ""]
    for child in list(parent):
        name = _name(child) if isinstance(child, etree._Entity) else ""
        value = declared[name] if name in declared else html5.get(f"{name};")
        if name and value is not None:
            held += [value, child.tail or ""]
            child.tail = None
            parent.remove(child)
            continue
        _put(parent, before, "".join(held))
        before, held = child, [child.tail or ""]
    _put(parent, before, "".join(held))


def _put(parent: etree._Element, before: etree._Element | None, text: str) -> None:
    if before is None:
        parent.text = text
    else:
        before.tail = text


def _check_attributes(log: Any, seen: int, where: str) -> None:
    """Raise InputError for an undeclared entity in an attribute, from which the parser leaves it out.

    log: the parser's; it warns of each undeclared entity, but of no more than `MOST_WARNINGS`. seen: in text.
    """
    warned = [entry for entry in log if entry.type == _ET.WAR_UNDECLARED_ENTITY]
    if len(warned) >= MOST_WARNINGS:
        raise InputError(where, "uses too many entities of a DTD that is not loaded to tell whether all are read")
    if len(warned) > seen:
        place = f"{where}, line {warned[-1].line}"
        raise InputError(place, f"has an entity that is not declared in an attribute: {warned[-1].message}")
