"""Word documents (.docx, .docm): the text in the order of the body, and what was left out of it."""

from curbside.sources.docx.reader import DocxReader

__all__ = ["DocxReader"]
