"""CDS Hooks 2.0 (https://cds-hooks.hl7.org/2.0): cards from approved articles, as pure functions without a web server.

A service calls `discovery` for GET {base}/cds-services and `respond` for POST {base}/cds-services/{id}. Both say
nothing until the owner of the installation has switched cards on (`settings.allowed("cards")`). A card informs; it
never suggests an order, and it is never made by asking anew, so that it is there within a few milliseconds.
"""

from curbside.interop.cds_hooks.approved import RENDITION, RXNORM, Approved, Code, Shelf, shelf
from curbside.interop.cds_hooks.request import BadRequest
from curbside.interop.cds_hooks.service import discovery, respond

__all__ = ["RENDITION", "RXNORM", "Approved", "BadRequest", "Code", "Shelf", "discovery", "respond", "shelf"]
