"""Full texts in JATS and its forerunner, the NLM Journal Archiving and Interchange tag set."""

from curbside.sources.jats.reader import JatsReader

__all__ = ["JatsReader"]
