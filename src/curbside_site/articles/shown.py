"""What a page, an API or a feed shows of a text: plain data, made by `articles.reading`."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from curbside_site.articles.seals import seal


@dataclass(frozen=True, slots=True)
class Mark:
    """The number of a reference behind a statement, with the quotes that it stands for.

    spans: start and end, in code points of that version of the source. contradicts: it says otherwise.
    """

    ref: int
    source: str
    version: str
    spans: tuple[tuple[int, int], ...]
    quotes: tuple[str, ...]
    title: str
    summary: bool
    contradicts: bool = False

    @property
    def address(self) -> str:
        """The page that shows the quotes in their context."""
        places = [("quote", f"{start}-{end}") for start, end in self.spans]
        sealed = seal(self.source, self.version, self.spans)
        return f"{source_address(self.source)}?{urlencode([('version', self.version), *places, ('seal', sealed)])}"


def source_address(source: str) -> str:
    """The page of a source."""
    return f"/sources/{quote(source, safe=':/')}/"


@dataclass(frozen=True, slots=True)
class Said:
    """A statement. withheld: why its words are not shown, "" where they are; then `text` is empty.

    asides: what a reader must know besides its words. new: not in the answer that it follows. amounts: start and end of
    the doses in it, as its regimen was read. explained: words that first stand here, each in plain words of our own.
    """

    id: str
    text: str
    marks: tuple[Mark, ...]
    asides: tuple[str, ...] = ()
    withheld: str = ""
    new: bool = False
    amounts: tuple[tuple[int, int], ...] = ()
    explained: tuple[tuple[str, str], ...] = ()

    @property
    def pieces(self) -> tuple[tuple[str, bool], ...]:
        """The words in runs, each with whether it is a dose, for the eye to find."""
        found, at = [], 0
        for start, end in self.amounts:
            if start >= at:
                found += [(self.text[at:start], False), (self.text[start:end], True)]
                at = end
        return tuple((words, strong) for words, strong in (*found, (self.text[at:], False)) if words)


@dataclass(frozen=True, slots=True)
class DoseRow:
    """A phase of a regimen, in words."""

    phase: str
    dose: str
    route: str
    often: str
    ends: str


@dataclass(frozen=True, slots=True)
class Beside:
    """A statement that must stand beside a dose: how it begins, its whole words being in its own section."""

    statement: str
    words: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Dose:
    """A regimen. beside: what must stand beside it, with the statements that say it; empty: not in the library."""

    id: str
    drug: str
    place: str
    indication: str
    population: str
    statement: str
    marks: tuple[Mark, ...]
    asides: tuple[str, ...]
    rows: tuple[DoseRow, ...]
    beside: tuple[tuple[str, tuple[Beside, ...]], ...]


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A criterion with the values of the question. rows: quantity, threshold, value, verdict."""

    rule: str
    marks: tuple[Mark, ...]
    counted: str
    result: str
    rows: tuple[tuple[str, str, str, str], ...]
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Watched:
    """A row of the monitoring plan; empty cells repeat the row above, or nothing is stated."""

    what: str
    when: str
    action: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a conflict, in the words of its source."""

    value: str
    who: str
    place: str
    when: str
    status: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """Where sources disagree, side by side; nothing is averaged, none is dropped."""

    about: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A reference. chips: words, and "bad" where they warn."""

    ref: int
    source: str
    title: str
    publisher: str
    when: str
    url: str | None
    chips: tuple[tuple[str, str], ...]

    @property
    def address(self) -> str:
        """Its page on this site."""
        return source_address(self.source)


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the text. name: what a link to it is called."""

    heading: str
    name: str
    statements: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A line of the self-audit: a gate, and how many statements passed it of how many."""

    gate: str
    passed: int
    of: int


@dataclass(frozen=True, slots=True)
class Text:
    """A whole text. hidden: how many statements are hidden. no_bottom_line: why nothing stands there.

    urgent, first: what must be read before anything else, an emergency and the like apart. notices: the others.
    glossary: words that are explained, with what each explanation was written from.
    """

    title: str
    question: str
    audience: str
    length: str
    jurisdiction: str
    understood: tuple[tuple[str, str], ...]
    direction: str
    urgent: tuple[str, ...]
    first: tuple[str, ...]
    notices: tuple[str, ...]
    bottom_line: tuple[Said, ...]
    no_bottom_line: str
    doses: tuple[Dose, ...]
    hidden_doses: int
    criteria: tuple[WorkedOut, ...]
    monitoring: tuple[Watched, ...]
    parts: tuple[Part, ...]
    disputes: tuple[Dispute, ...]
    not_found: tuple[str, ...]
    references: tuple[tuple[str, tuple[Entry, ...]], ...]
    glossary: tuple[tuple[str, str], ...]
    checks: tuple[Check, ...]
    made: tuple[tuple[str, str], ...]
    intended_use: str
    hidden: int
