"""One article of JATS as a draft: metadata, then abstracts, body, floats, back matter and notes, in this order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lxml import etree

from curbside.sources.base import Draft, Found
from curbside.sources.building import TextBuilder
from curbside.sources.design import kind_of
from curbside.sources.jats.body import Body
from curbside.sources.jats.front import LANGUAGE, UNTITLED, Front, child, children
from curbside.sources.jats.inline import Inline
from curbside.sources.jats.related import marks_of, related_of, status_of
from curbside.sources.xml import line, local
from curbside.types import Identifier

_TYPES: Final = {
    "case-report": "case reports",
    "case report": "case reports",
    "review-article": "review",
    "review article": "review",
    "systematic-review": "systematic review",
    "letter": "letter",
    "reply": "comment",
    "article-commentary": "comment",
    "commentary": "comment",
    "discussion": "comment",
    "correspondence": "letter",
    "editorial": "editorial",
    "news": "news",
    "obituary": "biography",
    "book-review": "comment",
    "protocol": "clinical trial protocol",
    "study protocol": "clinical trial protocol",
    "retraction": "retraction of publication",
    "expression-of-concern": "expression of concern",
    "correction": "published erratum",
    "corrigendum": "published erratum",
    "erratum": "published erratum",
    "partial-retraction": "published erratum",
    "addendum": "published erratum",
    "randomised controlled trial": "randomized controlled trial",
}
_READ: Final = frozenset(
    "article-id article-categories title-group contrib-group pub-date volume issue supplement fpage lpage page-range"
    " elocation-id permissions copyright-statement copyright-year copyright-holder license related-article"
    " related-object abstract trans-abstract kwd-group funding-group author-notes conference product".split()
)


def id_of(identifiers: tuple[Identifier, ...], raw_hash: str) -> str:
    """ "pmid:...", else "pmc:PMC...", else "doi:...", else "file:" and the hash of the record."""
    by = {i.scheme: i.value for i in reversed(identifiers)}
    for scheme, prefix in (("pmid", "pmid"), ("pmcid", "pmc"), ("doi", "doi")):
        if scheme in by:
            return f"{prefix}:{by[scheme]}"
    return f"file:{raw_hash[:16]}"


class Article:
    """One article element as a draft."""

    def __init__(self, element: etree._Element, where: str, raw_hash: str, extractor: str) -> None:
        self.element = element
        self.where = where
        self.raw_hash = raw_hash
        self.extractor = extractor
        refs = list(element.iter("{*}ref"))
        inner = (e.get("id") for ref in refs for e in ref.iter())
        self.inline = Inline(frozenset(i for i in inner if i), len(refs))
        self.front = Front(element, self.inline)
        self.builder = TextBuilder()
        self.body = Body(self.builder, self.inline)

    def found(self) -> Iterator[Found]:
        identifiers = self.front.identifiers()
        id, date = id_of(identifiers, self.raw_hash), self.front.date()
        yield from marks_of(self.element, id, date)
        abstract = self._abstracts()
        self._text()
        self._notes()
        draft = self.builder.draft(id, self.where, self.extractor, self.raw_hash)
        title, types = self.front.title(), self.front.publication_types()
        known = [_TYPES.get(name.lower(), name) for name in types]
        source = replace(
            draft.source,
            kind=kind_of(known, title, abstract),
            title=title,
            publisher=self.front.publisher(),
            date=date,
            identifiers=identifiers,
            status=status_of(self.element, title),
            licence=self.front.licence(),
            authors=self.front.authors(),
            language=self.front.language(),
            publication_types=types,
            subjects=self.front.subjects(),
            issue=self.front.issue(),
            other_titles=self.front.other_titles(),
            keywords=self.front.keywords(),
            related=related_of(self.element, self.inline),
        )
        yield Draft(replace(source, remarks=self._remarks(title)), draft.blocks)

    def _abstracts(self) -> str:
        """Write the abstracts; the text of the first, its headings as lines."""
        first = ""
        for number, element in enumerate(children(self.front.meta, "abstract", "trans-abstract")):
            begun = self.builder.length
            title = self.body.titled(element) or _abstract_title(element)
            with self.builder.place("section", element.get("id") or title):
                self.body.heading(title, 1)
                self.body.paragraph_or_blocks(element, 2)
            if number == 0:
                first = self.builder.text()[begun:].partition("\n")[2]
        self.builder.close(1)
        return first

    def _text(self) -> None:
        for part in children(self.element, "body", "floats-group"):
            self.body.blocks(part, 1)
            self.builder.close(1)
        for part in children(self.element, "back"):
            self.body.blocks(part, 1)
        self.builder.close(1)

    def _notes(self) -> None:
        """What the front matter says of funding, interests, meeting, reviewed work and rights, as notes."""
        front = child(self.element, "front")
        self.body.blocks(children(front, "notes"), 1, note=True)
        meta = self.front.meta
        self._under("Conference", [self._joined(e) for e in children(meta, "conference")])
        self._under("About", [self.inline.text(e) for e in children(meta, "product")])
        self._under("Funding", [self._joined(e) for group in children(meta, "funding-group") for e in group])
        for notes in children(meta, "author-notes"):
            said = [e for e in notes if local(e) not in ("corresp", "title", "label")]
            self.inline.left["corresp"] += len(list(children(notes, "corresp")))
            if said:
                self.body.heading(self.body.titled(notes) or "Author notes", 1)
                self.body.blocks(said, 2, note=True)
        self._under("Rights", list(self.front.rights()))

    def _joined(self, element: etree._Element) -> str:
        """The parts of a record of data (a grant, a meeting), parted by semicolons."""
        if (element.text or "").strip() or not len(element):
            return self.inline.text(element)
        return "; ".join(text for e in element if (text := self.inline.text(e)))

    def _under(self, title: str, said: list[str]) -> None:
        if any(said):
            self.body.heading(title, 1)
            for text in said:
                self.body.said(text, True)
        self.inline.held.clear()

    def _remarks(self, title: str) -> tuple[str, ...]:
        left: Counter[str] = Counter(self.inline.left)
        for part in ("sub-article", "response"):
            left[part] += len(list(children(self.element, part)))
        left.update(local(e) for e in self.front.meta if local(e) and local(e) not in _READ)
        left.update(local(e) for e in children(child(self.element, "front"), *_FRONT_LEFT))
        counts = sorted((name, count) for name, count in left.items() if count)
        remarks = [f"left out: {', '.join(f'{name} ({count})' for name, count in counts)}"] if counts else []
        if title == UNTITLED:
            remarks.append("the article has no title")
        if not self.element.get(LANGUAGE):
            remarks.append("the article does not say its language; English is assumed")
        return tuple(remarks)


_FRONT_LEFT: Final = ("list", "def-list", "ack", "bio", "fn-group", "glossary")


def _abstract_title(element: etree._Element) -> str:
    said = [
        element.get("abstract-type") or "",
        element.get(LANGUAGE) or "" if local(element) == "trans-abstract" else "",
    ]
    more = line(", ".join(text for text in said if text))
    return f"Abstract ({more})" if more else "Abstract"
