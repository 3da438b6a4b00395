"""The reader of Europe PMC's search answers (REST, `format=json&resultType=core`).

JSON rather than XML, since both hold the same fields and this one without a second escaping of the abstract's markup.
Field names are those of the answers themselves (web services 6.9) and of the "Europe PMC web services reference guide".
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from curbside.errors import InputError
from curbside.sources import _json
from curbside.sources.base import Draft, Found, Input, Rejected
from curbside.sources.building import TextBuilder
from curbside.sources.europepmc.fields import abstract_of, identifiers_of, record_of, source_of, text_at
from curbside.sources.licences import licence_of
from curbside.sources.pubmed.drafting import found_in
from curbside.sources.pubmed.relations import NOTICES
from curbside.types import Identifier, Mark

_KEYS: Final = frozenset({"hitCount", "resultList", "nextCursorMark", "request"})


class EuropePmcReader:
    """Reads each result as one source: the core record, that is title, abstract and what is said of the article.

    Its id is that of its PMID, else its PMC number, else its DOI. A preprint (source PPR) has "Preprint" among its
    publication types. The licence is the record's. Links, grants, affiliations and counts are not kept.
    """

    name = "europepmc"
    extractor = "europepmc/1"

    def accepts(self, name: str, head: bytes) -> bool:
        """JSON whose first object has the fields of a search answer."""
        keys = _json.leading_keys(head)
        return "hitCount" in keys and len(keys & _KEYS) > 1

    def read(self, given: Input) -> Iterator[Found]:
        """Each result as a Draft, then its marks on others; those that cannot be read as Rejected.

        Raises InputError where the JSON is broken off, or is no search answer.
        """
        answer = _json.parsed(given.bytes().removeprefix(b"\xef\xbb\xbf"), given.where)
        listed = answer.get("resultList")
        results = listed.get("result") if isinstance(listed, dict) else None
        if not isinstance(results, list):
            said = text_at(answer, "errMsg")
            raise InputError(given.where, f"is an error of Europe PMC ({said})" if said else "has no list of results")
        for number, result in enumerate(results, start=1):
            where = f"{given.where}, record {number}"
            try:
                yield from found_of(result, where, self.extractor)
            except InputError as error:
                yield Rejected(error.where, error.reason)


def found_of(result: Any, where: str, extractor: str) -> Iterator[Found]:
    """The draft of one result, then its marks on others. Raises InputError where it has no title or is no record."""
    if not isinstance(result, dict):
        raise InputError(where, f"is {_json.a_name(result)}, not an object in braces")
    raw = json.dumps(result, ensure_ascii=False, sort_keys=True)
    wrong = next((fault for text in _texts(result) if (fault := _json.misfit(text))), None)
    if wrong:
        raise InputError(where, wrong)
    raw_hash = hashlib.sha256(raw.encode()).hexdigest()
    identifiers = identifiers_of(result)
    own = _id(identifiers, raw_hash)
    if not source_of(result):
        raise InputError(where, "has no source and id of Europe PMC")
    if not text_at(result, "title"):
        raise InputError(where, f"the record {source_of(result)} has no title")
    record = record_of(result)
    for found in found_in(record, where, extractor, raw_hash):
        if isinstance(found, Draft):
            licence = licence_of(text_at(result, "license"))
            source = replace(found.source, id=own, identifiers=identifiers, licence=licence)
            yield _written(replace(found, source=source), result, not NOTICES.isdisjoint(record.types))
        elif isinstance(found, Mark):
            yield replace(found, said_by=own, status=replace(found.status, by=own))


def _written(draft: Draft, result: Mapping[str, Any], note: bool) -> Draft:
    """The draft with the abstract's paragraphs as they are parted; as it is where there is no sentence of one."""
    sections = abstract_of(result)
    if not any(section.paragraphs for section in sections):
        return draft
    builder = TextBuilder()
    for section in sections:
        builder.close(1)
        builder.heading(section.heading or "", 1)
        for paragraph in section.paragraphs:
            builder.paragraph(paragraph, note)
    source = draft.source
    own = builder.draft(source.id, source.where or source.id, source.extractor, source.raw_hash)
    text = replace(source, text=own.source.text, content_hash=own.source.content_hash, places=own.source.places)
    return Draft(text, own.blocks)


def _id(identifiers: tuple[Identifier, ...], raw_hash: str) -> str:
    """The id by the most stable identifier; where there is none, by what the record is now."""
    for scheme, prefix in (("pmid", "pmid:"), ("pmcid", "pmc:"), ("doi", "doi:")):
        for identifier in identifiers:
            if identifier.scheme == scheme:
                return f"{prefix}{identifier.value}"
    return f"file:{raw_hash[:16]}"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
