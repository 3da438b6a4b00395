"""What other packages may add, by entry points.

One of the group `curbside.commands` is a command of the command line. One of the group `curbside.doctor` is a function
of the settings that yields rows for `doctor`: name, value, whether it is sound.
"""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

COMMANDS = "curbside.commands"
DOCTOR = "curbside.doctor"


def commands() -> dict[str, EntryPoint]:
    """The commands that installed packages bring, by name; none of them is imported yet."""
    return {point.name: point for point in entry_points(group=COMMANDS)}


def checks() -> list[EntryPoint]:
    """What installed packages have `doctor` look at, in the order of their names; none of them is imported yet."""
    return sorted(entry_points(group=DOCTOR), key=lambda point: point.name)
