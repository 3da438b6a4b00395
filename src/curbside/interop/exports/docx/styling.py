"""The styles of a Word file, and what stands on each of its pages."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, Final

from curbside.interop.exports.document import Document, shorter
from curbside.interop.exports.docx.shapes import clean, field, said

_FONT: Final = "Calibri"
_LONGEST: Final = 255
"""What python-docx takes for a property of a file, in characters."""


def styles(made: Any, document: Document) -> None:
    """The properties of the file and the type of its headings and text."""
    from docx.shared import Pt, RGBColor

    properties = made.core_properties
    properties.title, properties.author, properties.language = clean(document.short_title), "Curbside", "en-GB"
    properties.created = properties.modified = datetime.combine(document.printed, time())
    properties.subject = shorter(clean(document.review.line), _LONGEST)
    properties.comments = shorter(clean(document.intended_use), _LONGEST)
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(10)
    normal.paragraph_format.space_after = Pt(4)
    for name, size, before in (("Title", 20, 0), ("Heading 1", 13, 14), ("Heading 2", 11, 8)):
        style = made.styles[name]
        style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), True
        style.font.color.rgb = RGBColor.from_string("1C1F23")
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(4)
        fonts = style.element.rPr.rFonts
        for attribute in list(fonts.attrib):
            if attribute.endswith("Theme"):
                del fonts.attrib[attribute]


def margins(made: Any, document: Document) -> None:
    """A4, and on every page the title, the version, the review, what Curbside is for, and the page's number."""
    from docx.shared import Cm

    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.75)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.4)
    head = section.header.paragraphs[0]
    said(head, f"{document.short_title}\t\t{document.running}", soft=True, size=7.5)
    foot = section.footer.paragraphs[0]
    said(foot, f"{document.review.line} {document.intended_use}\t", soft=True, size=7.5)
    said(foot, "Page ", soft=True, size=7.5)
    field(foot, "PAGE")
    said(foot, " of ", soft=True, size=7.5)
    field(foot, "NUMPAGES")
