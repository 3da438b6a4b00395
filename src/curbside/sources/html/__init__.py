"""Web pages: what a reader of the page sees, as text with headings, lists and tables; all that is left out is told."""

from curbside.sources.html.reader import HtmlReader

__all__ = ["HtmlReader"]
