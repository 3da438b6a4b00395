"""Reading JATS and NLM articles: one source an article, its text in reading order.

Elements are those of the Journal Archiving and Interchange Tag Library (jats.nlm.nih.gov/archiving/tag-library/) and of
its forerunner NLM 2.x and 3.0. The article may stand alone or, with others, in PMC's or an OAI-PMH answer. Not in the
text: the list of references and the marks that point to it, pictures, supplementary files, affiliations, the history
of the manuscript, sub-articles (reviews, replies, translations). `Source.remarks` counts them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final

from lxml import etree

from curbside.errors import InputError
from curbside.sources.base import Found, Input, Rejected
from curbside.sources.jats.article import Article
from curbside.sources.jats.inline import raw_text
from curbside.sources.xml import events, line, local, root_of, unknown_entities

DEEPEST: Final = 100
_TOO_DEEP: Final = etree.XPath(f"boolean({'/'.join('*' * DEEPEST)})")
_OAI: Final = "{http://www.openarchives.org/OAI/2.0/}"
_WRAPPERS: Final = frozenset({"pmc-articleset", "OAI-PMH", "articles", "records", "record", "metadata", "GetRecord"})
_SIGNS: Final = (
    b"<front",
    b"article-type=",
    b"NLM//DTD",
    b"JATS",
    b"dtd-version",
    b"/jats.nlm.nih.gov",
    b"/dtd.nlm.nih.gov",
)


class JatsReader:
    """Reads articles in JATS or NLM XML: a source each, and the marks that a notice sets on another article."""

    name = "jats"
    extractor = "jats/1"

    def accepts(self, name: str, head: bytes) -> bool:
        """An XML file whose root is such an article, or a wrapper of some; its name does not matter."""
        root = (root_of(head) or "").rpartition("}")[2]
        said = head.replace(b"\0", b"")
        if root != "article" and not (root in _WRAPPERS and b"article" in said):
            return False
        return b"docbook" not in said.lower() and any(sign in said for sign in _SIGNS)

    def read(self, given: Input) -> Iterator[Found]:
        """The articles, each after the marks that it sets; one that cannot be read is Rejected.

        Raises InputError where the XML is faulty, or holds no article.
        """
        alone = (root_of(given.head) or "").rpartition("}")[2] == "article"
        raw = hashlib.sha256(given.bytes()).hexdigest() if alone else None
        count = 0
        with given.stream() as stream:
            for element in events(stream, given.where, ("{*}article", "Reply", f"{_OAI}error")):
                count += 1
                where = given.where if alone else f"{given.where}, article {count}"
                try:
                    yield from self._found(element, where, raw)
                except InputError as error:
                    yield Rejected(error.where, error.reason)
        if not count:
            raise InputError(given.where, "holds no article of JATS or NLM")

    def _found(self, element: etree._Element, where: str, raw: str | None) -> Iterator[Found]:
        if local(element) != "article":
            said = line(element.get("error") or raw_text(element))
            raise InputError(where, f"was not delivered: {said or 'no reason given'}")
        unknown = unknown_entities(element)
        if unknown:
            raise InputError(where, f"uses the entity &{unknown[0]};, whose characters are not known")
        _check_depth(element, where)
        record = raw or hashlib.sha256(etree.tostring(element, encoding="utf-8", with_tail=False)).hexdigest()
        yield from Article(element, where, record, self.extractor).found()


def _check_depth(element: etree._Element, where: str) -> None:
    if _TOO_DEEP(element):
        raise InputError(where, f"has elements more than {DEEPEST} deep")
