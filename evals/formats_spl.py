"""Count what a folder of drug labels (SPL) holds, straight from the XML, and compare with what the reader gives.

    python evals/formats_spl.py FOLDER

The counting uses the standard library's XML parser and nothing of the reader. A paragraph, item, row or footnote is
found where all its letters and digits stand together, in order, in the text that the reader made (a row or an item: in
one line). Words: those of all `text` elements, each as often as it stands there. The exit code is 1 where anything is
missing or differs.
"""

from __future__ import annotations

import io
import re
import sys
import time
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from curbside.errors import InputError
from curbside.sources.base import HEAD, Draft, Input, Rejected, finished
from curbside.sources.spl import SplReader
from curbside.types import Source

V3 = "{urn:hl7-org:v3}"
LOINC = "2.16.840.1.113883.6.1"
APART = {"paragraph", "item", "td", "th", "tr", "caption", "list", "table", "br", "text", "footnote", "title"}
COLUMNS = ("sections", "coded", "paragraphs", "items", "rows", "footnotes", "ingredients", "words")


@dataclass
class Counted:
    """What one file holds, and how much of it the reader gave: for each column there and found."""

    name: str
    there: dict[str, int] = field(default_factory=dict)
    found: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    outcome: str = "read"
    seconds: float = 0.0
    split_seconds: float = 0.0

    def put(self, column: str, there: int, found: int, missing: list[str] | None = None) -> None:
        """Note a column; a difference is a fault."""
        self.there[column], self.found[column] = there, found
        if there != found:
            shown = "; ".join(repr(m[:80]) for m in (missing or [])[:8])
            self.faults.append(f"{column}: {there} there, {found} found {shown}".rstrip())


def bare(text: str) -> str:
    """Letters and digits only."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def words(text: str) -> Counter[str]:
    """How often each word stands in `text`."""
    return Counter(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold()))


def name_of(element: ET.Element) -> str:
    """The element's name where it is of HL7 v3."""
    return element.tag.removeprefix(V3) if isinstance(element.tag, str) else ""


def text_of(element: ET.Element, without: tuple[str, ...] = (), spaced: bool = True) -> str:
    """All text in it, blocks set apart, but for the elements `without`."""
    parts = [element.text or ""]
    for child in element:
        name = name_of(child)
        if name not in without:
            gap = " " if spaced and name in APART else ""
            parts.append(f"{gap}{text_of(child, without, spaced)}{gap}")
        parts.append(child.tail or "")
    return "".join(parts)


def runs_of(element: ET.Element) -> list[str]:
    """Letters and digits of its own text, in the runs that lists and tables in it leave; footnotes are apart."""
    runs = [element.text or ""]
    for child in element:
        name = name_of(child)
        if name in ("list", "table"):
            runs.append("")
        elif name != "footnote":
            runs[-1] += text_of(child, ("footnote", "list", "table"))
        runs[-1] += child.tail or ""
    return [run for run in map(bare, runs) if run]


def compare(path: Path) -> Counted:
    """Count `path` and compare."""
    raw = path.read_bytes()
    given = Input(path.name, path.name, raw[:HEAD], lambda: io.BytesIO(raw))
    counted = Counted(path.name)
    root = _root(raw)
    begun = time.perf_counter()
    try:
        records = list(SplReader().read(given))
    except InputError as error:
        records = [Rejected(error.where, error.reason)]
    counted.seconds = time.perf_counter() - begun
    draft = next((record for record in records if isinstance(record, Draft)), None)
    if draft is None or root is None:
        _refused(counted, records, root)
        return counted
    begun = time.perf_counter()
    source = finished(draft)
    counted.split_seconds = time.perf_counter() - begun
    if isinstance(source, Rejected):
        counted.faults.append(f"rejected when split: {source.reason}")
        return counted
    _header(counted, root, source)
    _sections(counted, root, source)
    _blocks(counted, root, source)
    _words(counted, root, source)
    return counted


def _root(raw: bytes) -> ET.Element | None:
    try:
        root = ET.fromstring(raw)
    except ET.ParseError:
        return None
    return root if root.tag == f"{V3}document" else None


def _refused(counted: Counted, records: list[object], root: ET.Element | None) -> None:
    reasons = [record.reason for record in records if isinstance(record, Rejected)]
    counted.outcome = f"rejected: {'; '.join(reasons)}"
    narrative = [] if root is None else [t for t in root.iter(f"{V3}text") if bare(text_of(t))]
    if narrative or not reasons:
        counted.faults.append(f"not read, though it has {len(narrative)} texts")


def _header(counted: Counted, root: ET.Element, source: Source) -> None:
    set_id = root.find(f"{V3}setId").attrib["root"].lower()  # type: ignore[union-attr]
    version = root.find(f"{V3}versionNumber")
    time_value = root.find(f"{V3}effectiveTime")
    labeler = root.find(f"{V3}author/{V3}assignedEntity/{V3}representedOrganization/{V3}name")
    title = root.find(f"{V3}title")
    expected = {
        "set id": (f"spl:{set_id}", source.id),
        "version": (version is not None and f"version {version.attrib['value']}", source.issue or False),
        "date": (time_value is not None and time_value.attrib["value"][:8], (source.date or "").replace("-", "")),
        "labeler": (bare(labeler.text or "") if labeler is not None else "", bare(source.publisher or "")),
    }
    counted.faults += [f"{what}: {a!r} there, {b!r} found" for what, (a, b) in expected.items() if a != b]
    if title is not None and bare(text_of(title)) not in bare(source.text):
        counted.faults.append("the title is not in the text")
    if not source.title or "\n" in source.title or "  " in source.title:
        counted.faults.append(f"the title {source.title!r} is empty or has layout")
    names = {bare(e.text or "") for e in _active(root)}
    have = {bare(s) for s in source.substances}
    counted.put("ingredients", len(names), len(names & have), sorted(names - have))


def _active(root: ET.Element) -> Iterator[ET.Element]:
    for ingredient in root.iter(f"{V3}ingredient"):
        if ingredient.attrib.get("classCode", "").startswith("ACTI"):
            yield from ingredient.findall(f"{V3}ingredientSubstance/{V3}name")
    yield from (e for i in root.iter(f"{V3}activeIngredient") for s in i for e in s.findall(f"{V3}name"))


def _sections(counted: Counted, root: ET.Element, source: Source) -> None:
    titles, codes = [], Counter()
    for section in root.iter(f"{V3}section"):
        code = section.find(f"{V3}code")
        title = section.find(f"{V3}title")
        high = [t for t in section.iterfind(f"{V3}excerpt//{V3}text") if bare(text_of(t))]
        own = [c for c in section if name_of(c) in ("text", "title", "component", "subject") and bare(text_of(c))]
        pictures = [e for e in section.iter() if name_of(e) in ("renderMultiMedia", "observationMedia")]
        if title is not None and bare(text_of(title)):
            titles.append(bare(text_of(title)))
        if code is not None and code.attrib.get("codeSystem") == LOINC:
            codes[code.attrib["code"]] += bool(high) + bool(
                own and (len(own) > 1 or not _only_highlights(own, high, pictures))
            )
    lines = {bare(line) for line in source.text.split("\n")}
    missing = [title for title in titles if title not in lines]
    counted.put("sections", len(titles), len(titles) - len(missing), missing)
    places = Counter(place.name for place in source.places if place.kind == "section")
    different = [f"{c}: {codes[c]} there, {places[c]} found" for c in sorted(codes | places) if codes[c] != places[c]]
    counted.put("coded", codes.total(), codes.total() - len(different), different)


def _only_highlights(own: list[ET.Element], high: list[ET.Element], pictures: list[ET.Element]) -> bool:
    """Whether a section has nothing but a title and a highlight, where the title heads that."""
    return bool(high) and not pictures and [name_of(c) for c in own] == ["title"]


def _blocks(counted: Counted, root: ET.Element, source: Source) -> None:
    whole = bare(source.text)
    lines = [bare(line) for line in source.text.split("\n")]
    items = [bare(line) for line in source.text.split("\n") if re.match(r" *- ", line)]
    rows = [bare(line) for line in source.text.split("\n") if line.startswith("| ")]
    texts = list(root.iter(f"{V3}text"))
    for column, tag, among in (
        ("paragraphs", "paragraph", [*lines, whole]),
        ("items", "item", [*items, *rows]),
        ("footnotes", "footnote", lines),
    ):
        there = [runs for t in texts for e in t.iter(V3 + tag) if (runs := runs_of(e))]
        missing = [" ".join(runs) for runs in there if not all(_within(run, among) for run in runs)]
        counted.put(column, len(there), len(there) - len(missing), missing)
    _rows(counted, texts, rows, whole)


def _within(text: str, among: list[str]) -> bool:
    return any(text in line for line in among)


def _rows(counted: Counted, texts: list[ET.Element], rows: list[str], whole: str) -> None:
    there, missing = 0, []
    for row in (e for t in texts for e in t.iter(f"{V3}tr")):
        cells = [c for c in (bare(text_of(cell, ("footnote",))) for cell in row) if c]
        if not cells:
            continue
        there += 1
        alone = len(cells) == 1 and cells[0] in whole
        if not alone and not any(_in_order(cells, line) for line in rows):
            missing.append(" | ".join(cells))
    counted.put("rows", there, there - len(missing), missing)


def _in_order(cells: list[str], line: str) -> bool:
    at = 0
    for cell in cells:
        at = line.find(cell, at)
        if at < 0:
            return False
        at += len(cell)
    return True


def _words(counted: Counted, root: ET.Element, source: Source) -> None:
    there: Counter[str] = Counter()
    for text in root.iter(f"{V3}text"):
        there += words(text_of(text))
    have, whole = words(source.text), bare(source.text)
    missing = {w: n - have[w] for w, n in there.items() if n > have[w] and n > whole.count(w)}
    total = there.total()
    counted.put("words", total, total - sum(missing.values()), [f"{w} ({n})" for w, n in sorted(missing.items())])


def main(folder: Path) -> int:
    """Print the table for all files in `folder`; 1 where anything differs."""
    results = [compare(path) for path in sorted(folder.rglob("*")) if path.is_file()]
    print(f"{'file':44}" + "".join(f"{column:>18}" for column in COLUMNS))
    for counted in results:
        if counted.there:
            cells = (f"{counted.found[c]} of {counted.there[c]}" for c in COLUMNS)
            print(f"{counted.name[-44:]:44}" + "".join(f"{cell:>18}" for cell in cells))
        else:
            print(f"{counted.name[-44:]:44} {counted.outcome}")
        for fault in counted.faults:
            print(f"    DIFFERS {fault}")
    read = [counted for counted in results if counted.there]
    mapped, split = sum(c.seconds for c in read), sum(c.split_seconds for c in read)
    if read:
        print(f"{len(read)} labels: read in {mapped:.2f} s ({len(read) / mapped:.1f} a second), split in {split:.2f} s")
    return int(any(counted.faults for counted in results))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python evals/formats_spl.py FOLDER")
    sys.exit(main(Path(sys.argv[1])))
