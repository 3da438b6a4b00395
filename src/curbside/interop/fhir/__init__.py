"""An answer as FHIR: a bundle of definitions that no patient is named in, never an order.

`bundle` makes it for R5, or R4B for exchange; `violations` holds any bundle against the invariants of this package,
which are narrower than FHIR's own; `validated` reads one with fhir.resources (extra "interop").
"""

from curbside.interop.fhir.bundle import RELEASES, bundle
from curbside.interop.fhir.invariants import violations
from curbside.interop.fhir.validation import check_installed, validated

__all__ = ["RELEASES", "bundle", "check_installed", "validated", "violations"]
