"""Conflicts between sources: set side by side, never averaged, none dropped (the clinical rules, section 5).

What differs is ruled out first where it is no conflict: another population, indication or phase, another salt, form or
strength, a range that contains the other, a source that says that more may be needed, a difference of units alone
(docs/adr/0035). `differences` keeps those with the reason; `disputes` gives the real ones.
"""

from curbside.evidence.conflicts.finding import differences, disputes
from curbside.evidence.conflicts.harms import stance
from curbside.evidence.conflicts.sayings import Dispute, Saying, Side, placed

__all__ = ["Dispute", "Saying", "Side", "differences", "disputes", "placed", "stance"]
