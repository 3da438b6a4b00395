"""The phases of a sentence, read once: what has no amount in it is not looked at."""

from __future__ import annotations

import re
from functools import lru_cache

from curbside.regimens.grammar import parse
from curbside.types import Phase

_MAY_DOSE = re.compile(
    r"(?:\d|\b(?:one|two|three|four|half)\b)[^.;]{0,12}?\b(?:mg|g|micrograms?|mcg|[µμ]g|ng|ml|l|units?|IU|mmol|"
    r"tablets?|capsules?|drops?|puffs?|sachets?|patch(?:es)?|ampoules?|vials?|doses?|sprays?|pessar(?:y|ies))\b|\d\s?[µμ]g",
    re.IGNORECASE,
)


@lru_cache(maxsize=16_384)
def phases_of(text: str, context: str = "") -> tuple[Phase, ...]:
    """The phases of a regimen in a unit, read once; none where it has no amount."""
    return parse(text, context).phases if may_dose(text) else ()


def may_dose(text: str) -> bool:
    """Whether a text has a number with a unit that doses come in."""
    return _MAY_DOSE.search(text) is not None
