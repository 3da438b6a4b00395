"""Documents read back: the words of a PDF, of a Word file with its end notes, of a page."""

from __future__ import annotations

import io
import re
import warnings
import zipfile

import pypdfium2
from lxml import etree
from lxml import html as lxml_html

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def letters(text: str) -> str:
    """Text without white space and hyphens that a line break may have put in or taken out."""
    return re.sub(r"[\s\u00ad\u2010\ufffe-]+", "", text)


def pdf_pages(raw: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(raw)
    try:
        return [_page(document, n) for n in range(len(document))]
    finally:
        document.close()


def _page(document, n: int) -> str:
    page = document[n]
    text = page.get_textpage()
    try:
        return text.get_text_bounded()
    finally:
        text.close()
        page.close()


def docx_parts(raw: bytes) -> dict[str, str]:
    """The text of each part of a Word file that has any."""
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        names = [n for n in package.namelist() if n.startswith("word/") and n.endswith(".xml")]
        return {n.removeprefix("word/"): _words(package.read(n)) for n in names}


def _words(raw: bytes) -> str:
    root = etree.fromstring(raw)
    paragraphs = ("".join(t.text or "" for t in p.iter(f"{W}t", f"{W}instrText")) for p in root.iter(f"{W}p"))
    return "\n".join(paragraphs)


def page_words(raw: str) -> str:
    """The words of a page of HTML."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return " ".join(lxml_html.document_fromstring(raw).find("body").text_content().split())
