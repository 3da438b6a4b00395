"""Full texts in JATS: an independent count of the XML against what the reader yields.

    python evals/formats_jats.py FOLDER

Titles, abstract sections, authors, identifiers, sections, paragraphs, tables, rows, figures, list items and the licence
are counted in the XML with a parser of Python's own and none of the reader's code. Each run of words of the abstracts,
the body, the floats and the back matter must occur in the source's text, letter by letter and digit by digit (spaces,
punctuation and the raising of digits aside), in its order; in a table, each row with its cells in order. Left out are
the list of references, sub-articles, struck-out words, alternative texts. A mark that points to the list of references
may be there or not. Exit 1 on a difference.
"""

from __future__ import annotations

import io
import re
import sys
import time
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from curbside.language.splitting import ITEM
from curbside.sources.base import HEAD, Draft, Input, Rejected
from curbside.sources.jats import JatsReader

HREF = "{http://www.w3.org/1999/xlink}href"
LEFT_OUT = {"ref-list", "sub-article", "response", "strike", "alt-text", "long-desc", "object-id", "index-term", "x"}
PARTING = set(
    "list def-list disp-quote boxed-text verse-group preformat code speech statement array sec disp-formula-group"
    " question question-wrap chem-struct-wrap".split()
)
FLOATING = set(
    "fig fig-group table-wrap table-wrap-group supplementary-material media graphic fn fn-group floats-group".split()
)
LEAVES = set("p title td th term attrib speaker preformat code verse-line label copyright-statement license-p".split())
MARK = "\0"


def plain(text: str) -> str:
    """Letters and digits only, compatibility forms (raised digits) as their plain ones."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def name(element: ET.Element) -> str:
    """The tag without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted in the XML, and what the reader yields."""

    what: str
    expected: int
    found: int


@dataclass(frozen=True, slots=True)
class Compared:
    """One article. missing: runs of words that the text does not have; share: of all words in runs, those it has."""

    where: str
    counts: tuple[Count, ...]
    words: int
    missing: tuple[str, ...]

    @property
    def share(self) -> float:
        lost = sum(len(run.split()) for run in self.missing)
        return 1 - lost / self.words if self.words else 1.0

    @property
    def agrees(self) -> bool:
        return not self.missing and all(c.expected == c.found for c in self.counts)


class Article:
    """The XML of one article, read without the reader."""

    def __init__(self, root: ET.Element) -> None:
        self.root = root
        self.parents = {c: p for p in root.iter() for c in p}
        refs = [e for e in root.iter() if name(e) == "ref"]
        self.refs = {i for r in refs for e in r.iter() if (i := e.get("id"))}
        self.meta = next(e for e in root.iter() if name(e) == "article-meta")
        abstracts = [e for e in self.meta if name(e) in ("abstract", "trans-abstract")]
        self.abstracts = abstracts
        self.parts = abstracts + [e for e in root if name(e) in ("body", "floats-group", "back")]

    def above(self, element: ET.Element) -> Iterator[str]:
        while element in self.parents:
            element = self.parents[element]
            yield name(element)

    def inside(self, parts: Sequence[ET.Element], *tags: str) -> list[ET.Element]:
        """Elements of these tags in these parts, but for what is left out."""
        found = [e for part in parts for e in part.iter() if name(e) in tags]
        return [e for e in found if LEFT_OUT.isdisjoint({name(e), *self.above(e)})]

    def runs(self, element: ET.Element) -> Iterator[str]:
        """The words of an element itself, parted where a block stands in it; `MARK` around marks of citations."""
        run: list[str] = []
        yield from self._runs(element, run)
        yield "".join(run)

    def _runs(self, element: ET.Element, run: list[str]) -> Iterator[str]:
        run.append(element.text or "")
        for child in element:
            yield from self._child(child, run)
            run.append(child.tail or "")

    def _child(self, child: ET.Element, run: list[str]) -> Iterator[str]:
        tag = name(child)
        instead = self._instead(child, tag)
        if tag in PARTING or (tag == "p" and name(self.parents[child]) != "def"):
            yield "".join(run)
            run.clear()
        elif instead is not None:
            run.append(instead)
        elif tag == "alternatives":
            yield from self._child(_chosen(child), run)
        else:
            run.append(" " if tag in ("break", "label", "title", "def") else "")
            yield from self._runs(child, run)

    def _instead(self, child: ET.Element, tag: str) -> str | None:
        """What stands for a child in its line, where that is not its words."""
        words = "".join(child.itertext())
        if tag == "fn":
            return f"{MARK}{''.join(''.join(c.itertext()) for c in child if name(c) == 'label')}{MARK}"
        if tag in FLOATING or tag in LEFT_OUT or (tag == "label" and name(self.parents[child]) == "disp-formula"):
            return ""
        if tag == "xref" and (
            child.get("ref-type") in ("bibr", "ref") or set((child.get("rid") or "").split()) & self.refs
        ):
            return f"{MARK}{words}{MARK}"
        if tag in ("inline-graphic", "private-char"):
            return "picture"
        if tag in ("inline-formula", "disp-formula") and not _words(child):
            return "formula"
        if tag == "tex-math":
            return words.partition("\\begin{document}")[2].partition("\\end{document}")[0]
        return child.get(HREF) or "" if tag in ("ext-link", "uri") and not words.strip() else None


def _words(element: ET.Element) -> bool:
    return bool(
        "".join(
            t for e in element.iter() if name(e) != "label" for t in [e.text or "", *(c.tail or "" for c in e)]
        ).strip()
    )


def _chosen(element: ET.Element) -> ET.Element:
    children = {name(c): c for c in element}
    first = next((children[tag] for tag in ("math", "tex-math", "table", "textual-form") if tag in children), None)
    return first if first is not None else element[0]


def pattern(run: str) -> re.Pattern[str] | None:
    """A run of words as it must occur among the letters and digits of the text; marks of citations may be missing."""
    pieces = run.split(MARK)
    built = []
    for number, piece in enumerate(pieces):
        bare = plain(piece)
        between = 0 < number < len(pieces) - 1 and bare in ("and", "to", "e", "und", "et")
        if bare:
            built.append(f"(?:{re.escape(bare)})?" if number % 2 or between else re.escape(bare))
    return re.compile("".join(built)) if any(not p.startswith("(?:") for p in built) else None


def compare(article: Article, draft: Draft, where: str) -> Compared:
    """One article with its draft."""
    source = draft.source
    letters = plain(source.text)
    words, missing = 0, []
    for leaf in article.inside(article.parts, *LEAVES):
        if name(leaf) == "label" and name(article.parents[leaf]) not in (
            "sec",
            "app",
            "fn",
            "fig",
            "table-wrap",
            "list-item",
        ):
            continue
        for run in article.runs(leaf):
            looked = pattern(run)
            if looked is None:
                continue
            words += len(run.split())
            if not looked.search(letters):
                missing.append(run.replace(MARK, ""))
    missing += _missing_rows(article, source.text)
    return Compared(where, tuple(_counts(article, draft)), words, tuple(missing))


def _missing_rows(article: Article, text: str) -> list[str]:
    """Rows of tables that no line of the text has, cell by cell in order."""
    lines = [[plain(c) for c in re.split(r"(?<!\\)\|", line)] for line in text.split("\n") if line.startswith("| ")]
    missing = []
    for row in article.inside(article.parts, "tr"):
        runs = ["".join(" ".join(article.runs(p)) for p in _leaves(c)) for c in row]
        cells = [plain(re.sub(f"{MARK}.*?{MARK}", "", run)) for run in runs]
        wanted = [c for c in cells if c]
        if wanted and not any(_in_order(wanted, line) for line in lines):
            missing.append(" | ".join(wanted))
    return missing


def _leaves(cell: ET.Element) -> list[ET.Element]:
    inner = [e for e in cell.iter() if name(e) in ("p", "term", "title") and e is not cell]
    return [cell, *inner]


def _in_order(wanted: Sequence[str], line: Sequence[str]) -> bool:
    left = iter(line)
    return all(any(cell in there for there in left) for cell in wanted)


def _counts(article: Article, draft: Draft) -> Iterator[Count]:
    source, meta = draft.source, article.meta
    titles = [e for e in meta.iter() if name(e) == "article-title" and name(article.parents[e]) == "title-group"]
    title = "".join("".join(article.runs(e)) for e in titles)
    yield Count("title", 1, int(plain(re.sub(f"{MARK}.*?{MARK}", "", title)) in plain(source.title)))
    yield Count("abstracts", sum(1 for e in article.abstracts if _words(e)), _abstracts(article, draft))
    ids = {("".join(e.itertext()).strip()) for e in meta if name(e) == "article-id" and "".join(e.itertext()).strip()}
    yield Count("identifiers", len(ids), len(source.identifiers))
    groups = [
        g
        for g in meta
        if name(g) == "contrib-group" and g.get("content-type", "author").startswith(("author", "contrib"))
    ]
    authors = [c for g in groups for c in g if name(c) == "contrib" and c.get("contrib-type", "author") == "author"]
    authors += [e for g in groups for e in g if name(e) in ("on-behalf-of", "collab")]
    yield Count("authors", len(authors), len(source.authors))
    yield Count("keywords", len(_keywords(meta)), len(source.keywords))
    headings = {r for block in draft.blocks for r in block.headings}
    titled = [
        e
        for e in article.inside(article.parts, "sec", "ack", "notes", "app", "glossary", "fn-group", "bio")
        if _titled(e)
    ]
    found = {plain(source.text[r.start : r.end]) for r in headings}
    lost = [e for e in titled if plain(_titled(e)) not in found]
    yield Count("sections", len(titled), len(titled) - len(lost))
    yield from _floats(article, draft)
    has = any(
        name(e) in ("license", "license_ref", "copyright-statement") and (_words(e) or e.get(HREF)) for e in meta.iter()
    )
    yield Count("licence", int(has), int(source.licence.name is not None))


def _abstracts(article: Article, draft: Draft) -> int:
    """Outermost headings that are the title of an abstract, or "Abstract" where it has none."""
    titles = {plain(_titled(e)) for e in article.abstracts}
    outermost = {b.headings[0] for b in draft.blocks if b.headings}
    said = [draft.source.text[r.start : r.end] for r in outermost if r.start <= _end_of_abstracts(article, draft)]
    return sum(1 for text in said if plain(text) in titles or text.startswith("Abstract"))


def _end_of_abstracts(article: Article, draft: Draft) -> int:
    body = next((e for e in article.root if name(e) == "body"), None)
    first = (
        "" if body is None else next((plain(t) for e in body.iter() if (t := e.text or "") and len(plain(t)) > 20), "")
    )
    letters = [n for n, c in enumerate(draft.source.text) if c.isalnum()]
    at = plain(draft.source.text).find(first) if first else -1
    return letters[at] if 0 <= at < len(letters) else len(draft.source.text)


def _keywords(meta: ET.Element) -> set[str]:
    groups = [g for g in meta if name(g) == "kwd-group" and not g.get("kwd-group-type", "").startswith("abbrev")]
    return {plain("".join(k.itertext())) for g in groups for k in g.iter() if name(k) in ("kwd", "compound-kwd")}


def _titled(section: ET.Element) -> str:
    title = next((e for e in section if name(e) == "title"), None)
    inside = "".join("".join(e.itertext()) for e in section if name(e) not in ("title", "label", "ref-list", "graphic"))
    label = "".join("".join(e.itertext()) for e in section if name(e) == "label")
    text = "" if title is None else "".join(title.itertext())
    return (text if text.startswith(label) else label + text) if plain(text) and plain(inside) else ""


def _floats(article: Article, draft: Draft) -> Iterator[Count]:
    places = draft.source.places
    tables = [e for e in article.inside(article.parts, "table-wrap") if plain("".join(e.itertext()))]
    yield Count("tables", len(tables), sum(1 for p in places if p.kind == "table"))
    figures = [e for e in article.inside(article.parts, "fig") if plain("".join(e.itertext()))]
    yield Count("figures", len(figures), sum(1 for p in places if p.kind == "figure"))
    rows = [e for e in article.inside(article.parts, "tr") if plain("".join(e.itertext()))]
    lines = sum(1 for line in draft.source.text.split("\n") if line.startswith("| ") and plain(line))
    yield Count("rows", len(rows), lines)
    outside = {"td", "th", "caption", "ack", "notes", "fn", "fn-group"}
    items = [e for e in article.inside(article.parts, "list-item", "def-item") if outside.isdisjoint(article.above(e))]
    yield Count(
        "items", sum(1 for e in items if plain("".join(e.itertext()))), sum(b.shape == ITEM for b in draft.blocks)
    )


def compared(raw: bytes, where: str) -> tuple[list[Compared], list[Rejected], float]:
    """The articles of one file compared, what was rejected, and the reader's seconds of processor time."""
    reader = JatsReader()
    begun = time.process_time()
    found = list(reader.read(Input(where, where, raw[:HEAD], lambda: io.BytesIO(raw))))
    seconds = time.process_time() - begun
    drafts = [f for f in found if isinstance(f, Draft)]
    root = ET.fromstring(raw)
    articles = [e for e in root.iter() if name(e) == "article"]
    rejected = [f for f in found if isinstance(f, Rejected)]
    pairs = zip(articles, drafts, strict=False) if len(articles) == len(drafts) else ()
    return [compare(Article(e), d, where) for e, d in pairs], rejected, seconds


def main(folder: Path) -> int:
    """Print the table; 1 where a file differs."""
    files = sorted(p for p in folder.iterdir() if p.suffix in (".nxml", ".xml"))
    total = seconds = differing = 0.0
    all_words = all_lost = 0
    for path in files:
        results, rejected, took = compared(path.read_bytes(), path.name)
        seconds += took
        for result in results:
            total += 1
            differing += not result.agrees
            all_words += result.words
            all_lost += sum(len(run.split()) for run in result.missing)
            print(_line(result))
        for one in rejected:
            differing += 1
            print(f"{one.where}: rejected: {one.reason}")
        if not results and not rejected:
            differing += 1
            print(f"{path.name}: not as many sources as articles")
    print(f"{total:.0f} articles, {differing:.0f} differ; {all_words:,} words in runs, {all_lost:,} of them not found")
    print(f"{total / seconds:.0f} articles a second of processor time" if seconds else "nothing read")
    return int(differing > 0)


def _line(result: Compared) -> str:
    counts = " ".join(
        f"{c.what} {c.expected}" if c.expected == c.found else f"{c.what.upper()} {c.expected}≠{c.found}"
        for c in result.counts
    )
    missing = "".join(f"\n    not found: {run.strip()[:200]}" for run in result.missing)
    return f"{result.where}: {counts} words {result.words} ({result.share:.2%}){missing}"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1])))
