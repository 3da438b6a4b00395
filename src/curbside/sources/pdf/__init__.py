"""Reading PDF files. pdfminer.six and pypdfium2 are in the extra "documents", imported only where a PDF is read."""

from __future__ import annotations

from curbside.sources.pdf.reader import PdfReader

__all__ = ["PdfReader"]
