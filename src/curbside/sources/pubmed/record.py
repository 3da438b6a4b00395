"""What is gathered of one record before a source is made of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from curbside.types import Identifier, Related


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an abstract. heading: its label, else its category in NLM's scheme; None where it has neither."""

    heading: str | None
    text: str


@dataclass(frozen=True, slots=True)
class OtherAbstract:
    """An abstract of another language or type ("plain-language-summary")."""

    name: str
    parts: tuple[Part, ...]


@dataclass(slots=True)
class Record:
    """One article or book article; lists are in the order of the file."""

    pmid: str = ""
    status: str = ""
    title: str = ""
    vernacular: str = ""
    languages: list[str] = field(default_factory=list)
    model: str = ""
    issue_date: str | None = None
    electronic_date: str | None = None
    year: str | None = None
    volume: str = ""
    number: str = ""
    pages: str = ""
    journal: str = ""
    book: str = ""
    abstract: list[Part] = field(default_factory=list)
    others: list[OtherAbstract] = field(default_factory=list)
    copyright: str = ""
    authors: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    substances: list[str] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    related: list[Related] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def date(self) -> str | None:
        """The day of publication by which it is cited.

        That of the issue, but the electronic one where the article is electronic first (NLM, "Use of Article and
        ArticleDate Attribute Values"), or where the issue has none.
        """
        if self.model.startswith("Electronic"):
            return self.electronic_date or self.issue_date
        return self.issue_date or self.electronic_date

    @property
    def issue(self) -> str | None:
        """ "2014;349(2):g5226", "In: StatPearls"; None where neither volume, number, pages nor book are known."""
        if self.book:
            return f"In: {self.book}"
        place = self.volume + (f"({self.number})" if self.number else "")
        where = place + (f":{self.pages}" if self.pages else "")
        if not where:
            return None
        return f"{self.year};{where}" if self.year else where
