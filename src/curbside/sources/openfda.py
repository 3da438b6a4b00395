"""Drug labels as JSON of openFDA's drug label endpoint: an answer with `results`, a list, JSON lines, or one result.

The fields are those of openFDA's schema of a drug label; which LOINC code a field was made of is in its published
pipeline (sections.csv). openFDA gives each section as one run of text, so headings, items and paragraphs within it are
run together; the SPL of the same set id is fuller. Its terms (open.fda.gov/license, as read in a stored copy) dedicate
what they do not say otherwise of to the public domain (CC0 1.0); that is taken where a file names that address.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from curbside.errors import InputError
from curbside.sources import _json
from curbside.sources.base import Draft, Found, Input, Rejected
from curbside.sources.building import TextBuilder
from curbside.sources.spl.blocks import Narrative
from curbside.sources.spl.fields import FIELDS, Label, label_of, write_sections
from curbside.sources.spl.header import iso_date, set_id
from curbside.sources.spl.results import LONGEST, results_of
from curbside.types import Identifier, Kind, Licence, Source

_TERMS: Final = b"open.fda.gov/license"
_OWN_KEYS: Final = frozenset({"set_id", "openfda", "spl_product_data_elements", "effective_time", *FIELDS})
_KEY = re.compile(r'"([a-z_]{3,80})"\s*:')
CC0: Final = Licence("CC0 1.0", show=True, quote=True, export=True, send=True)


class OpenFdaReader:
    """Reads each label as one source, `spl:` and its set id, as `SplReader` does."""

    name = "openfda"
    extractor = "openfda/1"

    def accepts(self, name: str, head: bytes) -> bool:
        """JSON that names openFDA, or whose first object has fields of its drug labels."""
        keys = _json.leading_keys(head)
        if not keys:
            return False
        if "results" in keys or "meta" in keys:
            return b"open.fda.gov" in head or len(_labels(head) & _OWN_KEYS) > 1
        return len(keys & _OWN_KEYS) > 1

    def read(self, given: Input) -> Iterator[Found]:
        """Each label as a Draft, each that is none as Rejected.

        Raises InputError where the JSON is broken off or is none.
        """
        licence = CC0 if _TERMS in given.head else Licence()
        with given.stream() as stream:
            for where, piece in results_of(stream, given):
                try:
                    if piece.raw is None:
                        raise InputError(where, piece.told(LONGEST, "record"))
                    yield draft_of(piece.raw, where, self.extractor, licence)
                except InputError as error:
                    yield Rejected(where, error.reason)


def _labels(head: bytes) -> set[str]:
    return set(_KEY.findall(head.decode("utf-8", "ignore")))


def draft_of(raw: bytes, where: str, extractor: str, licence: Licence) -> Draft:
    """The draft of one result. Raises InputError where it is no label of a drug for people, or has no text."""
    label = label_of(_json.parsed(raw, where), where)
    names = label.names
    found = set_id(label.text("set_id") or _only(names.get("spl_set_id", ())), where)
    kind = " ".join(names.get("product_type", ()))
    if "animal" in kind.casefold():
        raise InputError(where, f"is a label of a drug for animals ({kind}), which is no source for people")
    narrative = Narrative(TextBuilder())
    remarks = write_sections(label, narrative)
    draft = narrative.builder.draft(f"spl:{found}", where, extractor, hashlib.sha256(raw).hexdigest())
    if all(block.note for block in draft.blocks):
        raise InputError(where, "has coded fields but no text of a label")
    return replace(draft, source=_described(draft.source, label, found, licence, remarks))


def _described(source: Source, label: Label, found: str, licence: Licence, remarks: tuple[str, ...]) -> Source:
    names = label.names
    brands, generics = names.get("brand_name", ()), names.get("generic_name", ())
    title = _title(brands, generics)
    document, version = label.text("id"), label.text("version")
    date = iso_date(label.text("effective_time"))
    return replace(
        source,
        kind=Kind.LABEL,
        title=title or f"Drug label {found}",
        publisher=next(iter(names.get("manufacturer_name", ())), None),
        date=date,
        jurisdiction="us",
        identifiers=_identifiers(found, document),
        licence=licence,
        publication_types=names.get("product_type", ()),
        keywords=tuple(n for key in sorted(names) if key.startswith("pharm_class") for n in names[key]),
        issue=f"version {version}" if version else None,
        other_titles=tuple(n for n in dict.fromkeys((*brands, *generics)) if n != title),
        substances=names.get("substance_name", ()),
        remarks=(*_missing(title, date), *remarks),
    )


def _identifiers(found: str, document: str | None) -> tuple[Identifier, ...]:
    own = (Identifier("setid", found),)
    return own if document is None else (*own, Identifier("other", f"SPL document {document.lower()}"))


def _title(brands: tuple[str, ...], generics: tuple[str, ...]) -> str | None:
    brand, generic = next(iter(brands), None), next(iter(generics), None)
    if brand and generic and generic.casefold() not in brand.casefold():
        return f"{brand} ({generic})"
    return brand or generic


def _missing(title: str | None, date: str | None) -> Iterator[str]:
    if title is None:
        yield "The record names no product, so the title is the set id."
    if date is None:
        yield "The record has no effective date that can be read."


def _only(values: tuple[str, ...]) -> str | None:
    return values[0] if len(values) == 1 else None
