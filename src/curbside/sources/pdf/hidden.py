"""Letters that no reader can see, told from those that he can, and what they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from curbside.sources.building import line_of
from curbside.sources.pdf import marks
from curbside.sources.pdf.colours import alike
from curbside.sources.pdf.marks import Area, Glyph, Painted
from curbside.sources.suspicion import INSTRUCTION, suspicions

BAND: Final = 24.0
MOST_AREAS: Final = 4_000
SCAN: Final = 0.75
FIRST_WORDS: Final = 60


@dataclass(frozen=True, slots=True)
class Hidden:
    """A run of letters that is not seen. page: from 1. why: as in `curbside.sources.pdf.marks`."""

    page: int
    why: str
    text: str

    def told(self) -> str:
        """One sentence for the remarks of a source."""
        shown = self.text if len(self.text) <= FIRST_WORDS else f"{self.text[:FIRST_WORDS].rstrip()}..."
        said = f"Text on page {self.page} that readers cannot see ({self.why}) was left out: \u201c{shown}\u201d."
        if any(s.kind == INSTRUCTION for s in suspicions(self.text)):
            said += " It seems to address a machine, not a reader."
        return said


def find_hidden(page: Painted) -> None:
    """Set `hidden` of the letters of a page that are painted over, or in the colour of what is behind them."""
    bands: dict[int, list[Area]] = defaultdict(list)
    for area in _that_hide(page):
        for band in range(_band(page, area.top), _band(page, area.bottom) + 1):
            bands[band].append(area)
    for glyph in page.glyphs:
        if glyph.hidden is None:
            glyph.hidden = _why(glyph, bands.get(_band(page, glyph.middle[1]), ()))


def has_too_many_areas(page: Painted) -> bool:
    """Whether not all filled areas of a page are looked at."""
    return len(page.areas) > MOST_AREAS


def _that_hide(page: Painted) -> list[Area]:
    """The filled areas and pictures of a page in the order of painting; of very many the largest."""
    if not has_too_many_areas(page):
        return page.areas
    by_size = sorted(page.areas, key=lambda a: (a.x1 - a.x0) * (a.bottom - a.top), reverse=True)
    return sorted(by_size[:MOST_AREAS], key=lambda a: a.order)


def is_read_by_machine(page: Painted) -> bool:
    """Whether all text of a page is an unseen layer over, or under, a picture of the whole page: a scan after OCR."""
    reasons = {g.hidden for g in page.glyphs if g.text.strip()}
    return bool(reasons) and reasons <= {marks.NOT_DRAWN, marks.BEHIND_PICTURE} and is_picture(page)


def is_picture(page: Painted) -> bool:
    """Whether pictures cover most of a page."""
    covered = sum((a.x1 - a.x0) * (a.bottom - a.top) for a in page.areas if a.picture)
    return covered >= SCAN * page.width * page.height > 0


def hidden_runs(page: Painted) -> Iterable[Hidden]:
    """What is hidden on a page, run by run in the order of painting."""
    for why, run in groupby(page.glyphs, key=lambda g: g.hidden):
        if why is None:
            continue
        text = line_of(_spaced(list(run)))
        if any(c.isalnum() for c in text):
            yield Hidden(page.number, why, text)


def _spaced(run: list[Glyph]) -> str:
    parts: list[str] = []
    for before, glyph in zip([None, *run], run, strict=False):
        apart = before is not None and (
            abs(glyph.base - before.base) > 0.5 * glyph.size or glyph.x0 - before.x1 > 0.2 * glyph.size
        )
        parts.append(f" {glyph.text}" if apart else glyph.text)
    return "".join(parts)


def _band(page: Painted, y: float) -> int:
    return int(min(max(y, 0.0), page.height) // BAND)


def _why(glyph: Glyph, areas: Iterable[Area]) -> str | None:
    x, y = glyph.middle
    behind: marks.Colour | None = marks.WHITE
    for area in areas:
        if not area.holds(x, y):
            continue
        if area.order < glyph.order:
            behind = area.colour if area.solid else None
        elif area.solid:
            return marks.BEHIND_PICTURE if area.picture else marks.COVERED
    if behind is not None and glyph.colour is not None and alike(behind, glyph.colour):
        return marks.SAME_COLOUR
    return None
