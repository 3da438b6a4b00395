"""`curbside conflicts`: where the sources of the library disagree, and which differences are none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from curbside.cli.common import emit, home_option, json_option, opened, stdout_console
from curbside.errors import UsageError

if TYPE_CHECKING:
    from curbside.evidence.conflicts import Dispute
    from curbside.library import Library
    from curbside.types import Source

AT_ONCE = 200


@click.command("conflicts")
@click.option("--drug", metavar="NAME", help="Only what is about this drug or test, or a member of this group.")
@click.option("--topic", metavar="TOPIC", help="Only sources on this topic, and what speaks of it as a condition.")
@click.option("--all", "every", is_flag=True, help="Also the differences that are no conflicts, with the reason.")
@json_option
@home_option
def command(drug: str | None, topic: str | None, every: bool, as_json: bool, home: Path | None) -> None:
    """Show where the sources of the library disagree: who says what, where and when.

    Differences of units, populations, phases, salts or forms, ranges and
    indications are no conflicts; --all shows them with the reason.
    """
    from curbside.cli.conflicts_page import show
    from curbside.evidence.conflicts.across import across, speaks_of
    from curbside.interop.conflicts import as_json as contract
    from curbside.types import ConflictKind

    with opened(home) as (library, _):
        name = _drug(drug) if drug is not None else None
        described = {source.id: source for source in library.sources()}
        found = across(_whole(library, list(described)), described.get, name, topic)
        if topic is not None and not found and not any(speaks_of(s, topic) for s in _whole(library, list(described))):
            raise UsageError(f"--topic {topic!r} is a topic that no source of the library has or speaks of.")
        shown = [d for d in found if every or d.kind is ConflictKind.REAL]
        if as_json:
            emit(contract(shown))
        else:
            show(stdout_console(), shown, _left(found, shown))


def _whole(library: Library, ids: list[str]) -> Iterator[Source]:
    """The sources with their texts, some at once."""
    for first in range(0, len(ids), AT_ONCE):
        yield from library.get_many(ids[first : first + AT_ONCE]).values()


def _left(found: tuple[Dispute, ...], shown: list[Dispute]) -> int:
    return len(found) - len(shown)


def _drug(written: str) -> str:
    """The name under which the lexicon has a drug or test.

    Raises UsageError where it has none.
    """
    from curbside.language import lexicon
    from curbside.language.measured import measured

    named = lexicon.concepts(lexicon.drugs_in(written)) or tuple(m.concept for m in measured(written))
    if len(named) == 1:
        return named[0]
    if named:
        raise UsageError(f"--drug {written!r} names several: {', '.join(named)}; give one of them.")
    raise UsageError(f"--drug {written!r} is no drug or test that is known here.")
