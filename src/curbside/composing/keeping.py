"""What no choice of a model may take away or reword: what leads, what is done, doses, warnings, lists, disputes.

What stands first, and with it the yes or no of an answer, is decided by the rank of the evidence alone. A dose does not
travel alone, the sides of a conflict stand together, and a part of a list would pass for the whole (the clinical rules,
sections 5 and 6). What was selected of that kind is quoted as the quoting composer quotes it. A model may leave out
what tells why, how sure, how it goes on and what else there is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from curbside.evidence.conflicts import disputes, placed, stance
from curbside.selecting.beside import in_boxed_warning
from curbside.selecting.candidates import Candidate
from curbside.selecting.matching import states_dose
from curbside.types import Facet, UnitKind

Key = tuple[str, int]
MAY_GO: Final = frozenset({Facet.EVIDENCE, Facet.COURSE, Facet.CAUSES, Facet.DISTINCTION, Facet.ADJUNCTS, Facet.OTHER})
"""The facets of which a model may leave something out: without them nobody does what they should not."""


def disputed(chosen: Iterable[Candidate]) -> frozenset[Key]:
    """The candidates that another one contradicts."""
    by_key = {str(k.key): (k, c) for c in chosen for k in (c, *c.also)}
    sayings = [placed(key, k.evidence.source, k.unit.start, k.text, k.phases) for key, (k, _) in by_key.items()]
    return frozenset(by_key[side.saying.key][1].key for dispute in disputes(sayings) for side in dispute.sides)


def must_stay(c: Candidate) -> bool:
    """Whether a candidate stands in the answer whatever the model chooses."""
    doses = bool(c.phases) or states_dose(c.text)
    warns = c.warns or in_boxed_warning(c.unit) or stance(c.text) is not None
    return c.facet not in MAY_GO or doses or warns or _of_a_list(c)


def quoted_whole(c: Candidate) -> bool:
    """Whether a candidate is said in its own words and whole, or not at all: it must stay, or leans on its context."""
    return must_stay(c) or len(c.units) > 1 or c.heading is not None


def _of_a_list(c: Candidate) -> bool:
    return c.unit.kind is not UnitKind.SENTENCE or bool(c.unit.context)
