"""What the engine reads of a library: hits, and source versions, each read once until the library changes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from curbside.errors import SourceNotFound
from curbside.language.tokens import terms
from curbside.library.store import Library
from curbside.retrieval.base import Index, Query
from curbside.retrieval.questions import QuestionVectors
from curbside.retrieval.reranking.answering import Answering
from curbside.retrieval.searching import Asked, search
from curbside.types import Hit, Passage, Source

KEEP = 2000
UnitKey = tuple[str, str, int]
OWN = "curbside:"


class Stock:
    """A library with its index, as of its last change."""

    def __init__(
        self,
        library: Library,
        index: Index,
        vectors: QuestionVectors | None = None,
        answering: Answering | None = None,
    ) -> None:
        self._library, self._index, self._vectors, self._answering = library, index, vectors, answering
        self._kept: dict[tuple[str, str | None], Source | None] = {}
        self._rarity: dict[str, float] = {}
        self._as_of = -1

    def search(self, query: Query, k: int, text: str | None = None) -> list[Hit]:
        """At most `k` passages, best first; by vectors too where the `text` of the question is given."""
        self._refresh()
        asked = Asked(query)
        if self._vectors is not None and text is not None:
            asked = Asked(query, self._vectors.of(text), self._vectors.ranker)
        # Saved overviews would take the places of their sources, and count for nothing.
        hits = search(self._library, self._index, asked, k, but=OWN)
        new = {h.passage.source for h in hits if (h.passage.source, h.passage.content_hash) not in self._kept}
        for source in self._library.get_many(sorted(new)).values():
            self._kept[source.id, source.content_hash] = source
        return hits

    def unit_similarity(self, text: str, passages: Iterable[Passage]) -> Mapping[UnitKey, float]:
        """The cosine of the vector of a question with that of each unit of `passages`.

        By source id, content hash and start of the unit. Units without a vector are left out; empty where the index
        keeps none, where it has none yet, and where the question has no vector. A unit's vector is that of its text
        with its lead-in or table headers.
        """
        vector = self._vectors.of(text) if self._vectors is not None else None
        if vector is None:
            return {}
        by_key = {(p.source, p.content_hash, p.ordinal): p for p in passages}
        found: dict[UnitKey, float] = {}
        for key, cosines in self._index.unit_cosines(vector, by_key).items():
            source, units = self.find(*key[:2]), by_key[key].units
            if source is not None and len(units) == len(cosines):
                found |= {(*key[:2], source.units[n].start): c for n, c in zip(units, cosines, strict=True)}
        return found

    def answering(self, text: str, sentences: Sequence[str]) -> tuple[float, ...] | None:
        """How well each sentence answers the question, as a logit; None where no model says so."""
        return self._answering.scores(text, sentences) if self._answering else None

    def rarity(self, word: str) -> float:
        """The inverse document frequency of a word among the passages, of its rarest term: log(1 + N / (1 + n))."""
        if word not in self._rarity:
            having = min(map(self._index.document_frequency, terms(word)), default=0)
            self._rarity[word] = math.log(1 + self._index.passages_count() / (1 + having))
        return self._rarity[word]

    def find(self, source_id: str, content_hash: str | None) -> Source | None:
        """A source version (None: the current one), or None where the library has none."""
        key = (source_id, content_hash)
        if key not in self._kept:
            if len(self._kept) >= KEEP:
                self._kept.clear()
            try:
                self._kept[key] = self._library.get(source_id, content_hash)
            except SourceNotFound:
                self._kept[key] = None
        return self._kept[key]

    def version(self, source_id: str, content_hash: str) -> Source:
        """A source version that is there.

        Raises SourceNotFound.
        """
        found = self.find(source_id, content_hash)
        if found is None:
            raise SourceNotFound(source_id, content_hash)
        return found

    def current(self, source_id: str) -> Source | None:
        """The current version of a source, or None where the library has none."""
        return self.find(source_id, None)

    def unknown(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Those of `words` of which no passage has a single term."""
        return tuple(w for w in words if (own := terms(w)) and not any(map(self._index.document_frequency, own)))

    def _refresh(self) -> None:
        # Another process may have put a newer version or status: what was read before it must not be used after it.
        now = self._library.last_change()
        if now != self._as_of:
            self._kept.clear()
            self._rarity.clear()
            self._as_of = now
