"""PubMed's XML: articles, book articles and deletions, as E-utilities and the baseline and update files have them."""

from curbside.sources.pubmed.reader import PubMedReader

__all__ = ["PubMedReader"]
