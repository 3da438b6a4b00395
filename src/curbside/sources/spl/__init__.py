"""Drug labels in the format of the FDA and DailyMed (SPL)."""

from curbside.sources.spl.reader import SplReader

__all__ = ["SplReader"]
