"""What judges the claims of an audit, by name: part of every report, and of every figure made with it."""

from __future__ import annotations

from typing import Final

NAME: Final = "gates and rules"
