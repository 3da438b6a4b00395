"""Drug labels as the FDA and DailyMed give them: Structured Product Labeling, HL7 v3 `document` in urn:hl7-org:v3.

The text is the label's own; headings of sections without a title are the names of their LOINC codes, and the lines on
products are written from coded fields, as notes. A label on file may not be the one in force: its status is unknown.
No terms of DailyMed for the text of labels were found, so the licence is unknown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lxml import etree

from curbside.errors import InputError
from curbside.language.splitting import Block
from curbside.sources.base import Draft, Found, Input, Rejected
from curbside.sources.building import TextBuilder, line_of
from curbside.sources.spl.blocks import Narrative
from curbside.sources.spl.header import Header, header_of, titles_of
from curbside.sources.spl.products import Product
from curbside.sources.spl.remarks import remarks_of
from curbside.sources.spl.sections import Sections, pictures_in, sections_in
from curbside.sources.spl.tree import check_depth
from curbside.sources.xml import parsed, root_of
from curbside.types import Source, Status

LARGEST: Final = 30_000_000
NAMESPACE: Final = "urn:hl7-org:v3"
ROOT: Final = f"{{{NAMESPACE}}}document"


class SplReader:
    """Reads one SPL file as one source, `spl:` and its set id."""

    name = "spl"
    extractor = "spl/1"

    def accepts(self, name: str, head: bytes) -> bool:
        """Whether the root element is HL7 v3's `document`, whatever the file is called."""
        return NAMESPACE.encode() in head.replace(b"\0", b"") and root_of(head) == ROOT

    def read(self, given: Input) -> Iterator[Found]:
        """The label, or why it is none. Raises InputError where the file is no SPL at all."""
        raw = given.bytes(LARGEST)
        root = label_root(raw, given.where)
        try:
            yield draft_of(root, raw, given.where, self.extractor)
        except InputError as error:
            yield Rejected(error.where, error.reason)


def label_root(raw: bytes, where: str) -> etree._Element:
    """The `document` in `raw`. Raises InputError where it holds something else."""
    if not raw.strip():
        raise InputError(where, "is empty")
    name = root_of(raw[:65536])
    if name is not None and name != ROOT:
        namespace, _, local = name.rpartition("}")
        of = f" of {namespace[1:]}" if namespace else ""
        raise InputError(where, f"is no drug label: its first element is <{local}>{of}, not <document> of {NAMESPACE}")
    root = parsed(raw, where)
    check_depth(root, where)
    return root


def draft_of(root: etree._Element, raw: bytes, where: str, extractor: str) -> Draft:
    """The draft of a label. Raises InputError where it has no set id or no text, or is for animals."""
    header = header_of(root, where)
    narrative = Narrative(TextBuilder(), pictures=pictures_in(root))
    sections = Sections(narrative)
    if next(sections_in(root), None) is None:
        raise InputError(where, f"has no section ({header.type_name or 'type of document not given'})")
    whole_title = titles_of(root, (), ())[1]
    narrative.builder.paragraph(whole_title, note=True)
    sections.write(root)
    draft = _with_text(narrative.builder, header, where, extractor, raw)
    products = tuple(sections.products)
    source = _described(draft.source, root, header, products)
    return replace(draft, source=replace(source, remarks=remarks_of(header, sections, source.title, whole_title)))


def _with_text(builder: TextBuilder, header: Header, where: str, extractor: str, raw: bytes) -> Draft:
    draft = builder.draft(f"spl:{header.set_id}", where, extractor, hashlib.sha256(raw).hexdigest())
    if not any(_quotable(block) for block in draft.blocks):
        kind = header.type_name or "type of document not given"
        raise InputError(where, f"has coded fields but no text of a label ({kind})")
    return draft


def _quotable(block: Block) -> bool:
    return not block.note


def _described(source: Source, root: etree._Element, header: Header, products: tuple[Product, ...]) -> Source:
    active = [i for p in products for i in p.ingredients if i.active]
    substances = _unlike([name for i in active for name in (i.name, *i.moieties)])
    title, whole = titles_of(root, products, substances)
    names = [n for p in products for n in (p.name, *p.generics) if n]
    return replace(
        source,
        kind=header.kind,
        title=title or f"Drug label {header.set_id}",
        publisher=header.labeler,
        date=header.date,
        jurisdiction="us" if header.us else "unknown",
        identifiers=header.identifiers,
        status=Status(),
        publication_types=(header.type_name,) if header.type_name else (),
        issue=f"version {header.version}" if header.version else None,
        other_titles=tuple(n for n in _unlike([*names, whole]) if n and n != title),
        substances=substances,
    )


def _unlike(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line_of(value) for value in values))
