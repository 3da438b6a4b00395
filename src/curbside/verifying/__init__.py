"""Verification: every statement against its citations, gate by gate (the clinical rules, section 7).

`verify` runs gates 2 to 5 and 7, which need texts alone; gates 1 (`quote`) and 6 (`whole`) need the store.
"""

from curbside.verifying.base import JOINERS, CitedText
from curbside.verifying.verdict import supporting, verify

__all__ = ["JOINERS", "CitedText", "supporting", "verify"]
