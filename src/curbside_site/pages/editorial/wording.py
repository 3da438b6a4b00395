"""Words for flags of a statement in the object of `ask --json`."""

from __future__ import annotations

from typing import Any

from curbside.interop.wording import flag_in_words


def flags(statement: dict[str, Any]) -> tuple[str, ...]:
    """What must be told of a statement, in words; empty where nothing must."""
    return tuple(told for f in statement.get("flags", ()) if (told := flag_in_words(f)))
