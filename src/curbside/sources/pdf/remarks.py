"""What a reader of a source made from a PDF must be told: what was left out, and what may be wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from curbside.sources.pdf.lines import Line
from curbside.sources.pdf.pages import MOST_HIDDEN, PageText

MOST_LINES: Final = 8
SHOWN: Final = 60


def remarks(
    pages: Sequence[PageText],
    unreadable: Sequence[int],
    tables: Collection[int],
    running: Mapping[int, Sequence[Line]],
    mended: bool,
    holds: Iterable[str],
) -> tuple[str, ...]:
    """One sentence each, the most important first. unreadable, tables: numbers of pages. mended, holds: of `Opened`."""
    return tuple(
        dict.fromkeys(
            (*_hidden(pages), *_lost(pages, unreadable, mended), *_doubts(pages, tables), *_rest(running, holds))
        )
    )


def ranges(numbers: Iterable[int]) -> str:
    """ "pages 2, 4 to 6" or "page 2"."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = [str(r[0]) if len(r) == 1 else f"{r[0]}{' to ' if len(r) > 2 else ', '}{r[-1]}" for r in runs]
    several = len(runs) > 1 or len(runs[0]) > 1
    return f"page{'s' if several else ''} {', '.join(told)}"


def _hidden(pages: Sequence[PageText]) -> Iterator[str]:
    every = [h for page in pages for h in page.hidden]
    yield from (h.told() for h in every[:MOST_HIDDEN])
    if len(every) > MOST_HIDDEN:
        yield f"More text that readers cannot see was left out, on {ranges(h.page for h in every[MOST_HIDDEN:])}."


def _lost(pages: Sequence[PageText], unreadable: Sequence[int], mended: bool) -> Iterator[str]:
    if mended:
        yield "The file is damaged: its table of objects was made anew, and text may be missing."
    if unreadable:
        yield f"The text of {ranges(unreadable)} could not be read."
    damaged = [p.number for p in pages if p.damaged]
    if damaged:
        yield f"The file is damaged on {ranges(damaged)}: text may be missing there."
    scans = [p.number for p in pages if not p.letters and p.picture]
    if scans:
        yield f"There is no text layer on {ranges(scans)} (a picture); what stands there was not read."
    undefined = [p.number for p in pages if p.undefined]
    if undefined:
        yield f"Some letters on {ranges(undefined)} are not named by their font and stand as \ufffd."
    crowded = [p.number for p in pages if p.crowded]
    if crowded:
        yield f"Tables and hidden text were not looked for everywhere on {ranges(crowded)}: there is too much drawing."


def _doubts(pages: Sequence[PageText], tables: Collection[int]) -> Iterator[str]:
    by_machine = [p.number for p in pages if p.machine_read]
    if by_machine:
        yield f"The text of {ranges(by_machine)} is an unseen layer over a picture (OCR); confirm it against the page."
    if tables:
        yield f"Tables on {ranges(tables)} were put together from the places of their words; confirm them."
    for page in [p for p in pages if p.turned][:MOST_LINES]:
        yield f"Text that is turned on page {page.number} was left out: \u201c{_short(page.turned)}\u201d."


def _rest(running: Mapping[int, Sequence[Line]], holds: Iterable[str]) -> Iterator[str]:
    every = [line.text for lines in running.values() for line in lines if not line.text.isdigit()]
    texts = list({re.sub(r"\d+", "", text): text for text in reversed(every)}.values())[::-1]
    if any(running.values()):
        shown = "; ".join(f"\u201c{_short(text)}\u201d" for text in texts[:MOST_LINES])
        more = f" and {len(texts) - MOST_LINES} more" if len(texts) > MOST_LINES else ""
        yield f"Page numbers and running headers and footers were left out{': ' if shown else ''}{shown}{more}."
    yield from (f"The file holds {what}." for what in holds)


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rstrip()}..."
