"""The entries of a reference list against the library: which source each is, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from curbside.auditing.claims import Written
from curbside.auditing.marks import MarkName
from curbside.auditing.publishers import HOSTS, NAMES
from curbside.auditing.references import Entry, host, plain_value
from curbside.evidence.status import from_an_answer, is_secondary
from curbside.language.tokens import content_words
from curbside.types import Kind, Source, State

_OWN: Final = re.compile(
    r"^\W*(?:url|source|site|publisher|published (?:by|on|at)|from|retrieved from|canonical)\W{0,4}\s*(?P<what>\S.*)$",
    re.IGNORECASE,
)
_HOST: Final = re.compile(r"\b(?:https?://)?(?:www\.)?((?:[a-z0-9-]+\.)+[a-z]{2,10})\b", re.IGNORECASE)
_OPENING_LINES: Final = 10
_TITLE_WORDS, _TITLE_SHARE = 6, 0.85
_CHANCE: Final = 0.15
_OF_A_WORK: Final = frozenset({"pmid", "doi", "pmcid", "nbk", "setid", "nice"})
_IN_VERSIONS: Final = frozenset({Kind.GUIDELINE, Kind.PROTOCOL, Kind.LABEL, Kind.FORMULARY})
_URL_OR_NUMBER: Final = re.compile(
    r"(?:https?://|www\.)\S+|\b10\.\d{4,9}/\S+|\b(?:pmid|doi|pmcid|pmc|nbk|set id)\b\W*[\w-]*", re.IGNORECASE
)
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_GONE: Final = frozenset({State.RETRACTED, State.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class CitedEntry:
    """An entry, the library's source that it is (None: not in the library) and whether it is somebody's own answer."""

    entry: Entry
    source: Source | None
    self_published: bool


@dataclass(frozen=True, slots=True)
class References:
    """The list with its faults; each of the lists holds marks, in the order of the text.

    misattributed: the identifier is that of another work than the entry names. circular: it leads back to the text
    itself or to an answer of this engine. outdated: a guideline or label, older than the version in the library.
    """

    entries: tuple[CitedEntry, ...] = ()
    marks_without_entry: tuple[MarkName, ...] = ()
    entries_without_mark: tuple[MarkName, ...] = ()
    self_published: tuple[MarkName, ...] = ()
    superseded: tuple[MarkName, ...] = ()
    retracted: tuple[MarkName, ...] = ()
    unknown: tuple[MarkName, ...] = ()
    misattributed: tuple[MarkName, ...] = ()
    circular: tuple[MarkName, ...] = ()
    outdated: tuple[MarkName, ...] = ()

    def of(self, mark: MarkName) -> CitedEntry | None:
        """The entry that a mark points to."""
        return next((e for e in self.entries if e.entry.mark == mark), None)


class Catalogue:
    """The sources of a library by identifier and by title; they are read when the first is asked for."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._sources = sources

    @cached_property
    def _by_id(self) -> dict[str, Source]:
        return {source.id: source for source in self._sources}

    @cached_property
    def _by_identifier(self) -> dict[tuple[str, str], list[Source]]:
        found: dict[tuple[str, str], list[Source]] = {}
        for source in self._by_id.values():
            for identifier in source.identifiers:
                key = identifier.scheme, plain_value(identifier.scheme, identifier.value)
                found.setdefault(key, []).append(source)
        return found

    @cached_property
    def _titles(self) -> list[tuple[frozenset[str], frozenset[str], Source]]:
        named = (s for s in self._by_id.values() if "not recorded" not in s.title)
        return [(_stems(s.title), _stems(s.publisher or ""), s) for s in named]

    def by_id(self, source_id: str) -> Source | None:
        """The source of that id."""
        return self._by_id.get(source_id)

    def find(self, entry: Entry) -> Source | None:
        """The source that an entry is, by identifier, else by its title; the source itself before a summary of it."""
        found = [
            s
            for i in entry.identifiers
            for s in self._by_identifier.get((i.scheme, plain_value(i.scheme, i.value)), ())
        ]
        if found:
            return min(found, key=lambda s: (is_secondary(s), s.id))
        spoken = frozenset(stem for stem, _, _ in content_words(entry.text))
        likely = [(len(title), s) for title, by, s in self._titles if _is_named(title, by, spoken)]
        return max(likely, key=lambda pair: (pair[0], pair[1].id))[1] if likely else None


def _stems(text: str) -> frozenset[str]:
    """The stems of a title or a publisher, what stands in brackets aside."""
    return frozenset(stem for stem, _, _ in content_words(re.sub(r"\([^)]*\)", " ", text)))


def _is_named(title: frozenset[str], publisher: frozenset[str], spoken: frozenset[str]) -> bool:
    """Whether an entry has nearly all words of a title, and of a short title also its publisher."""
    if len(title) < 2 or len(title & spoken) < _TITLE_SHARE * len(title):
        return False
    return len(title) >= _TITLE_WORDS or (bool(publisher) and len(publisher & spoken) >= _TITLE_SHARE * len(publisher))


def references(written: Written, catalogue: Catalogue) -> References:
    """The reference list of a text against the library, and its marks against the list."""
    own = _own_places(written.text, written.name)
    entries = tuple(CitedEntry(e, catalogue.find(e), _is_own(e, own)) for e in written.references.entries)
    used = written.marks
    listed = [e.entry.mark for e in entries]
    return References(
        entries=entries,
        marks_without_entry=tuple(m for m in used if m not in listed),
        entries_without_mark=tuple(dict.fromkeys(m for m in listed if m not in used)),
        self_published=tuple(e.entry.mark for e in entries if e.self_published),
        superseded=tuple(e.entry.mark for e in entries if _state(e) is State.SUPERSEDED),
        retracted=tuple(e.entry.mark for e in entries if _state(e) in _GONE),
        unknown=tuple(e.entry.mark for e in entries if e.source is None and not e.self_published),
        misattributed=tuple(e.entry.mark for e in entries if _is_misattributed(e)),
        circular=tuple(e.entry.mark for e in entries if _is_circular(e, written.name, catalogue)),
        outdated=tuple(e.entry.mark for e in entries if _is_outdated(e)),
    )


def _is_misattributed(entry: CitedEntry) -> bool:
    """Whether the words of an entry, enough to be a title, share next to none with the work of its identifier."""
    source = entry.source
    if source is None or not any(i.scheme in _OF_A_WORK for i in entry.entry.identifiers):
        return False
    spoken = _stems(_URL_OR_NUMBER.sub(" ", entry.entry.text))
    named = (source.title, source.publisher or "", *source.other_titles, *source.authors, *source.topics, source.id)
    known = frozenset(stem for name in named for stem in _stems(name.replace("-", " ")))
    return len(spoken) >= _TITLE_WORDS and len(spoken & known) <= _CHANCE * len(spoken)


def _is_circular(entry: CitedEntry, name: str, catalogue: Catalogue) -> bool:
    here = plain_value("url", name)
    if any(i.scheme == "url" and plain_value("url", i.value) == here for i in entry.entry.identifiers):
        return True
    return entry.source is not None and from_an_answer(entry.source, catalogue.by_id)


def _is_outdated(entry: CitedEntry) -> bool:
    source = entry.source
    if source is None or source.kind not in _IN_VERSIONS or source.year is None:
        return False
    years = [int(y) for y in _YEAR.findall(_URL_OR_NUMBER.sub(" ", entry.entry.text))]
    return bool(years) and max(years) < source.year


def _state(entry: CitedEntry) -> State | None:
    return entry.source.status.state if entry.source else None


def _is_own(entry: Entry, own: frozenset[str]) -> bool:
    """Whether an entry is of an answer machine, or of whoever published the text itself."""
    hosts = {host(i.value) for i in entry.identifiers if i.scheme == "url"}
    hosts |= {m[1].lower() for m in _HOST.finditer(entry.text)}
    if any(_under(h, known) for h in hosts for known in (*HOSTS, *(o for o in own if "." in o))):
        return True
    return any(_names(entry.text, name) for name in (*NAMES, *(o for o in own if "." not in o)))


def _under(name: str, known: str) -> bool:
    return name == known or name.endswith("." + known)


def _names(text: str, name: str) -> bool:
    """Whether an entry begins with a publisher's name, or has it between two full stops or commas."""
    return bool(
        re.search(
            rf"(?:^|[.,;:(–—-]\s?|\bby\s)\W*{re.escape(name)}(?=\s*(?:[.,;:()\[\]–—]|$|\s(?:AI|summary|answer|article)))",
            text,
            re.I,
        )
    )


def _own_places(text: str, name: str) -> frozenset[str]:
    """The host or name of whoever published the text, where its address or its first lines say so."""
    lines = [line.strip(" *_>#") for line in text.split("\n") if line.strip()]
    found = {host(name)} if name.startswith(("http://", "https://")) else set()
    for line in lines[:_OPENING_LINES]:
        m = _OWN.match(line)
        if m and len(m["what"]) < 160:
            places = {h[1].lower() for h in _HOST.finditer(m["what"])}
            found |= places or {m["what"].strip(" \"'.*").lower()}
    return frozenset(found)
