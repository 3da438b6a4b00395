"""What the header of a label says of it: ids, version, date, labeler, type of document, title."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from lxml import etree

from curbside.errors import InputError
from curbside.sources.building import line_of
from curbside.sources.spl.codes import ANIMAL_LABELS, HUMAN_DRUG_LABELS, LOINC
from curbside.sources.spl.inline import BREAK, Inline
from curbside.sources.spl.products import Product
from curbside.sources.spl.tree import attribute, child, words
from curbside.types import Identifier, Kind

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TIME = re.compile(r"(\d{4})(\d{2})?(\d{2})?(?:\d{2,6}(?:\.\d+)?)?(?:[+-]\d{4})?")
_BOILERPLATE = re.compile(
    r"\s*these highlights do not include all .{0,300}?safely and effectively\s*\.?"
    r"(?:\s*see full prescribing information(?: for [^.\n]{0,200})?(?:\.|\n|$))?",
    re.IGNORECASE,
)
_APPROVAL = re.compile(r"\s*initial u\.?s\.? approval\W{0,3}\d{4}\W*", re.IGNORECASE)
_SHOWN: Final = 4


@dataclass(frozen=True, slots=True)
class Header:
    """As in the file. version: "20". date: ISO 8601. type_code: LOINC. us: whether the type is of the FDA's list."""

    set_id: str
    document_id: str | None
    version: str | None
    date: str | None
    labeler: str | None
    type_code: str | None
    type_name: str | None
    us: bool

    @property
    def kind(self) -> Kind:
        """A label where it is one of a drug for people; unknown else (a device, a cosmetic, a food)."""
        return Kind.LABEL if self.us and self.type_code in HUMAN_DRUG_LABELS else Kind.UNKNOWN

    @property
    def identifiers(self) -> tuple[Identifier, ...]:
        """The set id, which all versions share, and the id of this version's document."""
        document = () if self.document_id is None else (Identifier("other", f"SPL document {self.document_id}"),)
        return (Identifier("setid", self.set_id), *document)


def header_of(root: etree._Element, where: str) -> Header:
    """The header of a `document`.

    Raises InputError where it has no set id, or is a label of a drug for animals.
    """
    code = child(root, "code")
    type_code, type_name = attribute(code, "code"), attribute(code, "displayName")
    us = attribute(code, "codeSystem") == LOINC
    name = type_name or HUMAN_DRUG_LABELS.get(type_code or "") or ANIMAL_LABELS.get(type_code or "") or type_code
    if (us and type_code in ANIMAL_LABELS) or "animal" in (name or "").casefold():
        raise InputError(where, f"is a label of a drug for animals ({name}), which is no source for people")
    organisation = child(root, "author", "assignedentity", "representedorganization", "name")
    return Header(
        set_id(attribute(child(root, "setid"), "root"), where),
        (attribute(child(root, "id"), "root") or "").lower() or None,
        attribute(child(root, "versionnumber"), "value"),
        iso_date(_effective(root)),
        words(organisation),
        type_code,
        name,
        us,
    )


def set_id(value: str | None, where: str) -> str:
    """The set id in lower case. Raises InputError where it is missing or no UUID."""
    if value is None:
        raise InputError(where, "has no set id, so it cannot be told from other labels")
    found = value.strip().lower()
    if not _UUID.fullmatch(found):
        raise InputError(where, f"has the set id {found[:60]!r}, which is no UUID")
    return found


def iso_date(value: str | None) -> str | None:
    """ "20130701" (also with a time, or a year or month only) as "2013-07-01"; None for what is no date."""
    found = _TIME.fullmatch((value or "").strip())
    if found is None or not value or not value.isascii():
        return None
    given = [part for part in found.groups() if part]
    try:
        date(*(int(part) for part in (*given, "1", "1")[:3]))
    except ValueError:
        return None
    return "-".join(given)


def titles_of(
    root: etree._Element, products: tuple[Product, ...], substances: tuple[str, ...]
) -> tuple[str | None, str]:
    """The title to show, and the whole title on one line ("" where there is none).

    The sentence that 21 CFR 201.57(a)(1) puts in front of highlights and the year of approval are left out of the
    first. A title that names neither product nor ingredient ("Drug Facts") gives way to the product's name.
    """
    element = child(root, "title")
    raw = "" if element is None else Inline().text(element)
    bare = line_of(_APPROVAL.sub(" ", _BOILERPLATE.sub(" ", raw, count=1))) if len(raw) < 5_000 else ""
    name = _product_title(products)
    if bare and (name is None or _names(bare, products, substances)):
        return bare, line_of(raw)
    return name or line_of(raw)[:500] or None, line_of(raw.replace(BREAK, " "))


def _product_title(products: tuple[Product, ...]) -> str | None:
    named = list(dict.fromkeys(p.title for p in products if p.title))
    if not named:
        return None
    others = len(named) - _SHOWN
    shown = ", ".join(named[:_SHOWN])
    return f"{shown} and {others} more" if others > 0 else shown


def _names(title: str, products: tuple[Product, ...], substances: tuple[str, ...]) -> bool:
    """Whether the title names a product or substance: shares a word of four letters or more with one."""
    known = " ".join([*(n for p in products for n in (p.name, *p.generics) if n), *substances]).casefold()
    told = set(re.findall(r"[^\W\d_]{4,}", title.casefold()))
    return bool(told & set(re.findall(r"[^\W\d_]{4,}", known))) or title.casefold() in known


def _effective(root: etree._Element) -> str | None:
    time = child(root, "effectivetime")
    return attribute(time, "value") or attribute(child(time, "low"), "value")
