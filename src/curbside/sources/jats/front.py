"""What the front matter of a JATS article says of it, field by field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from curbside.sources._values import identifier
from curbside.sources.building import line_of
from curbside.sources.jats.dates import cited_year, dates_of, published
from curbside.sources.jats.inline import HREF, Inline, raw_text
from curbside.sources.languages import two_letters
from curbside.sources.licences import licence_of
from curbside.sources.xml import line, local
from curbside.types import Identifier, Licence

LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
UNTITLED: Final = "Untitled article"
MOST_INITIALS: Final = 4
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_SCHEMES: Final = {"pmid": "pmid", "doi": "doi", "pmc": "pmcid", "pmcid": "pmcid"}
_HEADING: Final = ("heading", "display-channel", "overline", "article-type")
_MARKS: Final = frozenset({"fn", "xref"})


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element of this path of local names."""
    for name in path:
        element = None if element is None else next((c for c in element if local(c) == name), None)
    return element


def children(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """The children of these local names."""
    return iter(()) if element is None else (c for c in element if local(c) in names)


def identifier_of(scheme: str | None, value: str) -> Identifier | None:
    """An identifier of a JATS `pub-id-type`; one of a publisher, or that does not fit, is "other: scheme:value"."""
    bare = line_of(value)
    if not bare:
        return None
    name = (scheme or "").lower()
    known = _SCHEMES.get(name)
    if known is None:
        return Identifier("other", f"{name}:{bare}" if name else bare)
    bare = _DOI.sub("", bare).lower() if known == "doi" else bare
    try:
        return identifier(f"{known}:{bare}")
    except ValueError:
        return Identifier("other", f"{name}:{bare}")


class Front:
    """The fields of one article; each method says what there is, None or an empty tuple where there is nothing."""

    def __init__(self, article: etree._Element, inline: Inline) -> None:
        front = child(article, "front")
        self.article = article
        self.journal = child(front, "journal-meta")
        meta = child(front, "article-meta")
        self.meta = meta if meta is not None else etree.Element("article-meta")
        self.inline = inline
        self._dates = dates_of(self.meta)

    def identifiers(self) -> tuple[Identifier, ...]:
        """The article's own identifiers, those of the publisher last."""
        found = [identifier_of(e.get("pub-id-type"), raw_text(e)) for e in children(self.meta, "article-id")]
        known = [i for i in found if i is not None]
        return tuple(dict.fromkeys(sorted(known, key=lambda i: i.scheme == "other")))

    def title(self) -> str:
        """Title and subtitle."""
        group = child(self.meta, "title-group")
        parts = [self._line(e) for e in children(group, "article-title")]
        parts += [self._line(e) for e in children(group, "subtitle")]
        named = [part for part in parts if part]
        return ": ".join(part.rstrip(":").rstrip() for part in named) if named else UNTITLED

    def other_titles(self) -> tuple[str, ...]:
        """Translated titles with their subtitles, and the alternative ones (running heads)."""
        group = child(self.meta, "title-group")
        found = []
        for translated in children(group, "trans-title-group"):
            found.append(": ".join(t for e in translated if (t := self._line(e))))
        found += [self._line(e) for e in children(group, "trans-title", "alt-title")]
        return tuple(dict.fromkeys(t for t in found if t))

    def authors(self) -> tuple[str, ...]:
        """Authors and author groups, "Garcia MB Jr" as PubMed has them; editors and the members of groups are none."""
        found = []
        for contributor in self._contributors():
            if (contributor.get("contrib-type") or "author").lower() != "author":
                self.inline.left["contributors who are no authors"] += 1
                continue
            found += [name for e in contributor if (name := self._author(e))][:1]
        found += [self._line(e) for e in _outside_groups(self.meta, "on-behalf-of", "collab")]
        return tuple(dict.fromkeys(name for name in found if name))

    def _contributors(self) -> Iterator[etree._Element]:
        for group in children(self.meta, "contrib-group"):
            kind = (group.get("content-type") or "author").lower()
            if not kind.startswith(("author", "contrib")):
                self.inline.left["contributors who are no authors"] += len(list(children(group, "contrib")))
                continue
            yield from children(group, "contrib")

    def _author(self, element: etree._Element) -> str:
        name = local(element)
        if name == "name-alternatives":
            return next((n for e in element if (n := self._author(e))), "")
        if name == "name":
            surname, suffix = (self.inline.text(child(element, part)) for part in ("surname", "suffix"))
            given = child(element, "given-names")
            short = "" if given is None else line_of(given.get("initials") or "") or initials(self.inline.text(given))
            return " ".join(part for part in (surname, short, suffix) if part)
        if name == "collab-alternatives":
            return next((n for e in element if (n := self._author(e))), "")
        if name == "collab":
            members = [e for e in element.iter() if local(e) == "contrib"]
            if members:
                self.inline.left["members of author groups"] += len(members)
            return self.inline.text(element, frozenset({"contrib-group", "xref", "fn", "aff", "address"}))
        if name == "anonymous":
            return "Anonymous"
        return self._line(element) if name == "string-name" else ""

    def publisher(self) -> str | None:
        """The journal's title, else its abbreviated one, else who publishes it."""
        group = child(self.journal, "journal-title-group")
        titles = [*children(group, "journal-title"), *children(self.journal, "journal-title")]
        titles += [*children(group, "abbrev-journal-title"), *children(self.journal, "abbrev-journal-title")]
        titles += [
            e for e in children(self.journal, "journal-id") if e.get("journal-id-type") in ("nlm-ta", "iso-abbrev")
        ]
        titles += list(children(child(self.journal, "publisher"), "publisher-name"))
        return next((t for e in titles if (t := self._line(e))), None)

    def date(self) -> str | None:
        """See `curbside.sources.jats.dates.published`."""
        return published(self._dates)

    def issue(self) -> str | None:
        """Year, volume, issue and pages: "2014;349(2):100-7", "2014;349:g5226"; None where only the year is known."""
        volume, number = self._said("volume"), self._said("issue")
        supplement = self._said("supplement") if not number else ""
        number = number or supplement
        first, last = self._said("fpage"), self._said("lpage")
        pages = self._said("page-range") or (f"{first}-{last}" if first and last and first != last else first)
        pages = pages or self._said("elocation-id")
        if not (volume or number or pages):
            return None
        place = f"{volume}{f'({number})' if number else ''}{f':{pages}' if pages else ''}"
        year = cited_year(self._dates)
        return f"{year};{place}" if year else place

    def language(self) -> str:
        """The language of the article; English where it does not say."""
        code, _, rest = (self.article.get(LANGUAGE) or "en").partition("-")
        short = two_letters(code) or "en"
        return f"{short}-{rest}" if rest.isalnum() and 2 <= len(rest) <= 8 else short

    def publication_types(self) -> tuple[str, ...]:
        """The article type and the subject headings."""
        kind = line_of(self.article.get("article-type") or "")
        return tuple(dict.fromkeys([*([kind] if kind else []), *self._subjects(headings=True)]))

    def subjects(self) -> tuple[str, ...]:
        """The subjects that are no headings of the table of contents, and the titles of its series."""
        series = [self._line(e) for e in children(child(self.meta, "article-categories"), "series-title")]
        return tuple(dict.fromkeys([*self._subjects(headings=False), *(s for s in series if s)]))

    def _subjects(self, headings: bool) -> list[str]:
        found = []
        for group in children(child(self.meta, "article-categories"), "subj-group"):
            kind = (group.get("subj-group-type") or "heading").lower()
            if kind.startswith(_HEADING) is headings:
                found += [self._line(e) for e in group.iter() if local(e) in ("subject", "compound-subject")]
        return [subject for subject in found if subject]

    def keywords(self) -> tuple[str, ...]:
        """The keywords of all groups but lists of abbreviations."""
        found = []
        for group in children(self.meta, "kwd-group"):
            if (group.get("kwd-group-type") or "").lower().startswith("abbrev"):
                self.inline.left["lists of abbreviations among the keywords"] += 1
                continue
            found += [self._line(e) for e in group.iter() if local(e) in ("kwd", "compound-kwd")]
        return tuple(dict.fromkeys(word for word in found if word))

    def rights(self) -> tuple[str, ...]:
        """What is said of copyright and licence, word for word."""
        return tuple(dict.fromkeys(t for e in self._permissions() if (t := self._line(e))))

    def licence(self) -> Licence:
        """The licence by its address and words, else by the copyright statement."""
        said = [text for e in self._permissions() if local(e) != "copyright-statement" for text in self._licence(e)]
        said += [self._line(e) for e in self._permissions() if local(e) == "copyright-statement"] if not said else []
        return licence_of("\n".join(said))

    def _permissions(self) -> list[etree._Element]:
        wanted = ("copyright-statement", "license", "license_ref")
        return [*children(child(self.meta, "permissions"), *wanted), *children(self.meta, *wanted)]

    def _licence(self, element: etree._Element) -> Iterator[str]:
        for inner in element.iter():
            address = inner.get(HREF)
            if address:
                yield line(address)
        words = self._line(element)
        yield from [words] if words else []
        kind = line(element.get("license-type") or "")
        yield from [kind] if kind else []

    def _said(self, name: str) -> str:
        return self._line(child(self.meta, name))

    def _line(self, element: etree._Element | None) -> str:
        text = self.inline.text(element, _MARKS)
        self.inline.held.clear()
        return text


def initials(given: str) -> str:
    """ "Mary-Beth K." is "MBK", "TGJ" stays; names in a script without capitals stay whole."""
    words = [word for word in re.split(r"[\s.‐‑-]+", given) if word]
    if any(word[0].lower() == word[0].upper() for word in words):
        return given
    return "".join(word if word.isupper() and len(word) <= MOST_INITIALS else word[0].upper() for word in words)


def _outside_groups(meta: etree._Element, *names: str) -> Iterator[etree._Element]:
    for group in children(meta, "contrib-group"):
        yield from children(group, *names)
