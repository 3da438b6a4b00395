"""What goes wrong on the site, each with a sentence for whoever caused it."""

from __future__ import annotations

from curbside.errors import CurbsideError


class NotAllowed(CurbsideError):
    """The person may not do that; the message says why."""


class NotLegal(CurbsideError):
    """The move does not lead from where the revision stands, or somebody else was first."""


class Lost(CurbsideError):
    """Another worker has taken a run over, or it is over."""


class NotComplete(CurbsideError):
    """Something that the move needs is missing; the message names it."""
