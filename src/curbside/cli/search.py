"""`curbside search`: passages by words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from curbside.cli.common import block, emit, home_option, json_option, note, opened, stdout_console
from curbside.errors import UsageError

if TYPE_CHECKING:
    from curbside.library import Library
    from curbside.types import Hit, Source


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("-k", "count", type=click.IntRange(min=1), default=10, show_default=True, help="How many passages.")
@json_option
@home_option
def command(words: tuple[str, ...], count: int, as_json: bool, home: Path | None) -> None:
    """Find the passages that fit WORDS best, by BM25."""
    from curbside.language.tokens import terms
    from curbside.retrieval.searching import search_words

    looked_for = terms(" ".join(words))
    if not looked_for:
        raise UsageError("There is nothing to search for in these words; give a drug, a condition or another noun.")
    with opened(home) as (library, index):
        rows = _rows(library, search_words(library, index, looked_for, count))
    if as_json:
        for row, _ in rows:
            emit(row)
    elif rows:
        _show(rows)
    else:
        note(f"Nothing in your library has these words ({', '.join(looked_for)}).")


def _rows(library: Library, hits: list[Hit]) -> list[tuple[dict[str, Any], Source]]:
    sources = library.get_many(hit.passage.source for hit in hits)
    rows: list[tuple[dict[str, Any], Source]] = []
    for hit in hits:
        passage, source = hit.passage, sources.get(hit.passage.source)
        # Another program may have changed the source since the search: its offsets would mean something else now.
        if source is None or source.content_hash != passage.content_hash:
            continue
        row = {
            "rank": len(rows) + 1,
            "score": round(hit.relevance, 6),
            "source": passage.source,
            "start": passage.start,
            "end": passage.end,
            "text": source.text[passage.start : passage.end],
            "heading": " > ".join(passage.headings),
        }
        rows.append((row, source))
    return rows


def _show(rows: list[tuple[dict[str, Any], Source]]) -> None:
    out = stdout_console()
    for row, source in rows:
        about = (str(source.kind), source.jurisdiction, str(source.year or "no date"), str(source.status.state))
        block(out, source.title, "bold", 4, f"{row['rank']:>2}. ")
        block(out, f"{row['source']} · {', '.join(about)} · score {row['score']:.2f}", "dim", 4)
        if row["heading"]:
            block(out, row["heading"], "italic", 4)
        block(out, " ".join(row["text"].split()), indent=4)
        out.print()
