"""The reference list of a text that somebody else wrote: where it stands, and its entries with their identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from curbside.auditing.marks import MarkName
from curbside.types import Identifier, TextRange

_HEADING: Final = re.compile(
    r"^[ \t]{0,3}(?:#{1,6}[ \t]*)?(?:\*\*|__)?[ \t]*(?:\d{1,2}[.)][ \t]*)?"
    r"(?:key |selected |cited |main )?(?:references?|sources?|bibliography|citations?|works cited|"
    r"literature(?: cited)?|footnotes|endnotes)"
    r"(?: cited| consulted| used| list)?[ \t]*:?[ \t]*(?:\*\*|__)?[ \t]*:?[ \t]*$",
    re.IGNORECASE,
)
_INLINE: Final = re.compile(
    r"^[ \t]{0,3}(?:\*\*|__)?(?:references|sources|bibliography)[ \t]*:(?:\*\*|__)?[ \t]+\S", re.I
)
_UNDERLINE: Final = re.compile(r"^[ \t]*(?:={3,}|-{3,}|\*{3,}|_{3,})[ \t]*$")
_ANY_HEADING: Final = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+\S|^[ \t]{0,3}\*\*[^*]{1,80}\*\*[ \t]*:?[ \t]*$")
_NUMBERED: Final = re.compile(
    r"^[ \t]*(?:[-*+•][ \t]+(?=\[))?(?:\[(?P<a>\d{1,3})\]|(?P<b>\d{1,3})[.)])[ \t]*:?[ \t]*(?=\S)"
)
_FOOTNOTE: Final = re.compile(r"^[ \t]{0,3}\[\^(?P<name>[\w.-]{1,40})\]:[ \t]*(?=\S)")
_RAISED: Final = re.compile(r"^[ \t]*(?P<run>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})[ \t]*(?=\S)")
_BULLET: Final = re.compile(r"^[ \t]*[-*+•][ \t]+(?=\S)")
_LINKED: Final = re.compile(r"\[(?P<mark>\d{1,3})\]\((?P<url>https?://[^()\s]+)\)")
_CITED: Final = re.compile(r"\[(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\]")
_DIGITS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LIKE_A_REFERENCE: Final = re.compile(
    r"https?://|\bdoi\b|\b10\.\d{4,9}/|\bpmid\b|\bPMC\d|\bet al\b|\b(?:19|20)\d\d\b.*(?:[;:.]|\))|\bN(?:ICE|HS)\b|"
    r"\b(?:NG|CG)\d",
    re.I,
)
_URL: Final = re.compile(
    r"(?:https?://|\bwww\.)[^\s<>\"'\])】]+|\b(?:[a-z0-9-]+\.)+(?:ai|com|org|app|health|gov|edu|uk)/[^\s<>\"'\])]+",
    re.I,
)
_SCHEMES: Final = (
    ("pmid", re.compile(r"\bPMID:?\s*(\d{4,9})|pubmed(?:\.ncbi\.nlm\.nih\.gov|/)/?(\d{4,9})", re.I)),
    ("doi", re.compile(r"\b(10\.\d{4,9}/[^\s\"<>\])]+)", re.I)),
    ("pmcid", re.compile(r"\b(PMC\d{4,9})\b", re.I)),
    ("nbk", re.compile(r"\b(NBK\d{3,9})\b", re.I)),
    ("nice", re.compile(r"\b((?:NG|CG|TA|QS|DG|HTG|IPG)\s?\d{1,4})\b")),
    ("nice", re.compile(r"nice\.org\.uk/guidance/([a-z]{2,3}\d{1,4})\b", re.I)),
    ("setid", re.compile(r"\b([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b", re.I)),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its mark (its number in the list where it bears none), its words, its place and its identifiers."""

    mark: MarkName
    text: str
    start: int
    end: int
    identifiers: tuple[Identifier, ...]
    bears_mark: bool = True


@dataclass(frozen=True, slots=True)
class Listed:
    """The entries in order, and the parts of the text that are reference list and no claims."""

    entries: tuple[Entry, ...] = ()
    ranges: tuple[TextRange, ...] = ()

    @property
    def numbered(self) -> bool:
        """Whether the entries bear numbers."""
        return any(isinstance(e.mark, int) and e.bears_mark for e in self.entries)

    def holds(self, place: int) -> bool:
        """Whether `place` stands in the list."""
        return any(r.start <= place < r.end for r in self.ranges)


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


def listed(text: str) -> Listed:
    """The reference list of `text`: under a heading, at its end, as footnotes, or as addresses behind the marks."""
    lines = list(_lines(text))
    notes = [i for i, line in enumerate(lines) if _FOOTNOTE.match(line.text)]
    blocks = [b for b in (_under_heading(lines), _at_the_end(lines)) if b]
    found = [e for first, after in blocks[:1] for e in _entries(lines[first:after])]
    ranges = [TextRange(lines[first].start, lines[after - 1].end) for first, after in blocks[:1]]
    ranges = [TextRange(_heading_start(lines, blocks[0][0]), ranges[0].end)] if ranges else []
    for i in notes:
        line = lines[i]
        if not any(r.start <= line.start < r.end for r in ranges):
            found += _entries([line])
            ranges.append(TextRange(line.start, line.end))
    found += _linked(text, {e.mark for e in found})
    return Listed(tuple(found), tuple(ranges))


def _linked(text: str, known: set[MarkName]) -> Iterator[Entry]:
    """The addresses behind marks, "[1](https://...)", that no list has an entry for."""
    for m in _LINKED.finditer(text):
        mark = int(m["mark"])
        if mark not in known:
            known.add(mark)
            yield Entry(mark, m["url"], m.start("url"), m.end("url"), identifiers(m["url"]))


def is_heading(line: str) -> bool:
    """Whether a line is the heading of a reference list."""
    return bool(_HEADING.match(line))


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for line in text.split("\n"):
        yield _Line(start, start + len(line), line)
        start += len(line) + 1


def _heading_start(lines: list[_Line], first: int) -> int:
    before = [i for i in range(first) if _HEADING.match(lines[i].text)]
    return (
        lines[before[-1]].start
        if before and all(_is_rule(x.text) for x in lines[before[-1] + 1 : first])
        else lines[first].start
    )


def _is_rule(line: str) -> bool:
    return not line.strip() or bool(_UNDERLINE.match(line))


def _under_heading(lines: list[_Line]) -> tuple[int, int] | None:
    """The lines under the last heading of a reference list, to the next heading or to prose that is no entry."""
    for i in range(len(lines) - 1, -1, -1):
        if _INLINE.match(lines[i].text) and len(lines[i].text) > 30:
            return i, i + 1
        if _HEADING.match(lines[i].text):
            first = next((j for j in range(i + 1, len(lines)) if not _is_rule(lines[j].text)), None)
            return None if first is None else (first, _block_end(lines, first))
    return None


def _block_end(lines: list[_Line], first: int) -> int:
    marked = bool(_opening(lines[first].text))
    last = first
    for j in range(first + 1, len(lines)):
        line = lines[j].text
        if _ANY_HEADING.match(line) or (_UNDERLINE.match(line) and not lines[j - 1].text.strip()):
            break
        if not line.strip():
            continue
        loose = not lines[j - 1].text.strip() and not line.startswith((" ", "\t"))
        if loose and not _opening(line) and (marked or not _LIKE_A_REFERENCE.search(line)):
            break
        last = j
    return last + 1


def _at_the_end(lines: list[_Line]) -> tuple[int, int] | None:
    """A numbered run at the end of a text whose lines, most of them, look like references or are what marks cite."""
    filled = [i for i, line in enumerate(lines) if line.text.strip()]
    run: list[int] = []
    for i in reversed(filled):
        if not (_NUMBERED.match(lines[i].text) or _RAISED.match(lines[i].text)):
            break
        run.insert(0, i)
    likely = [i for i in run if _LIKE_A_REFERENCE.search(lines[i].text)]
    listed = run and (2 * len(likely) > len(run) or (likely and _are_cited(lines, run)))
    return (run[0], run[-1] + 1) if listed else None


def _are_cited(lines: list[_Line], run: list[int]) -> bool:
    """Whether the numbers of a run begin at 1, go up by one, and most of them are marks in the text before it."""
    numbers = [_mark(_opening(lines[i].text)) for i in run]
    before = " ".join(line.text for line in lines[: run[0]])
    cited = {int(n) for m in _CITED.finditer(before) for n in re.findall(r"\d+", m[1])}
    return numbers == list(range(1, len(run) + 1)) and 2 * len(cited & set(range(1, len(run) + 1))) > len(run)


def _opening(line: str) -> re.Match[str] | None:
    return _NUMBERED.match(line) or _FOOTNOTE.match(line) or _BULLET.match(line) or _RAISED.match(line)


def _entries(lines: list[_Line]) -> list[Entry]:
    groups: list[list[_Line]] = []
    for line in lines:
        if not line.text.strip():
            continue
        if groups and not _opening(line.text) and _opening(groups[-1][0].text):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_entry(group, number) for number, group in enumerate(groups, 1)]


def _entry(group: list[_Line], number: int) -> Entry:
    first = group[0].text
    opening = _opening(first)
    begin = opening.end() if opening else len(first) - len(first.lstrip())
    mark = _mark(opening)
    words = " ".join([first[begin:], *(line.text for line in group[1:])])
    words = " ".join(words.split())
    return Entry(
        number if mark is None else mark,
        words,
        group[0].start + begin,
        group[-1].end,
        identifiers(words),
        mark is not None,
    )


def _mark(opening: re.Match[str] | None) -> MarkName | None:
    if opening is None:
        return None
    if opening.re is _NUMBERED:
        return int(opening["a"] or opening["b"])
    if opening.re is _RAISED:
        return int(opening["run"].translate(_DIGITS))
    if opening.re is _FOOTNOTE:
        return int(opening["name"]) if re.fullmatch(r"[0-9]+", opening["name"]) else str(opening["name"])
    return None


def identifiers(text: str) -> tuple[Identifier, ...]:
    """The identifiers in `text`, each once: pmid, doi, pmcid, nbk, nice, setid, url."""
    found = []
    for scheme, pattern in _SCHEMES:
        for m in pattern.finditer(text):
            value = next(g for g in m.groups() if g)
            found.append(Identifier(scheme, plain_value(scheme, value)))
    found += [Identifier("url", m[0].rstrip(".,;:")) for m in _URL.finditer(text)]
    return tuple(dict.fromkeys(found))


def plain_value(scheme: str, value: str) -> str:
    """An identifier's value in the one form in which it is compared."""
    value = value.strip().rstrip(".,;:")
    if scheme == "url":
        bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", value.lower())
        return re.split(r"[?#]", bare)[0].rstrip("/")
    return re.sub(r"\s", "", value).upper() if scheme in ("nice", "pmcid", "nbk") else value.lower()


def host(url: str) -> str:
    """The host of an address, without "www."."""
    return plain_value("url", url).split("/")[0].split(":")[0]
