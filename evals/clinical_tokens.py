"""Is the right passage found before those that differ from it by one clinical token?

    python evals/clinical_tokens.py [--items FILE] [--ranker words|vectors|hybrid] [--json] [--only-count]

All passages of all items go into one throw-away library, each as a source of its own, and each query is searched by
words, or by vectors or both where this machine has a model. The rank of the right passage counts every other one whose
score is not lower, so that a tie is never first. Exit code 0 where all are first, 1 where one is not.
`evals/README.md` describes the file.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from curbside.language.tokens import terms
from curbside.library import Library
from curbside.retrieval.embedded.index import FOLDER, EmbeddedIndex
from curbside.retrieval.embedding.base import Embedder, Missing
from curbside.retrieval.embedding.chosen import embedder
from curbside.retrieval.evaluation.ranking import rank
from curbside.retrieval.searching import Ranker
from curbside.retrieval.sync import sync
from curbside.retrieval.vectors import embed
from curbside.settings import Settings
from curbside.sources.base import Rejected, finished
from curbside.sources.building import TextBuilder, line_of
from curbside.types import Source

ITEMS = Path(__file__).resolve().parent / "clinical_tokens.jsonl"
TITLE = "Invented"
DEPTH = 100
TIE = 1e-6
"""A lead that is a smaller part of the score than this is a tie: sums of the same parts differ by rounding."""

Search = Callable[[str], list[tuple[str, float]]]
"""query -> (source id, score), best first."""


@dataclass(frozen=True, slots=True)
class Item:
    """One query, its right passage, and the passages that differ from it by one token."""

    id: str
    query: str
    right: str
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where the right passage came.

    rank: None where it was not found. lead: by what part of its own score it is above the best other passage, negative
    where it is below, None where it was not found. before: the passage that is not below it, if any. by_length: it is
    first, but has no term of the query that its best neighbour lacks: only its length put it there.
    """

    id: str
    query: str
    rank: int | None
    lead: float | None
    before: str | None
    by_length: bool

    @property
    def first(self) -> bool:
        """Whether it is above every other passage."""
        return self.rank == 1


def load(path: Path) -> list[Item]:
    """The items of a file. Raises ValueError where an id comes twice or an item has not 2 to 5 other passages."""
    items = []
    for line in path.read_text(encoding="utf-8").splitlines():
        given = json.loads(line)
        item = Item(given["id"], given["query"], given["right"], tuple(given["wrong"]))
        if not 2 <= len(set(item.wrong) - {item.right}) == len(item.wrong) <= 5:
            raise ValueError(f"{item.id}: wants 2 to 5 other passages, each once")
        items.append(item)
    if len({item.id for item in items}) < len(items):
        raise ValueError("an id comes twice")
    return items


def judge(items: Sequence[Item], search: Search) -> list[Outcome]:
    """What `search` makes of each query; `sources` names the passages that it should know."""
    texts = {name: text for item in items for name, text in _passages(item)}
    return [_outcome(item, search(item.query), texts) for item in items]


def sources(items: Sequence[Item]) -> list[Source]:
    """A source for each passage."""
    return [_source(name, text) for item in items for name, text in _passages(item)]


def _passages(item: Item) -> Iterator[tuple[str, str]]:
    yield _name(item), item.right
    for number, text in enumerate(item.wrong, 1):
        yield f"{item.id}/wrong-{number}", text


def _name(item: Item) -> str:
    return f"{item.id}/right"


def _source(name: str, text: str) -> Source:
    builder = TextBuilder()
    builder.paragraph(line_of(text))
    made = finished(builder.draft(name, name, "clinical-tokens/1", ""))
    if isinstance(made, Rejected):
        raise ValueError(f"{made.where}: {made.reason}")
    return replace(made, title=TITLE)


def _outcome(item: Item, found: list[tuple[str, float]], texts: dict[str, str]) -> Outcome:
    scores = dict(found)
    own = scores.pop(_name(item), None)
    best = max(scores, key=scores.__getitem__, default=None)
    if own is None:
        return Outcome(item.id, item.query, None, None, texts[best] if best else None, False)
    above = [name for name, score in scores.items() if score > own * (1 - TIE)]
    lead = (own - scores[best]) / own if best else 1.0
    by_length = not above and best is not None and not _told_apart(item, texts[best])
    return Outcome(item.id, item.query, 1 + len(above), lead, texts[best] if above and best else None, by_length)


def _told_apart(item: Item, other: str) -> bool:
    return bool(set(terms(item.query)) & (set(terms(item.right)) - set(terms(other))))


def found_by(items: Sequence[Item], home: Path, ranker: Ranker = Ranker.WORDS) -> list[Outcome]:
    """The outcomes of a search, with a library and an index made in `home`, an empty folder.

    Raises ValueError where vectors are wanted and there is no model on this machine.
    """
    made, index = sources(items), EmbeddedIndex(home / FOLDER)
    model = None if ranker is Ranker.WORDS else _model(home)
    try:
        with Library.open(home, create=True) as library:
            for source in made:
                library.put(source)
            sync(library, index)
            if model is not None:
                embed(library, index, model)
            return judge(items, lambda query: rank(library, index, model, query, DEPTH, ranker))
    finally:
        index.close()


def _model(home: Path) -> Embedder:
    model = embedder(Settings(home=home))
    if isinstance(model, Missing):
        raise ValueError(model.reason)
    return model


def _show(outcomes: Sequence[Outcome], by_words: bool) -> None:
    for one in outcomes:
        rank = "not found" if one.rank is None else str(one.rank)
        lead = "" if one.lead is None else f"{100 * one.lead:+.1f} %"
        print(f"{'first' if one.first else 'FAILS':6}{rank:>10}{lead:>10}  {one.id:28}{one.query}")
        if one.before is not None:
            print(f"{'':28}not below it: {one.before}")
        if one.by_length and by_words:
            print(f"{'':28}first by its length alone")


def main() -> int:
    """Print the table or the object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=Path, default=ITEMS)
    parser.add_argument("--ranker", type=Ranker, choices=list(Ranker), default=Ranker.WORDS)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only-count", action="store_true", help="not the single items")
    given = parser.parse_args()
    items = load(given.items)
    with tempfile.TemporaryDirectory() as folder:
        outcomes = found_by(items, Path(folder), given.ranker)
    first = sum(one.first for one in outcomes)
    short = sum(one.by_length for one in outcomes) if given.ranker is Ranker.WORDS else 0
    if given.json:
        whole = {"ranker": given.ranker.value, "items": len(items), "first": first, "first_by_length_alone": short}
        single = [] if given.only_count else [{"first": one.first, **asdict(one)} for one in outcomes]
        print(json.dumps({**whole, "outcomes": single}, ensure_ascii=False, indent=1))
    else:
        if not given.only_count:
            _show(outcomes, given.ranker is Ranker.WORDS)
        shorter = f", {short} of them by length alone" if short else ""
        print(f"{first} of {len(items)} first by {given.ranker.value}{shorter}")
    return 0 if first == len(items) else 1


if __name__ == "__main__":
    sys.exit(main())
