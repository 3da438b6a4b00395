"""Europe PMC: the answer of its search, `resultType=core` as JSON."""

from curbside.sources.europepmc.reader import EuropePmcReader

__all__ = ["EuropePmcReader"]
