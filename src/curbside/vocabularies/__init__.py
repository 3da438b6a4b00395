"""Vocabularies that the user loads (MeSH, the Human Disease Ontology, RxNorm, an own table), and looking in them.

They widen a search and nothing else: no drug, condition or flag of an answer ever comes from one.
"""

from curbside.vocabularies.base import Concept, Kind, Link, Name, Place, Scope
from curbside.vocabularies.store import Mention, Sense, Vocabularies, VocabularyInfo

__all__ = ["Concept", "Kind", "Link", "Mention", "Name", "Place", "Scope", "Sense", "Vocabularies", "VocabularyInfo"]
