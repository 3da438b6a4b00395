"""What has become of a cited source since an answer was made (the clinical rules, sections 1 and 9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from curbside.evidence.status import standing
from curbside.library.store import Library
from curbside.types import Source, State, Status


@dataclass(frozen=True, slots=True)
class Since:
    """A cited version today. source: with the status in force now. gone: why it is no evidence any more, or "".

    notice: what a reader must know where it is still evidence, or "". Both are the end of a sentence on the source.
    """

    source: Source
    gone: str = ""
    notice: str = ""


def since(cited: Source, was: str, library: Library) -> Since:
    """What a version that was cited is today. was: its state when the answer was made."""
    current_id = library.resolve(cited.id)
    if current_id is None:
        return Since(cited, f"was taken out of the library{SINCE}")
    current = library.described([current_id])[current_id]
    source = replace(cited, status=current.status)
    state = standing(source, lambda name: library.described([name]).get(name))
    if not state.usable:
        return Since(source, _gone(current.status) or f"may not be evidence any more ({'; '.join(state.why)})")
    return Since(source, notice=_soft(current.status, was, current.content_hash != cited.content_hash))


def changes(references: Iterable[tuple[str, str, str]], library: Library) -> Iterator[str]:
    """A sentence for each source that changed. references: id, content hash, and the state when it was cited."""
    for source_id, content_hash, was in references:
        cited = library.get(source_id, content_hash)
        found = since(cited, was, library)
        if told := found.gone or found.notice:
            yield f"{cited.title.rstrip('.')} {told.replace(SINCE, '').replace(QUOTED, '')}."


SINCE: Final = " since this answer was made"
QUOTED: Final = "; what is quoted here is the earlier one"


def _gone(status: Status) -> str:
    if status.state not in (State.RETRACTED, State.WITHDRAWN):
        return ""
    told = [f"since {status.since}" if status.since else "", (status.reason or "").rstrip(".")]
    more = "; ".join(t for t in told if t)
    return f"is {status.state}" + (f" ({more})" if more else "")


def _soft(status: Status, was: str, changed: bool) -> str:
    """What follows the name of a source that is still evidence, "" where nothing changed."""
    told = []
    if str(status.state) != was and status.state is State.SUPERSEDED:
        told.append(f"is superseded by {status.by or 'a newer version'}{SINCE}")
    elif str(status.state) != was and status.state not in (State.CURRENT, State.UNKNOWN):
        told.append(f"has a new status{SINCE}: {status.state}")
    if changed:
        told.append(f"has a newer text in the library{QUOTED}")
    return ", and ".join(told)
