"""How far a question is: as stages and statements for a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from curbside_site.asking.events import CHECKED
from curbside_site.asking.models import RunEvent

_STAGES: Final = (
    ("searching", "Searching the library"),
    ("found", "Reading what was found"),
    ("ranked", "Weighing it"),
    ("drafted", "Checking every sentence against its source"),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the way. told: what is known of it. state: "done", "now" or ""."""

    name: str
    told: str
    state: str
    key: str


def stages(events: Sequence[RunEvent]) -> list[Stage]:
    """The stages with what is known of each."""
    data = {e.kind: e.data for e in events}
    reached = max((n for n, (key, _) in enumerate(_STAGES) if key in data), default=-1)
    kept = sum(e.kind == CHECKED and e.data["kept"] for e in events)
    found = []
    for n, (key, name) in enumerate(_STAGES):
        told = _told(key, data.get(key, {}), kept)
        found.append(Stage(name, told, "done" if n < reached else "now" if n == max(reached, 0) else "", key))
    return found


def _told(key: str, data: dict[str, Any], kept: int) -> str:
    if not data:
        return ""
    if key == "searching":
        known = data["question"]["understood"]
        return ", ".join((*known["drugs"], *known["conditions"]))
    if key == "found":
        return f"{data['passages']} passages of {data['sources']} sources"
    if key == "ranked":
        return f"{data['usable']} of them may be used"
    return f"{kept} of {data['statements']} passed so far"


def statements(events: Sequence[RunEvent]) -> list[str]:
    """The statements that passed."""
    return [e.data["text"] for e in events if e.kind == CHECKED and e.data["kept"]]
