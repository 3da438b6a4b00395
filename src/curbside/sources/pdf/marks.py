"""What a page of a PDF paints, as plain values: letters, filled areas, lines and pictures.

Coordinates are points (1/72 inch) from the top left corner of the page as it is shown, y downwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

Colour = tuple[float, float, float]
WHITE: Final[Colour] = (1.0, 1.0, 1.0)

NOT_DRAWN: Final = "drawn with no ink"
TRANSPARENT: Final = "wholly transparent"
LAYER: Final = "in a layer that is switched off"
CLIPPED: Final = "outside the clipped area"
OFF_PAGE: Final = "off the page"
TINY: Final = "smaller than 2 points"
COVERED: Final = "behind a filled area"
BEHIND_PICTURE: Final = "behind a picture"
SAME_COLOUR: Final = "in the colour of its background"


@dataclass(slots=True)
class Glyph:
    """One letter as shown. base: its baseline. size: points, as drawn. colour: None where it is not known.

    order: the place in the sequence of painting. hidden: why no reader can see it, None where one can.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    colour: Colour | None
    order: int
    hidden: str | None = None
    shift: int = 0

    @property
    def top(self) -> float:
        """About where a capital letter ends above."""
        return self.base - 0.72 * self.size

    @property
    def middle(self) -> tuple[float, float]:
        """A point inside it."""
        return (self.x0 + self.x1) / 2, self.base - 0.3 * self.size


@dataclass(frozen=True, slots=True)
class Area:
    """A filled rectangle or a picture. colour: None for a picture and where unknown. solid: hides what it covers."""

    x0: float
    top: float
    x1: float
    bottom: float
    colour: Colour | None
    order: int
    solid: bool = True
    picture: bool = False

    def holds(self, x: float, y: float) -> bool:
        """Whether the point is inside."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Edge:
    """A straight line: along x from `start` to `end` at y `at` (upright False), or along y at x `at` (upright True)."""

    at: float
    start: float
    end: float
    upright: bool


@dataclass(slots=True)
class Painted:
    """One page. number: from 1. turned: letters by quarter turns (1: reads upwards) and, under 4, at other angles.

    undefined: letters of which the font does not say which they are. damaged: a stream of it is cut off or unreadable.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    turned: dict[int, list[str]] = field(default_factory=dict)
    undefined: int = 0
    damaged: bool = False
