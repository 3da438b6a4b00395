"""What is said of a follow-up for people: what it takes over, and what is new in its answer."""

from __future__ import annotations

from curbside.types import FollowUp
from curbside.types.conversation import INTENT

NEW, KNOWN = "new", "also in the answer before"


def taken_over(link: FollowUp) -> tuple[str, ...]:
    """Each thing that is taken over, as "drug: ..."; what is asked for as "asks for: ..."."""
    named = ((c.what if c.what != INTENT else "asks for", c.value) for c in link.carried)
    return tuple(f"{what}: {value.replace('_', ' ')}" for what, value in named)


def asides(statement: str, link: FollowUp | None) -> tuple[str, ...]:
    """Whether the statement of that id is new against the answer before; nothing where there is none."""
    return () if link is None else ((NEW,) if statement in link.new else (KNOWN,))


def facts(link: FollowUp) -> tuple[tuple[str, str], ...]:
    """Label and words of what is told of a follow-up."""
    rows = [("Follows", f"answer {link.of}"), ("Taken over", "; ".join(taken_over(link)) or "nothing")]
    if link.dropped:
        rows.append(("Not taken over", ", ".join(link.dropped)))
    return tuple(rows)
