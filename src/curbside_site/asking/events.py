"""What the engine tells on its way, as JSON for a page or a program (docs/service.md).

A statement that was dropped is counted and never shown: it failed the gates.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from curbside.events import Checked, Drafted, Event, Finished, Found, Ranked, Searching
from curbside.interop import contract
from curbside.types import Answer

Told = tuple[str, dict[str, Any]]

RESTARTED, FAILED, FINISHED, CHECKED = "restarted", "failed", "finished", "checked"
LAST = (FINISHED, FAILED)
"""After one of these nothing follows."""


@singledispatch
def told(event: Event) -> Told:
    """The kind of the event and its data."""
    raise TypeError(f"{event!r} is no event of a question.")


@told.register
def _(event: Searching) -> Told:
    return "searching", {"question": contract.question(event.question)}


@told.register
def _(event: Found) -> Told:
    return "found", {"passages": event.passages, "sources": event.sources}


@told.register
def _(event: Ranked) -> Told:
    usable = sum(e.usable for e in event.evidence)
    return "ranked", {"passages": len(event.evidence), "usable": usable}


@told.register
def _(event: Drafted) -> Told:
    return "drafted", {"statements": event.statements}


@told.register
def _(event: Checked) -> Told:
    if not event.kept:
        return CHECKED, {"kept": False}
    said = event.statement
    sources = list(dict.fromkeys(c.source for c in said.citations))
    return CHECKED, {"kept": True, "text": said.text, "facet": str(said.facet), "sources": sources}


@told.register
def _(event: Finished) -> Told:
    return FINISHED, {"status": "answered" if isinstance(event.result, Answer) else "refused"}
