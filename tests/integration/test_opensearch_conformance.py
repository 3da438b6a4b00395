"""The index in a real OpenSearch, on one node on loopback, passes what every index must; on three shards too."""

import random
import uuid
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from curbside.retrieval.base import Facets, Filters, IndexRow, Query
from curbside.retrieval.embedded.index import EmbeddedIndex
from curbside.retrieval.opensearch import OpenSearchIndex, OpenSearchSettings
from curbside.testing.index_conformance import IndexConformance
from curbside.testing.index_rows import fill
from curbside.testing.opensearch_fixtures import MakeIndex, make_index, opensearch, opensearch_settings

__all__ = ["make_index", "opensearch", "opensearch_settings"]
pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


class TestOpenSearchIndex(IndexConformance):
    pass


def _rows(chance: random.Random) -> list[IndexRow]:
    words = [f"w{number}" for number in range(30)]
    return [
        IndexRow(
            f"s{number}",
            "h",
            0,
            title_terms=tuple(chance.choices(words, k=3)),
            body_terms=tuple(chance.choices(words, k=chance.randint(5, 40))),
            facets=Facets(kind=chance.choice(["label", "guideline"])),
        )
        for number in range(200)
    ]


def test_three_shards_find_what_one_does_with_the_same_scores(opensearch_settings: OpenSearchSettings) -> None:
    chance, rows = random.Random(4), _rows(random.Random(4))
    vectors = np.random.default_rng(4).standard_normal((201, 8)).astype(np.float32)
    names = [f"{opensearch_settings.index}{uuid.uuid4().hex[:4]}" for _ in range(2)]
    one, three = (
        OpenSearchIndex(replace(opensearch_settings, index=name, shards=shards))
        for name, shards in zip(names, (1, 3), strict=True)
    )
    for index in (one, three):
        fill(index, *rows)
        index.add_vectors("m", zip((row.key for row in rows), vectors, strict=False))
    for filters in (Filters(), Filters(kinds=frozenset({"label"}))):
        query = Query(tuple((f"w{chance.randrange(30)}", 1.0 + n) for n in range(4)), filters)
        expected = [(hit.key, pytest.approx(hit.score, rel=1e-4)) for hit in one.search(query, 50)]
        assert [(hit.key, hit.score) for hit in three.search(query, 50)] == expected
        near = [(hit.key, pytest.approx(hit.score, abs=1e-5)) for hit in one.nearest(vectors[200], 20, filters)]
        assert [(hit.key, hit.score) for hit in three.nearest(vectors[200], 20, filters)] == near
    assert list(one.digests()) == list(three.digests())
    one.close()
    three.close()


def test_words_score_as_in_the_embedded_index(make_index: MakeIndex, tmp_path: Path) -> None:
    rows, chance = _rows(random.Random(5)), random.Random(6)
    here, there = EmbeddedIndex(tmp_path / "index"), make_index()
    for index in (here, there):
        fill(index, *rows)
    for _ in range(5):
        query = Query(tuple((f"w{chance.randrange(30)}", chance.choice([1.0, 0.5])) for _ in range(3)))
        # The embedded index keeps its state in one more document, which is counted.
        expected = {hit.key: pytest.approx(hit.score, rel=0.015) for hit in here.search(query, 200)}
        assert {hit.key: hit.score for hit in there.search(query, 200)} == expected
    here.close()
