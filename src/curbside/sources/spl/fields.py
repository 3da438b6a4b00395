"""The fields of an openFDA drug label as sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from curbside.errors import InputError
from curbside.sources import _json
from curbside.sources.building import line_of
from curbside.sources.spl.blocks import Narrative
from curbside.sources.spl.codes import SECTIONS, UNCLASSIFIED, heading_of
from curbside.sources.spl.run_on import MOST, Part, nested, within
from curbside.sources.spl.tree import check_depth, clean, local
from curbside.sources.xml import parsed

RUN_TOGETHER: Final = (
    "Each section is one run of text in openFDA: its headings, items and paragraphs are run together, and a raised or "
    "lowered digit is not told from another (10 to the power of 9 may stand as 109)."
)
_CODED: Final = ("48780-1", "48779-3")
_HEADER: Final = frozenset({"id", "set_id", "version", "effective_time", "openfda"})
_TABLE: Final = "_table"
_NOT_WORDS = re.compile(r"[^a-z]+")


def _field_of(name: str) -> str:
    """What openFDA's pipeline makes of a section's name: "ASK DOCTOR/PHARMACIST" is ask_doctor_or_pharmacist."""
    plain = name.lower().split(",")[0].replace("&", "and").replace("/", " or ")
    return _NOT_WORDS.sub("_", plain).strip("_")


FIELDS: Final = {
    **{_field_of(name): code for code, name in SECTIONS.items()},
    "warnings_and_cautions": "43685-7",
    "spl_unclassified_section": UNCLASSIFIED,
}


@dataclass(frozen=True, slots=True)
class Label:
    """A result. given: as in the file. names: the lists of texts of its `openfda` object."""

    given: dict[str, Any]
    names: dict[str, tuple[str, ...]]

    def text(self, name: str) -> str | None:
        """A field that is one text (or one number), None where it is missing or empty."""
        value = self.given.get(name)
        value = value[0] if isinstance(value, list) and len(value) == 1 else value
        return (line_of(clean(str(value))) or None) if isinstance(value, str | int) and value is not True else None

    def sections(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The fields that hold texts, in the order of the list of sections, then the others as they stand."""
        known = [name for name in FIELDS if name in self.given]
        for name in (*known, *(n for n in self.given if n not in FIELDS and n not in _HEADER)):
            texts = _texts(self.given[name])
            if texts and not (name.endswith(_TABLE) and name not in FIELDS):
                yield name, texts

    def tables(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The fields that hold tables, by the name of their section."""
        for name in self.given:
            if name.endswith(_TABLE) and name not in FIELDS:
                yield name.removesuffix(_TABLE), _texts(self.given[name])

    def left_out(self) -> tuple[str, ...]:
        """The names of the fields that hold something else than texts."""
        return tuple(n for n, v in self.given.items() if n not in _HEADER and v and not _texts(v))


@dataclass(frozen=True, slots=True)
class _Piece:
    """What a part is: a section by its field, or a table."""

    name: str
    table: etree._Element | None = None


def label_of(given: dict[str, Any], where: str) -> Label:
    """The result `given`. Raises InputError where it has no field of a label at all."""
    if not any(name in given for name in ("set_id", "openfda", *FIELDS)):
        raise InputError(where, "is no drug label: it has neither a set id nor a section")
    openfda = given.get("openfda")
    names = openfda if isinstance(openfda, dict) else {}
    return Label(given, {name: _lined(values) for name, values in names.items() if _lined(values)})


def write_sections(label: Label, narrative: Narrative) -> tuple[str, ...]:
    """Write all sections; what there is to say of it."""
    parts = [Part(_Piece(name), clean(text)) for name, texts in label.sections() for text in texts]
    top = nested(parts)
    remarks = [RUN_TOGETHER]
    lost = 0
    sections = list(parts)
    for count, part in enumerate(_tables(label, parts)):
        if count >= MOST or not within(sections, part):
            lost += 1
            _home(part, parts, top).inner.append(part)
    for part in top:
        _write(part, narrative, 1)
    if lost:
        remarks.append(f"Tables that could not be found in the text of their section and stand after it: {lost}.")
    remarks += [f"The field {_json.shown(name)} holds no text and is left out." for name in label.left_out()]
    return (*remarks, *_seen(narrative))


def _tables(label: Label, parts: list[Part[_Piece]]) -> Iterator[Part[_Piece]]:
    """Each table once, though openFDA gives those of a subsection with its parent too."""
    shortest = {part.item.name: len(part.bare) for part in parts}
    told: set[str] = set()
    for name, texts in sorted(label.tables(), key=lambda t: shortest.get(t[0], 0)):
        mine: set[str] = set()
        for text in texts:
            if text in told:
                continue
            mine.add(text)
            for table in _elements(text):
                yield Part(_Piece(name, table), clean("".join(str(t) for t in table.itertext())))
        told |= mine


def _home(part: Part[_Piece], parts: list[Part[_Piece]], top: list[Part[_Piece]]) -> Part[_Piece]:
    """The section that a table belongs to which its text does not have; a new one where there is none."""
    home = next((p for p in parts if p.item.name == part.item.name), None)
    if home is None:
        home = Part(_Piece(part.item.name), "")
        parts.append(home)
        top.append(home)
    part.begin = part.end = len(home.text)
    return home


def _write(part: Part[_Piece], narrative: Narrative, level: int) -> None:
    builder = narrative.builder
    if part.item.table is not None:
        narrative.write_table(part.item.table)
        return
    name = part.item.name
    code = FIELDS.get(name)
    heading = heading_of(code) or ("" if code else clean(name).replace("_", " ").strip().capitalize())
    with builder.place("section", code) if code else nullcontext():
        builder.close(level)
        builder.heading(heading, level)
        inner = level + 1 if heading else level
        for piece in part.pieces():
            if isinstance(piece, str):
                builder.close(inner)
                builder.paragraph(piece, note=code in _CODED)
            else:
                _write(piece, narrative, inner)


def _elements(markup: str) -> list[etree._Element]:
    """The outermost tables in `markup`, read as XML where it is that, else as HTML; none where it has none."""
    try:
        root: etree._Element | None = _checked(parsed(clean(markup).encode(), "table"))
    except InputError:
        root = _html(markup)
    found = [] if root is None else [e for e in root.iter() if local(e) == "table"]
    return [e for e in found if next(e.iterancestors("{*}table"), None) is None]


def _html(markup: str) -> etree._Element | None:
    reading = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = etree.fromstring(clean(markup).encode(), reading)
        return None if root is None else _checked(root)
    except (etree.XMLSyntaxError, InputError):
        return None


def _checked(root: etree._Element) -> etree._Element:
    check_depth(root, "table")
    return root


def _texts(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return (
        tuple(v for v in values if isinstance(v, str) and v.strip()) if all(isinstance(v, str) for v in values) else ()
    )


def _lined(value: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for text in _texts(value) if (line := line_of(clean(text)))))


def _seen(narrative: Narrative) -> Iterator[str]:
    for key, what in _TOLD.items():
        if narrative.inline.seen[key]:
            yield f"{what}: {narrative.inline.seen[key]}."


_TOLD: Final = {
    "picture": "Pictures within tables, left out",
    "footnote": "Footnotes of tables, written after their table",
    "uncertain table": "Tables with lines within the cells of a row, to be confirmed in the original",
    "table not repeated": "Tables with cells too wide to be repeated in each column",
}
