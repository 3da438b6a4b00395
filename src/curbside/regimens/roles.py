"""What part a phase plays: how it follows the one before ("then", "or") and what it is called ("start", "maintenance").

A role is one of NAMED, "then" (the next step of a sequence), "or" (an alternative), or an alternative that has a name
("or start"). A step of titration and maintenance keep their plain names, since what is checked depends on them.
The amount of a phase whose role is one of STEPWISE is the step by which the dose changes, not a dose.
"""

from __future__ import annotations

from typing import Final

THEN: Final = "then"
OR: Final = "or"
STEPWISE: Final = ("increase by", "decrease by")
NAMED: Final = ("start", "increase", *STEPWISE, "reduced", "repeat", "loading", "maintenance", "usual")
_KEPT: Final = (*STEPWISE, "maintenance", "loading")


def named(role: str | None) -> str | None:
    """The name in a role, without what joins it to the phase before: "start" of "or start", None of "then"."""
    name = (role or "").removeprefix("or ")
    return name if name in NAMED else None


def alternative(role: str | None) -> str:
    """The role of an alternative to what stands before it."""
    name = named(role)
    if name in _KEPT:
        return str(name)
    return f"{OR} {name}" if name and name != "usual" else OR


def is_alternative(role: str | None) -> bool:
    """Whether a role says "or"."""
    return (role or "").split(" ")[0] == OR
