"""`curbside search`: passages by words and vectors."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from curbside.cli.common import block, emit, home_option, json_option, note, open_library, stdout_console
from curbside.errors import UsageError
from curbside.settings import RANKERS, jurisdiction_code
from curbside.types import Kind, State

if TYPE_CHECKING:
    from curbside.library import Library
    from curbside.retrieval.base import Filters
    from curbside.types import Hit, Passage, Source


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("-k", "count", type=click.IntRange(min=1), default=10, show_default=True, help="How many passages.")
@click.option("--ranker", type=click.Choice(RANKERS), help="How passages are found (else CURBSIDE_RANKER, or hybrid).")
@click.option("--kind", multiple=True, type=click.Choice([str(kind) for kind in Kind]), help="Only of this kind.")
@click.option("--since", type=int, metavar="YEAR", help="Only of this year or later.")
@click.option("--until", type=int, metavar="YEAR", help="Only of this year or earlier.")
@click.option("--jurisdiction", "places", multiple=True, metavar="CODE", help="Only for this jurisdiction.")
@click.option(
    "--status", multiple=True, type=click.Choice([str(state) for state in State]), help="Only of this status."
)
@click.option("--publisher", multiple=True, metavar="NAME", help="Only from this publisher, written in full.")
@click.option("--language", multiple=True, metavar="CODE", help="Only in this language (en).")
@click.option("--topic", multiple=True, metavar="TOPIC", help="Only on this topic.")
@json_option
@home_option
def command(
    words: tuple[str, ...], count: int, ranker: str | None, as_json: bool, home: Path | None, **filters: Any
) -> None:
    """Find the passages that fit WORDS best, by words and, where the index has them, by vectors.

    An option that says "only" may be given several times: one of them is enough.
    """
    from curbside.language.identifiers import mask
    from curbside.language.tokens import terms
    from curbside.retrieval.base import Query
    from curbside.retrieval.questions import QuestionVectors
    from curbside.retrieval.searching import Asked, search

    # A service that makes vectors gets what is asked: nothing of a patient may be in it.
    text = mask(" ".join(words)).text
    looked_for = terms(text)
    if not looked_for:
        raise UsageError("There is nothing to search for in these words; give a drug, a condition or another noun.")
    query = Query(tuple((term, 1.0) for term in looked_for), _filters(**filters))
    settings, library, index = open_library(home)
    settings = replace(settings, ranker=ranker or settings.ranker)
    with closing(library), closing(index), closing(QuestionVectors(settings, index)) as vectors:
        asked = Asked(query, vectors.of(text), vectors.ranker)
        # Twice as many, since what says the same is folded into one.
        rows = _rows(library, search(library, index, asked, 2 * count))[:count]
        lack = vectors.lack
    if ranker not in (None, "words") and lack:
        note(f"Searched by words alone, since {lack}.")
    if as_json:
        for row, _ in rows:
            emit(row)
    elif rows:
        _show(rows)
    else:
        note(f"Nothing in your library has these words ({', '.join(looked_for)}).")


def _filters(
    kind: tuple[str, ...],
    since: int | None,
    until: int | None,
    places: tuple[str, ...],
    status: tuple[str, ...],
    publisher: tuple[str, ...],
    language: tuple[str, ...],
    topic: tuple[str, ...],
) -> Filters:
    from curbside.retrieval.base import Filters

    return Filters(
        kinds=frozenset(kind),
        since=since,
        until=until,
        jurisdictions=frozenset(map(jurisdiction_code, places)),
        statuses=frozenset(status),
        publishers=frozenset(publisher),
        languages=frozenset(language),
        topics=frozenset(topic),
    )


def _rows(library: Library, hits: list[Hit]) -> list[tuple[dict[str, Any], Source]]:
    from curbside.retrieval.folding import folded

    sources = library.get_many(hit.passage.source for hit in hits)
    # Another program may have changed a source since the search: its offsets would mean something else now.
    current = [hit for hit in hits if _is_current(hit.passage, sources)]
    texts = [sources[p.source].text[p.start : p.end] for p in (hit.passage for hit in current)]
    said = dict(zip((hit.passage for hit in current), texts, strict=True))
    rows: list[tuple[dict[str, Any], Source]] = []
    for group in folded(current, texts):
        passage = group.hit.passage
        row = {
            "rank": len(rows) + 1,
            "score": round(group.hit.relevance, 6),
            "scores": {name: round(score, 6) for name, score in group.hit.scores.items()},
            "source": passage.source,
            "start": passage.start,
            "end": passage.end,
            "text": said[passage],
            "heading": " > ".join(passage.headings),
            "same": [{"source": p.source, "start": p.start, "end": p.end} for p in (o.passage for o in group.others)],
        }
        rows.append((row, sources[passage.source]))
    return rows


def _is_current(passage: Passage, sources: dict[str, Source]) -> bool:
    source = sources.get(passage.source)
    return source is not None and source.content_hash == passage.content_hash


def _show(rows: list[tuple[dict[str, Any], Source]]) -> None:
    out = stdout_console()
    for row, source in rows:
        about = (str(source.kind), source.jurisdiction, str(source.year or "no date"), str(source.status.state))
        block(out, source.title, "bold", 4, f"{row['rank']:>2}. ")
        block(out, f"{row['source']} · {', '.join(about)} · score {row['score']:.2f}", "dim", 4)
        if row["heading"]:
            block(out, row["heading"], "italic", 4)
        block(out, " ".join(row["text"].split()), indent=4)
        if row["same"]:
            block(out, f"In the same words: {', '.join(one['source'] for one in row['same'])}", "dim", 4)
        out.print()
