"""What was left out of a document or could not be sure, collected kind by kind and told in one sentence each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from curbside.sources.html.tree import shortened
from curbside.sources.xml import line

SHOWN: Final = 5


@dataclass(slots=True)
class Telling:
    """places: the first words of each place, by kind. changes: how many nobody has accepted. fonts: unknown characters.

    others: other remarks.
    """

    places: dict[str, list[str]] = field(default_factory=dict)
    changes: int = 0
    fonts: dict[str, int] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)

    def left(self, kind: str, said: str = "") -> None:
        """One more place of this kind that was left out."""
        self.places.setdefault(kind, []).append(shortened(line(said)))

    def joined(self, kind: str, said: str) -> None:
        """As `left`, but words that follow directly on the last place of this kind are part of it."""
        places = self.places.setdefault(kind, [""])
        if len(places[-1]) < 80:
            places[-1] = shortened(line(f"{places[-1]}{said}"))

    def remarks(self) -> tuple[str, ...]:
        """One sentence for each kind."""
        said = []
        if self.changes:
            changes = "1 unaccepted change" if self.changes == 1 else f"{self.changes} unaccepted changes"
            said.append(f"has {changes}; {'it was' if self.changes == 1 else 'they were'} read as accepted")
        for kind, places in self.places.items():
            there = [f'"{place}"' for place in dict.fromkeys(places) if place]
            more = ", ..." if len(there) > SHOWN else ""
            number = f"{len(places)} places" if len(places) > 1 else "1 place"
            said.append(f"left out: {kind}, {number}{': ' if there else ''}{', '.join(there[:SHOWN])}{more}")
        for font, count in self.fonts.items():
            said.append(f"{count} characters of the font {font} are not known and stand as U+FFFD; see the original")
        return (*said, *self.others)
