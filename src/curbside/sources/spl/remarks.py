"""What to say of how a label was read: what was left out, added or is not certain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from curbside.sources.spl.header import Header
from curbside.sources.spl.inline import MARKS
from curbside.sources.spl.sections import Sections


def remarks_of(header: Header, sections: Sections, title: str, whole_title: str) -> tuple[str, ...]:
    """One sentence for each, in the order of the label."""
    return (*_of_header(header, title, whole_title), *_of_sections(sections), *_of_text(sections.narrative.inline.seen))


def _of_header(header: Header, title: str, whole_title: str) -> Iterator[str]:
    if not header.us:
        yield "The type of document is none of the FDA's, so the jurisdiction is not known."
    if header.date is None:
        yield "The label has no effective date that can be read."
    if header.labeler is None:
        yield "The label names no labeler."
    if title != whole_title:
        yield "The title is shortened, or made from the product's name; the label's own stands first in the text."


def _of_sections(sections: Sections) -> Iterator[str]:
    if sections.products:
        yield (
            f"The lines on {_many(len(sections.products), 'product')} are written from coded fields, not the label's "
            "wording; packages, colours, shapes, imprints and approvals are left out."
        )
    if sections.highlighted:
        yield (
            f"The highlights of {_many(sections.highlighted, 'section')} stand first, as a part of their own; they "
            "shorten what the full text says."
        )
    if sections.untitled:
        yield f"{_many(sections.untitled, 'section')} without a title stand under the name of the LOINC code."
    for name in dict.fromkeys(sections.others):
        yield f"The text of the element <{name}> is kept as a note."


def _of_text(seen: Counter[str]) -> Iterator[str]:
    if seen["picture"]:
        yield f"{_many(seen['picture'], 'picture')} left out; what the label says of them in words is kept."
    if seen["footnote"]:
        yield (
            f"{_many(seen['footnote'], 'footnote')} written after their text or table, marked with {', '.join(MARKS)} "
            "and the same doubled, which may differ from the printed marks."
        )
    if seen["lost reference"]:
        yield f"{_many(seen['lost reference'], 'reference')} to a footnote that the label does not have."
    if seen["ordered list"]:
        yield f"The numbers of {_many(seen['ordered list'], 'ordered list')} are not written."
    if seen["uncertain table"]:
        yield f"{_many(seen['uncertain table'], 'table')} with lines within cells of a row; confirm in the original."
    if seen["table not repeated"]:
        yield f"{_many(seen['table not repeated'], 'table')} with cells too wide to be repeated in each column."
    for name in sorted(key.removeprefix("unknown ") for key in seen if key.startswith("unknown ")):
        yield f"The element <{name}> is not known in labels; its text is kept."


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
