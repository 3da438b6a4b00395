"""Answers that are texts with marks and a reference list: what they cite is looked up in the library."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from curbside.auditing.cited import Catalogue, References, references
from curbside.auditing.claims import Claim, taken_apart
from curbside.auditing.evaluation.answers import Cited, Listed, Measured, Stated
from curbside.auditing.manuscript import Manuscript
from curbside.language.tokens import content_words
from curbside.selecting.quotable import quotable
from curbside.types import Source, Unit
from curbside.verifying.base import CitedText

NEAREST: Final = 8
Find = Callable[[str], Source | None]


def of_text(manuscript: Manuscript, catalogue: Catalogue, find: Find, id: str, answerable: bool | None) -> Measured:
    """A text with its claims as statements. find: a source of the library with its text, by id."""
    written = taken_apart(manuscript)
    listed = references(written, catalogue)
    sound = not (listed.marks_without_entry or listed.entries_without_mark or listed.misattributed)
    gone = {*listed.superseded, *listed.retracted, *listed.outdated}
    own = {*listed.self_published, *listed.circular}
    entries = tuple(
        Listed(str(e.entry.mark), e.entry.mark in own, e.entry.mark in gone)
        for e in listed.entries
        if e.source is not None or e.entry.mark in own
    )
    statements = tuple(_stated(c, listed, find) for c in written.claims)
    return Measured(id, not written.claims, statements, entries, sound, answerable)


def _stated(claim: Claim, listed: References, find: Find) -> Stated:
    cited = []
    for mark in claim.marks:
        entry = listed.of(mark)
        source = find(entry.source.id) if entry and entry.source and not entry.self_published else None
        cited.append(Cited(str(mark), None if source is None else _nearest(claim, source)))
    return Stated(claim.said, tuple(cited))


def _nearest(claim: Claim, source: Source) -> CitedText:
    """The units of a source that share most words with a claim, in the order of the source, with what leads in."""
    wanted = {stem for text in (claim.said, *claim.around) for stem, _, _ in content_words(text)}

    def shared(unit: Unit) -> int:
        words = content_words(source.text[unit.start : unit.end])
        return len(wanted & {stem for stem, _, _ in words})

    units = sorted((u for u in source.units if quotable(source, u)), key=lambda u: (-shared(u), u.start))[:NEAREST]
    units.sort(key=lambda u: u.start)
    around = dict.fromkeys(
        text for u in units for text in (*u.headings[1:], *(source.text[r.start : r.end] for r in u.context))
    )
    return CitedText(tuple(source.text[u.start : u.end] for u in units), tuple(around))
